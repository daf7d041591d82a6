"""What would turn or keep a verdict, in people, found exactly; and how far behind the applied floor a figure is today.

`needed` is the smallest whole number that meets the bound at the year's end, `allowed` the largest with which it is
still met; there is none where a band is jumped over. Each is the solution of inequalities in whole numbers; the tests
find the same by trying.
"""

from __future__ import annotations

import math
from enum import Enum
from fractions import Fraction
from typing import assert_never

import numpy as np
from msgspec import Struct

from popcalc.arrays import Bools, Floats, Ints, Objects
from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.definitions.targets import Bound, Effect, Gaps, Rule, effect_of
from popcalc.judging.verdict import FAIL, INCOMPLETE, PASS, Applied, Verdicts
from popcalc.rates import Figures

ALLOWED, NEEDED = "allowed", "needed"


class ToGo(Struct, frozen=True, eq=False):
    """How many (NaN where it is out of reach or nothing can be said), whether `allowed` or `needed`, how far behind.

    `behind` is the smallest number that, added by the last month, meets the applied floor today; NaN for a cap.
    """

    number: Floats
    kind: Objects
    behind: Floats


class Standing(Struct, frozen=True, eq=False):
    """What a figure stands on, in whole numbers: `above` over `below`, which is `days` times what it is divided by.

    Of a rate `below` is twice its person-days; elsewhere `days` are 1.
    """

    above: Ints
    below: Ints
    days: Ints


class YearEnd(Struct, frozen=True, eq=False):
    """What each row stands on `today`, and at the `end` of its target's time, were nothing more to happen.

    Of a rate there are `held` person-days more at the end, of gaps and of the `left` days to come, through which every
    village's last stock stands. `share` is the part of the time, by person-days or by village-months, that is known.
    """

    today: Standing
    end: Standing
    held: Ints
    left: Ints
    share: Floats


def find_to_go(
    rule: Rule, figures: Figures, verdicts: Verdicts, applied: Applied, year_end: YearEnd, catalogue: Catalogue
) -> ToGo:
    """Return what would turn each verdict, against the bounds at the end of the targets' time (`applied.goals`).

    What is left is also said where village-months are missing: they are part of what may still come.
    """
    indicator = rule.indicator
    asked = np.isin(verdicts.status, (PASS, FAIL))
    if rule.gaps is not Gaps.EITHER:
        asked |= verdicts.reason == INCOMPLETE
    asked &= figures.defined
    number = np.full(len(figures.value), np.nan)
    kind = np.full(len(number), "", dtype=object)
    effect = effect_of(indicator, catalogue)
    units = [catalogue.scale_of(formula) for formula in (indicator.denominator, indicator.numerator)]
    for position, bound in enumerate(applied.goals):
        of_bound = asked & (applied.which == position)
        for side in _Side:
            rows = of_bound & _on(side, bound, verdicts)
            trial = _trial_of(effect, side, bound, indicator)
            if trial is None or not rows.any():
                continue
            found = _solved(trial, _scaled(bound, indicator, catalogue), year_end.end, rows)
            number[rows], kind[rows] = found.astype(np.float64) / units[trial.above], trial.kind
    behind = _behind(rule, figures, verdicts, applied, year_end, catalogue, effect)
    return ToGo(number, kind, behind)


class _Side(Enum):
    """Where a figure lies: below its bound, above it, or within."""

    LOW = "low"
    HIGH = "high"
    WITHIN = "within"


def _on(side: _Side, bound: Bound, verdicts: Verdicts) -> Bools:
    match side:
        case _Side.LOW:
            return verdicts.below
        case _Side.HIGH:
            return verdicts.above
        case _Side.WITHIN:
            return ~(verdicts.below | verdicts.above)
        case _:
            assert_never(side)


class _Trial(Struct, frozen=True):
    """What is tried: so many more above the line, below it, or both; the fewest that meet the bound, or the most.

    `falls` says that the number may be negative, as of a difference that can be taken back.
    """

    kind: str
    above: bool
    below: bool
    falls: bool = False


def _trial_of(effect: Effect, side: _Side, bound: Bound, indicator: Indicator) -> _Trial | None:
    """Return what may turn or keep a figure on a side of its bound, None where nobody is asked for anything."""
    part = effect is Effect.PART
    if effect is Effect.ODDS:
        # Of two sexes nobody is asked for more of one while the bound is met.
        return None if side is _Side.WITHIN else _Trial(NEEDED, side is _Side.LOW, side is _Side.HIGH)
    if side is _Side.LOW or bound.high is None:
        return _Trial(NEEDED, above=True, below=part)
    if side is _Side.HIGH and effect is not Effect.ABOVE:
        # Events cannot be taken back; more of the whole thin them out.
        return _Trial(NEEDED, above=False, below=True)
    falls = effect is Effect.ABOVE and any(term.coefficient < 0 for term in indicator.numerator)
    return _Trial(ALLOWED, above=True, below=part, falls=falls)


def _scaled(bound: Bound, indicator: Indicator, catalogue: Catalogue) -> Bound:
    """Return a bound as one of numerator over denominator in smallest units."""
    above, below = catalogue.scale_of(indicator.numerator), catalogue.scale_of(indicator.denominator)
    per = 1 if indicator.denominator is None else indicator.per
    return bound.times(Fraction(above, per * below))


def _solved(trial: _Trial, bound: Bound, at: Standing, rows: Bools) -> Objects:
    """Return the number that each row is asked for, None where there is none, in smallest units."""
    found = np.empty(int(rows.sum()), dtype=object)
    columns = (column[rows].tolist() for column in (at.above, at.below, at.days))
    found[:] = [_solve(trial, bound, x, n, days) for x, n, days in zip(*columns, strict=True)]
    return found


def _solve(trial: _Trial, bound: Bound, x: int, n: int, days: int) -> int | None:
    """Return the k that is asked for of those for which the bound holds (x + k) / (n / days), or what is tried.

    Multiplied out, an end of the bound is an inequality start + k slope >= 0, or <= 0, in whole numbers.
    """
    if n <= 0 and not trial.below:
        return None
    least, most = -math.inf if trial.falls else 0, math.inf
    for end, is_low in ((bound.low, True), (bound.high, False)):
        if end is None:
            continue
        top, bottom = end.numerator, end.denominator * days
        start = x * bottom - n * top
        slope = trial.above * bottom - trial.below * top
        if slope == 0:
            if start < 0 if is_low else start > 0:
                return None
        elif (slope > 0) == is_low:
            least = max(least, -(start // slope))
        else:
            most = min(most, -start // slope)
    chosen = least if trial.kind == NEEDED else most
    return None if least > most or math.isinf(chosen) else int(chosen)


def _behind(
    rule: Rule,
    figures: Figures,
    verdicts: Verdicts,
    applied: Applied,
    year_end: YearEnd,
    catalogue: Catalogue,
    effect: Effect,
) -> Floats:
    """Return the smallest number that, added by the last month, meets the applied floor today; NaN for a cap."""
    indicator = rule.indicator
    found = np.full(len(figures.value), np.nan)
    judged = np.isin(verdicts.status, (PASS, FAIL))
    trial = _Trial(NEEDED, above=True, below=effect is Effect.PART)
    for position, bound in enumerate(applied.applied):
        rows = judged & (applied.which == position)
        if bound.low is not None and rows.any():
            floor = _scaled(Bound(bound.operator, bound.low, None), indicator, catalogue)
            found[rows] = _solved(trial, floor, year_end.today, rows).astype(np.float64)
    return found / catalogue.scale_of(indicator.numerator)
