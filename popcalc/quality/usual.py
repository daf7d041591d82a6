"""What is usual: how many events the people of an area would have in each month, by its own rate and by all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Bools, Floats, Ints
from popcalc.quality.jumps import wrong_people
from popcalc.quality.material import POPULATIONS, Material, by_village

THREE = 3
ENOUGH_YEARS = 2
"""So many other years say what the season is, if one of them may be wrong."""
VITAL = ("births", "deaths")
"""The events that every area has, for its people; where neither is reported, both are lacking together."""
ROUNDS = 2
"""So often are the rates of villages and of months fitted to each other; villages that come and go need a second."""
AS_USUAL = 25.0
"""So many events that come as they always do are added to those of all other areas, or years: few of these do not tell
what is usual in a month.

Months differ by about a fifth (coefficient of variation), as the chance of so many events does.
"""


class Series(Struct, frozen=True, eq=False):
    """The events of some areas (rows) in each month (columns), and what they are held against.

    `events` are 0 where nothing is known; the rest is 0 there, too. `others` are the events that are due to the area's
    people, were its rate always the same and the months as they are in all other areas; `own` the same, were people
    and months always alike: these two say how a row's events should be spread over its months. `level` are those that
    its people would have at the rate of all other areas in that month, 0 where these have too few events to tell.
    """

    events: Floats
    others: Floats
    own: Floats
    level: Floats

    def of(self, rows: AnyInts | Bools) -> Series:
        """Return the series of some rows."""
        return Series(self.events[rows], self.others[rows], self.own[rows], self.level[rows])


def has_season(months: int, year: int) -> bool:
    """Whether so many columns tell the season of a year that has some of them."""
    return year > 1 and months >= 2 * year


def with_season(series: Series, year: int) -> Series:
    """Return the series of all areas together, which no others hold against a season, with that of its other years.

    A month's `others` are the mean, over the same months of the other years, of their part in the year around them. Its
    `own` are that one of them which it is nearest to, of fewer than two also a month like all: an error in one year
    does not accuse the others. A year has as many columns as `year` says; less than two years have no season.
    """
    months = series.events.shape[1]
    if not has_season(months, year):
        return series
    month = np.arange(months)
    around = (month >= month[:, None] - year // 2) & (month < month[:, None] + year // 2)
    same = ((month - month[:, None]) % year == 0) & (month != month[:, None])
    rates = ratio(series.events, series.own)[0]
    parts = ratio(rates * around.sum(axis=1), around @ rates)
    parts = (parts * series.own[0] + AS_USUAL) / (series.own[0] + AS_USUAL)
    same &= series.own[0] > 0
    distances = np.where(same, np.abs(parts - parts[:, None]), np.inf)
    nearest = np.where(same.any(axis=1), parts[np.argmin(distances, axis=1)], 1.0)
    like_all = (same.sum(axis=1) < ENOUGH_YEARS) & (np.abs(parts - 1) < np.abs(parts - nearest))
    mean = ratio(same @ parts, same.sum(axis=1), without=1.0)
    due = series.own * mean
    return Series(series.events, due, series.own * np.where(like_all, 1.0, nearest), series.level)


class Sums(Struct, frozen=True, eq=False):
    """Grids of areas (rows) and months that add up over areas, with the totals of all areas, a row for each grid.

    They are events; what is due at each village's own rate; the mean of each village's months; people; and the events
    of these. `counted` says of which areas all people are known.
    """

    grids: tuple[Floats, ...]
    totals: tuple[Floats, ...]
    counted: Bools

    def over(self, area: Ints, areas: int) -> Sums:
        """Return the sums of larger areas; `area` is the number of the one that each is in, -1 for none."""
        order = slice(None) if bool((area[1:] >= area[:-1]).all()) else np.argsort(area, kind="stable")
        begins = np.flatnonzero(np.diff(area[order], prepend=-2))
        of_areas = area[order][begins]
        some = of_areas >= 0
        grids = []
        for grid in self.grids:
            found = np.zeros((areas, grid.shape[1]))
            found[of_areas[some]] = np.add.reduceat(grid[order], begins, axis=0)[some]
            grids.append(found)
        counted = np.bincount(area[(area >= 0) & ~self.counted], minlength=areas) == 0
        return Sums(tuple(grids), self.totals, counted)

    def of(self, rows: Ints) -> Sums:
        """Return the sums of some areas as those of one."""
        grids = tuple(grid[rows].sum(axis=0)[None, :] for grid in self.grids)
        return Sums(grids, self.totals, np.array([self.counted[rows].all()]))

    def without(self, wrong: Bools) -> Sums:
        """Return the same without the months of areas that are marked as wrong."""
        out = [grid * wrong for grid in self.grids]
        grids = tuple(grid - one for grid, one in zip(self.grids, out, strict=True))
        totals = tuple(total - one.sum(axis=0) for total, one in zip(self.totals, out, strict=True))
        return Sums(grids, totals, self.counted)

    @property
    def series(self) -> Series:
        """The series of these areas."""
        (events, due, even, people, of_people), totals = self.grids, self.totals
        rest = (totals[0] - events + AS_USUAL) / (totals[1] - due + AS_USUAL)
        of_others, others = totals[4] - of_people, totals[3] - people
        known = across(of_others)
        rate = np.where(known < AS_USUAL, 0.0, ratio(known, across(others)))[:, None]
        level = people * rate * (of_others + AS_USUAL) / (others * rate + AS_USUAL)
        if not self.counted.all():
            level = level * self.counted[:, None]
        return Series(events, due * rest, even, level)


class Usual(Struct, frozen=True, eq=False, dict=True):
    """The events of each village and month, where they are known, the people there, and whether these are known."""

    events: Floats
    known: Bools
    people: Floats
    counted: Bools

    def without(self, wrong: Bools) -> Usual:
        """Return the same without the village-months that are marked as wrong."""
        if not wrong.any():
            return self
        return Usual(np.where(wrong, 0.0, self.events), self.known & ~wrong, self.people, self.counted)

    @cached_property
    def sums(self) -> Sums:
        """The grids of villages."""
        of_people, events = self.people, self.events
        if not (self.known.all() and self.counted.all()):
            counted = self.known & self.counted[:, None]
            of_people, events = of_people * counted, events * counted
        grids = (self.events, self._due(), self._even(), of_people, events)
        return Sums(grids, tuple(np.einsum("ij->j", grid) for grid in grids), self.counted)

    def _due(self) -> Floats:
        """Return what the people of each village would have in each month at the village's own rate."""
        weight = self.people if self.known.all() else self.people * self.known
        month, total = np.ones(weight.shape[1]), across(self.events)
        due = weight
        for _ in range(ROUNDS):
            due = weight * ratio(total, weight @ month)[:, None]
            month = ratio(*(np.einsum("ij->j", grid) for grid in (self.events, due)))
        return due

    def _even(self) -> Floats:
        """Return the mean of each village's months, in the months that are known."""
        mean = ratio(across(self.events), across(self.known.astype(np.float64)))
        even: Floats = self.known * mean[:, None]
        return even


class Ground(Struct, frozen=True, eq=False):
    """What events are held against: the people of each village and month, of which villages any are known.

    `wrong` marks for some flows the village-months that are known to be wrong, so that nothing rests on them.
    """

    people: Floats
    counted: Bools
    wrong: Mapping[str, Bools]


def people_of(material: Material) -> tuple[Floats, Bools]:
    """Return the people of each village in each month, as wrong month-ends leave them; and whose are known.

    They are the median of three months. Figures that are known to be wrong are what is usual. A month without a figure,
    or with nobody, has those of the month before, else after; 1 where there are none at all.
    """
    name = next((name for name in POPULATIONS if name in material.table.counts), None)
    if name is None:
        return np.ones(material.shape), np.zeros(material.shape[0], dtype=bool)
    figures = material.month_ends(name).astype(np.float64)
    for village, run, usual in wrong_people(material, name):
        figures[village, material.columns(run)] = usual
    people, counted = filled(figures), by_village(figures > 0)
    if people.shape[1] < THREE:
        return people, counted
    before, own, after = people[:, :-2], people[:, 1:-1], people[:, 2:]
    middle = np.maximum(np.minimum(before, own), np.minimum(np.maximum(before, own), after))
    return np.concatenate([middle[:, :1], middle, middle[:, -1:]], axis=1), counted


def usual_of(material: Material, flows: Sequence[str], ground: Ground) -> Usual:
    """Return what is usual of some flows together; of births and deaths alone by the rate of other areas, too."""
    first, *others = (material.figures(flow) for flow in flows)
    known = first >= 0
    events = np.where(known, first, 0).astype(np.float64)
    for figures in others:
        known &= figures >= 0
        events += figures
    for flow in set(flows) & ground.wrong.keys():
        known &= ~ground.wrong[flow]
    events[~known] = 0
    counted = ground.counted if set(flows) <= set(VITAL) else np.zeros_like(ground.counted)
    return Usual(events, known, ground.people, counted)


def filled(figures: Floats) -> Floats:
    """Return figures with that of the month before, else of the first month after, where there is none above 0."""
    known: Bools = figures > 0
    if known.all():
        return figures
    months = np.arange(figures.shape[1])
    last = np.maximum.accumulate(np.where(known, months, -1), axis=1)
    first = np.argmax(known, axis=1)[:, None]
    taken = np.take_along_axis(figures, np.where(last >= 0, last, first), axis=1)
    found: Floats = np.where(by_village(known)[:, None], taken, 1.0)
    return found


def across(grid: Floats) -> Floats:
    """Return the sums of rows, which are short: several times as quick as `sum` is."""
    found: Floats = np.einsum("ij->i", grid)
    return found


def ratio(one: Floats, other: Floats, *, without: float = 0.0) -> Floats:
    """Return one / other, `without` where the other is not above 0."""
    found: Floats = np.divide(one, other, out=np.full(np.shape(one), without), where=np.asarray(other) > 0)
    return found
