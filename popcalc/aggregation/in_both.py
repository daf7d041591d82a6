"""What a period and the one that it is compared with both have: the same villages in the same months of each.

A run of months is in both when all of its months are reported in the other period too, whatever runs they are reported
in there; a month-end when the other period has one of the same village and month; a quota when both have one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.frames import Frame, Rows, mask_of
from popcalc.aggregation.matching import Match, match, places_of, places_with
from popcalc.arrays import Bools, Ints, months_of, packed
from popcalc.definitions.catalogue import Indicator


def in_both(sides: Sequence[Aggregation], indicator: Indicator) -> list[Match]:
    """Return what an indicator rests on in each of two aggregations, as far as both have it.

    Their periods are paired by position, as long as each other.
    """
    found = [match(side, indicator) for side in sides]
    places, quotas = _places_in_both(sides, found), _quotas_in_both(sides, found)
    if places is not None and quotas is not None:
        places &= quotas
    rows = _rows_in_both(sides, found, [there for there in (places, quotas) if there is not None])
    if places is not None:
        for side, of_side in zip(sides, rows, strict=True):
            if of_side:
                places &= places_of(side, of_side)
    return [
        replace(one, rows=of_side, places=places, quota_places=quotas) for one, of_side in zip(found, rows, strict=True)
    ]


class _Months(Struct, frozen=True, eq=False):
    """The single months of the rows of a frame: keys of the village and the month of the first side that they are.

    `first` says where those of each row begin, `lengths` how many it has.
    """

    keys: Ints
    first: Ints
    lengths: Ints

    def of(self, rows: Bools) -> Ints:
        """Return the keys of some rows."""
        return self.keys[np.repeat(rows, self.lengths)]

    def all_in(self, keys: Ints) -> Bools:
        """Return the rows of which every month is among some keys."""
        there = np.isin(self.keys, keys)
        found: Bools = np.logical_and.reduceat(there, self.first) if len(self.first) else there
        return found


def _rows_in_both(
    sides: Sequence[Aggregation], found: Sequence[Match], at_places: Sequence[Bools]
) -> list[Rows | None]:
    """Return the rows of each side whose months the other side's rows cover, at the places where more is needed.

    A row that goes may leave one of the other side uncovered, where they are runs of several months: until none goes.
    """
    rows = [one.rows for one in found if one.rows]
    if len(rows) < len(sides):
        return [None for _ in sides]
    months = [_months_of(sides[0], one.frame, side) for side, one in zip(sides, rows, strict=True)]
    chosen = [one.mask.rows for one in rows]
    for there in at_places:
        chosen = [
            mask & there[side.places(one.frame.flows.runs.village, one.frame.period)]
            for side, one, mask in zip(sides, rows, chosen, strict=True)
        ]
    while True:
        first = chosen[0] & months[0].all_in(months[1].of(chosen[1]))
        second = chosen[1] & months[1].all_in(months[0].of(first))
        if first.sum() == chosen[0].sum() and second.sum() == chosen[1].sum():
            return [Rows(one.frame, mask_of([mask])) for one, mask in zip(rows, (first, second), strict=True)]
        chosen = [first, second]


def _months_of(base: Aggregation, frame: Frame, side: Aggregation) -> _Months:
    runs = frame.flows.runs
    single, first = runs.month_by_month()
    lengths = runs.months
    shift = (base.timeline.starts - side.timeline.starts)[frame.period]
    return _Months(packed(single.village, single.start.astype(np.int64) + np.repeat(shift, lengths)), first, lengths)


def _places_in_both(sides: Sequence[Aggregation], found: Sequence[Match]) -> Bools | None:
    """Return the places that have the same month-ends, so many months apart as their periods are."""
    one, other = found
    if one.places is None or other.places is None or one.month_ends is None or other.month_ends is None:
        return None
    apart = np.tile(sides[0].timeline.starts - sides[1].timeline.starts, len(sides[0].part.villages))
    places = one.places & other.places
    for end, keys in one.month_ends.keys.items():
        places &= months_of(keys) - months_of(other.month_ends.keys[end]) == apart
    return places


def _quotas_in_both(sides: Sequence[Aggregation], found: Sequence[Match]) -> Bools | None:
    """Return the places that have their quotas on both sides."""
    having = [places_with(side, one.quotas) for side, one in zip(sides, found, strict=True) if one.quotas]
    return having[0] & having[1] if having else None
