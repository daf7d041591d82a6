"""The town that the name of a file or a folder says, for files whose rows do not say it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from functools import cache

from popcalc.areas.folding import folded_name
from popcalc.intake.sources.sending import sending_of
from popcalc.intake.sources.source import Source, without_endings
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import any_of

_BETWEEN = re.compile(r"[\s_\-.,()\[\]【】（）/\\\d]+")
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_COUNTY = re.compile(rf"^{_HAN}{{2,}}?[县縣市区區旗](?={_HAN}{{2}})")


def town_in_name(source: Source, known: Container[str]) -> str:
    """Return the town that a name says, the file's before its folders', empty for none.

    It ends in a word for towns (北岭镇, Northhill Town), or is one of those that are `known` in compared form.
    """
    for name in reversed(_names(source)):
        words = [word for word in _BETWEEN.split(name) if word]
        for word in words:
            if folded_name(word) in known:
                return word
        if found := _with_ending(name):
            return found
    return ""


def _with_ending(name: str) -> str:
    for match in _patterns().finditer(name):
        town = _COUNTY.sub("", _BETWEEN.sub(" ", match["town"]).strip())
        if town.casefold() not in vocabulary().words(lambda one: one.sending.no_towns):
            return town
    return ""


@cache
def _patterns() -> re.Pattern[str]:
    endings = vocabulary().words(lambda one: one.sending.town_ends)
    han = any_of([one for one in endings if not one.isascii()])
    latin = any_of([one for one in endings if one.isascii()])
    return re.compile(
        rf"(?P<town>(?<!{_HAN}){_HAN}{{1,9}}?{han}(?!{han}|村)"
        rf"|(?<![^\W\d_])[^\W\d_]+[\s_-]+{latin}(?![^\W\d_]))",
        re.IGNORECASE,
    )


def own_words(one: Source, other: Source) -> tuple[str, str]:
    """Return the words of two names that only one of them has, numbers and marks of versions left aside."""
    mine, its = (_words(source) for source in (one, other))
    alone = [word for word in mine if word.casefold() not in map(str.casefold, its)]
    others = [word for word in its if word.casefold() not in map(str.casefold, mine)]
    return " ".join(alone), " ".join(others)


def words_in(source: Source) -> frozenset[str]:
    """Return the words of a name in compared form."""
    return frozenset(map(str.casefold, _words(source)))


def _words(source: Source) -> list[str]:
    left = {word for word in _BETWEEN.split(sending_of(source).base) if len(word) > 1}
    return [word for name in _names(source) for word in _BETWEEN.split(name) if word.casefold() in left]


def _names(source: Source) -> Sequence[str]:
    return unicodedata.normalize("NFKC", without_endings(source.file, source.endings)).split("/")
