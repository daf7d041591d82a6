"""From the rows of all files to one table: areas made out, the rows of different files joined, figures held once.

The result does not depend on the order of files or rows, nor on the size of the blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.areas.identity import Identified, identify
from popcalc.areas.labels import Labels, Pool, Sightings, code_role, combine
from popcalc.definitions.catalogue import Catalogue
from popcalc.errors import Fault, InputError, Notice, Place
from popcalc.intake.conflicts import find_conflicts, first_of_runs, merge_repeats
from popcalc.intake.derive import derive, fill_absent
from popcalc.intake.rows import Chunk
from popcalc.intake.stack import Stack
from popcalc.intake.survey import Survey
from popcalc.intake.totals import are_subtotals
from popcalc.table import ABSENT, END, FILE, ROW, START, VILLAGE, Readings, VillageMonths

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.signedinteger]
    Table = dict[str, Ints]

FIRST_MONTH = 1900 * 12
MONTHS = 400 * 12
"""Months from 1900 on that fit into one sort key."""


def new_stack(catalogue: Catalogue, roles: Iterable[str]) -> Stack:
    """Return the columns that are filled while files are read: months, places, areas by role, counts by key."""
    return Stack(
        dict.fromkeys((START, END, FILE, ROW), 0)
        | {_word(role): 0 for role in roles}
        | dict.fromkeys(catalogue.counts, ABSENT)
    )


def put(stack: Stack, chunk: Chunk, file: int, expected: int = 0) -> None:
    """Put the rows of a chunk of a file below the others; `expected` is a guess of how many there will be in all."""
    rows = len(chunk.row)
    months = {START: chunk.start, END: chunk.end, ROW: chunk.row}
    # As small as the number of files allows.
    spot = np.full(rows, file, dtype=np.promote_types(np.min_scalar_type(-file - 1), np.int16))
    words = {_word(role): positions for role, positions in chunk.words.items()}
    stack.add({**months, FILE: spot, **words, **chunk.counts}, rows, expected)


def _word(role: str) -> str:
    """Return the column of a role, which may be called as a count is."""
    return f"word {role}"


def leave_out_subtotals(stack: Stack, since: int, leaf: str, pools: Mapping[str, Pool]) -> int:
    """Leave out the rows, from one on, of totals that their codes betray; return how many they are."""
    role = code_role(leaf)
    if _word(role) not in stack.columns:
        return 0
    subtotals = are_subtotals(stack.part(_word(role), since), pools[role].words)
    if subtotals.any():
        stack.keep(since, ~subtotals)
    return int(subtotals.sum())


def assemble(
    stack: Stack,
    files: tuple[str, ...],
    survey: Survey,
    asked: frozenset[str],
    wanted: frozenset[str],
    pools: Mapping[str, Pool],
    notices: Sequence[Notice],
) -> VillageMonths:
    """Return the table; the stack is used up on the way, so that no column is held twice.

    Raises InputError when a row's area fits several, a figure is given twice and differs, or runs of months overlap.
    """
    catalogue = survey.catalogue
    held = [key for key in catalogue.counts if key in wanted & survey.available.held]
    rows = {name: stack.take(name) for name in (START, END, FILE, ROW)}
    identified = _areas(stack, rows, survey, pools, files)
    rows[VILLAGE] = identified.village_of[rows.pop("label")]
    order = _order(rows)
    table = {name: rows.pop(name)[order] for name in list(rows)}
    for key in held:
        table[key] = stack.take(key)[order]
    del order
    faults: list[Fault] = find_conflicts(table, held, files, identified.areas, catalogue, survey.year_start)
    read = {name: table[name] for name in (VILLAGE, START, END, FILE, ROW)}
    table, repeated = merge_repeats(table, held, files, identified.areas, catalogue, faults)
    if faults:
        raise InputError(faults)
    merged = len(table[ROW]) < len(read[ROW])
    readings = Readings(read[FILE], read[ROW], first_of_runs(read).astype(np.int32)) if merged else None
    del read
    table, said = derive(table, catalogue, asked, wanted)
    if survey.columns.absent == "zero":
        table = fill_absent(table, catalogue, identified.areas.villages)
    counts = tuple(key for key in catalogue.counts if key in table)
    frame = pd.DataFrame({name: table.pop(name) for name in (VILLAGE, START, END, *counts, FILE, ROW)}, copy=False)
    said = [*notices, *identified.notices, *repeated, *said]
    in_files = tuple(frozenset(column.key for column in layout.counts) for layout in survey.layouts)
    return VillageMonths(frame, identified.areas, counts, files, tuple(said), in_files, readings)


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


def _areas(stack: Stack, rows: Table, survey: Survey, pools: Mapping[str, Pool], files: Sequence[str]) -> Identified:
    """Return the areas that the rows mean, and put the number of each row's label into `rows`."""
    words = {role: stack.take(_word(role)) for role in pools if _word(role) in stack.columns}
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
