"""Words of titles and names that make figures those of some alone, or no counts at all."""

from __future__ import annotations

import re
from functools import cache

from popcalc.intake.header.narrowing import pattern_of_ages
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded, in_plain_characters, plainer
from popcalc.vocabulary.within import Finder, Found

_UNREAL = Finder(lambda one: one.dimensions.unreal)
_ACTUAL = Finder(lambda one: one.dimensions.actual)
_NO_COUNTS = Finder(lambda one: one.dimensions.no_counts)
_OF_RATES = Finder(lambda one: one.dimensions.of_rates)
_SOME = Finder(lambda one: one.dimensions.some)
_UNSAID = Finder(lambda one: one.dimensions.unsaid)
_INCLUDING = Finder(lambda one: one.dimensions.including)
_RATES = Finder(lambda one: tuple(one.units.rates))
_BOUNDS = Finder(lambda one: (*one.dimensions.older, *one.dimensions.younger))


def unreal_in(words: str) -> str | None:
    """Return the word for figures of what has not happened, None where there is none or one for what has."""
    found = _only(_UNREAL, words)
    return None if found is None or _ACTUAL.find(_plain(words)) else found


def no_count_in(words: str) -> str | None:
    """Return the word for figures of another period or that are no counts, None where there is none, or several."""
    return _only(_NO_COUNTS, words)


def rates_in(words: str) -> str | None:
    """Return the word for rates, None where there is none, or several."""
    return _only(_OF_RATES, words)


def some_in(words: str) -> str | None:
    """Return the word for some births, deaths or people; None where there is none, or several."""
    return _only(_SOME, words)


def some_several(words: str) -> bool:
    """Whether words speak of several kinds of births, deaths or people."""
    return len({one.word for one in _SOME.find(_plain(words))}) > 1


def includes(words: str) -> bool:
    """Whether words speak of persons or events as some of those that are counted: including migrants, 含流动人口."""
    return bool(_INCLUDING.find(_plain(words)))


def age_in(words: str) -> str | None:
    """Return an age that words say without any doubt: under 20, 65岁及以上."""
    if not any(map(str.isdigit, words)) or not _BOUNDS.find(_plain(words)):
        return None
    found = _ages().search(folded(words))
    return found[0] if found else None


def rate_in(words: str) -> str | None:
    """Return the unit of rates that words give: per 1,000 population, (%); a number before it is no unit."""
    plain = _plain(words)
    signs = [Found(sign, plain.find(sign), plain.find(sign) + 1) for sign in vocabulary().signs.rates if sign in plain]
    for found in (*signs, *_RATES.find(plain)):
        if not plain[: found.start].rstrip()[-1:].isdigit():
            return _as_written(found, plain, words)
    return None


def _plain(words: str) -> str:
    return in_plain_characters(words, plainer())


def _only(finder: Finder, words: str) -> str | None:
    """Return the only word of some that others hold, as it is written there, without those that say nothing."""
    plain = _plain(words)
    found = finder.find(plain)
    if not found:
        return None
    unsaid = _UNSAID.find(plain)
    by_word = {one.word: one for one in found if not one.within(unsaid)}
    return _as_written(by_word.popitem()[1], plain, words) if len(by_word) == 1 else None


def _as_written(found: Found, plain: str, words: str) -> str:
    """Return what was found in words in plain characters, as it is written, where no character became several."""
    return (words if len(plain) == len(words) else plain)[found.start : found.end]


@cache
def _ages() -> re.Pattern[str]:
    """Return what finds an age beside older or younger; years alone may be those of the figures."""
    words = vocabulary().words(lambda one: (*one.dimensions.older, *one.dimensions.younger))
    lettered = [word for word in words if any(map(str.isalpha, word))]
    ages = vocabulary().words(lambda one: one.dimensions.ages)
    return pattern_of_ages([age for age in ages if "#" in age and any(word in age for word in lettered)])
