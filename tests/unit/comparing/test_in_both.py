"""What two periods both have, for rows of any length, held against a second calculator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.aggregation import Plan, make_groups, roll_up
from popcalc.definitions.catalogue import Average
from popcalc.periods import Calendar, Period, PeriodKind, Run
from popcalc.table import span_of
from tests.unit.aggregation.test_roll_up import random_table
from tests.unit.oracle import Oracle
from tests.unit.tables import CATALOGUE, FLOWS, INDICATORS

OF_FLOWS = [one for one in INDICATORS if set(one.counts) <= set(FLOWS)]
PEOPLE = CATALOGUE.indicators["population"]
KINDS = [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR, PeriodKind.ALL, PeriodKind.ROLLING]

FlowRun = tuple[int, int, Mapping[str, int]]
Sides = tuple[list[FlowRun], list[FlowRun]]


def runs_in(oracle: Oracle, village: str, flows: Sequence[str], period: Run) -> list[FlowRun]:
    """The runs of a village inside a period for which every flow is known."""
    return [
        (start, end, sums)
        for start, end, sums, whole in oracle.runs(village, flows)
        if period.start <= start and end <= period.end and whole >= set(flows)
    ]


def months_of(runs: Sequence[FlowRun], shift: int = 0) -> set[int]:
    return {month + shift for start, end, _ in runs for month in range(start, end + 1)}


def in_both(now: list[FlowRun], then: list[FlowRun], shift: int) -> Sides:
    """The runs whose months the other side covers; one that goes may uncover others."""
    while True:
        there, here = months_of(then, shift), months_of(now, -shift)
        kept = [run for run in now if months_of([run]) <= there], [run for run in then if months_of([run]) <= here]
        if kept == (now, then):
            return kept
        now, then = kept


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(KINDS), st.booleans())
def test_sums_of_both_periods_are_those_of_the_months_that_both_have(
    seed: int, kind: PeriodKind, previous: bool
) -> None:
    table, villages, rows = random_table(seed, 1)
    span = span_of(table, FLOWS, ["population", "women"]) or Run(24156, 24156)
    if kind is PeriodKind.ROLLING:
        span, previous = Run(min(span.start, span.end - 11), span.end), False
    periods = Calendar().split(span, kind)
    shifts = [period.months if previous or period.months > 12 else 12 for period in periods]
    others = tuple(
        Period(period.start - shift, period.end - shift, f"before {period.label}")
        for period, shift in zip(periods, shifts, strict=True)
    )
    plan = Plan(CATALOGUE, periods, span, Calendar(), Average.CURVE, False, others)
    leaves = sorted(villages)
    groups = make_groups(table.areas, range(len(leaves)), total=True, periods=len(plan.every))
    found, _ = roll_up(table, [*OF_FLOWS, PEOPLE], groups, plan)
    oracle = Oracle(rows, villages, CATALOGUE)
    for place, (period, other, shift) in enumerate(zip(periods, others, shifts, strict=True)):
        for spot, village in enumerate(leaves):
            cells = [spot * len(plan.every) + place + side * len(periods) for side in (0, 1)]
            for one in OF_FLOWS:
                flows = sorted(set(one.counts))
                sides = in_both(runs_in(oracle, village, flows, period), runs_in(oracle, village, flows, other), shift)
                for cell, runs in zip(cells, sides, strict=True):
                    sums = {flow: sum(run[2][flow] for run in runs) for flow in flows}
                    scale = CATALOGUE.scale_of(one.numerator)
                    above = sum(
                        term.coefficient * sums[term.count] * scale // 10 ** CATALOGUE.counts[term.count].decimals
                        for term in one.numerator
                    )
                    assert found[one.key].numerator[cell] == above, (one.key, village, period)
                    below = sum(term.coefficient * sums[term.count] for term in one.denominator or ())
                    assert found[one.key].denominator[cell] == below
                    assert found[one.key].reported[cell] == len(months_of(runs))
            moments = [oracle.closing(village, (run.start, run.end), ["population"]) for run in (period, other)]
            now, then = moments
            same = now is not None and then is not None and now - then == shift
            for cell, moment in zip(cells, moments, strict=True):
                people = oracle.stock(village, "population").points[moment][0] if same and moment is not None else 0
                assert found["population"].plus[cell] == people
                assert (found["population"].reported[cell] > 0) == same
    for totals in found.values():
        of_areas = totals.plus.reshape(len(groups.areas), -1)
        np.testing.assert_array_equal(of_areas[:-1].sum(axis=0), of_areas[-1])
