"""Which areas lie in which: the villages of an area, and the areas above one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from popcalc.areas import Areas
from popcalc.arrays import AnyInts, Ints, distinct_values, joined_ranges
from popcalc.quality.findings import EVERYWHERE


def first_rows(village: AnyInts, villages: int) -> Ints:
    """Return the first row of each of so many villages, and the number of rows; `village` is that of each, rising."""
    return np.append(0, np.cumsum(np.bincount(village, minlength=villages)))


PIECE = 1 << 17
"""So many rows are looked at in one go where numbers are made for each: some megabytes."""


def row_pieces(first_row: Ints, least: int = PIECE) -> list[slice]:
    """Return all rows in stretches of at least so many (but the last), each of them all rows of its villages.

    `first_row` holds the first row of each village, and the number of rows.
    """
    rows = int(first_row[-1])
    cuts = distinct_values(first_row[np.searchsorted(first_row, np.append(np.arange(0, rows, least), rows))])
    return [slice(start, end) for start, end in pairwise(cuts.tolist())]


class Members:
    """The villages of each area of a tree (a position in it, or `EVERYWHERE`), sought once for each level."""

    def __init__(self, areas: Areas) -> None:
        self._areas = areas
        self._by_area: dict[int, tuple[Ints, Ints]] = {}

    def of(self, area: int) -> Ints:
        """Return the villages of an area, in order."""
        villages = self._areas.villages
        if area == EVERYWHERE:
            return np.arange(villages)
        if area < villages:
            return np.array([area], dtype=np.int64)
        order, above = self._of_level(int(self._areas.level_of[area]))
        first, last = np.searchsorted(above, [area, area + 1]).tolist()
        return order[first:last]

    def rows_of(self, area: int, first_row: Ints) -> Ints:
        """Return the rows of the villages of an area, in order, given the `first_rows` of all villages."""
        villages = self.of(area)
        return joined_ranges(first_row[villages], first_row[villages + 1])

    def _of_level(self, level: int) -> tuple[Ints, Ints]:
        """Return the villages in order of the areas of a level that they are of, and these areas."""
        if level not in self._by_area:
            above = self._areas.above(self._areas.levels[level]).astype(np.int64)
            order = np.argsort(above, kind="stable")
            self._by_area[level] = order, above[order]
        return self._by_area[level]


def lineage(areas: Areas, area: int) -> Iterator[int]:
    """Yield an area (a position in the tree, or `EVERYWHERE`) and those above it, at last `EVERYWHERE`."""
    while area >= 0:
        yield area
        area = int(areas.parent_of[area])
    yield EVERYWHERE


def is_within(areas: Areas, area: int, other: int) -> bool:
    """Whether an area is another, or lies in it."""
    return other in lineage(areas, area)
