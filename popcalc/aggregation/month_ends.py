"""Month-ends of stocks: the closing figure of a village in a period, and the opening figure before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from popcalc.aggregation.stocks import Points, Stock
from popcalc.aggregation.timeline import Timeline
from popcalc.areas.lives import Lives
from popcalc.arrays import AnyInts, Bools, Ints, distinct_values, packed, villages_of
from popcalc.definitions.catalogue import Moment

MonthEnd = tuple[Moment, str]
"""A stock and which of its month-ends is meant, `closing` or `opening`."""


class MonthEnds(Struct, frozen=True, eq=False):
    """Month-ends of every place: a village and a period, numbered village times periods plus period.

    `known` says where all that was asked is reported. `figures` hold each month-end asked for, `keys` the village and
    month that they are of, and `stale` says where the closing one is not the period's last; they mean something only
    where `known`. A village that does not exist at a moment, but reports the stock at another, has none then.
    """

    known: Bools
    figures: Mapping[MonthEnd, Ints]
    keys: Mapping[MonthEnd, Ints]
    stale: Bools


class MonthEndReader:
    """Finds the month-ends of villages and periods; those of stocks that share their points are looked up once."""

    def __init__(self, villages: int, timeline: Timeline, lives: Lives | None = None) -> None:
        periods = len(timeline.starts)
        village = np.repeat(np.arange(villages, dtype=np.int64), periods)
        self._begin = packed(village, np.tile(timeline.starts, villages) - 1)
        self._until = packed(village, np.tile(timeline.ends, villages))
        # Where a village is no more, or is not yet: it has no people then, which is as good as reported.
        self._gone, self._not_yet = (None, None)
        if lives is not None:
            self._gone = (lives.closed[:, None] < timeline.ends).ravel() | (
                lives.opened[:, None] > timeline.ends
            ).ravel()
            before = timeline.starts - 1
            self._not_yet = (lives.closed[:, None] < before).ravel() | (lives.opened[:, None] > before).ravel()
        self._last: dict[Points, Ints] = {}
        self._before: dict[Points, Ints] = {}

    def read(self, stocks: Mapping[MonthEnd, Stock]) -> MonthEnds:
        """Return the closing and opening figures of some stocks.

        Closing figures are of the last month-end in the period at which all of them are reported, opening figures of
        the month-end before the period.
        """
        known, stale = np.ones(len(self._begin), dtype=bool), np.zeros(len(self._begin), dtype=bool)
        figures, read_at = {}, {}
        closing = {end: stock for end, stock in stocks.items() if end[0] is Moment.CLOSING}
        if closing:
            points = _common([stock.points for stock in closing.values()])
            last = self._last_in_period(points)
            known = last >= 0
            keys = _picked(points.keys, last)
            stale = keys < self._until
            for end, stock in closing.items():
                own = last if stock.points is points else np.searchsorted(stock.points.keys, keys)
                figures[end], read_at[end] = _picked(stock.arriving, own), keys
            if self._gone is not None:
                empty = self._gone & _has_any(points, self._until)
                known, stale = known | empty, stale & ~empty
                figures = {end: np.where(empty, 0, values) for end, values in figures.items()}
                read_at = {end: np.where(empty, self._until, values) for end, values in read_at.items()}
        for end, stock in stocks.items():
            if end[0] is Moment.OPENING:
                before = self._just_before(stock.points)
                found, opening = before >= 0, _picked(stock.leaving, before)
                if self._not_yet is not None:
                    empty = self._not_yet & _has_any(stock.points, self._until)
                    found, opening = found | empty, np.where(empty, 0, opening)
                known, figures[end], read_at[end] = known & found, opening, self._begin
        return MonthEnds(known, figures, read_at, stale & known)

    def _last_in_period(self, points: Points) -> Ints:
        """Return the last point of each village in each period, -1 for none."""
        if points not in self._last:
            spot = points.upto(self._until) - 1
            self._last[points] = np.where(_picked(points.keys, spot) > self._begin, spot, -1)
        return self._last[points]

    def _just_before(self, points: Points) -> Ints:
        """Return the point of each village at the month-end before each period, -1 for none."""
        if points not in self._before:
            spot = points.upto(self._begin) - 1
            self._before[points] = np.where(_picked(points.keys, spot) == self._begin, spot, -1)
        return self._before[points]


def _common(several: Sequence[Points]) -> Points:
    """Return the month-ends at which all of several stocks are reported."""
    first, *others = dict.fromkeys(several)
    for other in others:
        first = Points(np.intersect1d(first.keys, other.keys, assume_unique=True))
    return first


def _has_any(points: Points, places: Ints) -> Bools:
    """Return which keys of places are of a village with a month-end anywhere."""
    villages = distinct_values(villages_of(points.keys))
    found: Bools = np.isin(villages_of(places), villages)
    return found


def _picked(values: AnyInts, spot: Ints) -> Ints:
    """Return the values at some places; anything where the place is none, 0 where there are no values at all."""
    return values.take(spot, mode="clip").astype(np.int64) if len(values) else np.zeros(len(spot), dtype=np.int64)
