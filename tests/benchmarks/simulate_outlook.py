"""How often the outlook is right: years of small towns, month by month, with and without a season.

Each town has its own level, and events by chance (Poisson). Judged after some months; held against what the year then
brought. Two kinds of towns: those of which only this year is known, and those of which last year is known, too.

    python tests/benchmarks/simulate_outlook.py [YEARS]

prints, for each case, how often the 95 % prediction interval holds the year's end, and how often `likely` says met or
missed and the opposite comes (of all years, each way).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from popcalc.aggregation import Totals
from popcalc.definitions.catalogue import Basis, Catalogue, Indicator
from popcalc.definitions.loading import load_catalogue
from popcalc.definitions.targets import Bound, Operator, Rule
from popcalc.errors import Place
from popcalc.judging.projecting import MET, MISSED, LastYear, LastYears, project, shared_count
from popcalc.judging.to_go import Standing, YearEnd
from popcalc.judging.verdict import Applied, judge
from popcalc.rates import rate

Ints = npt.NDArray[np.int64]

DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
SEASON = 1 + 0.15 * np.sin(2 * np.pi * (np.arange(12) - 7) / 12)
"""Births are 15 % more frequent in autumn and 15 % rarer in spring."""
MONTHS = (2, 5, 9)
SEED = 20131001


@dataclass(frozen=True)
class Case:
    """An indicator, and which of the events of a month stand above and below its line."""

    key: str
    bound: Operator


CASES = (
    Case("births", Operator.AT_MOST),
    Case("crude_birth_rate", Operator.AT_LEAST),
    Case("natural_increase_rate", Operator.AT_MOST),
    Case("policy_compliance_rate", Operator.AT_LEAST),
    Case("sex_ratio_at_birth", Operator.AT_MOST),
    Case("infant_mortality_rate", Operator.AT_MOST),
)


@dataclass(frozen=True)
class Found:
    """How often, of so many years, the interval held the year's end, and `likely` was wrong each way."""

    name: str
    months: int
    held: float
    wrongly_met: float
    wrongly_missed: float
    open: float


def outlook(case: Case, months: int, years: int, *, season: bool, last_year: bool, catalogue: Catalogue) -> Found:
    """Return how often the outlook on a case after some months was right."""
    chance = np.random.default_rng([SEED, months, CASES.index(case), season, last_year])
    one = catalogue.indicators[case.key]
    people = chance.integers(500, 20_000, years)
    terms = _events(case.key, people, chance, season=season)
    before = _events(case.key, people, chance, season=season)
    above, minus, below = (part[:, :months].sum(axis=1) for part in terms)
    year = [part.sum(axis=1) for part in terms]
    days, whole = int(DAYS[:months].sum()), 365
    is_rate, is_count = one.has_basis, one.denominator is None
    twice = 2 * people * days if is_rate else np.zeros_like(people)
    zero, full = np.zeros_like(people), np.full_like(people, months)
    below = zero if is_rate or is_count else below
    totals = Totals(above, minus, below, twice, zero, full, full, {})
    figures = rate(one, totals, np.full_like(people, days), Basis.ANNUAL, catalogue)
    ends = _bounds(case, people, chance)
    rule, applied = _target(one, case.bound, ends, Fraction(days, whole) if is_count else Fraction(1))
    verdicts = judge(rule, figures, applied)
    one_each = np.ones_like(people)
    today, at_end, divisor = (
        (twice, 2 * people * whole, np.full_like(people, 2 * whole))
        if is_rate
        else (one_each, one_each, one_each)
        if is_count
        else (below, below, one_each)
    )
    share = np.full(years, days / whole)
    ending = YearEnd(
        Standing(totals.numerator, today, divisor), Standing(totals.numerator, at_end, divisor),
        zero, np.full_like(people, whole - days), share,
    )  # fmt: skip
    known = _last_year(before, months, shared=shared_count(one, catalogue)) if last_year else None
    found = project(rule, figures, verdicts, applied, ending, known, catalogue)
    value = _value(one, year, people)
    asked = ~np.isnan(found.value) & ~np.isnan(value)
    inside = (found.lower <= value * (1 + 1e-12) + 1e-9) & (value <= found.upper * (1 + 1e-12) + 1e-9)
    goal = np.array([float(bound.low if bound.low is not None else bound.high or 0) for bound in applied.goals])
    is_met = value >= goal if case.bound is Operator.AT_LEAST else value <= goal
    return Found(
        case.key,
        months,
        float(inside[asked].mean()),
        float(((found.likely == MET) & ~is_met)[asked].mean()),
        float(((found.likely == MISSED) & is_met)[asked].mean()),
        float((found.likely == "open")[asked].mean()),
    )


def _events(key: str, people: Ints, chance: np.random.Generator, *, season: bool) -> tuple[Ints, Ints, Ints]:
    """Return events of a year by town and month: above the line, to be taken from these, and below it."""
    by_month = DAYS / 365 * (SEASON / (DAYS * SEASON / 365).sum() if season else 1)
    births, deaths = (chance.poisson(people[:, None] * level * by_month) for level in (0.012, 0.007))
    nothing = np.zeros_like(births)
    match key:
        case "births" | "crude_birth_rate":
            return births, nothing, nothing
        case "natural_increase_rate":
            return births, deaths, nothing
        case "policy_compliance_rate":
            return chance.binomial(births, 0.9), nothing, births
        case "sex_ratio_at_birth":
            boys = chance.binomial(births, 0.515)
            return boys, nothing, births - boys
    return chance.binomial(births, 0.006), nothing, births


def _bounds(case: Case, people: Ints, chance: np.random.Generator) -> list[Fraction]:
    """Return a bound for each town, within half or a tenth of its level."""
    levels = {
        "crude_birth_rate": 12.0,
        "natural_increase_rate": 5.0,
        "policy_compliance_rate": 90.0,
        "sex_ratio_at_birth": 106.0,
        "infant_mortality_rate": 6.0,
    }
    level = people * 0.012 if case.key == "births" else np.full(len(people), levels[case.key])
    wide = np.where(chance.random(len(people)) < 0.5, 0.5, 0.1)
    near = level * (1 + wide * chance.uniform(-1, 1, len(people)))
    most = 100 if case.key == "policy_compliance_rate" else near.max()
    return [Fraction(round(float(end) * 100), 100) for end in np.minimum(near, most)]


def _target(one: Indicator, operator: Operator, ends: Sequence[Fraction], share: Fraction) -> tuple[Rule, Applied]:
    """Return a target with a bound of its own for each town."""
    is_floor = operator is Operator.AT_LEAST
    bounds = [Bound(operator, end if is_floor else None, None if is_floor else end) for end in ends]
    applied = [bound.times(share) for bound in bounds]
    rule = Rule(one.key, one, bounds[0], Place("simulation"), paced=one.denominator is None)
    return rule, Applied(np.arange(len(ends)), bounds, applied, bounds)


def _last_year(before: Sequence[Ints], months: int, *, shared: bool) -> LastYears:
    every = np.ones(len(before[0]), dtype=np.bool_)
    parts = [LastYear(part[:, :months].sum(axis=1), part.sum(axis=1), every) for part in before]
    return LastYears(parts[2], parts[1]) if shared else LastYears(parts[0], parts[1])


def _value(one: Indicator, year: Sequence[Ints], people: Ints) -> npt.NDArray[np.float64]:
    """Return the figure of the whole year; NaN where its denominator is zero."""
    top = (year[0] - year[1]).astype(float)
    if one.denominator is None:
        return top
    below = people.astype(float) if one.has_basis else year[2].astype(float)
    return np.where(below > 0, one.per * top / np.where(below > 0, below, 1), np.nan)


def simulated(years: int, cases: Sequence[Case] = CASES) -> Iterator[tuple[str, Found]]:
    """Yield what was found, without season and with it, last year not known and known."""
    catalogue = load_catalogue()
    for season in (False, True):
        for last_year in (False, True):
            title = f"{'with' if season else 'without'} season, last year {'known' if last_year else 'not known'}"
            for case in cases:
                for months in MONTHS:
                    yield title, outlook(case, months, years, season=season, last_year=last_year, catalogue=catalogue)


def main() -> None:
    """Print what was found."""
    years = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    before = ""
    for title, one in simulated(years):
        if title != before:
            print(f"\n{title}\n{'':24}{'months':>8}{'held':>9}{'met, not':>10}{'missed, not':>13}{'open':>8}")
            before = title
        print(
            f"{one.name:24}{one.months:8}{one.held:9.2%}{one.wrongly_met:10.2%}{one.wrongly_missed:13.2%}{one.open:8.1%}"
        )


if __name__ == "__main__":
    main()
