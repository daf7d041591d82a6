"""The words of written periods as pieces of regular expressions, and the numbers that some of them stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.patterns import any_of, maybe


@dataclass(frozen=True)
class Pieces:
    """What matches each kind of word; of a kind without words nothing does, what may be left out is left out.

    `month_name` and `to` are of languages with blanks between words (June, to), `month_in_words` and `until` of those
    without (六, 至).
    """

    month_name: str
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
    first_of: str
    may_count: str
    era: str
    era_with_front: str
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
    return Pieces(
        month_name=any_of(_words_where(lambda one: _flat(one.periods.months), spaced=True)),
        month_in_words=any_of(_words_where(lambda one: _flat(one.periods.months), spaced=False)),
        year=any_of(words(lambda one: one.periods.year_signs)),
        month=month,
        day=any_of(words(lambda one: (*one.periods.day_signs, *one.periods.spoken_day_signs))),
        written_day=any_of(words(lambda one: one.periods.day_signs)),
        quarter=any_of(words(lambda one: one.periods.quarter_signs)),
        half_year=any_of(words(lambda one: one.periods.half_signs)),
        span_ending=any_of(span_ending),
        may_end_span=maybe(span_ending),
        may_end_year=maybe((*span_ending, *words(lambda one: one.periods.whole_year))),
        may_be_a_month=f"(?:{month}{maybe((*month_ending, *ends_of_month))})?",
        may_end_month=maybe(month_ending),
        may_be_ordinal=maybe(words(lambda one: one.periods.ordinals)),
        ordinal=any_of(words(lambda one: one.periods.ordinals)),
        quarter_in_words=any_of(words(lambda one: _flat(one.periods.quarters))),
        later_quarter_in_words=any_of(words(lambda one: _flat(one.periods.quarters[1:]))),
        roman_quarter=any_of(vocabulary().signs.quarters),
        half=any_of(words(lambda one: _flat(one.periods.halves))),
        first_of=any_of(words(lambda one: one.periods.first_of)),
        may_count=maybe(words(lambda one: one.periods.first_of_counters)),
        era=era,
        era_with_front=f"{maybe(words(lambda one: one.periods.era_fronts))}{era}",
        until=any_of(_words_where(lambda one: one.periods.until, spaced=False)),
        to=any_of(_words_where(lambda one: one.periods.until, spaced=True)),
        also=any_of(words(lambda one: one.periods.also)),
        digit_in_words=any_of(words(lambda one: (*one.numerals.digits, *one.numerals.ten))),
        ten=any_of(words(lambda one: one.numerals.ten)),
        unsure_part=any_of(words(lambda one: one.periods.unsure_parts)),
    )


def _words_where(of: Callable[[Language], Iterable[str]], *, spaced: bool) -> tuple[str, ...]:
    return tuple(word for one in vocabulary().languages.values() if one.spaced is spaced for word in of(one))


def _flat(numbered: Iterable[tuple[str, ...]]) -> Iterable[str]:
    return (form for forms in numbered for form in forms)


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the number of each month by its names, in small letters."""
    return _numbered(one.periods.months for one in vocabulary().languages.values())


@cache
def quarter_numbers() -> Mapping[str, int]:
    """Return the number of each quarter by its words, in small letters."""
    roman = [(numeral,) for numeral in vocabulary().signs.quarters]
    return _numbered([roman, *(one.periods.quarters for one in vocabulary().languages.values())])


@cache
def half_numbers() -> Mapping[str, int]:
    """Return the number of each half of a year by its words."""
    return _numbered(one.periods.halves for one in vocabulary().languages.values())


@cache
def digits_in_words() -> Mapping[str, int]:
    """Return the digit that each character stands for in the number of a year."""
    languages = [one.numerals for one in vocabulary().languages.values()]
    zeros = {sign: 0 for one in languages for sign in (*one.zeros, *one.like_zero)}
    return {**zeros, **_numbered([(digit,) for digit in one.digits] for one in languages)}


def _numbered(lists: Iterable[Iterable[tuple[str, ...]]]) -> dict[str, int]:
    return {form: number for each in lists for number, forms in enumerate(each, start=1) for form in forms}
