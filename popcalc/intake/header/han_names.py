"""Names of areas in Chinese characters, which follow each other without blanks from the top down: 青河县城关镇."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from popcalc.definitions.headers import normal_header
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.periods.pieces import pieces
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.of_tables import Words
from popcalc.vocabulary.of_times_and_places import Places
from popcalc.vocabulary.patterns import any_of

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_HAN_RUN = re.compile(rf"(?P<digit>\d\s*)?(?P<run>{_HAN}+)")
_HANGUL = re.compile("[\uac00-\ud7af]+")
_LONGEST = 9
"""Characters of a name before the word of its level."""
_LONGEST_BEHIND = 3
"""The same behind words of an office's language, of which others may stand there: 关于撤销城关镇."""


def names_in_han(words: str, lexicon: HeaderLexicon, *, alone: bool) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each name, the same without the word of its level, and the levels that it may be of, the lowest first.

    Names of villages are taken only where they stand `alone`.
    """
    for match in _HAN_RUN.finditer(unicodedata.normalize("NFKC", words)):
        yield from _in_run(match["run"], lexicon, behind_digit=match["digit"] is not None, alone=alone)


def names_nothing(name: str) -> bool:
    """Whether words with the word of a level name no area: 各乡镇, 所辖乡镇, 建制镇."""
    plain = folded(name)
    return plain in _no_names() or _no_name().fullmatch(plain) is not None


def levels_in_hangul(word: str, lexicon: HeaderLexicon) -> tuple[str, ...]:
    """Return the levels, the lowest first, that the end of a Korean word says: 동산읍; none where it is no name."""
    ends_as_none = word.endswith(tuple(one for one in _no_names() if len(one) > 1))
    if not _HANGUL.fullmatch(word) or ends_as_none or not _may_be_name(word, lexicon):
        return ()
    ends = [end for end in _levels_of_ending() if _HANGUL.fullmatch(end) and word != end and word.endswith(end)]
    said = _levels_of_ending()[max(ends, key=len)] if ends else ()
    return tuple(level for level in reversed(lexicon.levels) if level in said)


def _in_run(
    run: str, lexicon: HeaderLexicon, *, behind_digit: bool, alone: bool
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    spot = time.end() if behind_digit and (time := _time().match(run)) else 0
    above, plain = -1, folded(run)
    while match := _name().match(run, begins := _before_names(plain, spot)):
        below = [one for one in lexicon.levels[above + 1 :] if one in _levels_of_ending()[match["end"]]]
        levels = tuple(reversed(below))
        in_a_line = levels == lexicon.levels[-1:] and not (alone and match.end() == len(run))
        bare = match[0].removesuffix(match["end"])
        is_sure = begins == spot or len(bare) <= _LONGEST_BEHIND
        if not (levels and is_sure) or in_a_line or not _may_be_name(match[0], lexicon):
            return
        yield match[0], bare, levels
        above, spot = lexicon.levels.index(levels[-1]), match.end()


def _may_be_name(name: str, lexicon: HeaderLexicon) -> bool:
    """Whether a name with the word of a level names an area: neither 各乡镇 nor 出生人口城镇化."""
    if names_nothing(name):
        return False
    topics = vocabulary().words(lambda one: one.groups.topics)
    if any(topic in name for topic in topics if len(topic) > 1):
        return False
    parts = (name[start:end] for start in range(len(name)) for end in range(start + 2, len(name) + 1))
    return not any(lexicon.is_count(lexicon.roles.get(normal_header(part))) for part in parts)


@cache
def _levels_of_ending() -> Mapping[str, tuple[str, ...]]:
    """Return the levels that each ending of a name may say."""
    found: dict[str, tuple[str, ...]] = {}
    for language in vocabulary().languages.values():
        for level, ends in language.places.ends.items():
            for end in ends:
                found[end] = tuple(dict.fromkeys((*found.get(end, ()), level)))
    return found


def _han_ends() -> list[str]:
    return [end for end in _levels_of_ending() if re.fullmatch(f"{_HAN}+", end)]


@cache
def _name() -> re.Pattern[str]:
    ends = _han_ends()
    one = "".join(sorted({end for end in ends if len(end) == 1}))
    return re.compile(rf"{_HAN}{{1,{_LONGEST}}}?(?P<end>{any_of(ends)})(?![{one}])")


def _before_names(plain: str, spot: int) -> int:
    """Return the end of the words at a spot that stand before a name and are no part of it: 关于转发城关镇."""
    found = _before().match(plain, spot)
    return found.end() if found else spot


@cache
def _before() -> re.Pattern[str]:
    return re.compile(f"{any_of(map(folded, vocabulary().words(lambda one: one.places.before)))}+")


@cache
def _time() -> re.Pattern[str]:
    """Return what of a period stands behind its digits: 2025年上半年青河县."""
    of, words = pieces(), vocabulary().words
    signs = words(lambda one: (*one.periods.year_signs, *one.periods.month_signs, *one.periods.day_signs))
    ends = words(lambda one: (*one.periods.span_endings, *one.periods.month_endings, *one.periods.whole_year))
    quarter = f"{of.may_be_ordinal}{of.quarter_in_words}?{of.quarter}"
    return re.compile(f"(?:{any_of((*signs, *ends))}|{of.half}{of.half_year}|{quarter})+")


@cache
def _no_names() -> frozenset[str]:
    return frozenset(map(folded, vocabulary().words(lambda one: one.places.no_names)))


@cache
def _no_name() -> re.Pattern[str]:
    """Return what matches the words before 乡镇 and the like, and whatever ends as no name does."""
    fronts, names = _any(lambda one: one.no_name_fronts), _any(lambda one: one.no_names)
    return re.compile(f"{fronts}+(?:{names}|{any_of(_han_ends())})|.*{_any(lambda one: one.no_name_ends)}")


def _any(of: Callable[[Places], Words]) -> str:
    """Return what matches one of some words of the languages without blanks."""
    languages = vocabulary().languages.values()
    return any_of(folded(word) for one in languages if not one.spaced for word in of(one.places))
