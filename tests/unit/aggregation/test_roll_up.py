"""The roll-up and the rates against the oracle, and what must hold of them whatever the data."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from popcalc.aggregation import LeftOut
from popcalc.definitions.catalogue import Basis, Nature
from popcalc.periods import PeriodKind, Run
from popcalc.rates import Figures, rate
from popcalc.village_months import VillageMonths
from tests.unit.oracle import Answer, Asked, Oracle, Row, days, year_of
from tests.unit.tables import (
    CATALOGUE,
    FLOWS,
    INDICATORS,
    Villages,
    add_quotas,
    random_rows,
    rated,
    rolled,
    table_of,
    with_rows,
)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "period": draw(st.sampled_from(PeriodKind)),
        "year_start": draw(st.integers(1, 12)),
        "average": draw(st.sampled_from(["curve", "ends", "mid"])),
        "keep": draw(st.booleans()),
        "clip": draw(st.booleans()),
    }


@settings(max_examples=40, phases=[Phase.generate])
@given(st.integers(0, 2**32), questions(), st.sampled_from(Basis), st.booleans())
def test_every_kind_of_indicator_agrees_with_the_oracle(
    seed: int, question: dict[str, Any], basis: Basis, bounded: bool
) -> None:
    table, villages, rows = random_table(seed, question["year_start"])
    chance = random.Random(seed)
    first = min((row.start for row in rows), default=2013 * 12)
    span = Run(first + chance.randint(-2, 2), first + chance.randint(3, 30)) if bounded else None
    totals, _, plan, places = rolled(table, span=span, **question)
    oracle = Oracle(rows, villages, CATALOGUE)
    period_days = np.tile(np.array([period.days for period in plan.periods], dtype=np.int64), len(places))
    for indicator in INDICATORS:
        figures = rate(indicator, totals[indicator.key], period_days, basis, CATALOGUE)
        cells = list(enumerate(itertools.product(places, plan.periods)))
        for group, (place, period) in chance.sample(cells, min(len(cells), 9)):
            asked = Asked(
                villages=villages_of(place, table, villages),
                period=(period.start, period.end),
                span=(plan.span.start, plan.span.end),
                year_start=plan.calendar.year_start,
                average=plan.average.value,
                keep=plan.keep_unmatched,
                basis=basis.value,
            )
            expected = oracle.answer(indicator, asked)
            assert answer_of(figures, group) == as_floats(expected), (indicator.key, place, period)
            if expected.value is not None:
                assert exact(figures, group) == expected.value


@settings(max_examples=40)
@given(st.integers(0, 2**32), questions())
def test_towns_are_the_sums_of_their_villages_and_all_is_the_sum_of_the_towns(
    seed: int, question: dict[str, Any]
) -> None:
    table, villages, _ = random_table(seed, question["year_start"])
    totals, _, plan, places = rolled(table, **question)
    towns = len(set(villages.values()))
    for sums in totals.values():
        for name in SUMMED:
            of_places = getattr(sums, name).reshape(len(places), len(plan.periods))
            of_towns, of_villages, total = of_places[:towns], of_places[towns:-1], of_places[-1]
            assert (of_towns.sum(axis=0) == total).all()
            for place, town in zip(places[:towns], of_towns, strict=True):
                of_town = [village in villages_of(place, table, villages) for village in sorted(villages)]
                assert (of_villages[of_town].sum(axis=0) == town).all()


@settings(max_examples=40)
@given(st.integers(0, 2**32), questions())
def test_what_is_left_out_and_what_is_counted_are_all_that_is_reported(seed: int, question: dict[str, Any]) -> None:
    table, _, rows = random_table(seed, question["year_start"])
    assume(question["period"] is not PeriodKind.ROLLING)  # Their months are counted in up to twelve of them.
    totals, left_out, plan, _ = rolled(table, **{**question, "keep": False})
    inside = [
        row for row in rows if any(row.start <= period.end and period.start <= row.end for period in plan.periods)
    ]
    for indicator in (one for one in INDICATORS if len(one.numerator.terms) == 1 and one.numerator.counts[0] in FLOWS):
        flow = indicator.numerator.counts[0]
        lost = [one for one in left_out if (one.indicator, one.count) == (indicator.key, flow)]
        counted = int(totals[indicator.key].plus[-len(plan.periods) :].sum())
        reported = sum(row.counts.get(flow, 0) for row in inside)
        whole = {one.of for one in lost} or {counted}
        assert {counted + sum(one.events for one in lost)} == whole
        # Runs of two flows that meet can reach across an edge that one of them does not touch.
        alone = sum(CATALOGUE.counts[count].nature is Nature.FLOW for count in indicator.counts) == 1
        assert whole == {reported} if alone else whole.pop() >= reported


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.integers(1, 12), st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER]))
def test_the_annual_rate_is_the_rate_of_the_period_times_the_days_of_the_year_over_its_own(
    seed: int, year_start: int, period: PeriodKind
) -> None:
    table, _, _ = random_table(seed, year_start)
    for key in ("birth_rate", "increase"):
        one = CATALOGUE.indicators[key]
        annual, plain = (
            rated(table, one, basis=basis, year_start=year_start, period=period) for basis in ("annual", "period")
        )
        _, _, plan, places = rolled(table, [one], year_start=year_start, period=period)
        for group in np.flatnonzero(annual.defined).tolist():
            part = plan.periods[group % len(plan.periods)]
            year = [
                month
                for month in range(part.start - 12, part.end + 13)
                if year_of(month, year_start) == year_of(part.start, year_start)
            ]
            factor = Fraction(days(year[0], year[-1]), days(part.start, part.end))
            assert exact(annual, group) == exact(plain, group) * factor
        assert len(annual.value) == len(places) * len(plan.periods)


def test_a_count_that_a_file_does_not_have_is_missing_like_an_empty_cell() -> None:
    table, *_ = random_table(5, 1)
    rows = table.rows.copy()
    rows[list(table.counts)] = rows[list(table.counts)].replace(-1, -2)
    absent = with_rows(table, rows)
    for indicator in INDICATORS:
        np.testing.assert_array_equal(rated(table, indicator).value, rated(absent, indicator).value)


def test_villages_without_stock_are_named_with_the_events_they_lose() -> None:
    rows = [Row("a", 24156, 24156, {"births": 5, "population": 100}), Row("b", 24156, 24156, {"births": 7})]
    _, left_out, *_ = rolled(table_of(rows, {"a": "t", "b": "t"}), [CATALOGUE.indicators["birth_rate"]])
    assert left_out == [LeftOut("birth_rate", "births", "population", 7, 12, {2: 1})]


SUMMED = ("plus", "minus", "denominator", "twice_365", "twice_366", "reported", "expected")


def random_table(seed: int, year_start: int) -> tuple[VillageMonths, Villages, list[Row]]:
    """A table of some villages and months, with all that can happen to them."""
    chance = random.Random(seed)
    villages = {f"v{number}": chance.choice(["north", "south"]) for number in range(chance.randint(2, 4))}
    first = chance.randint(2011 * 12, 2013 * 12)
    months = range(first, first + chance.choice([1, 4, 9, 14, 27]))
    rows = add_quotas(random_rows(chance, villages, months), chance, year_start)
    return table_of(rows, villages), villages, rows


def exact(figures: Figures, group: int) -> Fraction:
    return Fraction(int(figures.exact_numerator[group]), int(figures.exact_denominator[group]))


Plain = tuple[float | None, float | None, float | None, int, int, frozenset[str]]


def answer_of(figures: Figures, group: int) -> Plain:
    def plain(values: npt.NDArray[np.float64]) -> float | None:
        return None if np.isnan(values[group]) else float(values[group])

    return (
        plain(figures.value),
        plain(figures.numerator),
        plain(figures.denominator),
        int(figures.reported[group]),
        int(figures.expected[group]),
        frozenset(flag for flag, where in figures.flags.items() if where[group]),
    )


def as_floats(answer: Answer) -> Plain:
    value, numerator, denominator = (
        None if part is None else float(part) for part in (answer.value, answer.numerator, answer.denominator)
    )
    return value, numerator, denominator, answer.reported, answer.expected, answer.flags


def villages_of(place: int, table: VillageMonths, villages: Villages) -> frozenset[str]:
    """The villages of an area of the tree, all for the grand total."""
    if place < 0:
        return frozenset(villages)
    name = table.areas.names[place]
    return frozenset(village for village, town in villages.items() if name in (village, town))
