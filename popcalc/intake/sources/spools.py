"""Bytes that come from no file of their own, put into one, and the bound on what a packed file may grow to."""

from __future__ import annotations

import gzip
import os
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PIECE = 1 << 20
FREE_BYTES = 64 << 20
"""What a packed file may always grow to."""
GREATEST_GROWTH = 200
"""How many times its size a packed file may grow beyond that; tables of counts grow five to fifty times."""


class TooLargeError(OSError):
    """A packed file that unpacks to more than any table would: it is made to fill the disk, or damaged."""


@dataclass
class Budget:
    """How many bytes may still be unpacked."""

    left: int

    @classmethod
    def of(cls, packed: Path) -> Budget:
        """Return the number of bytes that a packed file may grow to."""
        return cls(max(FREE_BYTES, packed.stat().st_size * GREATEST_GROWTH))

    def take(self, size: int) -> None:
        """Use up some bytes; raises TooLargeError when there are not so many."""
        self.left -= size
        if self.left < 0:
            raise TooLargeError


class BoundedGzip(gzip.GzipFile):
    """A gzip file that ends with TooLargeError where it grows beyond its budget."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rb")
        self._budget = Budget.of(path)

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes."""
        piece = super().read(size)
        self._budget.take(len(piece))
        return piece


@dataclass(frozen=True, eq=False)
class Spool:
    """A temporary file; it goes with the spool that was made first, at the latest when its process ends.

    A copy in another process only leads to it.
    """

    path: Path

    def __post_init__(self) -> None:
        weakref.finalize(self, self.path.unlink, missing_ok=True)


def new_spool() -> Spool:
    """Return an empty spool."""
    handle, name = tempfile.mkstemp(prefix="popcalc-")
    os.close(handle)
    return Spool(Path(name))


def spooled(pieces: Iterable[bytes]) -> Spool:
    """Return a spool that holds some pieces of bytes."""
    spool = new_spool()
    with spool.path.open("wb") as stream:
        for piece in pieces:
            stream.write(piece)
    return spool


def pieces_of(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what a stream gives, a piece at a time."""
    while piece := stream.read(PIECE):
        yield piece
