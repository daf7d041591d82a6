"""The calendar of statistical years: which months make a year, a half and a quarter, and what periods are called.

A statistical year is twelve months from a start month and is named after the calendar year in which it ends: where
years start in October, 2013 is 2012-10 to 2013-09. The calendar is made once, where the start month is given, and
handed on.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from popcalc.periods.months import Run, year_month


class Period(Run, frozen=True, order=True):
    """A run of whole months with its label: `2013-06`, `2013Q2`, `2013H1`, `2013`, `2013-01..2013-06`."""

    label: str


class PeriodKind(StrEnum):
    """How a span is cut into periods."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YTD = "ytd"
    ROLLING = "rolling"
    ALL = "all"


class FiscalYear(StrEnum):
    """What 2013年度 is: a year like any other, as in Chinese, the one from April 2013, as in Japanese, or not known."""

    PLAIN = "plain"
    FROM_APRIL = "from April"
    UNKNOWN = "unknown"


FISCAL_START = 4
"""The month in which a fiscal year of Japan begins."""


class Calendar(Struct, frozen=True):
    """Statistical years that start in month `year_start`, 1 to 12, else ValueError; `fiscal` is what 2013年度 is."""

    year_start: int = 1
    fiscal: FiscalYear = FiscalYear.PLAIN

    def __post_init__(self) -> None:
        if not 1 <= self.year_start <= 12:
            raise ValueError(f"year_start {self.year_start} is outside 1 to 12")

    def year_of(self, month: int) -> int:
        """Return the statistical year that the month lies in."""
        return (month + self._months_ahead) // 12

    def year_run(self, year: int) -> Run:
        """Return the twelve months of a statistical year."""
        return self._part(year, 1, 12)

    def fiscal_run(self, year: int) -> Run | None:
        """Return the twelve months of 2013年度, None where they are not known or no statistical year."""
        match self.fiscal:
            case FiscalYear.PLAIN:
                return self.year_run(year)
            case FiscalYear.FROM_APRIL:
                return self.year_run(year + 1) if self.year_start == FISCAL_START else None
            case FiscalYear.UNKNOWN:
                return None
            case _:
                assert_never(self.fiscal)

    def half_run(self, year: int, half: int) -> Run:
        """Return the six months of half 1 or 2 of a statistical year; another half is a ValueError."""
        return self._part(year, half, 6)

    def quarter_run(self, year: int, quarter: int) -> Run:
        """Return the three months of quarter 1 to 4 of a statistical year; another quarter is a ValueError."""
        return self._part(year, quarter, 3)

    def year_around(self, month: int) -> Run:
        """Return the statistical year that the month lies in, as its twelve months."""
        return self.year_run(self.year_of(month))

    def to_date(self, run: Run) -> Run:
        """Return the months from the start of the statistical year in which a run ends to its last month."""
        return Run(self.year_around(run.end).start, run.end)

    def has_later_months(self, runs: Iterable[Run]) -> bool:
        """Whether any run is a single month that begins no statistical year."""
        return any(run.months == 1 and run != self.to_date(run) for run in runs)

    def label_of(self, run: Run) -> str:
        """Return `2013-06` for one month, `2013` for exactly one statistical year, else `2013-01..2013-06`."""
        if run.months == 1:
            return month_label(run.start)
        year = self.year_of(run.start)
        whole = self.year_run(year)
        if (run.start, run.end) == (whole.start, whole.end):
            return f"{year:04d}"
        return f"{month_label(run.start)}..{month_label(run.end)}"

    def period_of(self, run: Run) -> Period:
        """Return the run as a period under the label that `label_of` gives it."""
        return Period(run.start, run.end, self.label_of(run))

    def split(self, span: Run, kind: PeriodKind, *, clip: bool = False) -> tuple[Period, ...]:
        """Return the periods that cover the span, in order of time.

        Months, quarters, halves and years are whole units of the statistical year, all those that touch the span. With
        `clip` a unit that reaches beyond the span is cut to it and labelled as the run that is left. `ytd` gives, for
        each statistical year that touches the span, the months from the year's start (with `clip` not before the
        span's) to the last month of the span in that year. `rolling` gives the twelve months ending with each month of
        the span that has eleven of it before. `all` gives the span itself.
        """
        match kind:
            case PeriodKind.ALL:
                return (self.period_of(span),)
            case PeriodKind.YTD:
                return self._years_to_date(span, clip=clip)
            case PeriodKind.ROLLING:
                ends = range(span.start + 11, span.end + 1)
                return tuple(self.period_of(Run(end - 11, end)) for end in ends)
            case PeriodKind.MONTH:
                months, letter = 1, ""
            case PeriodKind.QUARTER:
                months, letter = 3, "Q"
            case PeriodKind.HALF:
                months, letter = 6, "H"
            case PeriodKind.YEAR:
                months, letter = 12, ""
            case _:
                assert_never(kind)
        periods = []
        month = span.start
        while month <= span.end:
            unit = self._unit(month, months, letter)
            month = unit.end + 1
            periods.append(unit if span.holds(unit) or not clip else self.period_of(unit.within(span)))
        return tuple(periods)

    def _years_to_date(self, span: Run, *, clip: bool) -> tuple[Period, ...]:
        years = (self.year_run(year) for year in range(self.year_of(span.start), self.year_of(span.end) + 1))
        return tuple(
            self.period_of(Run(max(year.start, span.start) if clip else year.start, min(year.end, span.end)))
            for year in years
        )

    def _unit(self, month: int, months: int, letter: str) -> Period:
        """Return the part of the year, so many months long, that the month lies in."""
        year = self.year_of(month)
        number = (month - self.year_run(year).start) // months + 1
        part = self._part(year, number, months)
        return Period(part.start, part.end, f"{year:04d}{letter}{number}") if letter else self.period_of(part)

    def _part(self, year: int, number: int, months: int) -> Run:
        """Return the part `number`, from 1, of a statistical year that is cut into parts of so many months."""
        if not 1 <= number <= 12 // months:
            raise ValueError(f"a year has no part {number} of {months} months")
        start = year * 12 - self._months_ahead + months * (number - 1)
        return Run(start, start + months - 1)

    @property
    def _months_ahead(self) -> int:
        """How many months a statistical year begins before the calendar year of the same name."""
        return (13 - self.year_start) % 12


CALENDAR_YEAR = Calendar()
"""Years from January to December."""


def month_label(month: int) -> str:
    """Return `2013-06`."""
    year, number = year_month(month)
    return f"{year:04d}-{number:02d}"
