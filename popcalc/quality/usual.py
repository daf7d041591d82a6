"""What is usual: how many events the people of an area would have in each month, by its own rate and by all others."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Bools, Floats, Ints
from popcalc.quality.jumps import wrong_people
from popcalc.quality.material import POPULATIONS, Material, by_village

THREE = 3
ROUNDS = 2
"""So often are the rates of villages and of months fitted to each other; villages that come and go need a second."""


class Series(Struct, frozen=True, eq=False):
    """The events of some areas (rows) in each month (columns), and what they are held against.

    `events` are 0 where nothing is known; the rest is 0 there, too. `others` are the events that are due to the area's
    people, were its rate always the same and the months as they are in all other areas; `own` the same, were people
    and months always alike: these two say how a row's events should be spread over its months. `level` are those that
    its people would have at the rate of all other areas in that month.
    """

    events: Floats
    others: Floats
    own: Floats
    level: Floats

    def of(self, rows: AnyInts | Bools) -> Series:
        """Return the series of some rows."""
        return Series(self.events[rows], self.others[rows], self.own[rows], self.level[rows])


class Usual(Struct, frozen=True, eq=False, dict=True):
    """The events of each village and month, where they are known, the people there, and whether these are known."""

    events: Floats
    known: Bools
    people: Floats
    counted: Bools

    @cached_property
    def due(self) -> Floats:
        """What the people of each village would have in each month at the village's own rate, all months alike."""
        weight = self.people * self.known
        month = np.ones(weight.shape[1])
        total = self.events.sum(axis=1)
        due = weight
        for _ in range(ROUNDS):
            rate = ratio(total, weight @ month)
            due = weight * rate[:, None]
            month = ratio(self.events.sum(axis=0), due.sum(axis=0))
        return due

    @cached_property
    def even(self) -> Floats:
        """The mean of each village's months, in the months that are known."""
        mean = ratio(self.events.sum(axis=1), self.known.sum(axis=1))
        even: Floats = self.known * mean[:, None]
        return even

    def series(self, area: Ints, areas: int) -> Series:
        """Return the series of areas, of which each village is in one (its number, -1 for none)."""
        events, due, even = (summed(grid, area, areas) for grid in (self.events, self.due, self.even))
        rest = ratio(self.events.sum(axis=0) - events, self.due.sum(axis=0) - due, without=1.0)
        return Series(events, due * rest, even, self._level(area, areas))

    def _level(self, area: Ints, areas: int) -> Floats:
        """Return what areas would have at the rate of all others, none where not all of their people are known."""
        of_people = self.known & self.counted[:, None]
        all_people, all_events = self.people * of_people, self.events * of_people
        people, events = (summed(grid, area, areas) for grid in (all_people, all_events))
        level = people * ratio(all_events.sum(axis=0) - events, all_people.sum(axis=0) - people)
        whole = np.bincount(area[(area >= 0) & ~self.counted], minlength=areas) == 0
        found: Floats = level * whole[:, None]
        return found


def summed(grid: Floats, area: Ints, areas: int) -> Floats:
    """Return the sums of a grid of villages over areas, of which each village is in one (-1: in none)."""
    if areas == len(grid) and bool((area == np.arange(areas)).all()):
        return grid
    inside = area >= 0
    found = np.zeros((areas, grid.shape[1]))
    np.add.at(found, area[inside], grid[inside])
    return found


def people_of(material: Material) -> tuple[Floats, Bools]:
    """Return the people of each village in each month, as wrong month-ends leave them; and whose are known.

    They are the median of three months. Figures that are known to be wrong are what is usual. A month without a figure,
    or with nobody, has those of the month before, else after; 1 where there are none at all.
    """
    name = next((name for name in POPULATIONS if name in material.table.counts), None)
    if name is None:
        return np.ones(material.shape), np.zeros(material.shape[0], dtype=bool)
    figures = material.figures(name).astype(np.float64)
    for village, run, usual in wrong_people(material, name):
        figures[village, max(run.start - material.span.start, 0) : run.end - material.span.start + 1] = usual
    people, counted = filled(figures), by_village(figures > 0)
    if people.shape[1] < THREE:
        return people, counted
    before, own, after = people[:, :-2], people[:, 1:-1], people[:, 2:]
    middle = np.maximum(np.minimum(before, own), np.minimum(np.maximum(before, own), after))
    return np.concatenate([middle[:, :1], middle, middle[:, -1:]], axis=1), counted


def filled(figures: Floats) -> Floats:
    """Return figures with that of the month before, else of the first month after, where there is none above 0."""
    known = figures > 0
    if known.all():
        return figures
    months = np.arange(figures.shape[1])
    last = np.maximum.accumulate(np.where(known, months, -1), axis=1)
    first = np.argmax(known, axis=1)[:, None]
    taken = np.take_along_axis(figures, np.where(last >= 0, last, first), axis=1)
    found: Floats = np.where(known.any(axis=1)[:, None], taken, 1.0)
    return found


def ratio(one: Floats, other: Floats, *, without: float = 0.0) -> Floats:
    """Return one / other, `without` where the other is not above 0."""
    found: Floats = np.divide(one, other, out=np.full(np.shape(one), without), where=np.asarray(other) > 0)
    return found
