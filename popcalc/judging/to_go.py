"""What would turn a verdict, in people: the smallest whole number, found exactly.

A cap: how many may still happen to the year's end. A floor: how many more it takes. Each formula is the exact solution
of an inequality in whole numbers; the tests find the same by trying.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
from msgspec import Struct

from popcalc.arrays import Bools, Floats, Ints, Objects, minus, repeated, times
from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.definitions.targets import Effect, effect_of
from popcalc.judging.exact import ceiled, floored
from popcalc.judging.verdict import FAIL, NO_DATA, Applied, Verdicts
from popcalc.rates import Figures

ALLOWED, NEEDED = "allowed", "needed"


class ToGo(Struct, frozen=True, eq=False):
    """How many (NaN where it is out of reach or nothing can be said) and whether `allowed` or `needed`."""

    number: Floats
    kind: Objects


class YearEnd(Struct, frozen=True, eq=False):
    """The person-time of each row at the year's end: top / bottom, in whole numbers.

    Until then are `days_left` more, through which the last stock `held` stands where one is `reported`, elsewhere the
    average so far.
    """

    top: Ints
    bottom: Ints
    days_left: int
    held: Ints
    reported: Bools


def find_to_go(
    indicator: Indicator,
    figures: Figures,
    verdicts: Verdicts,
    applied: Applied,
    year_end: YearEnd,
    catalogue: Catalogue,
) -> ToGo:
    """Return what would turn each verdict, against the bounds at the end of the targets' time (`applied.goals`)."""
    number = np.full(len(figures.value), np.nan)
    kind = np.full(len(number), "", dtype=object)
    settled = (verdicts.status != NO_DATA) & figures.defined
    failed = verdicts.status == FAIL
    solve = SOLVERS[effect_of(indicator, catalogue)]
    for position, bound in enumerate(applied.goals):
        rows = settled & (applied.which == position)
        for side, end in (("low", bound.low), ("high", bound.high)):
            if end is None:
                continue
            asked = rows & _concerned(side, bound.high is not None, failed, verdicts)
            if asked.any():
                figure = _Figure.of(indicator, figures, year_end, end, asked, catalogue)
                number[asked], kind[asked] = solve(figure, side, failed[asked])
    return ToGo(number, kind)


def _concerned(side: str, has_high: bool, failed: Bools, verdicts: Verdicts) -> Bools:
    """Return the rows for which an end of the bound is the one that matters.

    A fail looks at the end that it misses, a pass at its cap (what is still allowed), or at its floor without one.
    """
    missed = verdicts.below if side == "low" else verdicts.above
    matters = side == "high" or not has_high
    return np.where(failed, missed, matters).astype(bool)


class _Figure(Struct, frozen=True, eq=False):
    """Numerator x and denominator n of each row in smallest units, and the bound as top / bottom of x / n.

    `goal_top` over `goal_bottom` is what the numerator may come to: the bound times the denominator at the year's end.
    """

    x: Ints
    n: Ints
    top: int
    bottom: int
    goal_top: Ints
    goal_bottom: Ints
    unit: int
    unit_below: int
    may_fall: bool

    @classmethod
    def of(
        cls, indicator: Indicator, figures: Figures, year_end: YearEnd, end: Fraction, rows: Bools, catalogue: Catalogue
    ) -> _Figure:
        """Return the rows' figure against one end of a bound."""
        above, below = catalogue.scale_of(indicator.numerator), catalogue.scale_of(indicator.denominator)
        scaled = end * above / (indicator.per * below)
        x = figures.totals.numerator[rows]
        n = figures.totals.denominator[rows]
        goal_top, goal_bottom = times(n, scaled.numerator), repeated(scaled.denominator, n)
        if indicator.denominator is None:
            goal_top, goal_bottom = repeated(scaled.numerator, x), repeated(scaled.denominator, x)
        elif indicator.has_basis:
            goal_top = times(year_end.top[rows], scaled.numerator)
            goal_bottom = times(year_end.bottom[rows], scaled.denominator)
        may_fall = any(term.coefficient < 0 for term in indicator.numerator)
        return cls(x, n, scaled.numerator, scaled.denominator, goal_top, goal_bottom, above, below, may_fall)


def _fixed(figure: _Figure, side: str, failed: Bools) -> tuple[Floats, Objects]:
    """Solve x + k against b n, the denominator standing."""
    if side == "low":
        needed = minus(ceiled(figure.goal_top, figure.goal_bottom), figure.x).clip(min=0)
        return _numbers(needed, figure.unit), _words(needed, NEEDED)
    allowed = minus(floored(figure.goal_top, figure.goal_bottom), figure.x)
    number = _numbers(allowed, figure.unit)
    return (number if figure.may_fall else np.where(allowed < 0, np.nan, number)), _words(allowed, ALLOWED)


def _part(figure: _Figure, side: str, failed: Bools) -> tuple[Floats, Objects]:
    """Solve (x + k) / (n + k) against b: more events that all count; or x / (n + k): more that do not."""
    spare = figure.bottom - figure.top
    ahead = minus(times(figure.n, figure.top), times(figure.x, figure.bottom))
    if side == "low":
        needed = ceiled(ahead, repeated(spare, ahead)).clip(min=0)
        out_of_reach = (ahead > 0) & (spare == 0)
        return np.where(out_of_reach, np.nan, _numbers(needed, 1)), _words(needed, NEEDED)
    allowed = _numbers(floored(ahead, repeated(spare, ahead)), 1)
    without_end = np.full_like(allowed, np.nan) if spare == 0 else allowed
    return np.where(failed, _diluting(figure), without_end), np.where(failed, NEEDED, ALLOWED).astype(object)


def _over_flow(figure: _Figure, side: str, failed: Bools) -> tuple[Floats, Objects]:
    """Solve (x + k) / n against b, and x / (n + k) for a cap that is missed: deaths cannot be taken back."""
    number, kind = _fixed(figure, side, failed)
    if side == "low":
        return number, kind
    return np.where(failed, _diluting(figure), number), np.where(failed, NEEDED, kind).astype(object)


def _odds(figure: _Figure, side: str, failed: Bools) -> tuple[Floats, Objects]:
    """Solve x / (n + k) or (x + k) / n against b for a missed end; a pass needs nothing."""
    more = _fixed(figure, side, failed)[0] if side == "low" else _diluting(figure)
    return np.where(failed, more, np.nan), np.where(failed, NEEDED, "").astype(object)


def _diluting(figure: _Figure) -> Floats:
    """Return how many more in the denominator alone bring x / n down to b; NaN where b is 0."""
    if figure.top == 0:
        return np.full(len(figure.x), np.nan)
    over = minus(times(figure.x, figure.bottom), times(figure.n, figure.top))
    return _numbers(ceiled(over, repeated(figure.top, over)).clip(min=0), figure.unit_below)


def _numbers(values: Ints, unit: int) -> Floats:
    return values.astype(np.float64) / unit


def _words(values: Ints, word: str) -> Objects:
    return np.full(len(values), word, dtype=object)


SOLVERS: Mapping[Effect, Callable[[_Figure, str, Bools], tuple[Floats, Objects]]] = {
    Effect.ABOVE: _fixed,
    Effect.PART: _part,
    Effect.OVER_FLOW: _over_flow,
    Effect.ODDS: _odds,
}
