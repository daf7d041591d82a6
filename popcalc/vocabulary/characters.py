"""Characters that are compared as others: traditional as simplified, letters with accents as those without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from popcalc.vocabulary.loading import vocabulary

_WHITE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")


@cache
def plainer() -> Mapping[int, str]:
    """Return the table that leads from each such character to the one as which it is compared."""
    return str.maketrans(dict(vocabulary().signs.simpler))


def in_plain_characters(words: str, table: Mapping[int, str]) -> str:
    """Return words in one width and case and in plain characters, their blanks as they are."""
    if words.isascii():
        return words.casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold()).translate(table)


@lru_cache(maxsize=8192)
def folded(written: str) -> str:
    """Return words in one width and case, in simplified characters and without white space."""
    return _WHITE.sub("", in_plain_characters(written, plainer()))


@cache
def _written() -> Mapping[str, str]:
    written: dict[str, str] = {}
    for more, plain in vocabulary().signs.simpler.items():
        written[plain] = written.get(plain, plain) + more
    return written


def as_written(character: str) -> str:
    """Return a plain character and those that are compared as it."""
    return _written().get(character, character)
