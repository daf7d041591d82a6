"""Characters that are compared as others: traditional as simplified, letters with accents as those without."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from popcalc.vocabulary.loading import vocabulary


@cache
def plainer() -> Mapping[int, str]:
    """Return the table that leads from each such character to the one as which it is compared."""
    return str.maketrans(dict(vocabulary().signs.simpler))


def in_plain_characters(words: str, table: Mapping[int, str]) -> str:
    """Return words in one width and case and in plain characters, their blanks as they are."""
    if words.isascii():
        return words.casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold()).translate(table)


@cache
def _written() -> Mapping[str, str]:
    written: dict[str, str] = {}
    for more, plain in vocabulary().signs.simpler.items():
        written[plain] = written.get(plain, plain) + more
    return written


def as_written(character: str) -> str:
    """Return a plain character and those that are compared as it."""
    return _written().get(character, character)
