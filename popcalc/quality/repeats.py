"""Which areas have the same figures under two dates: found by sums in bulk, beyond what chance explains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from popcalc.areas import Areas
from popcalc.arrays import AnyInts, Bools, Floats, Ints
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.wholes import wholes
from popcalc.quality.findings import CHANCE, EVERYWHERE
from popcalc.quality.material import Material

EVENTS = frozenset({"births", "deaths", "migration_in", "migration_out"})
"""Events of lives, and their parts, fall as chance has it. Of other flows (checks done, people looked after) only the
data can say whether they move at all."""
FEW = 4
"""With fewer months the data do not say whether a flow moves."""
SURE = 1e-3
"""However few areas and months there are, a chance above this is no finding."""
VILLAGE = "village"
SEED = 20130601


class Series(Struct, frozen=True, eq=False):
    """The rows of one length of run, as figures of dates that can be held against each other.

    `rows` are positions in the table, in order of village and start; `date` is the place of each among `starts`.
    `months` is how long a date is, `within` the place of each row's month in it: a year of monthly rows has twelve.
    """

    rows: Ints
    date: Ints
    starts: Ints
    months: int
    within: Ints | None = None


class Repeat(Struct, frozen=True):
    """An area (a position in the tree, or `EVERYWHERE`) whose `counts` are the same under two dates of a series."""

    area: int
    first: int
    second: int
    counts: tuple[str, ...]


class Repeats:
    """Finds the repeats of one series.

    A part says nothing beside its whole, so that only counts are held against each other which are part of no other.
    """

    def __init__(self, material: Material, series: Series, counts: Mapping[str, Nature]) -> None:
        self.material, self.series, self.counts = material, series, counts
        self.village = material.village[series.rows]
        self.areas = _AreaSums(material.table.areas, self.village, series.date, len(series.starts))
        self._part_of = wholes(material.catalogue)
        self._evidence: dict[str, Floats] = {}
        chance = np.random.default_rng(SEED)
        # Whole numbers below 2 ** 20, so that sums of usual figures stay exact; what is found is looked at once more.
        self._weight = chance.integers(1, 1 << 20, self.areas.villages).astype(np.float64)[self.village]
        if series.within is not None:
            self._weight *= chance.integers(1, 1 << 20, series.months)[series.within]

    def found(self) -> Iterator[Repeat]:
        """Yield the repeats that chance would make in fewer than one in twenty sets of data of this size."""
        sums = {count: self.areas.sums(self.figures(count) * self._weight) for count in self._whole_counts()}
        active = int(np.logical_or.reduce([one.any(axis=1) for one in sums.values()]).sum())
        dates = len(self.series.starts)
        bar = np.log(min(SURE, CHANCE / max(active * dates * (dates - 1) / 2, 1)))
        for step in range(1, dates):
            same = {count: (one[:, step:] == one[:, :-step]) & (one[:, step:] > 0) for count, one in sums.items()}
            score = np.zeros((len(next(iter(sums.values()))), dates - step))
            for count in (count for count, where in same.items() if where.any()):
                score += np.where(same[count], self.evidence(count)[:, step:], 0.0)
            for place, date in np.argwhere(score < bar).tolist():
                told = [count for count, where in same.items() if where[place, date]]
                yield from self._checked(self.areas.position(place), date, date + step, told)

    def _whole_counts(self) -> list[str]:
        """Return the counts that are part of no other; of two that stand for each other the first."""
        order = list(self.counts)
        return [
            part
            for place, part in enumerate(order)
            if not any(
                whole != part and whole in self._part_of[part] and (part not in self._part_of[whole] or spot < place)
                for spot, whole in enumerate(order)
            )
        ]

    def figures(self, count: str) -> AnyInts:
        """Return a count of each row of the series, 0 where nothing is reported."""
        column: AnyInts = np.maximum(self.material.table.column(count), 0)
        return column if len(column) == len(self.series.rows) else column[self.series.rows]

    def evidence(self, count: str) -> Floats:
        """Return the logarithm of the chance that all villages of an area (rows) have a date's figures once more."""
        if count not in self._evidence:
            self._evidence[count] = self.areas.sums(self._log_chance(count))
        return self._evidence[count]

    def _log_chance(self, count: str) -> Floats:
        figures = self.figures(count)
        moves = _moves(self.material.table.column(count)[self.series.rows], self.village)
        if self.counts[count] is Nature.STOCK:
            # In a year of months a stock follows from the flows.
            usual = _usual_move(moves, self.village) if self.series.within is None else np.zeros(len(figures))
            return np.where(figures > 0, -np.log1p(usual), 0.0)
        chance = of_the_same(figures)
        if not EVENTS & self._part_of[count]:
            known = len(self.series.starts) >= FEW and bool((moves[figures[1:] > 0] >= 0).any())
            chance = np.maximum(chance, (moves[figures[1:] > 0] == 0).mean() if known else 1.0)
        logs: Floats = np.log(chance)
        return logs

    def _checked(self, area: int, first: int, second: int, told: Sequence[str]) -> Iterator[Repeat]:
        """Yield the repeat if every village has the same figures of what is told by it, with all counts that agree."""
        inside = self.material.inside(area)[self.village]
        equal = tuple(count for count in self.counts if self._agrees(inside, first, second, count))
        if set(told) <= set(equal):
            yield Repeat(area, first, second, equal)

    def _agrees(self, inside: Bools, first: int, second: int, count: str) -> bool:
        """Whether some rows have the same figures of a count under two dates, and any but 0."""
        before, after = (self._reported(inside, date, count) for date in (first, second))
        return before.shape == after.shape and bool((before == after).all()) and bool((after[2] > 0).any())

    def _reported(self, inside: Bools, date: int, count: str) -> Ints:
        """Return village, place of the month in the date, and figure of each row that reports a count."""
        rows = self.series.rows[inside & (self.series.date == date)]
        figures = self.material.table.column(count)[rows]
        month = self.material.start[rows] - self.series.starts[date]
        return np.stack([self.material.village[rows], month, figures])[:, figures >= 0]


class _AreaSums:
    """Sums by area and date: of the areas above villages, of rows of larger areas themselves, and of all together."""

    def __init__(self, areas: Areas, village: AnyInts, date: Ints, dates: int) -> None:
        self.villages, self.dates, self._tree = areas.villages, dates, areas
        self._first = areas.villages if areas.leaf == VILLAGE else 0
        everywhere = len(areas.keys)
        above = np.where(areas.parent_of >= 0, areas.parent_of, everywhere).astype(np.int64) - self._first
        self._above = above[self._first :]
        self._number = everywhere - self._first + 1
        own = above[: areas.villages] if self._first else np.arange(areas.villages)
        self._cell = own[village] * dates + date

    def sums(self, values: Floats) -> Floats:
        """Return the sums of a value of each row, a line for each area and one for all."""
        size = self._number * self.dates
        found = np.bincount(self._cell, values, size).astype(np.float64).reshape(-1, self.dates)
        level_of = self._tree.level_of[self._first :]
        for level in range(len(self._tree.levels) - 1, -1, -1):
            places = np.flatnonzero(level_of == level)
            if len(places):
                np.add.at(found, self._above[places], found[places])
        return found

    def position(self, place: int) -> int:
        """Return the position in the tree of a line of the sums."""
        return EVERYWHERE if place == self._number - 1 else place + self._first


def of_the_same(figures: AnyInts) -> Floats:
    """Return the chance that a second month has each figure again, of events that come as often in both (Poisson).

    Of 2x events x fall into either month with the probability C(2x, x) / 4^x, about 1 / sqrt(1 + pi x).
    """
    chance: Floats = 1 / np.sqrt(1 + np.pi * np.maximum(figures, 0))
    return chance


def _moves(figures: AnyInts, village: AnyInts) -> Ints:
    """Return how far each row but the first is from the row of its village before it, -1 where there is none."""
    known = (village[1:] == village[:-1]) & (figures[1:] >= 0) & (figures[:-1] >= 0)
    return np.where(known, np.abs(figures[1:].astype(np.int64) - figures[:-1]), -1)


def _usual_move(moves: Ints, village: AnyInts) -> Ints:
    """Return for each row the median of its village's moves (the lower one of two), 0 where there is none."""
    known = np.flatnonzero(moves >= 0)
    own = village[1:][known]
    order = np.lexsort((moves[known], own))
    number = np.bincount(own, minlength=int(village.max(initial=-1)) + 1)
    middle = np.cumsum(number) - number + (number - 1) // 2
    usual = np.zeros(len(number), dtype=np.int64)
    usual[number > 0] = moves[known][order][middle[number > 0]]
    found: Ints = usual[village]
    return found
