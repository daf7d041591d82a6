"""What betrays facts about persons: headers such as 姓名 or date of birth, and values that are identity numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

from msgspec import Struct

from popcalc.areas.tree import plain_code
from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.patterns import solid

_FEWEST_DIGITS = 15
_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_BETWEEN_DIGITS = b"- '"
_NEW_NUMBER = re.compile(r"[1-8]\d{5}((?:19|20)\d\d)(\d\d)(\d\d)\d{3}[\dX]", re.ASCII)
_OLD_NUMBER = re.compile(r"[1-8]\d{5}(\d\d)(\d\d)(\d\d)\d{3}", re.ASCII)
_WITHIN_TEXT = re.compile(r"(?<!\d)[1-8]\d{16}[\dX](?![\dX])", re.ASCII)
_OF_TAIWAN = re.compile(r"[A-Z][1289]\d{8}", re.ASCII)
_MAY_BE_OF_TAIWAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][1289]\d{8}(?!\d)", re.ASCII)
_LETTERS_OF_TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""The letters of places in the order of their numbers, from 10 on."""
_WEIGHTS_OF_TAIWAN = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_MASKED_NUMBER = re.compile(r"\d{4,14}\*{4,}[\dX]{1,4}", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_OLDEST_OF_OLD = 1930
"""Year of birth from which on fifteen digits are believed: 10 to 29 there is mostly the number of a town in a code."""
_TOWN_DIGITS = 9


class _Words(Struct, frozen=True):
    """The words about persons of one language, without blanks: facts behind anything, alone or behind an owner."""

    behind_anything: tuple[str, ...]
    facts: frozenset[str]
    of_owners: frozenset[str]
    alone: frozenset[str]
    owners: tuple[str, ...]
    makers: tuple[str, ...]
    endings: tuple[str, ...]
    of_makers: frozenset[str]

    def are_about_persons(self, normal: str) -> bool:
        if normal.endswith(self.behind_anything) or normal in self.facts or normal in self.alone:
            return True
        return any(rest in self.facts or rest in self.of_owners for rest in self._behind(normal, self.owners))

    def are_of_a_maker(self, normal: str) -> bool:
        """Whether a header is one or several makers, with a fact behind them or without."""
        return any(
            not rest or rest in self.of_makers or self.are_of_a_maker(rest)
            for rest in self._behind(normal, self.makers)
        )

    def _behind(self, normal: str, owners: tuple[str, ...]) -> Iterator[str]:
        """Yield what stands behind each owner that a header begins with, and behind an ending of that."""
        for owner in owners:
            if normal.startswith(owner):
                rest = normal.removeprefix(owner)
                yield rest
                yield from (rest.removeprefix(ending) for ending in self.endings if rest.startswith(ending))


@cache
def _words() -> tuple[_Words, ...]:
    return tuple(map(_words_of, vocabulary().languages.values()))


def _words_of(language: Language) -> _Words:
    words = language.persons
    behind_anything, facts = words.facts_behind_anything, words.facts
    if language.spaced:
        facts = (*facts, *words.telephones)
    else:
        behind_anything = (*behind_anything, *words.telephones)
    of_makers = (*words.facts_behind_anything, *words.facts, *words.facts_of_owners, *words.telephones)
    return _Words(
        solid(behind_anything),
        frozenset(solid(facts)),
        frozenset(solid(words.facts_of_owners)),
        frozenset(solid(words.alone)),
        solid(words.owners),
        solid(words.makers),
        solid(words.owner_endings),
        frozenset(solid(of_makers)),
    )


@cache
def _telephones() -> frozenset[str]:
    return frozenset(solid(vocabulary().words(lambda one: one.persons.telephones)))


@lru_cache(maxsize=8192)
def is_about_persons(normal: str) -> bool:
    """Whether a header in normal form names a fact about a person, or a person: 母亲姓名, date of birth, husband.

    `name` alone is an area's, and who made the form is nobody who is counted.
    """
    return any(words.are_about_persons(normal) for words in _words()) and not is_of_a_maker(normal)


@lru_cache(maxsize=8192)
def is_of_a_maker(normal: str) -> bool:
    """Whether a header in normal form names who made the form, or a fact about them: 填报人, prepared by."""
    return any(words.are_of_a_maker(normal) for words in _words())


def is_telephone(normal: str) -> bool:
    """Whether a header in normal form is a telephone and does not say whose."""
    return normal in _telephones()


def may_hold_identity_numbers(written: str) -> bool:
    """Whether a text has any run of digits that could be an identity number; quick, to be asked of a whole text."""
    # Searched as bytes that are all alike: a regular expression would take as long as all else that is done to a file.
    digits = written.encode("ascii", "replace").translate(_DIGITS_ALIKE, _BETWEEN_DIGITS)
    if b"0" * _FEWEST_DIGITS in digits or "****" in written or "１" in written:
        return True
    return _MAY_BE_OF_TAIWAN.search(written) is not None


def column_of_identity_numbers(records: Iterable[Sequence[str]], area_columns: Iterable[int]) -> int | None:
    """Return the first column in which a resident identity number stands, None when there is none.

    One number of 18 digits with a date of birth and the right check digit (GB 11643) is enough, and so is a masked one
    or one that stands in a text, with the check digit or behind 身份证. Numbers of Taiwan (a letter and nine digits)
    must be all of a column, each with its check digit, and in none of areas.
    With a wrong check digit, or of the old form with 15 digits, half of the column's cells must be such numbers: area
    codes with 15 digits can look the same, so those of a column that names areas (`area_columns`) are not asked, and
    elsewhere codes are told by the few towns that they begin with.
    """
    columns: dict[int, list[str]] = {}
    for cells in records:
        for index, cell in enumerate(cells):
            if cell.strip():
                columns.setdefault(index, []).append(plain_code(cell).upper())
    areas = frozenset(area_columns)
    for index in sorted(columns):
        cells = columns[index]
        if any(_holds_identity_number(cell) or _MASKED_NUMBER.fullmatch(cell) for cell in cells):
            return index
        if index not in areas and (_are_identity_numbers(cells) or _are_of_taiwan(cells)):
            return index
    return None


def _holds_identity_number(cell: str) -> bool:
    """Whether a cell is an identity number, or a text with one in it: `身份证 11010519491231002X`."""
    if len(cell) < len(_WEIGHTS) + 1:
        return False
    called_so = any(words in cell for words in vocabulary().words(lambda one: one.persons.identity_cards))
    return any(
        _is_identity_number(number)
        or (called_so and (match := _NEW_NUMBER.fullmatch(number)) is not None and _is_date(*match.groups()))
        for number in _WITHIN_TEXT.findall(cell)
    )


def _are_of_taiwan(cells: Sequence[str]) -> bool:
    """Whether all cells below the first that is one have the form of an identity number of Taiwan, and its check digit.

    The first letter stands for a number of two digits; the digits weighted 1, 9, 8 ... 1, 1 add up to a
    multiple of ten.
    """
    spots = [spot for spot, cell in enumerate(cells) if _OF_TAIWAN.fullmatch(cell)]
    return bool(spots) and all(map(_is_of_taiwan, cells[spots[0] :]))


def _is_of_taiwan(cell: str) -> bool:
    if _OF_TAIWAN.fullmatch(cell) is None:
        return False
    digits = f"{_LETTERS_OF_TAIWAN.index(cell[0]) + 10}{cell[1:]}"
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS_OF_TAIWAN, digits, strict=True)) % 10 == 0


def _is_identity_number(cell: str) -> bool:
    match = _NEW_NUMBER.fullmatch(cell)
    if match is None or not _is_date(*match.groups()):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, cell, strict=False))
    return cell[-1] == _CHECK_DIGITS[total % 11]


def _are_identity_numbers(cells: Sequence[str]) -> bool:
    """Whether half of a column's cells have the form of an identity number, if without a right check digit."""
    new = [cell for cell in cells if (match := _NEW_NUMBER.fullmatch(cell)) and _is_date(*match.groups())]
    old = [cell for cell in cells if (match := _OLD_NUMBER.fullmatch(cell)) and _is_old_date(*match.groups())]
    if len(new) > 1 and 2 * len(new) >= len(cells):
        return True
    towns = {cell[:_TOWN_DIGITS] for cell in old}
    return bool(old) and 2 * len(old) >= len(cells) and 2 * len(towns) > len(set(old))


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _is_old_date(year: str, month: str, day: str) -> bool:
    return int(year) >= _OLDEST_OF_OLD % 100 and _is_date(f"19{year}", month, day)
