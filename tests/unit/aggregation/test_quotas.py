"""Quotas: they belong to a village and a year."""

from __future__ import annotations

from popcalc.periods import PeriodKind
from tests.unit.oracle import Row
from tests.unit.tables import CATALOGUE, rated, rolled, table_of

JANUARY = 2013 * 12
CHECKS = CATALOGUE.indicators["checks"]
DUE = CATALOGUE.indicators["checks_due"]


def row(village: str, month: int, **counts: int) -> Row:
    return Row(village, JANUARY + month - 1, JANUARY + month - 1, counts)


def test_equal_repeats_of_a_quota_are_one() -> None:
    rows = [row("v", month, births=10, checks_due=509) for month in range(1, 13)]
    figures = rated(table_of(rows, {"v": "t"}), CHECKS)
    assert (figures.numerator[0], figures.denominator[0]) == (120, 509)


def test_a_quota_may_be_exceeded() -> None:
    figures = rated(table_of([row("v", 1, births=580, checks_due=509)], {"v": "t"}), CHECKS)
    assert round(float(figures.value[0]), 2) == 113.95
    assert not figures.flags["impossible"][0]


def test_a_village_without_a_quota_leaves_the_numerator_and_one_without_a_report_stays_in_the_denominator() -> None:
    rows = [row("v", 1, births=10, checks_due=40), row("w", 1, births=7), row("x", 1, checks_due=60)]
    table = table_of(rows, {"v": "t", "w": "t", "x": "t"})
    totals, left_out, *_ = rolled(table, [CHECKS])
    assert (totals["checks"].numerator[0], totals["checks"].denominator[0]) == (10, 100)
    assert rated(table, CHECKS).flags["partial"][0]
    assert [(lost.count, lost.cause, lost.events, lost.of) for lost in left_out] == [("births", "checks_due", 7, 17)]


def test_a_month_has_the_whole_quota_of_its_year() -> None:
    rows = [row("v", month, births=10, checks_due=120) for month in (1, 2)]
    figures = rated(table_of(rows, {"v": "t"}), CHECKS, period=PeriodKind.MONTH)
    assert figures.denominator[:2].tolist() == [120, 120]


def test_a_period_over_two_years_has_the_quotas_of_both() -> None:
    rows = [row("v", 0, births=1, checks_due=100), row("v", 1, births=2, checks_due=120)]
    table = table_of(rows, {"v": "t"})
    assert rated(table, CHECKS).denominator[0] == 220
    # From October to September both months lie in one year, which then has two quotas: the reader refuses that.
    rows = [row("v", 0, births=1, checks_due=100), row("v", 1, births=2, checks_due=100)]
    assert rated(table_of(rows, {"v": "t"}), CHECKS, year_start=10).denominator[0] == 100


def test_a_quota_for_one_of_two_years_speaks_for_the_months_of_that_year() -> None:
    rows = [row("v", 0, births=1), row("v", 1, births=2, checks_due=120), row("v", 2, births=2)]
    table = table_of(rows, {"v": "t"})
    figures = rated(table, DUE)
    assert (figures.value[0], figures.reported[0], figures.expected[0]) == (120, 2, 3)
    assert rated(table, CHECKS).numerator[0] == 4


def test_a_stock_held_against_a_quota_needs_both() -> None:
    enrolled = CATALOGUE.indicators["enrolled"]
    rows = [row("v", 1, women=30, visits_due=40), row("w", 1, women=7), row("x", 1, visits_due=60)]
    figures = rated(table_of(rows, {"v": "t", "w": "t", "x": "t"}), enrolled)
    assert (figures.numerator[0], figures.denominator[0], figures.reported[0]) == (30, 100, 1)
