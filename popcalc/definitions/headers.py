"""Headers of columns: one normal form for the many ways in which an office writes the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from msgspec import Struct

from popcalc.definitions.catalogue import Count
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of, maybe, solid

_OPENINGS = "([{【〔〖「『《〈<"
_CLOSINGS = ")]}】〕〗」』》〉>"
_OPENING = f"[{re.escape(_OPENINGS)}]"
_CLOSING = f"[{re.escape(_CLOSINGS)}]"
# The plain one last, as a character class wants it.
_DASHES = r"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe58\ufe63~\u301c\u223c-"
_SHORT = 3
"""Letters of a Latin word that may end another one."""
_OF_NUMBERS = frozenset("0123456789,")
_ENDS = ".。;"
"""May end a line that is a sentence."""
_WHITE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_OTHER = re.compile(rf"[^\w{_DASHES}]|_")
_BETWEEN_DIGITS = re.compile(rf"(?<=[0-9])[{_DASHES}]+(?=[0-9])")
_ELSEWHERE = re.compile(rf"(?<![0-9])[{_DASHES}]+|[{_DASHES}]+(?![0-9])")


@cache
def _in_brackets() -> re.Pattern[str]:
    """Return what finds words in brackets, which may be a unit."""
    return re.compile(rf"{_OPENING}(?P<said>[^{re.escape(_OPENINGS + _CLOSINGS)}]+){_CLOSING}")


def _said_unit(words: str) -> str | None:
    """Return the unit that is all that some words say, with a word such as `in` before it; None where they say else."""
    units = _units()
    fronts = (*solid(vocabulary().words(lambda one: one.units.in_brackets)), "")
    rests = (words.removeprefix(front) for front in fronts if words.startswith(front))
    return next((rest for rest in rests if rest in units), None)


def _behind_slash(words: str) -> str | None:
    """Return the unit that stands behind a stroke at the end of words; None without one."""
    for place in (place for place, sign in enumerate(words) if sign == "/" and place):
        if (words[place - 1].isalnum() or words[place - 1] == "_") and words[place + 1 :] in _units():
            return words[place + 1 :]
    return None


@cache
def _spoken_multiples() -> tuple[str, ...]:
    """Return the words for what multiplies, but for short ones, which end other words: mil."""
    multiples = solid(vocabulary().words(lambda one: tuple(one.units.multiples)))
    return tuple(one for one in multiples if one.isalpha() and len(one) > (_SHORT if one.isascii() else 1))


@cache
def _behind_words() -> re.Pattern[str]:
    """Return what finds what multiplies behind words: births in thousands; births per thousand are a rate."""
    words = vocabulary().words
    spoken = any_of(_spoken_multiples())
    before = maybe(solid(words(lambda one: one.units.before_multiples)))
    no_rate = "".join(f"(?<!{re.escape(one)})" for one in solid(words(lambda one: one.units.per)))
    return re.compile(rf"(?<=\w){no_rate}(?:{before}(?P<unit>{spoken}))+$")


@cache
def _multiple_line() -> re.Pattern[str]:
    """Return what matches a line above a table that says what multiplies: in thousands. A number alone is none."""
    words = vocabulary().words
    multiples = words(lambda one: tuple(one.units.multiples))
    lettered = any_of(one for one in multiples if not set(one) <= _OF_NUMBERS)
    before = any_of(words(lambda one: one.units.before_multiples))
    return re.compile(
        rf"(?:(?P<words>.*?)(?:[,:–-]|{_OPENING}))?\s*(?P<unit>{lettered}){_CLOSING}?"
        rf"|(?P<of>.*?)\s*{_OPENING}?\b{before} (?P<unit_in>{any_of(multiples)}){_CLOSING}?"
    )


@cache
def _multiples() -> frozenset[str]:
    """Return what multiplies, folded."""
    return frozenset(solid(vocabulary().words(lambda one: tuple(one.units.multiples))))


def may_multiply(written: str) -> bool:
    """Whether words hold one that multiplies: what says how takes long to make, and hardly any name of a file does."""
    words = folded(written)
    return any(one in words for one in _multiples())


@cache
def _label() -> str:
    return any_of(solid(vocabulary().words(lambda one: one.units.of_table)))


@cache
def _between() -> str:
    return f"(?:[、,;]|{any_of(solid(vocabulary().words(lambda one: one.units.between)))})"


@cache
def _units_listed() -> str:
    unit = any_of(_units())
    return f"(?P<units>{unit}(?:{_between()}{unit})*)"


@cache
def _next_unit() -> re.Pattern[str]:
    """Return what finds one unit after another; letters that part units in some language stand within others."""
    return re.compile(rf"(?P<unit>{any_of(_units())})(?:{_between()}|$)")


@cache
def _line() -> re.Pattern[str]:
    said = any_of(solid(vocabulary().words(lambda one: one.units.says_units)))
    return re.compile(rf"(?:{_label()}:|{said}){_units_listed()}(?=$|{_CLOSING})")


@cache
def _part_of_line() -> re.Pattern[str]:
    return re.compile(rf"{_label()}\s*:\s*{_units_listed()}(?=$|\s|{_CLOSING})")


@cache
def _units() -> frozenset[str]:
    """Return every unit that is known, folded."""
    known = vocabulary()
    units = known.words(
        lambda one: (*one.units.plain, *one.units.multiples, *one.units.money, *one.units.couples, *one.units.rates)
    )
    return frozenset(solid((*units, *known.signs.rates)))


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
    words = _with_words(written)
    return _behind_words().sub("", words) if words.endswith(_spoken_multiples()) else words


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
    words = _in_brackets().sub(lambda found: found[0] if _said_unit(found["said"]) is None else "", words)
    if unit := _behind_slash(words):
        words = words.removesuffix(f"/{unit}")
    words = _OTHER.sub("", words)
    words = _BETWEEN_DIGITS.sub("-", words)
    return _ELSEWHERE.sub("", words)


def header_unit(written: str) -> str | None:
    """Return the unit that a header gives in brackets or behind a stroke, in normal form (`万元`, `‰`); or None.

    Of several it is the last; without any, what multiplies may stand behind the words: `Population in thousands`.
    """
    words = folded(written)
    said = [_said_unit(match["said"]) for match in _in_brackets().finditer(words)]
    found = [unit for unit in (*said, _behind_slash(words)) if unit is not None]
    plain = "" if found else _with_words(written)
    behind = _behind_words().search(plain) if plain.endswith(_spoken_multiples()) else None
    return behind["unit"] if behind else found[-1] if found else None


def without_unit(written: str) -> str:
    """Return a header without the units that stand in brackets in it: `births 2022 (persons)`."""
    if not any(sign in written for sign in _OPENINGS):
        return written
    return _in_brackets().sub(lambda found: found[0] if _said_unit(folded(found["said"])) is None else "", written)


def unit_alone(written: str) -> str | None:
    """Return the unit that is all a cell says (`人`, `(万元)`), in normal form; or None."""
    words = folded(written)
    bare = words[1:] if words.startswith(tuple(_OPENINGS)) else words
    bare = bare[:-1] if bare.endswith(tuple(_CLOSINGS)) else bare
    unit = _said_unit(bare)
    # A number is a unit only in brackets.
    return None if unit is None or (unit[-1].isdigit() and len(words) - len(bare) < len("()")) else unit


def per_of_unit(unit: str | None) -> int:
    """Return what a unit of rates, in normal form, says they are per (‰: 1,000); 0 for no such unit."""
    return _pers().get(unit, 0) if unit else 0


@cache
def _pers() -> Mapping[str, int]:
    found = dict(vocabulary().signs.rates)
    for language in vocabulary().languages.values():
        found |= zip(solid(language.units.rates), language.units.rates.values(), strict=True)
    return found


class TableUnits(Struct, frozen=True):
    """The units that a line above a table gives, and the words before one that multiplies, if any."""

    units: tuple[str, ...]
    words: str = ""


def units_of_line(written: str) -> TableUnits | None:
    """Return the units that a line above a table gives to all of it: `单位:人、万元`; `单位:北岭镇` gives none.

    What multiplies needs no label: `Thousands`, `(in thousands)`, `Population in thousands`, `人口(万人)`.
    """
    simple = " ".join(in_plain_characters(written, plainer()).split())
    # A unit may end in a point, a sentence does.
    return next((found for one in dict.fromkeys((simple, simple.rstrip(_ENDS))) if (found := _units_in(one))), None)


def _units_in(simple: str) -> TableUnits | None:
    words = folded(simple)
    found = _line().search(words) or (_part_of_line().search(simple) if ":" in simple else None)
    if found:
        return TableUnits(tuple(one["unit"] for one in _next_unit().finditer(found.group("units"))))
    found = _multiple_line().fullmatch(simple)
    if found is None:
        said = _said_unit(words.strip(_OPENINGS + _CLOSINGS))
        # A number alone may be anything.
        return TableUnits((said,)) if said in _multiples() and not set(said) <= _OF_NUMBERS else None
    unit, words = found["unit"] or found["unit_in"], found["words"] or found["of"] or ""
    return TableUnits((unit.replace(" ", ""),), words.strip(" ,:-–"))


def unit_of_cell(written: str) -> str | None:
    """Return the unit that is all a cell says, also one that multiplies whatever is beside it (`'000`); or None."""
    if (unit := unit_alone(written)) is not None:
        return unit
    line = units_of_line(written)
    return line.units[0] if line is not None and not line.words and len(line.units) == 1 else None


def is_unit_line(written: str) -> bool:
    """Whether a cell says nothing but the units of its table: `单位:人`, `(计量单位:万元)`."""
    words = folded(written)
    found = _line().search(words) if ":" in words else None
    return found is not None and len(words) - len(found.group(0)) <= _beside_of_table()


def headers_of(count: Count) -> Iterator[str]:
    """Yield every header that means a count, as written: its headers, its labels and its key."""
    yield from count.headers
    yield from count.label.names
    yield count.key


def lexicon(counts: Iterable[Count]) -> Mapping[str, str]:
    """Return the count that each normal header means; none means two in a catalogue that was loaded."""
    return {normal_header(header): count.key for count in counts for header in headers_of(count)}


@lru_cache(maxsize=8192)
def folded(written: str) -> str:
    """Return words in one width and case, in simplified characters and without white space."""
    return _WHITE.sub("", in_plain_characters(written, plainer()))
