"""Months whose year stands in a column of its own."""

from __future__ import annotations

import pytest

from popcalc.intake.header.months import year_and_month
from popcalc.periods import read_months
from tests.unit.intake.reading import faults, figures, message, notices, read


@pytest.mark.parametrize(
    ("year", "month", "meant"),
    [
        ("2013", "1", "2013-01"),
        ("2013", "06", "2013-06"),
        ("２０１３", "６", "2013-06"),
        ("2013.0", "6.0", "2013-06"),
        ("2013年", "6月份", "2013-06"),
        ("102", "12", "2013-12"),
        ("2013", "六月", "2013-06"),
        ("2013", "June", "2013-06"),
        ("2013", "第一季度", "2013Q1"),
        ("2013", "2012-10", "2012-10"),
    ],
)
def test_a_year_and_its_month_are_read_together(year: str, month: str, meant: str) -> None:
    assert read_months(year_and_month(year, month)) == read_months(meant)


@pytest.mark.parametrize("heads", ["年份,月份", "年,月", "year,month"])
def test_two_columns_of_the_year_and_the_month(heads: str) -> None:
    table = read(f"{heads},村名,出生人数\n2013,1,松谷村,5\n2013,2,松谷村,6\n2013,合计,,11\n填报人：张三,,,\n")

    assert figures(table) == {("松谷村", "2013-01"): {"births": 5}, ("松谷村", "2013-02"): {"births": 6}}
    assert notices(table) == ["FOOTER_ROWS", "TOTAL_ROWS"]


def test_a_year_without_a_month_and_a_month_without_a_year_are_faults() -> None:
    files = "year,month,village,births\n2013,13,A,1\n2013,,A,1\n,5,A,1\n"

    assert faults(files) == [f"data.csv:{row}:2 NOT_A_PERIOD" for row in (2, 3, 4)]
    assert "2013年13月 cannot be read as a period: there is no month 13" in message(files)


@pytest.mark.parametrize("heads", ["年月,年,月", "年,月,年月"])
def test_a_month_in_full_beside_its_parts_is_taken(heads: str) -> None:
    cells = ",".join({"年月": "2013-01", "年": "2013", "月": "1"}[head] for head in heads.split(","))

    assert figures(read(f"{heads},村名,出生人数\n{cells},松谷村,5\n")) == {("松谷村", "2013-01"): {"births": 5}}


def test_a_year_alone_is_the_period_where_the_files_name_says_no_month() -> None:
    rows = "year,village,births\n2013,A,5\n"

    assert figures(read(rows)) == {("A", "2013"): {"births": 5}}
    assert figures(read({"2013-06.csv": rows})) == {("A", "2013-06"): {"births": 5}}
