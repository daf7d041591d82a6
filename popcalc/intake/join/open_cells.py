"""Empty cells of flows that may be 0: which of them are open, and what hangs on them.

A cell is open where 0 would be no surprise, that is where 0 has a chance of 5 % or more: by the mean of the village's
other months of the count, or by the rate of the whole column times the village's people, whichever gives the larger
chance. Events come by chance (Poisson), so that with x expected 0 has the chance exp(-x); where empty cells were added
up with n events of others, the chance is that of n or fewer. Everywhere else, and in a column without any figure, an
empty cell is plainly missing. A figure to date is one of all months of its year so far.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.definitions.available import Available, needed
from popcalc.definitions.catalogue import Catalogue
from popcalc.doubts import EmptyCells
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import first_of_runs, place_in_run
from popcalc.intake.join.derive import derive
from popcalc.periods import Calendar
from popcalc.table import END, FILE, MISSING, ROW, START, VILLAGE, are_empty, were_empty_zero

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Floats

    Table = Mapping[str, AnyInts]

NO_SURPRISE = 0.05
"""The chance of 0 from which on an empty cell may well be one."""
NONE_WRITTEN = 0.05
"""Below this chance that no figure of a column is 0, one that has none leaves its zeros out."""
SHOWN = 3
"""So many of the open cells of a column are named."""
PEOPLE = ("population", "population_average", "population_start")
"""The stocks that are a village's people, the first that there is."""


def people_to_read(
    counts: Mapping[str, AnyInts], catalogue: Catalogue, there: Available, *, zeros: bool = False
) -> frozenset[str]:
    """Return the columns of a village's people, where some cell of counts is empty, or read as one of the `zeros`."""
    if not zeros and not any(bool(are_empty(figures).any()) for figures in counts.values()):
        return frozenset()
    within = there.held | there.derived
    first = next((key for key in PEOPLE if key in catalogue.counts and key in within), None)
    return needed((first,), catalogue, there) if first else frozenset()


def find_open(
    table: Table,
    catalogue: Catalogue,
    wanted: frozenset[str],
    read: AsRead,
    to_date: Calendar | None,
) -> tuple[dict[str, AnyInts], dict[str, EmptyCells]]:
    """Return a table in which only open empty cells are `EMPTY`, others being missing, and these cells by column.

    `wanted` may be derived to know a village's people; `to_date` is the calendar of figures to date, if they are such;
    the cells stand in rows as they were `read`.
    """
    result = dict(table)
    found: dict[str, EmptyCells] = {}
    columns = [key for key in catalogue.counts if key in table and are_empty(table[key]).any()]
    people = people_of(table, catalogue, wanted) if columns else np.zeros(0)
    runs = first_of_runs(read.table) if columns else np.zeros(0, dtype=np.int64)
    for key in columns:
        column = Column(table, table[key], people, to_date)
        are_open = column.open_cells()
        plainly_missing = are_empty(table[key]) & ~are_open
        result[key] = np.where(plainly_missing, MISSING, table[key]).astype(table[key].dtype)
        rows = np.flatnonzero(are_open)
        if len(rows):
            first = rows[np.lexsort((table[ROW][rows], table[FILE][rows]))[:SHOWN]].tolist()
            count = catalogue.counts[key]
            named = tuple(place_in_run(read, runs, row, count, int(table[key][row])) for row in first)
            found[key] = EmptyCells(len(rows), named, column.leaves_zeros_out())
    return result, found


def people_of(table: Table, catalogue: Catalogue, wanted: frozenset[str]) -> Floats:
    """Return the mean of the people that each village reports, NaN where it reports none."""
    villages = int(table[VILLAGE].max(initial=-1)) + 1
    stocks = {name: column for name, column in table.items() if name not in catalogue.counts or name in wanted}
    for key in (key for key in PEOPLE if key in catalogue.counts and key in wanted):
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


class Column(Struct, frozen=True, eq=False, dict=True):
    """The column of a flow; `people` are those of each village, `to_date` the calendar of figures to date, if any."""

    table: Table
    figures: AnyInts
    people: Floats
    to_date: Calendar | None = None

    @cached_property
    def _reported(self) -> Bools:
        return self.figures >= 0

    @cached_property
    def _months(self) -> Floats:
        """How many months each figure is of."""
        if self.to_date is not None:
            from popcalc.intake.join.steps_to_date import months_to_date

            return months_to_date(self.table[END], self.to_date).astype(np.float64)
        return (self.table[END] - self.table[START] + 1).astype(np.float64)

    @cached_property
    def _expected(self) -> Floats:
        """The rate of the column times the people of each row's village; its mean where they are not known."""
        lived = self.people[self.table[VILLAGE]] * self._months
        events, known = self._events
        by_people = _rate(events, lived, known & (lived > 0)) * lived
        by_month = _rate(events, self._months, known) * self._months
        return np.where((lived > 0) & ~np.isnan(by_people), by_people, by_month)

    @property
    def _events(self) -> tuple[AnyInts, Bools]:
        """The figures that the rate is made of; of sums that all hold empty cells, the events of the others."""
        if self._reported.any():
            return self.figures, self._reported
        events = were_empty_zero(self.figures)
        return events, are_empty(self.figures) & (events > 0)

    def open_cells(self) -> Bools:
        """Return which rows hold an empty cell that may well be 0."""
        own = _by_village(self.table, self.figures, self._months, self._reported, len(self.people))
        least = np.fmin(own[self.table[VILLAGE]] * self._months, self._expected)
        found = are_empty(self.figures)
        rows = np.flatnonzero(found)
        found[rows] = _chances(were_empty_zero(self.figures[rows]), least[rows]) >= NO_SURPRISE
        if self.to_date is not None:
            from popcalc.intake.join.steps_to_date import goes_on

            found &= ~goes_on(self.table, self.figures, self.to_date)
        return found

    def leaves_zeros_out(self) -> bool:
        """Whether some of the figures that are written would be 0 by chance, and not one is."""
        rows = self._reported
        if self.to_date is not None:
            from popcalc.intake.join.steps_to_date import first_of_years

            # What comes after the first figure of a year holds that one, too.
            rows = first_of_years(self.table, rows, self.to_date)
        if not rows.any() or not (self.figures[rows] > 0).all():
            return False
        # A figure is not 0 with the chance 1 - exp(-expected).
        return float(np.log(-np.expm1(-self._expected[rows])).sum()) < math.log(NONE_WRITTEN)


def _rate(events: AnyInts, weights: Floats, rows: Bools) -> float:
    below = float(weights[rows].sum())
    return float(events[rows].sum(dtype=np.int64)) / below if below else math.nan


def _chances(events: AnyInts, expected: Floats) -> Floats:
    """Return the chance of so many events or fewer where some are expected, 0 where that is not known."""
    from scipy.special import pdtr

    found: Floats = np.where(np.isnan(expected), 0.0, pdtr(events, np.nan_to_num(expected)))
    return found
