"""Bytes that come from no file of their own, put into one, and the bound on what a packed file may grow to."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from msgspec import Struct

from popcalc.temporary import Spool as Spool
from popcalc.temporary import new_spool as new_spool

PIECE = 1 << 20
FREE_BYTES = 64 << 20
"""What a packed file may always grow to."""
GREATEST_GROWTH = 200
"""How many times its size a packed file may grow beyond that; tables of counts grow five to fifty times."""


MOST_PIPED = 4 << 30
"""Bytes that a pipe may give; a year of all villages of a large country has a tenth of it."""
MOST_FILES = 100_000
"""How many files may be found in what is named."""


class _Sized(Protocol):
    @property
    def st_size(self) -> int: ...


class Afar(Protocol):
    """Bytes that are in no file of their own here, such as an object of a store; read as the path of a file is."""

    def absolute(self) -> Afar:
        """Return what leads there from any folder."""

    def stat(self) -> _Sized:
        """Return what is known of them, their number as `st_size`."""

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open for reading from the first byte."""


class InMemory(Struct, frozen=True):
    """Bytes that are held, and travel with what names them."""

    content: bytes

    def absolute(self) -> InMemory:
        """Return itself: it is the same everywhere."""
        return self

    def stat(self) -> InMemory:
        """Return what is known of it, its size as `st_size`."""
        return self

    @property
    def st_size(self) -> int:
        """Its size in bytes."""
        return len(self.content)

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open for reading from the first byte."""
        return io.BytesIO(self.content)


class TooLargeError(OSError):
    """What is more than any table would be: a packed file made to fill the disk, or damaged, or a pipe without end."""


@dataclass
class Budget:
    """How many bytes and files what was named may still give, through all that is packed in it.

    What is read more than once counts once: `read_of` is how far each packed file has been read.
    """

    left: int
    files: int = MOST_FILES
    read_of: dict[Path | Afar, int] = field(default_factory=dict)

    @classmethod
    def of(cls, packed: Path | Afar) -> Budget:
        """Return the number of bytes that a packed file may grow to."""
        return cls(max(FREE_BYTES, packed.stat().st_size * GREATEST_GROWTH))

    def take(self, size: int) -> None:
        """Use up some bytes; raises TooLargeError when there are not so many."""
        self.left -= size
        if self.left < 0:
            raise TooLargeError

    def take_files(self, number: int) -> None:
        """Use up some files; raises TooLargeError when there are not so many."""
        self.files -= number
        if self.files < 0:
            raise TooLargeError

    def take_up_to(self, packed: Path | Afar, size: int) -> None:
        """Use up what the first bytes of a packed file are more than were read of it before.

        Raises TooLargeError when there are not so many, and whenever it is read again.
        """
        more = max(0, size - self.read_of.get(packed, 0))
        self.read_of[packed] = self.read_of.get(packed, 0) + more
        self.take(more)


class BoundedGzip(gzip.GzipFile):
    """A gzip file that ends with TooLargeError where it grows beyond its budget."""

    def __init__(self, path: Path | Afar, budget: Budget) -> None:
        self._stream = path.open("rb")
        super().__init__(mode="rb", fileobj=self._stream)
        self._packed, self._budget = path, budget

    def close(self) -> None:
        """Close it and what it unpacks."""
        super().close()
        self._stream.close()

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes."""
        piece = super().read(size)
        self._budget.take_up_to(self._packed, self.tell())
        return piece


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


def bounded_pieces_of(pipe: IO[bytes]) -> Iterator[bytes]:
    """Yield what a pipe gives; raises TooLargeError for one without end."""
    budget = Budget(MOST_PIPED)
    for piece in pieces_of(pipe):
        budget.take(len(piece))
        yield piece
