"""Every verdict held against fractions on the definition: on the bound, just above and just below, for every kind."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.aggregation import Totals
from popcalc.definitions.catalogue import Basis, Indicator, IntervalModel, Kind
from popcalc.definitions.targets import Bound, Gaps, Operator, Rule
from popcalc.errors import Place
from popcalc.intervals import binomial, mover, odds, poisson
from popcalc.judging.verdict import Applied, Verdicts, judge
from popcalc.rates import Figures, rate
from tests.unit.tables import CATALOGUE, indicator

PERIOD_DAYS = 181
HERE = Place("test")

KINDS = (
    indicator("birth_rate", Kind.RATE, "births", "population", 1000, IntervalModel.POISSON),
    indicator("increase", Kind.RATE_DIFFERENCE, "births - deaths", "population", 1000, IntervalModel.MOVER),
    indicator("male_share", Kind.PROPORTION, "males", "births", 100, IntervalModel.BINOMIAL),
    indicator("sex_ratio", Kind.RATIO, "males", "births - males", 100, IntervalModel.ODDS),
    indicator("mortality", Kind.RATIO, "deaths", "births", 1000, IntervalModel.POISSON),
    indicator("growth", Kind.CHANGE, "closing(population) - opening(population)", "opening(population)", 1000),
    indicator("checks", Kind.QUOTA, "births", "checks_due", 100),
    indicator("per_head", Kind.MEAN, "spending", "closing(population)"),
    indicator("spent_per_grant", Kind.MEAN, "births", "spending"),
    indicator("natural_increase", Kind.COUNT, "births - deaths"),
    indicator("spent", Kind.COUNT, "spending"),
)
MONEY = {"spending": 100}
RATES = (Kind.RATE, Kind.RATE_DIFFERENCE)


def totals_of(plus: int, minus: int, below: int, leap: int, *, rate: bool) -> Totals:
    """The sums of one area; of a rate `below` and `leap` are twice the person-days in years of 365 and 366 days."""
    return sums(plus, minus, 0 if rate else below, below if rate else 0, leap if rate else 0)


def sums(plus: int, minus: int = 0, below: int = 0, twice: int = 0, leap: int = 0, reported: int = 3) -> Totals:
    """The sums of one area of three village-months."""

    def one(number: int) -> npt.NDArray[np.int64]:
        return np.array([number], dtype=np.int64)

    return Totals(one(plus), one(minus), one(below), one(twice), one(leap), one(reported), one(3), {})


def by_definition(one: Indicator, plus: int, minus: int, below: int, leap: int, basis: Basis) -> Fraction | None:
    """The value of an indicator, from its definition."""
    above_unit = max((MONEY.get(count, 1) for count in one.numerator.counts), default=1)
    numerator = Fraction(plus - minus, above_unit)
    if one.denominator is None:
        return numerator
    if one.kind in RATES:
        lived = Fraction(below, 2 * 365) + Fraction(leap, 2 * 366)
        if basis is Basis.PERIOD:
            lived = Fraction(below + leap, 2 * PERIOD_DAYS)
        return one.per * numerator / lived if lived else None
    below_unit = max((MONEY.get(count, 1) for count in one.denominator.counts), default=1)
    return one.per * numerator / Fraction(below, below_unit) if below else None


def judged(one: Indicator, totals: Totals, basis: Basis, bound: Bound) -> tuple[Figures, Verdicts]:
    figures = rate(one, totals, np.array([PERIOD_DAYS], dtype=np.int64), basis, CATALOGUE)
    rule = Rule("target", one, bound, HERE)
    return figures, judge(rule, figures, Applied(np.zeros(1, dtype=np.int64), [bound], [bound], [bound]))


def expected_status(value: Fraction, bound: Bound) -> str:
    too_low = bound.low is not None and value < bound.low
    too_high = bound.high is not None and value > bound.high
    return "fail" if too_low or too_high else "pass"


def limits_of(one: Indicator, plus: int, minus: int, below: int, level: float) -> tuple[float, float]:
    """The exact limits of the events, or of the share or ratio, of one area."""
    match one.interval:
        case IntervalModel.POISSON:
            found = poisson(plus, level)
        case IntervalModel.MOVER:
            found = mover(plus, minus, level)
        case IntervalModel.BINOMIAL:
            found = binomial(plus, below, level)
        case _:
            found = odds(plus, below, level)
    return float(found.lower[0]), float(found.upper[0])


counts = st.integers(0, 3_000) | st.integers(0, 10**9)
nudges = st.sampled_from([Fraction(0), Fraction(1, 10**30), Fraction(-1, 10**30), Fraction(1, 7), Fraction(-1, 7)])


@pytest.mark.parametrize("one", KINDS, ids=lambda one: one.key)
@pytest.mark.parametrize("basis", list(Basis))
@given(plus=counts, minus=counts, below=counts, leap=counts, nudge=nudges, other=nudges)
def test_verdict_is_that_of_the_exact_fraction(
    one: Indicator, basis: Basis, plus: int, minus: int, below: int, leap: int, nudge: Fraction, other: Fraction
) -> None:
    minus = minus if any(term.coefficient < 0 for term in one.numerator) else 0
    plus = min(plus, below) if one.kind is Kind.PROPORTION else plus
    value = by_definition(one, plus, minus, below, leap, basis)
    totals = totals_of(plus, minus, below, leap, rate=one.kind in RATES)
    # On the value itself, or beside it by less than any float could tell.
    around = sorted((nudge, other)) if value is None else sorted((value + nudge, value + other))
    for bound in (
        Bound(Operator.AT_LEAST, around[0], None),
        Bound(Operator.AT_MOST, None, around[0]),
        Bound(Operator.BETWEEN, around[0], around[1]),
        Bound(Operator.EQUAL, around[0], around[0]),
    ):
        figures, found = judged(one, totals, basis, bound)
        if value is None:
            assert (found.status[0], found.reason[0], found.evidence[0]) == ("no_data", "undefined", "")
            continue
        assert figures.value[0] == float(value)
        assert found.status[0] == expected_status(value, bound)
        ends = [end for end in (bound.low, bound.high) if end is not None]
        nearest = min((value - end for end in ends), key=abs)
        assert abs(found.margin[0]) == float(abs(nearest))
        assert (found.evidence[0] == "") == (one.interval is IntervalModel.NONE)


@pytest.mark.parametrize(
    "one", [one for one in KINDS if one.interval is not IntervalModel.NONE], ids=lambda one: one.key
)
@given(
    plus=st.integers(0, 400),
    minus=st.integers(0, 400),
    below=st.integers(1, 400),
    share=st.integers(1, 300),
    wide=st.integers(0, 50),
)
def test_evidence_says_where_the_exact_interval_lies(
    one: Indicator, plus: int, minus: int, below: int, share: int, wide: int
) -> None:
    minus = minus if one.kind is Kind.RATE_DIFFERENCE else 0
    plus = min(plus, below) if one.kind is Kind.PROPORTION else plus
    is_rate = one.kind in RATES
    lived = 2 * 365 * below * 100
    totals = totals_of(plus, minus, lived if is_rate else below, 0, rate=is_rate)
    scale = Fraction(one.per, below * 100) if is_rate else Fraction(one.per)
    if one.key == "mortality":
        scale = Fraction(one.per, below)
    low = scale * Fraction(share, 100)
    bound = Bound(Operator.BETWEEN, low, low * (1 + Fraction(wide, 100)))
    _, found = judged(one, totals, Basis.ANNUAL, bound)
    evidence = "uncertain"
    for word, level in (("clear", 0.95), ("strong", 0.998)):
        lower, upper = (end * float(scale) for end in limits_of(one, plus, minus, below, level))
        inside = lower >= float(low) and upper <= float(bound.high or 0)
        outside = upper < float(low) or lower > float(bound.high or 0)
        if (found.status[0] == "pass" and inside) or (found.status[0] == "fail" and outside):
            evidence = word
    assert found.evidence[0] == evidence


def test_sums_beyond_64_bits_are_still_exact() -> None:
    one = KINDS[0]
    totals = totals_of(10**15, 0, 2 * 365 * 10**15, 0, rate=True)
    for end, status in ((1000, "pass"), (1000 - Fraction(1, 10**40), "fail")):
        _, found = judged(one, totals, Basis.ANNUAL, Bound(Operator.AT_MOST, None, Fraction(end)))
        assert found.status[0] == status


@pytest.mark.parametrize(
    ("rule", "reported", "reason"),
    [
        ({"gaps": Gaps.ADD}, 2, "incomplete"),
        ({"gaps": Gaps.ADD}, 3, ""),
        ({"gaps": Gaps.ADD, "min_coverage": Fraction(2, 3)}, 2, ""),
        ({"gaps": Gaps.ADD, "min_coverage": Fraction(3, 4)}, 2, "incomplete"),
        ({"gaps": Gaps.OUTSIDE}, 2, "incomplete"),
        ({"gaps": Gaps.OUTSIDE, "min_coverage": Fraction(2, 3)}, 2, ""),
        ({"gaps": Gaps.OUTSIDE, "min_coverage": Fraction(2, 3)}, 1, "incomplete"),
        ({"gaps": Gaps.OUTSIDE}, 0, "nothing_reported"),
        ({"min_events": 11}, 3, "below_min_events"),
        ({"min_events": 10}, 3, ""),
    ],
)
def test_reason_of_no_verdict(rule: dict[str, object], reported: int, reason: str) -> None:
    one = indicator("births", Kind.COUNT, "births")
    bound = Bound(Operator.AT_MOST, None, Fraction(20))
    totals = sums(10 if reported else 0, reported=reported)
    figures = rate(one, totals, np.array([PERIOD_DAYS], dtype=np.int64), Basis.ANNUAL, CATALOGUE)
    applied = Applied(np.zeros(1, dtype=np.int64), [bound], [bound], [bound])
    found = judge(Rule("target", one, bound, HERE, **rule), figures, applied)  # type: ignore[arg-type]
    assert (found.reason[0], found.status[0]) == (reason, "no_data" if reason else "pass")


@pytest.mark.parametrize(
    ("bound", "births", "status"),
    [
        (Bound(Operator.AT_MOST, None, Fraction(9)), 10, "fail"),
        (Bound(Operator.AT_MOST, None, Fraction(10)), 10, "no_data"),
        (Bound(Operator.AT_LEAST, Fraction(10), None), 10, "pass"),
        (Bound(Operator.AT_LEAST, Fraction(11), None), 10, "no_data"),
        (Bound(Operator.BETWEEN, Fraction(5), Fraction(10)), 10, "no_data"),
        (Bound(Operator.BETWEEN, Fraction(5), Fraction(9)), 10, "fail"),
        (Bound(Operator.EQUAL, Fraction(10), Fraction(10)), 10, "no_data"),
    ],
)
def test_gap_leaves_open_only_what_the_missing_months_could_change(bound: Bound, births: int, status: str) -> None:
    one = indicator("births", Kind.COUNT, "births")
    totals = sums(births, reported=2)
    figures = rate(one, totals, np.array([PERIOD_DAYS], dtype=np.int64), Basis.ANNUAL, CATALOGUE)
    applied = Applied(np.zeros(1, dtype=np.int64), [bound], [bound], [bound])
    for coverage in (None, Fraction(9, 10)):
        found = judge(Rule("target", one, bound, HERE, gaps=Gaps.ADD, min_coverage=coverage), figures, applied)
        assert found.status[0] == status


def test_difference_of_counts_with_a_gap_is_open_whatever_the_bound() -> None:
    one = indicator("natural_increase", Kind.COUNT, "births - deaths")
    totals = sums(10, 5, reported=2)
    figures = rate(one, totals, np.array([PERIOD_DAYS], dtype=np.int64), Basis.ANNUAL, CATALOGUE)
    for end in (Fraction(0), Fraction(100)):
        bound = Bound(Operator.AT_MOST, None, end)
        applied = Applied(np.zeros(1, dtype=np.int64), [bound], [bound], [bound])
        found = judge(Rule("target", one, bound, HERE, gaps=Gaps.EITHER), figures, applied)
        assert found.reason[0] == "incomplete"
