"""Empty cells of flows that may be 0: which of them are open, and what hangs on them.

A cell is open where 0 would be no surprise, that is where 0 has a chance of 5 % or more: by the mean of the village's
other months of the count, or by the rate of the whole column times the village's people, whichever gives the larger
chance. Events come by chance (Poisson), so that with x expected 0 has the chance exp(-x). Everywhere else, and in a
column without any figure, an empty cell is plainly missing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.available import Available, needed
from popcalc.definitions.catalogue import Catalogue
from popcalc.doubts import Doubts, EmptyCells
from popcalc.errors import Place
from popcalc.intake.header.layout import Layout
from popcalc.intake.join.beside import COLUMNS, IF_ZERO, beside
from popcalc.intake.join.derive import derive
from popcalc.table import EMPTY, END, FILE, MISSING, ROW, START, VILLAGE, VillageMonths

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Floats, Ints

    Table = Mapping[str, AnyInts]

NO_SURPRISE = 0.05
"""The chance of 0 from which on an empty cell may well be one."""
NONE_WRITTEN = 0.05
"""Below this chance that no figure of a column is 0, one that has none leaves its zeros out."""
SHOWN = 3
"""So many of the open cells of a column are named."""
PEOPLE = ("population", "population_average", "population_start")
"""The stocks that are a village's people, the first that there is."""


def people_to_read(counts: Mapping[str, AnyInts], catalogue: Catalogue, there: Available) -> frozenset[str]:
    """Return the columns of a village's people, where some cell of counts is empty and nothing is said of it."""
    if not any(bool((figures == EMPTY).any()) for figures in counts.values()):
        return frozenset()
    within = there.held | there.derived
    first = next((key for key in PEOPLE if key in catalogue.counts and key in within), None)
    return needed((first,), catalogue, there) if first else frozenset()


def people_of(table: Table, catalogue: Catalogue, wanted: frozenset[str], villages: int) -> Floats:
    """Return the mean of the people that each village reports, NaN where it reports none."""
    for key in (key for key in PEOPLE if key in catalogue.counts and key in wanted):
        stocks = {name: column for name, column in table.items() if name not in catalogue.counts or name in wanted}
        figures = derive(stocks, catalogue, frozenset((key,)), wanted)[0].get(key)
        if figures is not None and (figures >= 0).any():
            return _by_village(table, figures, np.ones(len(figures)), figures >= 0, villages)
    return np.full(villages, np.nan)


def _by_village(table: Table, figures: AnyInts, weights: Floats, rows: Bools, villages: int) -> Floats:
    """Return by village the sum of some figures over that of weights, NaN for nothing."""
    village = table[VILLAGE][rows]
    above, below = (np.bincount(village, weights=one[rows], minlength=villages) for one in (figures, weights))
    ratio: Floats = np.divide(above, below, out=np.full(villages, np.nan), where=below > 0)
    return ratio


@dataclass(frozen=True, eq=False)
class Column:
    """The column of a flow; `people` are those of each village."""

    table: Table
    figures: AnyInts
    people: Floats

    @cached_property
    def _reported(self) -> Bools:
        return self.figures >= 0

    @cached_property
    def _months(self) -> Floats:
        return (self.table[END] - self.table[START] + 1).astype(np.float64)

    @cached_property
    def _expected(self) -> Floats:
        """The rate of the column times the people of each row's village; its mean where they are not known."""
        lived = self.people[self.table[VILLAGE]] * self._months
        by_people = self._rate(lived, self._reported & (lived > 0)) * lived
        by_month = self._rate(self._months, self._reported) * self._months
        return np.where((lived > 0) & ~np.isnan(by_people), by_people, by_month)

    def _rate(self, weights: Floats, rows: Bools) -> float:
        below = float(weights[rows].sum())
        return float(self.figures[rows].sum(dtype=np.int64)) / below if below else math.nan

    def open_cells(self) -> Bools:
        """Return which rows hold an empty cell that may well be 0."""
        own = _by_village(self.table, self.figures, self._months, self._reported, len(self.people))
        least = np.fmin(own[self.table[VILLAGE]] * self._months, self._expected)
        found: Bools = (self.figures == EMPTY) & (least <= -math.log(NO_SURPRISE))
        return found

    def leaves_zeros_out(self) -> bool:
        """Whether some of the figures that are written would be 0 by chance, and not one is."""
        figures, expected = self.figures[self._reported], self._expected[self._reported]
        if not len(figures) or not (figures > 0).all():
            return False
        # A figure is not 0 with the chance 1 - exp(-expected).
        return float(np.log(-np.expm1(-expected)).sum()) < math.log(NONE_WRITTEN)


def with_open_cells(
    table: Mapping[str, AnyInts], catalogue: Catalogue, wanted: frozenset[str], villages: int
) -> tuple[dict[str, AnyInts], Mapping[str, bool]]:
    """Return a table whose empty cells are missing, with what they are were they 0 beside those that are open.

    The second value has each column with open cells, and whether it leaves its zeros out.
    """
    result = dict(table)
    found: dict[str, bool] = {}
    columns = [key for key in table if key in catalogue.counts and (table[key] == EMPTY).any()]
    people = people_of(table, catalogue, wanted, villages) if columns else None
    for key in columns:
        assert people is not None
        column = Column(table, table[key], people)
        are_open = column.open_cells()
        result[key] = np.where(table[key] == EMPTY, MISSING, table[key]).astype(table[key].dtype)
        if are_open.any():
            result[beside(key, COLUMNS)] = np.where(are_open, 1 << len(found), 0)
            result[beside(key, IF_ZERO)] = np.where(are_open, 0, result[key])
            found[key] = column.leaves_zeros_out()
    return result, found


def doubts_of(table: VillageMonths, empty: Mapping[str, bool], layouts: Sequence[Layout]) -> Doubts:
    """Return what is open in a table; `empty` are the columns with open cells, and whether each leaves zeros out."""
    cells = {}
    for bit, (column, leaves_out) in enumerate(empty.items()):
        rows = _rows_of(table, column, bit)
        cells[column] = EmptyCells(len(rows), tuple(_places(table, rows, column, layouts)), leaves_out)
    rests_on = {
        count: frozenset(column for bit, column in enumerate(empty) if bool((other.columns >> bit & 1).any()))
        for count, other in table.if_zero.items()
    }
    flags = {flag: frozenset(rows) for flag, rows in table.flagged.items()}
    return Doubts(cells, rests_on, flags)


def _rows_of(table: VillageMonths, column: str, bit: int) -> Ints:
    """Return the rows whose cell in a column is open."""
    other = table.if_zero.get(column)
    return other.rows[(other.columns >> bit & 1) > 0] if other is not None else np.zeros(0, dtype=np.int64)


def _places(table: VillageMonths, rows: Ints, count: str, layouts: Sequence[Layout]) -> Iterator[Place]:
    """Yield the places of the first open cells of a column, in the order of files and rows."""
    file, row = (table.column(name)[rows] for name in (FILE, ROW))
    columns = {layout.name: layout.place_columns().get(count) for layout in layouts}
    for place in table.places_of(rows[np.lexsort((row, file))[:SHOWN]], [count]):
        if place is not None:
            yield replace(place, column=columns[place.file])
