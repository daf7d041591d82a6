"""Bytes that come from no file of their own, put into one, and the bound on what a packed file may grow to."""

from __future__ import annotations

import gzip
import os
import tempfile
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FREE_BYTES = 64 << 20
"""What a packed file may always grow to."""
GREATEST_GROWTH = 200
"""How many times its size a packed file may grow beyond that; tables of counts grow five to fifty times."""


class TooLargeError(OSError):
    """A packed file that unpacks to more than any table would: it is made to fill the disk, or damaged."""


def allowance(packed: int) -> int:
    """Return the number of bytes that a packed file of so many bytes may grow to."""
    return max(FREE_BYTES, packed * GREATEST_GROWTH)


@dataclass(frozen=True, eq=False)
class Spool:
    """A temporary file; it is removed when nothing refers to it any more, at the latest when the process ends."""

    path: Path

    def __post_init__(self) -> None:
        weakref.finalize(self, _remove, self.path)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


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


class BoundedGzip(gzip.GzipFile):
    """A gzip file that ends with TooLargeError where it grows beyond its allowance."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rb")
        self._left = allowance(path.stat().st_size)

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes."""
        piece = super().read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise TooLargeError
        return piece
