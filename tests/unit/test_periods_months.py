import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.periods import (
    Run,
    day_counts,
    days_in_month,
    days_in_statistical_year,
    first_day,
    half_run,
    last_day,
    month_ordinal,
    quarter_run,
    statistical_year,
    year_month,
    year_run,
)

years = st.integers(1900, 2200)
numbers = st.integers(1, 12)
starts = st.integers(1, 12)


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
    assert sum(day_counts(run.start, run.end)) == days


@given(years, numbers, st.integers(0, 60))
def test_run_counts_its_days_from_first_to_last(year: int, number: int, more: int) -> None:
    start = month_ordinal(year, number)
    run = Run(start, start + more)
    assert run.months == more + 1
    assert run.first_day == date(year, number, 1)
    assert (run.last_day + timedelta(days=1)).day == 1
    assert run.days == (run.last_day - run.first_day).days + 1
    assert day_counts(run.start, run.end) == [
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


def test_statistical_year_is_named_after_the_year_in_which_it_ends() -> None:
    assert year_run(2013, 10) == run_between((2012, 10), (2013, 9))
    assert year_run(2013, 1) == run_between((2013, 1), (2013, 12))
    assert year_run(2013, 2) == run_between((2012, 2), (2013, 1))
    assert year_run(2013, 12) == run_between((2012, 12), (2013, 11))


def test_halves_and_quarters_belong_to_the_statistical_year() -> None:
    assert half_run(2013, 1, 10) == run_between((2012, 10), (2013, 3))
    assert half_run(2013, 2, 10) == run_between((2013, 4), (2013, 9))
    assert quarter_run(2013, 3, 10) == run_between((2013, 4), (2013, 6))
    assert quarter_run(2013, 1, 1) == run_between((2013, 1), (2013, 3))


@given(years, starts)
def test_statistical_year_holds_its_twelve_months_and_no_other(year: int, year_start: int) -> None:
    run = year_run(year, year_start)
    assert year_month(run.start)[1] == year_start
    assert year_month(run.end)[0] == year
    assert [statistical_year(month, year_start) for month in range(run.start - 1, run.end + 2)] == [
        year - 1,
        *[year] * 12,
        year + 1,
    ]


@given(years, starts)
def test_parts_of_a_year_follow_each_other_and_fill_it(year: int, year_start: int) -> None:
    whole = list(range(year_run(year, year_start).start, year_run(year, year_start).end + 1))
    halves = [half_run(year, half, year_start) for half in (1, 2)]
    quarters = [quarter_run(year, quarter, year_start) for quarter in (1, 2, 3, 4)]
    for parts in (halves, quarters):
        assert [month for part in parts for month in range(part.start, part.end + 1)] == whole


@pytest.mark.parametrize("part", [0, 5])
def test_a_part_that_the_year_has_not_is_refused(part: int) -> None:
    with pytest.raises(ValueError, match="has no part"):
        quarter_run(2013, part, 1)
    with pytest.raises(ValueError, match="has no part"):
        half_run(2013, part, 1)


@pytest.mark.parametrize("year_start", [0, 13])
def test_a_year_start_outside_the_year_is_refused(year_start: int) -> None:
    with pytest.raises(ValueError, match="year_start"):
        statistical_year(month_ordinal(2013, 1), year_start)


@given(years, numbers, starts)
def test_a_statistical_year_has_366_days_only_with_a_leap_day_in_it(year: int, number: int, year_start: int) -> None:
    began = year if number >= year_start else year - 1
    days = (date(began + 1, year_start, 1) - date(began, year_start, 1)).days
    assert days_in_statistical_year(month_ordinal(year, number), year_start) == days


def test_the_leap_day_falls_into_the_statistical_year_that_holds_it() -> None:
    assert days_in_statistical_year(month_ordinal(2011, 10), 10) == 366
    assert days_in_statistical_year(month_ordinal(2012, 10), 10) == 365
    assert days_in_statistical_year(month_ordinal(2012, 10), 1) == 366
