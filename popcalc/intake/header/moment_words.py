"""Words that say a moment: mid-year, as of 1 July, 6月末, 平成30年10月1日現在."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from popcalc.periods.pieces import first_years, month_numbers, pieces, reign_years
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer
from popcalc.vocabulary.of_tables import Words
from popcalc.vocabulary.patterns import any_of
from popcalc.vocabulary.within import Finder

_AT_DAY = Finder(lambda one: one.headers.at_day)
_AT_END = Finder(lambda one: one.headers.at_end)
_MID_YEAR = Finder(lambda one: one.headers.mid_year)
_MADE_ON = Finder(lambda one: one.headers.made_on)
_LAST_DAY = 31
_REPUBLIC = 1911
"""The year before the first of the Republic of China."""


class Moment(Struct, frozen=True):
    """A moment of each year: a month and a day, or its middle where there is none.

    `year` is the only year that is said with the day, `words` are the day or the middle as they were said. Where
    `several` are said, the middle and the end, nothing tells which it is.
    """

    words: str
    day: tuple[int, int] | None = None
    year: int | None = None
    several: bool = False


def moment_of(heading: str) -> Moment | None:
    """Return the moment that the header of a stock says, also by a day alone; None for none."""
    said = moment_in(heading)
    return said.moment if said else None


def says_end(words: str) -> bool:
    """Whether a header says that its stock stands at the end of the row's months."""
    return bool(_AT_END.find(_plain(words)))


class Said(Struct, frozen=True):
    """A moment, and whether a word such as as of stands beside its day."""

    moment: Moment
    is_marked: bool = True


def moment_in(words: str) -> Said | None:
    """Return the moment that words say.

    Two days are a span, and a day beside words such as printed is that on which the table was made.
    """
    plain = _plain(words)
    days = list(_days(plain)) if _may_say_a_day(plain) else []
    if len(days) > 1 or (days and _MADE_ON.find(plain)):
        return None
    if days:
        said, start, end = days[0]
        marks = _AT_DAY.find(plain)
        beside = (plain[one.end : start] if one.end <= start else plain[end : one.start] for one in marks)
        return Said(said, any(not any(map(str.isalnum, between)) for between in beside))
    middle = _MID_YEAR.find(plain)
    if not middle:
        return None
    return Said(Moment(words.strip(), several=True) if _AT_END.find(plain) else Moment(middle[0].word))


def _may_say_a_day(plain: str) -> bool:
    """Whether words may say a day, by their small numbers and names of months; most do not."""
    small = re.findall(r"(?<!\d)\d{1,2}(?!\d)", plain)
    is_end = any(end in plain for end in vocabulary().words(lambda one: one.periods.month_ends))
    return len(small) > 1 or is_end or _names_month(plain)


def _has_number_or_end(plain: str) -> bool:
    """Whether words have a number, or a word such as end of, one of which stands beside the name of the month."""
    return any(map(str.isdigit, plain)) or any(end in plain for end in _ends_of())


@cache
def _ends_of() -> Words:
    return vocabulary().words(lambda one: one.headers.end_of)


def _names_month(plain: str) -> bool:
    """Whether words have the name of a month among them; married is none that has March."""
    return not month_numbers().keys().isdisjoint(re.findall(r"[^\W\d_]+", plain))


def _plain(words: str) -> str:
    return " ".join(in_plain_characters(words, plainer()).split())


def _days(plain: str) -> Iterator[tuple[Moment, int, int]]:
    """Yield the days that words say, with where each begins and ends; of a month's end the last day."""
    if plain.isascii() and not (re.search(r"\d[-/.]\d", plain) or (_names_month(plain) and _has_number_or_end(plain))):
        return
    for match in _day().finditer(plain):
        parts = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
        month = month_numbers().get(parts["m"].replace(" ", "").replace("-", ""), 0) or _number(parts["m"])
        day = _LAST_DAY if "e" in parts else _number(parts.get("d", ""))
        if 1 <= month <= 12 and 1 <= day <= _LAST_DAY:
            year = _year(parts)
            yield Moment(match[0].strip(), (month, day), year), match.start(), match.end()


def _year(parts: Mapping[str, str]) -> int | None:
    """Return the year of a day, also of an era; None where none is said."""
    if "r" in parts:
        return reign_years()[parts["r"]] + (1 if parts["n"] in first_years() else _number(parts["n"]))
    if "c" in parts:
        return _REPUBLIC + _number(parts["c"])
    return _number(parts.get("y", "")) or None


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else 0


@cache
def _day() -> re.Pattern[str]:
    """Return what finds a day.

    Its parts: y for the year, or r and n, or c, of an era; m, d, and e for the end of a month.
    """
    return re.compile("|".join(_numbered(_forms(any_of(_ends_of())))))


def _forms(end_of: str) -> tuple[str, ...]:
    """Return the written forms of a day: 1 July 2013, July 1, 2013年7月1日, 2013-07-01, 01.07.2013; 6月末."""
    of = pieces()
    name, number = rf"(?P<m>{of.month_name})(?![^\W\d_])", rf"(?P<d>\d{{1,2}}){of.may_end_ordinal}"
    year = r"(?:,? ?(?:[^\W\d_]{1,3} )?(?P<y>(?:19|20)\d\d)(?!\d))?"
    of_era = rf"(?P<r>{of.reign}) ?(?P<n>{of.reign_year})|{of.era} ?(?P<c>\d{{2,3}})"
    years = rf"(?:(?:(?P<y>(?:19|20)\d\d)|{of_era}) ?{of.year} ?)?"
    month = rf"(?<![\d])(?P<m>\d{{1,2}}|{of.month_in_words}) ?{of.month} ?"
    ends = any_of(vocabulary().words(lambda one: one.periods.month_ends))
    return (
        rf"(?<!\d){number}\.? (?:{of.may_be_of} )?{name}{year}",
        rf"(?<![^\W\d_]){name}\.? {number}(?![\d]){year}",
        rf"(?<![^\W\d_])(?P<e>{end_of}) {name}{year}",
        rf"{years}{month}(?P<d>\d{{1,2}}) ?{of.day}",
        rf"{years}{month}{of.may_end_month}(?P<e>{ends})",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2})\.(?P<m>\d{2})\.(?P<y>(?:19|20)\d\d)(?!\d)",
    )


def _numbered(forms: Iterable[str]) -> Iterator[str]:
    """Yield the forms with names of parts that none has in common with another."""
    for number, form in enumerate(forms):
        yield re.sub(r"\(\?P<([ymdercn])>", rf"(?P<\g<1>{number}>", form)
