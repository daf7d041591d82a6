"""From the chunks of all files to one table: areas made out, the rows of different files joined, figures held once.

The result does not depend on the order of files or rows, nor on the size of the blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.areas.identity import Identified, identify
from popcalc.areas.labels import Labels, Pool, Sightings, code_role, combine
from popcalc.errors import Fault, InputError, Notice, Place
from popcalc.intake.conflicts import find_conflicts, merge_repeats
from popcalc.intake.derive import derive, fill_absent
from popcalc.intake.rows import Chunk
from popcalc.intake.survey import Survey
from popcalc.table import ABSENT, END, FILE, ROW, START, VILLAGE, VillageMonths

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.signedinteger]
    Table = dict[str, Ints]

FIRST_MONTH = 1900 * 12
MONTHS = 400 * 12
"""Months from 1900 on that fit into one sort key."""


@dataclass(frozen=True)
class Part:
    """A chunk and the position of the file it comes from."""

    file: int
    chunk: Chunk


def assemble(
    parts: Sequence[Part],
    files: tuple[str, ...],
    survey: Survey,
    wanted: frozenset[str],
    pools: Mapping[str, Pool],
    notices: Sequence[Notice],
) -> VillageMonths:
    """Return the table; the parts are used up on the way, so that no column is held twice.

    Raises InputError when a row's area fits several, a figure is given twice and differs, or runs of months overlap.
    """
    catalogue = survey.catalogue
    held = [key for key in catalogue.counts if any(key in part.chunk.counts for part in parts)]
    rows = _outline(parts)
    identified = _areas(parts, rows, survey, pools, files)
    rows[VILLAGE] = identified.village_of[rows.pop("label")]
    order = _order(rows)
    table = {name: rows.pop(name)[order] for name in list(rows)}
    for key in held:
        table[key] = _stacked(key, parts)[order]
    faults: list[Fault] = find_conflicts(table, held, files, identified.areas, catalogue, survey.year_start)
    table, repeated = merge_repeats(table, held, files, identified.areas, catalogue, faults)
    if faults:
        raise InputError(faults)
    table, said = derive(table, catalogue, wanted)
    if survey.columns.absent == "zero":
        table = fill_absent(table, catalogue, identified.areas.villages)
    counts = tuple(key for key in catalogue.counts if key in table)
    frame = pd.DataFrame({name: table.pop(name) for name in (VILLAGE, START, END, *counts, FILE, ROW)}, copy=False)
    return VillageMonths(frame, identified.areas, counts, files, (*notices, *identified.notices, *repeated, *said))


def _outline(parts: Sequence[Part]) -> Table:
    """Return the months, files and row numbers of all parts below each other."""
    file_type = np.min_scalar_type(-max((part.file for part in parts), default=0) - 1)
    file_type = np.promote_types(file_type, np.int16)
    return {
        START: _concatenated([part.chunk.start for part in parts]),
        END: _concatenated([part.chunk.end for part in parts]),
        FILE: _concatenated([np.full(len(part.chunk), part.file, dtype=file_type) for part in parts]),
        ROW: _concatenated([part.chunk.row for part in parts]),
    }


def _stacked(key: str, parts: Sequence[Part]) -> Ints:
    """Return a count of all parts, taking it out of them."""
    return _concatenated(
        [
            part.chunk.counts.pop(key) if key in part.chunk.counts else np.full(len(part.chunk), ABSENT, dtype=np.int32)
            for part in parts
        ]
    )


def _concatenated(columns: Sequence[Ints]) -> Ints:
    if not columns:
        return np.zeros(0, dtype=np.int32)
    return np.concatenate(columns) if len(columns) > 1 else columns[0]


def _order(rows: Table) -> Ints | slice:
    """Return the order by village, first and last month; of equal ones as they came, by file and row."""
    key = rows[VILLAGE].astype(np.int64)
    key *= MONTHS
    key += rows[START]
    key -= FIRST_MONTH
    if (rows[START] != rows[END]).any():
        key *= MONTHS
        key += rows[END]
        key -= FIRST_MONTH
    if (key[1:] >= key[:-1]).all():
        return slice(None)
    return np.argsort(key, kind="stable")


def _areas(
    parts: Sequence[Part], rows: Table, survey: Survey, pools: Mapping[str, Pool], files: Sequence[str]
) -> Identified:
    """Return the areas that the rows mean, and put the number of each row's label into `rows`."""
    words: Table = {}
    for role in pools:
        if any(role in part.chunk.words for part in parts):
            words[role] = _concatenated(
                [part.chunk.words.pop(role, np.zeros(len(part.chunk), dtype=np.int32)) for part in parts]
            )
    words = words or {survey.levels[-1]: np.zeros(0, dtype=np.int32)}
    label = combine(list(words.values())).astype(np.int32)
    first = np.zeros(int(label.max(initial=-1)) + 1, dtype=np.int64)
    # Written from the last row to the first, so that the first stays.
    first[label[::-1]] = np.arange(len(label))[::-1]
    last = np.full(len(first), np.iinfo(np.int32).min, dtype=np.int32)
    np.maximum.at(last, label, rows[END])
    levels = tuple(level for level in survey.levels if level in words or code_role(level) in words)
    labels = Labels({role: column[first] for role, column in words.items()}, last, pools, levels)
    words.clear()
    rows["label"] = label

    def place_of(number: int) -> Place:
        row = int(first[number])
        return Place(files[int(rows[FILE][row])], int(rows[ROW][row]))

    sightings = Sightings(label, rows[FILE], rows[START])
    columns = survey.columns
    return identify(labels, sightings, survey.registry, columns.code_levels, columns.levels, place_of)
