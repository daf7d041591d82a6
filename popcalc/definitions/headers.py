"""Headers of columns: one normal form for the many ways in which an office writes the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from popcalc.definitions.catalogue import Count
from popcalc.definitions.units import (
    OPENINGS,
    behind_slash,
    behind_words,
    in_brackets,
    multiplies,
    said_unit,
    spoken_multiples,
)
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded

# The plain one last, as a character class wants it.
_DASHES = r"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe58\ufe63~\u301c\u223c-"
_BETWEEN_PARTS = re.compile(r"[,;:、](?!\d{3})")
"""Between a unit in brackets and what else they say: (thousands, end of year)."""
_OF_YEARS = "0123456789-年"
"""May stand behind the unit of a header: births in thousands, 2019."""
_OTHER = re.compile(rf"[^\w{_DASHES}]|_")
_BETWEEN_DIGITS = re.compile(rf"(?<=[0-9])[{_DASHES}]+(?=[0-9])")
_ELSEWHERE = re.compile(rf"(?<![0-9])[{_DASHES}]+|[{_DASHES}]+(?![0-9])")


@lru_cache(maxsize=8192)
def normal_header(written: str) -> str:
    """Return the form in which headers are compared.

    Width, case, traditional and simplified characters, white space, underscores, punctuation, brackets, a unit in
    brackets or behind a stroke and the number of a footnote in brackets make no difference; a dash between two digits
    does (`0-14`), of whatever length it is.
    """
    words = _with_words(written)
    return behind_words().sub("", words) if words.endswith(spoken_multiples()) else words


@cache
def _notes() -> re.Pattern[str]:
    """Return what finds the marks of footnotes behind the words of a header: Deaths(1)(2)."""
    return re.compile(r"(?<=[^\W\d])(?:\(\d{1,2}\))+$")


def _with_words(written: str) -> str:
    words = folded(written)
    if words.endswith(")"):
        words = _notes().sub("", words)
    if words.isalnum():
        # As most are: no brackets, strokes or dashes.
        return words
    words = in_brackets().sub(lambda found: found[0] if said_unit(found["said"]) is None else "", words)
    if unit := behind_slash(words):
        words = words.removesuffix(f"/{unit}")
    words = _OTHER.sub("", words)
    words = _BETWEEN_DIGITS.sub("-", words)
    return _ELSEWHERE.sub("", words)


def header_unit(written: str) -> str | None:
    """Return the unit that a header gives in brackets or behind a stroke, in normal form (`万元`, `‰`); or None.

    Of several it is the last; without any, what multiplies may stand behind the words, `Population in thousands`, or
    beside others in brackets, `Population (thousands, end of year)`.
    """
    words = folded(written)
    brackets = [match["said"] for match in in_brackets().finditer(words)]
    found = [unit for unit in (*map(said_unit, brackets), behind_slash(words)) if unit is not None]
    if found:
        return found[-1]
    whole = _with_words(written)
    others = [_with_words(in_brackets().sub("", words))] if brackets else []
    for plain in (whole, *others, whole.rstrip(_OF_YEARS)):
        behind = behind_words().search(plain) if plain.endswith(spoken_multiples()) else None
        if behind:
            return behind["unit"]
    parts = (said_unit(part) for said in brackets for part in _BETWEEN_PARTS.split(said))
    return next((unit for unit in parts if multiplies(unit)), None)


def without_unit(written: str) -> str:
    """Return a header without the units that stand in brackets in it: `births 2022 (persons)`."""
    if not any(sign in written for sign in OPENINGS):
        return written
    return in_brackets().sub(lambda found: found[0] if said_unit(folded(found["said"])) is None else "", written)


def heads_multipliers(header: str) -> bool:
    """Whether a header is of what each row's figure is multiplied by: UNIT_MULT, also with a name behind a colon."""
    return any(normal_header(one) in _multipliers() for one in (header, *header.split(":")))


@cache
def remark_headers() -> frozenset[str]:
    """Return the headers of remarks, in normal form, in which a unit may stand."""
    return frozenset(map(normal_header, vocabulary().words(lambda one: one.headers.remarks)))


@cache
def _multipliers() -> frozenset[str]:
    return frozenset(map(normal_header, vocabulary().words(lambda one: one.units.multipliers)))


def headers_of(count: Count) -> Iterator[str]:
    """Yield every header that means a count, as written: its headers, its labels and its key."""
    yield from count.headers
    yield from count.label.names
    yield count.key


def lexicon(counts: Iterable[Count]) -> Mapping[str, str]:
    """Return the count that each normal header means; none means two in a catalogue that was loaded."""
    return {normal_header(header): count.key for count in counts for header in headers_of(count)}
