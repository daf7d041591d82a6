"""Names in the column of areas that say a time and no place: Jan-Jun, 2012, corresponding period of 2012.

Where the words that compare are known (`other_words`), what a name says beside its year is looked up among them. Words
alone never end: a name of which every word speaks of time is asked about, whatever it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cache

from msgspec import Struct

from popcalc.intake.header.headings import heading
from popcalc.intake.header.spans import SOME_YEAR, cuts_of, is_span, span_of
from popcalc.intake.rows.other_words import is_comparison, other_time
from popcalc.periods import CALENDAR_YEAR
from popcalc.periods.notes import without_notes
from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.characters import folded


class TimeName(IntEnum):
    """What a name says that speaks of time alone; 0 stands for names of areas."""

    CERTAIN = 1
    """A period with its year or of several months, or a row that compares with one: no area."""
    ASKED = 2
    """Other words of time: an area may be called so."""


_LONGEST = 60
_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = re.compile(r"[\s\-–—~～〜/.,;:()（）'’、・]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MONTH_AND_YEAR = re.compile(r"[^\W\d_]+\W{0,2}\d\d")
_CODE = re.compile(r"[a-z]\d+|\d+[a-z]", re.ASCII | re.IGNORECASE)
"""A letter and a number, which number villages more often than quarters and years."""
_MOST_WORDS = 4
_SEEN = 8
"""Letters at the front and at the end of a name that are looked at first."""


_TOGETHER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Letters of scripts that write words together."""


class _Words(Struct, frozen=True):
    """The words of time of one language, without blanks: those that name one, and those that stand beside them."""

    naming: frozenset[str]
    beside: frozenset[str]
    months: frozenset[str]
    until: frozenset[str]
    longest: int


def time_of(name: str) -> TimeName | None:
    """Return what a name says that speaks of time alone, None where it may be that of an area.

    A month alone (March) or the day of a feast (5 de Mayo) may be one; names in figures alone are looked at together.
    """
    plain = without_notes(unicodedata.normalize("NFKC", name)).strip()
    if len(plain) > _LONGEST or _CODE.fullmatch(plain) or not _LETTERS.search(plain):
        return None
    if is_span(plain):
        return _of_span(plain)
    if any(map(str.isdigit, plain)) and _compares_with_period(plain):
        return TimeName.CERTAIN
    return TimeName.ASKED if any(_speaks_of_time(plain, words) for words in _times()) else None


def periods_in_figures(names: Sequence[str]) -> frozenset[str]:
    """Return the names that are years or months in figures, where no other name is without letters: 2012, 2013-06."""
    without = frozenset(name for name in names if name and not _LETTERS.search(name))
    periods = frozenset(name for name in without if _may_be_year(name) and is_span(name))
    return periods if periods == without and len(without) < len(names) else frozenset()


def _may_be_year(name: str) -> bool:
    return _YEAR.match(name) is not None


def _of_span(plain: str) -> TimeName | None:
    """Return what a period is as a name: one without a year may be a place, such as March, 三月, 5 de Mayo, Q1."""
    span = span_of(heading(plain))
    run = span.run(CALENDAR_YEAR, SOME_YEAR) if span is not None else None
    if span is None or run is None or span.has_year:
        return TimeName.CERTAIN
    if _TOGETHER.search(plain):
        return TimeName.CERTAIN if run.months > 1 or any(map(str.isdigit, plain)) else None
    if run.months > 1:
        of_months = any(all(_cut(part, words) is False for part in _parts(plain)) for words in _times())
        return TimeName.CERTAIN if of_months else TimeName.ASKED
    return TimeName.ASKED if _MONTH_AND_YEAR.fullmatch(plain) else None


def _compares_with_period(plain: str) -> bool:
    """Whether a name without its period is one of the rows that compare: same period 2012, 2012年同期."""
    for first, then in cuts_of(plain, _MOST_WORDS):
        for said, rest in ((first, then), (then, first)):
            if is_span(said) and any(is_comparison(one) or other_time(one) for one in _untied(rest)):
                return True
    return False


def _untied(rest: str) -> Iterator[str]:
    """Yield words beside a period, also without the word that ties them to it: corresponding period *of*."""
    rest = _BETWEEN.sub(" ", rest).strip()
    yield rest
    front, _, last = rest.rpartition(" ")
    if front and any(folded(last) in words.beside for words in _times()):
        yield front


@cache
def _times() -> tuple[_Words, ...]:
    return tuple(map(_words_of, vocabulary().languages.values()))


def _words_of(language: Language) -> _Words:
    naming = frozenset(map(folded, language.comparisons.naming_times))
    months = frozenset(folded(name) for names in language.periods.months for name in names)
    until = frozenset(map(folded, language.periods.until))
    beside = frozenset(map(folded, language.comparisons.beside_times)) | months | until
    return _Words(naming, beside, months, until, max(map(len, naming | beside), default=0))


def _speaks_of_time(plain: str, words: _Words) -> bool:
    """Whether a name is made of words of time and numbers, one of which names a time, and is more than one word."""
    parts = _parts(plain)
    cut = [_cut(part, words) for part in parts]
    names_one = True in cut or not (words.until.isdisjoint(parts) or words.months.isdisjoint(parts))
    return names_one and None not in cut and (len(parts) > 1 or _TOGETHER.search(plain) is not None)


def _parts(plain: str) -> list[str]:
    return [folded(part) for part in _BETWEEN.split(plain) if part]


def _cut(part: str, words: _Words) -> bool | None:
    """Return whether words written together name a time, None where they are not all of time."""
    if not _TOGETHER.search(part):
        if part.isdigit():
            return _YEAR.fullmatch(part) is not None
        return True if part in words.naming else False if part in words.beside else None
    # By place: whether it is reached at all, and whether with a word that names a time.
    reached: list[bool | None] = [None] * (len(part) + 1)
    reached[0] = False
    for start in range(len(part)):
        if (so_far := reached[start]) is not None:
            for end, names_one in _next(part, start, words):
                reached[end] = bool(reached[end]) or so_far or names_one
    return reached[-1]


def _next(solid: str, start: int, words: _Words) -> Iterator[tuple[int, bool]]:
    """Yield where a word or a number that begins at a place ends, and whether it names a time."""
    digits = start
    while digits < len(solid) and solid[digits].isdigit():
        digits += 1
    if digits > start:
        yield digits, _YEAR.fullmatch(solid[start:digits]) is not None
        return
    for end in range(start + 1, min(len(solid), start + words.longest) + 1):
        word = solid[start:end]
        if word in words.naming:
            yield end, True
        elif word in words.beside:
            yield end, False


class _Ends(Struct, frozen=True):
    """With what names of times begin or end, in lower case: whole words, and what is seen of longer ones.

    Words of scripts that write them together are given by one letter.
    """

    words: frozenset[str]
    seen: frozenset[str]


@cache
def _ends() -> tuple[_Ends, _Ends]:
    words = {word for one in _times() for word in (*one.naming, *one.beside)}
    words |= set(vocabulary().words(lambda one: (*one.periods.quarter_letters, *one.periods.half_letters)))
    compared = [_parts(written) for written in vocabulary().words(lambda one: one.comparisons.rows)]
    first, last = words | {one[0] for one in compared}, words | {one[-1] for one in compared}
    return (
        _Ends(frozenset(first), frozenset(word[0] if _TOGETHER.match(word) else word[:_SEEN] for word in first)),
        _Ends(frozenset(last), frozenset(word[-1] if _TOGETHER.match(word) else word[-_SEEN:] for word in last)),
    )


def may_be_times(names: Sequence[str]) -> list[int]:
    """Return which names begin and end as those of times do; names mostly share how they do, so each is seen once."""
    if "".join(names).isdigit():
        return []
    first, last = _ends()
    begin = [name[:_SEEN] for name in names]
    fronts = {front for front in set(begin) if front and _may_begin(front, first)}
    if not fronts:
        return []
    chosen = [spot for spot, front in enumerate(begin) if front in fronts]
    close = {spot: names[spot][-_SEEN:] for spot in chosen}
    backs = {back for back in set(close.values()) if _may_end(back, last)}
    return [spot for spot in chosen if close[spot] in backs and not names[spot].isdigit()]


def _may_begin(front: str, ends: _Ends) -> bool:
    """Whether a name may be one that begins so: with no letter, or with a word or the front of a longer one."""
    if not front[0].isalpha():
        return True
    if _TOGETHER.match(front):
        return folded(front[0]) in ends.seen
    first = _LETTERS.match(front)
    assert first is not None
    plain = folded(first[0])
    return plain in (ends.seen if len(first[0]) == _SEEN else ends.words)


def _may_end(back: str, ends: _Ends) -> bool:
    if not back[-1].isalpha():
        return True
    if _TOGETHER.match(back[-1]):
        return folded(back[-1]) in ends.seen
    plain = folded(_LETTERS.findall(back)[-1])
    return plain in (ends.seen if len(plain) == _SEEN else ends.words)
