"""Notices and faults: wrapped on a terminal alone, and a place is never broken."""

from __future__ import annotations

import io
import sys

import pytest

from popcalc.cli.talk import say_faults, say_notices
from popcalc.errors import InputError, Notice, Place, fault
from popcalc.language import ENGLISH, text
from popcalc.output.widths import width

PLACE = Place("六月 two words.csv", 12, 7)
SENTENCE = text(
    "births is given twice for 2013-06, here and in {other}; keep one of the two figures", other="五月表.csv:3:4"
)


class Screen(io.StringIO):
    """A terminal, as far as a program can tell."""

    def isatty(self) -> bool:
        return True


def said(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, columns: int) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys, "stderr", stream)
    say_faults(InputError([fault("TWO_FIGURES", SENTENCE, PLACE)]), ENGLISH)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("columns", [34, 40, 60, 100])
def test_fault_is_wrapped_on_a_terminal_between_words(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    lines = said(monkeypatch, Screen(), columns)
    assert len(lines) > 1
    assert max(map(width, lines)) <= columns
    assert lines[0].startswith("六月 two words.csv:12:7")
    assert sum("五月表.csv:3:4" in line for line in lines) == 1
    assert " ".join(lines) == f"{PLACE} TWO_FIGURES {SENTENCE}"


def test_place_wider_than_the_terminal_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, Screen(), 10)[0] == str(PLACE)


def test_fault_is_one_line_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, io.StringIO(), 40) == [f"{PLACE} TWO_FIGURES {SENTENCE}"]


@pytest.mark.parametrize("file", ["may.xlsx", "may.xlsx[Sheet 1]", "year.zip:may.XLS", "may.ods[五月]"])
def test_fault_of_a_workbook_names_the_cell_behind_the_code(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    places = [Place(file, 6, 28), Place(file, 6), Place(file)]
    say_faults(InputError([fault("TWO_FIGURES", SENTENCE, place) for place in places]), ENGLISH)
    assert stream.getvalue().splitlines() == [
        f"{file} TWO_FIGURES {SENTENCE}",
        f"{file}:6 TWO_FIGURES {SENTENCE}",
        f"{file}:6:28 TWO_FIGURES AB6: {SENTENCE}",
    ]


def test_notice_is_wrapped_too_and_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    stream = Screen()
    monkeypatch.setattr(sys, "stderr", stream)
    say_notices([Notice("TWO", SENTENCE, PLACE)] * 2, ENGLISH, quiet=False)
    lines = stream.getvalue().splitlines()
    assert max(map(width, lines)) <= 40
    assert " ".join(lines) == f"{PLACE}: note: {SENTENCE}"
