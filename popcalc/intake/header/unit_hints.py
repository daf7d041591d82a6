"""Lines that say a unit of many and something else beside it, so that it is not sure what the unit is of."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from popcalc.definitions.headers import header_unit, heads_multipliers
from popcalc.definitions.units import (
    REMARK,
    SHORT,
    TableUnits,
    in_brackets,
    multiples,
    multiplier_of_cell,
    said_unit,
    says_many,
    unit_alone,
    units_of_line,
)
from popcalc.intake.header.moment_words import moment_in, says_end
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded, in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of

_YEARS = re.compile(r"\W*(?:\d{4}\W*)+")
_TIMES = re.compile(r"(?<=[x×]) (?=\d)")
_ROUND_NUMBERS = re.compile(r"'?000s?|1,000")
"""Numbers that are units in brackets: Population (000)."""


def hinted_units(written: str, is_name: Callable[[str], bool], *, within: bool) -> TableUnits | None:
    """Return the unit of many that a line says by half: Multiplier: 1000; Thousand persons, end of year.

    A remark behind a unit may be of some figures alone; what a line says in full is none. The name of a count, which
    `is_name`, may be beside it. A title may have it `within` other words as well: Births (thousands) by region, 2019.
    """
    line = units_of_line(written)
    if line is not None and (line.words or any(map(says_many, line.units))):
        return None
    plain = _TIMES.sub("", " ".join(in_plain_characters(written, plainer()).split()))
    label, colon, rest = plain.replace("=", ":").partition(":")
    if colon and heads_multipliers(label):
        by = multiplier_of_cell(rest)
        unit = str(by) if by else unit_alone(rest)
        return TableUnits((unit,)) if unit else None
    found = _at_the_start(plain, is_name) or (colon and _at_the_start(rest.strip(), is_name)) or _labelled(plain)
    found = found or (_within(plain) if within else None) or (header_unit(written) if is_name(written) else None)
    return TableUnits((found,)) if found and (says_many(found) or _ROUND_NUMBERS.fullmatch(found)) else None


def _at_the_start(plain: str, is_name: Callable[[str], bool]) -> str | None:
    found = _before_others().match(plain)
    if found is None:
        return None
    rest = found["rest"]
    is_remark = REMARK.fullmatch(rest) or _YEARS.fullmatch(rest) or says_end(rest) or moment_in(rest)
    return found["unit"].replace(" ", "") if is_remark or is_name(rest.strip()) else None


def _labelled(plain: str) -> str | None:
    """Return the unit behind an equals sign, which stands for a colon."""
    line = units_of_line(plain.replace("=", ":")) if "=" in plain else None
    return line.units[0] if line else None


def _within(plain: str) -> str | None:
    """Return a unit in brackets among other words, or behind one such as in."""
    for one in in_brackets().finditer(plain):
        unit = said_unit(folded(one["said"]))
        if unit and (says_many(unit) or _ROUND_NUMBERS.fullmatch(unit)):
            return unit
    found = _among_others().search(plain)
    return (found["unit"] or found["times"]).replace(" ", "") if found else None


@cache
def _long() -> tuple[str, ...]:
    """Return the units of many in words; short ones may be names, or be within others."""
    words = (one for one in multiples() if says_many(one.replace(" ", "")))
    return tuple(one for one in words if len(one) > (SHORT if one.isascii() else 1))


@cache
def _before_others() -> re.Pattern[str]:
    return re.compile(rf"(?P<unit>{any_of(_long())})(?P<rest>(?!\w).+)")


@cache
def _among_others() -> re.Pattern[str]:
    before = any_of(vocabulary().words(lambda one: one.units.before_multiples))
    times = any_of(one for one in multiples() if one[0] in "x×")
    return re.compile(rf"\b{before} (?P<unit>{any_of(_long())})(?!\w)|(?<!\w)(?P<times>{times})$")
