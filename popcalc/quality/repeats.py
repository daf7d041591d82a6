"""Which areas have the same figures under two dates: found by sums in bulk, beyond what chance explains."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from popcalc.arrays import AnyInts, Bools, Floats, Ints, joined_ranges
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.wholes import independent, wholes
from popcalc.quality.area_sums import AreaSums
from popcalc.quality.coincidence import SamePeople, of_the_same, steps
from popcalc.quality.findings import CHANCE
from popcalc.quality.material import Material

EVENTS = frozenset({"births", "deaths", "migration_in", "migration_out"})
"""Events of lives, and their parts, fall as chance has it. Of other flows (checks done, people looked after) only the
data can say whether they move at all."""
FEW = 4
"""With fewer months the data do not say whether a flow moves."""
SURE = 1e-3
"""However few areas and months there are, a chance above this is no finding."""
OF_SUMS, OF_VILLAGES = 0.1, 0.2
NEXT = 0.9
"""How much of the chance of a wrong finding is for areas that add up others and for those of the rows, which leaves the
most of it to the other checks; and how much of each for dates that follow each other."""
SEED = 20130601
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")

NEXT_ONE, EARLIER = 1, 2
"""Dates one step apart, and dates further apart, between which nothing is told apart."""

Logs = npt.NDArray[np.float32]
"""Logarithms of chances by row; there may be millions of rows and many counts."""


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
    """An area (a position in the tree, or `EVERYWHERE`) whose `counts` are the same under two dates of a series.

    They are so under `more` later dates as well; where not all villages have them again, `parts` are the areas that do.
    """

    area: int
    first: int
    second: int
    counts: tuple[str, ...]
    more: int = 0
    parts: tuple[int, ...] = ()


class Repeats:
    """Finds the repeats of one series, in areas that add up others and in the areas of the rows themselves.

    A part says nothing beside its whole, so that only counts are held against each other which are part of no other.
    """

    def __init__(self, material: Material, series: Series, counts: Mapping[str, Nature]) -> None:
        self.material, self.series, self.counts = material, series, counts
        self.village = material.village[series.rows]
        self.areas = AreaSums(material.table.areas, self.village, series.date, len(series.starts))
        self._part_of = wholes(material.catalogue)
        self._compared = independent(material.catalogue, list(counts))
        self._of_flows: dict[str, Logs] = {}
        self._of_stocks: dict[str, tuple[Logs, Logs, Logs]] = {}
        self._cell = self.village * np.int64(len(series.starts)) + series.date
        self._told = np.zeros((self.areas.number, len(series.starts)), dtype=bool)
        chance = np.random.default_rng(SEED)
        # Whole numbers below 2 ** 20, so that sums of usual figures stay exact; what is found is looked at once more.
        self._weight = chance.integers(1, 1 << 20, self.areas.villages).astype(np.float64)[self.village]
        if series.within is not None:
            self._weight *= chance.integers(1, 1 << 20, series.months)[series.within]

    def found(self) -> Iterator[Repeat]:
        """Yield the repeats that chance would make in fewer than one in twenty sets of data of this size.

        A tenth of that is for the areas that add up others, whose copies are sure enough, two for those of the rows;
        and nine tenths of each for dates that follow each other, as what was sent last is sent again most often.
        """
        evidence = {}
        at_most = np.zeros(self.areas.villages * len(self.series.starts))
        for count in self._compared:
            evidence[count] = self.areas.sums(self._log_chance(count).astype(np.float64))
            at_most += np.bincount(self._cell, self._log_chance(count, NEXT_ONE), len(at_most))
        yield from self._of_sums(evidence)
        yield from self._of_villages(at_most)

    def _of_sums(self, evidence: Mapping[str, Floats]) -> Iterator[Repeat]:
        """Yield the repeats of areas above villages: all of their villages have the same figures of some counts.

        `evidence` is the logarithm of the chance that all villages of an area have the figures of an earlier date.
        """
        sums = {count: self.areas.sums(self.figures(count) * self._weight) for count in self._compared}
        active = int(np.logical_or.reduce([one.any(axis=1) for one in sums.values()]).sum())
        dates = len(self.series.starts)
        for step in range(1, dates):
            same = {count: (one[:, step:] == one[:, :-step]) & (one[:, step:] > 0) for count, one in sums.items()}
            score = np.zeros((len(next(iter(sums.values()))), dates - step))
            for count in (count for count, where in same.items() if where.any()):
                score += np.where(same[count], evidence[count][:, step:], 0.0)
            yield from self._of_step(same, score < self._bar(active, step, OF_SUMS), step)

    def _of_step(self, same: Mapping[str, Bools], sure: Bools, step: int) -> Iterator[Repeat]:
        """Yield the repeats of dates so many apart, from the largest areas down, each date of an area once."""
        for places, above in self.areas.downwards():
            if above is not None:
                self._told[places] |= self._told[above]
            spots, dates = np.nonzero(sure[places] & ~self._told[places, step:])
            for place, date in zip(places[spots].tolist(), dates.tolist(), strict=True):
                told = tuple(count for count, where in same.items() if where[place, date])
                for one in self._checked(Repeat(self.areas.position(place), date, date + step, told)):
                    self._told[place, one.second] = True
                    yield one

    def _bar(self, areas: int, step: int, part: float) -> float:
        """Return the logarithm below which the chance of one repeat, of dates so many apart, is a finding.

        `part` is how much of `CHANCE` there is for all of them.
        """
        dates = len(self.series.starts)
        of_step, pairs = (NEXT, dates - 1) if step == 1 else (1 - NEXT, (dates - 1) * (dates - 2) // 2)
        return float(np.log(min(SURE, CHANCE * part * of_step / max(areas * pairs, 1))))

    def _of_villages(self, at_most: Floats) -> Iterator[Repeat]:
        """Yield the repeats of areas of the rows themselves, of which all flows must be the same.

        Only those villages are looked at that have a date which would be surprising enough, were all its figures those
        of an earlier one: `at_most` is the logarithm of that chance.
        """
        dates = len(self.series.starts)
        flows = [count for count in self._compared if self.counts[count] is Nature.FLOW]
        active = int((np.bincount(self.village) > 0).sum())
        surprising = at_most < self._bar(active, 1, OF_VILLAGES)
        if not flows or not surprising.any():
            return
        villages: Bools = np.logical_or.reduce(surprising.reshape(-1, dates), axis=1)
        rows = villages[self.village]
        cells, at = np.unique(self._cell[rows], return_inverse=True)
        sums = {count: np.bincount(at, (self.figures(count) * self._weight)[rows]) for count in self._compared}
        chances = {
            (step, count): np.bincount(at, self._log_chance(count, step)[rows])
            for step in (NEXT_ONE, EARLIER)
            for count in sums
        }
        keys = np.stack([cells // dates, *(sums[count] for count in flows)])
        alike = np.unique(keys, axis=1, return_inverse=True)[1].ravel()
        order = np.argsort(alike, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(alike[order])) + 1)
        told = self._told[self.areas.line_of(cells // dates), cells % dates]
        some = np.bincount(alike, surprising[cells] & ~told)
        for group in (group for group in groups if len(group) > 1 and some[alike[group[0]]]):
            for first, second in itertools.pairwise(group.tolist()):
                same = [count for count in self._compared if sums[count][first] == sums[count][second] > 0]
                area, date = divmod(int(cells[first]), dates)
                other = int(cells[second]) % dates
                step = min(other - date, EARLIER)
                score = sum(float(chances[step, count][second]) for count in same)
                if score < self._bar(active, other - date, OF_VILLAGES):
                    if not told[second]:
                        yield from self._checked(Repeat(area, date, other, tuple(same), len(group) - 2))
                    break

    def figures(self, count: str) -> AnyInts:
        """Return a count of each row of the series, 0 where nothing is reported."""
        column: AnyInts = np.maximum(self.material.table.column(count), 0)
        return column if len(column) == len(self.series.rows) else column[self.series.rows]

    def _log_chance(self, count: str, step: int = 0) -> Logs:
        """Return the logarithm of the chance that each row has the figure of an earlier date.

        Of one village also what tells beside the figure itself, if the dates are a `step` apart.
        """
        if self.counts[count] is Nature.STOCK:
            # In a year of months a stock follows from the flows.
            follows = self.series.within is not None
            return (
                np.zeros(len(self.series.rows), dtype=np.float32)
                if follows
                else self._people(count)[min(step, EARLIER)]
            )
        if count not in self._of_flows:
            self._of_flows[count] = np.log(self._chance_of_flow(count)).astype(np.float32)
        return self._of_flows[count]

    def _people(self, stock: str) -> tuple[Logs, Logs, Logs]:
        if stock not in self._of_stocks:
            found = SamePeople.of(self.material, stock)
            stands, after, earlier = (
                np.log(one[self.series.rows]) for one in (found.stands, found.after, found.earlier)
            )
            self._of_stocks[stock] = stands, after, earlier
        return self._of_stocks[stock]

    def _chance_of_flow(self, count: str) -> Floats:
        figures = self.figures(count)
        chance = of_the_same(figures)
        if EVENTS & self._part_of[count]:
            return chance
        if any(EVENTS & self._part_of[other] for other in self._compared):
            # What is done for births, or for people, follows from them.
            return np.ones(len(figures))
        moves = steps(self.material.table.column(count)[self.series.rows], self.village)[figures[1:] > 0]
        known = len(self.series.starts) >= FEW and bool((moves >= 0).any())
        return np.maximum(chance, (moves == 0).mean() if known else 1.0)

    def _checked(self, one: Repeat) -> Iterator[Repeat]:
        """Yield a repeat if every village has the same figures of what is told by it, with all counts that agree."""
        villages = self.material.members.of(one.area)
        before, after = (self._rows(villages, date) for date in (one.first, one.second))
        equal = tuple(count for count in self.counts if self._agrees(before, after, one, count))
        if set(one.counts) <= set(equal):
            yield replace(one, counts=equal)

    def _agrees(self, before: Ints, after: Ints, one: Repeat, count: str) -> bool:
        """Whether some rows have the same figures of a count under two dates, and any but 0."""
        earlier, later = self._reported(before, one.first, count), self._reported(after, one.second, count)
        return earlier.shape == later.shape and bool((earlier == later).all()) and bool((later[2] > 0).any())

    def _rows(self, villages: Ints, date: int) -> Ints:
        """Return the rows of some villages under a date, which stand in order of both: no others are looked at."""
        cells = villages * len(self.series.starts) + date
        first, after = (np.searchsorted(self._cell, cells, side) for side in _SIDES)
        return self.series.rows[joined_ranges(first, after)]

    def _reported(self, rows: Ints, date: int, count: str) -> Ints:
        """Return village, place of the month in the date, and figure of each row that reports a count."""
        figures = self.material.table.column(count)[rows]
        month = self.material.start[rows] - self.series.starts[date]
        return np.stack([self.material.village[rows], month, figures])[:, figures >= 0]
