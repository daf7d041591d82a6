"""Where the work runs: in this process, or on an engine that others keep.

The work itself knows nothing of it. It is written in five verbs (`Engine`): share values, do something for each item,
something more with each result, exchange rows between results, gather them here. `Here` is this process: work is done
piece by piece, each when its result is asked for, so no more than one is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from popcalc.engines.engine import Given, Handles


class Lost:
    """Stands in place of a result whose worker ended again and again while it was made."""


class Here:
    """This process."""

    apart = False
    workers = 1

    def share(self, value: Given) -> Given:
        """Return the value itself."""
        return value

    def each(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> Handles:
        """Call a function with each item as its result is asked for."""
        return map(work, items, *map(repeat, shared))

    def then(self, handles: Handles, work: Callable[..., Any], extras: Sequence[Any] = (), *shared: Any) -> Handles:
        """Call a function with each result as the next one is asked for."""
        own = [extras] if extras else []
        return map(work, handles, *own, *map(repeat, shared))

    def exchange(self, handles: Handles, parts: int) -> Handles:
        """Return for each part the list of what there is for it."""
        found: list[list[Any]] = [[] for _ in range(parts)]
        for pieces in handles:
            for part, rows in pieces.items():
                found[part].append(rows)
        return found

    def gather(self, handles: Handles) -> Iterator[Any]:
        """Yield the results."""
        yield from handles


HERE = Here()
