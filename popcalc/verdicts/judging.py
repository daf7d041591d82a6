"""One target judged for many areas and periods: pass, fail or no data, decided on the unrounded value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import IntervalModel, Kind
from popcalc.definitions.targets import Bound, Rule
from popcalc.rates import Figures, interval
from popcalc.verdicts.exact import compare

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Words = npt.NDArray[np.object_]

PASS, FAIL, NO_DATA = "pass", "fail", "no_data"
NOTHING_REPORTED, UNDEFINED, IMPOSSIBLE = "nothing_reported", "undefined", "impossible"
TOO_FEW, INCOMPLETE = "below_min_events", "incomplete"
REASONS = (NOTHING_REPORTED, UNDEFINED, IMPOSSIBLE, TOO_FEW, INCOMPLETE)

CLEAR, STRONG, UNCERTAIN = "clear", "strong", "uncertain"
CLEAR_LEVEL, STRONG_LEVEL = 0.95, 0.998
"""Levels of the intervals that must lie wholly on one side of a bound."""

SUMS = (Kind.COUNT, Kind.QUOTA)
"""Kinds that village-months which are missing can only make larger."""


@dataclass(frozen=True, eq=False)
class Applied:
    """The bounds of each row: as written and as applied, by their positions in `bounds` and `applied`."""

    which: Ints
    bounds: Sequence[Bound]
    applied: Sequence[Bound]


@dataclass(frozen=True, eq=False)
class Verdicts:
    """One target's verdicts by row; words are empty and numbers NaN for nothing.

    `low`, `high` are the signs of value - applied bound (0 on the bound); `margin` is the value minus the nearest
    applied bound.
    """

    status: Words
    reason: Words
    evidence: Words
    margin: Floats
    below: Bools
    above: Bools


def judge(rule: Rule, figures: Figures, applied: Applied) -> Verdicts:
    """Return the verdicts of a target on figures; each row has the bound that `applied` says."""
    below, above = _outside(figures, applied)
    status, reason = _status(rule, figures, below, above, applied)
    evidence = _evidence(figures, applied, status)
    return Verdicts(status, reason, evidence, _margin(figures, applied), below, above)


def _outside(figures: Figures, applied: Applied) -> tuple[Bools, Bools]:
    """Return where the value lies below its low end and where above its high end, exactly."""
    below = np.zeros(len(figures.value), dtype=bool)
    above = np.zeros(len(figures.value), dtype=bool)
    for position, bound in enumerate(applied.applied):
        rows = (applied.which == position) & figures.defined
        top, bottom = figures.exact_numerator[rows], figures.exact_denominator[rows]
        if bound.low is not None:
            below[rows] = compare(top, bottom, bound.low) < 0
        if bound.high is not None:
            above[rows] = compare(top, bottom, bound.high) > 0
    return below, above


def _status(rule: Rule, figures: Figures, below: Bools, above: Bools, applied: Applied) -> tuple[Words, Words]:
    status = np.where(below | above, FAIL, PASS).astype(object)
    reason = np.full(len(status), "", dtype=object)
    lacking = _incomplete(rule, figures, below, above, applied)
    impossible = figures.flags.get("impossible", np.zeros(len(status), dtype=bool))
    for cause, rows in (
        (INCOMPLETE, lacking),
        (TOO_FEW, figures.events < rule.min_events),
        (IMPOSSIBLE, impossible),
        (UNDEFINED, ~figures.defined),
        (NOTHING_REPORTED, figures.reported == 0),
    ):
        status[rows], reason[rows] = NO_DATA, cause
    return status, reason


def _incomplete(rule: Rule, figures: Figures, below: Bools, above: Bools, applied: Applied) -> Bools:
    """Return where missing village-months leave the verdict open.

    What is missing can only add to a count or a quota's numerator: above a cap it is over for good, and a floor that
    is reached stays reached. Not reporting never passes a cap.
    """
    partial = figures.reported < figures.expected
    if rule.min_coverage is not None:
        share = rule.min_coverage
        return partial & (figures.reported * share.denominator < figures.expected * share.numerator)
    if rule.indicator.kind not in SUMS:
        return np.zeros(len(partial), dtype=bool)
    if any(term.coefficient < 0 for term in rule.indicator.numerator):
        return partial
    floor_only = np.array([bound.high is None for bound in applied.applied])[applied.which]
    return partial & ~(above | (floor_only & ~below))


def _margin(figures: Figures, applied: Applied) -> Floats:
    """Return the value minus the nearest applied bound."""
    low, high = _ends(applied)
    to_low, to_high = figures.value - low, figures.value - high
    nearest = np.where(np.isnan(to_high) | (np.abs(to_low) <= np.abs(to_high)), to_low, to_high)
    return np.where(np.isnan(to_low), to_high, nearest)


def _ends(applied: Applied) -> tuple[Floats, Floats]:
    """Return the applied bounds of each row as floats, NaN for no end."""
    low = np.array([_float(bound.low) for bound in applied.applied])
    high = np.array([_float(bound.high) for bound in applied.applied])
    return low[applied.which], high[applied.which]


def _float(end: Fraction | None) -> float:
    return float("nan") if end is None else float(end)


def _evidence(figures: Figures, applied: Applied, status: Words) -> Words:
    """Return how sure each verdict is: whether an exact interval lies wholly on its side of the bound."""
    found = np.full(len(status), "", dtype=object)
    if figures.indicator.interval is IntervalModel.NONE:
        return found
    from popcalc.intervals import CiMethod

    judged = (status == PASS) | (status == FAIL)
    found[judged] = UNCERTAIN
    for word, level in ((CLEAR, CLEAR_LEVEL), (STRONG, STRONG_LEVEL)):
        lower, upper, _ = interval(figures, level, CiMethod.EXACT)
        found[judged & _on_one_side(status, lower, upper, *_ends(applied))] = word
    return found


def _on_one_side(status: Words, lower: Floats, upper: Floats, low: Floats, high: Floats) -> Bools:
    """Return where an interval lies inside the bounds of a pass, or wholly outside those of a fail."""
    inside = (np.isnan(low) | (lower >= low)) & (np.isnan(high) | (upper <= high))
    outside = (upper < low) | (lower > high)
    return np.where(status == PASS, inside & ~np.isnan(lower), outside).astype(bool)
