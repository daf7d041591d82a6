"""Files that are read whole: definitions and lists of areas, which a person writes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from popcalc.language import Text, text

_PIECE = 1 << 20


class NotReadError(OSError):
    """A file that is not read, for a reason that is none of the system's."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def read_small(path: Path, most: int) -> bytes:
    """Return the bytes of a file or a pipe; raises OSError, for a device or more than `most` bytes NotReadError."""
    with path.open("rb") as stream:
        refuse_devices(stream.fileno())
        found = bytearray()
        while piece := stream.read(_PIECE):
            found += piece
            if len(found) > most:
                raise NotReadError(text("it is larger than {most} MB, which no such file is", most=most >> 20))
        return bytes(found)


def refuse_devices(descriptor: int) -> None:
    """Raise NotReadError for a device, which may give bytes without end; a terminal is a person who writes."""
    if stat.S_ISCHR(os.fstat(descriptor).st_mode) and not os.isatty(descriptor):
        raise NotReadError(text("it is a device, not a file"))
