"""What tells the names of two files apart: a town, where their rows name nothing but villages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from popcalc.intake.sources.sending import sending_of
from popcalc.intake.sources.source import Source, without_endings

_BETWEEN = re.compile(r"[\s_\-.,()\[\]【】（）/\\\d]+")


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


def all_named(sources: Mapping[int, Source], town: str) -> dict[int, str]:
    """Return the files whose names have all words of a town, each with it."""
    words = set(town.casefold().split())
    return {number: town for number, source in sources.items() if words <= words_in(source)}
