"""Headers of columns: one normal form for the many ways in which an office writes the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from popcalc.definitions.catalogue import Count
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of, maybe, solid

_OPENING = r"[(\[{【〔〖「『《〈<]"
_CLOSING = r"[)\]}】〕〗」』》〉>]"
# The plain one last, as a character class wants it.
_DASHES = r"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe58\ufe63~\u301c\u223c-"
_SHORT = 3
"""Letters of a Latin word that may end another one."""
_OF_NUMBERS = frozenset("0123456789,")
_WHITE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_NOTES = re.compile(r"(?<=[^\W\d])(?:\(\d{1,2}\))+$")
"""Marks of footnotes behind the words of a header: Deaths(1)(2)."""
_OTHER = re.compile(rf"[^\w{_DASHES}]|_")
_BETWEEN_DIGITS = re.compile(rf"(?<=[0-9])[{_DASHES}]+(?=[0-9])")
_ELSEWHERE = re.compile(rf"(?<![0-9])[{_DASHES}]+|[{_DASHES}]+(?![0-9])")


@dataclass(frozen=True)
class _Patterns:
    """How a unit may stand: in brackets, behind a stroke, behind words, alone, and in the line above a table.

    Only what multiplies is looked for behind words: births in thousands; births per thousand are a rate.
    """

    in_brackets: re.Pattern[str]
    behind_slash: re.Pattern[str]
    behind_words: re.Pattern[str]
    alone: re.Pattern[str]
    multiple_line: re.Pattern[str]
    line: re.Pattern[str]
    part_of_line: re.Pattern[str]
    separator: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = vocabulary().words
    unit = rf"(?P<unit>{any_of(_units())})"
    before = maybe(solid(words(lambda one: one.units.in_brackets)))
    label = any_of(solid(words(lambda one: one.units.of_table)))
    multiples = solid(words(lambda one: tuple(one.units.multiples)))
    # Short ones end other words: mil.
    spoken = any_of(one for one in multiples if one.isalpha() and len(one) > (_SHORT if one.isascii() else 1))
    before_multiples = words(lambda one: one.units.before_multiples)
    no_rate = "".join(f"(?<!{re.escape(one)})" for one in solid(words(lambda one: one.units.per)))
    in_line = any_of(words(lambda one: tuple(one.units.multiples)))
    lettered = any_of(one for one in words(lambda one: tuple(one.units.multiples)) if not set(one) <= _OF_NUMBERS)
    not_numbers = any_of(one for one in _units() if not one[-1].isdigit())
    separator = f"(?:[、,;]|{any_of(solid(words(lambda one: one.units.between)))})"
    units = f"(?P<units>{any_of(_units())}(?:{separator}{any_of(_units())})*)"
    return _Patterns(
        in_brackets=re.compile(rf"{_OPENING}{before}{unit}{_CLOSING}"),
        behind_slash=re.compile(rf"(?<=\w)/{unit}$"),
        behind_words=re.compile(rf"(?<=\w){no_rate}(?:{maybe(solid(before_multiples))}(?P<unit>{spoken}))+$"),
        alone=re.compile(rf"{_OPENING}{before}{unit}{_CLOSING}|{_OPENING}?{before}(?P<word>{not_numbers}){_CLOSING}?"),
        # A number alone may be anything's; in 1,000 is a unit.
        multiple_line=re.compile(
            rf"(?:(?P<words>.*?)(?:[,:–-]|{_OPENING}))?\s*(?P<unit>{lettered}){_CLOSING}?"
            rf"|(?P<of>.*?)\s*{_OPENING}?\b{any_of(before_multiples)} (?P<unit_in>{in_line}){_CLOSING}?"
        ),
        line=re.compile(rf"{label}:{units}(?=$|{_CLOSING})"),
        part_of_line=re.compile(rf"{label}\s*:\s*{units}(?=$|\s|{_CLOSING})"),
        separator=re.compile(separator),
    )


@cache
def _units() -> tuple[str, ...]:
    """Return every unit that is known, folded."""
    known = vocabulary()
    units = known.words(
        lambda one: (*one.units.plain, *one.units.multiples, *one.units.money, *one.units.couples, *one.units.rates)
    )
    return solid((*units, *known.signs.rates))


@cache
def _beside_of_table() -> int:
    """Return how many characters may stand beside the units of a table and their label."""
    return max(map(len, vocabulary().words(lambda one: one.units.beside_of_table)), default=0) + len("()")


@lru_cache(maxsize=8192)
def normal_header(written: str) -> str:
    """Return the form in which headers are compared.

    Width, case, traditional and simplified characters, white space, underscores, punctuation, brackets, a unit in
    brackets or behind a stroke and the number of a footnote in brackets make no difference; a dash between two digits
    does (`0-14`), of whatever length it is.
    """
    return _patterns().behind_words.sub("", _with_words(written))


def _with_words(written: str) -> str:
    words = _NOTES.sub("", folded(written))
    words = _patterns().behind_slash.sub("", _patterns().in_brackets.sub("", words))
    words = _OTHER.sub("", words)
    words = _BETWEEN_DIGITS.sub("-", words)
    return _ELSEWHERE.sub("", words)


def header_unit(written: str) -> str | None:
    """Return the unit that a header gives in brackets or behind a stroke, in normal form (`万元`, `‰`); or None.

    Of several it is the last; without any, what multiplies may stand behind the words: `Population in thousands`.
    """
    words = folded(written)
    forms = (_patterns().in_brackets, _patterns().behind_slash)
    found = [match.group("unit") for form in forms for match in form.finditer(words)]
    behind = None if found else _patterns().behind_words.search(_with_words(written))
    return behind["unit"] if behind else found[-1] if found else None


def unit_alone(written: str) -> str | None:
    """Return the unit that is all a cell says (`人`, `(万元)`), in normal form; or None."""
    found = _patterns().alone.fullmatch(folded(written))
    return (found["unit"] or found["word"]) if found else None


@dataclass(frozen=True)
class TableUnits:
    """The units that a line above a table gives, and the words before one that multiplies, if any."""

    units: tuple[str, ...]
    words: str = ""


def units_of_line(written: str) -> TableUnits | None:
    """Return the units that a line above a table gives to all of it: `单位:人、万元`; `单位:北岭镇` gives none.

    What multiplies needs no label: `Thousands`, `(in thousands)`, `Population in thousands`, `人口(万人)`.
    """
    simple = " ".join(in_plain_characters(written, plainer()).split())
    found = _patterns().line.search(folded(written)) or _patterns().part_of_line.search(simple)
    if found:
        return TableUnits(tuple(_patterns().separator.split(found.group("units"))))
    found = _patterns().multiple_line.fullmatch(simple)
    if found is None:
        return None
    unit, words = found["unit"] or found["unit_in"], found["words"] or found["of"] or ""
    return TableUnits((unit.replace(" ", ""),), words.strip(" ,:-–"))


def is_unit_line(written: str) -> bool:
    """Whether a cell says nothing but the units of its table: `单位:人`, `(计量单位:万元)`."""
    words = folded(written)
    found = _patterns().line.search(words)
    return found is not None and len(words) - len(found.group(0)) <= _beside_of_table()


def headers_of(count: Count) -> Iterator[str]:
    """Yield every header that means a count, as written: its headers, its labels and its key."""
    yield from count.headers
    yield from (label for label in (count.label.en, count.label.zh) if label)
    yield count.key


def lexicon(counts: Iterable[Count]) -> Mapping[str, str]:
    """Return the count that each normal header means; none means two in a catalogue that was loaded."""
    return {normal_header(header): count.key for count in counts for header in headers_of(count)}


@lru_cache(maxsize=8192)
def folded(written: str) -> str:
    """Return words in one width and case, in simplified characters and without white space."""
    return _WHITE.sub("", in_plain_characters(written, plainer()))
