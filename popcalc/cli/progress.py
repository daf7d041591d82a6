"""Progress on standard error, when reading takes longer than a second and that is a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator

from popcalc.temporary import tidied_by

PATIENCE = 1.0


@contextlib.contextmanager
def progress(label: str, *, quiet: bool) -> Iterator[Callable[[int], Callable[[int], None]]]:
    """Give a function to be told how many bytes there are; it gives one to be told of each number of bytes read."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: lambda _: None
        return
    bar = _Bar(label)
    try:
        with tidied_by(bar.show_cursor):
            yield bar.expect
    finally:
        bar.close()


class _Bar:
    """A bar that is made when it is needed, since rich costs time to import."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.total = self.done = 0
        self.begun = time.monotonic()
        self.close: Callable[[], None] = lambda: None
        self._show: Callable[[int], None] | None = None
        self._has_codes = True

    def expect(self, total: int) -> Callable[[int], None]:
        self.total = total
        return self.advance

    def advance(self, size: int) -> None:
        self.done += size
        if self._show is None and time.monotonic() - self.begun > PATIENCE:
            self._show = self._make()
        if self._show is not None:
            self._show(self.done)

    def show_cursor(self) -> None:
        """Give the cursor back, in a line of its own, where a bar has hidden it."""
        if self._show is not None and self._has_codes:
            os.write(sys.stderr.fileno(), b"\r\x1b[2K\x1b[?25h")

    def _make(self) -> Callable[[int], None]:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True)
        # An old console of Windows would show the codes themselves.
        self._has_codes = not console.legacy_windows
        shown = Progress(
            TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(),
            console=console, transient=True,
        )  # fmt: skip
        task = shown.add_task(self.label, total=self.total)
        shown.start()
        self.close = shown.stop
        return lambda done: shown.update(task, completed=done)
