"""The same calendar by its start month, for the modules that do not have a `Calendar` yet; it goes when they do."""

from __future__ import annotations

from popcalc.periods.calendar import Calendar
from popcalc.periods.months import Run
from popcalc.periods.names import months_in_name, months_in_title
from popcalc.periods.reading import read_months


def statistical_year(month: int, year_start: int) -> int:
    """Return the statistical year that the month lies in."""
    return Calendar(year_start).year_of(month)


def year_run(year: int, year_start: int) -> Run:
    """Return the twelve months of a statistical year."""
    return Calendar(year_start).year_run(year)


def label_of(run: Run, year_start: int) -> str:
    """Return what a run of months is called."""
    return Calendar(year_start).label_of(run)


def read_run(written: str, year_start: int = 1) -> Run:
    """Return the whole months that a text names."""
    return read_months(written, Calendar(year_start))


def run_in_name(path: str, year_start: int = 1, sheet: str | None = None) -> Run | None:
    """Return the run of months that a file's path names."""
    return months_in_name(path, Calendar(year_start), sheet)


def run_in_title(title: str, beside: Run, year_start: int = 1) -> Run | None:
    """Return the run of months that a line above a table says."""
    return months_in_title(title, beside, Calendar(year_start))
