"""Which areas have the same figures under two dates: found by sums in bulk, beyond what chance explains."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.arrays import AnyInts, Bools, Floats, Ints, distinct_values, joined_ranges
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.wholes import independent
from popcalc.quality.alike import ANY, EARLIER, NEXT_ONE, ChancesOfSeries
from popcalc.quality.area_sums import AreaSums, Series, SeriesRows
from popcalc.quality.findings import CHANCE
from popcalc.quality.material import Material
from popcalc.quality.members import PIECE

SURE = 1e-3
"""However few areas and months there are, a chance above this is no finding."""
OF_SUMS, OF_VILLAGES = 0.1, 0.2
NEXT = 0.9
"""How much of the chance of a wrong finding is for areas that add up others and for those of the rows, which leaves the
most of it to the other checks; and how much of each for dates that follow each other."""
SEED = 20130601
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")


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
        self.areas = AreaSums(material.table.areas, series.dates)
        self._compared = independent(material.catalogue, list(counts))
        self._chances = ChancesOfSeries(material, series, {count: counts[count] for count in self._compared})
        self._told = np.zeros((self.areas.number, series.dates), dtype=bool)
        chance = np.random.default_rng(SEED)
        # Whole numbers below 2 ** 20, so that sums of usual figures stay exact; what is found is looked at once more.
        self._weight = chance.integers(1, 1 << 20, self.areas.villages).astype(np.float64)
        self._weight_within = chance.integers(1, 1 << 20, series.months)

    def found(self) -> Iterator[Repeat]:
        """Yield the repeats that chance would make in fewer than one in twenty sets of data of this size.

        A tenth of that is for the areas that add up others, whose copies are sure enough, two for those of the rows;
        and nine tenths of each for dates that follow each other, as what was sent last is sent again most often.
        """
        if not self._compared:
            return
        evidence, sums = ({count: self.areas.nothing() for count in self._compared} for _ in range(2))
        active = sum(len(distinct_values(rows.village)) for rows in self._pieces())
        bar = self._bar(active, 1, OF_VILLAGES)
        surprising = []
        for rows in self._pieces():
            # The logarithm of the chance of a village and date, were all its figures those of the date before.
            at_most = np.zeros(len(rows.village))
            for count in self._compared:
                chances = self._chances.logarithms(count, rows)
                at_most += chances[NEXT_ONE]
                self.areas.add(evidence[count], rows, chances[ANY])
                self.areas.add(sums[count], rows, self._weighted(count, rows))
            cells, first = np.unique(rows.cells(self.series.dates), return_index=True)
            surprising.append(cells[np.add.reduceat(at_most, first) < bar])
        for one in (*evidence.values(), *sums.values()):
            self.areas.carry_up(one)
        yield from self._of_sums(evidence, sums)
        yield from self._of_villages(np.concatenate(surprising), active)

    def _pieces(self) -> Iterator[SeriesRows]:
        return self.series.pieces(self.material, max(PIECE, self._told.size))

    def _of_sums(self, evidence: Mapping[str, Floats], sums: Mapping[str, Floats]) -> Iterator[Repeat]:
        """Yield the repeats of areas above villages: all of their villages have the same figures of some counts.

        `evidence` is the logarithm of the chance that all villages of an area have the figures of an earlier date, the
        `sums` are those of all figures times what each village weighs.
        """
        active = int(np.logical_or.reduce([one.any(axis=1) for one in sums.values()]).sum())
        dates = self.series.dates
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
        dates = self.series.dates
        of_step, pairs = (NEXT, dates - 1) if step == 1 else (1 - NEXT, (dates - 1) * (dates - 2) // 2)
        return float(np.log(min(SURE, CHANCE * part * of_step / max(areas * pairs, 1))))

    def _of_villages(self, surprising: Ints, active: int) -> Iterator[Repeat]:
        """Yield the repeats of areas of the rows themselves, of which all flows must be the same.

        Only those villages are looked at that have a `surprising` cell of village and date: one that is beyond chance,
        were all its figures those of the date before. So many villages are `active`, as they have rows.
        """
        dates = self.series.dates
        flows = [count for count in self._compared if self.counts[count] is Nature.FLOW]
        if not flows or not len(surprising):
            return
        cells, sums, chances = self._of_cells(surprising // dates)
        keys = np.stack([cells // dates, *(sums[count] for count in flows)])
        alike = np.unique(keys, axis=1, return_inverse=True)[1].ravel()
        order = np.argsort(alike, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(alike[order])) + 1)
        told = self._told[self.areas.line_of(cells // dates), cells % dates]
        some = np.bincount(alike, np.isin(cells, surprising) & ~told)
        for group in (group for group in groups if len(group) > 1 and some[alike[group[0]]]):
            for first, second in itertools.pairwise(group.tolist()):
                same = [count for count in self._compared if sums[count][first] == sums[count][second] > 0]
                area, date = divmod(int(cells[first]), dates)
                other = int(cells[second]) % dates
                step = min(other - date, EARLIER)
                score = sum(float(chances[count][step, second]) for count in same)
                if score < self._bar(active, other - date, OF_VILLAGES):
                    if not told[second]:
                        yield from self._checked(Repeat(area, date, other, tuple(same), len(group) - 2))
                    break

    def _of_cells(self, villages: Ints) -> tuple[Ints, dict[str, Floats], dict[str, Floats]]:
        """Return the cells of village and date of some villages, in order; their sums, and logarithms of chances, by
        count: of these as many lines as there are steps."""
        found: list[tuple[Ints, Floats, Floats]] = []
        chosen = np.zeros(self.areas.villages, dtype=bool)
        chosen[villages] = True
        for rows in self._pieces():
            among = chosen[rows.village]
            if among.any():
                cells, first = np.unique(rows.cells(self.series.dates)[among], return_index=True)
                sums = np.stack([self._weighted(count, rows)[among] for count in self._compared])
                chances = np.stack([self._chances.logarithms(count, rows)[:, among] for count in self._compared])
                found.append((cells, np.add.reduceat(sums, first, axis=-1), np.add.reduceat(chances, first, axis=-1)))
        cells, sums, chances = (np.concatenate(parts, axis=-1) for parts in zip(*found, strict=True))
        return cells, dict(zip(self._compared, sums, strict=True)), dict(zip(self._compared, chances, strict=True))

    def _weighted(self, count: str, rows: SeriesRows) -> Floats:
        """Return figures of some rows, 0 where nothing is reported, times the weights of their villages and months."""
        weighted: Floats = np.maximum(self.material.table.column(count)[rows.rows], 0) * self._weight[rows.village]
        return weighted if rows.within is None else weighted * self._weight_within[rows.within]

    def _checked(self, one: Repeat) -> Iterator[Repeat]:
        """Yield a repeat if every village has the same figures of what is told by it, with all counts that agree."""
        villages = self.material.members.of(one.area)
        before, after = (self._rows(villages, date) for date in (one.first, one.second))
        equal = tuple(count for count in self.counts if self._agrees(before, after, one, count))
        if set(one.counts) <= set(equal):
            yield replace(one, counts=equal)

    def _agrees(self, before: AnyInts, after: AnyInts, one: Repeat, count: str) -> bool:
        """Whether some rows have the same figures of a count under two dates, and any but 0."""
        earlier, later = self._reported(before, one.first, count), self._reported(after, one.second, count)
        return earlier.shape == later.shape and bool((earlier == later).all()) and bool((later[2] > 0).any())

    def _rows(self, villages: Ints, date: int) -> AnyInts:
        """Return the rows of some villages under a date, which stand in order of both: no others are looked at."""
        cells = villages * self.series.dates + date
        first, after = (np.searchsorted(self._cells, cells, side) for side in _SIDES)
        return self.series.rows[joined_ranges(first, after)]

    @cached_property
    def _cells(self) -> Ints:
        """The cell of each row of the series, of which only those are asked who have something to tell."""
        return np.concatenate([rows.cells(self.series.dates) for rows in self._pieces()])

    def _reported(self, rows: AnyInts, date: int, count: str) -> Ints:
        """Return village, place of the month in the date, and figure of each row that reports a count."""
        figures = self.material.table.column(count)[rows]
        month = self.material.start[rows] - self.series.starts[date]
        return np.stack([self.material.village[rows], month, figures])[:, figures >= 0]
