"""One text to read: what messages call it, and where its bytes are."""

from __future__ import annotations

import gzip
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from popcalc.errors import Fault, Place, fault, reason_of
from popcalc.intake.sources.spools import BoundedGzip, Spool, TooLargeError
from popcalc.language import Text, text
from popcalc.periods import Calendar, Run, months_in_name

GZIP_MAGIC = b"\x1f\x8b"
READING_ERRORS = (OSError, EOFError, zlib.error)
"""What a file may raise while its bytes are read; `unreadable` and `broken_off` put them into words."""


@dataclass(frozen=True)
class Source:
    """One text to read.

    `name` is how messages call it; `path` is where its bytes are: the file itself, or a `spool`. `sheet` is the name of
    the sheet, `encoding` the encoding where it is known for certain; `stamp` is the size and the time of the last
    change of a file that is read where it lies.
    """

    name: str
    path: Path
    spool: Spool | None = None
    sheet: str | None = None
    encoding: str | None = None
    stamp: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self.path.stat().st_size

    def open(self) -> BinaryIO:
        """Open for reading from the first byte, unpacked if it is gzip."""
        stream = self.path.open("rb")
        if stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC:
            stream.close()
            return cast("BinaryIO", BoundedGzip(self.path))
        stream.seek(0)
        return stream

    def run(self, calendar: Calendar) -> Run | None:
        """Return the months that the names of the file, its folders and its sheet say, None when they say none."""
        file = self.name.removesuffix(f"[{self.sheet}]") if self.sheet else self.name
        return months_in_name(file, calendar, sheet=self.sheet)

    def changed(self) -> Fault | None:
        """Return a fault when the file has changed since it was found: half of it would be old and half new."""
        if not self.stamp or self.stamp == stamp_of(self.path.stat()):
            return None
        sentence = text("the file changed while it was read; run again when nothing writes to it any more")
        return fault("FILE_CHANGED", sentence, Place(self.name))


def stamp_of(found: os.stat_result) -> tuple[int, int]:
    """Return what changes with a file: its size and the time of its last change."""
    return found.st_size, found.st_mtime_ns


def unreadable(name: str, error: Exception) -> Fault:
    """Return the fault of a file that cannot be opened or read at all."""
    return fault("UNREADABLE", text("cannot be read: {reason}", reason=_why(error)), Place(name))


def broken_off(name: str, error: Exception) -> Fault:
    """Return the fault of a file of which only a part can be read."""
    return fault("UNREADABLE", text("cannot be read to its end: {reason}", reason=_why(error)), Place(name))


def _why(error: Exception) -> Text:
    """Return why something could not be read, in words that say how to mend it where they can."""
    if isinstance(error, TooLargeError):
        return text("it unpacks to far more than a table of counts would; unpack it yourself if it is right")
    if isinstance(error, EOFError):
        return text("the gzip file ends early; send or download it again")
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return text("the gzip file is damaged; send or download it again")
    return reason_of(error)
