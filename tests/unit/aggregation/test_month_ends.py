"""Closing and opening stocks: which month-end a figure takes."""

from __future__ import annotations

from fractions import Fraction

from popcalc.periods import PeriodKind, Run
from tests.unit.oracle import Row
from tests.unit.tables import CATALOGUE, rated, rolled, table_of

JANUARY = 2013 * 12
SHARE = CATALOGUE.indicators["women_share"]
GROWTH = CATALOGUE.indicators["growth"]
POPULATION = CATALOGUE.indicators["population"]
COVERED = CATALOGUE.indicators["covered"]


def stock(village: str, month: int, **counts: int) -> Row:
    return Row(village, JANUARY + month - 1, JANUARY + month - 1, counts)


def test_all_closing_terms_are_of_the_last_month_end_that_reports_them_all() -> None:
    rows = [
        stock("v", 1, population=100, women=20),
        stock("v", 2, population=110, women=22),
        stock("v", 3, population=120),
    ]
    figures = rated(table_of(rows, {"v": "t"}), SHARE)
    assert (figures.numerator[0], figures.denominator[0], figures.value[0]) == (22, 110, 20)
    assert figures.flags["stale"][0]
    alone = rated(table_of(rows, {"v": "t"}), POPULATION)
    assert (alone.value[0], alone.flags["stale"][0]) == (120, False)


def test_a_month_and_a_quarter_that_end_together_report_one_month_end() -> None:
    rows = [
        stock("v", 2, population=100, women=20),
        stock("v", 3, women=24),
        Row("v", JANUARY, JANUARY + 2, {"women": 24}),
    ]
    figures = rated(table_of(rows, {"v": "t"}), SHARE)
    # March has women twice and no population, so both are of February: 20 of 100.
    assert (figures.numerator[0], figures.denominator[0], figures.value[0]) == (20, 100, 20)


def test_stocks_are_added_over_villages_and_never_over_months() -> None:
    rows = [stock(village, month, population=100) for village in ("v", "w") for month in (1, 2, 3)]
    table = table_of(rows, {"v": "t", "w": "t"})
    assert rated(table, POPULATION).value[0] == 200
    assert rated(table, POPULATION, period=PeriodKind.MONTH).value[:3].tolist() == [200, 200, 200]


def test_growth_is_from_the_month_end_before_the_period_to_the_last_inside() -> None:
    rows = [stock("v", 0, population=1000), stock("v", 6, population=1010), stock("w", 6, population=99)]
    figures = rated(table_of(rows, {"v": "t", "w": "t"}), GROWTH, span=Run(JANUARY, JANUARY + 5))
    # The other village has no opening figure: it leaves both ends.
    assert (figures.numerator[0], figures.denominator[0], figures.value[0]) == (10, 1000, 10)
    assert (figures.reported[0], figures.expected[0]) == (6, 12)
    assert figures.flags["partial"][0]


def test_an_opening_column_is_the_month_end_before_its_row() -> None:
    rows = [stock("v", 1, population_start=1000, population=1010)]
    assert rated(table_of(rows, {"v": "t"}), GROWTH).value[0] == 10


def test_a_flow_over_a_closing_stock_rests_on_villages_that_have_both() -> None:
    rows = [
        stock("v", 1, males=3, women=50), stock("v", 2, males=4),
        stock("w", 1, males=5), stock("w", 2, males=6),
        stock("x", 1, women=70),
    ]  # fmt: skip
    figures = rated(table_of(rows, {"v": "t", "w": "t", "x": "t"}), COVERED)
    assert (figures.numerator[0], figures.denominator[0]) == (7, 50)
    assert (figures.reported[0], figures.expected[0]) == (2, 6)


def test_what_is_kept_unmatched_is_everything_each_count_by_itself() -> None:
    rows = [stock("v", 1, males=3, women=50), stock("w", 1, males=5), stock("x", 1, women=70)]
    figures = rated(table_of(rows, {"v": "t", "w": "t", "x": "u"}), COVERED, keep=True)
    # Areas: t, u, the villages v, w and x, all.
    assert figures.numerator[[0, 5]].tolist() == [8, 8]
    assert figures.denominator[[0, 5]].tolist() == [50, 120]
    assert figures.flags["unmatched"].tolist() == [True, True, False, True, True, True]
    assert figures.flags["undefined"].tolist() == [False, True, False, True, True, False]


def test_the_value_of_villages_that_share_nothing_is_still_everything_over_everything() -> None:
    rows = [stock("w", 1, males=5), stock("x", 1, women=70)]
    figures = rated(table_of(rows, {"w": "t", "x": "t"}), COVERED, keep=True)
    assert figures.value[0] == float(Fraction(500, 70))
    assert figures.reported[0] == 0


def test_stocks_that_share_no_month_end_leave_the_figure() -> None:
    rows = [stock("v", 1, population=100), stock("v", 2, women=20)]
    totals, *_ = rolled(table_of(rows, {"v": "t"}), [SHARE])
    assert totals["women_share"].reported[0] == 0
