"""Lines above a table that name a place and do not say that the table is of it: addresses, who gets a copy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.patterns import any_of, either

_BARE_LABEL = re.compile(r"[^:：]{1,40}[:：]")
_YEAR = r"(?:19|20)\d\d(?!\d)"
_NUMBER = rf"(?<!\d)(?!{_YEAR})\d{{1,4}}(?!\d)"
_MOST_WORDS = 3
"""Words between the one for a street and the number of a house."""


def is_elsewhere(words: str, left: str) -> bool:
    """Whether a cell is an address or says who gets a copy; `left` is the filled cell before it, which may say so."""
    plain = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    before = " ".join(unicodedata.normalize("NFKC", left).casefold().split()).rstrip(":： ")
    return bool(_patterns().begins.match(plain) or _patterns().address.search(plain)) or before in _patterns().alone


def is_bare_label(cell: str) -> bool:
    """Whether a cell is nothing but a label, whose value stands on its right."""
    return _BARE_LABEL.fullmatch(cell.strip()) is not None


class _Patterns:
    """`begins` finds the words at the beginning of a line, `alone` are the same, `address` finds a street's number."""

    def __init__(self, languages: Sequence[Language]) -> None:
        spaced, solid = ([one for one in languages if one.spaced is spaced] for spaced in (True, False))
        words = any_of(word.casefold() for one in spaced for word in one.places.elsewhere)
        without_blanks = any_of(word for one in solid for word in one.places.elsewhere)
        self.begins = re.compile(rf"\W*(?:{words}(?!\w)|{without_blanks})")
        self.alone = frozenset(word.casefold() for one in languages for word in one.places.elsewhere)
        street = any_of(word.casefold() for one in spaced for word in one.places.streets)
        between = rf"[,\s]+(?:[^\W\d]+[.,]?\s+){{0,{_MOST_WORDS}}}?"
        self.address = re.compile(
            either(
                (
                    rf"{_NUMBER}[a-z]?{between}{street}(?!\w)",
                    rf"(?<!\w){street}{between}(?:no?\.|n[º°]|№)?\s*{_NUMBER}",
                    *map(_solid_address, solid),
                )
            )
        )


def _solid_address(language: Language) -> str:
    """Return what finds the number of a house in a language without blanks: 人民路12号, 1丁目."""
    streets = language.places.streets
    return f"{any_of(streets) if streets else ''}\\d{{1,4}}{any_of(language.places.house_numbers)}"


@cache
def _patterns() -> _Patterns:
    return _Patterns(tuple(vocabulary().languages.values()))
