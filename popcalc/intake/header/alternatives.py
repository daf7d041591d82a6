"""Columns that say the same in two ways, and which of them is read: the id of an area beside its code and its name.

What is not read is still judged by what stands in it, so that a column that does tell rows apart is never passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from popcalc.areas.labels import code_role
from popcalc.definitions.headers import normal_header
from popcalc.definitions.units import say_units
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.meanings import UNKNOWN, Meaning
from popcalc.intake.header.spans import is_span
from popcalc.intake.header.words import (
    AREA,
    AREA_CODE,
    IGNORE,
    MEASURE,
    PERIOD,
    VALUE,
    YEAR,
    level_called,
    level_number,
)
from popcalc.vocabulary import vocabulary

_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[.,\s](?=\d{3}(?!\d))")
_NUMBERED = re.compile(r"\(([1-7])\)\s*$")
_UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")
"""What DHIS2 gives to all that it knows of: a letter and ten more letters or digits."""


def meanings_of(header: Header, lexicon: HeaderLexicon) -> list[Meaning]:
    """Return what each column of a header means, beside the others."""
    found = [lexicon.meaning(one) if one.levels else UNKNOWN for one in header.headings]
    roles = [one.role for one in found if one.role is not None and one.sure]
    if len(set(roles)) < len(roles):
        _number_alike(found, header, lexicon)
        roles = [one.role for one in found if one.role is not None and one.sure]
    if any(map(level_number, roles)):
        _give_levels(found, header, lexicon)
    if MEASURE in roles and VALUE not in roles and not any(map(lexicon.is_count, roles)):
        _find_figures(found, header)
    if len(set(roles)) < len(roles):
        _choose(found, header, lexicon)
    if PERIOD in roles and YEAR in roles:
        _leave_what_is_no_period(found, header, lexicon)
    return found


def _leave_what_is_no_period(found: list[Meaning], header: Header, lexicon: HeaderLexicon) -> None:
    """Leave a column of periods beside one of years that holds none: which kind of year its rows are of, perhaps."""
    for spot in _columns(found, PERIOD):
        words = set(_cells(header, spot)) - {""}
        may_be = any(is_span(word) or any(map(str.isdigit, word)) for word in words)
        if words and not may_be and header.headings[spot].normal not in lexicon.mapped:
            found[spot] = UNKNOWN


def _number_alike(found: list[Meaning], header: Header, lexicon: HeaderLexicon) -> None:
    """Take areas whose headers differ in nothing but a number behind them for levels: 행정구역별(1), 행정구역별(2)."""
    alike: dict[str, list[tuple[int, int]]] = {}
    for spot, one in enumerate(header.headings):
        said = _NUMBERED.search(unicodedata.normalize("NFKC", one.levels[-1])) if one.levels else None
        if said and found[spot].role in (AREA, *lexicon.levels):
            alike.setdefault(one.normal, []).append((spot, int(said[1])))
    for columns in alike.values():
        if len({number for _, number in columns}) == len(columns) > 1:
            for spot, number in columns:
                found[spot] = Meaning(level_called(number))


def _give_levels(found: list[Meaning], header: Header, lexicon: HeaderLexicon) -> None:
    """Give the columns that number their levels from the top (`orgunitlevel2`, `ADM1_EN`) those that are left to them.

    The last one is the lowest level, or the one above those that other columns name. Beside a name without a level it
    is the level above, unless both say the same: then the name is none of its own.
    """
    numbers = sorted({number for one in found if (number := level_number(one.role))})
    last = next(spot for spot, one in enumerate(found) if level_number(one.role) == numbers[-1])
    for spot in _columns(found, AREA):
        same = _cells(header, spot) == _cells(header, last)
        found[spot] = UNKNOWN if same else Meaning(lexicon.levels[-1])
    named = {one.role for one in found}
    highest = next(
        (spot for spot, level in enumerate(lexicon.levels) if {level, code_role(level)} & named), len(lexicon.levels)
    )
    free = lexicon.levels[max(0, highest - len(numbers)) : highest]
    level_of = dict(zip(reversed(numbers), reversed(free), strict=False))
    taken: set[str] = set()
    for spot, one in enumerate(found):
        number = level_number(one.role)
        if number is None or one.role is None:
            continue
        level = level_of.get(number)
        role = level and (code_role(level) if one.role.endswith(code_role("")) else level)
        found[spot] = Meaning(role) if role and role not in taken else UNKNOWN
        taken.add(role or "")


def _find_figures(found: list[Meaning], header: Header) -> None:
    """Take the only column whose header says no more than that it counts for the figures of a long table.

    One that names areas or numbers rows in another language (nombre, número) is taken where it holds figures.
    """
    spots = [spot for spot, one in enumerate(header.headings) if says_only_that_it_counts(one)]
    plain = [spot for spot in spots if found[spot] == UNKNOWN]
    others = [spot for spot in spots if found[spot].role in (AREA, IGNORE) and are_figures(header, spot)]
    for chosen in (plain, others):
        if len(chosen) == 1:
            found[chosen[0]] = Meaning(VALUE)
            return


def are_figures(header: Header, column: int) -> bool:
    """Whether the first cells of a column are whole numbers, and not those of its rows, one by one."""
    filled = [_BETWEEN_THOUSANDS.sub("", one) for one in _cells(header, column) if one]
    numbers = [int(one) for one in filled if one.isdecimal()]
    is_numbering = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return bool(numbers) and len(numbers) == len(filled) and not is_numbering


def says_only_that_it_counts(heads: Heading) -> bool:
    """Whether a header says that something is counted, and nothing of what: jumlah, 人数, count."""
    return heads.normal in _counted()


@cache
def _counted() -> frozenset[str]:
    return frozenset(map(normal_header, vocabulary().words(lambda one: one.headers.counted)))


def _choose(found: list[Meaning], header: Header, lexicon: HeaderLexicon) -> None:
    """Leave of several columns for one role the one that is read, where what stands in them tells which."""
    for spot in _columns(found, AREA):
        if say_units(_cells(header, spot), may_be_names=True):
            found[spot] = UNKNOWN
    names = _columns(found, AREA)
    if len(names) > 1:
        plain = [spot for spot in names if not _are_codes(_cells(header, spot))]
        if len(plain) == 1 and all(
            _are_one_to_one(_pairs(header, plain[0], spot)) for spot in names if spot != plain[0]
        ):
            for spot in set(names) - set(plain):
                found[spot] = Meaning(AREA_CODE)
        elif len({_cells(header, spot) for spot in names}) == 1:
            _keep(names[0], names, found)
    for named in (AREA, *lexicon.levels):
        codes = _columns(found, code_role(named))
        if len(codes) > 1:
            beside = next((spot for spot in _columns(found, named)), codes[0])
            _keep(min((_lacks_of_a_code(header, spot, beside), spot) for spot in codes)[1], codes, found)
    measures = _columns(found, MEASURE)
    known = [spot for spot in measures if any(map(lexicon.measured, set(_cells(header, spot)) - {""}))]
    if len(measures) > 1 and len(known) == 1:
        _keep(known[0], measures, found)


def _columns(found: Sequence[Meaning], role: str) -> list[int]:
    return [spot for spot, one in enumerate(found) if one.role == role and one.sure]


def _keep(chosen: int, columns: Sequence[int], found: list[Meaning]) -> None:
    for spot in columns:
        if spot != chosen:
            found[spot] = UNKNOWN


def _cells(header: Header, column: int) -> tuple[str, ...]:
    """Return what stands in a column of the first rows, blank where they end before it."""
    return tuple(cells[column].strip() if len(cells) > column else "" for cells in header.below)


def _pairs(header: Header, one: int, other: int) -> set[tuple[str, str]]:
    return set(zip(_cells(header, one), _cells(header, other), strict=True))


def _are_one_to_one(pairs: set[tuple[str, str]]) -> bool:
    return len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)


def _are_codes(cells: Sequence[str]) -> bool:
    """Whether cells are ids: all of them have a digit and no blank, or are those that DHIS2 gives, no plain words."""
    filled = {one for one in cells if one}
    if not filled or any(" " in one for one in filled):
        return False
    if all(any(letter.isdigit() for letter in one) for one in filled):
        return True
    plain = sum(one.isalpha() and one[1:].islower() for one in filled)
    return all(map(_UID.fullmatch, filled)) and 2 * plain < len(filled)


def _lacks_of_a_code(header: Header, column: int, beside: int) -> tuple[bool, bool, bool]:
    """Return what speaks against a column as the code of the names beside it, the worst first.

    Blank cells; one value of two names, or two of one; a header that does not call it a code.
    """
    cells = _cells(header, column)
    words = vocabulary().words(lambda one: one.headers.in_codes)
    is_called_so = any(word in header.headings[column].normal for word in words)
    return not all(cells), not _are_one_to_one(_pairs(header, beside, column)), not is_called_so
