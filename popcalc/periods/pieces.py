"""The words of written periods as pieces of regular expressions, and the numbers that some of them stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from msgspec import Struct

from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.patterns import any_of, maybe


class Pieces(Struct, frozen=True):
    """What matches each kind of word; of a kind without words nothing does, what may be left out is left out.

    `month_name` and `to` are of languages with blanks between words (June, to), `month_in_words` and `until` of those
    without (六, 至). `sure_month_name` are the names that are no common words besides (out is October, in Portuguese),
    `vague_month_name` those that are. `quarter_number` and `half_number` are whatever may stand for one beside its
    sign, `quarter_phrase` and `half_phrase` one with its sign: 1er trimestre, triwulan II.
    """

    month_name: str
    sure_month_name: str
    vague_month_name: str
    month_in_words: str
    year: str
    month: str
    day: str
    written_day: str
    quarter: str
    half_year: str
    span_ending: str
    may_end_span: str
    may_end_year: str
    may_be_a_month: str
    may_end_month: str
    may_be_ordinal: str
    ordinal: str
    quarter_in_words: str
    later_quarter_in_words: str
    roman_quarter: str
    half: str
    quarter_number: str
    half_number: str
    quarter_phrase: str
    half_phrase: str
    quarter_letter: str
    half_letter: str
    may_end_ordinal: str
    may_be_of: str
    first_of: str
    may_count: str
    era: str
    era_with_front: str
    reign: str
    reign_letter: str
    lone_reign_letter: str
    reign_year: str
    fiscal_year: str
    until: str
    to: str
    also: str
    digit_in_words: str
    ten: str
    unsure_part: str


@cache
def pieces() -> Pieces:
    """Return the pieces; made when the first period is read."""
    words = vocabulary().words
    month = any_of(words(lambda one: one.periods.month_signs))
    month_ending = words(lambda one: one.periods.month_endings)
    ends_of_month = words(lambda one: one.periods.month_ends)
    span_ending = words(lambda one: one.periods.span_endings)
    era = any_of(words(lambda one: one.periods.eras))
    first_year = any_of(words(lambda one: one.periods.first_year))
    letters = words(lambda one: tuple(one.periods.reign_letters))
    of_parts = words(lambda one: (*one.periods.quarter_letters, *one.periods.half_letters))
    names = set(_words_where(lambda one: _flat(one.periods.months), spaced=True))
    vague = set(words(lambda one: one.periods.vague_months))
    return Pieces(
        month_name=_names(names),
        sure_month_name=_names(names - vague),
        vague_month_name=_names(vague),
        month_in_words=any_of(_words_where(lambda one: _flat(one.periods.months), spaced=False)),
        year=any_of(words(lambda one: one.periods.year_signs)),
        month=month,
        day=any_of(words(lambda one: (*one.periods.day_signs, *one.periods.spoken_day_signs))),
        written_day=any_of(words(lambda one: one.periods.day_signs)),
        span_ending=any_of(span_ending),
        may_end_span=maybe(span_ending),
        may_end_year=maybe((*span_ending, *words(lambda one: one.periods.whole_year))),
        may_be_a_month=f"(?:{month}{maybe((*month_ending, *ends_of_month))})?",
        may_end_month=maybe(month_ending),
        first_of=any_of(words(lambda one: one.periods.first_of)),
        may_count=maybe(words(lambda one: one.periods.first_of_counters)),
        era=era,
        era_with_front=f"{maybe(words(lambda one: one.periods.era_fronts))}{era}",
        reign=any_of(reign_years()),
        reign_letter=any_of(letters),
        lone_reign_letter=any_of(set(letters) - set(of_parts)),
        reign_year=f"(?:0[1-9]|[1-9][0-9]?|{first_year})",
        fiscal_year=any_of(words(lambda one: one.periods.fiscal_year)),
        until=any_of(_words_where(lambda one: one.periods.until, spaced=False)),
        to=any_of(_words_where(lambda one: one.periods.until, spaced=True)),
        also=any_of(words(lambda one: one.periods.also)),
        digit_in_words=any_of(words(lambda one: (*one.numerals.digits, *one.numerals.ten))),
        ten=any_of(words(lambda one: one.numerals.ten)),
        unsure_part=any_of(words(lambda one: one.periods.unsure_parts)),
        **_parts_of_years(),
    )


def _parts_of_years() -> dict[str, str]:
    """Return the pieces of quarters and halves."""
    words = vocabulary().words
    quarter = _names(words(lambda one: one.periods.quarter_signs))
    half_year = _names(words(lambda one: one.periods.half_signs))
    in_words = any_of(words(lambda one: _flat(one.periods.quarters)))
    half = any_of(words(lambda one: _flat(one.periods.halves)))
    roman = any_of(vocabulary().signs.quarters)
    ordinals = words(lambda one: one.periods.ordinals)
    ending = maybe(words(lambda one: one.periods.ordinal_endings))
    span_ending = maybe(words(lambda one: one.periods.span_endings))
    quarter_number, half_number = f"(?:[1-4]|{in_words}|{roman})", f"(?:[12]|{half}|{any_of(('i', 'ii'))})"
    return {
        "quarter": quarter,
        "half_year": half_year,
        "may_be_ordinal": maybe(ordinals),
        "ordinal": any_of(ordinals),
        "quarter_in_words": in_words,
        "later_quarter_in_words": any_of(words(lambda one: _flat(one.periods.quarters[1:]))),
        "roman_quarter": roman,
        "half": half,
        "quarter_number": quarter_number,
        "half_number": half_number,
        "quarter_phrase": f"(?:{maybe(ordinals)}{quarter_number}{ending}-?{quarter}{span_ending}"
        f"|{quarter}-?{maybe(ordinals)}{quarter_number})",
        "half_phrase": f"(?:{maybe(ordinals)}{half_number}{ending}-?{half_year}{span_ending}"
        f"|{half_year}-?{maybe(ordinals)}{half_number})",
        "quarter_letter": any_of(words(lambda one: one.periods.quarter_letters)),
        "half_letter": any_of(words(lambda one: one.periods.half_letters)),
        "may_end_ordinal": ending,
        "may_be_of": f"{_names(words(lambda one: one.periods.of))}?",
    }


def _names(words: Iterable[str]) -> str:
    """Return what matches one of some words; where one has a blank, in a name of a file there is a dash or nothing."""
    return any_of(words).replace(re.escape(" "), "-?")


def _words_where(of: Callable[[Language], Iterable[str]], *, spaced: bool) -> tuple[str, ...]:
    return tuple(word for one in vocabulary().languages.values() if one.spaced is spaced for word in of(one))


def _flat(numbered: Iterable[tuple[str, ...]]) -> Iterable[str]:
    return (form for forms in numbered for form in forms)


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the number of each month by its names, in small letters and without blanks."""
    return _numbered(one.periods.months for one in vocabulary().languages.values())


@cache
def quarter_numbers() -> Mapping[str, int]:
    """Return the number of each quarter by its words, in small letters and without blanks."""
    return _numbered([_roman(), *(one.periods.quarters for one in vocabulary().languages.values())])


@cache
def half_numbers() -> Mapping[str, int]:
    """Return the number of each half of a year by its words, in small letters and without blanks."""
    return _numbered([_roman()[:2], *(one.periods.halves for one in vocabulary().languages.values())])


def _roman() -> list[tuple[str, ...]]:
    return [(numeral,) for numeral in vocabulary().signs.quarters]


@cache
def reign_years() -> Mapping[str, int]:
    """Return the year before the first of each era of Japan, by its name and its letter."""
    found: dict[str, int] = {}
    for language in vocabulary().languages.values():
        found |= {**language.periods.reigns, **language.periods.reign_letters}
    return found


@cache
def first_years() -> frozenset[str]:
    """Return what stands for the number of the first year of an era."""
    return frozenset(vocabulary().words(lambda one: one.periods.first_year))


@cache
def digits_in_words() -> Mapping[str, int]:
    """Return the digit that each character stands for in the number of a year."""
    languages = [one.numerals for one in vocabulary().languages.values()]
    zeros = {sign: 0 for one in languages for sign in (*one.zeros, *one.like_zero)}
    return {**zeros, **_numbered([(digit,) for digit in one.digits] for one in languages)}


def _numbered(lists: Iterable[Iterable[tuple[str, ...]]]) -> dict[str, int]:
    return {
        form.replace(" ", ""): number for each in lists for number, forms in enumerate(each, start=1) for form in forms
    }
