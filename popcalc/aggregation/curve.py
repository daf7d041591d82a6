"""A stock as a curve: straight lines between the reported month-ends, flat before the first and after the last."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from popcalc.arrays import Bools, Ints, months_of, packed, same_village
from popcalc.calendars import Timeline
from popcalc.person_time.stocks import Stock
from popcalc.runs import VillageRuns


@dataclass(frozen=True, eq=False)
class Lived:
    """Twice the person-days of some runs of months, and what they rest on.

    `known` says whether the village has any stock; elsewhere the person-days are 0. `extrapolated`: a flat end longer
    than a month was needed; `bridged`: a month-end was missing between two reported ones.
    """

    twice: Ints
    known: Bools
    extrapolated: Bools
    bridged: Bools


@dataclass(frozen=True, eq=False)
class Spans:
    """Runs of months on the curve: the figures at both ends, and which point is the first after the opening moment."""

    opening: Ints
    closing: Ints
    first: Ints
    known: Bools
    extrapolated: Bools
    bridged: Bools

    def part(self, rows: Ints) -> Spans:
        """Return some of the runs."""
        return Spans(*(getattr(self, one.name)[rows] for one in fields(self)))


def area_under_curve(stock: Stock, runs: VillageRuns, timeline: Timeline) -> Lived:
    """Return twice the person-days of runs of months.

    A run that begins and ends at reported month-ends rests on these and the points between alone; only a month-end of
    the run itself is interpolated.
    """
    spans = on_curve(stock, runs, timeline)
    twice = (spans.opening + spans.closing) * (timeline.day(runs.end) - timeline.day(runs.start - 1))
    if not runs.monthly:
        closed = stock.points.upto(packed(runs.village, runs.end) - 1)
        inner = np.flatnonzero(closed > spans.first)
        if len(inner):
            twice[inner] = _through_points(stock, runs[inner], spans.part(inner), closed[inner] - 1, timeline)
    return Lived(twice, spans.known, spans.extrapolated, spans.bridged)


def _through_points(stock: Stock, runs: VillageRuns, spans: Spans, last: Ints, timeline: Timeline) -> Ints:
    """Return twice the area of runs that have points inside; `last` is the last of each."""
    low, high = int(spans.first.min()), int(last.max()) + 1
    days = timeline.day(months_of(stock.points.keys[low:high]))
    arriving, leaving = stock.arriving[low:high].astype(np.int64), stock.leaving[low:high].astype(np.int64)
    # Steps from one village's last point to the next one's first are in both of the sums that are subtracted.
    upto = np.concatenate([[0], np.cumsum((leaving[:-1] + arriving[1:]) * (days[1:] - days[:-1]))])
    first, last = spans.first - low, last - low
    before = (spans.opening + arriving[first]) * (days[first] - timeline.day(runs.start - 1))
    after = (leaving[last] + spans.closing) * (timeline.day(runs.end) - days[last])
    twice: Ints = before + (upto[last] - upto[first]) + after
    return twice


def on_curve(stock: Stock, runs: VillageRuns, timeline: Timeline) -> Spans:
    """Return where runs of months lie on the curve."""
    keys = stock.points.keys
    if not len(keys):
        zero, none = np.zeros(len(runs), dtype=np.int64), np.zeros(len(runs), dtype=bool)
        return Spans(zero, zero, zero, none, none, none)
    begin, until = packed(runs.village, runs.start - 1), packed(runs.village, runs.end)
    stop = stock.points.upto(until)
    # A month has a point inside only where it closes with one.
    first = stop - (keys.take(stop - 1, mode="clip") == until) if runs.monthly else stock.points.upto(begin)
    opening = _read(stock, begin, first, stock.leaving, timeline)
    closing = _read(stock, until, stop, stock.arriving, timeline)
    early = opening.before_first & (keys.take(first, mode="clip") > begin + 1)
    late = closing.after_last & (keys.take(stop - 1, mode="clip") < until - 1)
    return Spans(opening.value, closing.value, first, opening.known, early | late, opening.between | closing.between)


@dataclass(frozen=True, eq=False)
class _Reading:
    """The curve at some moments, and where they lie among the village's points."""

    value: Ints
    known: Bools
    before_first: Bools
    after_last: Bools
    between: Bools


def _read(stock: Stock, asked: Ints, upto: Ints, exact: Ints, timeline: Timeline) -> _Reading:
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
        flat = np.where(has_right, stock.arriving.take(upto, mode="clip"), 0)
        value[off] = np.where(has_left, stock.leaving.take(upto - 1, mode="clip"), flat)
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
