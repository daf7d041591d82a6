"""How often the limits of differences hold the truth, and how often chance alone makes a difference or a rank sure.

    python tests/benchmarks/simulate_comparisons.py [--draws N] [--seed N]

Draws pairs of areas with 5, 20 and 100 events expected on the first side, as many people or four times as many on the
other, once without a difference and once with half as much again there, and compares them as `popcalc compute
--compare` does. Prints how many of the 95 % and 99.8 % intervals hold the true difference (or odds ratio), and without
a difference how many come out as clear (at most 5 %) and strong (at most 0.2 %). Then 20 areas that are all alike,
ranked: in at most 5 % of the tables may any rank be sure. Exit 1 when a bar is missed by more than three standard
errors of the simulation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from popcalc.aggregation import Totals
from popcalc.comparing.differences import evidence, limits_of
from popcalc.comparing.ranks import sure_of
from popcalc.definitions.catalogue import Basis, Catalogue, CiMethod
from popcalc.definitions.loading import load_catalogue
from popcalc.evidence import CLEAR, CLEAR_LEVEL, STRONG, STRONG_LEVEL
from popcalc.rates import Figures, rate

Ints = npt.NDArray[np.int64]
Parts = tuple[Ints, Ints, Ints]
"""The numerator's parts by sign, and the denominator."""

DAYS = 365
PEOPLE_PER_EVENT = 100
EVENTS = (5, 20, 100)
SIZES = (1, 4)
EFFECTS = (1.0, 1.5)
AREAS = 20
LEVELS = (CLEAR_LEVEL, STRONG_LEVEL)
MISSED = "MISSED"


@dataclass(frozen=True)
class Case:
    """An indicator: how an area of so many people is drawn at a level, and the figure that is true then."""

    name: str
    indicator: str
    draw: Callable[[np.random.Generator, int, float, int], Parts]
    truth: Callable[[float], float]


def _rate(chance: np.random.Generator, people: int, level: float, draws: int) -> Parts:
    events = chance.poisson(people * level / PEOPLE_PER_EVENT, draws)
    return events, np.zeros(draws, dtype=np.int64), np.full(draws, people)


def _increase(chance: np.random.Generator, people: int, level: float, draws: int) -> Parts:
    births, _, below = _rate(chance, people, level, draws)
    return births, chance.poisson(people * 0.6 / PEOPLE_PER_EVENT, draws), below


def _share(chance: np.random.Generator, people: int, level: float, draws: int) -> Parts:
    births = max(people // PEOPLE_PER_EVENT, 1)
    return (
        chance.binomial(births, 0.6 * level, draws),
        np.zeros(draws, dtype=np.int64),
        np.full(draws, births),
    )


def _boys(chance: np.random.Generator, people: int, level: float, draws: int) -> Parts:
    births = max(people // PEOPLE_PER_EVENT, 1)
    boys = chance.binomial(births, level / (1 + level), draws)
    return boys, np.zeros(draws, dtype=np.int64), births - boys


CASES = (
    Case("rate", "crude_birth_rate", _rate, lambda level: 1000 * level / PEOPLE_PER_EVENT),
    Case("natural increase", "natural_increase_rate", _increase, lambda level: 1000 * (level - 0.6) / PEOPLE_PER_EVENT),
    Case("proportion", "policy_compliance_rate", _share, lambda level: 60 * level),
    Case("sex ratio (odds ratio)", "sex_ratio_at_birth", _boys, lambda level: 100 * level),
)


def figures_of(catalogue: Catalogue, key: str, parts: Parts) -> Figures:
    """Return the figures of areas that reported everything through a year of 365 days."""
    plus, minus, below = parts
    indicator = catalogue.indicators[key]
    nothing, all_there = np.zeros_like(plus), np.ones_like(plus)
    twice = 2 * DAYS * below if indicator.has_basis else nothing
    denominator = nothing if indicator.has_basis else below
    totals = Totals(plus, minus, denominator, twice, nothing, all_there, all_there, {})
    return rate(indicator, totals, np.full_like(plus, DAYS), Basis.ANNUAL, catalogue)


@dataclass(frozen=True)
class Found:
    """The shares of intervals that hold the truth at 95 % and 99.8 %, and of clear and of strong evidence."""

    holding: tuple[float, float]
    clear: float
    strong: float


def simulate(
    case: Case, catalogue: Catalogue, *, events: int, size: int, effect: float, draws: int, seed: int
) -> Found:
    """Compare areas of so many events with others of so many times the people and that effect."""
    chance = np.random.default_rng(seed)
    one, other = (
        figures_of(catalogue, case.indicator, case.draw(chance, people, level, draws))
        for people, level in ((events * PEOPLE_PER_EVENT, 1.0), (size * events * PEOPLE_PER_EVENT, effect))
    )
    holding = []
    for level in LEVELS:
        limits = limits_of(one, other, level, CiMethod.EXACT)
        is_ratio = limits.no_difference == 1
        truth = case.truth(1.0) / case.truth(effect) if is_ratio else case.truth(1.0) - case.truth(effect)
        # Of nothing nothing is known: an area without births has no sex ratio, and what has no limits excludes none.
        outside = (limits.lower > truth + 1e-9) | (limits.upper < truth - 1e-9)
        holding.append(float(1 - outside.mean()))
    found = evidence(one, other)
    return Found(
        (holding[0], holding[1]), float(np.isin(found, [CLEAR, STRONG]).mean()), float((found == STRONG).mean())
    )


def sure_ranks(case: Case, catalogue: Catalogue, events: int, tables: int, seed: int) -> float:
    """Return the share of tables of areas that are all alike in which any is surely above another."""
    chance = np.random.default_rng(seed)
    figures = figures_of(catalogue, case.indicator, case.draw(chance, events * PEOPLE_PER_EVENT, 1.0, tables * AREAS))
    rows = (np.arange(start, start + AREAS) for start in range(0, tables * AREAS, AREAS))
    return sum(bool(sure_of(figures, some[figures.defined[some]])[0].any()) for some in rows) / tables


def _at_most(share: float, bar: float, draws: int) -> bool:
    noise: float = 3 * (bar * (1 - bar) / draws) ** 0.5
    return share <= bar + noise


def main(arguments: Sequence[str]) -> int:
    """Print all figures; return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--draws", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2013)
    asked = parser.parse_args(arguments)
    catalogue = load_catalogue()
    missed = False
    for case in CASES:
        for events in EVENTS:
            found = {
                effect: [
                    simulate(
                        case, catalogue, events=events, size=size, effect=effect, draws=asked.draws, seed=asked.seed
                    )
                    for size in SIZES
                ]
                for effect in EFFECTS
            }
            every = [one for several in found.values() for one in several]
            holding = [min(one.holding[place] for one in every) for place in range(len(LEVELS))]
            clear, strong = (max(getattr(one, name) for one in found[1.0]) for name in ("clear", "strong"))
            fine = all(
                _at_most(share, 1 - level, asked.draws)
                for share, level in (
                    (1 - holding[0], LEVELS[0]),
                    (1 - holding[1], LEVELS[1]),
                    (clear, LEVELS[0]),
                    (strong, LEVELS[1]),
                )
            )
            tables = max(asked.draws // AREAS, 1)
            ranks = sure_ranks(case, catalogue, events, tables, asked.seed)
            fine &= _at_most(ranks, 1 - CLEAR_LEVEL, tables)
            missed |= not fine
            print(
                f"{case.name:24} {events:4} events: 95 % hold {holding[0]:7.2%}, 99.8 % hold {holding[1]:7.2%}; "
                f"by chance clear {clear:6.2%}, strong {strong:6.2%}; a sure rank in {ranks:6.2%} "
                f"{'met' if fine else MISSED}"
            )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main(sys.argv[1:]))
