"""A table summed part by part, in any order, gives what the whole gives: so the work may be done anywhere."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import partial, reduce
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from popcalc.aggregation import LeftOut, Totals, make_groups, roll_up
from popcalc.aggregation.roll_up import sum_part
from popcalc.aggregation.sums import SUMMED
from popcalc.calculation import calculate
from popcalc.definitions.available import available
from popcalc.definitions.catalogue import Kind
from popcalc.definitions.targets import Bound, Operator, Rule, Targets
from popcalc.errors import Place, RequestError
from popcalc.judging.check import check
from popcalc.periods import PeriodKind, Run
from popcalc.question import ask
from popcalc.table import Pieces
from popcalc.village_months import VillageMonths
from tests.unit.aggregation.test_roll_up import questions, random_table
from tests.unit.oracle import Row
from tests.unit.tables import CATALOGUE, INDICATORS, indicator, rolled, table_of

JANUARY = 2013 * 12


def split(table: VillageMonths, chance: random.Random) -> Pieces:
    """Return a table cut at some villages, its parts in no order."""
    villages = table.areas.villages
    edges = sorted({0, villages, *chance.choices(range(villages + 1), k=2)})
    parts = [range(*pair) for pair in pairwise(edges)]
    return Pieces(table, chance.sample(parts, len(parts)))


def assert_same(one: Totals, other: Totals) -> None:
    for name in SUMMED:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), name)
    assert one.flags.keys() == other.flags.keys()
    for flag, column in one.flags.items():
        np.testing.assert_array_equal(column > 0, other.flags[flag] > 0, flag)
    np.testing.assert_array_equal(one.known, other.known)


@settings(max_examples=25)
@given(st.integers(0, 2**32), questions())
def test_parts_summed_apart_and_added_are_the_whole(seed: int, question: dict[str, Any]) -> None:
    table, *_ = random_table(seed, question["year_start"])
    whole, left_out, plan, areas = rolled(table, **question)
    groups = make_groups(table.areas, areas[:-1], total=True, periods=len(plan.periods))
    totals, lost = roll_up(split(table, random.Random(seed)), INDICATORS, groups, plan)
    for key, sums in whole.items():
        assert_same(totals[key], sums)
    assert lost == left_out


@settings(max_examples=40)
@given(
    st.integers(0, 2**32),
    st.sampled_from(PeriodKind),
    st.sampled_from(["drop", "keep"]),
    st.sampled_from([None, "last-year", "previous", "above"]),
)
def test_a_calculation_over_parts_gives_the_same_records_and_notices(
    seed: int, period: PeriodKind, unmatched: str, compare: str | None
) -> None:
    assume(not compare or (unmatched == "drop" and not (compare == "previous" and period in ("ytd", "rolling"))))
    table, *_ = random_table(seed, 1)
    chance = random.Random(seed)
    question = ask(
        by="village",
        period=period,
        unmatched=unmatched,
        confidence=0.95,
        last=chance.choice([None, "2012-11"]),
        compare=compare,
        rank=chance.choice([None, "high", "low"]),
    )
    found = []
    for one in (table, split(table, chance)):
        try:
            results, notices = calculate(one, INDICATORS, CATALOGUE, question)
            found.append((results.frame.to_csv(), [str(notice.text) for notice in notices]))
        except RequestError as error:
            found.append((str(error), []))
    assert found[0] == found[1]


@settings(max_examples=15)
@given(st.integers(0, 2**32), questions())
def test_parts_may_be_added_in_any_order_and_in_any_brackets(seed: int, question: dict[str, Any]) -> None:
    table, *_ = random_table(seed, question["year_start"])
    _, _, plan, areas = rolled(table, **question)
    groups = make_groups(table.areas, areas[:-1], total=True, periods=len(plan.periods))
    villages = [range(village, village + 1) for village in range(table.areas.villages)]
    pieces = Pieces(table, [*villages, range(0)])
    parts = list(pieces.each(partial(sum_part, indicators=INDICATORS, groups=groups, plan=plan)))
    totals, left_out = reduce(lambda one, other: one + other, parts).finished(len(areas))
    turned, lost = reduce(lambda one, other: other + one, random.Random(seed).sample(parts, len(parts))).finished(
        len(areas)
    )
    for key, sums in totals.items():
        assert_same(sums, turned[key])
    assert left_out == lost


@settings(max_examples=10)
@given(st.integers(0, 2**32), st.sampled_from(["month", "all"]))
def test_verdicts_over_parts_are_those_of_the_whole(seed: int, period: str) -> None:
    table, *_ = random_table(seed, 1)
    rules = tuple(
        Rule(key, CATALOGUE.indicators[key], Bound(Operator.AT_MOST, None, Fraction(bound)), Place("t.yaml", bound))
        for key, bound in (("births", 9), ("birth_rate", 8), ("male_share", 55), ("checks", 90))
    )
    there = available(CATALOGUE, table.counts)
    found = []
    for one in (table, split(table, random.Random(seed))):
        try:
            aims = Targets(year=2012, rules=rules)
            results, notices = check(one, aims, CATALOGUE, there, ask(period=period), drivers=2)
            assert results.drivers is not None
            frames = [results.frame.astype(str).to_csv(), results.drivers.astype(str).to_csv()]
            found.append((frames, [str(notice.text) for notice in notices]))
        except RequestError as error:
            found.append(([str(error)], []))
    assert found[0] == found[1]


def stock_and_flow_apart() -> VillageMonths:
    """Births are reported in one village only, people only in the other: together there is a figure of everything."""
    rows = [Row("a", JANUARY, JANUARY, {"births": 5}), Row("b", JANUARY, JANUARY, {"population": 100})]
    return table_of(rows, {"a": "t", "b": "t"})


def test_terms_that_are_reported_in_different_parts_are_seen_in_the_whole() -> None:
    table = stock_and_flow_apart()
    plan = rolled(table, span=Run(JANUARY, JANUARY), keep=True)[2]
    groups = make_groups(table.areas, [], total=True, periods=1)
    birth_rate = [CATALOGUE.indicators["birth_rate"]]
    apart = Pieces(table, [range(1), range(1, 2)])
    for one in (table, apart):
        totals, left_out = roll_up(one, birth_rate, groups, plan)
        assert totals["birth_rate"].known.tolist() == [True]
        assert totals["birth_rate"].flags["unmatched"].tolist() == [1]
        assert [(lost.cause, lost.events, lost.of, lost.villages) for lost in left_out] == [
            ("population", 5, 5, {2: 1})
        ]


def test_events_of_a_part_that_loses_none_are_among_all_that_are_reported() -> None:
    rows = [
        Row("a", JANUARY, JANUARY, {"births": 5, "population": 100}),
        Row("b", JANUARY, JANUARY, {"births": 7}),
        Row("c", JANUARY, JANUARY, {"births": 2}),
    ]
    table = table_of(rows, {"a": "t", "b": "t", "c": "u"})
    plan = rolled(table)[2]
    groups = make_groups(table.areas, [], total=True, periods=1)
    apart = Pieces(table, [range(2, 3), range(1), range(1, 2)])
    _, left_out = roll_up(apart, [CATALOGUE.indicators["birth_rate"]], groups, plan)
    assert [(lost.events, lost.of, lost.villages) for lost in left_out] == [(9, 14, {3: 1, 4: 1})]


def test_a_cause_is_told_once_however_it_is_found() -> None:
    needy = indicator("needy", Kind.MEAN, "births", "closing(women) + closing(population)")
    rows = [
        # There are no women in the first quarter; in the second women and people have no month-end in common.
        Row("v", JANUARY, JANUARY, {"births": 4, "population": 100}),
        Row("v", JANUARY + 3, JANUARY + 3, {"births": 3, "women": 10}),
        Row("v", JANUARY + 4, JANUARY + 4, {"population": 90}),
    ]
    _, left_out, *_ = rolled(table_of(rows, {"v": "t"}), [needy], period=PeriodKind.QUARTER)
    assert left_out == [LeftOut("needy", "births", "women", 7, 7, {1: 1})]


def test_a_part_knows_only_the_areas_that_its_villages_lie_in() -> None:
    villages = {f"v{number}": f"t{number // 2}" for number in range(6)}
    rows = [Row(village, JANUARY, JANUARY, {"births": 1}) for village in villages]
    table = table_of(rows, villages)
    groups = make_groups(table.areas, [6, 7, 8], total=True, periods=1)
    plan = rolled(table)[2]
    part = sum_part(table.part(range(2, 4)), [CATALOGUE.indicators["births"]], groups, plan)
    assert part.areas.tolist() == [1, 3]
    assert part.sums["births"].matched.plus.tolist() == [2, 2]
    totals, _ = part.finished(len(groups.areas))
    assert totals["births"].plus.tolist() == [0, 2, 0, 2]
