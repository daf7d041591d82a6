"""Months, statistical years, periods and their labels, and the many ways in which people write them."""

from popcalc.periods.labels import Period, PeriodKind, label_of, period_of, split
from popcalc.periods.months import (
    FIRST_YEAR,
    LAST_YEAR,
    Run,
    day_counts,
    days_in_month,
    days_in_statistical_year,
    first_day,
    half_run,
    last_day,
    month_ordinal,
    quarter_run,
    statistical_year,
    year_month,
    year_run,
)
from popcalc.periods.names import is_to_date, run_in_name, run_in_title
from popcalc.periods.reading import PeriodError, read_run

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Period",
    "PeriodError",
    "PeriodKind",
    "Run",
    "day_counts",
    "days_in_month",
    "days_in_statistical_year",
    "first_day",
    "half_run",
    "is_to_date",
    "label_of",
    "last_day",
    "month_ordinal",
    "period_of",
    "quarter_run",
    "read_run",
    "run_in_name",
    "run_in_title",
    "split",
    "statistical_year",
    "year_month",
    "year_run",
]
