"""The rows of the header as the columns file says them."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, notices, read

WRITTEN = """population by town,births,deaths
Heads,,
month,Heads,No.
town,of people,of births
North,100,3
"""


def test_rows_that_are_said_are_the_header_whatever_else_is_known() -> None:
    columns = Columns(
        headers={"Heads of people": "population", "No. of births": "births", "month town": "town"}, header_row=(3, 4)
    )

    assert figures(read({"2013-01.csv": WRITTEN}, columns)) == {("North", "2013-01"): {"population": 100, "births": 3}}


def test_rows_between_them_are_passed_over() -> None:
    written = "town,population,population\nx,y,z\n,total,male\nNorth,100,48\n"

    found = figures(read({"2013-01.csv": written}, Columns(header_row=(1, 3))))
    assert found == {("North", "2013-01"): {"population": 100, "population_male": 48}}


def test_a_row_that_is_no_header_is_told_and_a_header_that_is_not_found_names_the_key() -> None:
    assert faults({"2013-01.csv": WRITTEN}, Columns(header_row=(50,))) == ["2013-01.csv:1 NO_HEADER"]
    assert "header_row: 8" in message({"2013-01.csv": "a,b,c\nNorth,100,3\n"})


def test_the_period_of_files_without_one_may_stand_in_the_columns_file() -> None:
    written = "town,births\nNorth,3\nSouth,4\n"

    assert 'period: "2013-06"' in message(written)
    assert set(figures(read(written, Columns(months="2013-06")))) == {("North", "2013-06"), ("South", "2013-06")}
    assert set(figures(read(f"month,{written}".replace("North", "2013-01,North").replace("South", "2013-01,South"),
                            Columns(months="2013-06")))) == {("North", "2013-01"), ("South", "2013-01")}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "title", "is_told"),
    [
        ("a.csv", "2013年7月人口情况,\n", True),
        ("a.csv", "2014年人口情况,\n", True),
        ("2013-09.csv", "", True),
        ("a.csv", "2013年6月人口情况,\n", False),
        ("2013.csv", "人口情况,\n", False),
    ],
)
def test_a_line_or_a_name_of_other_months_than_the_columns_file_says_is_told(
    name: str, title: str, is_told: bool
) -> None:
    table = read({name: f"{title}村名,出生人数\nMill,3\n"}, Columns(months="2013-06"))

    assert set(figures(table)) == {("Mill", "2013-06")}
    assert ("TITLE_PERIOD" in notices(table)) == is_told
