from __future__ import annotations

import pytest

from popcalc.intake.header.sep_line import said_delimiter
from tests.unit.intake.reading import faults, figures, notices, read


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sep=;\nmonth;births\n", ";"),
        ('"sep=,"\r\nmonth,births\r\n', ","),
        ("SEP=|\n", "|"),
        ("sep=\t\nmonth\tbirths\n", "\t"),
        ("sep=;;\n", None),
        ("September;births\n", None),
        ("Sep=tember\n", None),
    ],
)
def test_the_line_says_what_parts_the_cells(line: str, said: str | None) -> None:
    assert said_delimiter(line) == said


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "sep=|"])
def test_the_line_for_spreadsheets_is_no_title_and_no_month(line: str) -> None:
    mark = line.strip('"')[-1]
    rows = [["月份", "村", "出生人数"], ["2013-06", "松坡村", "3"], ["2013-06", "石门村", "2"]]

    table = read("\ufeff" + "\n".join([line, *(mark.join(row) for row in rows)]) + "\n")

    assert figures(table) == {("松坡村", "2013-06"): {"births": 3}, ("石门村", "2013-06"): {"births": 2}}
    assert notices(table) == []


def test_places_count_the_line_for_spreadsheets() -> None:
    assert faults("sep=,\nTown list,,\nmonth,village,deaths\n2013-06,Old Mill,x\n") == ["data.csv:4:3 NOT_A_COUNT"]


def test_a_title_of_september_is_still_held_against_the_months() -> None:
    rows = "month;village;births\n2013-06;Old Mill;3\n"

    assert faults(f"Births in September 2013;;\n{rows}") == ["data.csv:1:1 TITLE_PERIOD"]
