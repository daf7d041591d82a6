"""Periods: runs of months with a label, and how a span is cut into them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from popcalc.periods.months import Run, half_run, quarter_run, statistical_year, year_month, year_run


@dataclass(frozen=True, order=True)
class Period(Run):
    """A run of whole months with its label: `2013-06`, `2013Q2`, `2013H1`, `2013`, `2013-01..2013-06`."""

    label: str


class PeriodKind(StrEnum):
    """How a span is cut into periods."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YTD = "ytd"
    ALL = "all"


def label_of(run: Run, year_start: int) -> str:
    """Return `2013-06` for one month, `2013` for exactly one statistical year, else `2013-01..2013-06`."""
    if run.months == 1:
        return _month_label(run.start)
    year = statistical_year(run.start, year_start)
    whole = year_run(year, year_start)
    if (run.start, run.end) == (whole.start, whole.end):
        return f"{year:04d}"
    return f"{_month_label(run.start)}..{_month_label(run.end)}"


def period_of(run: Run, year_start: int) -> Period:
    """Return the run as a period under the label that `label_of` gives it."""
    return Period(run.start, run.end, label_of(run, year_start))


def split(span: Run, kind: PeriodKind, year_start: int, *, clip: bool = False) -> tuple[Period, ...]:
    """Return the periods that cover the span, in order of time.

    Months, quarters, halves and years are whole units of the statistical year, all those that touch the span. With
    `clip` a unit that reaches beyond the span is cut to it and labelled as the run that is left. `ytd` gives, for each
    statistical year that touches the span, the months from the year's start (with `clip` not before the span's) to
    the last month of the span in that year. `all` gives the span itself.
    """
    if kind is PeriodKind.ALL:
        return (period_of(span, year_start),)
    if kind is PeriodKind.YTD:
        return _years_to_date(span, year_start, clip=clip)
    periods = []
    month = span.start
    while month <= span.end:
        unit = _unit(month, kind, year_start)
        month = unit.end + 1
        periods.append(unit if span.holds(unit) or not clip else period_of(_cut(unit, span), year_start))
    return tuple(periods)


def _years_to_date(span: Run, year_start: int, *, clip: bool) -> tuple[Period, ...]:
    years = range(statistical_year(span.start, year_start), statistical_year(span.end, year_start) + 1)
    runs = [year_run(year, year_start) for year in years]
    return tuple(
        period_of(Run(max(run.start, span.start) if clip else run.start, min(run.end, span.end)), year_start)
        for run in runs
    )


def _unit(month: int, kind: PeriodKind, year_start: int) -> Period:
    """Return the whole month, quarter, half or year that the month lies in."""
    if kind is PeriodKind.MONTH:
        return Period(month, month, _month_label(month))
    year = statistical_year(month, year_start)
    run = year_run(year, year_start)
    if kind is PeriodKind.YEAR:
        return period_of(run, year_start)
    if kind is PeriodKind.HALF:
        number = (month - run.start) // 6 + 1
        run, letter = half_run(year, number, year_start), "H"
    else:
        number = (month - run.start) // 3 + 1
        run, letter = quarter_run(year, number, year_start), "Q"
    return Period(run.start, run.end, f"{year:04d}{letter}{number}")


def _cut(run: Run, span: Run) -> Run:
    return Run(max(run.start, span.start), min(run.end, span.end))


def _month_label(month: int) -> str:
    year, number = year_month(month)
    return f"{year:04d}-{number:02d}"
