"""A stock as a curve: straight lines between the reported month-ends, flat before the first and after the last."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from msgspec.structs import asdict

from popcalc.aggregation.runs import VillageRuns
from popcalc.aggregation.segments import Segments, flat
from popcalc.aggregation.stocks import Stock
from popcalc.aggregation.timeline import Timeline
from popcalc.arrays import AnyInts, Bools, Ints, months_of, offsets, packed, same_village


def by_curve(stock: Stock, runs: VillageRuns, timeline: Timeline) -> Segments:
    """Return the curve over runs of months, cut at the month-ends inside them.

    A run that begins and ends at reported month-ends rests on these and the points between alone; only a month-end of
    the run itself is interpolated.
    """
    chords, first = chords_of(stock, runs, timeline)
    if runs.monthly:
        return chords
    inside = (stock.points.upto(packed(runs.village, runs.end) - 1) - first).clip(min=0)
    return _cut(chords, stock, first, inside, timeline) if inside.any() else chords


def _cut(chords: Segments, stock: Stock, first: Ints, inside: Ints, timeline: Timeline) -> Segments:
    """Return the curve that has so many points inside each run; `first` is the first point of each."""
    starts = offsets(inside + 1)
    run = np.repeat(np.arange(len(inside)), inside + 1)
    begins = np.zeros(len(run), dtype=bool)
    begins[starts] = True
    ends = np.append(begins[1:], True)
    points = (np.arange(len(run)) + np.repeat(first - starts - 1, inside + 1))[~begins]
    cut = chords[run]
    cut.opens[~begins] = cut.closes[~ends] = months_of(stock.points.keys[points])
    cut.opening[~begins], cut.closing[~ends] = stock.leaving[points], stock.arriving[points]
    months = VillageRuns(cut.months.village, cut.opens + 1, cut.closes)
    days = timeline.days_of(months.start, months.end)
    return Segments(**{**asdict(cut), "months": months, "days": days, "first": starts})


def chords_of(stock: Stock, runs: VillageRuns, timeline: Timeline) -> tuple[Segments, Ints]:
    """Return the straight lines between the ends of runs of months, and the first point after each opening moment."""
    keys = stock.points.keys
    if not len(keys):
        zeros = np.zeros(len(runs), dtype=np.int64)
        return flat(runs, zeros, timeline, known=False), zeros
    begin, until = packed(runs.village, runs.start - 1), packed(runs.village, runs.end)
    stop = stock.points.upto(until)
    # A month has a point inside only where it closes with one.
    first = stop - (keys.take(stop - 1, mode="clip") == until) if runs.monthly else stock.points.upto(begin)
    opening = _read(stock, begin, first, stock.leaving, timeline)
    closing = _read(stock, until, stop, stock.arriving, timeline)
    early = opening.before_first & (keys.take(first, mode="clip") > begin + 1)
    late = closing.after_last & (keys.take(stop - 1, mode="clip") < until - 1)
    chords = Segments(
        months=runs,
        days=timeline.days_of(runs.start, runs.end),
        opens=runs.start - 1,
        closes=runs.end,
        opening=opening.value,
        closing=closing.value,
        known=opening.known,
        supplied=np.zeros(len(runs), dtype=bool),
        extrapolated=early | late,
        bridged=opening.between | closing.between,
    )
    return chords, first


class _Reading(Struct, frozen=True, eq=False):
    """The curve at some moments, and where they lie among the village's points."""

    value: Ints
    known: Bools
    before_first: Bools
    after_last: Bools
    between: Bools


def _read(stock: Stock, asked: Ints, upto: Ints, exact: AnyInts, timeline: Timeline) -> _Reading:
    """Return the curve at some keys; `upto` points stand at or before each, `exact` are the figures at the points."""
    keys = stock.points.keys
    value = exact.take(upto - 1, mode="clip").astype(np.int64)
    known = np.ones(len(asked), dtype=bool)
    before_first, after_last, between = (np.zeros(len(asked), dtype=bool) for _ in range(3))
    off = np.flatnonzero(keys.take(upto - 1, mode="clip") != asked)
    if len(off):
        asked, upto = asked[off], upto[off]
        left, right = keys.take(upto - 1, mode="clip"), keys.take(upto, mode="clip")
        # Points of the same village; where there is none on a side, clipping gives a point that lies on the other.
        has_left = (left <= asked) & same_village(left, asked)
        has_right = (right > asked) & same_village(right, asked)
        following = np.where(has_right, stock.arriving.take(upto, mode="clip"), 0)
        value[off] = np.where(has_left, stock.leaving.take(upto - 1, mode="clip"), following)
        inner = np.flatnonzero(has_left & has_right)
        value[off[inner]] = _interpolated(stock, months_of(asked[inner]), upto[inner], timeline)
        before_first[off], after_last[off] = has_right & ~has_left, has_left & ~has_right
        between[off[inner]] = True
        known[off] = has_left | has_right
    return _Reading(value, known, before_first, after_last, between)


def _interpolated(stock: Stock, moment: Ints, upto: Ints, timeline: Timeline) -> Ints:
    """Return the curve between points `upto - 1` and `upto`, by days, rounded half up to a person."""
    begin = timeline.day(months_of(stock.points.keys[upto - 1]))
    whole = timeline.day(months_of(stock.points.keys[upto])) - begin
    part = timeline.day(moment) - begin
    low, high = stock.leaving[upto - 1].astype(np.int64), stock.arriving[upto].astype(np.int64)
    found: Ints = (2 * (low * (whole - part) + high * part) + whole) // (2 * whole)
    return found
