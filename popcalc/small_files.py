"""Files that are read whole: definitions and lists of areas, which a person writes."""

from __future__ import annotations

import os
import stat
from functools import cache
from pathlib import Path

from popcalc.language import Text, text

_OPEN = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""How a shell calls what it has opened already: `<(...)`, or the end of a pipeline."""


class NotReadError(OSError):
    """A file that is not read, for a reason that is none of the system's."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def read_small(path: Path, most: int) -> bytes:
    """Return the bytes of a file, or of a pipe that a shell opened and that one process may ask for several times.

    Raises OSError, for a device, a named pipe (to which perhaps nobody writes) or more than `most` bytes NotReadError.
    """
    said = path.stat()
    if not stat.S_ISFIFO(said.st_mode):
        found = _begin(path, most + 1)
    elif str(path).startswith(_OPEN):
        found = _of_pipe(path, most + 1, said.st_dev, said.st_ino)
    else:
        raise NotReadError(text("it is a named pipe, to which perhaps nobody writes: write a file and name that"))
    if len(found) > most:
        raise NotReadError(text("it is larger than {most} MB, which no such file is", most=most >> 20))
    return found


@cache
def _of_pipe(path: Path, most: int, device: int, number: int) -> bytes:
    """Return the bytes of the pipe that a device knows by its number: it gives them once, and they are kept."""
    return _begin(path, most)


def _begin(path: Path, most: int) -> bytes:
    with path.open("rb") as stream:
        refuse_devices(stream.fileno())
        return stream.read(most)


def refuse_devices(descriptor: int) -> None:
    """Raise NotReadError for a device, which may give bytes without end; a terminal is a person who writes."""
    if stat.S_ISCHR(os.fstat(descriptor).st_mode) and not os.isatty(descriptor):
        raise NotReadError(text("it is a device, not a file"))
