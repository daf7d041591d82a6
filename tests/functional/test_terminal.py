"""What stands on a terminal: width, colour and East Asian letters. Goldens are of real pseudo-terminals."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.functional.conftest import ROOT, all_of

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc
    from tests.functional.conftest import Start, Terminal

ENGLISH = "compute sample_data/monthly"
CHINESE = "compute sample_data/monthly_zh --lang zh"
FEW = "--indicator births,crude_birth_rate,infant_mortality_rate"

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def cells(line: str) -> int:
    """Return how many columns of a terminal a line takes, by the Unicode width of its characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def visible_escapes(shown: str) -> str:
    """Return the page with the escape character written out, so that a golden can be read and compared by eye."""
    return shown.replace("\x1b", "␛")


@pytest.mark.parametrize("columns", [80, 160])
def test_table_fits_the_terminal(columns: int, terminal: Terminal, golden: Golden) -> None:
    shown = terminal(f"{ENGLISH} --color never", columns=columns)
    golden(f"terminal/english-{columns}.txt", shown)
    assert max(map(cells, shown.splitlines())) <= columns


def test_chinese_table_is_aligned_and_fits(terminal: Terminal, golden: Golden) -> None:
    shown = terminal(f"{CHINESE} --color never")
    golden("terminal/chinese-80.txt", shown)
    assert max(map(cells, shown.splitlines())) <= 80


def test_colours_add_nothing_but_colour(terminal: Terminal, golden: Golden) -> None:
    shown = terminal(f"{ENGLISH} {FEW}")
    assert ESCAPE.search(shown)
    golden("terminal/coloured.txt", visible_escapes(shown))
    figures = [re.findall(r"[\w.,]+", ESCAPE.sub("", line)) for line in shown.splitlines()]
    plain = terminal(f"{ENGLISH} {FEW} --color never")
    assert [words for words in figures if words] == [
        words for line in plain.splitlines() if (words := re.findall(r"[\w.,]+", line))
    ]


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(env: dict[str, str], terminal: Terminal) -> None:
    assert "\x1b" not in terminal(f"{ENGLISH} {FEW}", env=env)


def test_always_colours_into_a_pipe(popcalc: Popcalc) -> None:
    coloured = popcalc(*f"{ENGLISH} {FEW} -f table --color always".split()).stdout.decode("utf-8")
    assert ESCAPE.search(coloured)


def test_markup_in_a_name_is_text(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text(
        "month,town,village,births\n2013-01,[bold]North[/bold],[red]Mill,1\n2013-01,<b>East</b>,:smile: Ford,1\n"
    )
    shown = ESCAPE.sub("", terminal("compute counts.csv --by village", cwd=tmp_path))
    assert "[red]Mill" in shown
    assert ":smile: Ford" in shown
    shown = ESCAPE.sub("", terminal("compute counts.csv", cwd=tmp_path))
    assert "[bold]North[/bold]" in shown
    assert "<b>East</b>" in shown


HINT = "note: these are records for scripts; -f table shows a table here, too, -f csv leaves out this line"


@pytest.mark.parametrize(
    ("options", "typed", "said"),
    [("", True, HINT), ("-f csv", True, ""), ("-q", True, ""), ("-o towns.csv", True, ""), ("", False, "")],
    ids=["typed before a pipe", "csv was asked for", "quiet", "into a file", "in a script"],
)
def test_a_person_who_looks_at_records_is_told_of_tables_in_one_line(
    options: str, typed: bool, said: str, start: Start, tmp_path: Path
) -> None:
    """Standard error is a terminal; what one types leads a group of processes, what a script calls does not."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 120))
    command = f"compute {ROOT / 'sample_data/monthly'} -i births {options}"
    with start(*command.split(), stderr=theirs, cwd=tmp_path, process_group=0 if typed else None) as process:
        os.close(theirs)
        process.communicate()
    heard = all_of(ours)
    os.close(ours)
    # Where the machine is slow a bar is drawn and wiped out.
    lines = [line for line in heard.decode("utf-8").splitlines() if not ESCAPE.search(line)]
    assert lines == ([said] if said else [])
