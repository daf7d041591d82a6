"""The work runs in this process, a piece after the other, and what pieces give lies on disk until it is asked for."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

from popcalc.engines import Here
from popcalc.temporary import Spool, new_spool

if TYPE_CHECKING:
    from popcalc.engines.engine import Handles


class Kept:
    """Values that lie on disk, in a file of this run's private folder that goes with them."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self._spool: Spool = new_spool()
        for value in values:
            self.add(value)

    def add(self, value: Any) -> None:
        """Put one more value behind the others."""
        with self._spool.path.open("ab") as stream:
            pickle.dump(value, stream, protocol=pickle.HIGHEST_PROTOCOL)

    def values(self) -> Iterator[Any]:
        """Yield the values, each read anew."""
        with self._spool.path.open("rb") as stream:
            while stream.peek(1):
                # Only this process writes to its private folder.
                yield pickle.load(stream)


class Piece:
    """A piece of work: done when its result is asked for, and kept on disk where other work begins with it."""

    def __init__(self, begin: Callable[[], Any], work: Callable[..., Any], extras: Sequence[Any]) -> None:
        self._begin: Callable[[], Any] | None = begin
        self._work, self._extras = work, extras
        self._kept: Kept | None = None

    def result(self) -> Any:
        """Return what the work gives, without keeping it."""
        if self._kept is not None:
            return next(self._kept.values())
        assert self._begin is not None
        return self._work(self._begin(), *self._extras)

    def kept(self) -> Any:
        """Return the same; it is not made again, and what it was made of is let go of."""
        found = self.result()
        if self._kept is None:
            self._kept = Kept([found])
            self._begin, self._extras = None, ()
        return found


class Disk(Here):
    """This process and its disk: memory holds what one piece of work is given and gives."""

    def keep(self, value: Any) -> Piece:
        """Return what stands for a value that is put on disk."""
        piece = Piece(lambda: value, _itself, ())
        piece.kept()
        return piece

    def each(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> Handles:
        """Return a piece of work for each item."""
        return [Piece(lambda item=item: item, work, shared) for item in items]  # type: ignore[misc]

    def then(self, handles: Handles, work: Callable[..., Any], extras: Sequence[Any] = (), *shared: Any) -> Handles:
        """Return a piece of work for each result."""
        own = zip(extras) if extras else repeat(())
        return [Piece(one.kept, work, (*extra, *shared)) for one, extra in zip(handles, own, strict=False)]

    def exchange(self, handles: Handles, parts: int) -> Handles:
        """Have all work done, and put what there is for a part into one file of it."""
        found = [Kept() for _ in range(parts)]
        for one in handles:
            for part, rows in one.result().items():
                found[part].add(rows)
        return [Piece(lambda kept=kept: list(kept.values()), _itself, ()) for kept in found]  # type: ignore[misc]

    def gather(self, handles: Handles) -> Iterator[Any]:
        """Do the work and yield its results, one after the other."""
        return (one.result() for one in handles)


def _itself(value: Any) -> Any:
    return value
