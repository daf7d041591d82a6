"""One target judged for many areas and periods: pass, fail or no data, decided on the unrounded value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import assert_never

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.arrays import Bools, Floats, Ints, Objects, quotient
from popcalc.definitions.catalogue import Basis, CiMethod, IntervalModel, Kind
from popcalc.definitions.targets import Bound, Gaps, Rule
from popcalc.doubts import EMPTY_CELLS
from popcalc.evidence import CLEAR, CLEAR_LEVEL, STRONG, STRONG_LEVEL, UNCERTAIN, WEAKEST_FIRST
from popcalc.judging.apart import Apart, Reach, reach_of
from popcalc.judging.exact import difference
from popcalc.rates import Figures, interval
from popcalc.readings import AS_MISSING, Columns, ReadFigures

PASS, FAIL, NO_DATA = "pass", "fail", "no_data"
NOTHING_REPORTED, UNDEFINED, IMPOSSIBLE = "nothing_reported", "undefined", "impossible"
TOO_FEW, INCOMPLETE = "below_min_events", "incomplete"
REASONS = (NOTHING_REPORTED, IMPOSSIBLE, UNDEFINED, EMPTY_CELLS, INCOMPLETE, TOO_FEW)
"""The first that holds is said."""

LEAST_REPORTED = Fraction(9, 10)
"""Rates, proportions of events and the like are judged when so many of the village-months are reported."""


class Applied(Struct, frozen=True, eq=False):
    """The bounds of each row by their position (`which`): as written, as applied, and at the end of the target's time.

    `goals` are what is left to do is counted against: a paced bound is whole again at the year's end. `parts` says
    which are held against figures of a part of the year, none where it is empty.
    """

    which: Ints
    bounds: Sequence[Bound]
    applied: Sequence[Bound]
    goals: Sequence[Bound]
    parts: Sequence[bool] = ()

    def column(self, bounds: Sequence[Bound], side: str) -> Floats:
        """Return the `low` or `high` end of each row as a float, NaN for no end."""
        ends = [getattr(bound, side) for bound in bounds]
        return np.array([np.nan if end is None else float(end) for end in ends], dtype=np.float64)[self.which]

    def exact(self, bounds: Sequence[Bound], side: str) -> Objects:
        """Return the `low` or `high` end of each row as a fraction, None for no end."""
        ends = np.empty(len(bounds), dtype=object)
        ends[:] = [getattr(bound, side) for bound in bounds]
        return ends[self.which]


class Verdicts(Struct, frozen=True, eq=False):
    """One target's verdicts by row; words are empty and numbers NaN for nothing.

    `below` and `above` say where the value lies outside the applied bound; `margin` is the value minus the nearest
    end of it.
    """

    status: Objects
    reason: Objects
    evidence: Objects
    margin: Floats
    below: Bools
    above: Bools


def judge_readings(
    rule: Rule,
    read: ReadFigures,
    applied: Applied,
    apart: Mapping[Columns, Apart] | None = None,
    begun: Ints | None = None,
) -> Verdicts:
    """Return the verdicts of a target on figures; each row has the bound that `applied` says.

    A verdict holds in every reading of empty cells, or there is none; its evidence is the weakest of them. Where there
    are too many columns to read them all in every combination, none holds that is of a figure which they change.
    `apart` has the parts of the figures by reading, where gaps can move these either way; `begun` is as in `judge`.
    """
    apart = apart or {}
    found = judge(rule, read.figures, applied, apart.get(AS_MISSING), begun)
    if not read.if_zero:
        return found
    # A figure that is undefined for its empty cells has no verdict whatever the readings say.
    differ = read.changed & (~read.figures.defined & (read.figures.reported > 0) | (not read.has_every))
    weakest = found.evidence
    for columns, figures in read.if_zero.items():
        other = judge(rule, figures, applied, apart.get(columns), begun)
        differ |= other.status != found.status
        weakest = _weaker(weakest, other.evidence)
    # The first reason that holds is said.
    said = np.isin(found.reason, (NOTHING_REPORTED, IMPOSSIBLE)) | ~read.as_missing.defined
    open_ = differ & ~said
    return replace(
        found,
        status=np.where(open_, NO_DATA, found.status),
        reason=np.where(open_, EMPTY_CELLS, found.reason),
        evidence=np.where(open_, "", weakest),
    )


def _weaker(one: Objects, other: Objects) -> Objects:
    """Return the weaker evidence of two, that of the first where the second has none."""
    rank = {word: place for place, word in enumerate(WEAKEST_FIRST)}
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    found = np.empty(len(one), dtype=object)
    found[:] = [min(a, b, key=lambda word: rank[word]) if a and b else a for a, b in pairs]
    return found


def judge(
    rule: Rule, figures: Figures, applied: Applied, apart: Apart | None = None, begun: Ints | None = None
) -> Verdicts:
    """Return the verdicts of a target on figures in one reading; each row has the bound that `applied` says.

    `apart` are the parts of the figures, by which is found how far gaps could move them; without it they may do it
    without end. `begun` are the village-months expected from the first month on that the data report, where that is
    not the first of the period.
    """
    begun = figures.expected if begun is None else begun
    to_low, to_high = _margins(figures, applied)
    # The nearest float of an exact difference has its sign: 0 only on the bound.
    below, above = to_low < 0, to_high > 0
    status, reason = _status(rule, figures, below, above, applied, apart, begun)
    return Verdicts(status, reason, _evidence(rule, figures, applied, status), _nearest(to_low, to_high), below, above)


def _margins(figures: Figures, applied: Applied) -> tuple[Floats, Floats]:
    """Return the value minus each end of its bound, exact until the last step; NaN for no value or no end."""
    to_low, to_high = np.full(len(figures.value), np.nan), np.full(len(figures.value), np.nan)
    for position, bound in enumerate(applied.applied):
        rows = np.flatnonzero((applied.which == position) & figures.defined)
        if not len(rows):
            continue
        for margins, end in ((to_low, bound.low), (to_high, bound.high)):
            if end is not None:
                margins[rows] = quotient(
                    *difference(figures.exact_numerator[rows], figures.exact_denominator[rows], end)
                )
    return to_low, to_high


def _nearest(to_low: Floats, to_high: Floats) -> Floats:
    low_is_nearer = np.isnan(to_high) | (np.abs(to_low) <= np.abs(to_high))
    return np.where(low_is_nearer & ~np.isnan(to_low), to_low, to_high)


def _status(
    rule: Rule, figures: Figures, below: Bools, above: Bools, applied: Applied, apart: Apart | None, begun: Ints
) -> tuple[Objects, Objects]:
    status = np.where(below | above, FAIL, PASS).astype(object)
    reason = np.full(len(status), "", dtype=object)
    impossible = figures.flags.get("impossible", np.zeros(len(status), dtype=bool))
    # The last one that holds is said.
    for cause, rows in (
        (TOO_FEW, figures.events < rule.min_events),
        (INCOMPLETE, _incomplete(rule, figures, below, above, applied, apart, begun)),
        (UNDEFINED, ~figures.defined),
        (IMPOSSIBLE, impossible),
        (NOTHING_REPORTED, figures.reported == 0),
    ):
        status[rows], reason[rows] = NO_DATA, cause
    return status, reason


def _incomplete(
    rule: Rule, figures: Figures, below: Bools, above: Bools, applied: Applied, apart: Apart | None, begun: Ints
) -> Bools:
    """Return where missing village-months leave the verdict open. Not reporting never passes anything.

    What is missing can only add to a sum: above a cap it is over for good, and a floor that is reached stays reached.
    What can move either way is judged where neither nothing nor the most that may come would turn the verdict. Rates
    and proportions of events rest on the months that the data have: those before the first are no gap.
    """
    lacking = lacks(rule, figures)
    match rule.gaps:
        case Gaps.OUTSIDE:
            least = LEAST_REPORTED if rule.min_coverage is None else rule.min_coverage
            return figures.reported * least.denominator < begun * least.numerator
        case Gaps.ADD:
            has_cap = np.array([bound.high is not None for bound in applied.applied])[applied.which]
            return lacking & ~above & (has_cap | below)
        case Gaps.EITHER:
            open_ = np.zeros(len(lacking), dtype=bool)
            for row in np.flatnonzero(lacking & figures.defined).tolist():
                value = Fraction(int(figures.exact_numerator[row]), int(figures.exact_denominator[row]))
                reach = Reach() if apart is None else reach_of(rule.indicator, apart, row)
                open_[row] = not reach.leaves(value, applied.applied[applied.which[row]])
            return open_
        case _:
            assert_never(rule.gaps)


def lacks(rule: Rule, figures: Figures) -> Bools:
    """Return where village-months are missing, more than the target lets pass."""
    lacking: Bools = figures.reported < figures.expected
    if rule.min_coverage is not None:
        share = rule.min_coverage
        lacking = lacking & (figures.reported * share.denominator < figures.expected * share.numerator)
    return lacking


def _evidence(rule: Rule, figures: Figures, applied: Applied, status: Objects) -> Objects:
    """Return how sure each verdict is: whether an exact interval lies wholly on its side of the bound.

    Of a rate or a paced count on a part of the year it is of these months, season not included, and so never strong.
    What is of the part itself has none against a bound for the year.
    """
    found = np.full(len(status), "", dtype=object)
    if figures.indicator.interval is IntervalModel.NONE:
        return found
    judged = (status == PASS) | (status == FAIL)
    part = np.array([*applied.parts] or [False] * len(applied.bounds))[applied.which]
    if rule.basis is Basis.PERIOD or figures.indicator.kind is Kind.CHANGE:
        judged &= ~part
    low, high = applied.column(applied.applied, "low"), applied.column(applied.applied, "high")
    for word, level in ((CLEAR, CLEAR_LEVEL), (STRONG, STRONG_LEVEL)):
        lower, upper, _ = interval(figures, level, CiMethod.EXACT)
        if word is CLEAR:
            found[judged & ~np.isnan(lower)] = UNCERTAIN
        found[judged & _on_one_side(status, lower, upper, low, high)] = word
    if rule.paced or figures.indicator.has_basis:
        found[part & (found == STRONG)] = CLEAR
    return found


def _on_one_side(status: Objects, lower: Floats, upper: Floats, low: Floats, high: Floats) -> Bools:
    """Return where an interval lies inside the bounds of a pass, or wholly outside those of a fail."""
    inside = (np.isnan(low) | (lower >= low)) & (np.isnan(high) | (upper <= high))
    outside = (upper < low) | (lower > high)
    return np.where(status == PASS, inside & ~np.isnan(lower), outside).astype(bool)
