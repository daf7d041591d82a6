"""What each month of some data is, for arrays of months: its days, its statistical year, the period it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from popcalc.arrays import AnyInts, Bools, Ints
from popcalc.periods import Calendar, Period, Run, days_in_month

if TYPE_CHECKING:
    import numpy.typing as npt


class Timeline:
    """The months of some data and of the periods asked for, with one to spare on either side.

    A moment is the month at whose end it is. `starts`, `ends`, `lengths` and `days` are the first and last month, the
    number of months and the number of days of each period.
    """

    def __init__(self, months: Run, periods: Sequence[Period], calendar: Calendar) -> None:
        first = min(months.start, *(period.start for period in periods)) - 1
        last = max(months.end, *(period.end for period in periods)) + 1
        covered = range(first, last + 1)
        self._first = first
        self._passed = np.cumsum([0, *(days_in_month(month) for month in covered)], dtype=np.int64)
        self._year = np.array([calendar.year_of(month) for month in covered], dtype=np.int64)
        self._leap = np.array([calendar.year_around(month).days == 366 for month in covered], dtype=bool)
        self._period: npt.NDArray[Any] = np.full(len(covered), -1, dtype=np.int32)
        for position, period in enumerate(periods):
            self._period[period.start - first : period.end - first + 1] = position
        self.starts = np.array([period.start for period in periods], dtype=np.int64)
        self.ends = np.array([period.end for period in periods], dtype=np.int64)
        self.lengths = self.ends - self.starts + 1
        self.days = np.array([period.days for period in periods], dtype=np.int64)
        self.years = tuple(range(int(self._year[0]), int(self._year[-1]) + 1))
        """The statistical years of these months."""
        runs = (calendar.year_run(year) for year in self.years)
        self.leap_years = tuple(run for run in runs if run.days == 366)
        """The statistical years of 366 days, as runs of months."""

    def day(self, moment: AnyInts) -> Ints:
        """Return the number of days that have passed at each moment, since the first of these months."""
        found: Ints = self._passed[moment - (self._first - 1)]
        return found

    def days_of(self, start: AnyInts, end: AnyInts) -> Ints:
        """Return the days of runs of months, from first to last."""
        return self.day(end) - self.day(start - 1)

    def moment_before(self, twice_day: Ints) -> Ints:
        """Return the last moment that is not after a day; days are given twice, so that halves are whole."""
        found: Ints = np.searchsorted(2 * self._passed, twice_day, side="right") + (self._first - 2)
        return found

    def year(self, month: AnyInts) -> Ints:
        """Return the statistical year of each month."""
        found: Ints = self._year[month - self._first]
        return found

    def in_leap_year(self, month: AnyInts) -> Bools:
        """Return whether each month lies in a statistical year of 366 days."""
        found: Bools = self._leap[month - self._first]
        return found

    def period(self, month: AnyInts) -> Ints:
        """Return the position of the period that each month lies in, -1 for none."""
        found: Ints = self._period[month - self._first]
        return found

    def touches_period(self, start: AnyInts, end: AnyInts) -> Bools:
        """Return whether any month from `start` to `end` lies in a period."""
        upto = np.concatenate([[0], np.cumsum(self._period >= 0)])
        found: Bools = upto[end - self._first + 1] > upto[start - self._first]
        return found

    @cached_property
    def months_by_year(self) -> Ints:
        """How many months of each period (columns) lie in each of the statistical years (rows)."""
        counts = np.zeros((len(self.years), len(self.starts)), dtype=np.int64)
        inside = self._period >= 0
        np.add.at(counts, (self._year[inside] - self.years[0], self._period[inside]), 1)
        return counts
