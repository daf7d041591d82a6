from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.periods import Calendar, Period, PeriodKind, Run, month_ordinal, read_months, year_month

years = st.integers(1900, 2200)
numbers = st.integers(1, 12)
starts = st.integers(1, 12)
months = st.integers(month_ordinal(1902, 1), month_ordinal(2195, 12))
spans = st.builds(lambda start, more: Run(start, start + more), months, st.integers(0, 40))
kinds = st.sampled_from(PeriodKind)


def run_between(first: tuple[int, int], last: tuple[int, int]) -> Run:
    return Run(month_ordinal(*first), month_ordinal(*last))


def labels(periods: tuple[Period, ...]) -> list[str]:
    return [period.label for period in periods]


@pytest.mark.parametrize(
    ("first", "last", "year_start", "label"),
    [
        ((2013, 6), (2013, 6), 1, "2013-06"),
        ((2013, 1), (2013, 12), 1, "2013"),
        ((2012, 10), (2013, 9), 10, "2013"),
        ((2012, 10), (2013, 9), 1, "2012-10..2013-09"),
        ((2013, 1), (2013, 12), 10, "2013-01..2013-12"),
        ((2013, 1), (2013, 6), 1, "2013-01..2013-06"),
        ((2013, 1), (2013, 3), 1, "2013-01..2013-03"),
        ((2012, 1), (2013, 12), 1, "2012-01..2013-12"),
    ],
)
def test_label_of_a_run(first: tuple[int, int], last: tuple[int, int], year_start: int, label: str) -> None:
    run = run_between(first, last)
    assert Calendar(year_start).label_of(run) == label
    assert Calendar(year_start).period_of(run) == Period(run.start, run.end, label)


@pytest.mark.parametrize(
    ("kind", "year_start", "clip", "expected"),
    [
        ("month", 1, False, ["2012-11", "2012-12", "2013-01", "2013-02"]),
        ("quarter", 1, False, ["2012Q4", "2013Q1"]),
        ("quarter", 1, True, ["2012-11..2012-12", "2013-01..2013-02"]),
        ("quarter", 10, False, ["2013Q1", "2013Q2"]),
        ("quarter", 11, True, ["2013Q1", "2013-02"]),
        ("half", 1, False, ["2012H2", "2013H1"]),
        ("half", 10, False, ["2013H1"]),
        ("half", 10, True, ["2012-11..2013-02"]),
        ("year", 1, False, ["2012", "2013"]),
        ("year", 10, False, ["2013"]),
        ("year", 1, True, ["2012-11..2012-12", "2013-01..2013-02"]),
        ("ytd", 1, False, ["2012", "2013-01..2013-02"]),
        ("ytd", 1, True, ["2012-11..2012-12", "2013-01..2013-02"]),
        ("ytd", 10, False, ["2012-10..2013-02"]),
        ("ytd", 10, True, ["2012-11..2013-02"]),
        ("all", 1, False, ["2012-11..2013-02"]),
        ("all", 10, True, ["2012-11..2013-02"]),
    ],
)
def test_four_winter_months_split(kind: str, year_start: int, clip: bool, expected: list[str]) -> None:
    span = run_between((2012, 11), (2013, 2))
    assert labels(Calendar(year_start).split(span, PeriodKind(kind), clip=clip)) == expected


def test_whole_units_keep_their_labels_when_cut_to_a_span_that_holds_them() -> None:
    span = run_between((2012, 1), (2013, 12))
    assert labels(Calendar(1).split(span, PeriodKind.HALF, clip=True)) == ["2012H1", "2012H2", "2013H1", "2013H2"]
    assert labels(Calendar(1).split(span, PeriodKind.YEAR, clip=True)) == ["2012", "2013"]
    assert labels(Calendar(1).split(span, PeriodKind.ALL)) == ["2012-01..2013-12"]


def test_year_to_date_of_a_complete_year_is_the_year() -> None:
    assert labels(Calendar(1).split(run_between((2013, 9), (2013, 12)), PeriodKind.YTD)) == ["2013"]
    assert labels(Calendar(1).split(run_between((2013, 1), (2013, 1)), PeriodKind.YTD)) == ["2013-01"]


@given(spans, kinds.filter(lambda kind: kind is not PeriodKind.ROLLING), starts)
def test_clipped_periods_are_the_span_cut_without_gap_or_overlap(span: Run, kind: PeriodKind, year_start: int) -> None:
    cut = [
        month
        for period in Calendar(year_start).split(span, kind, clip=True)
        for month in range(period.start, period.end + 1)
    ]
    assert cut == list(range(span.start, span.end + 1))


@given(spans, starts, st.sampled_from([("month", 1), ("quarter", 3), ("half", 6), ("year", 12)]))
def test_units_are_whole_adjoin_and_touch_the_span(span: Run, year_start: int, unit: tuple[str, int]) -> None:
    kind, length = unit
    periods = Calendar(year_start).split(span, PeriodKind(kind))
    assert all(period.months == length for period in periods)
    assert all((period.start % 12 + 1 - year_start) % length == 0 for period in periods)
    assert all(period.overlaps(span) for period in periods)
    assert all(later.start == earlier.end + 1 for earlier, later in pairwise(periods))
    assert Run(periods[0].start, periods[-1].end).holds(span)


@given(spans, starts)
def test_year_to_date_begins_with_the_year_and_ends_with_the_span_or_the_year(span: Run, year_start: int) -> None:
    periods = Calendar(year_start).split(span, PeriodKind.YTD)
    assert all(period.start % 12 + 1 == year_start for period in periods)
    assert all(period.months == 12 for period in periods[:-1])
    assert periods[0].start <= span.start
    assert periods[-1].end == span.end


@given(spans, starts)
def test_a_rolling_year_ends_with_every_month_that_has_eleven_of_the_span_before_it(span: Run, year_start: int) -> None:
    years = Calendar(year_start).split(span, PeriodKind.ROLLING)
    assert all(year.months == 12 and span.holds(year) for year in years)
    assert [year.end for year in years] == list(range(span.start, span.end + 1))[11:]


@given(spans, kinds, starts, st.booleans())
def test_every_label_reads_back_as_its_months(span: Run, kind: PeriodKind, year_start: int, clip: bool) -> None:
    for period in Calendar(year_start).split(span, kind, clip=clip):
        assert read_months(period.label, Calendar(year_start)) == Run(period.start, period.end)


@given(spans, starts)
def test_label_of_any_run_reads_back(span: Run, year_start: int) -> None:
    assert read_months(Calendar(year_start).label_of(span), Calendar(year_start)) == span


def test_statistical_year_is_named_after_the_year_in_which_it_ends() -> None:
    assert Calendar(10).year_run(2013) == run_between((2012, 10), (2013, 9))
    assert Calendar(1).year_run(2013) == run_between((2013, 1), (2013, 12))
    assert Calendar(2).year_run(2013) == run_between((2012, 2), (2013, 1))
    assert Calendar(12).year_run(2013) == run_between((2012, 12), (2013, 11))


def test_halves_and_quarters_belong_to_the_statistical_year() -> None:
    assert Calendar(10).half_run(2013, 1) == run_between((2012, 10), (2013, 3))
    assert Calendar(10).half_run(2013, 2) == run_between((2013, 4), (2013, 9))
    assert Calendar(10).quarter_run(2013, 3) == run_between((2013, 4), (2013, 6))
    assert Calendar(1).quarter_run(2013, 1) == run_between((2013, 1), (2013, 3))


@given(years, starts)
def test_statistical_year_holds_its_twelve_months_and_no_other(year: int, year_start: int) -> None:
    run = Calendar(year_start).year_run(year)
    assert year_month(run.start)[1] == year_start
    assert year_month(run.end)[0] == year
    assert [Calendar(year_start).year_of(month) for month in range(run.start - 1, run.end + 2)] == [
        year - 1,
        *[year] * 12,
        year + 1,
    ]


@given(years, starts)
def test_parts_of_a_year_follow_each_other_and_fill_it(year: int, year_start: int) -> None:
    whole = list(range(Calendar(year_start).year_run(year).start, Calendar(year_start).year_run(year).end + 1))
    halves = [Calendar(year_start).half_run(year, half) for half in (1, 2)]
    quarters = [Calendar(year_start).quarter_run(year, quarter) for quarter in (1, 2, 3, 4)]
    for parts in (halves, quarters):
        assert [month for part in parts for month in range(part.start, part.end + 1)] == whole


@pytest.mark.parametrize("part", [0, 5])
def test_a_part_that_the_year_has_not_is_refused(part: int) -> None:
    with pytest.raises(ValueError, match="has no part"):
        Calendar(1).quarter_run(2013, part)
    with pytest.raises(ValueError, match="has no part"):
        Calendar(1).half_run(2013, part)


@pytest.mark.parametrize("year_start", [0, 13])
def test_a_year_start_outside_the_year_is_refused(year_start: int) -> None:
    with pytest.raises(ValueError, match="year_start"):
        Calendar(year_start)


@given(years, numbers, starts)
def test_a_statistical_year_has_366_days_only_with_a_leap_day_in_it(year: int, number: int, year_start: int) -> None:
    began = year if number >= year_start else year - 1
    days = (date(began + 1, year_start, 1) - date(began, year_start, 1)).days
    assert Calendar(year_start).year_around(month_ordinal(year, number)).days == days


def test_the_leap_day_falls_into_the_statistical_year_that_holds_it() -> None:
    assert Calendar(10).year_around(month_ordinal(2011, 10)).days == 366
    assert Calendar(10).year_around(month_ordinal(2012, 10)).days == 365
    assert Calendar(1).year_around(month_ordinal(2012, 10)).days == 366
