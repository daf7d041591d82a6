"""Rows by date, as figures of a month or of a year, and their sums by area, in bulk."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from popcalc.areas import Areas
from popcalc.arrays import AnyInts, Floats, Ints
from popcalc.quality.findings import EVERYWHERE
from popcalc.quality.material import Material
from popcalc.quality.members import PIECE, row_pieces


class Series(Struct, frozen=True, eq=False):
    """The rows of one length of run, as figures of dates that can be held against each other.

    `rows` are positions in the table, in order of village and start; `date` is the place of each among `starts`.
    `months` is how long a date is, `within` the place of each row's month in it: a year of monthly rows has twelve.
    """

    rows: AnyInts
    date: AnyInts
    starts: Ints
    months: int
    within: AnyInts | None = None

    @property
    def dates(self) -> int:
        """How many dates there are."""
        return len(self.starts)

    def pieces(self, material: Material, least: int = PIECE) -> Iterator[SeriesRows]:
        """Yield the rows in pieces of at least so many rows of the table, each with all rows of its villages."""
        for stretch in row_pieces(material.first_row, least):
            # Numbers of another width would be sought in a copy of all rows.
            edges = np.array([stretch.start, stretch.stop], dtype=self.rows.dtype)
            first, after = np.searchsorted(self.rows, edges).tolist()
            if first < after:
                rows = stretch if after - first == stretch.stop - stretch.start else self.rows[first:after]
                within = None if self.within is None else self.within[first:after]
                yield SeriesRows(stretch, rows, material.village[rows], self.date[first:after], within)


class SeriesRows(Struct, frozen=True, eq=False):
    """Some rows of a series: all those of its villages in a `stretch` of rows of the table, or all rows of that."""

    stretch: slice
    rows: slice | AnyInts
    village: AnyInts
    date: AnyInts
    within: AnyInts | None

    def cells(self, dates: int) -> Ints:
        """Return a number for each row's village and date, of so many dates; the numbers rise."""
        cells: Ints = self.village.astype(np.int64) * dates + self.date
        return cells


class AreaSums:
    """Sums by area and date: of the areas above those of the rows, and of all together."""

    def __init__(self, areas: Areas, dates: int) -> None:
        self.villages, self.dates, self._tree = areas.villages, dates, areas
        everywhere = len(areas.keys)
        above = np.where(areas.parent_of >= 0, areas.parent_of, everywhere).astype(np.int64) - areas.villages
        self._above = above[areas.villages :]
        self.number = everywhere - areas.villages + 1
        self._line_of = above[: areas.villages]

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

    def nothing(self) -> Floats:
        """Return sums of no rows, a line for each area and one for all, to `add` to."""
        return np.zeros((self.number, self.dates))

    def add(self, sums: Floats, rows: SeriesRows, values: Floats) -> None:
        """Add a value of each of some rows to the sums of the areas that these are directly in."""
        cell = self._line_of[rows.village] * self.dates + rows.date
        sums += np.bincount(cell, values, sums.size).reshape(sums.shape)

    def carry_up(self, sums: Floats) -> None:
        """Add the sums of areas to those of the areas above them."""
        level_of = self._tree.level_of[self.villages :]
        for level in range(len(self._tree.levels) - 1, -1, -1):
            places = np.flatnonzero(level_of == level)
            if len(places):
                np.add.at(sums, self._above[places], sums[places])

    def position(self, place: int) -> int:
        """Return the position in the tree of a line of the sums."""
        return EVERYWHERE if place == self.number - 1 else place + self.villages
