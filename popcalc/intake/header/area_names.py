"""Names of areas among the words of a header: which words may be one, which surely are, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.folding import folded_name
from popcalc.areas.labels import code_role
from popcalc.definitions.headers import normal_header
from popcalc.intake.header.headings import Heading, heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.narrowing import is_residence, is_whole_or_version, narrows
from popcalc.intake.header.said_areas import is_no_name, levels_said
from popcalc.intake.header.spans import cuts_of, is_span, span_of
from popcalc.intake.header.total_words import is_total
from popcalc.intake.header.words import AREA, AREA_CODE
from popcalc.vocabulary import vocabulary

ACROSS_AREAS = "area"
_MOST_WORDS = 4
_BRACKETS = "()（）[]_- "
AREA_NAMES = (AREA, AREA_CODE)
"""Roles of columns of areas that name no level."""


class HeadedArea(Struct, frozen=True):
    """An area that a heading names, empty for all of them together, and the heading without it.

    It `is_sure` where it has the word of a level, is known from elsewhere or the columns file says that areas stand
    there.
    """

    area: str
    rest: Heading
    is_sure: bool


def area_roles(lexicon: HeaderLexicon) -> frozenset[str]:
    """Return the roles of columns that say areas."""
    return frozenset((*AREA_NAMES, *lexicon.levels, *map(code_role, lexicon.levels)))


def headed_area(heads: Heading, lexicon: HeaderLexicon) -> HeadedArea | None:
    """Return the area that a heading names beside a count, a period or nothing else; None where it names none."""
    if not heads.levels or (heads.is_rate and not lexicon.rates):
        return None
    meaning = lexicon.meaning(heads)
    is_known = meaning.role is not None and meaning.sure
    # The columns file names a count without the group above it, which may be an area.
    below_area = lexicon.across == ACROSS_AREAS and len(heads.levels) > 1 and heads.normal not in lexicon.mapped
    if is_known and not (below_area and normal_header(heads.levels[-1]) in lexicon.mapped):
        return None
    if (span := span_of(heads)) is not None and not span.rest.levels:
        return None
    left = span.rest if span else heads
    found = list(_splits(left, lexicon))
    if len(found) != 1 or (heads.is_rate and not found[0].rest.levels):
        return None
    rest = heading(*([span.words] if span else []), *found[0].rest.levels)
    return replace(found[0], rest=Heading(rest.levels, heads.unit))


def _splits(heads: Heading, lexicon: HeaderLexicon) -> Iterator[HeadedArea]:
    """Yield what a heading is where one of its levels is an area and the others are a count."""
    if len(heads.levels) == 1 and (within := list(_within(heads, lexicon))):
        # The longest count; where what stands beside a count is no area, the whole is none either.
        longest = max(within, key=lambda one: len(one[0]))[1]
        yield from [longest] if longest is not None else []
        return
    for spot, level in enumerate(heads.levels):
        others = [one for number, one in enumerate(heads.levels) if number != spot]
        rest = Heading(heading(*others).levels, heads.unit)
        meaning = lexicon.meaning(rest)
        if others and not (lexicon.is_count(meaning.role) and meaning.sure):
            continue
        if is_total(level):
            yield HeadedArea("", rest, is_sure=True)
        elif _may_be_area(level, lexicon):
            is_sure = lexicon.across == ACROSS_AREAS or is_surely_area(level, lexicon)
            yield HeadedArea(" ".join(level.split()), rest, is_sure)


def _within(heads: Heading, lexicon: HeaderLexicon) -> Iterator[tuple[str, HeadedArea | None]]:
    """Yield each count that one level says beside other words, with the area that these are: Northhill Town births."""
    for words, left in cuts_of(heads.levels[0], _MOST_WORDS):
        area, rest = words.strip(_BRACKETS), Heading(heading(left.strip(_BRACKETS)).levels, heads.unit)
        meaning = lexicon.meaning(rest) if rest.levels else None
        if not area or meaning is None or not (lexicon.is_count(meaning.role) and meaning.sure):
            continue
        if is_total(area):
            yield rest.normal, HeadedArea("", rest, is_sure=True)
        elif not _may_be_area(area, lexicon):
            yield rest.normal, None
        elif lexicon.across == ACROSS_AREAS or is_surely_area(area, lexicon):
            yield rest.normal, HeadedArea(" ".join(area.split()), rest, is_sure=True)


def is_surely_area(words: str, lexicon: HeaderLexicon) -> bool:
    """Whether words are the name of an area: one that is known, or all of a name with the word of a level."""
    return folded_name(words) in lexicon.areas or bool(levels_said(words, lexicon))


def _may_be_area(words: str, lexicon: HeaderLexicon) -> bool:
    plain = " ".join(words.split())
    if folded_name(plain) in lexicon.areas:
        return True
    meaning = lexicon.meaning(heading(plain))
    if meaning.role is not None or meaning.rivals or not any(map(str.isalpha, plain)):
        return False
    if is_span(plain) or lexicon.indicator_of(plain) is not None:
        return False
    some = narrows(plain) or is_residence(plain) or is_whole_or_version(plain)
    return not some and not is_no_name(plain) and normal_header(plain) not in _no_areas()


@cache
def _no_areas() -> frozenset[str]:
    words = vocabulary().words
    return frozenset(map(normal_header, words(lambda one: (*one.comparisons.rows, *one.headers.numbering))))


def are_over_counts(headings: Sequence[Heading], lexicon: HeaderLexicon) -> dict[str, set[str]]:
    """Return, by count, the names that may be areas over or below it."""
    found: dict[str, set[str]] = {}
    for one in headings:
        if len(one.levels) > 1 and (area := headed_area(one, lexicon)) and area.area and area.rest.levels:
            rest = span.rest if (span := span_of(area.rest)) else area.rest
            if (role := lexicon.meaning(rest).role) is not None:
                found.setdefault(role, set()).add(folded_name(area.area))
    return found
