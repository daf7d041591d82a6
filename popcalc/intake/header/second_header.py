"""The rows below a header that repeat it: in another language, or as the numbers of its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from popcalc.definitions.headers import normal_header
from popcalc.intake.header.headings import DEEPEST, goes_on
from popcalc.intake.header.labels_below import are_labels, is_note
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header, Records, repeats
from popcalc.intake.header.words import PERIOD
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import any_of

_COUNTING = 4
"""Figures that count on from 1 and are hardly those of an area: 1, 2, 3 and 4 births, deaths and so on."""


@cache
def _letters() -> tuple[str, ...]:
    """Return the letters that may stand in a row of column numbers."""
    return vocabulary().words(lambda one: one.headers.column_letters)


@cache
def _column_number() -> re.Pattern[str]:
    return re.compile(rf"\(?(\d{{1,3}}|{any_of(_letters())})\)?(?:=[\d()+-]+)?")


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(f"[A-Za-z]|{any_of(_letters())}")


@cache
def _numbering() -> tuple[str, ...]:
    """Return what heads column numbers or the numbers of rows."""
    return vocabulary().words(lambda one: one.headers.numbering)


@cache
def _numbering_normal() -> frozenset[str]:
    return frozenset(map(normal_header, _numbering()))


def second_headers(header: Header, lexicon: HeaderLexicon) -> int:
    """Return the number of records below the header that repeat it.

    That is the same columns in another language, in as many rows as it takes, or their numbers (1 2 3, 甲 乙 1 2).
    """
    number = 0
    while number < len(header.below):
        if _are_column_numbers(_filled(header.below[number])) and not _are_data(header, number, lexicon):
            number += 1
            continue
        if is_note(header.rows, header.below[number], lexicon) or are_labels(
            header.headings, header.below[number], lexicon
        ):
            number += 1
            continue
        spans = _spans(header.below[number : number + DEEPEST], lexicon)
        repeating = next((len(rows) for rows in spans if repeats(header.headings, rows, lexicon)), 0)
        if not repeating:
            break
        number += repeating
    return number


def _filled(cells: Sequence[str]) -> list[str]:
    """Return the cells that say something, in plain characters: ① as 1, （1） as (1)."""
    return [unicodedata.normalize("NFKC", cell).strip() for cell in cells if cell.strip()]


def _are_data(header: Header, number: int, lexicon: HeaderLexicon) -> bool:
    """Whether a row below the header that looks like column numbers goes on as data do in the next.

    The numbers of rows count on from it (序号), or areas have names of one letter there as well. Latin letters are
    taken for those of columns only where one stands for the month, which no data would have, four numbers count on, or
    two letters do and the names below are longer.
    """
    row = header.below[number]
    following = header.below[number + 1] if number + 1 < len(header.below) else ()
    first = header.headings[0].normal if header.headings else ""
    if first in _numbering_normal() and row[0].strip() == "1":
        return not following or following[0].strip() == "2"
    lettered = [index for index, cell in enumerate(row) if _letter().fullmatch(cell.strip())]
    latin = [index for index in lettered if row[index].strip().isascii()]
    counting = sum(cell.strip().isdigit() for cell in row)
    alike = [index for index in lettered if len(following) > index and _letter().fullmatch(following[index].strip())]
    if (
        latin
        and counting < _COUNTING
        and not (len(latin) > 1 and following and not alike)
        and not any(
            lexicon.meaning(header.headings[index]).role == PERIOD for index in latin if index < len(header.headings)
        )
    ):
        return True
    return bool(lettered) and (not following or alike == lettered)


def _spans(rows: Records, lexicon: HeaderLexicon) -> Iterator[Records]:
    """Yield the first row, and the first rows as far as they may be one header: words, of which the first has some."""
    yield rows[:1]
    for depth in range(1, len(rows)):
        if not goes_on(rows[:depth], rows[depth]) or not any(map(lexicon.of, rows[0])):
            break
        yield rows[: depth + 1]


def _are_column_numbers(cells: Sequence[str]) -> bool:
    """Whether cells count on from 1 (or from the second column on), after letters (甲 and 乙, A and B) if any."""
    if cells and cells[0].casefold() in _numbering():
        cells = cells[1:]
    found = [_column_number().fullmatch(cell) for cell in cells]
    marks = [match[1] for match in found if match]
    if len(marks) < 3 or len(marks) < len(cells):
        return False
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    letters = [mark for mark in marks if not mark.isdigit()]
    latin = "".join(filter(str.isascii, _letters()))
    if letters and letters[0].isascii() and "".join(letters) != latin[: len(letters)]:
        return False
    start = numbers[0] if numbers else 0
    return start in (1, 2) and marks[: len(letters)] == letters and numbers == list(range(start, start + len(numbers)))
