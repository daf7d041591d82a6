"""Figures to date in order: from which row each one goes on, and of which months the step between them is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.periods import Calendar
from popcalc.table import END, VILLAGE

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints


class StepsToDate(Struct, frozen=True, eq=False):
    """The rows of a table that have a figure to date, by village and end, one for each end, and the row before each.

    `follows` says whether that is of the same year of the village. A step is of the months `begins` to `ends`; `year`
    is the first month of its year. `figures` and `figures_before` are those of the rows and of the rows before them,
    the latter 0 where there is none in the year.
    """

    rows: AnyInts
    before: AnyInts
    follows: Bools
    year: Ints
    begins: Ints
    ends: AnyInts
    figures: Ints
    figures_before: Ints

    def differences(self) -> Ints:
        """Return by how much each figure is above the one before it in its year."""
        found: Ints = self.figures - self.figures_before
        return found


def steps_to_date(table: Mapping[str, AnyInts], values: AnyInts, calendar: Calendar) -> StepsToDate:
    """Return the steps of a column of figures to date; missing ones (negative) are none."""
    rows = np.flatnonzero(values >= 0)
    rows = rows[np.lexsort((rows, table[END][rows], table[VILLAGE][rows]))]
    village, end = table[VILLAGE][rows], table[END][rows]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (village[1:] != village[:-1]) | (end[1:] != end[:-1])
    rows = rows[first]
    before = np.concatenate([rows[:1], rows[:-1]])
    year = year_begins(table[END][rows], calendar)
    follows = (table[VILLAGE][before] == table[VILLAGE][rows]) & (table[END][before] >= year)
    follows[:1] = False
    figures = values[rows].astype(np.int64)
    return StepsToDate(
        rows=rows,
        before=before,
        follows=follows,
        year=year,
        begins=np.where(follows, table[END][before] + 1, year),
        ends=table[END][rows],
        figures=figures,
        figures_before=np.where(follows, values[before], 0),
    )


def year_begins(months: AnyInts, calendar: Calendar) -> Ints:
    """Return the first month of the statistical year of each month."""
    distinct, at = np.unique(months, return_inverse=True)
    begins = [calendar.year_around(month).start for month in distinct.tolist()]
    return np.array(begins, dtype=np.int64)[at]


def months_to_date(months: AnyInts, calendar: Calendar) -> AnyInts:
    """Return how many months of its year have passed by the end of each month."""
    return months - year_begins(months, calendar) + 1


def goes_on(table: Mapping[str, AnyInts], values: AnyInts, calendar: Calendar) -> Bools:
    """Return the rows before which their village reports more than 0 in the same year: figures to date never fall."""
    order = np.lexsort((table[END], year_begins(table[END], calendar), table[VILLAGE]))
    years = _years(table, order, calendar)
    above = (values[order] > 0).astype(np.int64)
    before = np.cumsum(above) - above
    found = np.zeros(len(order), dtype=np.bool_)
    found[order] = before > before[np.flatnonzero(np.diff(years, prepend=-1))][years]
    return found


def first_of_years(table: Mapping[str, AnyInts], rows: Bools, calendar: Calendar) -> Bools:
    """Return of some rows the first of each village and year."""
    order = np.lexsort((table[END], year_begins(table[END], calendar), table[VILLAGE]))
    chosen = order[rows[order]]
    found = np.zeros(len(order), dtype=np.bool_)
    found[chosen[np.diff(_years(table, chosen, calendar), prepend=-1) > 0]] = True
    return found


def _years(table: Mapping[str, AnyInts], order: AnyInts, calendar: Calendar) -> AnyInts:
    """Return the number of the village and year of rows that are sorted by them."""
    village, year = table[VILLAGE][order], year_begins(table[END][order], calendar)
    other = (np.diff(village, prepend=-1) != 0) | (np.diff(year, prepend=-1) != 0)
    return np.cumsum(other) - 1
