"""Words that narrow what figures are of: one sex, an age, a plan, the residence of the persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from popcalc.definitions.headers import normal_header
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.patterns import any_of, either

SEX, AGE, PLAN, RESIDENCE, DIMENSION = "sex", "age", "plan", "residence", "dimension"
"""What figures may be split by; the last is what a columns file alone calls so."""


def narrows(value: str) -> bool:
    """Whether a whole cell is such a word; a residence that may be that of the area is not."""
    words = folded(value)
    return words in _whole() or _is_age(words)


@lru_cache(maxsize=4096)
def kind_of(value: str) -> str | None:
    """Return what a whole cell or header narrows by (sex, age, plan, residence), None where it narrows nothing."""
    words = folded(value)
    return _kind_of_words().get(words) or (AGE if _is_age(words) else None)


@cache
def _kind_of_words() -> Mapping[str, str]:
    said = vocabulary().words
    words = {
        SEX: said(lambda one: one.dimensions.sexes),
        PLAN: said(lambda one: one.dimensions.plans),
        RESIDENCE: said(lambda one: (*one.dimensions.residences, *one.dimensions.outsiders)),
    }
    # A word of two kinds is of the first.
    return {folded(word): kind for kind in reversed(words) for word in words[kind]}


def kind_called(name: str) -> str | None:
    """Return the kind of dimension that a name means: sex, 性别; None for none."""
    return _kinds().get(normal_header(name))


@cache
def _kinds() -> Mapping[str, str]:
    languages = vocabulary().languages.values()
    return {
        normal_header(word): kind for one in languages for kind, words in one.dimensions.names.items() for word in words
    } | {DIMENSION: DIMENSION}


def is_residence(value: str) -> bool:
    """Whether a whole cell is a residence, which narrows where it is not that of the area: rural beside urban."""
    return folded(value) in _residences()


@cache
def _residences() -> frozenset[str]:
    return frozenset(map(folded, vocabulary().words(lambda one: one.dimensions.residences)))


@cache
def settlements() -> frozenset[str]:
    """Return the words for town and country in normal form."""
    return frozenset(map(normal_header, vocabulary().words(lambda one: one.dimensions.urban_rural)))


def is_whole_or_version(value: str) -> bool:
    """Whether words mean everybody, what did happen, a draft or what replaces one: both, actual, final."""
    return folded(value) in _wholes_and_versions()


@cache
def _wholes_and_versions() -> frozenset[str]:
    words = vocabulary().words
    wholes = words(lambda one: one.dimensions.whole)
    versions = words(lambda one: (*one.sending.draft, *one.sending.revised, *one.sending.final))
    return frozenset(map(folded, (*wholes, *versions)))


def excepts(words: str) -> bool:
    """Whether words speak of what their table is without: excluding Northhill Town, 不含流动人口."""
    return _excepting().search(words.casefold()) is not None


@cache
def _excepting() -> re.Pattern[str]:
    languages = vocabulary().languages.values()
    spaced = any_of(word for one in languages if one.spaced for word in one.places.excepting)
    solid = any_of(word for one in languages if not one.spaced for word in one.places.excepting)
    return re.compile(rf"(?<!\w){spaced}(?!\w)|{solid}")


def some_narrow(words: str, pieces: Sequence[str]) -> bool:
    """Whether such words are among others; `pieces` are those words, or characters, that mean nothing else."""
    plain = folded(words)
    if any(map(str.isdigit, plain)) and _ages_within().search(plain):
        return True
    longest = max(map(len, _within()), default=0)
    return any(
        not _within().isdisjoint(_singular("".join(pieces[start:end])))
        for start in range(len(pieces))
        for end in range(start + 1, min(len(pieces), start + longest) + 1)
    )


def persons_among(pieces: Sequence[str]) -> set[str]:
    """Return the words for one sex or for outsiders among others; those of mothers and of one letter are none."""
    found: set[str] = set()
    longest = max(map(len, _persons()), default=0)
    for start in range(len(pieces)):
        for end in range(start + 1, min(len(pieces), start + longest) + 1):
            found |= _persons() & {"".join(pieces[start:end])}
    # 女性 stands within 育龄女性; male is no part of female.
    return {word for word in found if word.isascii() or not any(word != other and word in other for other in found)}


@cache
def _persons() -> frozenset[str]:
    said = vocabulary().words
    owners = set(map(normal_header, said(lambda one: one.persons.owners)))
    words = map(normal_header, said(lambda one: (*one.dimensions.sexes, *one.dimensions.outsiders)))
    return frozenset(word for word in words if len(word) > 1 and word not in owners)


def _singular(word: str) -> tuple[str, str]:
    return word, word.removesuffix("s")


@cache
def _whole() -> frozenset[str]:
    words = vocabulary().words(lambda one: (*one.dimensions.sexes, *one.dimensions.plans, *one.dimensions.outsiders))
    return frozenset(map(folded, words))


def _is_age(words: str) -> bool:
    """Whether folded words are an age, most of which have a number."""
    return words in _ages_in_words() or (any(map(str.isdecimal, words)) and _age().fullmatch(words) is not None)


@cache
def _ages_in_words() -> frozenset[str]:
    return frozenset(folded(age) for age in _ages() if "#" not in age)


@cache
def _age() -> re.Pattern[str]:
    return re.compile(either(_patterns(_ages())))


@cache
def _ages_within() -> re.Pattern[str]:
    """Return what finds an age in words; 1-3 and 5+ by themselves may be anything else there."""
    return pattern_of_ages([age for age in _ages() if "#" in age and any(map(str.isalpha, age))])


def pattern_of_ages(ages: Iterable[str]) -> re.Pattern[str]:
    """Return what finds some ages within folded words."""
    return re.compile(rf"(?<!\d){either(_patterns(ages))}(?!\d)")


@cache
def _within() -> frozenset[str]:
    said = vocabulary().words
    words = said(lambda one: (*one.dimensions.sexes, *one.dimensions.plans, *one.dimensions.ages))
    words += said(lambda one: (*one.dimensions.residences, *one.dimensions.outsiders))
    return frozenset(normal_header(word) for word in words if "#" not in word)


def _ages() -> Sequence[str]:
    return tuple(vocabulary().words(lambda one: one.dimensions.ages))


def _patterns(ages: Iterable[str]) -> list[str]:
    # The longest first: 5 years and over is not 5 years.
    return [re.escape(folded(age)).replace(r"\#", r"\d{1,3}") for age in sorted(ages, key=len, reverse=True)]
