"""The header of a file: which row it is, under which delimiter, and how many rows below it repeat it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from popcalc.intake.roles import Roles

HEADER_ROWS = 15
"""How many rows from the top the header may stand below titles."""
DELIMITERS = (",", "\t", ";")

_COLUMN_NUMBER = re.compile(r"\(?(\d{1,3}|[甲乙丙丁戊己庚辛])\)?")
_FIGURE = re.compile(r"\d")
_IDENTITY_NUMBER = re.compile(r"[1-9]\d{5}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]", re.ASCII)


@dataclass(frozen=True)
class Header:
    """The row that is most likely the header: its position from 0, its cells, how many of them are known.

    `below` are the records that follow it, as far as the file's beginning shows them.
    """

    row: int
    cells: tuple[str, ...]
    delimiter: str
    known: int
    below: tuple[tuple[str, ...], ...] = ()


def find_header(decoded: str, roles: Roles) -> Header:
    """Return the row near the top, under the delimiter, that has the most known headers; the first of equals."""
    best = Header(0, (), ",", -1)
    for delimiter in DELIMITERS:
        records = _records(decoded, delimiter)
        for row, cells in enumerate(records):
            known = len({role for cell in cells if (role := roles.of(cell)) is not None})
            known += sum(roles.is_personal(cell) for cell in cells)
            if known > best.known:
                best = Header(row, cells, delimiter, known, tuple(records[row + 1 :]))
    return best


def _records(decoded: str, delimiter: str) -> list[tuple[str, ...]]:
    """Return the first records of a text; the last may be cut short."""
    records: list[tuple[str, ...]] = []
    try:
        for record in csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter):
            records.append(tuple(record))
            if len(records) == HEADER_ROWS:
                break
    except csv.Error:
        # What cannot be read as records is no header; the faults come when the rows are read.
        pass
    return records


def second_headers(header: Header, counts: Collection[int], roles: Roles) -> int:
    """Return the number of records below the header that repeat it; `counts` are the positions of the count columns.

    That is the same columns in another language (two headers known, and no figure in a count column), or their
    numbers (1 2 3, 甲 乙 1 2).
    """
    number = 0
    for cells in header.below:
        filled = {index: cell.strip() for index, cell in enumerate(cells) if cell.strip()}
        known = sum(roles.of(cell) is not None for cell in filled.values())
        figures = any(
            _FIGURE.search(cell) and roles.of(cell) is None for index, cell in filled.items() if index in counts
        )
        if not _are_column_numbers(list(filled.values())) and (known < 2 or figures):
            break
        number += 1
    return number


def _are_column_numbers(cells: Sequence[str]) -> bool:
    """Whether cells count on from 1 (or from the second column on), after letters such as 甲 and 乙 if any."""
    found = [_COLUMN_NUMBER.fullmatch(cell) for cell in cells]
    marks = [match[1] for match in found if match]
    if len(marks) < 3 or len(marks) < len(cells):
        return False
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    letters = [mark for mark in marks if not mark.isdigit()]
    start = numbers[0] if numbers else 0
    return start in (1, 2) and marks[: len(letters)] == letters and numbers == list(range(start, start + len(numbers)))


def personal_column(header: Header, roles: Roles) -> int | None:
    """Return the first column that holds facts about persons, by its header or by what looks like identity numbers."""
    for index, cell in enumerate(header.cells):
        if roles.is_personal(cell):
            return index
    for cells in header.below:
        for index, cell in enumerate(cells):
            if _IDENTITY_NUMBER.fullmatch(cell.strip().lstrip("'")):
                return index
    return None
