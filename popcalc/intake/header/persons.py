"""What betrays facts about persons: headers such as 姓名 or date of birth, and values that are identity numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache

from popcalc.areas.tree import plain_code
from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.patterns import any_of, either, maybe, solid

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


@cache
def _about_persons() -> re.Pattern[str]:
    return re.compile(either(map(_about_persons_in, vocabulary().languages.values())))


def _about_persons_in(language: Language) -> str:
    """Return what matches the headers about persons of one language, in normal form."""
    words = language.persons
    of_owner = f"{any_of(solid(words.owners))}{maybe(solid(words.owner_endings))}"
    behind_anything, facts = words.facts_behind_anything, words.facts
    if language.spaced:
        facts = (*facts, *words.telephones)
    else:
        behind_anything = (*behind_anything, *words.telephones)
    return (
        f".*{any_of(solid(behind_anything))}|(?:{of_owner})?{any_of(solid(facts))}"
        f"|{of_owner}{any_of(solid(words.facts_of_owners))}|{any_of(solid(words.alone))}"
    )


@cache
def _of_makers() -> re.Pattern[str]:
    return re.compile(either(map(_of_makers_in, vocabulary().languages.values())))


def _of_makers_in(language: Language) -> str:
    """Return what matches who made the form, alone or before a fact, in one language: 审核人, 填报人电话."""
    words = language.persons
    facts = (*words.facts_behind_anything, *words.facts, *words.facts_of_owners, *words.telephones)
    return f"(?:{any_of(solid(words.makers))}{maybe(solid(words.owner_endings))})+{maybe(solid(facts))}"


@cache
def _telephones() -> frozenset[str]:
    return frozenset(solid(vocabulary().words(lambda one: one.persons.telephones)))


@lru_cache(maxsize=8192)
def is_about_persons(normal: str) -> bool:
    """Whether a header in normal form names a fact about a person, or a person: 母亲姓名, date of birth, husband.

    `name` alone is an area's, and who made the form is nobody who is counted.
    """
    return _about_persons().fullmatch(normal) is not None and not is_of_a_maker(normal)


@lru_cache(maxsize=8192)
def is_of_a_maker(normal: str) -> bool:
    """Whether a header in normal form names who made the form, or a fact about them: 填报人, prepared by."""
    return _of_makers().fullmatch(normal) is not None


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
