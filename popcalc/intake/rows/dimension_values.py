"""What the values of a column say of the persons in their rows: everybody, only some, an age or a group of ages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.tree import plain_name
from popcalc.intake.header import narrowing
from popcalc.intake.rows.totals import TotalKind, total_name
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.patterns import any_of

if TYPE_CHECKING:
    from popcalc.arrays import Bools

_PIECES = re.compile(r"[,，;；:：、()（）/]+")
"""Between what a value says of several things: `Total, month of birth`, `Male (0-4)`."""
OLDEST = 130
_PAIR = 2


def is_whole(value: str) -> bool:
    """Whether a value is of everybody, or of what did happen: Total, both sexes, 合计, 实际."""
    total = total_name(plain_name(value))
    if total is not None:
        return total.kind is not TotalKind.PART
    first, *others = _pieces(value) or [""]
    return _is_whole_word(first) and not any(map(narrowing.narrows, others))


def are_letters_of_whole(values: Sequence[str]) -> Bools:
    """Return which values are a letter for both sexes, beside the letters of these: B where there are M and F."""
    letters = [folded(one) if len(one.strip()) == 1 else "" for one in values]
    sexes = {one for one in letters if one and narrowing.kind_of(one) == narrowing.SEX}
    if len(sexes) < _PAIR:
        return np.zeros(len(values), dtype=np.bool_)
    both = set(map(folded, vocabulary().words(lambda one: one.dimensions.both_letters)))
    return np.array([one in both and one not in sexes for one in letters], dtype=np.bool_)


def narrows(value: str) -> bool:
    """Whether a value is of some persons only (one sex, an age), or not of what happened (a plan)."""
    pieces = _pieces(value)
    some = [one for one in pieces if narrowing.narrows(one)]
    return narrowing.narrows(value) or (bool(some) and all(one in some or _is_whole_word(one) for one in pieces))


def is_plan(value: str) -> bool:
    """Whether a value says that its rows are of what was meant to happen."""
    plans = set(map(folded, vocabulary().words(lambda one: one.dimensions.plans)))
    return any(piece in plans for piece in (folded(value), *_pieces(value)))


def _pieces(value: str) -> list[str]:
    return [piece for one in _PIECES.split(value) if (piece := folded(one))]


@cache
def _wholes() -> frozenset[str]:
    return frozenset(map(folded, vocabulary().words(lambda one: one.dimensions.whole)))


def _is_whole_word(piece: str) -> bool:
    return piece in _wholes()


class Band(Struct, frozen=True):
    """Ages from `low` up to below `high`, as `written`; `unit` is empty where the value says none."""

    low: int
    high: int
    unit: str
    written: str


@cache
def _band() -> re.Pattern[str]:
    words = vocabulary().words
    until = any_of(("-", "~", *map(folded, words(lambda one: one.periods.until))))
    older = any_of(map(folded, words(lambda one: one.dimensions.older)))
    younger = any_of(map(folded, words(lambda one: one.dimensions.younger)))
    return re.compile(
        rf"(?P<from>\d{{1,3}})(?P<one>[^\d\W]*?){until}(?P<to>\d{{1,3}})(?P<two>\D*)"
        rf"|{older}(?P<over>\d{{1,3}})(?P<three>\D*?)|(?P<up>\d{{1,3}})(?P<four>\D*?){older}(?P<behind>\D*)"
        rf"|{younger}(?P<under>\d{{1,3}})(?P<five>\D*?)|(?P<down>\d{{1,3}})(?P<six>\D*?){younger}"
        rf"|(?P<age>\d{{1,3}})(?P<seven>\D*)"
    )


def band_of(value: str) -> Band | None:
    """Return the ages that a value names, None where it names none: 0-4, 65+, under 5, 不满1岁."""
    words = folded(value)
    found = _band().fullmatch(words)
    if found is None and narrowing.narrows(words):
        # Words before the first number, as in `from 5 to 9`.
        found = _band().fullmatch(words.lstrip("".join(one for one in words if not one.isdigit())))
    if found is None:
        return None
    numbers = {name: int(found[name]) for name in ("from", "to", "over", "up", "under", "down", "age") if found[name]}
    if max(numbers.values()) > OLDEST:
        return None
    unit = "".join(filter(None, found.group("one", "two", "three", "four", "behind", "five", "six", "seven")))
    name, number = next(iter(numbers.items()))
    match name:
        case "from":
            low, high = number, numbers["to"] + 1
        case "up":
            low, high = number, OLDEST
        case "over":
            low, high = number + 1, OLDEST
        case "age":
            low, high = number, number + 1
        case _:
            low, high = 0, number
    return Band(low, high, unit, value)


def overlapping(values: Iterable[str]) -> tuple[str, str] | None:
    """Return two values whose ages overlap, so that the same persons are in both; None where no two do."""
    bands = sorted(filter(None, map(band_of, values)), key=lambda one: (one.low, one.high))
    for unit in {one.unit for one in bands}:
        reach: Band | None = None
        for one in bands:
            if one.unit not in (unit, ""):
                continue
            if reach is not None and one.low < reach.high:
                return reach.written, one.written
            reach = one
    return None


def disjoint(values: Sequence[str]) -> tuple[str, ...]:
    """Return as many of some values as have no ages in common, in their order."""
    bands = {one: band for one in values if (band := band_of(one)) is not None}
    kept: list[str] = []
    for one in sorted(bands, key=lambda one: (bands[one].high, -bands[one].low)):
        if overlapping([*kept, one]) is None:
            kept.append(one)
    return tuple(one for one in values if one in kept or one not in bands)


def are_all(values: Sequence[str]) -> bool:
    """Whether some values are all parts of a whole: both sexes, town and country, ages from 0 up without a gap."""
    kinds = {narrowing.kind_of(one) for one in values}
    if kinds == {narrowing.SEX}:
        return len(values) == _PAIR
    if kinds == {narrowing.RESIDENCE}:
        return len(values) == _PAIR and all(map(narrowing.is_residence, values))
    bands = sorted(filter(None, map(band_of, values)), key=lambda one: one.low)
    if kinds != {narrowing.AGE} or len(bands) < len(values) or len({one.unit for one in bands if one.unit}) > 1:
        return False
    follow = all(one.high == other.low for one, other in pairwise(bands))
    return follow and bands[0].low == 0 and bands[-1].high == OLDEST
