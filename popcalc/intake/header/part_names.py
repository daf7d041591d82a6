"""Parts of a count among the words of a header, and what stands beside them: population > 0-4, births (plan)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations, product

from msgspec import Struct, field

from popcalc.definitions.headers import normal_header
from popcalc.intake.header.area_names import headed_area, is_surely_area
from popcalc.intake.header.headings import Heading, heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.narrowing import DIMENSION, is_whole_or_version, kind_of
from popcalc.intake.header.spans import cuts_of, is_span, span_of
from popcalc.intake.header.total_words import is_total

_MOST_WORDS = 4
_BRACKETS = "()（）[] "


class HeadedParts(Struct, frozen=True):
    """What a heading says that its figures are a part of, by kind (sex, age), and the heading without it.

    `whole` is a word that says that they are of everybody, or of what did happen: total, actual.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    whole: str = ""
    rest: Heading = field(default_factory=lambda: Heading(()))


class _Value(Struct, frozen=True):
    """A value in a level: its kind, empty for a word of the whole, and what is left of the level."""

    kind: str
    written: str
    left: str


def headed_parts(heads: Heading, lexicon: HeaderLexicon, *, also_counts: bool = False) -> HeadedParts | None:
    """Return the parts that a heading names beside a count, an area, a period or nothing; None where it names none.

    Of the ways to read it that is taken which leaves the most to its count. A heading that is a count of its own is
    none, but where these are looked at, too.
    """
    if not heads.levels or (heads.is_rate and not lexicon.rates) or heads.normal in lexicon.mapped:
        return None
    meaning = lexicon.meaning(heads)
    span = span_of(heads)
    left = span.rest if span else heads
    known = [meaning, lexicon.meaning(left)] if left.levels else [meaning]
    is_count = any(one.role is not None and one.sure for one in known) and not also_counts
    if is_count or not left.levels:
        return None
    values = {spot: found for spot, level in enumerate(left.levels) if (found := list(_values(level, lexicon)))}
    for size in range(1, len(values) + 1):
        for spots in combinations(values, size):
            for chosen in product(*(values[spot] for spot in spots)):
                kinds = [one.kind for one in chosen if one.kind]
                if len(set(kinds)) < len(kinds):
                    continue
                lefts = dict(zip(spots, (one.left for one in chosen), strict=True))
                rest = heading(*(lefts.get(spot, level) for spot, level in enumerate(left.levels)))
                if _may_be_left(Heading(rest.levels, heads.unit), lexicon):
                    rest = heading(*([span.words] if span else []), *rest.levels)
                    return HeadedParts(
                        {one.kind: one.written for one in chosen if one.kind},
                        next((one.written for one in chosen if not one.kind), ""),
                        Heading(rest.levels, heads.unit),
                    )
    return None


def _may_be_left(rest: Heading, lexicon: HeaderLexicon) -> bool:
    """Whether what is left of a heading is a count, an area, both or nothing."""
    if not rest.levels:
        return True
    meaning = lexicon.meaning(rest)
    if lexicon.is_count(meaning.role) and meaning.sure:
        return True
    area = headed_area(rest, lexicon)
    return area is not None and bool(area.area) and area.is_sure


def _values(level: str, lexicon: HeaderLexicon) -> Iterator[_Value]:
    """Yield what a level says of parts: all of it first, then its front or its end; a name of an area says none."""
    if is_surely_area(level, lexicon):
        return
    yield from (_Value(kind, level.strip(), "") for kind in _kinds(level))
    known = lexicon.meaning(heading(level))
    if lexicon.across == DIMENSION and not _kinds(level) and known.role is None and not is_span(level):
        yield _Value(DIMENSION, level.strip(), "")
    yield from _within(level)


@lru_cache(maxsize=4096)
def _within(level: str) -> tuple[_Value, ...]:
    found = []
    for words, left in cuts_of(level.strip(_BRACKETS), _MOST_WORDS):
        plain = words.strip(_BRACKETS)
        if left.strip(_BRACKETS) and normal_header(left):
            # One letter at the front of a word may be of another word: 女山.
            found += [_Value(kind, plain, left) for kind in _kinds(plain) if len(plain) > 1]
    return tuple(found)


def _kinds(words: str) -> tuple[str, ...]:
    """Return the kind of dimension that words are a value of, an empty one for the whole of any; none for no value."""
    if (kind := kind_of(words)) is not None:
        return (kind,)
    return ("",) if is_whole_or_version(words) or is_total(words) else ()
