"""How many wrong digits an audit excuses, by the class that does, and how many right figures it accuses.

    python tests/benchmarks/simulate_audit.py [--figures N] [--seed N]

Draws figures of reports as townships and counties print them: shares, sex ratios and rates of a half-year, from counts
printed beside them (a rate with the stocks at both ends, with the average population, or with one stock alone), rounded
half up at one or two decimals. One digit of each is then another, drawn at random. Prints the share of wrong digits
that a class excuses, by class; the bar is 5 % in all. The same figures with their right digits must not be wrong or
impossible at all. A rate with one stock alone leaves its average population open, and with it the last digit: what is
neither excused nor called wrong for that reason (`cannot_check`) is shown by itself.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import numpy as np

from popcalc.audit.audit import own_material
from popcalc.audit.classes import FAILS, Class, classify
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.loading import load_catalogue
from popcalc.definitions.printed_file import assemble
from popcalc.definitions.strict_yaml import Document

BAR = 0.05
UNEXCUSED = (*FAILS, Class.CANNOT_CHECK)
PERIOD = "2012-10..2013-03"
Draw = Callable[[np.random.Generator], tuple[str, dict[str, int], Fraction, int]]
"""Gives an indicator, its counts, its exact value and the decimals that it is printed with."""


def share(random: np.random.Generator) -> tuple[str, dict[str, int], Fraction, int]:
    """Births within policy among all births."""
    births = int(random.integers(50, 5000))
    inside = int(random.binomial(births, random.uniform(0.8, 0.99)))
    counts = {"births": births, "births_in_policy": inside}
    return "policy_compliance_rate", counts, Fraction(100 * inside, births), int(random.integers(1, 3))


def sex_ratio(random: np.random.Generator) -> tuple[str, dict[str, int], Fraction, int]:
    """Boys to a hundred girls."""
    births = int(random.integers(100, 5000))
    boys = int(random.binomial(births, 0.52))
    counts = {"births_male": boys, "births_female": births - boys}
    return "sex_ratio_at_birth", counts, Fraction(100 * boys, births - boys), int(random.integers(1, 3))


def rate_of(known: str) -> Draw:
    """Return a draw of a rate whose population is known in some way: `ends`, `average` or `closing`."""

    def draw(random: np.random.Generator) -> tuple[str, dict[str, int], Fraction, int]:
        opening = int(random.integers(10_000, 500_000))
        closing = opening + round(opening * random.normal(0.002, 0.004))
        births, deaths = (int(random.poisson(opening * per)) for per in (0.0065, 0.0035))
        counts = {"births": births, "deaths": deaths}
        twice = opening + closing
        stocks: Mapping[str, dict[str, int]] = {
            "ends": {"population_start": opening, "population": closing},
            "average": {"population_average": twice // 2},
            "closing": {"population": closing},
        }
        twice = 2 * (twice // 2) if known == "average" else twice
        key, events = [
            ("crude_birth_rate", births),
            ("crude_death_rate", deaths),
            ("natural_increase_rate", births - deaths),
        ][int(random.integers(3))]
        return key, {**counts, **stocks[known]}, Fraction(2000 * events, twice), 2

    return draw


KINDS: Mapping[str, Draw] = {
    "share": share,
    "sex ratio": sex_ratio,
    "rate, opening and closing population": rate_of("ends"),
    "rate, average population": rate_of("average"),
    "rate, closing population alone": rate_of("closing"),
}


def printed(value: Fraction, places: int) -> str:
    """Round half up, by Python's decimal arithmetic."""
    context = Context(prec=60)
    exact = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"


def with_wrong_digit(written: str, random: np.random.Generator) -> str:
    """Return the figure with one digit replaced by another."""
    places = [place for place, one in enumerate(written) if one.isdecimal()]
    place = places[int(random.integers(len(places)))]
    others = [digit for digit in "0123456789" if digit != written[place]]
    return written[:place] + others[int(random.integers(len(others)))] + written[place + 1 :]


def classes(figures: Sequence[dict[str, object]], catalogue: Catalogue) -> list[Class]:
    """Return the class of each figure of a file."""
    data = {"version": 1, "year_start": 10, "figures": list(figures)}
    file = assemble(Document("report.yaml", "", data), catalogue)
    return [classify(own_material(one, file, catalogue)).found for one in file.figures]


def main(arguments: Sequence[str]) -> int:
    """Draw, audit, print; return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=17)
    asked = parser.parse_args(arguments)
    random, catalogue = np.random.default_rng(asked.seed), load_catalogue()
    right: list[dict[str, object]] = []
    wrong: list[dict[str, object]] = []
    names = [list(KINDS)[place % len(KINDS)] for place in range(asked.figures)]
    for name in names:
        key, counts, value, places = KINDS[name](random)
        written = printed(value, places)
        figure = {"indicator": key, "period": PERIOD, "counts": counts}
        right.append({**figure, "printed": written})
        wrong.append({**figure, "printed": with_wrong_digit(written, random)})
    accused = sum(found in FAILS for found in classes(right, catalogue))
    found = Counter(zip(names, classes(wrong, catalogue), strict=True))
    excused: Counter[Class] = Counter()
    for (_, one), number in found.items():
        excused[one] += number if one not in UNEXCUSED else 0
    print(f"{asked.figures:,} right figures, {accused} of them called wrong or impossible")
    print(f"{asked.figures:,} wrong digits; excused, by class:")
    for one in Class:
        if excused[one]:
            print(f"  {one.value:20} {excused[one] / asked.figures:7.2%}")
    total = sum(excused.values()) / asked.figures
    print(f"  {'in all':20} {total:7.2%}   bar {BAR:.0%} {'met' if total < BAR else 'MISSED'}")
    left_open = sum(number for (_, one), number in found.items() if one is Class.CANNOT_CHECK)
    print(f"  {'left open':20} {left_open / asked.figures:7.2%}")
    print("by kind of figure:")
    for name in KINDS:
        drawn = names.count(name)
        own = {one: found[name, one] / drawn for one in Class if one not in FAILS and found[name, one]}
        listed = ", ".join(f"{one.value} {number:.2%}" for one, number in own.items())
        print(f"  {name:38} {listed}")
    return int(total >= BAR or accused > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
