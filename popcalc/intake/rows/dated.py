"""Columns that say the days or weeks of rows whose months another column gives: such rows are no parts of a month.

Over them nothing is added up: a population would count once for every week, and three days would be a month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from popcalc.definitions.headers import normal_header
from popcalc.errors import Fault, fault
from popcalc.intake.header.layout import Column, ColumnClass, Layout
from popcalc.intake.rows.dimension_faults import called, place_in_row, shown, what_of
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.split import Split, Values
from popcalc.intake.rows.values import JudgedColumn
from popcalc.intake.rows.watched import judge_columns
from popcalc.intake.sources.sending import says_sending
from popcalc.language import text
from popcalc.periods import read_day
from popcalc.vocabulary import vocabulary

_DATE = re.compile(r"(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d(?!\d)")
"""A date whose day and month may stand in either order."""
_DIGITS = 8
_WEEK = re.compile(r"(?:19|20)\d\d[- ]?[Ww]\d{1,2}")


def says_days(column: Column, values: Values) -> bool:
    """Whether a column says the days or weeks of what is counted in its rows; those of sending are other days."""
    return not says_sending(column.header) and holds_days(column, values)


def holds_days(column: Column, values: Values) -> bool:
    """Whether all values of a column are days or weeks: dates, or numbers under or beside a word for these."""
    own = _parts(values)
    if not own or not all(any(map(str.isdigit, one)) for one in own):
        return False
    return normal_header(column.header) in _words() or all(map(_is_day, own))


def rows_of_days(
    split: Split, dimensions: Sequence[JudgedColumn], layout: Layout, reading: Reading, *, monthly: bool
) -> list[Fault]:
    """Return the fault of a column of days or weeks that tells rows apart which no other of the `dimensions` does."""
    of_days = [one for one in dimensions if says_days(one.column, split.values[one.column.index])]
    if not of_days:
        return []
    numbers = {one.column.index for one in of_days}
    others = [one.column.index for one in dimensions if one.column.index not in numbers]
    left = judge_columns(split, layout, monthly=monthly, apart=[*layout.summed, *others])
    found = [one for one in left if one.column.index in numbers and one.first is not None]
    found.sort(key=lambda one: not _are_dates(split.values[one.column.index]))
    return [days_fault(one.column, one.first or 0, split, layout, reading) for one in found[:1]]


def days_fault(column: Column, row: int, split: Split, layout: Layout, reading: Reading) -> Fault:
    """Return the fault of a column of days or weeks, with the way to read its rows."""
    values = split.values[column.index]
    periods = [called(one) for one in layout.columns if one.is_read and one.column_class is ColumnClass.PERIOD]
    said = {
        "column": called(column),
        "values": shown(_parts(values)),
        **what_of(row, split, layout, reading),
    }
    if _are_dates(values):
        roles = [f"{called(column)}: period", *(f"{one}: ignore" for one in periods)]
        sentence = text(
            "the column {column} gives rows of {area} in {month} days of their own ({values}): days or weeks are no "
            "months, and no parts to be added up; in a --columns file `columns: {{{roles}}}` reads their dates and "
            "`events: daily` adds their events up to the months of these; else give rows of months",
            roles=", ".join(roles),
            **said,
        )
    else:
        sentence = text(
            "the column {column} gives rows of {area} in {month} days or weeks of their own ({values}): these are no "
            "months, and no parts to be added up; write a date (2020-01-06) for each row in place of {replaced}, and "
            "`events: daily` in a --columns file adds their events up to the months of these; else give rows of months",
            replaced=(*periods, called(column)),
            **said,
        )
    return fault("ROWS_OF_DAYS", sentence, place_in_row(row, column, split.rows, layout))


def _parts(values: Values) -> list[str]:
    return [one for one, is_whole in zip(values.written[1:], values.whole[1:].tolist(), strict=True) if not is_whole]


def _are_dates(values: Values) -> bool:
    return all(map(_is_date, _parts(values)))


def _is_date(value: str) -> bool:
    # Fewer digits may be a code.
    is_number = value.isdigit() and len(value) < _DIGITS
    return not is_number and (bool(read_day(value)) or _DATE.match(value) is not None)


def _is_day(value: str) -> bool:
    """Whether a value is a date, or a number beside a word for days or weeks: week 3, 2020-W03, 第3周."""
    return (
        _is_date(value)
        or _WEEK.fullmatch(value) is not None
        or normal_header("".join(one for one in value if not one.isdigit())) in _words()
    )


@cache
def _words() -> frozenset[str]:
    return frozenset(map(normal_header, vocabulary().words(lambda one: one.headers.days)))
