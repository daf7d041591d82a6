"""Rows of totals: by their name (合计, Northhill total), or by their code alone.

320803100000 with rows such as 320803100201 in the same file is the town's row, not a village beside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.tree import PADDING, stem
from popcalc.arrays import distinct_values
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import any_of, either, solid

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.intake.text.bytestrings import Positions

UPPER_DIGITS = (6, 9, 12)
"""Digits of the codes that may stand above others: of counties, towns and villages."""
CODE_DIGITS = (9, 12, 15)
"""Digits of the codes that may stand beneath: of towns, villages and groups in these."""


class _Words(Struct, frozen=True):
    """The words of totals and how they may stand in a name; `totals` to `part` without blanks, in small letters.

    `endings` and `beginnings` are what every name of a total has one of.
    """

    totals: frozenset[str]
    sections: frozenset[str]
    part: tuple[str, ...]
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]
    behind: re.Pattern[str]
    before: re.Pattern[str]
    twice: re.Pattern[str]
    whole_area: re.Pattern[str]
    numbered: re.Pattern[str]


@cache
def _words() -> _Words:
    words = vocabulary().words
    totals = solid(words(lambda one: (*one.totals.whole, *one.totals.section)))
    part = words(lambda one: one.totals.part)
    spaced = _beside_area(spaced=True)
    first, then = words(lambda one: one.totals.whole_area_first), words(lambda one: one.totals.whole_area_then)
    whole_area = words(lambda one: one.totals.whole_area)
    # Words of a language without blanks stand right behind the area: 北岭镇小计, 北岭镇(合计).
    behind = f"{any_of(_beside_area(spaced=False))}|(?<=[ (:-]){any_of(spaced)}"
    between = either([f" {any_of(words(lambda one: one.totals.before_area))}", ":"])
    number = any_of(words(lambda one: (*one.numerals.digits, *one.numerals.ten, *one.numerals.two)))
    counter = any_of(words(lambda one: one.numerals.counters))
    return _Words(
        totals=frozenset(totals),
        sections=frozenset(solid(words(lambda one: one.totals.section))),
        part=solid(part),
        endings=totals,
        beginnings=solid((*part, *spaced, *first, *whole_area)),
        behind=re.compile(rf"(?P<area>.+?)[ (:-]*(?P<word>{behind})", re.IGNORECASE),
        before=re.compile(rf"(?P<word>{any_of(spaced)}){between} (?P<area>.+)", re.IGNORECASE),
        # Said by two words: Total (all regions).
        twice=re.compile(rf"{any_of(spaced)}[ (:,;–—-]+(?P<rest>[^ (:,;–—-].*)", re.IGNORECASE),
        # Which area the whole is, only the reader of the sheet knows.
        whole_area=re.compile(f"{any_of(first)}{any_of(then)}|{any_of(whole_area)}"),
        # The number of areas behind the word is no part of it: 合计(4个村).
        numbered=re.compile(rf"(?P<name>.+?) ?\([^()]*(?:\d|{number}+{counter})[^()]*\)"),
    )


def _beside_area(*, spaced: bool) -> tuple[str, ...]:
    """Return the words that may stand beside the name of an area, of languages with blanks between words or without."""
    languages = [language for language in vocabulary().languages.values() if language.spaced is spaced]
    return tuple(
        word for one in languages for word in (*one.totals.whole, *one.totals.section) if word not in one.totals.alone
    )


class TotalKind(Enum):
    """What a row of totals says that it adds up: everything, the rows beside it, or only a part of another row."""

    GRAND = "grand"
    SECTION = "section"
    PART = "part"


class TotalName(Struct, frozen=True):
    """What the name of a row of totals says: its kind, and the area that it names besides, empty for none."""

    kind: TotalKind
    area: str = ""


def ends_of_totals() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words with which the names of totals begin and those with which they end."""
    words = _words()
    return words.beginnings, words.endings


def total_name(name: str) -> TotalName | None:
    """Return what a name, in the form in which it is shown, says of totals; None for the name of an area."""
    words = _words()
    if name.endswith(")") and (numbered := words.numbered.fullmatch(name)):
        return total_name(numbered["name"])
    plain = name.rstrip(": )").casefold()
    joined = plain.replace(" ", "")
    if not joined.endswith(words.endings) and not joined.startswith(words.beginnings):
        return None
    if joined in words.totals or words.whole_area.fullmatch(joined):
        return TotalName(_kind(joined))
    if joined.startswith(words.part):
        return TotalName(TotalKind.PART)
    if (twice := words.twice.fullmatch(plain)) and twice["rest"].replace(" ", "") in words.totals:
        return TotalName(TotalKind.GRAND)
    found = words.behind.fullmatch(name.rstrip(": )")) or words.before.fullmatch(name)
    if found is None:
        return None
    area = found["area"]
    is_whole = words.whole_area.fullmatch(area) or area.replace(" ", "").casefold() in words.totals
    return TotalName(_kind(found["word"].replace(" ", "").casefold()), "" if is_whole else area)


def _kind(word: str) -> TotalKind:
    return TotalKind.SECTION if word in _words().sections else TotalKind.GRAND


def may_tell_subtotals(codes: Sequence[str]) -> list[bool]:
    """Return for each code whether are_subtotals is to be asked where it stands: it may be of a total, or below one."""
    digits = frozenset((*UPPER_DIGITS[:-1], 15))
    return [(code.endswith(PADDING) or len(code) in digits) and code.isdigit() for code in codes]


def are_subtotals(codes: Positions, words: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which rows of one file have the code of a town or county with rows beneath it; `words` spell the codes.

    That is a code that ends in 000 in the place of the villages, or one that is cut there (320803100).
    """
    subtotal = np.zeros(len(words), dtype=bool)
    used = [(position, words[position]) for position in distinct_values(codes).tolist()]
    whole = [stem(code) for _, code in used if code.isdigit() and len(code) in CODE_DIGITS]
    beneath = {code[:digits] for code in whole for digits in UPPER_DIGITS if len(code) > digits}
    upper = [(position, code) for position, code in used if code.isdigit() and len(code) in UPPER_DIGITS]
    for position, code in upper:
        subtotal[position] = stem(code) in beneath
    return subtotal[codes]
