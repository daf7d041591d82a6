"""Person-time: worked cases, and what the design promises of the curve."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.periods import PeriodKind, Run
from popcalc.rates import Figures
from tests.unit.oracle import Row, days
from tests.unit.tables import CATALOGUE, rated, table_of

BIRTH_RATE = CATALOGUE.indicators["birth_rate"]
JANUARY = 2013 * 12
VILLAGES = {"v": "town"}


def month(number: int, year: int = 2013) -> int:
    return year * 12 + number - 1


def births(start: int, end: int, **more: int) -> Row:
    return Row("v", start, end, {"births": 1, **more})


def monthly(first: int, last: int, stocks: dict[int, int]) -> list[Row]:
    """Births every month, and the population at the end of some of them, before and after too."""
    months = sorted({*range(first, last + 1), *stocks})
    return [
        Row(
            "v",
            at,
            at,
            ({"births": 1} if first <= at <= last else {}) | ({"population": stocks[at]} if at in stocks else {}),
        )
        for at in months
    ]


def average(rows: list[Row], **asked: Any) -> tuple[Fraction | int, set[str]]:
    """The village's average population over all months asked for, exactly, and the flags of the figure."""
    figures: Figures = rated(table_of(rows, VILLAGES), BIRTH_RATE, basis="period", **asked)
    lived = figures.totals.twice_365[0] + figures.totals.twice_366[0]
    flags = {flag for flag, where in figures.flags.items() if where[0]} - {"few_events", "undefined"}
    rows_of_births = [row for row in rows if "births" in row.counts]
    return Fraction(int(lived), 2 * sum(days(row.start, row.end) for row in rows_of_births)), flags


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 12))
def test_opening_and_closing_stock_alone_give_their_mean(start: int, end: int, length: int, year_start: int) -> None:
    rows = [births(JANUARY, JANUARY + length - 1, population_start=start, population=end)]
    assert average(rows, year_start=year_start) == (Fraction(start + end, 2), set())


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 40))
def test_monthly_rows_between_two_stocks_give_their_mean_but_for_the_rounding_of_persons(
    start: int, end: int, length: int
) -> None:
    found, flags = average(monthly(JANUARY, JANUARY + length - 1, {JANUARY - 1: start, JANUARY + length - 1: end}))
    assert abs(found - Fraction(start + end, 2)) <= Fraction(1, 2)
    assert flags == (set() if length == 1 else {"bridged"})


@given(st.integers(0, 10**6), st.integers(0, 11))
def test_one_figure_in_the_year_is_the_average(population: int, place: int) -> None:
    found, flags = average(monthly(JANUARY, JANUARY + 11, {JANUARY + place: population}))
    assert (found, flags) == (population, {"extrapolated"})


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=30))
def test_monthly_stocks_give_the_chronological_mean_by_days(stocks: list[int]) -> None:
    last = JANUARY + len(stocks) - 2
    found, flags = average(monthly(JANUARY, last, {JANUARY - 1 + place: stock for place, stock in enumerate(stocks)}))
    weighted = sum(
        Fraction(stocks[place] + stocks[place + 1], 2) * days(JANUARY + place, JANUARY + place)
        for place in range(len(stocks) - 1)
    )
    assert (found, flags) == (weighted / days(JANUARY, last), set())


def test_a_missing_month_end_is_interpolated_by_days_and_rounded_half_up() -> None:
    # From 30 June to 31 August there are 62 days, 31 of them to the end of July: 100.5 people, rounded to 101.
    found, flags = average(monthly(month(7), month(8), {month(6): 100, month(8): 101}))
    assert found == (Fraction(100 + 101, 2) * 31 + 101 * 31) / 62
    assert flags == {"bridged"}


def test_a_month_end_before_and_after_the_period_is_a_point_of_the_curve() -> None:
    # 28 February lies 59 of 90 days from 31 December to 31 March: 900 + 90 x 59 / 90.
    found, _ = average(monthly(month(3), month(3), {month(12, 2012): 900, month(3): 990}))
    assert found == Fraction(959 + 990, 2)


@pytest.mark.parametrize(
    ("first", "last", "stock", "flag"),
    [
        (1, 6, 1, False),  # flat through January, the month that the first stock closes
        (1, 6, 2, True),  # flat through January and February
        (3, 4, 3, False),  # flat through April, the month after the last stock
        (3, 5, 3, True),
    ],
)
def test_a_flat_end_is_flagged_when_it_is_longer_than_a_month(first: int, last: int, stock: int, flag: bool) -> None:
    others = {month(number): 500 for number in range(stock, last + 1)} if first == 1 else {month(first - 1): 500}
    rows = monthly(month(first), month(last), {month(stock): 500, **others})
    assert ("extrapolated" in average(rows)[1]) is flag
    stocks = [Row("v", at, at, {"population": 500}) for at in sorted({month(stock), *others})]
    whole = [births(month(first), month(last)), *stocks]
    assert ("extrapolated" in average(whole)[1]) is flag


def test_a_run_of_months_goes_through_the_month_ends_inside_it() -> None:
    rows = [births(month(1), month(3))]
    rows += [Row("v", at, at, {"population": value}) for at, value in ((month(12, 2012), 100), (month(2), 300))]
    rows += [Row("v", month(3), month(3), {"population": 200})]
    assert average(rows) == ((Fraction(400, 2) * 59 + Fraction(500, 2) * 31) / 90, set())


def test_the_opening_figure_of_a_row_is_where_its_curve_begins() -> None:
    rows = [
        births(month(1), month(1), population=1000),
        births(month(2), month(2), population_start=1100, population=1200),
    ]
    # January is flat at its only figure; February begins at its own.
    assert average(rows) == ((Fraction(1000 * 31) + Fraction(1100 + 1200, 2) * 28) / 59, set())


def test_a_supplied_average_overrides_the_curve() -> None:
    rows = monthly(JANUARY, JANUARY + 5, {JANUARY - 1: 100, JANUARY + 5: 100})
    rows.append(Row("v", JANUARY, JANUARY + 5, {"population_average": 777}))
    for way in ("curve", "ends", "mid"):
        assert average(rows, average=way) == (777, {"supplied"})


def test_an_average_for_part_of_a_run_leaves_the_other_months_to_the_curve() -> None:
    rows = [births(month(1), month(3), population_start=100, population=100)]
    rows.append(Row("v", month(2), month(2), {"population_average": 900}))
    assert average(rows) == (Fraction(100 * 62 + 900 * 28, 90), {"supplied", "bridged"})


def test_averages_that_cover_a_run_only_together_are_all_that_it_needs() -> None:
    rows = [births(month(1), month(2))]
    rows += [Row("v", at, at, {"population_average": value}) for at, value in ((month(1), 900), (month(2), 1100))]
    assert average(rows) == (Fraction(900 * 31 + 1100 * 28, 59), {"supplied"})


def test_a_run_across_years_has_no_days_of_a_leap_year_that_it_does_not_touch() -> None:
    rows = [births(month(12, 2012), month(12, 2012), population=1000)]
    rows += [births(month(12, 2013), month(1, 2014), population=1000)]
    figures = rated(table_of(rows, VILLAGES), BIRTH_RATE)
    # December 2012 is 31 of the 366 days of a year, December 2013 and January 2014 are 62 of 365 days each.
    years = Fraction(31, 366) + Fraction(62, 365)
    assert exact(figures) == 1000 * 2 / (1000 * years)


def exact(figures: Figures) -> Fraction:
    """The value of the first group."""
    return Fraction(int(figures.exact_numerator[0]), int(figures.exact_denominator[0]))


def test_a_village_with_an_average_for_some_months_alone_leaves_the_figure_in_the_others() -> None:
    rows = [births(month(1), month(1), population_average=900), births(month(2), month(2))]
    figures = rated(table_of(rows, VILLAGES), BIRTH_RATE)
    assert (figures.numerator[0], figures.reported[0], figures.expected[0]) == (1, 1, 2)


@pytest.mark.parametrize(
    ("stocks", "expected", "flags"),
    [
        ({month(12, 2012): 100, month(3): 900, month(6): 200}, 150, set()),
        ({month(1): 100, month(3): 900, month(5): 200}, 150, set()),
        ({month(2): 100, month(6): 200}, 150, {"extrapolated"}),
        ({month(4): 120}, 120, {"extrapolated"}),
        ({month(10, 2012): 100, month(9): 100}, 100, {"bridged"}),
        ({month(10, 2012): 100}, 100, {"extrapolated"}),
        ({month(10, 2012): 100, month(6): 200}, 200, {"extrapolated"}),  # the only one inside is both ends
    ],
)  # fmt: skip
def test_ends_takes_the_first_and_last_stock_of_the_period(
    stocks: dict[int, int], expected: int, flags: set[str]
) -> None:
    assert average(monthly(month(1), month(6), stocks), average="ends") == (expected, flags)


@pytest.mark.parametrize(
    ("stocks", "expected", "flags"),
    [
        ({month(12, 2012): 100, month(3): 900, month(6): 200}, 900, set()),
        ({month(2): 100, month(6): 200}, 100, set()),
        ({month(10, 2012): 100, month(7): 300}, 300, {"extrapolated"}),
        ({month(10, 2012): 100}, 100, {"extrapolated"}),
        ({month(11, 2012): 100}, 100, {"extrapolated"}),
        ({month(12, 2012): 100}, 100, set()),
        ({month(6): 200}, 200, set()),
        ({month(7): 200}, 200, {"extrapolated"}),
    ],
)
def test_mid_takes_the_stock_nearest_the_middle_of_the_period(
    stocks: dict[int, int], expected: int, flags: set[str]
) -> None:
    assert average(monthly(month(1), month(6), stocks), average="mid") == (expected, flags)


def test_of_two_stocks_as_near_to_the_middle_the_earlier_counts() -> None:
    assert average(monthly(month(4), month(4), {month(3): 100, month(4): 200}), average="mid") == (100, set())


def test_mid_takes_the_opening_figure_of_a_row_at_the_month_end_before_the_period() -> None:
    rows = [Row("v", month(3), month(3), {"population": 1000})]
    rows += [births(month(4), month(4), population_start=1100, population=1300)]
    # The middle of April lies 15 days from both of its ends: the earlier counts, as the row itself has it.
    assert average(rows, average="mid") == (1100, set())


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**6)), min_size=13, max_size=13), st.integers(1, 12))
def test_the_person_days_of_months_add_up_to_those_of_the_year(stocks: list[int | None], year_start: int) -> None:
    points = {JANUARY - 1 + place: stock for place, stock in enumerate(stocks) if stock is not None}
    if not points:
        points = {JANUARY: 5}
    table = table_of(monthly(JANUARY, JANUARY + 11, points), VILLAGES)
    span = Run(JANUARY, JANUARY + 11)
    year = rated(table, BIRTH_RATE, span=span, year_start=year_start).totals
    months = rated(table, BIRTH_RATE, span=span, year_start=year_start, period=PeriodKind.MONTH).totals
    for name in ("twice_365", "twice_366"):
        assert getattr(year, name)[0] == getattr(months, name)[:12].sum()


def test_the_months_of_a_leap_year_count_towards_a_year_of_366_days() -> None:
    rows = monthly(month(11, 2011), month(2, 2012), {month(10, 2011): 100})
    totals = rated(table_of(rows, VILLAGES), BIRTH_RATE).totals
    assert (totals.twice_365[0], totals.twice_366[0]) == (200 * 61, 200 * 60)
    # The statistical year from October 2011 to September 2012 holds 29 February 2012.
    totals = rated(table_of(rows, VILLAGES), BIRTH_RATE, year_start=10).totals
    assert (totals.twice_365[0], totals.twice_366[0]) == (0, 200 * 121)


def test_a_run_across_two_years_is_split_at_the_year_by_a_rounded_person_and_keeps_its_sum() -> None:
    rows = [births(month(12, 2011), month(1, 2012), population_start=100, population=101)]
    totals = rated(table_of(rows, VILLAGES), BIRTH_RATE).totals
    # 31 December is 31 of 62 days: 100.5, rounded to 101.
    assert (totals.twice_365[0], totals.twice_366[0]) == (201 * 62 - 202 * 31, 202 * 31)
