"""Both parts of a figure, each by itself, and so how far the figure can move when what is missing comes in.

A mean, a coverage or a quota is held against people who are there, or a task that is set. A village that has not
reported its events may have none, or as many as it has people; one whose people are not known may have any number.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from msgspec import Struct

from popcalc.aggregation import Plan, Totals, make_groups, roll_up
from popcalc.arrays import Bools, Ints
from popcalc.definitions.catalogue import Catalogue, Formula, Indicator, Kind
from popcalc.definitions.targets import Bound
from popcalc.language import named
from popcalc.table import Table


class Apart(Struct, frozen=True, eq=False):
    """The sums of a figure's parts by area and period, in the smallest units of each.

    `above` and `below` are all that is known of the numerator and of the denominator; `every_above` and `every_below`
    say where that is all, `neither` where a village has neither whole. `most_above` is the numerator were all in it who
    can be, `least_below` the denominator were no more in it than in the numerator. `above_with` and `below_with` are
    the parts of the villages whose whole denominator is known. A numerator over a denominator times `per` is a value.
    """

    per: Fraction
    above: Ints
    below: Ints
    every_above: Bools
    every_below: Bools
    neither: Bools
    most_above: Ints
    least_below: Ints
    above_with: Ints
    below_with: Ints


class Reach(Struct, frozen=True):
    """The least and the most that a figure can become; None for no end."""

    least: Fraction | None = None
    most: Fraction | None = None

    def leaves(self, value: Fraction, bound: Bound) -> bool:
        """Whether a value that may become any within reach stays on its side of a bound."""
        if bound.low is not None and value < bound.low:
            return self.most is not None and self.most < bound.low
        if bound.high is not None and value > bound.high:
            return self.least is not None and self.least > bound.high
        keeps_low = bound.low is None or (self.least is not None and self.least >= bound.low)
        return keeps_low and (bound.high is None or (self.most is not None and self.most <= bound.high))


def parts_apart(
    table: Table, indicators: Sequence[Indicator], chosen: Sequence[int], level: str, plan: Plan
) -> dict[str, Apart]:
    """Return the parts of some indicators by themselves, for areas of a level."""
    areas, periods = table.areas, len(plan.periods)
    place = np.full(len(areas.keys) + 1, -1, dtype=np.int64)
    place[list(chosen)] = np.arange(len(chosen))
    of_village = place[areas.above(level)]
    villages = np.flatnonzero(of_village >= 0)
    groups = make_groups(areas, villages.tolist(), total=False, periods=periods)
    formulas = {formula for one in indicators for formula in (one.numerator, one.denominator) if formula}
    counts = [_alone(formula) for formula in sorted(formulas, key=str)]
    totals, _ = roll_up(table, counts, groups, plan)
    sums = _Sums(of_village[villages], len(chosen), periods)
    return {
        one.key: _apart(_per(one, plan.catalogue), totals[str(one.numerator)], totals[str(one.denominator)], sums)
        for one in indicators
        if one.denominator is not None
    }


def _alone(formula: Formula) -> Indicator:
    return Indicator(str(formula), named(str(formula)), Kind.COUNT, formula)


class _Sums(Struct, frozen=True, eq=False):
    """Sums of villages' values, by area and period; `owner` is the place of each village's area."""

    owner: Ints
    areas: int
    periods: int

    def of(self, values: Ints | Bools) -> Ints:
        found = np.zeros((self.areas, self.periods), dtype=np.int64)
        np.add.at(found, self.owner, values.reshape(-1, self.periods).astype(np.int64))
        return found.ravel()


def _per(indicator: Indicator, catalogue: Catalogue) -> Fraction:
    below, above = (catalogue.scale_of(formula) for formula in (indicator.denominator, indicator.numerator))
    return Fraction(indicator.per * below, above)


def _apart(per: Fraction, numerator: Totals, denominator: Totals, sums: _Sums) -> Apart:
    above, below = numerator.numerator, denominator.numerator
    has_above, has_below = (one.reported >= one.expected for one in (numerator, denominator))
    return Apart(
        per=per,
        above=sums.of(above),
        below=sums.of(below),
        every_above=sums.of(~has_above) == 0,
        every_below=sums.of(~has_below) == 0,
        neither=sums.of(~has_above & ~has_below) > 0,
        most_above=sums.of(np.where(has_above, above, np.maximum(above, below))),
        least_below=sums.of(np.where(has_below, below, np.maximum(above, below))),
        above_with=sums.of(np.where(has_below, above, 0)),
        below_with=sums.of(np.where(has_below, below, 0)),
    )


def reach_of(indicator: Indicator, apart: Apart, row: int) -> Reach:
    """Return how far the figure of a row can move."""
    if any(term.coefficient < 0 for term in indicator.numerator):
        return Reach()

    def value(above: Ints, below: Ints, otherwise: Fraction | None) -> Fraction | None:
        return apart.per * int(above[row]) / int(below[row]) if below[row] > 0 else otherwise

    least = value(apart.above, apart.below, Fraction(0)) if apart.every_below[row] else Fraction(0)
    if indicator.kind is Kind.PROPORTION:
        whole = Fraction(indicator.per)
        return Reach(least, whole if apart.neither[row] else value(apart.most_above, apart.least_below, whole))
    return Reach(least, value(apart.above, apart.below, None) if apart.every_above[row] else None)
