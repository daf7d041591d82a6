"""Names and titles that say of a table that it covers several months, or the year to date."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, notices, read

TABLE = "村名,出生人数\n松谷村,{births}\n"
MAY_AND_TO_JUNE = {"2013年5月.csv": TABLE.format(births=3), "2013年6月累计.csv": TABLE.format(births=10)}


def test_a_file_named_cumulative_is_not_added_to_those_of_its_months() -> None:
    assert faults(MAY_AND_TO_JUNE) == ["2013年6月累计.csv:2:2 OVERLAP"]


def test_a_file_named_cumulative_is_turned_into_months_when_asked() -> None:
    assert figures(read(MAY_AND_TO_JUNE, Columns(cumulative=True))) == {
        ("松谷村", "2013-01..2013-05"): {"births": 3},
        ("松谷村", "2013-06"): {"births": 7},
    }


@pytest.mark.parametrize(
    "title", ["2013年1-6月累计情况表", "1-6月情况表", "2013年上半年", "2013年人口累计表", "2013年7月"]
)
def test_a_title_that_says_other_months_than_the_files_name_is_pointed_out(title: str) -> None:
    table = read({"2013年6月.csv": f"{title}\n" + TABLE.format(births=3)})

    assert figures(table) == {("松谷村", "2013-06"): {"births": 3}}
    assert notices(table) == ["TITLE_ROWS", "TITLE_PERIOD"]


@pytest.mark.parametrize("title", ["2013年6月人口情况", "2013年度人口情况", "填报日期：2013年7月3日", "北岭镇人口情况"])
def test_a_title_that_says_no_other_months_is_not(title: str) -> None:
    assert notices(read({"2013年6月.csv": f"{title}\n" + TABLE.format(births=3)})) == ["TITLE_ROWS"]


def test_a_title_over_rows_that_say_their_months() -> None:
    above = "2013年1-6月累计情况表\n月份,村名,出生人数\n"

    assert "TITLE_PERIOD" in notices(read(f"{above}2013-06,松谷村,3\n"))
    assert "TITLE_PERIOD" in notices(read(f"{above}2013-05,松谷村,3\n2013-06,松谷村,5\n"))
    assert "TITLE_PERIOD" not in notices(read(f"{above}2013-01..2013-06,松谷村,3\n"))


def test_a_title_to_date_is_as_it_should_be_where_figures_to_date_are_read() -> None:
    files = {"2013年6月.csv": "2013年1-6月累计情况表\n" + TABLE.format(births=3)}

    assert notices(read(files, Columns(cumulative=True))) == ["TITLE_ROWS", "CUMULATIVE"]
