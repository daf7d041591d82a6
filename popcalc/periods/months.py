"""Months as whole numbers, and runs of whole months.

A month is its ordinal `year * 12 + (month - 1)`, so that the next month is one more, in any year.
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

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


class Run(Struct, frozen=True, order=True):
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

    def within(self, other: Run) -> Run:
        """Return the months that lie in both; ValueError when there are none."""
        return Run(max(self.start, other.start), min(self.end, other.end))
