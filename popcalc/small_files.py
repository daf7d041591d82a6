"""Files that are read whole: definitions and lists of areas, which a person writes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from popcalc.language import Text, text


class NotReadError(OSError):
    """A file that is not read, for a reason that is none of the system's."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def read_small(path: Path, most: int) -> bytes:
    """Return the bytes of a file; raises OSError, for a device, a pipe or more than `most` bytes NotReadError."""
    kind = path.stat().st_mode
    if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind):
        raise NotReadError(text("it is a pipe, which can be read only once: write it to a file and name that"))
    with path.open("rb") as stream:
        refuse_devices(stream.fileno())
        found = stream.read(most + 1)
        if len(found) > most:
            raise NotReadError(text("it is larger than {most} MB, which no such file is", most=most >> 20))
        return found


def refuse_devices(descriptor: int) -> None:
    """Raise NotReadError for a device, which may give bytes without end; a terminal is a person who writes."""
    if stat.S_ISCHR(os.fstat(descriptor).st_mode) and not os.isatty(descriptor):
        raise NotReadError(text("it is a device, not a file"))
