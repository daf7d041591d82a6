"""Will a target be met, written from the design's words: events to come are what the binomial leaves, found by trying.

Of all events of the year those so far are a part that chance has drawn with the share of the year that has passed
(Nelson 1982). So many more may come that so few so far, or so many, have a chance above 2.5 %.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isclose, sqrt

from scipy import stats

from tests.unit.judging.second_judge_chance import Bounds

HALF_OUTSIDE = 0.025
MANY = 100
"""From so many events of both kinds on, limits of a ratio are put together by MOVER (Donner and Zou 2012)."""


@dataclass(frozen=True)
class Limits:
    """A number with the ends of its interval."""

    value: float
    lower: float
    upper: float

    def times(self, factor: float) -> Limits:
        return Limits(self.value * factor, self.lower * factor, self.upper * factor)

    def is_like(self, other: Limits) -> bool:
        pairs = ((self.value, other.value), (self.lower, other.lower), (self.upper, other.upper))
        return all(isclose(one, two, rel_tol=1e-9, abs_tol=1e-9) for one, two in pairs)


def first_that(holds: Callable[[int], bool]) -> int:
    """The first number from 0 on for which something holds that holds for all after it."""
    high = 1
    while not holds(high):
        high *= 2
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def by_the_end(x: int, share: float) -> Limits:
    """How many events there will be, of which x have come in this share of the time."""
    if share >= 1:
        return Limits(x, x, x)
    most = first_that(lambda y: float(stats.binom.cdf(x, x + y, share)) <= HALF_OUTSIDE) - 1
    fewest = first_that(lambda y: float(stats.binom.sf(x - 1, x + y, share)) > HALF_OUTSIDE)
    return Limits(x / share, x + fewest, x + most)


def difference(one: Limits, other: Limits) -> Limits:
    value = one.value - other.value
    return Limits(
        value,
        value - sqrt((one.value - one.lower) ** 2 + (other.upper - other.value) ** 2),
        value + sqrt((one.upper - one.value) ** 2 + (other.value - other.lower) ** 2),
    )


def ratio(above: int, below: int, share: float) -> Limits:
    """Events over other events."""
    one, other = by_the_end(above, share), by_the_end(below, share)
    value = one.value / other.value if other.value else inf
    if min(above, below) < MANY:
        return Limits(value, one.lower / other.upper, one.upper / other.lower if other.lower else inf)
    product = one.value * other.value

    def end(of_one: float, of_other: float, sign: int) -> float:
        left, right = of_one * (2 * one.value - of_one), of_other * (2 * other.value - of_other)
        return (product + sign * sqrt(max(product**2 - left * right, 0))) / right

    return Limits(value, end(one.lower, other.upper, -1), end(one.upper, other.lower, 1))


def share_of(odds: Limits) -> Limits:
    """A part of both from a ratio of one to the other."""
    return Limits(*(1.0 if end == inf else end / (1 + end) for end in (odds.value, odds.lower, odds.upper)))


def likely(limits: Limits, goal: Bounds) -> str:
    low, high = goal
    if (low is None or limits.lower >= float(low)) and (high is None or limits.upper <= float(high)):
        return "met"
    if (low is not None and limits.upper < float(low)) or (high is not None and limits.lower > float(high)):
        return "missed"
    return "open"
