"""The errors of a file that does not open end with the `inspect` command that shows why."""

from __future__ import annotations

import shlex
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc

NO_HEADER = "a,b,c\n1,2,3\n"
TARGETS = "version: 1\nname: t\nyear: 2013\ntargets:\n  - {indicator: births, at_most: 10}\n"


def last_line(popcalc: Popcalc, folder: Path, command: str) -> str:
    result = popcalc(*shlex.split(command), cwd=folder)
    assert result.code == 2
    return result.stderr.decode("utf-8").splitlines()[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a b.csv").write_text(NO_HEADER, encoding="utf-8")
    (tmp_path / "c.csv").write_text(NO_HEADER, encoding="utf-8")
    (tmp_path / "t.yaml").write_text(TARGETS, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "年报.csv").write_text(NO_HEADER, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "sent.zip", "w") as archive:
        archive.writestr("in.csv", NO_HEADER)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "next_step"),
    [
        ("compute 'a b.csv'", "popcalc inspect 'a b.csv'"),
        ("validate 'a b.csv' c.csv", "popcalc inspect 'a b.csv'"),
        ("check c.csv --targets t.yaml", "popcalc inspect c.csv"),
        ("explain births c.csv", "popcalc inspect c.csv"),
        ("compute folder", "popcalc inspect folder/年报.csv"),
        ("compute sent.zip", "popcalc inspect sent.zip"),
        (
            "compute c.csv --year-start 10 --encoding utf-8 --cumulative",
            "popcalc inspect c.csv --encoding utf-8 --year-start 10 --cumulative",
        ),
    ],
)
def test_last_line_is_the_command_that_shows_why(popcalc: Popcalc, folder: Path, command: str, next_step: str) -> None:
    assert last_line(popcalc, folder, command) == f"`{next_step}` shows how it was understood"


def test_the_command_that_is_named_runs(popcalc: Popcalc, folder: Path) -> None:
    named = last_line(popcalc, folder, "compute 'a b.csv' --year-start 10").split("`")[1]
    shown = popcalc(*shlex.split(named)[1:], "-f", "csv", cwd=folder)
    assert "NO_HEADER" in shown.stdout.decode("utf-8")


def test_standard_input_is_named_as_such(popcalc: Popcalc, folder: Path) -> None:
    result = popcalc("compute", "-", cwd=folder, input=NO_HEADER.encode())
    assert result.stderr.decode("utf-8").splitlines()[-1].startswith("`popcalc inspect -`")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("month,village,births\n2013-01,A,x\n", "compute d.csv"),
        ("month,village,births,id number\n2013-01,A,1,36010119900101001X\n", "compute d.csv"),
        (NO_HEADER, "compute gone.csv"),
        (NO_HEADER, "compute d.csv --indicator nothing --encoding klingon"),
        (NO_HEADER, "inspect d.csv"),
    ],
    ids=["a cell", "persons", "no such file", "usage", "inspect itself"],
)
def test_other_errors_have_no_next_step(popcalc: Popcalc, tmp_path: Path, text: str, command: str) -> None:
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    result = popcalc(*command.split(), cwd=tmp_path)
    assert result.code == 2
    assert "popcalc inspect" not in result.stderr.decode("utf-8")
