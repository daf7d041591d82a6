"""Months as whole numbers, runs of whole months, and statistical years.

A month is its ordinal `year * 12 + (month - 1)`, so that the next month is one more, in any year. A statistical year
is twelve months from a start month, `year_start` (1 to 12), and is named after the calendar year in which it ends:
with `year_start` 10, 2013 is 2012-10 to 2013-09.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR = 1900
LAST_YEAR = 2200
"""The years that are accepted in data."""


def month_ordinal(year: int, month: int) -> int:
    """Return the ordinal of a month; `month` is 1 to 12, else ValueError."""
    if not 1 <= month <= 12:
        raise ValueError(f"month {month} is outside 1 to 12")
    return year * 12 + month - 1


def year_month(ordinal: int) -> tuple[int, int]:
    """Return the calendar year and the month, 1 to 12."""
    return ordinal // 12, ordinal % 12 + 1


def first_day(ordinal: int) -> date:
    """Return the first day of the month."""
    return date(*year_month(ordinal), 1)


def last_day(ordinal: int) -> date:
    """Return the last day of the month."""
    return first_day(ordinal + 1) - timedelta(days=1)


def days_in_month(ordinal: int) -> int:
    """Return the days of the month, 28 to 31."""
    return last_day(ordinal).day


def day_counts(first: int, last: int) -> list[int]:
    """Return the days of each month from `first` to `last`, both included."""
    return [days_in_month(month) for month in range(first, last + 1)]


@dataclass(frozen=True, order=True)
class Run:
    """Whole months from `start` to `end`, both included; ValueError when `end` comes before `start`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a run cannot end ({self.end}) before it starts ({self.start})")

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.end - self.start + 1

    @property
    def days(self) -> int:
        """How many days it has."""
        return (first_day(self.end + 1) - first_day(self.start)).days

    @property
    def first_day(self) -> date:
        """The first day of its first month."""
        return first_day(self.start)

    @property
    def last_day(self) -> date:
        """The last day of its last month."""
        return last_day(self.end)

    def holds(self, other: Run) -> bool:
        """Whether every month of `other` lies in this run."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Run) -> bool:
        """Whether at least one month lies in both."""
        return self.start <= other.end and other.start <= self.end


def statistical_year(month: int, year_start: int) -> int:
    """Return the statistical year that the month lies in, named after the calendar year in which it ends."""
    return (month + _months_ahead(year_start)) // 12


def year_run(year: int, year_start: int) -> Run:
    """Return the twelve months of a statistical year."""
    return _part(year, 1, 12, year_start)


def half_run(year: int, half: int, year_start: int) -> Run:
    """Return the six months of half 1 or 2 of a statistical year; another half is a ValueError."""
    return _part(year, half, 6, year_start)


def quarter_run(year: int, quarter: int, year_start: int) -> Run:
    """Return the three months of quarter 1 to 4 of a statistical year; another quarter is a ValueError."""
    return _part(year, quarter, 3, year_start)


def days_in_statistical_year(month: int, year_start: int) -> int:
    """Return the days, 365 or 366, of the statistical year that the month lies in."""
    return year_run(statistical_year(month, year_start), year_start).days


def _part(year: int, number: int, months: int, year_start: int) -> Run:
    """Return the part `number`, from 1, of a statistical year that is cut into parts of so many months."""
    if not 1 <= number <= 12 // months:
        raise ValueError(f"a year has no part {number} of {months} months")
    start = year * 12 - _months_ahead(year_start) + months * (number - 1)
    return Run(start, start + months - 1)


def _months_ahead(year_start: int) -> int:
    """Return how many months a statistical year begins before the calendar year of the same name."""
    if not 1 <= year_start <= 12:
        raise ValueError(f"year_start {year_start} is outside 1 to 12")
    return (13 - year_start) % 12
