"""The work runs in this process, a piece after the other, and what pieces give lies on disk until it is asked for."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
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

    def all(self) -> list[Any]:
        """Return the values, read anew."""
        return list(self._values())

    def first(self) -> Any:
        """Return the first value, read anew."""
        return next(self._values())

    def _values(self) -> Iterator[Any]:
        with self._spool.path.open("rb") as stream:
            while stream.peek(1):
                # Only this process writes to its private folder.
                yield pickle.load(stream)


class Piece:
    """A piece of work: done when its result is asked for, and kept on disk where other work begins with it.

    `make` does it, or reads what it gave where that `lies` on disk.
    """

    def __init__(self, make: Callable[[], Any], *, lies: bool = False) -> None:
        self._make, self._lies = make, lies

    def result(self) -> Any:
        """Return what the work gives, without keeping it."""
        return self._make()

    def kept(self) -> Any:
        """Return the same; it is not made again, and what it was made of is let go of."""
        found = self._make()
        if not self._lies:
            self._make, self._lies = Kept([found]).first, True
        return found


class Disk(Here):
    """This process and its disk: memory holds what one piece of work is given and gives."""

    def keep(self, value: Any) -> Piece:
        """Return what stands for a value that is put on disk."""
        return Piece(Kept([value]).first, lies=True)

    def each(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> Handles:
        """Return a piece of work for each item."""
        return [Piece(partial(work, item, *shared)) for item in items]

    def then(self, handles: Handles, work: Callable[..., Any], extras: Sequence[Any] = (), *shared: Any) -> Handles:
        """Return a piece of work for each result."""
        own = zip(extras) if extras else repeat(())
        return [
            Piece(partial(_begun_with, one, work, *extra, *shared)) for one, extra in zip(handles, own, strict=False)
        ]

    def exchange(self, handles: Handles, parts: int) -> Handles:
        """Have all work done, and put what there is for a part into one file of it."""
        found = [Kept() for _ in range(parts)]
        for one in handles:
            for part, rows in one.result().items():
                found[part].add(rows)
        return [Piece(kept.all, lies=True) for kept in found]

    def gather(self, handles: Handles) -> Iterator[Any]:
        """Do the work and yield its results, one after the other."""
        return (one.result() for one in handles)


def _begun_with(source: Piece, work: Callable[..., Any], *given: Any) -> Any:
    return work(source.kept(), *given)
