"""The areas that are summed, and grouped sums of whole numbers, exact whatever their size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct

from popcalc.areas import Areas
from popcalc.arrays import AnyInts, Bools, Ints, combine, distinct_values, stretches

TOTAL = -1
"""Stands for the grand total among the positions of areas."""


class Groups(Struct, frozen=True, eq=False, dict=True):
    """The areas that get records, and how villages make them up.

    Villages that belong to the same areas share a *cell*; everything is summed by cell and period, then cells are
    added up to areas. `areas` are positions in the tree, `TOTAL` for the grand total; `cell_of` is -1 for a village in
    none. `owner` and `member` pair areas, by their place in `areas` and in its order, with the cells in them.
    """

    areas: tuple[int, ...]
    owner: Ints
    member: Ints
    cell_of: Ints
    cells: int
    periods: int

    @property
    def size(self) -> int:
        """Number of groups: areas times periods."""
        return len(self.areas) * self.periods

    @cached_property
    def villages(self) -> Ints:
        """Number of villages in each cell."""
        return np.bincount(self.cell_of[self.cell_of >= 0], minlength=self.cells)

    def by_area(self, of_cells: Ints) -> Ints:
        """Return sums by area and period (flat, the period running fastest) from sums by cell and period."""
        result = np.zeros((len(self.areas), self.periods), dtype=np.int64)
        if len(self.owner):
            first = stretches(self.owner)
            of_members = of_cells.reshape(self.cells, self.periods)[self.member]
            result[self.owner[first]] = np.add.reduceat(of_members, first, axis=0)
        return result.ravel()

    def together(self) -> Groups:
        """Return the villages of all these areas as one group of areas."""
        cell_of = np.where(self.cell_of >= 0, 0, -1)
        return Groups((TOTAL,), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64), cell_of, 1, self.periods)

    def of_part(self, villages: range) -> tuple[Groups, Ints]:
        """Return the groups of some villages that follow each other, and which of these areas they lie in."""
        if len(villages) == len(self.cell_of):
            return self, np.arange(len(self.areas))
        cell_of = self.cell_of[villages.start : villages.stop]
        cells = distinct_values(cell_of[cell_of >= 0])
        here = np.isin(self.member, cells)
        inside, owner = np.unique(self.owner[here], return_inverse=True)
        areas = tuple(self.areas[place] for place in inside.tolist())
        member = np.searchsorted(cells, self.member[here])
        cell_of = np.where(cell_of >= 0, np.searchsorted(cells, cell_of), -1)
        return Groups(areas, owner, member, cell_of, len(cells), self.periods), inside


def make_groups(areas: Areas, chosen: Sequence[int], *, total: bool, periods: int) -> Groups:
    """Return the groups of some areas of the tree, and of all villages together when `total` is asked for."""
    # The place of each area among those chosen, -1 for none; the last one is for villages without an area of a level.
    place = np.full(len(areas.keys) + 1, -1, dtype=np.int64)
    place[list(chosen)] = np.arange(len(chosen))
    levels = sorted({int(areas.level_of[position]) for position in chosen})
    above = [place[areas.above(areas.levels[level])] for level in levels]
    above += [np.full(areas.villages, len(chosen))] if total else []
    inside = np.logical_or.reduce([np.zeros(areas.villages, dtype=bool), *(column >= 0 for column in above)])
    cell_of = np.full(areas.villages, -1, dtype=np.int64)
    cell_of[inside] = combine([column[inside] + 1 for column in above], int(inside.sum()))
    villages, cells = np.flatnonzero(inside), int(cell_of.max(initial=-1)) + 1
    first = villages[np.unique(cell_of[villages], return_index=True)[1]]
    owner = np.concatenate([np.zeros(0, dtype=np.int64), *(column[first] for column in above)])
    member = np.tile(np.arange(cells), len(above))
    order = np.argsort(owner, kind="stable")
    order = order[owner[order] >= 0]
    return Groups((*chosen, *[TOTAL] * total), owner[order], member[order], cell_of, cells, periods)


class Grouping(Struct, frozen=True, eq=False):
    """Rows by group: the group of each stretch of rows that share one, and where the stretches begin.

    Whole numbers are added in 64 bits, so that sums are exact where floats, above 2**53, are not.
    """

    starts: Ints
    group: Ints
    rows: int
    size: int

    def sums(self, values: AnyInts | Bools) -> Ints:
        """Return the sum of a column by group, 0 to `size - 1`."""
        result = np.zeros(self.size, dtype=np.int64)
        if self.rows and self.size:
            apart = len(self.starts) == self.rows
            of_stretches = (
                values.astype(np.int64, copy=False) if apart else np.add.reduceat(values, self.starts, dtype=np.int64)
            )
            np.add.at(result, self.group, of_stretches)
        return result


def grouping(groups: Groups, cell: Ints, period: Ints) -> Grouping:
    """Return the rows of some cells and periods by cell and period."""
    starts = stretches(cell, period)
    group = cell[starts].astype(np.int64) * groups.periods + period[starts]
    return Grouping(starts, group, len(cell), groups.cells * groups.periods)
