"""Words of titles and names that make figures those of some alone, or no counts at all."""

from __future__ import annotations

import re
from functools import cache

from popcalc.definitions.headers import folded
from popcalc.intake.header.narrowing import pattern_of_ages
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of, either
from popcalc.vocabulary.within import words_within


def unreal_in(words: str) -> str | None:
    """Return the word for figures of what has not happened, None where there is none or one for what has."""
    return None if _actual().search(_plain(words)) else _only(_unreal(), words)


def some_in(words: str) -> str | None:
    """Return the word for some births, deaths or people; None where there is none, or several."""
    return _only(_some(), words)


def age_in(words: str) -> str | None:
    """Return an age that words say without any doubt: under 20, 65岁及以上."""
    found = _ages().search(folded(words))
    return found[0] if found else None


def rate_in(words: str) -> str | None:
    """Return the unit of rates that words give: per 1,000 population, (%); a number before it is no unit."""
    plain = in_plain_characters(words, plainer())
    found = _rates().search(plain)
    return _as_written(found, words).strip() if found else None


def _plain(words: str) -> str:
    """Return words in plain characters without those that say nothing."""
    return _unsaid().sub(lambda found: "\0" * len(found[0]), in_plain_characters(words, plainer()))


def _only(pattern: re.Pattern[str], words: str) -> str | None:
    """Return the only word of some that others hold, as it is written there."""
    found = {match[0]: match for match in pattern.finditer(_plain(words))}
    return _as_written(found.popitem()[1], words) if len(found) == 1 else None


def _as_written(found: re.Match[str], words: str) -> str:
    """Return what was found in words in plain characters, as it is written, where no character became several."""
    return words[found.start() : found.end()] if len(found.string) == len(words) else found[0]


@cache
def _unreal() -> re.Pattern[str]:
    return re.compile(words_within(lambda one: one.dimensions.unreal))


@cache
def _actual() -> re.Pattern[str]:
    return re.compile(words_within(lambda one: one.dimensions.actual))


@cache
def _some() -> re.Pattern[str]:
    return re.compile(words_within(lambda one: one.dimensions.some))


@cache
def _unsaid() -> re.Pattern[str]:
    return re.compile(words_within(lambda one: one.dimensions.unsaid))


@cache
def _ages() -> re.Pattern[str]:
    """Return what finds an age beside older or younger; years alone may be those of the figures."""
    words = vocabulary().words(lambda one: (*one.dimensions.older, *one.dimensions.younger))
    lettered = [word for word in words if any(map(str.isalpha, word))]
    ages = vocabulary().words(lambda one: one.dimensions.ages)
    return pattern_of_ages([age for age in ages if "#" in age and any(word in age for word in lettered)])


@cache
def _rates() -> re.Pattern[str]:
    signs = any_of(vocabulary().signs.rates)
    return re.compile(either((rf"(?<![\d\s]){signs}|(?<!\d)\s{signs}", _no_number_before())))


def _no_number_before() -> str:
    return rf"(?<!\d)(?<!\d ){words_within(lambda one: one.units.rates)}(?!\d)"
