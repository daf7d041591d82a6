"""Months, statistical years, periods and their labels, and the many ways in which people write them."""

from popcalc.periods.calendar import CALENDAR_YEAR, Calendar, FiscalYear, Period, PeriodKind, month_label
from popcalc.periods.months import (
    FIRST_YEAR,
    LAST_YEAR,
    Run,
    days_in_month,
    first_day,
    last_day,
    month_ordinal,
    year_month,
)
from popcalc.periods.names import (
    around_month_in_name,
    is_to_date,
    months_and_year_in_title,
    months_in_name,
    months_in_title,
    name_to_date,
    split_year_in_name,
    split_year_in_title,
    with_months_for_split_years,
    year_in_name,
)
from popcalc.periods.reading import PeriodError, read_day, read_months
from popcalc.periods.split_years import SplitYear, split_year

__all__ = [
    "CALENDAR_YEAR",
    "FIRST_YEAR",
    "LAST_YEAR",
    "Calendar",
    "FiscalYear",
    "Period",
    "PeriodError",
    "PeriodKind",
    "Run",
    "SplitYear",
    "around_month_in_name",
    "days_in_month",
    "first_day",
    "is_to_date",
    "last_day",
    "month_label",
    "month_ordinal",
    "months_and_year_in_title",
    "months_in_name",
    "months_in_title",
    "name_to_date",
    "read_day",
    "read_months",
    "split_year",
    "split_year_in_name",
    "split_year_in_title",
    "with_months_for_split_years",
    "year_in_name",
    "year_month",
]
