"""Villages that appear, close or join another while the others go on: from when to when they report, who follows."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from popcalc.areas import Areas
from popcalc.arrays import Bools, Floats, Ints

ALIKE = 0.05
"""A village grew by the people of another when it grew by as many but for this part of them."""
FEW = 20
"""So many people come and go anyway."""
SOON = 2
"""Who has been silent for no more months than this at the end may only be late."""


class Changes(Struct, frozen=True, eq=False):
    """The first and last month (from the first of the span) in which each village gives any figure; -1 for none.

    `into` is the village that a closed one became, or went into, -1 where none is seen. `new` are those that come later
    than the span begins. `closed` are those that end before it because they went into another, or `SOON`, and not with
    all villages of their area: these may not have sent anything.
    `moved` are the months in which a village's people change because another comes or goes.
    """

    first: Ints
    last: Ints
    into: Ints
    new: Bools
    closed: Bools
    moved: Bools

    def lives(self, months: int) -> Bools:
        """Return the grid of months in which each village is to report."""
        month = np.arange(months)
        until = np.where(self.closed, self.last, months - 1)
        found: Bools = (month >= self.first[:, None]) & (month <= until[:, None]) & (self.first >= 0)[:, None]
        return found


def find_changes(areas: Areas, spoken: Bools, people: Floats) -> Changes:
    """Return what comes and goes; `spoken` is where villages give any figure, `people` who is there (NaN: not known).

    A village follows another when it appears just then under the same name, or when in the same area above it appears
    or grows just then by as many people.
    """
    villages, months = spoken.shape
    there = spoken.any(axis=1)
    first = np.where(there, np.argmax(spoken, axis=1), -1)
    last = np.where(there, months - 1 - np.argmax(spoken[:, ::-1], axis=1), -1)
    into, moved = np.full(villages, -1), np.zeros(spoken.shape, dtype=bool)
    ended, new = there & (last < months - 1), first > 0
    for village in np.flatnonzero(ended & there).tolist():
        month = int(last[village]) + 1
        into[village] = _follower(areas, village, month, first, people)
        if into[village] >= 0:
            moved[into[village], month] = True
    for village in np.flatnonzero(new).tolist():
        month = int(first[village])
        origin = _grown(areas, village, month, -people[village, month], people)
        if origin >= 0:
            moved[origin, month] = True
    closed = ended & ((into >= 0) | (last < months - 1 - SOON) & ~_together(areas, ended, last))
    return Changes(first, last, into, new, closed, moved)


def _together(areas: Areas, ended: Bools, last: Ints) -> Bools:
    """Return the villages of areas, of more than one village, all of which fall silent in the same month."""
    above = areas.parent_of[: areas.villages]
    found = np.zeros(len(last), dtype=bool)
    for area in np.unique(above[ended & (above >= 0)]).tolist():
        inside = np.flatnonzero(above == area)
        found[inside] = len(inside) > 1 and bool(ended[inside].all()) and len(set(last[inside].tolist())) == 1
    return found


def _follower(areas: Areas, village: int, month: int, first: Ints, people: Floats) -> int:
    """Return the village that one became or went into in a month, -1 for none."""
    fresh = np.flatnonzero(first == month).tolist()
    named = [one for one in fresh if areas.names[one] == areas.names[village]]
    return named[0] if len(named) == 1 else _grown(areas, village, month, people[village, month - 1], people)


def _grown(areas: Areas, village: int, month: int, number: float, people: Floats) -> int:
    """Return the village beside one that grew by so many people in a month (shrank, if below 0), -1 for none."""
    if not abs(number) >= FEW or month < 1:
        return -1
    beside = np.flatnonzero(areas.parent_of[: areas.villages] == areas.parent_of[village])
    beside = beside[beside != village]
    growth = people[beside, month] - np.nan_to_num(people[beside, month - 1])
    distance = np.abs(growth - number)
    near = distance <= max(ALIKE * abs(number), FEW)
    return int(beside[np.argmin(np.where(near, distance, np.inf))]) if near.any() else -1
