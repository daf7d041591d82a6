"""The format that the name of an output file asks for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from popcalc.cli.options import Showing
from popcalc.cli.stage import set_stage
from popcalc.errors import RequestError


def format_of(output: Path, format: str | None = None) -> str:
    return set_stage(Showing(format, output=output, lang="en")).format


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("towns", "csv"),
        (".towns", "csv"),
        ("T.CSV", "csv"),
        ("t.md", "markdown"),
        ("t.txt", "table"),
        ("t.XLSX", "xlsx"),
    ],
)
def test_ending_says_the_format(name: str, format: str) -> None:
    assert format_of(Path(name)) == format


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("t.xls", "workbooks as .xlsx"),
        ("t.ODS", "workbooks as .xlsx"),
        ("t.jsno", "one of .csv .tsv .json"),
        ("t.jsno", "did you mean .json?"),
        ("t.csv.gz", "the ending .gz"),
    ],
)
def test_unknown_ending_is_refused_with_a_mend(name: str, words: str) -> None:
    with pytest.raises(RequestError, match="UNKNOWN_ENDING") as refused:
        format_of(Path(name))
    assert words in str(refused.value)


def test_format_that_is_given_needs_no_ending(tmp_path: Path) -> None:
    assert format_of(tmp_path / "t.xlsx", "json") == "json"


def test_what_is_no_file_gets_csv_whatever_it_is_called(tmp_path: Path) -> None:
    pipe = tmp_path / "answer.pipe"
    os.mkfifo(pipe)
    assert format_of(pipe) == "csv"
    assert format_of(Path("/dev/stdout")) == "csv"
