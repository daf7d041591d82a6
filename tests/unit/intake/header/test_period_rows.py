"""Periods in the column of areas: what is one, and of which months the rows are."""

from __future__ import annotations

import pytest

from popcalc.intake.header.months import PLAIN
from popcalc.intake.header.period_rows import has_note, has_period_rows, is_period_row, run_of_row
from popcalc.periods import CALENDAR_YEAR, Run, month_ordinal

MAY = Run(month_ordinal(2015, 5), month_ordinal(2015, 5))


@pytest.mark.parametrize(
    "name", ["2015年7月", "　　　７月", "平成23年 a)", "24年 a)b)", "June 2015", "2015", "Q1 2015", "2015*"]
)
def test_periods_are_no_areas(name: str) -> None:
    assert is_period_row(name)


@pytest.mark.parametrize("name", ["北区", "12村", "Ward 12", "12", "Old Mill", "2013-02-03", "2013年2月3日"])
def test_areas_numbers_and_days_are_no_periods(name: str) -> None:
    assert not is_period_row(name)


def test_the_first_period_has_its_year_and_names_stand_beside() -> None:
    assert has_period_rows(["2015年6月", "7月", "北区"])
    assert not has_period_rows(["7月", "北区"])
    assert not has_period_rows(["2015年6月", "2015年7月"])
    assert not has_period_rows(["May", "June Town"])


def test_a_month_goes_on_in_the_year_above_it_and_never_before() -> None:
    assert run_of_row("　　７月", MAY, PLAIN, CALENDAR_YEAR) == Run(MAY.start + 2, MAY.end + 2)
    assert run_of_row("4月", MAY, PLAIN, CALENDAR_YEAR) is None
    assert run_of_row("24年", MAY, PLAIN, CALENDAR_YEAR) is None
    assert has_note("平成23年 a)")
