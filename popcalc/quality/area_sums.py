"""Sums of rows by area and date, in bulk, from the villages up to all areas together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from popcalc.areas import Areas
from popcalc.arrays import AnyInts, Floats, Ints
from popcalc.quality.findings import EVERYWHERE


class AreaSums:
    """Sums by area and date: of the areas above those of the rows, and of all together."""

    def __init__(self, areas: Areas, village: AnyInts, date: Ints, dates: int) -> None:
        self.villages, self.dates, self._tree = areas.villages, dates, areas
        everywhere = len(areas.keys)
        above = np.where(areas.parent_of >= 0, areas.parent_of, everywhere).astype(np.int64) - areas.villages
        self._above = above[areas.villages :]
        self.number = everywhere - areas.villages + 1
        self._line_of = above[: areas.villages]
        self._cell = self._line_of[village] * dates + date

    def line_of(self, village: AnyInts) -> Ints:
        """Return the line of the area above villages."""
        return self._line_of[village]

    def downwards(self) -> Iterator[tuple[Ints, Ints | None]]:
        """Yield the lines of areas from the largest down, with those of the areas above them."""
        yield np.array([self.number - 1]), None
        level_of = self._tree.level_of[self.villages :]
        for level in range(len(self._tree.levels)):
            places = np.flatnonzero(level_of == level)
            if len(places):
                yield places, self._above[places]

    def sums(self, values: Floats) -> Floats:
        """Return the sums of a value of each row, a line for each area and one for all."""
        size = self.number * self.dates
        found = np.bincount(self._cell, values, size).astype(np.float64).reshape(-1, self.dates)
        level_of = self._tree.level_of[self.villages :]
        for level in range(len(self._tree.levels) - 1, -1, -1):
            places = np.flatnonzero(level_of == level)
            if len(places):
                np.add.at(found, self._above[places], found[places])
        return found

    def position(self, place: int) -> int:
        """Return the position in the tree of a line of the sums."""
        return EVERYWHERE if place == self.number - 1 else place + self.villages
