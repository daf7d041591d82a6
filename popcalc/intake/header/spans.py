"""Headings that say a period: `1月`, `2024-01` over `births`, `births 2023`, `2024年01月_总人口`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import asdict

from popcalc.definitions.headers import without_unit
from popcalc.intake.header.headings import Heading, heading
from popcalc.intake.header.months import (
    is_called_fiscal,
    is_part_of_long_year,
    read_in_long_year,
    read_year,
    year_and_month,
)
from popcalc.language import Text, text
from popcalc.periods import CALENDAR_YEAR, Calendar, PeriodError, Run, SplitYear, split_year
from popcalc.periods.forms import has_other_words
from popcalc.periods.notes import is_mark, without_marks
from popcalc.periods.pieces import pieces
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.patterns import any_of, maybe, solid

SOME_YEAR = "2000"
_CODE = re.compile(r"\d{1,3}|\d{5}|\d{7,}|(?![qh]\d$)[a-z]\d{1,3}|\d{1,3}[a-z]", re.ASCII)
"""No period by itself: an age, the number of a column, a code; T1 and R5 are codes as often, Q1 and H1 are none."""
_FOUR_DIGITS = re.compile(r"\d{4}")
_BETWEEN = re.compile(r"[\s_/|()（）,，:：·-]+")
_LONGEST = 24
"""Characters of a header without blanks that is cut."""
_MOST_WORDS = 3
"""Words that a period in a heading may have: `June 2013`, `2013 Q 1`."""
_SHORT_NAME = 4
"""Letters of a name of a month that may begin another word."""


class Span(Struct, frozen=True):
    """What of a heading says a period, in its own words, and the rest of the heading: nothing where it is all.

    It is `marked` where a mark stood beside the period: of a footnote, or of first figures.
    """

    words: str
    rest: Heading
    marked: bool = False

    def run(self, calendar: Calendar, year: str | None = None) -> Run | None:
        """Return the months that the words say, with `year` where they say none; None without one."""
        if (own := _read(self.words, calendar)) is not None:
            return own
        return None if year is None else _read(year_and_month(year, self.words), calendar)

    def refused(self, calendar: Calendar) -> Text:
        """Return why the words say no months, where they do not."""
        try:
            read_year(self.words, calendar)
        except PeriodError as error:
            return error.text
        return text("")

    @property
    def has_year(self) -> bool:
        """Whether the words say the year."""
        return _is_period(self.words)

    @property
    def split_year(self) -> SplitYear | None:
        """The year of two numbers that the words are, which may be a month."""
        return split_year(folded(self.words))


@lru_cache(maxsize=4096)
def span_of(heads: Heading) -> Span | None:
    """Return the period that a heading says, None when it says none.

    A level of it is one, or begins or ends with one; a year above a month is the month of that year.
    """
    said: list[str] = []
    rest: list[str] = []
    marked = False
    for level in heads.levels:
        written = without_unit(level).strip() if heads.unit else level
        plain = without_marks(written)
        words, left = _split(plain)
        if words or is_mark(written):
            marked = marked or plain != written.strip() or not words
        else:
            words, left = "", written
        said += [words] if words else []
        rest += [left] if left and not is_mark(left) else []
    if not said:
        return None
    words = said[0]
    for narrower in said[1:]:
        joined = year_and_month(words, narrower)
        words = joined if _is_period(joined) else narrower
    return Span(words, Heading(heading(*rest).levels, heads.unit), marked)


def _split(level: str) -> tuple[str, str]:
    """Return the words of a level that say a period, and those that are left; empty where there are none."""
    if is_span(level):
        return level.strip(), ""
    if year := _year_beside_its_word(level):
        return year, ""
    for words, left in _cuts(unicodedata.normalize("NFKC", level)):
        if not _vague().match(folded(words)) and is_span(words):
            return words, _before_periods().sub("", left)
    return "", level


_BESIDE_YEAR = re.compile(r"(?P<year>\d{4})\s+(?P<word>\D+)|(?P<first>\D+?)[\s:.：]+(?P<last>\d{4})", re.ASCII)


def _year_beside_its_word(level: str) -> str:
    """Return the year of a level that says it beside the word that heads columns of years: Year 2023; else nothing."""
    found = _BESIDE_YEAR.fullmatch(level.strip())
    return (
        (found["year"] or found["last"]) if found and folded(found["word"] or found["first"]) in _year_words() else ""
    )


@cache
def _year_words() -> frozenset[str]:
    """Return the words that head columns of years; not those of fiscal ones."""
    words = vocabulary().words
    fiscal = words(lambda one: one.periods.fiscal_titles)
    return frozenset(solid(words(lambda one: one.headers.year))) - set(solid(fiscal))


@cache
def _vague() -> re.Pattern[str]:
    """Return what matches the name of a month that is as likely another word: Moved out 2013."""
    return re.compile(rf"{pieces().vague_month_name}(?![^\W\d_])")


@cache
def _before_periods() -> re.Pattern[str]:
    """Return what matches the word that ties a period to what stands before it: births in 2013."""
    return re.compile(rf"\s+{any_of(vocabulary().words(lambda one: one.periods.before_periods))}$", re.IGNORECASE)


def _cuts(level: str) -> Iterator[tuple[str, str]]:
    """Yield what may be a period at the front or the end of a level, the longest first, and what is left then."""
    yield from cuts_at_blanks(level, _MOST_WORDS)
    if not _has_sign(level):
        return
    for pattern, said, left in _solid():
        if found := pattern.fullmatch(level.strip()):
            yield found[said], found[left].strip(" _-:：")


def cuts_at_blanks(level: str, most: int) -> Iterator[tuple[str, str]]:
    """Yield up to so many words at the front or the end of a level, the most first, and what is left then."""
    places = list(_BETWEEN.finditer(level))
    for number in range(min(most, len(places)), 0, -1):
        front, back = places[number - 1], places[-number]
        yield level[: front.start()], level[front.end() :]
        yield level[back.end() :], level[: back.start()]


def cuts_of(level: str, most: int) -> Iterator[tuple[str, str]]:
    """Yield the same, and what stands at the front or the end of words without blanks, the longest first."""
    yield from cuts_at_blanks(level, most)
    if not level.isascii() and len(level) <= _LONGEST:
        for spot in range(len(level) - 1, 0, -1):
            yield level[:spot], level[spot:]
            yield level[-spot:], level[:-spot]


def _has_sign(level: str) -> bool:
    """Whether a level has one of the signs that tie a number to a period which stands without a blank."""
    return not level.isascii() or any(sign in level.casefold() for sign in _latin_signs())


@cache
def _latin_signs() -> tuple[str, ...]:
    """Return what stands in each such sign in Latin letters: that of a year, a month, a quarter or a half."""
    signs = vocabulary().words(
        lambda one: (
            *one.periods.year_signs,
            *one.periods.month_signs,
            *one.periods.quarter_signs,
            *one.periods.half_signs,
        )
    )
    return tuple(sign.split()[0].split("-")[0] for sign in signs if sign.isascii())


@cache
def _solid() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return what finds a period that stands before or behind words without a blank: 2024年1月出生, 出生人数2019年."""
    words = pieces()
    month = rf"(?:\d{{1,2}}|{words.month_in_words}){words.may_be_a_month}"
    year = rf"(?:\d{{4}}|{words.reign}{words.reign_year}){words.year}{words.may_end_year}"
    part = rf"(?:{words.ordinal})?(?:[1-4]|{words.quarter_in_words}){words.quarter}{words.may_end_span}"
    half = rf"{words.half}{words.half_year}{words.may_end_span}"
    with_sign = rf"(?:\d{{1,2}}|{words.month_in_words}){words.month}{words.may_end_month}"
    end = maybe(vocabulary().words(lambda one: one.periods.month_ends))
    period = rf"(?P<said>{year}(?:{month}|{part}|{half})?|{with_sign}|{part}|{half})"
    return (
        (re.compile(rf"{period}{end}(?P<left>\D.*)"), "said", "left"),
        (re.compile(rf"(?P<left>.*?\D){period}"), "said", "left"),
    )


@lru_cache(maxsize=8192)
def is_span(words: str) -> bool:
    """Whether words are a period, with its year or without."""
    plain = folded(words)
    if not plain or _CODE.fullmatch(plain) or not _may_be_period(plain):
        return False
    return _is_period(words) or _is_period(year_and_month(SOME_YEAR, words))


def _may_be_period(plain: str) -> bool:
    """Whether folded words may be a period; in other letters than Latin ones with a number or a letter of such words.

    Those in Latin letters have the name of a month, a quarter or a half, or a number, beside which all words are of
    periods unless it may be that of a year. A short name stands by itself: married begins as March does.
    """
    if not plain.isascii():
        return not _letters_of_periods().isdisjoint(plain) or any(map(str.isdigit, plain))
    if any(map(str.isdigit, plain)):
        return not has_other_words(plain) or (_FOUR_DIGITS.search(plain) is not None and is_called_fiscal(plain))
    short, long = _parts_of_years()
    return not short.isdisjoint(re.findall("[a-z]+", plain)) or any(word in plain for word in long)


@cache
def _letters_of_periods() -> frozenset[str]:
    """Return all letters but Latin ones of the words of periods."""
    return frozenset(
        letter for letter in "".join(asdict(pieces()).values()) if letter.isalpha() and not letter.isascii()
    )


@cache
def _parts_of_years() -> tuple[frozenset[str], tuple[str, ...]]:
    words = vocabulary().words
    months = words(lambda one: (name for names in one.periods.months for name in names))
    parts = words(lambda one: (name for names in (*one.periods.quarters, *one.periods.halves) for name in names))
    numbers = words(lambda one: (*one.numerals.digits, *one.numerals.ten, *one.numerals.two, *one.periods.first_year))
    latin = {word for word in map(folded, (*months, *parts, *numbers, *vocabulary().signs.quarters)) if word.isascii()}
    return (
        frozenset(word for word in latin if len(word) <= _SHORT_NAME),
        tuple(word for word in latin if len(word) > _SHORT_NAME),
    )


def _is_period(words: str) -> bool:
    known = _read(words, CALENDAR_YEAR) is not None or is_part_of_long_year(words) or is_called_fiscal(words)
    return known or split_year(folded(words)) is not None


@lru_cache(maxsize=4096)
def _read(words: str, calendar: Calendar) -> Run | None:
    try:
        return read_in_long_year(words, calendar)
    except PeriodError:
        return None
