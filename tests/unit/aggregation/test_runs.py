"""Runs of months: what meets, what straddles the edge of a period, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from popcalc.aggregation import LeftOut
from popcalc.aggregation.runs import aligned, flows_of
from popcalc.definitions.catalogue import Kind
from popcalc.periods import PeriodKind, Run
from tests.unit.oracle import Row
from tests.unit.tables import CATALOGUE, indicator, rolled, table_of

NATURAL_INCREASE = CATALOGUE.indicators["natural_increase"]
BIRTHS = CATALOGUE.indicators["births"]
JANUARY = 2013 * 12
VILLAGES = {"v": "town"}

MONTHLY_BIRTHS = [Row("v", JANUARY + number, JANUARY + number, {"births": 10}) for number in range(6)]
QUARTERLY_DEATHS = [Row("v", JANUARY, JANUARY + 2, {"deaths": 6}), Row("v", JANUARY + 3, JANUARY + 5, {"deaths": 7})]


def test_births_by_month_and_deaths_by_quarter_meet_in_the_quarter() -> None:
    table = table_of([*MONTHLY_BIRTHS, *QUARTERLY_DEATHS], VILLAGES)
    totals, left_out, *_ = rolled(table, [NATURAL_INCREASE], period=PeriodKind.QUARTER)
    increase = totals["natural_increase"]
    assert increase.numerator[:2].tolist() == [24, 23]
    assert increase.reported[:2].tolist() == [3, 3]
    assert not left_out


def test_a_month_that_is_missing_takes_its_whole_quarter_along() -> None:
    table = table_of([*MONTHLY_BIRTHS[1:], *QUARTERLY_DEATHS], VILLAGES)
    totals, left_out, *_ = rolled(table, [NATURAL_INCREASE], span=Run(JANUARY, JANUARY + 5))
    assert totals["natural_increase"].numerator[0] == 23
    assert totals["natural_increase"].reported[0] == 3
    # February's and March's births were reported, and January's are what is missing.
    assert left_out == [
        LeftOut("natural_increase", "births", "births", 20, 50, {1: 1}),
        LeftOut("natural_increase", "deaths", "births", 6, 13, {1: 1}),
    ]


def test_a_figure_over_one_flow_keeps_to_its_own_rows() -> None:
    table = table_of([*MONTHLY_BIRTHS, *QUARTERLY_DEATHS], VILLAGES)
    totals, *_ = rolled(table, [BIRTHS], period=PeriodKind.MONTH)
    assert totals["births"].numerator[:6].tolist() == [10] * 6


def test_a_run_across_the_edge_of_a_period_leaves_the_figure_and_is_told() -> None:
    table = table_of(QUARTERLY_DEATHS, VILLAGES)
    totals, left_out, *_ = rolled(table, [CATALOGUE.indicators["mortality"]], period=PeriodKind.MONTH)
    assert totals["mortality"].reported.sum() == 0
    assert left_out == [LeftOut("mortality", "deaths", None, 13, 13, {1: 1})]


def test_rows_outside_all_periods_are_not_left_out_they_were_not_asked_for() -> None:
    table = table_of(MONTHLY_BIRTHS, VILLAGES)
    totals, left_out, *_ = rolled(table, [BIRTHS], span=Run(JANUARY, JANUARY + 2), clip=True)
    assert totals["births"].numerator[0] == 30
    assert not left_out


@pytest.mark.parametrize("first", [JANUARY - 1, JANUARY + 2])
def test_a_run_that_reaches_into_the_months_asked_for_by_one_is_told(first: int) -> None:
    table = table_of([Row("v", first, first + 1, {"births": 5}), *MONTHLY_BIRTHS[1:2]], VILLAGES)
    totals, left_out, *_ = rolled(table, [BIRTHS], span=Run(JANUARY, JANUARY + 2), clip=True)
    assert totals["births"].numerator[0] == 10
    assert left_out == [LeftOut("births", "births", None, 5, 15, {1: 1})]


def test_rows_that_do_not_overlap_are_returned_as_they_are() -> None:
    flows = flows_of(table_of(QUARTERLY_DEATHS, VILLAGES).whole, ["births", "deaths"])
    assert aligned(flows, ["births", "deaths"]) is flows


def test_the_joined_run_reaches_from_the_first_month_to_the_last() -> None:
    rows = [
        Row("v", JANUARY, JANUARY + 1, {"births": 1}),
        Row("v", JANUARY + 1, JANUARY + 3, {"deaths": 2}),
        Row("v", JANUARY + 2, JANUARY + 3, {"births": 4}),
        Row("v", JANUARY + 5, JANUARY + 5, {"births": 8, "deaths": 16}),
    ]
    found = aligned(flows_of(table_of(rows, VILLAGES).whole, ["births", "deaths"]), ["births", "deaths"])
    assert (found.runs.start - JANUARY).tolist() == [0, 5]
    assert (found.runs.end - JANUARY).tolist() == [3, 5]
    assert found.values["births"].tolist() == [5, 8]
    assert found.values["deaths"].tolist() == [-1, 16]
    assert found.events["deaths"].tolist() == [2, 16]


def test_the_months_of_runs_come_one_by_one() -> None:
    runs = flows_of(table_of(QUARTERLY_DEATHS, VILLAGES).whole, []).runs
    months, first = runs.month_by_month()
    assert (months.start - JANUARY).tolist() == list(range(6))
    assert np.array_equal(months.start, months.end)
    assert first.tolist() == [0, 3]


def test_the_cause_of_a_loss_is_the_count_that_is_missing_not_the_first_of_its_kind() -> None:
    needy = indicator("needy", Kind.MEAN, "births", "closing(population) + closing(women)")
    rows = [Row("v", JANUARY, JANUARY, {"births": 4, "population": 100})]
    _, left_out, *_ = rolled(table_of(rows, VILLAGES), [needy])
    assert [(lost.cause, lost.events) for lost in left_out] == [("women", 4)]
