"""The months that a cell says, with the year of a column or a line beside it where it has none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from popcalc.intake.header.headings import Heading
from popcalc.language import Text, text
from popcalc.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    FiscalYear,
    PeriodError,
    Run,
    month_ordinal,
    read_day,
    read_months,
    split_year,
)
from popcalc.periods.notes import without_notes
from popcalc.periods.pieces import pieces
from popcalc.periods.split_years import SPLIT_YEAR
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
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


def is_signed_year(written: str) -> bool:
    """Whether a cell is a year by its word: 24年, 2015年."""
    plain = folded(written)
    return not plain.isdigit() and _year().fullmatch(plain) is not None and not plain.endswith(".0")


class Part(Enum):
    """What a bare number in a column of months is, beside a year."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class MonthForm(Struct, frozen=True):
    """How the cells of a column of months are read.

    `pattern` is the strptime form that a columns file gives; `part` is what a bare number is; `year` is that of cells
    that have none. A year's cell is narrowed to the months `within` it that the file's name says. Where the cells are
    dated on one `day` of each year (month and day), they stand for their years. `fiscal` is what 2013年度 is in this
    file; with `is_fiscal` the header says that bare years are such years.
    """

    pattern: str | None = None
    part: Part = Part.MONTH
    year: str | None = None
    within: Run | None = None
    day: tuple[int, int] | None = None
    fiscal: FiscalYear = FiscalYear.PLAIN
    is_fiscal: bool = False

    def year_cell(self, written: str) -> str:
        """Return what a cell of a year says."""
        return f"{written.strip()}年度" if self.is_fiscal and _BARE_YEAR.fullmatch(written.strip()) else written


PLAIN = MonthForm()
_LETTER_OF = {Part.QUARTER: "Q", Part.HALF: "H"}
_BARE_YEAR = re.compile(r"\d{4}(?:\.0)?", re.ASCII)
_FISCAL_YEAR = re.compile(r"(?P<first>\d{4})[-/](?P<last>\d{2}|\d{4})(?:年度?)?", re.ASCII)
DATE = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?: 00:00(?::00)?)?", re.ASCII)


@cache
def _part_of_long_year() -> re.Pattern[str]:
    """Return what matches a part of a year that is no calendar year, behind it: 2012-13 April, 2013年度 4月."""
    return re.compile(rf"(?P<year>{SPLIT_YEAR}|\S+{pieces().fiscal_year}) (?P<part>\S.*)", re.ASCII)


@cache
def _parts_in_words() -> tuple[tuple[Part, re.Pattern[str]], ...]:
    words = pieces()
    months = rf"(?:1[0-2]|0?[1-9]|{words.month_in_words}){words.month}{words.may_end_month}|{words.month_name}\.?"
    quarter = rf"{words.quarter_phrase}|{words.quarter_letter}[1-4]|[1-4]{words.quarter_letter}"
    half = rf"{words.half_phrase}|{words.half_letter}[12]|[12]{words.half_letter}"
    return (
        (Part.QUARTER, re.compile(quarter, re.IGNORECASE)),
        (Part.HALF, re.compile(half, re.IGNORECASE)),
        (Part.MONTH, re.compile(months, re.IGNORECASE)),
    )


def part_in_cells(heads: Heading, cells: Sequence[str]) -> Part | None:
    """Return the part of a year that all filled cells of a column without a known header name, None for none.

    Bare numbers are months only below a header that has a word for one: `Mes_reg`, `mth`.
    """
    filled = [folded(cell) for cell in cells if cell.strip()]
    if not filled:
        return None
    for part, pattern in _parts_in_words():
        if all(map(pattern.fullmatch, filled)):
            return part
    numbers = all(cell.isdigit() and 1 <= int(cell) <= 12 for cell in filled)
    return Part.MONTH if numbers and _names_month(" ".join(heads.levels)) else None


def _names_month(header: str) -> bool:
    spaced, solid = _month_words()
    return bool(set(re.split(r"[\W_\d]+", header.casefold())) & spaced) or any(word in header for word in solid)


@cache
def _month_words() -> tuple[frozenset[str], frozenset[str]]:
    languages = vocabulary().languages.values()
    return (
        frozenset(word for one in languages if one.spaced for word in one.headers.in_month),
        frozenset(word for one in languages if not one.spaced for word in one.headers.in_month),
    )


def year_and_month(year: str, month: str, part: Part = Part.MONTH) -> str:
    """Return what the cells of a year and a month (or another `part`) say as one text.

    A month that names its own year stays as it is, and so does what is neither, such as the name of a total.
    """
    found = _year().fullmatch(folded(year))
    if found is None:
        return _with_split_year(year, month, part)
    if not month.strip():
        # Not the whole year: the month was most likely left out.
        return f"{found['year']}年?月"
    if number := _month().fullmatch(folded(month)):
        letter = _LETTER_OF.get(part)
        return f"{found['year']}{letter}{int(number['month'])}" if letter else f"{found['year']}年{number['month']}月"
    try:
        read_months(month)
    except PeriodError:
        # Words for a part of a year: 六月, 第一季度, June, II below a header of quarters.
        letter = _LETTER_OF.get(part, "")
        forms = (f"{found['year']}{letter}{month}", f"{found['year']}年{month}", f"{month} {found['year']}")
        return next(filter(_is_period, forms), month)
    return month


def _with_split_year(year: str, month: str, part: Part) -> str:
    """Return what a cell of a month says beside one of a year that is no year of four digits: 2012-13 beside April."""
    plain = folded(year)
    if (split_year(plain) is None and not re.fullmatch(rf".+{pieces().fiscal_year}", plain)) or _is_period(month):
        return month if month.strip() else year
    number = _month().fullmatch(folded(month))
    letter = _LETTER_OF.get(part, "")
    return f"{plain} {letter}{int(number['month'])}" if number else f"{plain} {month.strip() or '?'}"


@cache
def _called_fiscal() -> re.Pattern[str]:
    """Return what matches a year that is called fiscal: FY2010, fiscal year 2010, FY 2010-11."""
    words = vocabulary().words(lambda one: one.periods.fiscal_titles if one.spaced else ())
    called = any_of(folded(word) for word in words)
    return re.compile(rf"{called}[:.]?(?P<year>\d{{4}}(?:[-/]\d{{2,4}})?)", re.ASCII)


def is_called_fiscal(written: str) -> bool:
    """Whether a text is a year that is called fiscal."""
    return _called_fiscal().fullmatch(folded(written)) is not None


def _fiscal_year(written: str, calendar: Calendar) -> Run | None:
    """Return the year that is called fiscal, None where a text is none: as any year of two that it ends in."""
    found = _called_fiscal().fullmatch(folded(written))
    if found is None:
        return None
    if calendar.year_start == 1:
        raise PeriodError(_split_without_start(written))
    return calendar.year_run(int(found["year"])) if found["year"].isdigit() else read_year(found["year"], calendar)


def is_part_of_long_year(written: str) -> bool:
    """Whether a text is a year that is no calendar year with a part of it behind it: 2012-13 April."""
    return _part_of_long_year().fullmatch(written) is not None


def read_in_long_year(written: str, calendar: Calendar) -> Run:
    """Return the months of a text, also of such a one, in the year that begins as the calendar says."""
    if (fiscal := _fiscal_year(written, calendar)) is not None:
        return fiscal
    found = _part_of_long_year().fullmatch(written)
    if found is None:
        return read_months(written, calendar)
    year = read_year(found["year"], calendar)
    for first in sorted({year.start // 12, year.end // 12}):
        form = year_and_month(str(first), found["part"])
        if _is_period(form) and year.holds(run := read_months(form, calendar)):
            return run
    raise PeriodError(text("{cell} is not a month of that year", cell=written.strip()))


def _split_without_start(written: str) -> Text:
    return text(
        "{cell} is a year of twelve months that does not begin in January: say with --year-start in which month it "
        "begins",
        cell=written.strip(),
    )


def _is_period(written: str) -> bool:
    try:
        read_months(written)
    except PeriodError:
        return False
    return True


def read_period(written: str, form: MonthForm, calendar: Calendar) -> Run:
    """Return the months that a period cell means; raises PeriodError for one that means none."""
    if form.pattern:
        return _by_pattern(written, form.pattern)
    calendar = replace(calendar, fiscal=form.fiscal)
    if form.part is Part.YEAR:
        run = _or_without_notes(form.year_cell(written), lambda year: read_year(year, calendar))
        return form.within if form.within and run.holds(form.within) else run
    if form.day is not None:
        return _dated(written, form.day, calendar)
    return read_in_long_year(year_and_month(form.year, written, form.part) if form.year else written, calendar)


def _or_without_notes(written: str, read: Callable[[str], Run]) -> Run:
    """Return the months of a text, or where it means none, of the same without the marks of footnotes."""
    try:
        return read(written)
    except PeriodError:
        if (plain := without_notes(written)) == written.strip():
            raise
    return read(plain)


def _by_pattern(written: str, pattern: str) -> Run:
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


def read_year(written: str, calendar: Calendar) -> Run:
    """Return the months of a cell below a year's header: 2012-13 is a year there, never a month."""
    if (fiscal := _fiscal_year(written, calendar)) is not None:
        return fiscal
    found = _FISCAL_YEAR.fullmatch(folded(written))
    if found is None or int(found["last"]) % 100 != (int(found["first"]) + 1) % 100:
        return read_months(written, calendar)
    if calendar.year_start == 1:
        raise PeriodError(_split_without_start(written))
    return calendar.year_run(int(found["first"]) + 1)


def _dated(written: str, day: tuple[int, int], calendar: Calendar) -> Run:
    """Return the year of a date on the one day of the year on which the cells of its column are dated."""
    found = DATE.fullmatch(written.strip())
    if found is not None and (int(found["month"]), int(found["day"])) != day:
        raise PeriodError(
            text(
                "{cell}: the cells above are dated on one day of each year and stand for years, and this one is not; "
                "write years, or months such as 2013-06",
                cell=written.strip(),
            )
        )
    return calendar.year_around(read_months(written, calendar).start)


def day_of(written: str, form: MonthForm) -> int:
    """Return the day of the month where a cell is a date of that day, else 0: dates may stand for their years."""
    pattern = form.pattern
    if form.day is not None or form.part is Part.YEAR:
        return 0
    if pattern:
        try:
            return datetime.strptime(written.strip(), pattern).day if "%d" in pattern else 0
        except ValueError:
            return 0
    return read_day(written)
