"""Grouped sums of whole numbers, exact whatever their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from popcalc.areas import Areas
from popcalc.arrays import Ints, combine

if TYPE_CHECKING:
    import numpy.typing as npt


TOTAL = -1
"""Stands for the grand total among the positions of areas."""


@dataclass(frozen=True, eq=False)
class Groups:
    """The areas that get records, and how villages make them up.

    Villages that belong to the same areas share a *cell*; everything is summed by cell and period, then cells are
    added up to areas. `areas` are positions in the tree, `TOTAL` for the grand total; `members` are for each area the
    cells in it; `cell_of` is -1 for a village in none.
    """

    areas: tuple[int, ...]
    members: tuple[Ints, ...]
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
        picked, first, some = self._picks
        if len(some):
            result[some] = np.add.reduceat(of_cells.reshape(self.cells, self.periods)[picked], first, axis=0)
        return result.ravel()

    @cached_property
    def _picks(self) -> tuple[Ints, Ints, Ints]:
        """The cells of all areas in a row, where those of each area begin, and the areas that have any."""
        lengths = np.array([len(cells) for cells in self.members], dtype=np.int64)
        some = np.flatnonzero(lengths)
        first = (np.cumsum(lengths) - lengths)[some]
        picked = np.concatenate([*self.members, np.zeros(0, dtype=np.int64)]).astype(np.int64)
        return picked, first, some


def make_groups(areas: Areas, chosen: Sequence[int], *, total: bool, periods: int) -> Groups:
    """Return the groups of some areas of the tree, and of all villages together when `total` is asked for."""
    wanted = np.zeros(len(areas.keys) + 1, dtype=bool)
    wanted[list(chosen)] = True
    levels = sorted({int(areas.level_of[position]) for position in chosen})
    # For each level the wanted area that a village lies in, -1 for none; the last place of `wanted` is for that.
    tops = (areas.above(areas.levels[level]).astype(np.int64) for level in levels)
    above = [np.where(wanted[column], column, -1) for column in tops]
    inside = np.logical_or.reduce([column >= 0 for column in above]) if above else np.zeros(areas.villages, dtype=bool)
    inside |= total
    cell_of = np.full(areas.villages, -1, dtype=np.int64)
    cell_of[inside] = combine([column[inside] + 1 for column in above], int(inside.sum()))
    cells = int(cell_of.max(initial=-1)) + 1
    first = np.zeros(cells, dtype=np.int64)
    villages = np.flatnonzero(inside)[::-1]
    first[cell_of[villages]] = villages
    members: dict[int, list[int]] = {position: [] for position in chosen}
    for column in above:
        for cell, position in enumerate(column[first].tolist()):
            if position >= 0:
                members[position].append(cell)
    of_areas = [np.array(members[position], dtype=np.int64) for position in chosen]
    everything = [np.arange(cells, dtype=np.int64)] if total else []
    return Groups((*chosen, *[TOTAL] * total), (*of_areas, *everything), cell_of, cells, periods)


@dataclass(frozen=True, eq=False)
class Grouping:
    """Rows by group: the group of each stretch of rows that share one, and where the stretches begin.

    Whole numbers are added in 64 bits, so that sums are exact where floats, above 2**53, are not.
    """

    starts: Ints
    group: Ints
    rows: int
    size: int

    def sums(self, values: npt.NDArray[np.integer[Any] | np.bool_]) -> Ints:
        """Return the sum of a column by group, 0 to `size - 1`."""
        result = np.zeros(self.size, dtype=np.int64)
        if self.rows and self.size:
            apart = len(self.starts) == self.rows
            stretches = (
                values.astype(np.int64, copy=False) if apart else np.add.reduceat(values, self.starts, dtype=np.int64)
            )
            np.add.at(result, self.group, stretches)
        return result


def grouping(groups: Groups, cell: Ints, period: Ints) -> Grouping:
    """Return the rows of some cells and periods by cell and period."""
    if not len(cell):
        return Grouping(cell, cell, 0, groups.cells * groups.periods)
    changes = (cell[1:] != cell[:-1]) | (period[1:] != period[:-1])
    starts = np.concatenate([[0], np.flatnonzero(changes) + 1])
    group = cell[starts].astype(np.int64) * groups.periods + period[starts]
    return Grouping(starts, group, len(cell), groups.cells * groups.periods)
