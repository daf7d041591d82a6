"""What people write for a period, read as a run of whole months.

The text is made plain first: NFKC, no spaces, one kind of dash, no time of day behind a date, no `.0` behind a whole
number. Then the first form that fits (`forms.form_of`) says what was found, and one function turns that into months. A
range is two such forms with a sign between them.

Three readings are conventions that cannot be told from the text: `2013.1` is January, also where a spreadsheet made it
out of `2013.10`; a date stands for the month that holds it; and quarters, halves and years are those of the
statistical year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, lru_cache

from msgspec import Struct

from popcalc.language import Text, text
from popcalc.periods.calendar import CALENDAR_YEAR, FISCAL_START, Calendar, FiscalYear, month_label
from popcalc.periods.forms import form_of, has_other_words
from popcalc.periods.months import FIRST_YEAR, LAST_YEAR, Run, first_day, last_day, month_ordinal
from popcalc.periods.pieces import (
    digits_in_words,
    first_years,
    half_numbers,
    month_numbers,
    pieces,
    quarter_numbers,
    reign_years,
)
from popcalc.vocabulary.characters import in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of
from popcalc.wrapping import unwrapped

# Years of the Republic of China count from 1911. Without the words for the era only those that a file of monthly
# counts can hold are taken for such years.
_REPUBLIC = 1911
_REPUBLIC_YEARS = range(80, 151)

# Day 0 of the 1900 date system, moved by the 29 February 1900 that spreadsheets count and that never was.
_SERIAL_EPOCH = date(1899, 12, 30)

_PLAIN_YEAR = r"(?:19\d\d|2[01]\d\d|2200)"
_TWO_DIGIT_YEAR = re.compile(r"\d{2}\.\d{1,2}", re.ASCII)
_FIVE_DIGITS = re.compile(r"\d{5}", re.ASCII)

_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")
_DASHES = re.compile("[\u2010-\u2015\u2212]+")
_WHOLE_NUMBER = re.compile(r"(\d+)\.0", re.ASCII)

_LONGEST = 80
_SHOWN = 40


@cache
def _may_be_a_year() -> str:
    return f"(?:{pieces().year}{pieces().may_end_span})?"


@cache
def _range_sign() -> re.Pattern[str]:
    words = pieces()
    to = rf"(?<=\d){words.to}(?=[0-9]|{words.month_name})"
    return re.compile(rf"\.{{2,3}}|~|{words.until}|{to}", re.ASCII | re.IGNORECASE)


@cache
def _two_years() -> re.Pattern[str]:
    return re.compile(rf"(?P<first>{_PLAIN_YEAR})[-/](?P<last>{_PLAIN_YEAR}){_may_be_a_year()}", re.ASCII)


@cache
def _bare_year() -> re.Pattern[str]:
    return re.compile(rf"{_PLAIN_YEAR}{_may_be_a_year()}", re.ASCII)


@cache
def _without_year() -> re.Pattern[str]:
    words = pieces()
    return re.compile(
        rf"\d{{1,2}}{words.may_be_a_month}|{words.month_name}|{words.quarter_phrase}|{words.half_phrase}"
        rf"|(?:{words.quarter_letter}|{words.half_letter})\d",
        re.ASCII | re.IGNORECASE,
    )


@cache
def _time() -> re.Pattern[str]:
    """Return what matches the time of day behind a date."""
    behind = rf"(?:(?<=[0-9])|(?<={pieces().written_day}))(?: +|t)"
    return re.compile(rf"{behind}(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$", re.ASCII)


@cache
def _year_in_words() -> re.Pattern[str]:
    digits = digits_in_words()
    first = any_of(sign for sign, digit in digits.items() if digit in (1, 2))
    return re.compile(f"{first}{any_of(digits)}{{3}}(?={pieces().year})")


@cache
def _digits() -> Mapping[int, str]:
    return str.maketrans({sign: str(digit) for sign, digit in digits_in_words().items()})


class PeriodError(ValueError):
    """A text that cannot be read as a period; `text` says what is wrong with it and how to write it."""

    def __init__(self, sentence: Text) -> None:
        self.text = sentence
        super().__init__(sentence)


class _UnreadableError(Exception):
    """Why a text was refused, and an example of how to write it."""

    def __init__(self, reason: Text, example: str = "2013-06") -> None:
        self.reason = reason
        self.example = example
        super().__init__(reason)


class _Found(Struct, frozen=True):
    """The months that a form names, and the day where it is a date."""

    run: Run
    day: date | None = None


def read_months(written: str, calendar: Calendar = CALENDAR_YEAR) -> Run:
    """Return the whole months that a text names.

    Months, dates (the month that holds them), Excel dates, Republic of China months, quarters, half-years, years and
    ranges of all these, in the forms of `forms.form_of`. Quarters, halves and years are those of the calendar. Raises
    PeriodError, and nothing else, for any other text.
    """
    found = _months_of(written, calendar)
    if isinstance(found, Run):
        return found
    raise PeriodError(found)


@lru_cache(maxsize=4096)
def _months_of(written: str, calendar: Calendar) -> Run | Text:
    """Return the months that a text names, or why it names none: headers and names of areas are asked over and over."""
    plain = _plain(written)
    if not plain:
        return text("the period is empty; write it as {example}", example="2013-06")
    try:
        return _read(plain, calendar)
    except _UnreadableError as refused:
        return text(
            "{written} cannot be read as a period: {reason}; write it as {example}",
            written=_shown(written),
            reason=refused.reason,
            example=refused.example,
        )


def read_day(written: str) -> int:
    """Return the day of the month where a text is one date, else 0."""
    try:
        found = _single(_plain(written)[:_LONGEST], CALENDAR_YEAR)
    except _UnreadableError:
        return 0
    return found.day.day if found and found.day else 0


def _plain(written: str) -> str:
    folded = in_plain_characters(unwrapped(unicodedata.normalize("NFKC", written).strip()), plainer())
    folded = _INVISIBLE.sub("", _time().sub("", folded))
    folded = _DASHES.sub("-", folded).replace("\u301c", "~")
    folded = with_years_in_figures(folded)
    number = _WHOLE_NUMBER.fullmatch(folded)
    return number[1] if number else folded


def with_years_in_figures(words: str) -> str:
    """Return words in which years that are written out are figures: 二〇一三年 is 2013年."""
    return _year_in_words().sub(lambda year: year[0].translate(_digits()), words)


def _shown(written: str) -> str:
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(written.split()))
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _read(plain: str, calendar: Calendar) -> Run:
    if len(plain) > _LONGEST:
        raise _UnreadableError(_no_period(plain))
    found = _single(plain, calendar)
    if found:
        return found.run
    ends = _ends(plain)
    if ends is None:
        raise _UnreadableError(_no_period(plain))
    return _range(*ends, calendar)


def _single(plain: str, calendar: Calendar) -> _Found | None:
    """Return what a text in one of the forms names, or None when it has none of them."""
    match = form_of(plain)
    return _found(match.groupdict(), calendar) if match else None


def _ends(plain: str) -> tuple[str, str] | None:
    """Return both ends of a range, or None when the text is no range."""
    if two := _two_years().fullmatch(plain):
        first, last = sorted((two["first"], two["last"]))
        raise _UnreadableError(
            text("it may mean two years, or the statistical year {year}, which is written {year}", year=last),
            f"{first}..{last}",
        )
    parts = _range_sign().split(plain)
    if len(parts) == 2:
        return parts[0], parts[1]
    # A dash also stands inside a month, so it parts a range only where both sides can be read, and in one way only.
    # A bare year beside a dash is too easily half of something else: 2012-2013, 2013-06-2014.
    pairs = [(plain[: dash.start()], plain[dash.end() :]) for dash in re.finditer("-", plain)]
    pairs = [pair for pair in pairs if all(form_of(end) and not _bare_year().fullmatch(end) for end in pair)]
    return pairs[0] if len(pairs) == 1 else None


def _range(first: str, last: str, calendar: Calendar) -> Run:
    example = "2012-10..2013-03"
    if not first or not last:
        raise _UnreadableError(text("one end of the range is missing"), example)
    start, end = _single(first, calendar), _single(last, calendar)
    if start is None or end is None:
        raise _UnreadableError(_no_period(first if start is None else last), example)
    if start.run.start > end.run.end:
        turned = Run(end.run.start, start.run.end)
        raise _UnreadableError(text("it ends before it starts"), calendar.label_of(turned))
    run = Run(start.run.start, end.run.end)
    # One date is a way to name its month; two dates name the days between them, which must be whole months.
    if (start.day and start.day != run.first_day) or (end.day and end.day != run.last_day):
        raise _UnreadableError(
            text("it covers only part of a month; a period is a run of whole months"), calendar.label_of(run)
        )
    return run


def _found(groups: dict[str, str | None], calendar: Calendar) -> _Found:
    """Return the months that the named groups of a form say."""
    if serial := groups.get("serial"):
        day = _SERIAL_EPOCH + timedelta(days=int(serial))
        month = month_ordinal(day.year, day.month)
        return _Found(Run(month, month), day)
    year = _year(groups)
    if groups.get("fiscal"):
        return _Found(_fiscal_run(year, calendar, is_of_japan=bool(groups.get("reign"))))
    if quarter := groups.get("quarter"):
        return _Found(calendar.quarter_run(year, _quarter(quarter)))
    if quarters := groups.get("quarters"):
        opening, closing = (calendar.quarter_run(year, number) for number in (1, _quarter(quarters)))
        return _Found(Run(opening.start, closing.end))
    if half := groups.get("half"):
        return _Found(calendar.half_run(year, _half(half)))
    first = groups.get("month") or groups.get("name")
    if not first:
        return _Found(calendar.year_run(year))
    start = month_ordinal(year, _month(first))
    until = groups.get("until") or groups.get("until_name")
    if until:
        end = month_ordinal(year, _month(until))
        if end < start:
            raise _UnreadableError(text("it ends before it starts"), calendar.label_of(Run(end, start)))
        return _Found(Run(start, end))
    return _Found(Run(start, start), _day(start, groups.get("day")))


def _fiscal_run(year: int, calendar: Calendar, *, is_of_japan: bool) -> Run:
    """Return the twelve months of 2013年度; those of an era of Japan begin in April whatever the calendar is."""
    run = Calendar(FISCAL_START).year_run(year + 1) if is_of_japan else calendar.fiscal_run(year)
    if run is not None:
        return run
    from_april = f"{year}-04..{year + 1}-03"
    if calendar.fiscal is FiscalYear.FROM_APRIL:
        raise _UnreadableError(
            text(
                "it is the fiscal year from April of {year}, which needs --year-start {start}", year=str(year), start=4
            ),
            from_april,
        )
    raise _UnreadableError(
        text("it may be the year {year} or, as in Japan, the fiscal year from its April", year=str(year)),
        from_april,
    )


def _year(groups: dict[str, str | None]) -> int:
    if short := groups.get("short"):
        if int(short) >= 50:
            raise _UnreadableError(text("a year of two digits is read only from 00 to 49, as 2000 to 2049"))
        return 2000 + int(short)
    if reign := groups.get("reign"):
        number = str(groups["reign_year"])
        return _in_range(reign_years()[reign] + (1 if number in first_years() else int(number)))
    if republic := groups.get("republic"):
        if not groups.get("era") and len(republic) < 3 and int(republic) not in _REPUBLIC_YEARS:
            raise _UnreadableError(_two_digits())
        if not groups.get("era") and int(republic) not in _REPUBLIC_YEARS:
            raise _UnreadableError(
                text(
                    "a year of two or three digits is read only from {first} to {last}, as a Republic of China year",
                    first=_REPUBLIC_YEARS[0],
                    last=_REPUBLIC_YEARS[-1],
                )
            )
        year = _REPUBLIC + int(republic)
    else:
        year = int(groups["year"] or 0)
    return _in_range(year)


def _in_range(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _UnreadableError(
            text("the year {year} is outside {first} to {last}", year=str(year), first=FIRST_YEAR, last=LAST_YEAR)
        )
    return year


def _key(written: str) -> str:
    """Return a word of a period as the tables of numbers have it."""
    return written.lower().replace("-", "")


def _month(written: str) -> int:
    number = int(written) if written.isascii() and written.isdigit() else month_numbers()[_key(written)]
    if not 1 <= number <= 12:
        raise _UnreadableError(text("there is no month {month}; months run from 1 to 12", month=written))
    return number


def _day(month: int, written: str | None) -> date | None:
    if not written:
        return None
    if not 1 <= int(written) <= last_day(month).day:
        named = month_label(month)
        raise _UnreadableError(text("there is no day {day} in {month}", day=written, month=named), named)
    return first_day(month).replace(day=int(written))


def _quarter(written: str) -> int:
    number = quarter_numbers().get(_key(written)) or int(written)
    if not 1 <= number <= 4:
        raise _UnreadableError(
            text("there is no quarter {quarter}; quarters run from 1 to 4", quarter=written), "2013Q1"
        )
    return number


def _half(written: str) -> int:
    number = half_numbers().get(_key(written)) or int(written)
    if not 1 <= number <= 2:
        raise _UnreadableError(text("there is no half-year {half}; half-years are 1 and 2", half=written), "2013H1")
    return number


def _two_digits() -> Text:
    return text("a year of two digits may be of the common era or of the Republic of China")


def _no_period(plain: str) -> Text:
    """Return why a text that has none of the forms is refused."""
    if _TWO_DIGIT_YEAR.fullmatch(plain):
        return _two_digits()
    if "_" not in plain and not has_other_words(plain) and _without_year().fullmatch(plain):
        return text("it names no year")
    if _FIVE_DIGITS.fullmatch(plain):
        return text(
            "five digits are a Republic of China month from 10001 to 15012 or an Excel date from 30000 to 80000"
        )
    return text("it is not a month, a quarter, a half-year, a year or a range of these")
