"""How sure a verdict is, written from the design's words: tails of the exact distributions, not limits.

An exact interval lies above a bound when a true level on the bound would give so many events or more in less than half
of what the interval leaves out; below it, when it would give so few.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf, sqrt

from scipy import stats

from popcalc.definitions.catalogue import Indicator, Kind

Bounds = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True)
class Observed:
    """Events of both signs above the line, what is below it, and the factor that makes a value of their quotient."""

    plus: int
    minus: int
    below: Fraction
    factor: Fraction


def tails(one: Indicator, seen: Observed, bound: Fraction) -> tuple[float, float]:
    """How often a true level on a bound would give so many events or more, and so many or fewer."""
    x, n = seen.plus, int(seen.below)
    match one.interval.value:
        case "poisson":
            mean = float(bound * seen.below / seen.factor)
            if mean < 0:
                return 0.0, 1.0
            return float(stats.poisson.sf(x - 1, mean)), float(stats.poisson.cdf(x, mean))
        case "binomial":
            share = float(bound / seen.factor)
        case _:
            # Of both sexes together those of the first; a ratio r is a share of r / (1 + r).
            ratio, n = bound / seen.factor, n + x
            share = float(ratio / (1 + ratio)) if ratio >= 0 else -1.0
    if share < 0:
        return 0.0, 1.0
    if share > 1:
        return 1.0, 0.0
    return float(stats.binom.sf(x - 1, n, share)), float(stats.binom.cdf(x, n, share))


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function crosses 0."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return (low + high) / 2


def mover(seen: Observed, left_out: float) -> tuple[float, float]:
    """The limits of a difference of two Poisson counts (Donner and Zou 2012), as a value."""

    def limits(x: int) -> tuple[float, float]:
        far = x + 20 * sqrt(x + 1) + 50
        lower = root(lambda mean: float(stats.poisson.sf(x - 1, mean)) - left_out / 2, 0, x) if x else 0.0
        return lower, root(lambda mean: left_out / 2 - float(stats.poisson.cdf(x, mean)), x, far)

    (low_plus, high_plus), (low_minus, high_minus) = limits(seen.plus), limits(seen.minus)
    middle, scale = seen.plus - seen.minus, float(seen.factor / seen.below)
    lower = middle - sqrt((seen.plus - low_plus) ** 2 + (high_minus - seen.minus) ** 2)
    upper = middle + sqrt((high_plus - seen.plus) ** 2 + (seen.minus - low_minus) ** 2)
    return lower * scale, upper * scale


def lies(one: Indicator, seen: Observed, bound: Fraction, left_out: float) -> tuple[bool, bool]:
    """Whether the interval that leaves out so much lies wholly above a bound, and wholly below it."""
    if one.interval.value == "mover":
        lower, upper = mover(seen, left_out)
        return lower > bound, upper < bound
    more, fewer = tails(one, seen, bound)
    return more < left_out / 2, fewer < left_out / 2


def touches(one: Indicator, bound: Fraction) -> tuple[bool, bool]:
    """Whether no value lies below a bound, and none above it: an interval is then on its side without any chance."""
    never_negative = one.interval.value != "mover"
    most = one.per if one.interval.value == "binomial" else inf
    return never_negative and bound <= 0, bound >= most


def sure(one: Indicator, status: str, seen: Observed, bounds: Bounds, left_out: float) -> bool:
    """Whether the interval that leaves out so much lies inside the bounds of a pass, or outside those of a fail."""
    low, high = bounds
    if status == "fail":
        return (low is not None and lies(one, seen, low, left_out)[1]) or (
            high is not None and lies(one, seen, high, left_out)[0]
        )
    return (low is None or touches(one, low)[0] or lies(one, seen, low, left_out)[0]) and (
        high is None or touches(one, high)[1] or lies(one, seen, high, left_out)[1]
    )


def evidence(
    one: Indicator, status: str, seen: Observed, bounds: Bounds, *, paced: bool, part_of_year: bool, basis: str
) -> str:
    """Whether chance alone could explain a verdict.

    Of a rate or a paced count on a part of the year it is never strong; a rate of the part itself has none.
    """
    if one.interval.value == "none":
        return ""
    grows = part_of_year and (paced or one.kind in (Kind.RATE, Kind.RATE_DIFFERENCE))
    if grows and basis == "period":
        return ""
    if sure(one, status, seen, bounds, 0.002):
        return "clear" if grows else "strong"
    return "clear" if sure(one, status, seen, bounds, 0.05) else "uncertain"
