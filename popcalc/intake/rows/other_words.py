"""Words of rows that are neither areas nor totals: comparisons, marks that repeat, what is said about the table.

Each distinct name is looked at once, of which there may be hundreds of thousands: what a name begins and ends with
tells of nearly all of them that they need no closer look.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import cache

from msgspec import Struct

from popcalc.intake.header.labels import beginnings_of_labels
from popcalc.intake.rows.totals import ends_of_totals
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import as_written, folded
from popcalc.vocabulary.patterns import any_of

_UNIT = re.compile(r"[(\[]?[+±-]*[%‰][)\]]?|[(\[][+±/-]+[)\]]|[:*]")
"""What may stand beside the word: 同比(±%)."""
_BEHIND = ")]%‰:*"
_DATE = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]|$)")
_YEAR_OF_DATE = re.compile(r"(?:19|20)\d\d ?(?:[^\w\s]|年)")
_LINE = "\n"
_SIGN = re.compile(r"^\w{1,2}[)）]", re.MULTILINE)
"""A number or a letter before what may be a footnote."""
_SENTENCE = re.compile(r".*[。！？;；]|.{12,}[.!?]", re.DOTALL)
_SENTENCE_ENDS = "。！？;；.!?"
_SHORTEST_SENTENCE = 24
_WORDS_OF_A_SENTENCE = 7


class _Words(Struct, frozen=True):
    """The words, and the characters with which they begin and end, in both cases."""

    words: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    longest: int


def _words(written: tuple[str, ...]) -> _Words:
    words = frozenset(map(_solid, written))
    first, last = {word[0] for word in words}, {word[-1] for word in words}
    longest = 2 * max(map(len, words)) + 8
    return _Words(words, frozenset(_cases(first)), frozenset(_cases(last)), longest)


def _cases(letters: set[str]) -> set[str]:
    return {case for letter in letters for case in (letter, letter.upper(), letter.lower())}


@cache
def _comparisons() -> _Words:
    return _words(vocabulary().words(lambda one: one.comparisons.rows))


class OtherTime(IntEnum):
    """At what time, beside that of its parts, a row is of the whole area."""

    TO_DATE = 1
    """From the start of the year on: 本年累計."""
    TO_DATE_BEFORE = 2
    """The same of the year before: 前年同期累計."""
    MONTH_BEFORE = 3
    """上月, last month."""
    YEAR_BEFORE = 4
    """前年同月, same month last year."""


@cache
def _times() -> dict[str, OtherTime]:
    words = vocabulary().words
    lists = (
        (OtherTime.YEAR_BEFORE, words(lambda one: one.comparisons.year_before)),
        (OtherTime.MONTH_BEFORE, words(lambda one: one.comparisons.month_before)),
        (OtherTime.TO_DATE_BEFORE, words(lambda one: one.comparisons.to_date_before)),
        (OtherTime.TO_DATE, words(lambda one: one.comparisons.to_date)),
    )
    return {_solid(word): time for time, some in lists for word in some}


def other_time(name: str) -> OtherTime | None:
    """Return the time of which a name says that its row is of the whole: 本年累計, last month, year to date."""
    return _times().get(_solid(name))


@cache
def _dittos() -> _Words:
    return _words((*vocabulary().words(lambda one: one.cells.ditto), *vocabulary().signs.ditto))


@cache
def _offices() -> _Words:
    return _words(tuple(map(folded, vocabulary().words(lambda one: one.footers.offices))))


def _solid(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())


def is_comparison(name: str) -> bool:
    """Whether all that a name says is a comparison, of no area and no month: 同比, 上月, Average, per cent change."""
    known = _comparisons()
    if not name or len(name) > known.longest or not (name[-1] in known.last or name[-1] in _BEHIND):
        return False
    if not (name[0] in known.first or name[0] in "%±(["):
        return False
    solid = _solid(name)
    return solid in known.words or _UNIT.sub("", solid) in known.words


def is_ditto(name: str) -> bool:
    """Whether a cell repeats what stands above it: 〃, 同上, do."""
    known = _dittos()
    return bool(name) and name[0] in known.first and len(name) <= known.longest and _solid(name) in known.words


@cache
def _footnote() -> re.Pattern[str]:
    """Return what finds the sign of a footnote before a text of some length, or a legend: p = provisional."""
    notes = any_of(vocabulary().words(lambda one: one.footers.notes))
    sign = rf"[※*＊†‡§①-⑳¹²³⁴-⁹]|[(（【\[](?:{notes})?\d{{0,2}}[)）】\]]|(?:\d{{1,2}}|[a-z])[)）]"
    legend = r"[(（]?[a-z]{1,2}[)）]?\s*=\s*\S{3}|[(（][a-z]{1,2}[)）]\s+\S{3}|:\s+[^\W\d]{3}|©|(?:https?://|www\.)\S"
    return re.compile(rf"(?:{sign})\s*\S{{2}}.*[\s\u3400-\u9fff]|{legend}", re.IGNORECASE)


def is_footnote(name: str) -> bool:
    """Whether a text of some length stands behind the sign of a footnote: a) As of 1 October."""
    return _footnote().match(name) is not None


def is_remark(name: str) -> bool:
    """Whether a name is a sentence, the name of an office or has a date, as lines below a table do."""
    if len(name) < 3:
        return False
    offices, last = _offices(), name[-1]
    long = len(name) >= _SHORTEST_SENTENCE and len(name.split()) >= _WORDS_OF_A_SENTENCE
    dated = "20" in name or "19" in name
    if not (long or dated or last in _SENTENCE_ENDS or last in offices.last) or not any(map(str.isalpha, name)):
        return False
    plain = folded(name)
    if long or _SENTENCE.fullmatch(name) or plain.endswith(tuple(offices.words)):
        return True
    return dated and _DATE.search(plain) is not None


_LONGEST_END = 4
"""Letters at the front or the end of a name that are looked at first."""


class _Ends(Struct, frozen=True):
    """With what names begin and end that may be those of anything but an area.

    `front` and `back` are ends of words in ASCII, without blanks and in lower case, at most so many letters each;
    `first` and `last` are the characters of all words.
    """

    front: frozenset[str]
    back: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]


@cache
def _ends() -> _Ends:
    beginnings, endings = ends_of_totals()
    labels = beginnings_of_labels()
    front = map(_solid, (*beginnings, *labels, *_dittos().words))
    back = map(_solid, (*endings, *_comparisons().words, *_offices().words, *_times()))
    first = {*(word[0] for word in beginnings), *"".join(as_written(word[0]) for word in labels), *_dittos().first}
    last = {*(word[-1] for word in endings), *_BEHIND, *_SENTENCE_ENDS, *_comparisons().last, *_offices().last}
    last |= {word[-1] for word in _times()}
    return _Ends(
        frozenset(end for word in front if (end := word[:_LONGEST_END]).isascii()),
        frozenset(end for word in back if (end := word[-_LONGEST_END:]).isascii()),
        frozenset(_cases(first)),
        frozenset(_cases(last)),
    )


def _may_begin(front: str, ends: _Ends) -> bool:
    if not front[0].isalnum():
        return True
    if not front.isascii():
        return front[0] in ends.first
    plain, known = front.replace(" ", "")[:_LONGEST_END].lower(), ends.front
    return any(plain[:letters] in known for letters in range(1, _LONGEST_END + 1))


def _may_end(back: str, ends: _Ends) -> bool:
    if not back[-1].isalnum():
        return True
    if not back.isascii():
        return back[-1] in ends.last
    plain, known = back.replace(" ", "")[-_LONGEST_END:].lower(), ends.back
    return any(plain[-letters:] in known for letters in range(1, _LONGEST_END + 1))


def may_be_no_areas(names: Sequence[str]) -> list[int]:
    """Return which names may be totals, comparisons, labels, remarks or marks; most names show that they are none.

    They begin and end with letters or digits with which none of these does, are short, and have no date. Names mostly
    share how they begin and end, so these are looked at once.
    """
    if "".join(names).isdigit():
        return []
    ends = _ends()
    # A character beyond ASCII tells alone.
    begin = [name[:1] if name[:1] > "\x7f" else name[: 2 * _LONGEST_END] for name in names]
    close = [name[-1:] if name[-1:] > "\x7f" else name[-2 * _LONGEST_END :] for name in names]
    fronts = {front for front in set(begin) if front and _may_begin(front, ends)}
    backs = {back for back in set(close) if back and not back[-1].isdigit() and _may_end(back, ends)}
    lines = _LINE.join(names)
    is_dated = _YEAR_OF_DATE.search(lines) is not None
    is_signed = (")" in lines or "）" in lines) and _SIGN.search(lines) is not None
    if not (fronts or backs or is_dated or is_signed) and max(map(len, names), default=0) < _SHORTEST_SENTENCE:
        return []
    return [
        spot
        for spot, (name, front, back) in enumerate(zip(names, begin, close, strict=True))
        if (
            front in fronts
            or back in backs
            or len(name) >= _SHORTEST_SENTENCE
            or (is_dated and _YEAR_OF_DATE.search(name))
            or (is_signed and _SIGN.search(name))
        )
        and not name.isdigit()
    ]
