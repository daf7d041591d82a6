"""Periods in the column of areas: rows of the whole area, above those of its parts.

| 年月 / 区別 | Births |
|---|---|
| 2015年6月 | 1048 |
| 2015年7月 | 1079 |
| 東区 | 176 |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.catalogue import Nature
from popcalc.intake.header.headings import heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.months import MonthForm, is_signed_year, read_period, year_and_month
from popcalc.intake.header.period_source import PeriodSource
from popcalc.intake.header.spans import is_span, span_of
from popcalc.periods import Calendar, PeriodError, Run, read_day
from popcalc.periods.notes import without_notes

MONTHS = 12


class PeriodRows(Struct, frozen=True):
    """Where the months of a table come from in whose column of areas periods stand, and its `heads` (see `Layout`)."""

    period: PeriodSource
    heads: int | None = None


def with_period_rows(
    period: PeriodSource, names: Sequence[str], counts: Iterable[str], lexicon: HeaderLexicon, *, is_of_a_day: bool
) -> PeriodRows:
    """Return where the months of a table come from whose column of areas has these first names.

    A line above the table says the day of its stocks where it `is_of_a_day`, the first of a month: then the dates of
    rows are such days, too. Of events the rows say the months.
    """
    if not has_period_rows(names):
        return PeriodRows(period)
    natures = {lexicon.catalogue.counts[key].nature for key in counts}
    if not is_of_a_day:
        return PeriodRows(replace(period, faults=()), 0)
    if natures == {Nature.FLOW}:
        return PeriodRows(replace(period, faults=(), run=None, at_first=None), 0)
    return PeriodRows(period, 1)


def has_period_rows(names: Sequence[str]) -> bool:
    """Whether a column of areas has periods among them: the first with its year, and names besides."""
    said = [name for name in names if name.strip()]
    periods = [name for name in said if is_period_row(name)]
    return bool(periods) and len(periods) < len(said) and _has_year(periods[0])


@lru_cache(maxsize=8192)
def is_period_row(name: str) -> bool:
    """Whether all that a cell says is a period, but for the marks of footnotes: 2015年7月, 7月, 24年 a)."""
    if not any(map(str.isdigit, name)) and not is_span(name):
        return False
    plain = without_notes(name)
    if read_day(plain):
        # The day of a signature, as often.
        return False
    return is_span(plain) or is_signed_year(plain)


def _has_year(name: str) -> bool:
    span = span_of(heading(without_notes(name)))
    return span is not None and span.has_year


def has_note(name: str) -> bool:
    """Whether a footnote says something of a period, such as another day."""
    return without_notes(name) != name.strip()


def run_of_row(name: str, before: Run | None, form: MonthForm, calendar: Calendar) -> Run | None:
    """Return the months of a period in the column of areas, `before` being those of the period above it.

    A month without a year goes on in the year above it. None where it would be earlier, which nothing explains.
    """
    name = without_notes(name)
    try:
        return read_period(name, form, calendar)
    except PeriodError:
        pass
    if before is None or not is_span(name):
        return None
    try:
        run = read_period(year_and_month(str(before.end // MONTHS), name), form, calendar)
    except PeriodError:
        return None
    return run if run.start > before.start else None
