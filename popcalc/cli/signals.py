"""How a run ends that is told to: at once, with the code that a shell expects, and nothing left behind."""

from __future__ import annotations

import os
import signal
import threading
from typing import NoReturn

from popcalc.temporary import clear, when_undisturbed

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
ENDING = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
"""Ctrl-C, `kill`, and a terminal that is closed, which Windows tells by the last of them."""


def end_cleanly() -> None:
    """Have this process end cleanly at the signals that end one; those that it was born deaf to stay unheard."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda heard, _: when_undisturbed(lambda: _end(heard)))


def _end(heard: int) -> NoReturn:
    """Take everything away and end: not by an exception, which some `except` or callback might swallow."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    try:
        clear()
    finally:
        os._exit(128 + heard)
