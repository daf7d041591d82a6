"""Verdicts of random villages held against a second judge, which is slow and plain and written from the design."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

import pandas as pd
import pytest

from popcalc.definitions.available import available
from popcalc.definitions.catalogue import Basis, Indicator
from popcalc.definitions.targets import Bound, Operator, Rule, Targets, gaps_of, is_paced
from popcalc.errors import Place
from popcalc.judging.check import check
from popcalc.periods import Calendar, year_month
from popcalc.question import ask
from tests.unit.judging.second_judge import Aim, SecondJudge, Word
from tests.unit.oracle import Asked, Oracle, Row
from tests.unit.tables import CATALOGUE, INDICATORS, add_quotas, random_rows, table_of

VILLAGES = {f"{town}{number}": town for town in ("a", "b", "c") for number in range(3)}
YEAR = 2013
COVERAGES = (None, None, None, Fraction(1, 2))


def bounds_near(one: Indicator, chance: random.Random) -> Bound:
    """A bound that figures of these rows come near to, on either side, exactly or not."""
    scale = Fraction(one.per, 1000) if one.per > 1 else Fraction(1)
    low = scale * chance.choice([0, 1, 5, 20, 100, 300, 500, 800, 950, 1000]) * chance.choice([1, 1, 2])
    match chance.choice(["floor", "cap", "band", "narrow"]):
        case "floor":
            return Bound(Operator.AT_LEAST, low, None)
        case "cap":
            return Bound(Operator.AT_MOST, None, low)
        case "band":
            return Bound(Operator.BETWEEN, low, low * 2)
    return Bound(Operator.BETWEEN, low, low * Fraction(103, 100))


def rules_of(chance: random.Random) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            f"rule{number}",
            one,
            bounds_near(one, chance),
            Place("test"),
            basis=chance.choice(list(Basis)) if one.has_basis else None,
            paced=is_paced(one, CATALOGUE) and chance.random() < 0.8,
            gaps=gaps_of(one, CATALOGUE),
            min_events=chance.choice([0, 0, 0, 5]),
            min_coverage=chance.choice(COVERAGES),
        )
        for number, one in enumerate(INDICATORS)
    )


def months_of(row: Mapping[str, object]) -> tuple[int, int]:
    start, end = (pd.Timestamp(str(row[edge])) for edge in ("start", "end"))
    return start.year * 12 + start.month - 1, end.year * 12 + end.month - 1


def said(row: Mapping[str, object], one: Indicator) -> Word:
    """A record as the second judge says it; numbers in smallest units."""
    unit = 10 ** max(CATALOGUE.counts[count].decimals for count in one.numerator.counts)

    def number(field: str) -> int | None:
        value = float(str(row[field]))
        return None if math.isnan(value) else round(value * unit)

    return Word(
        str(row["status"]),
        str(row["reason"]),
        number("to_go"),
        str(row["to_go_kind"]),
        number("behind") if "behind" in row else None,
    )


def judged(seed: int) -> Iterator[tuple[Word, Word, Mapping[str, object]]]:
    """What popcalc says and what the second judge says, of each area and target."""
    chance = random.Random(seed)
    year_start = chance.choice([1, 1, 10])
    calendar = Calendar(year_start)
    first = calendar.year_run(YEAR).start
    months = range(first - chance.choice([0, 1, 6]), first + chance.choice([3, 6, 12]))
    rows: list[Row] = add_quotas(random_rows(chance, VILLAGES, months), chance, year_start)
    rules = rules_of(chance)
    table = table_of(rows, VILLAGES)
    targets = Targets(year=YEAR, calendar=calendar, rules=rules)
    by = chance.choice(["town", "village"])
    question = ask(by=by, calendar=calendar)
    results, _ = check(table, targets, CATALOGUE, available(CATALOGUE, table.counts), question)
    judge = SecondJudge(Oracle(rows, VILLAGES, CATALOGUE))
    named = {rule.name: rule for rule in rules}
    for row in ({str(key): value for key, value in one.items()} for one in results.frame.to_dict("records")):
        rule = named[str(row["target"])]
        area = str(row["area"])
        inside = frozenset(village for village, town in VILLAGES.items() if area in (village, town))
        period = months_of(row)
        asked = Asked(inside, period, period, year_start, basis=rule.basis.value if rule.basis else "annual")
        aim = Aim(rule.indicator, rule.bound.low, rule.bound.high, YEAR, rule.paced, rule.min_events, rule.min_coverage)
        found = said(row, rule.indicator)
        yield found, judge.judge(aim, asked, (found.to_go, found.behind)), {**row, "aim": aim, "asked": asked}


@pytest.mark.parametrize("seed", range(12))
def test_verdicts_are_those_of_the_second_judge(seed: int) -> None:
    for found, expected, row in judged(seed):
        assert found == expected, (seed, row)


def test_the_random_rows_meet_every_verdict_and_reason() -> None:
    words = [expected for seed in range(8) for _, expected, _ in judged(seed)]
    assert {word.status for word in words} == {"pass", "fail", "no_data"}
    reasons = {"", "nothing_reported", "impossible", "undefined", "incomplete", "below_min_events"}
    assert {word.reason for word in words} == reasons
    assert {word.kind for word in words if word.to_go} == {"needed", "allowed"}
    assert any(word.kind and word.to_go is None for word in words)
    assert any(word.behind for word in words)


def test_months_of_a_record_are_those_of_its_days() -> None:
    assert [year_month(month) for month in months_of({"start": "2013-02-01", "end": "2013-03-31"})] == [
        (2013, 2),
        (2013, 3),
    ]
