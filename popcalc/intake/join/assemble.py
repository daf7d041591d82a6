"""From the rows of all files to one table: areas made out, the rows of different files joined, figures held once.

The result does not depend on the order of files or rows, nor on the size of the blocks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.areas.identity import Identified, identify
from popcalc.areas.labels import Labels, Pool, Sightings, code_role, combine
from popcalc.definitions.catalogue import Catalogue
from popcalc.errors import Fault, InputError, Notice, Place
from popcalc.intake.header.layout import Layout
from popcalc.intake.header.words import PERIOD
from popcalc.intake.join.conflicts import Told, find_conflicts, first_of_runs, merge_repeats
from popcalc.intake.join.coverage import column_notices, month_notices
from popcalc.intake.join.cumulative import find_conflicts_to_date, to_months
from popcalc.intake.join.derive import derive, fill_absent
from popcalc.intake.join.places import Places
from popcalc.intake.join.repeats import find_repeated_rows
from popcalc.intake.join.stack import Stack
from popcalc.intake.rows.rows import Chunk
from popcalc.intake.survey import Survey
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
        | {role_column(role): 0 for role in roles}
        | dict.fromkeys(catalogue.counts, ABSENT)
    )


def put(stack: Stack, chunk: Chunk, file: int, expected: int = 0) -> None:
    """Put the rows of a chunk of a file below the others; `expected` is a guess of how many there will be in all."""
    rows = len(chunk.row)
    months = {START: chunk.start, END: chunk.end, ROW: chunk.row}
    # As small as the number of files allows.
    spot = np.full(rows, file, dtype=np.promote_types(np.min_scalar_type(-file - 1), np.int16))
    words = {role_column(role): positions for role, positions in chunk.words.items()}
    stack.add({**months, FILE: spot, **words, **chunk.counts}, rows, expected)


def role_column(role: str) -> str:
    """Return the column of the stack of a role, which may be called as a count is."""
    return f"word {role}"


def rows_since(stack: Stack, since: int, layout: Layout, wanted: Collection[str]) -> Chunk:
    """Return the rows of a file that are on the stack, from one on; the arrays are the stack's own."""

    def part(name: str) -> Ints:
        return stack.part(name, since)

    words = {role: part(role_column(role)) for role in layout.words if role != PERIOD}
    counts = {column.key: part(column.key) for column in layout.counts if column.key in wanted}
    return Chunk(words, part(START), part(END), counts, part(ROW))


def words_of(stack: Stack, role: str) -> Ints:
    """Return the position of each row in the pool of a role; -1 where no file has a column of it."""
    name = role_column(role)
    return stack.part(name, 0) if name in stack.columns else np.full(stack.length, -1, dtype=np.int32)


def assemble(
    stack: Stack,
    survey: Survey,
    asked: frozenset[str],
    wanted: frozenset[str],
    pools: Mapping[str, Pool],
    notices: Sequence[Notice],
) -> VillageMonths:
    """Return the table; the stack is used up on the way, so that no column is held twice.

    Raises InputError when a row's area fits several, a figure is given twice and differs, or runs of months overlap.
    """
    catalogue, year_start = survey.catalogue, survey.year_start
    held = [key for key in catalogue.counts if key in wanted & survey.available.held]
    rows = {name: stack.take(name) for name in (START, END, FILE, ROW)}
    labels, identified = _areas(stack, rows, survey, pools)
    label = rows.pop("label")
    rows[VILLAGE] = identified.village_of[label]
    order = _order(rows)
    table = {name: rows.pop(name)[order] for name in list(rows)}
    for key in held:
        table[key] = stack.take(key)[order]
    told = Told(table, Places(survey.layouts), identified.areas, label[order], labels.leaf_words)
    del order, label
    faults: list[Fault] = []
    if survey.columns.cumulative:
        faults += find_conflicts_to_date(told, held, catalogue, year_start)
    else:
        faults += find_conflicts(told, held, catalogue, year_start)
    read = {name: table[name] for name in (VILLAGE, START, END, FILE, ROW)}
    table, said = merge_repeats(table, told, held, catalogue, faults)
    if said:
        perhaps_two, same_names = find_repeated_rows(told, held, survey.columns.levels)
        faults += perhaps_two
        said += same_names
    if faults:
        raise InputError(faults)
    # Where figures to date were turned into months, a row of the table is no row that was read.
    merged = len(table[ROW]) < len(read[ROW]) and not survey.columns.cumulative
    readings = Readings(read[FILE], read[ROW], first_of_runs(read).astype(np.int32)) if merged else None
    del told, read
    table, negative = derive(table, catalogue, asked, wanted)
    said += negative
    if survey.columns.cumulative:
        table, turned = to_months(table, catalogue, year_start)
        said += turned
    if survey.columns.absent == "zero":
        table = fill_absent(table, catalogue, identified.areas.villages)
    said += [*column_notices(survey.layouts, asked, catalogue), *month_notices(table, catalogue)]
    counts = tuple(key for key in catalogue.counts if key in table)
    frame = pd.DataFrame({name: table.pop(name) for name in (VILLAGE, START, END, *counts, FILE, ROW)}, copy=False)
    files = tuple(layout.name for layout in survey.layouts)
    said = [*notices, *identified.notices, *said]
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


def _areas(stack: Stack, rows: Table, survey: Survey, pools: Mapping[str, Pool]) -> tuple[Labels, Identified]:
    """Return the labels and the areas that the rows mean, and put the number of each row's label into `rows`."""
    words = {role: stack.take(role_column(role)) for role in pools if role_column(role) in stack.columns}
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

    places = Places(survey.layouts)

    def place_of(number: int, *roles: str) -> Place:
        row = int(first[number])
        return places.at(int(rows[FILE][row]), int(rows[ROW][row]), *roles)

    sightings = Sightings(label, rows[FILE], rows[START])
    columns = survey.columns
    return labels, identify(labels, sightings, survey.registry, columns.code_levels, columns.levels, place_of)
