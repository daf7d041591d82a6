"""The months that a cell of a column of months says, with the year of a column beside it where it has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from popcalc.definitions.columns import Columns
from popcalc.definitions.headers import folded
from popcalc.language import text
from popcalc.periods import FIRST_YEAR, LAST_YEAR, Calendar, PeriodError, Run, month_ordinal, read_months
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import any_of, maybe


@cache
def _year() -> re.Pattern[str]:
    signs = maybe(vocabulary().words(lambda one: one.periods.year_signs))
    return re.compile(rf"(?P<year>\d{{4}}|\d{{2,3}})(?:\.0)?{signs}", re.ASCII)


@cache
def _month() -> re.Pattern[str]:
    signs = any_of(vocabulary().words(lambda one: one.periods.month_signs))
    endings = maybe(vocabulary().words(lambda one: one.periods.month_endings))
    return re.compile(rf"(?P<month>\d{{1,2}})(?:\.0)?(?:{signs}{endings})?", re.ASCII)


def year_and_month(year: str, month: str) -> str:
    """Return what the cells of a year and a month say as one text.

    A month that names its own year stays as it is, and so does what is neither, such as the name of a total.
    """
    found = _year().fullmatch(folded(year))
    if found is None:
        return month if month.strip() else year
    if not month.strip():
        # Not the whole year: the month was most likely left out.
        return f"{found['year']}年?月"
    if number := _month().fullmatch(folded(month)):
        return f"{found['year']}年{number['month']}月"
    try:
        read_months(month)
    except PeriodError:
        # Words for a part of a year: 六月, 第一季度, June.
        forms = (f"{found['year']}年{month}", f"{found['year']}{month}", f"{month} {found['year']}")
        return next(filter(_is_period, forms), month)
    return month


def _is_period(written: str) -> bool:
    try:
        read_months(written)
    except PeriodError:
        return False
    return True


def read_period(written: str, pattern: str | None, calendar: Calendar) -> Run:
    """Return the months that a period cell means; `pattern` is the strptime form that a columns file gives."""
    if not pattern:
        return read_months(written, calendar)
    try:
        day = datetime.strptime(written.strip(), pattern)
    except ValueError:
        raise PeriodError(
            text("{cell} does not have the form {form} that the columns file gives", cell=written, form=pattern)
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PeriodError(
            text("{cell} is not in the years {first} to {last}", cell=written, first=FIRST_YEAR, last=LAST_YEAR)
        )
    month = month_ordinal(day.year, day.month)
    return Run(month, month)


def first_runs(
    rows: Sequence[Sequence[str]], index: int, year: int | None, columns: Columns, calendar: Calendar
) -> list[Run]:
    """Return the months of the first rows, those without any left out."""
    runs = []
    for cells in rows:
        month = cells[index] if len(cells) > index else ""
        written = month if year is None or len(cells) <= year else year_and_month(cells[year], month)
        try:
            runs.append(read_period(written, columns.period, calendar))
        except PeriodError:
            continue
    return runs
