"""What a console and a pipe of Windows do otherwise than those of other systems."""

from __future__ import annotations

import ctypes
import errno
from typing import Any

_STANDARD_OUTPUT = -11
_UNDERSTANDS_COLOURS = 4
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING: the console takes escapes for what they are and shows none."""


def takes_colors() -> bool:
    """Whether the console understands colours, once it is told to; consoles before Windows 10 do not."""
    system: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - no such name where this is checked
    console, mode = system.GetStdHandle(_STANDARD_OUTPUT), ctypes.c_uint()
    if not system.GetConsoleMode(console, ctypes.byref(mode)):
        return False
    return bool(system.SetConsoleMode(console, mode.value | _UNDERSTANDS_COLOURS))


def is_closed_pipe(error: OSError) -> bool:
    """Whether an error of writing to standard output says that nobody reads any more: Windows calls it invalid."""
    return error.errno == errno.EINVAL
