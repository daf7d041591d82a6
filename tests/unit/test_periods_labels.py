from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.periods import Period, PeriodKind, Run, label_of, month_ordinal, period_of, read_run, split

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
    assert label_of(run, year_start) == label
    assert period_of(run, year_start) == Period(run.start, run.end, label)


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
    assert labels(split(span, PeriodKind(kind), year_start, clip=clip)) == expected


def test_whole_units_keep_their_labels_when_cut_to_a_span_that_holds_them() -> None:
    span = run_between((2012, 1), (2013, 12))
    assert labels(split(span, PeriodKind.HALF, 1, clip=True)) == ["2012H1", "2012H2", "2013H1", "2013H2"]
    assert labels(split(span, PeriodKind.YEAR, 1, clip=True)) == ["2012", "2013"]
    assert labels(split(span, PeriodKind.ALL, 1)) == ["2012-01..2013-12"]


def test_year_to_date_of_a_complete_year_is_the_year() -> None:
    assert labels(split(run_between((2013, 9), (2013, 12)), PeriodKind.YTD, 1)) == ["2013"]
    assert labels(split(run_between((2013, 1), (2013, 1)), PeriodKind.YTD, 1)) == ["2013-01"]


@given(spans, kinds, starts)
def test_clipped_periods_are_the_span_cut_without_gap_or_overlap(span: Run, kind: PeriodKind, year_start: int) -> None:
    cut = [
        month for period in split(span, kind, year_start, clip=True) for month in range(period.start, period.end + 1)
    ]
    assert cut == list(range(span.start, span.end + 1))


@given(spans, starts, st.sampled_from([("month", 1), ("quarter", 3), ("half", 6), ("year", 12)]))
def test_units_are_whole_adjoin_and_touch_the_span(span: Run, year_start: int, unit: tuple[str, int]) -> None:
    kind, length = unit
    periods = split(span, PeriodKind(kind), year_start)
    assert all(period.months == length for period in periods)
    assert all((period.start % 12 + 1 - year_start) % length == 0 for period in periods)
    assert all(period.overlaps(span) for period in periods)
    assert all(later.start == earlier.end + 1 for earlier, later in pairwise(periods))
    assert Run(periods[0].start, periods[-1].end).holds(span)


@given(spans, starts)
def test_year_to_date_begins_with_the_year_and_ends_with_the_span_or_the_year(span: Run, year_start: int) -> None:
    periods = split(span, PeriodKind.YTD, year_start)
    assert all(period.start % 12 + 1 == year_start for period in periods)
    assert all(period.months == 12 for period in periods[:-1])
    assert periods[0].start <= span.start
    assert periods[-1].end == span.end


@given(spans, kinds, starts, st.booleans())
def test_every_label_reads_back_as_its_months(span: Run, kind: PeriodKind, year_start: int, clip: bool) -> None:
    for period in split(span, kind, year_start, clip=clip):
        assert read_run(period.label, year_start) == Run(period.start, period.end)


@given(spans, starts)
def test_label_of_any_run_reads_back(span: Run, year_start: int) -> None:
    assert read_run(label_of(span, year_start), year_start) == span
