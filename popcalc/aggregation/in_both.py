"""What a period and the one that it is compared with both have: the same villages in the same months of each.

A run of months is in both when all of its months are reported in the other period too, whatever runs they are reported
in there; a month-end when the other period has one of the same village and month; a quota when both have one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.frames import Rows, mask_of
from popcalc.aggregation.matching import Match, match, places_of, places_with
from popcalc.arrays import Bools, Ints, months_of, packed
from popcalc.definitions.catalogue import Indicator


def in_both(one: Aggregation, other: Aggregation, indicator: Indicator) -> tuple[Match, Match]:
    """Return what an indicator rests on in each of two aggregations, as far as both have it.

    Their periods are paired by position, as long as each other.
    """
    sides = (one, other)
    found = [match(side, indicator) for side in sides]
    places, quotas = _places_in_both(sides, found), _quotas_in_both(sides, found)
    if places is not None and quotas is not None:
        places &= quotas
    rows = [one.rows for one in found]
    chosen: list[Bools] = []
    if rows[0] and rows[1]:
        chosen = [one.mask.rows.copy() for one in rows if one]
        months = [_Months(side, one) for side, one in zip(sides, rows, strict=True) if one]
        shift = one.timeline.starts - other.timeline.starts
        months[1].month += np.repeat(shift[months[1].period], months[1].lengths)
        while _narrowed(chosen, months, places, quotas):
            if places is not None:
                for side, one_found, mask in zip(sides, rows, chosen, strict=True):
                    assert one_found
                    places &= places_of(side, Rows(one_found.frame, mask_of([mask])))
    return tuple(  # type: ignore[return-value]
        replace(
            a_match,
            rows=Rows(a_match.rows.frame, mask_of([chosen[spot]])) if a_match.rows else None,
            places=places,
            quota_places=quotas,
        )
        for spot, a_match in enumerate(found)
    )


class _Months:
    """The single months of the rows of a frame, as villages and months of the period that they are held against."""

    def __init__(self, side: Aggregation, rows: Rows) -> None:
        runs = rows.frame.flows.runs
        single, self.first = runs.month_by_month()
        self.lengths = runs.months
        self.period = rows.frame.period
        self.place = side.places(runs.village, self.period)
        self.village, self.month = single.village, single.start.astype(np.int64)

    def keys(self) -> Ints:
        """Return village and month of each."""
        return packed(self.village, self.month)

    def of(self, rows: Bools) -> Ints:
        """Return village and month of some rows."""
        return self.keys()[np.repeat(rows, self.lengths)]


def _narrowed(chosen: list[Bools], months: Sequence[_Months], places: Bools | None, quotas: Bools | None) -> bool:
    """Leave out rows that the other side lacks; whether there were any."""
    before = [int(one.sum()) for one in chosen]
    for mask, own in zip(chosen, months, strict=True):
        for there in (places, quotas):
            if there is not None:
                mask &= there[own.place]
    for spot in (0, 1):
        own, other = months[spot], months[1 - spot]
        there = np.isin(own.keys(), other.of(chosen[1 - spot]))
        if len(own.first):
            chosen[spot] &= np.logical_and.reduceat(there, own.first)
    return before != [int(one.sum()) for one in chosen]


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
