"""What would turn or keep a verdict, and how far behind it is: by hand, and by trying on 2,500 random areas."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from popcalc.aggregation import Totals
from popcalc.definitions.catalogue import Basis, Indicator, IntervalModel, Kind
from popcalc.definitions.targets import Bound, Gaps, Operator, Rule
from popcalc.errors import Place
from popcalc.judging.to_go import Standing, YearEnd, find_to_go
from popcalc.judging.verdict import Applied, judge
from popcalc.rates import rate
from tests.unit.judging.conftest import Check, Row
from tests.unit.tables import CATALOGUE, indicator

DAYS, YEAR = 181, 365


def births(figures: dict[str, object], people: dict[str, object], village: str = "A") -> list[Row]:
    months = sorted({*figures, *people})
    return [
        {
            "month": month,
            "town": "T",
            "village": village,
            "births": figures.get(month, ""),
            "population": people.get(month, ""),
        }
        for month in months
    ]


RATE = "  - {indicator: crude_birth_rate, at_least: 12}\n"


def test_every_villages_last_stock_stands_through_the_year(check: Check) -> None:
    rows = births({"2013-01": 0}, {"2012-12": 1000, "2013-01": 1000})
    rows += births({"2013-01": 0}, {"2012-12": 1000}, "B")
    found = check(rows, RATE).iloc[0]
    assert (found["to_go"], found["to_go_kind"]) == (24, "needed")
    # 2,000 people for 31 days: 2.04 births are 12 per mille.
    assert (found["status"], found["behind"]) == ("fail", 3)


def test_gaps_are_lived_through_too(check: Check) -> None:
    rows = births({"2013-01": 0, "2013-02": "", "2013-03": 0}, {"2012-12": 1000})
    found = check(rows, RATE).iloc[0]
    assert (found["to_go"], found["to_go_kind"]) == (12, "needed")
    assert (found["status"], found["reason"]) == ("no_data", "incomplete")
    assert pd.isna(found["behind"])


def test_average_that_was_supplied_stands_likewise(check: Check) -> None:
    rows: list[Row] = [{"month": "2013-01", "town": "T", "village": "A", "births": 0, "population_average": 1000}]
    assert check(rows, RATE).iloc[0]["to_go"] == 12


@pytest.mark.parametrize(("boys", "girls", "to_go"), [(30, 25, None), (106, 90, 10), (90, 106, 22)])
def test_band_that_every_number_jumps_over_has_none(check: Check, boys: int, girls: int, to_go: int | None) -> None:
    rows: list[Row] = [{"month": "2013-12", "town": "T", "births_male": boys, "births_female": girls}]
    found = check(rows, "  - {indicator: sex_ratio_at_birth, between: [105, 107]}\n").iloc[0]
    assert (found["status"], found["to_go_kind"]) == ("fail", "needed")
    assert found["to_go"] == to_go if to_go is not None else pd.isna(found["to_go"])


def test_a_count_is_behind_its_pace_and_short_of_the_year(check: Check) -> None:
    rows: list[Row] = [{"month": "2013-01..2013-06", "town": "T", "births": 41, "deaths": 1}]
    found = check(rows, "  - {indicator: births, at_least: 100}\n  - {indicator: births, at_most: 100}\n")
    # 100 x 181 / 365 = 49.59.
    assert found["behind"].fillna(-1).tolist() == [9, -1]
    assert found["to_go"].tolist() == [59, 59]
    assert found["to_go_kind"].tolist() == ["needed", "allowed"]


# By trying.

KINDS = (
    indicator("births", Kind.COUNT, "births"),
    indicator("natural_increase", Kind.COUNT, "births - deaths"),
    indicator("spent", Kind.COUNT, "spending"),
    indicator("birth_rate", Kind.RATE, "births", "population", 1000, IntervalModel.POISSON),
    indicator("increase", Kind.RATE_DIFFERENCE, "births - deaths", "population", 1000, IntervalModel.MOVER),
    indicator("male_share", Kind.PROPORTION, "males", "births", 100, IntervalModel.BINOMIAL),
    indicator("covered", Kind.PROPORTION, "males", "closing(women)", 100),
    indicator("sex_ratio", Kind.RATIO, "males", "births - males", 100, IntervalModel.ODDS),
    indicator("mortality", Kind.RATIO, "deaths", "births", 1000, IntervalModel.POISSON),
    indicator("opened", Kind.RATIO, "births", "opening(population)", 1000),
    indicator("growth", Kind.CHANGE, "closing(population) - opening(population)", "opening(population)", 1000),
    indicator("checks", Kind.QUOTA, "births", "checks_due", 100),
    indicator("per_head", Kind.MEAN, "spending", "closing(population)"),
)
AREAS = 2_500 // len(KINDS) + 1
FAR = 3_000


def bound_of(chance: random.Random, near: Fraction, per: int) -> Bound:
    """A bound near a value, of any kind; narrow bands are jumped over."""
    low = max(Fraction(0), near * Fraction(chance.randint(50, 150), 100)).limit_denominator(1000)
    match chance.choice(["floor", "cap", "band", "narrow", "whole"]):
        case "floor":
            return Bound(Operator.AT_LEAST, low, None)
        case "cap":
            return Bound(Operator.AT_MOST, None, low)
        case "whole":
            return Bound(Operator.AT_LEAST, Fraction(per), None)
        case "band":
            return Bound(Operator.BETWEEN, low, low * 2)
    return Bound(Operator.BETWEEN, low, low * Fraction(101, 100))


def tried(said: Sequence[int | None]) -> list[int]:
    """All numbers up to one that is far, and beyond it some, those beside what was said among them."""
    beside = {number + step for number in said if number is not None for step in (-1, 0, 1)}
    return sorted({*range(FAR), *(number for number in beside if number >= 0), 10**6, 10**9})


def first(numbers: Iterable[int], holds: Callable[[int], bool]) -> int | None:
    return next((number for number in numbers if holds(number)), None)


@pytest.mark.parametrize("one", KINDS, ids=lambda one: one.key)
def test_numbers_are_those_that_trying_finds(one: Indicator) -> None:
    chance = random.Random(one.key)
    paced = one.kind in (Kind.COUNT, Kind.QUOTA, Kind.MEAN) or one.key == "covered"
    money = 100 if "spending" in one.numerator.counts else 1
    part = one.key == "male_share"
    for _ in range(AREAS):
        plus, minus = chance.randint(0, 120), chance.randint(0, 60)
        minus = minus if any(term.coefficient < 0 for term in one.numerator) else 0
        below = chance.randint(max(1, plus if one.kind is Kind.PROPORTION else 1), 400)
        twice, held = 2 * below * chance.randint(100, DAYS), below * chance.randint(1, YEAR - 100)
        is_rate = one.has_basis
        at_end = Fraction(twice + 2 * held, 2 * YEAR) if is_rate else Fraction(below)
        today = Fraction(twice, 2 * YEAR) if is_rate else Fraction(below)
        if one.denominator is None:
            at_end = today = Fraction(1)
        per = Fraction(one.per if one.denominator else 1, money)
        bound = bound_of(chance, per * (plus - minus) / at_end, one.per)
        applied = bound.times(Fraction(DAYS, YEAR)) if paced else bound

        # What popcalc says.
        def column(number: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
            return np.array([number], dtype=np.int64)

        zero = column(0)
        totals = Totals(
            column(plus), column(minus), zero if is_rate else column(below), column(twice) if is_rate else zero, zero,
            column(3), column(3), {},
        )  # fmt: skip
        figures = rate(one, totals, column(DAYS), Basis.ANNUAL, CATALOGUE)
        rule = Rule("target", one, bound, Place("test"), gaps=Gaps.OUTSIDE, paced=paced)
        bounds = Applied(zero, [bound], [applied], [bound])
        verdicts = judge(rule, figures, bounds)
        divisor = column(2 * YEAR if is_rate else 1)
        stands = [
            Standing(column(plus - minus), column(n), divisor)
            for n in ((twice, twice + 2 * held) if is_rate else (1, 1) if one.denominator is None else (below, below))
        ]
        found = find_to_go(
            rule, figures, verdicts, bounds, YearEnd(stands[0], stands[1], zero, zero, np.ones(1)), CATALOGUE
        )

        shown = [None if np.isnan(said) else round(said * money) for said in (found.number[0], found.behind[0])]

        # What trying finds.
        up, least = tried(shown), -FAR if any(term.coefficient < 0 for term in one.numerator) else -1

        def meets(more: int, thinner: int, n: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
            """Whether per x (plus - minus + more) / (n + thinner) lies within bounds, in whole numbers."""
            above = per.numerator * (plus - minus + more) * n.denominator  # noqa: B023
            below = per.denominator * (n.numerator + thinner * n.denominator)  # noqa: B023
            return (low is None or above * low.denominator >= low.numerator * below) and (
                high is None or above * high.denominator <= high.numerator * below
            )

        value = per * (plus - minus) / today
        too_low = applied.low is not None and value < applied.low
        too_high = applied.high is not None and value > applied.high
        ends = (bound.low, bound.high)
        kind, expected = "needed", None
        if one.key == "sex_ratio" and not (too_low or too_high):
            kind = ""
        elif too_low or bound.high is None:
            expected = first(up, lambda k: meets(k, k if part else 0, at_end, *ends))  # noqa: B023
        elif too_high and one.key in ("male_share", "sex_ratio", "mortality"):
            expected = first(up, lambda k: meets(0, k, at_end, *ends))  # noqa: B023
        else:
            kind = "allowed"
            down = [*reversed(up), *range(-1, least, -1)]
            expected = first(down, lambda k: meets(k, k if part else 0, at_end, *ends))  # noqa: B023
            if part and bound.high is not None and bound.high >= one.per:
                expected = None
        behind = None
        if applied.low is not None:
            behind = first(up, lambda k: meets(k, k if part else 0, today, applied.low, None))  # noqa: B023
        assert found.kind[0] == kind, (bound, plus, minus, below)
        assert shown == [expected, behind], (bound, plus, minus, below, twice, held)
