"""Rows of days and weeks."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.rows.days import are_of_months
from tests.unit.intake.reading import faults, figures, message, read

WEEKS = "date,town,births,population\n2013-06-03,North,3,1000\n2013-06-10,North,2,1000\n2013-06-17,North,4,1002\n"


def test_weeks_of_a_month_are_an_error_that_speaks_of_them() -> None:
    assert faults(WEEKS) == ["data.csv:4:1 ROWS_OF_DAYS"]
    assert "2013-06-03, 2013-06-10, 2013-06-17" in message(WEEKS)
    assert "events: daily" in message(WEEKS)


def test_events_daily_adds_flows_and_takes_the_last_of_a_stock() -> None:
    """3 + 2 + 4 = 9 births; 1002 people on the 17th."""
    for counts in (None, ["births", "population"]):
        table = read(WEEKS, Columns(events="daily"), counts=counts)
        assert figures(table) == {("North", "2013-06"): {"births": 9, "population": 1002}}


def test_a_row_for_every_day_is_added_up_unasked() -> None:
    """1 death on each of the 28 days of February."""
    days = "".join(f"2013年2月{day}日,北岭镇,1\n" for day in range(1, 29))

    assert figures(read("日期,乡镇,死亡人数\n" + days)) == {("北岭镇", "2013-02"): {"deaths": 28}}


def test_a_day_without_a_figure_leaves_the_month_missing() -> None:
    rows = "2013-06-03,North,3\n2013-06-10,North,\n"

    assert figures(read("date,town,births\n" + rows, Columns(events="daily"))) == {
        ("North", "2013-06"): {"births": None}
    }


def test_one_row_a_month_on_days_that_are_no_months() -> None:
    """30 June, 7 July and 11 August are weeks that somebody kept."""
    rows = "2013-06-30,North,3\n2013-07-07,North,2\n2013-08-11,North,4\n"

    assert faults("date,town,births\n" + rows) == ["data.csv:4:1 ROWS_OF_DAYS"]
    assert len(figures(read("date,town,population\n" + rows))) == 3


@pytest.mark.parametrize(
    "dates",
    [
        {(1, 31), (2, 28), (3, 29)},
        {(1, 1), (2, 1), (3, 3)},
        {(1, 15), (2, 18), (3, 14)},
        {(1, 0), (2, 0)},
    ],
)
def test_dates_of_monthly_reports(dates: set[tuple[int, int]]) -> None:
    assert are_of_months(dates)


def test_areas_that_report_on_days_of_their_own_are_of_months() -> None:
    rows = "2013-06-28,A,3\n2013-06-12,B,2\n2013-07-30,A,3\n2013-07-14,B,2\n"

    assert len(figures(read("date,town,births\n" + rows))) == 4
