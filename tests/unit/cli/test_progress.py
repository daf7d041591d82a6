"""The bar that shows how much has been read: on a terminal alone, and only when it takes long."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable

import pytest

from popcalc.cli.progress import progress
from popcalc.output.widths import width

LINE_CLEARED = "\x1b[2K"


class Screen(io.StringIO):
    """A terminal, as far as a program can tell."""

    def isatty(self) -> bool:
        return True


Standard = Callable[[io.StringIO], None]


@pytest.fixture
def standard_error(monkeypatch: pytest.MonkeyPatch) -> Standard:
    """Make a stream standard error; within the test, before which pytest puts its own there."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    return lambda stream: monkeypatch.setattr(sys, "stderr", stream)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every reading takes too long."""
    monkeypatch.setattr("popcalc.cli.progress.PATIENCE", -1.0)


def read(stream: io.StringIO, standard_error: Standard, *sizes: int, quiet: bool = False) -> str:
    """Read 2,000,000 bytes in pieces; return what was written."""
    standard_error(stream)
    with progress("Reading", quiet=quiet) as expect:
        advance = expect(2_000_000)
        for size in sizes:
            advance(size)
    return stream.getvalue()


def lines_of(written: str) -> list[str]:
    """Return what a terminal was told, without what moves the cursor and colours."""
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written)
    return [line for line in re.split(r"[\r\n]+", plain) if line.strip()]


@pytest.mark.usefixtures("impatient")
def test_bar_says_how_many_of_all_bytes_have_been_read(standard_error: Standard) -> None:
    lines = lines_of(read(Screen(), standard_error, 500_000, 1_000_000))
    assert lines[-1].startswith("Reading ")
    assert " 1.5/2.0 MB " in lines[-1]
    assert max(map(width, lines)) <= 60


@pytest.mark.usefixtures("impatient")
def test_bar_is_gone_when_all_is_read(standard_error: Standard) -> None:
    assert read(Screen(), standard_error, 2_000_000).endswith(LINE_CLEARED)


def fail() -> None:
    """Read a part, then no more."""
    with progress("Reading", quiet=False) as expect:
        expect(2_000_000)(500_000)
        raise OSError("gone")


@pytest.mark.usefixtures("impatient")
def test_bar_is_gone_when_reading_fails(standard_error: Standard) -> None:
    screen = Screen()
    standard_error(screen)
    with pytest.raises(OSError, match="gone"):
        fail()
    assert screen.getvalue().endswith(LINE_CLEARED)


def test_nothing_is_shown_of_a_quick_reading(standard_error: Standard) -> None:
    assert read(Screen(), standard_error, 500_000, 1_500_000) == ""


@pytest.mark.usefixtures("impatient")
def test_nothing_is_shown_to_who_asks_for_quiet_or_has_no_terminal(standard_error: Standard) -> None:
    assert read(Screen(), standard_error, 2_000_000, quiet=True) == ""
    assert read(io.StringIO(), standard_error, 2_000_000) == ""
