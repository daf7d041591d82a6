"""Rows that repeat an area's figures, and may be of two areas: what would tell them apart is not read.

The same figure twice is one (`conflicts.py`), which is right for a row or a file that was sent twice.
Two areas whose figures happen to agree would become one in the same way, so rows are looked at once more:

| the rows | are |
|---|---|
| of one file, of the lowest level | one row given twice, as no column tells them apart (`rows/watched.py`) |
| of one file, of a level above | perhaps of two villages of it: a fault |
| of two files, neither of which names the area above | given twice, or of two areas of one name: a notice |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import code_role
from popcalc.errors import COUNTED, Fault, Notice, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import same_run
from popcalc.language import plural, text, word
from popcalc.table import FILE, ROW

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


def find_repeated_rows(read: AsRead, held: Sequence[str], levels: Sequence[str]) -> tuple[list[Fault], list[Notice]]:
    """Return a fault for rows of one file that may be of two areas, and a notice for such rows of two files.

    The table is sorted by village, start and end, as it was read; `levels` are all that there may be, the lowest last.
    """
    before, after = _pairs(read.table, held)
    if not len(before):
        return [], []
    file = read.table[FILE]
    within = file[before] == file[after]
    faults = _within_files(read, before[within], after[within], levels[-1])
    return faults, _between_files(read, before[~within], after[~within])


def _pairs(table: Mapping[str, AnyInts], held: Sequence[str]) -> tuple[AnyInts, AnyInts]:
    """Return neighbours of one village and run that both report some count, and none differently."""
    after = np.flatnonzero(same_run(table, slice(1, None), slice(-1))) + 1
    before = after - 1
    shared, differ = np.zeros(len(after), dtype=np.bool_), np.zeros(len(after), dtype=np.bool_)
    for key in held if len(after) else ():
        one, other = table[key][before], table[key][after]
        both = (one >= 0) & (other >= 0)
        shared |= both
        differ |= both & (one != other)
    return before[shared & ~differ], after[shared & ~differ]


def _within_files(read: AsRead, before: AnyInts, after: AnyInts, lowest: str) -> list[Fault]:
    """Return a fault for each pair of rows of one file that are of a level above the lowest."""
    faults: list[Fault] = []
    for earlier, later in zip(before.tolist(), after.tolist(), strict=True):
        layout = read.places.layouts[int(read.table[FILE][later])]
        if layout.leaf != lowest:
            faults.append(_perhaps_two(read, earlier, later, layout, lowest))
        if len(faults) > COUNTED:
            break
    return faults


def _perhaps_two(read: AsRead, before: int, after: int, layout: Layout, level: str) -> Fault:
    one, _ = read.in_order(before, after)
    place = read.places.at(
        int(read.table[FILE][after]), int(read.table[ROW][after]), layout.leaf, code_role(layout.leaf)
    )
    sentence = text(
        "{area} has two rows in {month}, here and in {place}, with the same figures: if they are of two areas below, "
        "add a column that names the {level}; else take one row out",
        area=read.area(after),
        month=read.months(after),
        place=Place(layout.name, int(read.table[ROW][one])),
        level=word(level),
    )
    return fault("TWO_ROWS", sentence, place)


def _between_files(read: AsRead, before: AnyInts, after: AnyInts) -> list[Notice]:
    """Return a notice for areas that two files give the same figures of, where neither names the area above."""
    lone = np.array([layout.is_only_named for layout in read.places.layouts])
    file = read.table[FILE]
    doubtful = np.flatnonzero(lone[file[before]] & lone[file[after]])
    if not len(doubtful):
        return []
    names = sorted({read.area(spot) for spot in after[doubtful].tolist()})
    one = int(doubtful[0])
    sentence = plural(
        len(names),
        "{areas} is in two files ({one}, {other}) with the same figures and was taken for one area; if these are two "
        "of the same name, add a column of the area above (乡镇, town) to the files",
        "{areas} and others, {count} in all, are each in two files ({one}, {other}) with the same figures and were "
        "taken for one area; if these are two of the same name, add a column of the area above (乡镇, town) to the "
        "files",
        areas=names[0],
        one=read.places.files[int(file[before[one]])],
        other=read.places.files[int(file[after[one]])],
    )
    return [Notice("SAME_IN_TWO_FILES", sentence)]
