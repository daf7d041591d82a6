"""Rows sent to parts of neighbouring villages, and the villages of a part joined as one process joins all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from msgspec import Struct

from popcalc.areas.drafting import own_spans
from popcalc.definitions.catalogue import Nature
from popcalc.intake.apart.batches import ReadBatch
from popcalc.intake.apart.labels import RowsWantedError, label_of, rows_wanted, words_of
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import find_conflicts, merge_repeats
from popcalc.intake.join.coverage import months_told
from popcalc.intake.join.finishing import Merged, Steps, finished, in_order
from popcalc.intake.join.silent import rows_told
from popcalc.intake.join.table import order_of, readings_of, rows_beside
from popcalc.intake.rows.growing import BESIDE
from popcalc.intake.rows.values import Rows
from popcalc.table import ABSENT, END, FILE, ROW, START, VILLAGE, Readings, TablePart

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints

    Columns = dict[str, AnyInts]


class Sending(Struct, frozen=True):
    """Where rows of villages go: `edges` are the first villages of the parts, and the number of all villages.

    `counts` are those that rows may have, `files` is how many files there are.
    """

    edges: AnyInts
    counts: Sequence[str]
    files: int


class Batch(Struct, frozen=True):
    """What a batch of files is told of its rows: the number of its first file, the village of each of its labels."""

    file: int
    village_of: AnyInts


def route(batch: ReadBatch, own: Batch, sending: Sending) -> dict[int, Columns]:
    """Return the rows of a batch by the part that has their villages, in the order in which they stand."""
    data = [file.data for file in batch.files]
    village = own.village_of[label_of(words_of(data))]
    number = np.promote_types(np.min_scalar_type(-sending.files - 1), np.int16)
    columns: Columns = {
        VILLAGE: village.astype(np.int32),
        START: np.concatenate([one.start for one in data]),
        END: np.concatenate([one.end for one in data]),
        FILE: np.concatenate([np.full(len(one), own.file + spot, dtype=number) for spot, one in enumerate(data)]),
        ROW: np.concatenate([one.row for one in data]),
    }
    for key in sending.counts:
        if any(key in one.counts for one in data):
            columns[key] = _count(data, key)
    if any(one.beside is not None for one in data):
        columns[BESIDE[1]] = np.concatenate(
            [one.beside if one.beside is not None else np.zeros(len(one), dtype=np.int8) for one in data]
        )
    part = np.searchsorted(sending.edges, village, side="right") - 1
    order = np.argsort(part, kind="stable")
    numbers, first = np.unique(part[order], return_index=True)
    ends = np.append(first[1:], len(order))
    return {
        int(one): {name: column[order[begin:end]] for name, column in columns.items()}
        for one, begin, end in zip(numbers, first, ends, strict=True)
    }


def _count(data: Sequence[Rows], key: str) -> AnyInts:
    return np.concatenate([one.counts.get(key, np.full(len(one), ABSENT, dtype=np.int32)) for one in data])


class Part(Struct, frozen=True, eq=False):
    """The rows of neighbouring villages, joined; the column `village` counts from the first of them.

    Columns are those of `VillageMonths`, and so are `readings`. `above` is that of a `TablePart`.
    """

    columns: Mapping[str, AnyInts]
    counts: tuple[str, ...]
    villages: range
    above: AnyInts
    beside: Mapping[str, AnyInts]
    readings: Readings | None

    @property
    def as_table_part(self) -> TablePart:
        """The part as the aggregation sees it."""
        columns = {name: self.columns[name] for name in (VILLAGE, START, END, *self.counts)}
        return TablePart(columns, self.counts, self.villages, self.above, None, self.beside)


def piece_of(parts: Sequence[TablePart], villages: range, counts: tuple[str, ...]) -> TablePart:
    """Return the rows of some villages that follow each other, of the parts that have them, in order."""
    columns = _joined_within(villages, [(part, part.columns) for part in parts])
    beside = _joined_within(villages, [(part, part.beside) for part in parts if part.beside])
    above = [_within(part.above, part, villages) for part in parts]
    return TablePart(columns, counts, villages, np.concatenate(above), None, beside)


def _joined_within(villages: range, found: Sequence[tuple[TablePart, Mapping[str, AnyInts]]]) -> Columns:
    """Return the rows of some villages, which are counted from the first of them, of columns of parts."""
    pieces = []
    for part, columns in found:
        low, high = np.searchsorted(
            columns[VILLAGE], [villages.start - part.villages.start, villages.stop - part.villages.start]
        )
        own = {name: column[low:high] for name, column in columns.items()}
        pieces.append({**own, VILLAGE: own[VILLAGE] + np.int32(part.villages.start - villages.start)})
    return {name: np.concatenate([one[name] for one in pieces]) for name in (pieces[0] if pieces else ())}


def _within(of_villages: AnyInts, part: TablePart, villages: range) -> AnyInts:
    """Return what is known of the villages of a part, of those among some."""
    begin = part.villages.start
    return of_villages[max(villages.start - begin, 0) : max(villages.stop - begin, 0)]


class Wanted(Struct, frozen=True):
    """Why the rows of a part are wanted where all are: something is to be said of them."""


class Said(Struct, frozen=True, eq=False):
    """What notices on all villages need to know of those of a part.

    The months for which some row gives flows and stocks; for each village the first and the last month with a figure,
    the longest step between two, and whether it gives a stock.
    """

    counts: tuple[str, ...]
    flows: Sequence[int]
    stocks: Sequence[int]
    first: Ints
    last: Ints
    step: Ints
    held: Bools


class PartOf(Struct, frozen=True):
    """What a part is told of itself: its villages, and the positions of the areas above them."""

    villages: range
    above: AnyInts


def assemble(pieces: Sequence[Columns], own: PartOf, steps: Steps, held: Sequence[str]) -> Part | Wanted:
    """Return the villages of a part, joined, or that this takes all rows: where figures are given twice or differ."""
    try:
        return _joined(_together(pieces, held), own, steps, held)
    except RowsWantedError:
        return Wanted()


def _together(pieces: Sequence[Columns], held: Sequence[str]) -> Columns:
    names = [VILLAGE, START, END, FILE, ROW, *held]
    if any(BESIDE[1] in one for one in pieces):
        names.append(BESIDE[1])
    fills = {BESIDE[1]: np.int8(0)}
    return {
        name: np.concatenate(
            [one.get(name, np.full(len(one[ROW]), fills.get(name, np.int32(ABSENT)))) for one in pieces]
        )
        for name in names
    }


def _joined(rows: Columns, own: PartOf, steps: Steps, held: Sequence[str]) -> Part:
    rows[VILLAGE] = rows[VILLAGE] - np.int32(own.villages.start)
    beside = rows_beside(rows, rows.pop(BESIDE[1], None), None)
    order = order_of(rows)
    table = {name: column[order] for name, column in rows.items()}
    nowhere: Any = _NotHere()
    read = AsRead(table, nowhere, nowhere, nowhere, rows_wanted)
    faults = find_conflicts(read, held, steps.catalogue, steps.calendar)
    places = {name: table[name] for name in (VILLAGE, START, END, FILE, ROW)}
    table, different, said = merge_repeats(read, held, steps.catalogue)
    table, noticed = finished(Merged(table, frozenset(), {}), steps)
    if faults or different or said or noticed:
        raise RowsWantedError
    readings = readings_of(places, table, None, None)
    counts = tuple(key for key in steps.catalogue.counts if key in table)
    return Part(in_order(table, steps.catalogue), counts, own.villages, own.above, beside, readings)


def said_of(part: Part | Wanted, steps: Steps) -> Said | None:
    """Return what notices on all villages need to know of a part, None where its rows are wanted."""
    if isinstance(part, Wanted):
        return None
    catalogue, columns, villages = steps.catalogue, part.columns, len(part.villages)
    flows, stocks = months_told(columns, catalogue)
    told = rows_told(columns, part.counts)
    first, last, step = own_spans(villages, columns[VILLAGE], columns[START], columns[END], told)
    held = np.zeros(villages, dtype=bool)
    of_moments = [key for key in part.counts if catalogue.counts[key].nature is Nature.STOCK]
    held[columns[VILLAGE][rows_told(columns, of_moments)]] = True
    return Said(part.counts, flows, stocks, first, last, step(), held)


class _NotHere:
    """Stands for places, names and labels, which are the driver's."""

    def __getattr__(self, name: str) -> NoReturn:
        raise RowsWantedError

    def __getitem__(self, row: int) -> NoReturn:
        raise RowsWantedError
