"""Grouped sums of whole numbers, exact whatever their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.areas import ALL, Areas

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

EXACT_IN_FLOAT = 1 << 53
"""Whole numbers below this are exact in a float, and so are sums that stay below it."""
HALF_BITS = 26


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

    def by_area(self, of_cells: Ints) -> Ints:
        """Return sums by area and period (flat, the period running fastest) from sums by cell and period."""
        grid = of_cells.reshape(self.cells, self.periods)
        lengths = np.array([len(cells) for cells in self.members])
        picked = np.concatenate([*self.members, np.zeros(0, dtype=np.int64)]).astype(np.int64)
        result = np.zeros((len(self.areas), self.periods), dtype=np.int64)
        np.add.at(result, np.repeat(np.arange(len(self.areas)), lengths), grid[picked])
        return result.ravel()


TOTAL = -1


def make_groups(areas: Areas, chosen: Sequence[int], *, total: bool, periods: int) -> Groups:
    """Return the groups of some areas of the tree, and of all villages together when `total` is asked for."""
    levels = sorted({int(areas.level_of[position]) for position in chosen})
    columns = [areas.above(areas.levels[level]) for level in levels]
    wanted = np.zeros(len(areas.keys) + 1, dtype=bool)
    wanted[list(chosen)] = True
    columns = [np.where(wanted[column], column, -1) for column in columns]
    inside = (
        np.logical_or.reduce([column >= 0 for column in columns]) if columns else np.zeros(areas.villages, dtype=bool)
    )
    if total:
        inside = np.ones(areas.villages, dtype=bool)
    mixed = np.zeros(areas.villages, dtype=np.int64)
    for column in columns:
        mixed = pd.factorize(mixed * (len(areas.keys) + 1) + column + 1)[0].astype(np.int64)
    cell_of = np.full(areas.villages, -1, dtype=np.int64)
    cell_of[inside], kinds = pd.factorize(mixed[inside])
    cells = len(kinds)
    first = np.zeros(cells, dtype=np.int64)
    villages = np.flatnonzero(inside)[::-1]
    first[cell_of[villages]] = villages
    members_of: dict[int, list[int]] = {position: [] for position in chosen}
    for column in columns:
        for cell, position in enumerate(column[first].tolist()):
            if position >= 0:
                members_of[position].append(cell)
    members = [np.array(members_of[position], dtype=np.int64) for position in chosen]
    if total:
        members.append(np.arange(cells, dtype=np.int64))
    return Groups((*chosen, *((TOTAL,) if total else ())), tuple(members), cell_of, cells, periods)


def key_of(areas: Areas, position: int) -> str:
    """Return the key of an area, `all` for the grand total."""
    return ALL if position == TOTAL else areas.keys[position]


def exact_sums(group: Ints, values: Ints, size: int) -> Ints:
    """Return the sums of whole numbers by group (0 to size - 1), exactly.

    Sums are made in floats, which are exact while they stay below 2**53; larger figures are added in two halves.
    """
    if not len(values):
        return np.zeros(size, dtype=np.int64)
    largest = max(abs(int(values.max())), abs(int(values.min())))
    if largest * len(values) < EXACT_IN_FLOAT:
        return np.bincount(group, weights=values, minlength=size).astype(np.int64)
    low = values & ((1 << HALF_BITS) - 1)
    high = values >> HALF_BITS
    return (exact_sums(group, high, size) << HALF_BITS) + exact_sums(group, low, size)
