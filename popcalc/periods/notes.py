"""Marks of footnotes on a period: `(4)1970`, `2023(15)`, `2019*`, `平成23年 a)b)`; and of first figures: `2023p`."""

from __future__ import annotations

import re
from functools import cache

from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.patterns import solid

_SHORT = 2
"""Letters of a mark that stands only behind a period."""
_LAST_WORDS = 2
_IN_BRACKETS = re.compile(r"(?P<left>.*?)\s*[(（\[【](?P<said>[^()（）\[\]【】]+)[)）\]】]")
_LETTER_BEHIND = re.compile(r"(?P<left>.*[0-9年月])(?P<said>[a-z])")
_RAISED = str.maketrans({"ᵃ": "*", "ᵇ": "*", "ᶜ": "*", "ᵈ": "*", "ᵖ": " p", "ʳ": " r"})


def without_notes(written: str) -> str:
    """Return a period without the marks of footnotes before and behind it, and without outer spaces."""
    plain = written.strip()
    before, behind = _marks()
    return behind.sub("", before.sub("", plain)).strip() or plain


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    mark = r"(?:[(（\[]\s?(?:\d{1,2}|[a-zA-Z])\s?[)）\]]|(?<![0-9A-Za-z])(?:\d{1,2}|[a-zA-Z])[)）]|[*＊†‡※¹²³⁰⁴-⁹])"
    # Behind the figures of a year, or a word of its own, such as 年.
    letter = r"(?<=[0-9年])[a-zA-Z][)）]"
    return re.compile(rf"^(?:{mark}\s*)+(?=[12]\d{{3}})"), re.compile(rf"(?:\s*(?:{mark}|{letter}))+$")


def without_marks(header: str) -> str:
    """Return words of a header without the marks of footnotes, and of first or later figures, before and behind them.

    Letters in brackets are marks only up to d, as m and f are the sexes: 2023 (m). Where nothing else is left, the
    words stay.
    """
    plain = header.translate(_RAISED).strip()
    while (shorter := _without_one(plain)) and shorter != plain:
        plain = shorter
    return plain


def is_mark(words: str) -> bool:
    """Whether words of a header say no more than that the figures below are first or later ones."""
    said = folded(words).strip("()[]【】")
    return len(said) > _SHORT and said in _provisional()


def _without_one(header: str) -> str:
    """Return words of a header without the last mark, or the first one."""
    if (plain := _footnotes().sub("", header).strip()) != header:
        return plain
    for pattern in (_IN_BRACKETS, _LETTER_BEHIND):
        if (found := pattern.fullmatch(header)) and _may_be_mark(found["said"]):
            return found["left"].strip()
    words = header.split()
    for number in range(1, _LAST_WORDS + 1):
        if len(words) > number and _may_be_mark(" ".join(words[-number:])):
            return " ".join(words[:-number]).rstrip(",;，；:：-–")
    if len(words) > 1 and is_mark(words[0]):
        return " ".join(words[1:])
    return next((header.removesuffix(word).strip() for word in _solid_marks() if header.endswith(word)), header)


def _may_be_mark(words: str) -> bool:
    """Whether words are such a mark; of one letter only in lower case, as P stands for people and projections."""
    return folded(words) in _provisional() and (len(words) > 1 or words.islower())


@cache
def _provisional() -> frozenset[str]:
    return frozenset(solid(vocabulary().words(lambda one: one.periods.provisional)))


@cache
def _solid_marks() -> tuple[str, ...]:
    """Return those of languages without blanks, which stand behind a period without one, the longest first."""
    languages = vocabulary().languages.values()
    words = {word for one in languages if not one.spaced for word in one.periods.provisional}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _footnotes() -> re.Pattern[str]:
    mark = r"(?:[(（\[]\s?(?:\d{1,2}|[a-d])\s?[)）\]]|(?<![0-9A-Za-z])(?:\d{1,2}|[a-d])[)）]|[*＊†‡※¹²³⁰⁴-⁹])"
    letter = r"(?<=[0-9年月])[a-d][)）]"
    return re.compile(rf"^(?:{mark}\s*)+(?=\S)|(?<=\S)(?:\s*(?:{mark}|{letter}))+$")
