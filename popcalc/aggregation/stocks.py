"""What villages report of a stock: its month-ends, and averages that were supplied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Ints, first_of_each, packed, same_village
from popcalc.definitions.catalogue import Catalogue
from popcalc.table import END, MISSING, START, VILLAGE, TablePart


class Points(Struct, frozen=True, eq=False):
    """The month-ends that villages report, as sorted keys of village and moment, each once.

    A moment is the month at whose end the figure stands. Stocks reported by the same rows share their points.
    """

    keys: Ints

    def upto(self, asked: Ints) -> Ints:
        """Return how many points stand at or before each key, over all villages."""
        first = int(np.searchsorted(self.keys, asked[0])) if len(asked) else 0
        if np.array_equal(self.keys[first : first + len(asked)], asked):
            # Rows that report the stock ask for their own points, one after the other.
            return np.arange(first + 1, first + 1 + len(asked))
        return np.searchsorted(self.keys, asked, side="right")


class Supply(Struct, frozen=True, eq=False):
    """Averages that a column gives for runs of months, sorted by village and first month; runs do not overlap."""

    keys: Ints
    end: AnyInts
    value: AnyInts

    def begun_by(self, asked: Ints) -> Ints:
        """Return the last average of the village that begins at or before each key, -1 for none."""
        spot = np.searchsorted(self.keys, asked, side="right") - 1
        return np.where((spot >= 0) & same_village(self.keys[spot], asked), spot, -1)


class Stock(Struct, frozen=True, eq=False):
    """The reported month-ends of one stock and its supplied averages.

    `arriving` is the figure that closes the month of a point, `leaving` the one that opens the next: they differ only
    where a column with the opening figure says so.
    """

    points: Points
    arriving: AnyInts
    leaving: AnyInts
    supply: Supply


class Stocks:
    """The stocks of a part of the table, each read once, also through the counts that are its opening or average."""

    def __init__(self, part: TablePart, catalogue: Catalogue) -> None:
        self._part = part
        self._catalogue = catalogue
        self._read: dict[str, Stock] = {}
        self._points_read: list[Points] = []

    def __getitem__(self, name: str) -> Stock:
        if name not in self._read:
            self._read[name] = self._stock(name)
        return self._read[name]

    def _stock(self, name: str) -> Stock:
        counts = [self._catalogue.counts[key] for key in self._part.counts]
        closing = self._column([name] if name in self._part.counts else [])
        points, rows = self._points(closing, self._part.column(END))
        arriving = leaving = closing[rows]
        openings = [count.key for count in counts if count.opening_of == name]
        if openings:
            opening = self._column(openings)
            opened, at = self._points(opening, self._part.column(START) - 1)
            keys = np.union1d(points.keys, opened.keys)
            arriving = _laid(keys, (opened.keys, opening[at]), (points.keys, closing[rows]))
            leaving = _laid(keys, (points.keys, closing[rows]), (opened.keys, opening[at]))
            points = Points(keys)
        average = self._column([count.key for count in counts if count.average_of == name])
        supplied, at = self._points(average, self._part.column(START))
        return Stock(points, arriving, leaving, Supply(supplied.keys, self._part.column(END)[at], average[at]))

    def _column(self, counts: Sequence[str]) -> AnyInts:
        """Return the figure of each row, from the first of the counts that it reports."""
        if not counts:
            return np.full(len(self._part), MISSING)
        columns = (self._part.column(count) for count in counts)
        return reduce(lambda first, second: np.where(first >= 0, first, second), columns)

    def _points(self, column: AnyInts, moment: AnyInts) -> tuple[Points, Ints | slice]:
        """Return the moments of the rows that report a figure, and one such row for each.

        Rows that speak of one moment of a village are known to agree.
        """
        reported = column >= 0
        rows: Ints | slice = slice(None) if reported.all() else np.flatnonzero(reported)
        keys = packed(self._part.column(VILLAGE)[rows], moment[rows])
        first = first_of_each(keys)
        if not isinstance(first, slice):
            rows, keys = np.arange(len(column))[rows][first], keys[first]
        return self._shared(Points(keys)), rows

    def _shared(self, points: Points) -> Points:
        """Return the points that were read before where they are the same."""
        for read in self._points_read:
            if np.array_equal(read.keys, points.keys):
                return read
        self._points_read.append(points)
        return points


def _laid(keys: Ints, *sources: tuple[Ints, AnyInts]) -> Ints:
    """Return a figure for each key from sources of some of them; a later source stands above an earlier one."""
    laid = np.zeros(len(keys), dtype=np.int64)
    for own, figures in sources:
        laid[np.searchsorted(keys, own)] = figures
    return laid
