"""What would turn a verdict, in people: the smallest whole number, found exactly.

A cap: how many may still happen to the year's end. A floor: how many more it takes. Each formula is the exact solution
of an inequality in whole numbers; the tests find the same by trying.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Catalogue, Indicator, IntervalModel, Kind, Nature
from popcalc.rates import Figures, scale_of
from popcalc.verdicts.exact import ceiled, floored, times
from popcalc.verdicts.judging import FAIL, NO_DATA, Applied, Verdicts

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Words = npt.NDArray[np.object_]

ALLOWED, NEEDED = "allowed", "needed"


@dataclass(frozen=True, eq=False)
class ToGo:
    """How many (NaN where it is out of reach or nothing can be said) and whether `allowed` or `needed`."""

    number: Floats
    kind: Words


@dataclass(frozen=True, eq=False)
class YearEnd:
    """The person-time of each row at the year's end, with the last stock held flat: top / bottom, in whole numbers."""

    top: Ints
    bottom: Ints


def find_to_go(
    indicator: Indicator,
    figures: Figures,
    verdicts: Verdicts,
    applied: Applied,
    year_end: YearEnd,
    catalogue: Catalogue,
) -> ToGo:
    """Return what would turn each verdict, against the bounds of the whole year (`applied.bounds`), not paced."""
    number = np.full(len(figures.value), np.nan)
    kind = np.full(len(number), "", dtype=object)
    settled = (verdicts.status != NO_DATA) & figures.defined
    for position, bound in enumerate(applied.bounds):
        rows = settled & (applied.which == position)
        failed = verdicts.status == FAIL
        for side, end in (("low", bound.low), ("high", bound.high)):
            if end is None:
                continue
            asked = rows & _concerned(side, bound.low is not None, bound.high is not None, failed, verdicts)
            if asked.any():
                solve = SOLVERS[_shape(indicator, catalogue)]
                figure = _Figure.of(indicator, figures, year_end, end, asked, catalogue)
                number[asked], kind[asked] = solve(figure, side, failed[asked])
    return ToGo(number, kind)


def _concerned(side: str, has_low: bool, has_high: bool, failed: Bools, verdicts: Verdicts) -> Bools:
    """Return the rows for which an end of the bound is the one that matters.

    A fail looks at the end that it misses, a pass at its cap (what is still allowed), or at its floor without one.
    """
    missed = verdicts.below if side == "low" else verdicts.above
    matters = side == "high" or not has_high
    return np.where(failed, missed, matters).astype(bool)


@dataclass(frozen=True, eq=False)
class _Figure:
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
    may_fall: bool

    @classmethod
    def of(
        cls, indicator: Indicator, figures: Figures, year_end: YearEnd, end: Fraction, rows: Bools, catalogue: Catalogue
    ) -> _Figure:
        """Return the rows' figure against one end of a bound."""
        above, below = scale_of(indicator.numerator, catalogue), scale_of(indicator.denominator, catalogue)
        scaled = end * above / (indicator.per * below)
        x = figures.totals.numerator[rows]
        n = figures.totals.denominator[rows]
        goal_top, goal_bottom = times(n, scaled.numerator), np.full_like(n, scaled.denominator)
        if indicator.denominator is None:
            goal_top, goal_bottom = np.full_like(x, scaled.numerator), np.full_like(x, scaled.denominator)
        elif indicator.has_basis:
            goal_top = times(year_end.top[rows], scaled.numerator)
            goal_bottom = times(year_end.bottom[rows], scaled.denominator)
        may_fall = any(term.coefficient < 0 for term in indicator.numerator)
        return cls(x, n, scaled.numerator, scaled.denominator, goal_top, goal_bottom, above, may_fall)


def _shape(indicator: Indicator, catalogue: Catalogue) -> str:
    """Return which inequality an indicator's figure leads to."""
    if indicator.interval is IntervalModel.ODDS:
        return "ratio"
    if indicator.kind is Kind.PROPORTION:
        natures = {catalogue.counts[count].nature for count in indicator.counts}
        return "part" if natures == {Nature.FLOW} else "fixed"
    return "fixed"


def _fixed(figure: _Figure, side: str, failed: Bools) -> tuple[Floats, Words]:
    """Solve x + k against b n, the denominator standing."""
    if side == "low":
        needed = (ceiled(figure.goal_top, figure.goal_bottom) - figure.x).clip(min=0)
        return _numbers(needed, figure.unit), _words(needed, NEEDED)
    allowed = floored(figure.goal_top, figure.goal_bottom) - figure.x
    number = _numbers(allowed, figure.unit)
    return (number if figure.may_fall else np.where(allowed < 0, np.nan, number)), _words(allowed, ALLOWED)


def _part(figure: _Figure, side: str, failed: Bools) -> tuple[Floats, Words]:
    """Solve (x + k) / (n + k) against b: more events that all count; or x / (n + k): more that do not."""
    spare = figure.bottom - figure.top
    ahead = times(figure.n, figure.top).astype(object) - times(figure.x, figure.bottom).astype(object)
    if side == "low":
        needed = ceiled(ahead, np.full_like(ahead, spare)).clip(min=0)
        out_of_reach = (ahead > 0) & (spare == 0)
        return np.where(out_of_reach, np.nan, _numbers(needed, 1)), _words(needed, NEEDED)
    allowed = floored(ahead, np.full_like(ahead, spare))
    diluting = ceiled(-ahead, np.full_like(ahead, figure.top))
    number = np.where(failed, _numbers(diluting, 1), _numbers(allowed, 1))
    number = np.where(failed & (figure.top == 0), np.nan, np.where(~failed & (spare == 0), np.nan, number))
    return number, np.where(failed, NEEDED, ALLOWED).astype(object)


def _ratio(figure: _Figure, side: str, failed: Bools) -> tuple[Floats, Words]:
    """Solve x / (n + k) or (x + k) / n against b for a missed end; a pass needs nothing."""
    if side == "low":
        more = ceiled(figure.goal_top, figure.goal_bottom) - figure.x
    else:
        more = ceiled(times(figure.x, figure.bottom), np.full_like(figure.x, figure.top)) - figure.n
    reachable = failed & (figure.top != 0)
    return np.where(reachable, _numbers(more, 1), np.nan), np.where(failed, NEEDED, "").astype(object)


def _numbers(values: Ints, unit: int) -> Floats:
    return values.astype(np.float64) / unit


def _words(values: Ints, word: str) -> Words:
    return np.full(len(values), word, dtype=object)


SOLVERS = {"fixed": _fixed, "part": _part, "ratio": _ratio}
