"""Units of figures: in brackets and behind the words of a header, in the lines of a table, in cells of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from msgspec import Struct

from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded, in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of, maybe, solid

OPENINGS = "([{【〔〖「『《〈<"
_CLOSINGS = ")]}】〕〗」』》〉>"
_OPENING = f"[{re.escape(OPENINGS)}]"
_CLOSING = f"[{re.escape(_CLOSINGS)}]"
SHORT = 3
"""Letters of a Latin word that may end another one."""
_OF_NUMBERS = frozenset("0123456789,")
_ENDS = ".。;"
"""May end a line that is a sentence."""
_ROUND = "..."
"""Stands for the units in words that go round them, folded as they are."""
REMARK = re.compile(rf"\s*(?:[,;:*]|{_OPENING}|\s-\s).*")
"""What may stand behind the unit in a cell: thousands (provisional)."""
_CODE = re.compile(r"^\w{1,12}\s*:\s*")
"""What statistical agencies write before the name of a unit: THS_PER: Thousand persons."""
_POWER = re.compile(r"\s*[x×]?\s*(?P<number>\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.0*)?\s*(?:[:=–-].*|$)")
_LARGEST_POWER = 9
"""A multiplier up to here is a power of ten."""


@cache
def multiples() -> Mapping[str, int]:
    """Return the units of many people or things, by how many one is, also those of further languages."""
    found = dict(vocabulary().signs.units.multiples)
    for language in vocabulary().languages.values():
        found |= language.units.multiples
    return found


@cache
def plain_units() -> tuple[str, ...]:
    """Return the units of single people or things, also those of further languages."""
    return (*vocabulary().words(lambda one: one.units.plain), *vocabulary().signs.units.plain)


@cache
def in_brackets() -> re.Pattern[str]:
    """Return what finds words in brackets, which may be a unit."""
    return re.compile(rf"{_OPENING}(?P<said>[^{re.escape(OPENINGS + _CLOSINGS)}]+){_CLOSING}")


def said_unit(words: str) -> str | None:
    """Return the unit that is all that some words say, with a word such as `in` before it; None where they say else."""
    units = _units()
    fronts = (*solid(vocabulary().words(lambda one: one.units.in_brackets)), "")
    rests = (words.removeprefix(front) for front in fronts if words.startswith(front))
    return next((rest for rest in rests if rest in units), None)


def behind_slash(words: str) -> str | None:
    """Return the unit that stands behind a stroke at the end of words; None without one."""
    for place in (place for place, sign in enumerate(words) if sign == "/" and place):
        if (words[place - 1].isalnum() or words[place - 1] == "_") and words[place + 1 :] in _units():
            return words[place + 1 :]
    return None


@cache
def spoken_multiples() -> tuple[str, ...]:
    """Return the words for what multiplies, but for short ones, which end other words: mil."""
    return tuple(one for one in solid(multiples()) if one.isalpha() and len(one) > (SHORT if one.isascii() else 1))


@cache
def behind_words() -> re.Pattern[str]:
    """Return what finds what multiplies behind words: births in thousands; births per thousand are a rate."""
    words = vocabulary().words
    spoken = any_of(spoken_multiples())
    before = maybe(solid(words(lambda one: one.units.before_multiples)))
    no_rate = "".join(f"(?<!{re.escape(one)})" for one in solid(words(lambda one: one.units.per)))
    return re.compile(rf"(?<=\w){no_rate}(?:{before}(?P<unit>{spoken}))+$")


@cache
def _multiple_line() -> re.Pattern[str]:
    """Return what matches a line above a table that says what multiplies: in thousands. A number alone is none."""
    words = vocabulary().words
    lettered = any_of(one for one in multiples() if not set(one) <= _OF_NUMBERS)
    before = any_of(words(lambda one: one.units.before_multiples))
    return re.compile(
        rf"(?:(?P<words>.*?)(?:[,:–-]|{_OPENING}))?\s*(?P<unit>{lettered}){_CLOSING}?"
        rf"|(?P<of>.*?)\s*{_OPENING}?\b{before} (?P<unit_in>{any_of(multiples())}){_CLOSING}?"
    )


@cache
def _multiples() -> frozenset[str]:
    """Return what multiplies, folded."""
    return frozenset(solid(multiples()))


def may_multiply(written: str) -> bool:
    """Whether words hold one that multiplies: what says how takes long to make, and hardly any name of a file does."""
    words = folded(written)
    return any(one in words for one in _multiples())


def multiplier_of_cell(written: str) -> int | None:
    """Return by what a cell of such a column multiplies its row; None for nothing.

    Statistical agencies write the power of ten (SDMX, code list CL_UNIT_MULT: 3 are thousands), alone or before its
    name (`3: Thousands`); from 10 on it is the number itself.
    """
    found = _POWER.match(in_plain_characters(written, plainer()))
    number = int(found["number"].replace(",", "")) if found else 0
    if number <= 1:
        return None
    return 10**number if number <= _LARGEST_POWER else number


@cache
def _label() -> str:
    known = vocabulary()
    return any_of(solid((*known.words(lambda one: one.units.of_table), *known.signs.units.of_table)))


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
    said = solid(vocabulary().words(lambda one: one.units.says_units))
    round_units = [one.split(_ROUND) for one in said if _ROUND in one]
    before = any_of(one for one in said if _ROUND not in one)
    around, behind = any_of(one for one, _ in round_units), any_of(one for _, one in round_units)
    return re.compile(
        rf"(?:{_label()}:|{before}|(?P<around>{around})){_units_listed()}"
        rf"(?(around){behind}(?=$|\W)|(?=$|{_CLOSING}))"
    )


@cache
def _part_of_line() -> re.Pattern[str]:
    return re.compile(rf"{_label()}\s*:\s*{_units_listed()}(?=$|\s|{_CLOSING})")


@cache
def _units() -> frozenset[str]:
    """Return every unit that is known, folded."""
    known = vocabulary()
    units = known.words(lambda one: (*one.units.money, *one.units.couples, *one.units.rates))
    return frozenset(solid((*plain_units(), *multiples(), *units, *known.signs.rates)))


@cache
def _beside_of_table() -> int:
    """Return how many characters may stand beside the units of a table and their label."""
    return max(map(len, vocabulary().words(lambda one: one.units.beside_of_table)), default=0) + len("()")


def unit_alone(written: str) -> str | None:
    """Return the unit that is all a cell says (`人`, `(万元)`), in normal form; or None."""
    words = folded(written)
    bare = words[1:] if words.startswith(tuple(OPENINGS)) else words
    bare = bare[:-1] if bare.endswith(tuple(_CLOSINGS)) else bare
    unit = said_unit(bare)
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


@lru_cache(maxsize=4096)
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
        said = said_unit(words.strip(OPENINGS + _CLOSINGS))
        # A number alone may be anything.
        return TableUnits((said,)) if said in _multiples() and not set(said) <= _OF_NUMBERS else None
    unit, words = found["unit"] or found["unit_in"], found["words"] or found["of"] or ""
    return TableUnits((unit.replace(" ", ""),), words.strip(" ,:-–"))


def _is_none(_words: str) -> bool:
    """Say that no words are the name of a count."""
    return False


def unit_of_cell(written: str, is_name: Callable[[str], bool] = _is_none) -> str | None:
    """Return the unit that a cell says, also one that multiplies whatever is beside it (`'000`), or None.

    Behind the unit may stand a remark, before it a code, or what is counted, which is persons or `is_name` of a count:
    `thousands (provisional)`, `3: Thousands`, `Persons (thousands)`.
    """
    plain = in_plain_characters(written, plainer()).strip()
    for words in dict.fromkeys((written, plain, _CODE.sub("", plain), REMARK.sub("", plain))):
        if (unit := unit_alone(words)) is not None:
            return unit
        line = units_of_line(words) or _unit_behind(words)
        if line and len(line.units) == 1 and (not line.words or _is_counted(line.words) or is_name(line.words)):
            return line.units[0]
    return None


def multiple_of(unit: str) -> int | None:
    """Return how many people or things one of a unit is: 1 for persons and for no unit; None for what is no unit."""
    words = folded(unit)
    if not words or words in solid(vocabulary().words(lambda one: one.units.plain)):
        return 1
    given = (language.units.multiples for language in vocabulary().languages.values())
    return next((by for units in given for unit, by in units.items() if unit.replace(" ", "") == words), None)


def _unit_behind(plain: str) -> TableUnits | None:
    """Return the unit in brackets behind other words, numbers too: Persons (000)."""
    found = in_brackets().search(plain)
    unit = said_unit(folded(found["said"])) if found and found.end() == len(plain) else None
    return TableUnits((unit,), plain[: found.start()].strip()) if found and unit else None


def _is_counted(words: str) -> bool:
    """Whether words say that something is counted, and nothing of what: persons, number, 人数."""
    return folded(words) in _words_of_counting()


@cache
def _words_of_counting() -> frozenset[str]:
    return frozenset(solid((*plain_units(), *vocabulary().words(lambda one: one.headers.counted))))


def multiplies(unit: str | None) -> bool:
    """Whether a unit, in normal form, is of many people or things."""
    return unit is not None and unit in _multiples()


def says_many(unit: str | None) -> bool:
    """Whether a unit, in normal form, is of many people or things, said in words."""
    return unit is not None and multiplies(unit) and not set(unit) <= _OF_NUMBERS


def say_units(cells: Iterable[str], is_name: Callable[[str], bool] = _is_none, *, may_be_names: bool = False) -> bool:
    """Whether the filled cells of a column say in what units its rows are: a column `unit` of persons names no area.

    They do where they are nothing but units, or one is of many people or things, whatever else stands there; a short
    one among others, where they `may_be_names` of areas, is one: THS.
    """
    units = [unit_of_cell(one, is_name) for one in {*cells} if one.strip()]
    longer = SHORT if may_be_names else 0
    many = (unit for unit in units if unit in _multiples() and (not unit.isascii() or len(unit) > longer))
    return bool(units) and (all(units) or any(many))


def is_unit_line(written: str) -> bool:
    """Whether a cell says nothing but the units of its table: `单位:人`, `(计量单位:万元)`."""
    words = folded(written)
    found = _line().search(words) if ":" in words else None
    return found is not None and len(words) - len(found.group(0)) <= _beside_of_table()
