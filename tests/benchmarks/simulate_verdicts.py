"""How often chance alone makes clear and strong fails, what a narrow band can show, and how quick evidence is.

    python tests/benchmarks/simulate_verdicts.py [--repeats N] [--seed N]

Simulates 261 villages that lie all exactly on a bound, 1,000 times, judges them as `popcalc check` does, and prints
the share of villages that come out as clear fails (at most 2.5 %, on a band 5 %) and as strong ones (at most 0.1 %, on
a band 0.2 %); the same for towns, whose shares come so near the bars that the draw may carry them over by as much as
its own standard error. Then the births that a sex ratio needs to be clearly inside a band, by exact limits, and the
time that evidence takes for 700,000 villages and five targets. Exit 1 when a bar is missed by more than three standard
errors of the simulation.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from popcalc.aggregation import Totals
from popcalc.definitions.catalogue import Basis, Catalogue
from popcalc.definitions.loading import load_catalogue
from popcalc.definitions.targets import Bound, Operator, Rule
from popcalc.errors import Place
from popcalc.evidence import CLEAR, CLEAR_LEVEL, STRONG
from popcalc.intervals import odds
from popcalc.judging.verdict import FAIL, Applied, judge
from popcalc.rates import Figures, rate

Ints = npt.NDArray[np.int64]

VILLAGES = 261
DAYS = 365
CLEAR_BAR, STRONG_BAR = 0.025, 0.001
MISSED = "MISSED"
MANY, TARGETS, SECONDS = 700_000, 5, 60
BANDS = ((103, 107), (105, 107))
EDGE = 1_000


@dataclass(frozen=True)
class Case:
    """What is simulated: the numerator's parts and the denominator of every village, on one end of the bound."""

    name: str
    indicator: str
    bound: Bound
    draw: Callable[[np.random.Generator, Ints], tuple[Ints, Ints, Ints]]

    @property
    def bars(self) -> tuple[float, float]:
        """The largest shares of clear and of strong fails."""
        sides = 2 if self.bound.operator is Operator.BETWEEN else 1
        return CLEAR_BAR * sides, STRONG_BAR * sides


def at_most(end: int) -> Bound:
    """Return a cap."""
    return Bound(Operator.AT_MOST, None, Fraction(end))


def at_least(end: int) -> Bound:
    """Return a floor."""
    return Bound(Operator.AT_LEAST, Fraction(end), None)


def between(low: int, high: int) -> Bound:
    """Return a band."""
    return Bound(Operator.BETWEEN, Fraction(low), Fraction(high))


def _rate(per_mille: float) -> Callable[[np.random.Generator, Ints], tuple[Ints, Ints, Ints]]:
    def draw(chance: np.random.Generator, people: Ints) -> tuple[Ints, Ints, Ints]:
        return chance.poisson(people * per_mille / 1000), np.zeros_like(people), people

    return draw


def _difference(births: float, deaths: float) -> Callable[[np.random.Generator, Ints], tuple[Ints, Ints, Ints]]:
    def draw(chance: np.random.Generator, people: Ints) -> tuple[Ints, Ints, Ints]:
        return chance.poisson(people * births / 1000), chance.poisson(people * deaths / 1000), people

    return draw


def _share(share: float) -> Callable[[np.random.Generator, Ints], tuple[Ints, Ints, Ints]]:
    def draw(chance: np.random.Generator, people: Ints) -> tuple[Ints, Ints, Ints]:
        births = chance.poisson(people * 0.013)
        return chance.binomial(births, share), np.zeros_like(people), births

    return draw


def _ratio(ratio: float) -> Callable[[np.random.Generator, Ints], tuple[Ints, Ints, Ints]]:
    def draw(chance: np.random.Generator, people: Ints) -> tuple[Ints, Ints, Ints]:
        births = chance.poisson(people * 0.013)
        boys = chance.binomial(births, ratio / (100 + ratio))
        return boys, np.zeros_like(people), births - boys

    return draw


CASES = (
    Case("birth rate at most 13 per mille", "crude_birth_rate", at_most(13), _rate(13)),
    Case("birth rate at least 13 per mille", "crude_birth_rate", at_least(13), _rate(13)),
    Case("natural increase at most 5 per mille (MOVER)", "natural_increase_rate", at_most(5), _difference(13, 8)),
    Case("policy births at least 90 %", "policy_compliance_rate", at_least(90), _share(0.9)),
    Case("policy births at least 50 %", "policy_compliance_rate", at_least(50), _share(0.5)),
    Case("sex ratio at most 107", "sex_ratio_at_birth", at_most(107), _ratio(107)),
    Case("sex ratio between 105 and 107, truly 107", "sex_ratio_at_birth", between(105, 107), _ratio(107)),
    Case("sex ratio between 105 and 107, truly 105", "sex_ratio_at_birth", between(105, 107), _ratio(105)),
)
SIZES = {"villages": (500, 4_000), "towns": (15_000, 60_000)}


def figures_of(catalogue: Catalogue, key: str, plus: Ints, minus: Ints, below: Ints) -> Figures:
    """Return the figures of areas that reported everything through a year of 365 days."""
    indicator = catalogue.indicators[key]
    nothing, all_there = np.zeros_like(plus), np.ones_like(plus)
    twice = 2 * DAYS * below if indicator.has_basis else nothing
    denominator = nothing if indicator.has_basis else below
    totals = Totals(plus, minus, denominator, twice, nothing, all_there, all_there, {})
    return rate(indicator, totals, np.full_like(plus, DAYS), Basis.ANNUAL, catalogue)


def shares_of_fails(case: Case, catalogue: Catalogue, people: Ints, repeats: int, seed: int) -> tuple[float, float]:
    """Return the shares of areas that come out as clear or strong fails, and as strong ones."""
    chance = np.random.default_rng(seed)
    plus, minus, below = case.draw(chance, np.tile(people, repeats))
    figures = figures_of(catalogue, case.indicator, plus, minus, below)
    rule = Rule(case.indicator, catalogue.indicators[case.indicator], case.bound, Place("simulation"))
    applied = Applied(np.zeros(len(plus), dtype=np.int64), [case.bound], [case.bound], [case.bound])
    verdicts = judge(rule, figures, applied)
    failed = verdicts.status == FAIL
    strong = failed & (verdicts.evidence == STRONG)
    clear = strong | (failed & (verdicts.evidence == CLEAR))
    return float(clear.mean()), float(strong.mean())


def births_needed(low: int, high: int) -> tuple[int, int]:
    """Return the fewest births of which some split is clearly inside a band, and from how many on all have one."""
    step, births = 1 << 20, 0
    while step:
        if not can_be_clear(births + step, low, high):
            births += step
        step >>= 1
    # Near the edge some numbers have a fitting split and others not.
    near = [can_be_clear(number, low, high) for number in range(births - EDGE, births + EDGE)]
    last_without = len(near) - 1 - near[::-1].index(False)
    return births - EDGE + near.index(True), births - EDGE + last_without + 1


def can_be_clear(births: int, low: int, high: int) -> bool:
    """Whether some split of the births between boys and girls has its 95 % interval inside a band."""
    middle = births * (low + high) // (200 + low + high)
    boys = np.arange(max(middle - EDGE, 0), min(middle + EDGE, births) + 1)
    limits = odds(boys, births - boys, CLEAR_LEVEL)
    return bool(((limits.lower * 100 >= low) & (limits.upper * 100 <= high)).any())


def seconds_of_evidence(catalogue: Catalogue, seed: int) -> float:
    """Return the time to judge five targets on 700,000 villages, each with evidence."""
    chance = np.random.default_rng(seed)
    people = chance.integers(200, 6_000, MANY)
    cases = [CASES[place] for place in (0, 2, 3, 5)]
    deaths = Case("infant mortality", "infant_mortality_rate", at_most(8), _share(0.008))
    ready = [(case, figures_of(catalogue, case.indicator, *case.draw(chance, people))) for case in (*cases, deaths)]
    assert len(ready) == TARGETS
    started = time.perf_counter()
    for case, figures in ready:
        rule = Rule(case.indicator, figures.indicator, case.bound, Place("simulation"))
        judge(rule, figures, Applied(np.zeros(MANY, dtype=np.int64), [case.bound], [case.bound], [case.bound]))
    return time.perf_counter() - started


def _held(share: float, bar: float, draws: int) -> str:
    """Return whether a share is at most its bar, or above it by no more than the simulation's own noise."""
    if share <= bar:
        return "met"
    noise = 3 * (bar * (1 - bar) / draws) ** 0.5
    return "noise" if share <= bar + noise else MISSED


def main(arguments: Sequence[str]) -> int:
    """Print all figures; return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=2013)
    asked = parser.parse_args(arguments)
    catalogue = load_catalogue()
    missed = False
    for size, (least, most) in SIZES.items():
        people = np.random.default_rng(asked.seed).integers(least, most, VILLAGES)
        print(f"{VILLAGES} {size} of {least:,} to {most:,} people, {asked.repeats:,} times: share of fails")
        for case in CASES:
            clear, strong = shares_of_fails(case, catalogue, people, asked.repeats, asked.seed)
            words = [_held(*pair, VILLAGES * asked.repeats) for pair in zip((clear, strong), case.bars, strict=True)]
            missed |= MISSED in words
            print(f"  {case.name:46} clear {clear:7.3%} {words[0]:6}  strong {strong:7.3%} {words[1]}".rstrip())
    for low, high in BANDS:
        fewest, always = births_needed(low, high)
        print(f"clearly inside {low}-{high}: possible from {fewest:,} births, at every number from {always:,} on")
    seconds = seconds_of_evidence(catalogue, asked.seed)
    missed |= seconds > SECONDS
    print(f"{MANY:,} villages, {TARGETS} targets: {seconds:.1f} s ({'met' if seconds <= SECONDS else MISSED})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main(sys.argv[1:]))
