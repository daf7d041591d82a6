"""What 2013年度 is in a file: a year like any other in Chinese, the year from April 2013 in Japanese.

The other words of the file tell: kana, characters that only one of the two languages writes, the encoding, and headers
that only one of the two vocabularies has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from popcalc.definitions.headers import normal_header
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.locate import Header
from popcalc.intake.header.split_years import which_months
from popcalc.intake.header.titles import Title
from popcalc.intake.sources.source import Source
from popcalc.language import text
from popcalc.periods import Calendar, FiscalYear, year_month
from popcalc.periods.calendar import FISCAL_START
from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of

_KANA = "[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]"
_HAN = "[\u3400-\u9fff]"
_OF_JAPAN = frozenset({"cp932", "shift_jis", "euc_jp", "iso2022_jp"})
_OF_CHINA = frozenset({"gb18030", "gbk", "gb2312", "hz", "big5", "big5hkscs", "cp950"})
_JAPANESE, _CHINESE = "ja", "zh"


def fiscal_years_in(decoded: str, encoding: str, names: Iterable[str], header: Header) -> FiscalYear:
    """Return what a fiscal year is in a file, by its beginning, its encoding, its names and its header."""
    written = "".join((decoded, *names))
    if written.isascii() or not re.search(_HAN, written):
        return FiscalYear.PLAIN
    words = {normal_header(level) for heads in header.headings for level in heads.levels}
    plain = encoding.lower().replace("-", "_")
    japanese = (
        plain in _OF_JAPAN or bool(re.search(_KANA, written)) or _writes_only(written, "cp932", ("gb2312", "big5"))
    )
    chinese = plain in _OF_CHINA or _writes_only(written, "gb18030", ("cp932",))
    japanese |= not words.isdisjoint(_headers_of(_JAPANESE) - _headers_of(_CHINESE))
    chinese |= not words.isdisjoint(_headers_of(_CHINESE) - _headers_of(_JAPANESE))
    if japanese == chinese:
        return FiscalYear.UNKNOWN
    return FiscalYear.FROM_APRIL if japanese else FiscalYear.PLAIN


def _writes_only(written: str, encoding: str, others: tuple[str, ...]) -> bool:
    """Whether a text has a Chinese character of the first of some encodings that is in none of the others."""
    return any(
        _is_in(character, encoding) and not any(_is_in(character, other) for other in others)
        for character in set(re.findall(_HAN, written))
    )


def _is_in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _headers_of(code: str) -> frozenset[str]:
    """Return the headers of areas, periods and long tables of a language."""
    return frozenset(_words_of(vocabulary().languages[code]))


def _words_of(language: Language) -> Iterable[str]:
    words = language.headers
    yield from (word for words_of_level in words.areas.values() for word in words_of_level)
    yield from (*words.period, *words.year, *words.quarter, *words.half, *words.measure, *words.value)


def says_fiscal_year(heads: Heading) -> bool:
    """Whether a heading says that the years below it are fiscal years: 年度."""
    return bool(heads.levels) and _fiscal().search(heads.levels[-1].strip()) is not None


@cache
def _fiscal() -> re.Pattern[str]:
    return re.compile(f"{any_of(vocabulary().words(lambda one: one.periods.fiscal_year))}$")


class YearBeside(Struct, frozen=True):
    """The year of months that say none, as it is written, and what is wrong with it; None where nothing says one."""

    written: str | None = None
    fault: Fault | None = None


def year_beside(title: Title, source: Source, calendar: Calendar) -> YearBeside:
    """Return the year that a line above the table says, or else the names of the sheet, the file and its folders.

    Where years begin in another month than January, one of two numbers (2009/10), or one that is called fiscal, is such
    a year.
    """
    split, place = (title.split, title.place) if title.year is None else (None, None)
    if split is None and title.year is None:
        year = source.year(calendar)
        split, place = (source.split_year(calendar), Place(source.name)) if year is None else (None, None)
    else:
        year = title.year
    if split is not None:
        if split.run(calendar) is None:
            return YearBeside(None, which_months(split, place, calendar))
        return YearBeside(split.written)
    if year is None:
        return YearBeside()
    words = in_plain_characters(_words_of_year(title, source)[0], plainer())
    found = _titles().search(words)
    of_japan = found is not None and not found[0].isascii() and _is_of_japan(words, calendar)
    if found is not None and calendar.year_start != 1 and (not of_japan or calendar.year_start == FISCAL_START):
        first, _ = year_month(calendar.year_run(year).start)
        return YearBeside(f"{first}/{(first + 1) % 100:02}")
    return YearBeside(str(year), _unclear_year(title, source, calendar))


def _is_of_japan(plain: str, calendar: Calendar) -> bool:
    """Whether 年度 in some words may be the year from April."""
    return calendar.fiscal is not FiscalYear.PLAIN or _reigns().search(plain) is not None


def _words_of_year(title: Title, source: Source) -> tuple[str, Place | None]:
    """Return the words that give months their year: a line above the table, or the names of the sheet and the file."""
    if title.year is not None:
        return title.words, title.place
    return f"{source.sheet or ''} {source.plain_name}", Place(source.name)


def _unclear_year(title: Title, source: Source, calendar: Calendar) -> Fault | None:
    """Return the fault of the words that give months their year, where that may begin in another month than January.

    In a file that is not Japanese 年度 is the calendar year, unless years begin elsewhere.
    """
    words, place = _words_of_year(title, source)
    found = _titles().search(plain := in_plain_characters(words, plainer()))
    if found is None or not any(map(str.isdigit, plain)):
        return None
    is_plain = calendar.year_start == 1 and not _is_of_japan(plain, calendar)
    if is_plain and not found[0].isascii():
        return None
    sentence = text(
        "{words} says a year that may begin in another month than January, and the months beside it have no year: say "
        "with --year-start in which month it begins, or write the year of each month, such as 2023-04",
        words=words.strip(),
    )
    return fault("NO_YEAR", sentence, place)


@cache
def _titles() -> re.Pattern[str]:
    words = vocabulary().words(lambda one: one.periods.fiscal_titles)
    latin = any_of(word for word in words if word.isascii())
    return re.compile(f"(?<![a-z]){latin}(?![a-z])|{any_of(word for word in words if not word.isascii())}")


@cache
def _reigns() -> re.Pattern[str]:
    return re.compile(any_of(reign for one in vocabulary().languages.values() for reign in one.periods.reigns))
