import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.periods import Run, days_in_month, first_day, last_day, month_ordinal, year_month

years = st.integers(1900, 2200)
numbers = st.integers(1, 12)


def run_between(first: tuple[int, int], last: tuple[int, int]) -> Run:
    return Run(month_ordinal(*first), month_ordinal(*last))


@given(years, numbers)
def test_month_has_the_days_of_the_calendar(year: int, number: int) -> None:
    month = month_ordinal(year, number)
    days = calendar.monthrange(year, number)[1]
    assert year_month(month) == (year, number)
    assert days_in_month(month) == days
    assert first_day(month) == date(year, number, 1)
    assert last_day(month) == date(year, number, days)


@pytest.mark.parametrize(("year", "days"), [(1900, 28), (2000, 29), (2012, 29), (2013, 28), (2100, 28)])
def test_february_in_leap_and_common_years(year: int, days: int) -> None:
    assert days_in_month(month_ordinal(year, 2)) == days


def test_december_is_followed_by_january() -> None:
    assert month_ordinal(2012, 12) + 1 == month_ordinal(2013, 1)


@pytest.mark.parametrize("number", [0, 13, -1])
def test_a_month_outside_the_year_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="outside 1 to 12"):
        month_ordinal(2013, number)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ((2012, 10), (2013, 3), 182),
        ((2011, 10), (2012, 3), 183),
        ((2012, 10), (2013, 6), 273),
        ((2013, 1), (2013, 6), 181),
        ((2013, 1), (2013, 7), 212),
    ],
)
def test_days_of_the_periods_that_reports_use(first: tuple[int, int], last: tuple[int, int], days: int) -> None:
    run = run_between(first, last)
    assert run.days == days
    assert sum(days_in_month(month) for month in range(run.start, run.end + 1)) == days


@given(years, numbers, st.integers(0, 60))
def test_run_counts_its_days_from_first_to_last(year: int, number: int, more: int) -> None:
    start = month_ordinal(year, number)
    run = Run(start, start + more)
    assert run.months == more + 1
    assert run.first_day == date(year, number, 1)
    assert (run.last_day + timedelta(days=1)).day == 1
    assert run.days == (run.last_day - run.first_day).days + 1
    assert [days_in_month(month) for month in range(run.start, run.end + 1)] == [
        calendar.monthrange(month // 12, month % 12 + 1)[1] for month in range(start, start + more + 1)
    ]


def test_run_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Run(10, 9)


short_runs = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: Run(min(ends), max(ends)))


@given(short_runs, short_runs)
def test_holds_and_overlaps_agree_with_sets_of_months(one: Run, other: Run) -> None:
    mine, theirs = set(range(one.start, one.end + 1)), set(range(other.start, other.end + 1))
    assert one.holds(other) is (theirs <= mine)
    assert one.overlaps(other) is bool(theirs & mine)
