"""What is otherwise on Windows, shown here by a console and a pipe that stand in for its own."""

from __future__ import annotations

import ctypes
import errno
import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from popcalc.cli import windows
from popcalc.cli.main import guarded
from popcalc.cli.options import Showing
from popcalc.cli.stage import OutputError, output_of, set_stage
from popcalc.cli.talk import write

CODES = 4


class Console(io.StringIO):
    """A console of Windows: what its system is asked for and told of it."""

    def __init__(self, *, is_one: bool = True, is_new: bool = True) -> None:
        super().__init__()
        self.is_one, self.is_new = is_one, is_new
        self.state = 3

    def isatty(self) -> bool:
        return True

    def GetStdHandle(self, number: int) -> int:  # noqa: N802
        assert number == -11
        return 7

    def GetConsoleMode(self, handle: int, mode: Any) -> int:  # noqa: N802
        mode._obj.value = self.state
        return int(self.is_one)

    def SetConsoleMode(self, handle: int, mode: int) -> int:  # noqa: N802
        self.state = mode if self.is_new else self.state
        return int(self.is_new)


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    for name in ("NO_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def color_on(console: Console, wish: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=console), raising=False)
    monkeypatch.setattr(sys, "stdout", console)
    return set_stage(Showing(color=wish, lang="en")).manner.color


@pytest.mark.parametrize(
    ("console", "wish", "color", "told"),
    [
        (Console(), "auto", True, True),
        (Console(is_new=False), "auto", False, False),
        (Console(is_one=False), "auto", False, False),
        (Console(), "always", True, True),
        (Console(is_new=False), "always", True, False),
        (Console(), "never", False, False),
    ],
)
@pytest.mark.usefixtures("on_windows")
def test_a_console_is_told_to_show_colours_and_gets_none_where_it_cannot(
    console: Console, wish: str, color: bool, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert color_on(console, wish, monkeypatch) is color
    assert bool(console.state & CODES) is told


@pytest.mark.usefixtures("on_windows")
def test_no_color_holds_there_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert color_on(Console(), "auto", monkeypatch) is False


def closed() -> OSError:
    """Return what Windows says of a pipe that nobody reads any more."""
    return OSError(errno.EINVAL, os.strerror(errno.EINVAL))


@pytest.mark.usefixtures("on_windows")
def test_a_pipe_that_nobody_reads_is_one_whatever_it_is_called() -> None:
    with pytest.raises(BrokenPipeError), output_of(None):
        raise closed()
    with pytest.raises(OutputError), output_of(None):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(OutputError), output_of(Path("a.csv")):
        raise closed()
    assert not windows.is_closed_pipe(OSError(errno.EACCES, ""))


@pytest.mark.skipif(sys.platform == "win32", reason="says so itself")
def test_elsewhere_what_is_invalid_is_no_closed_pipe() -> None:
    with pytest.raises(OutputError), output_of(None):
        raise closed()


@pytest.mark.parametrize("encoding", ["cp936", "cp437", "cp850"])
def test_what_a_code_page_lacks_is_escaped_not_a_fault(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Chinese message on a console of either kind."""
    bytes_written = io.BytesIO()
    stream = io.TextIOWrapper(bytes_written, encoding=encoding, errors="strict", newline="")
    monkeypatch.setattr(sys, "stderr", stream)
    write("文件 한국 – ‰")
    stream.flush()
    shown = bytes_written.getvalue().decode(encoding)
    assert shown.startswith("文件 " if encoding == "cp936" else "\\u6587\\u4ef6 ")
    assert "\\ud55c\\uad6d" in shown


@pytest.mark.parametrize("encoding", ["cp936"])
def test_the_answer_is_utf_8_whatever_the_code_page(encoding: str, sample_data: Path) -> None:
    """As it is on Windows before version 3.15 of Python, where a pipe has the code page of the machine."""
    done = subprocess.run(
        [sys.executable, "-m", "popcalc", "compute", str(sample_data / "monthly_zh"), "-i", "births", "--lang", "zh"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "北" in done.stdout.decode("utf-8") or "镇" in done.stdout.decode("utf-8")
    assert b"\r\n" not in done.stdout


def test_the_signals_that_a_system_lacks_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    from popcalc.cli import signals

    monkeypatch.delattr(signal, "SIGHUP", raising=False)
    monkeypatch.setattr(signal, "SIGBREAK", 21, raising=False)
    assert importlib.reload(signals).ENDING == (signal.SIGINT, signal.SIGTERM, 21)
    monkeypatch.undo()
    importlib.reload(signals)


def test_a_command_ends_as_a_closed_pipe_ends_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("popcalc.cli.main._forget_output", lambda: None)

    def nobody_reads(_: object) -> None:
        monkeypatch.setattr(sys, "platform", "win32")
        with output_of(None):
            raise closed()

    assert guarded(nobody_reads, lambda: "en") == 141
