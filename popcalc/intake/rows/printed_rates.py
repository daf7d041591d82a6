"""The cells of printed rates, kept as they are written, with the words and months of their rows.

Rates are no figures of the table: a cell decides nothing about its row and is never wrong here. Which area a row speaks
of is known when all rows are joined; which rows a total adds up is known when its file is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import combine
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.choosing import choose
from popcalc.intake.rows.growing import GrowingRows, columns_of, rows_of
from popcalc.intake.rows.parsing import Cells
from popcalc.intake.rows.printed_totals import called, scopes, with_the_only_run
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.turning import Table
from popcalc.intake.rows.values import FileRates, PrintedRows, RowClass, Rows
from popcalc.intake.text.bytestrings import GREATEST_WIDTH, narrowed
from popcalc.periods import Run

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts
    from popcalc.intake.rows.values import Classes
    from popcalc.intake.text.bytestrings import Texts

NO_PAIRS = (np.zeros(0, dtype=np.int32),) * 2
TOTALS = (RowClass.TOTAL_BY_WORD, RowClass.TOTAL_AS_SAID)


def printed_rows(cells: Cells, table: Table, rows: Rows, classes: Classes, layout: Layout) -> PrintedRows:
    """Return the rows of a block that may hold printed rates: of data, of totals, of rates in a long table."""
    if table.measure is None:
        chosen = np.isin(classes, (RowClass.DATA, *TOTALS))
    else:
        names = [one.header.encode() for one in layout.rates]
        of_rates = np.isin(table.measure, np.array(names, dtype=np.bytes_))
        as_data = np.where(of_rates & (classes == RowClass.NO_COUNT), np.int8(RowClass.DATA), classes)
        chosen = of_rates & np.isin(choose(as_data, table.asked, layout)[0], (RowClass.DATA, *TOTALS))
    found = {one.index: _as_shown(cells.texts[one.index], table.row, one.index, layout) for one in layout.rates}
    return PrintedRows(
        rows[chosen],
        {index: narrowed(texts[chosen]) for index, texts in found.items()},
        table.measure[chosen] if table.measure is not None else None,
    )


def _as_shown(texts: Texts, row: AnyInts, column: int, layout: Layout) -> Texts:
    """Return the cells of a column as the number formats of their sheet show them."""
    looks = layout.source.looks
    shown = {spot + 1: words for (spot, index), (words, _) in looks.shown.items() if index == column}
    here = [(place, shown[number]) for place, number in enumerate(row.tolist()) if number in shown] if shown else []
    if not here:
        return texts
    width = max([texts.dtype.itemsize, *(len(words.encode()) for _, words in here)])
    found = texts.astype(f"S{min(width, GREATEST_WIDTH)}")
    for place, words in here:
        found[place] = words.encode()
    return found


def file_rates(
    blocks: Sequence[PrintedRows], data: Rows, totals: Rows, layout: Layout, reading: Reading, *, regrouped: bool
) -> FileRates:
    """Return the rows with printed rates of a file whose rows of data and of totals are known."""
    growing = GrowingRows()
    for one in blocks:
        growing.add(columns_of(one.rows), len(one.rows))
    rows = rows_of(growing)
    cells = {one.index: np.concatenate([block.cells[one.index] for block in blocks]) for one in layout.rates}
    names = [block.names for block in blocks if block.names is not None]
    totals = with_the_only_run(totals, data) if len(data) else totals
    of_data, of_totals = _same(rows, data, layout), _same(rows, totals, layout)
    adding_up, parts = _summed(data, totals, layout, reading)
    # By the number of the row with the rate, which in a long table is another than that of the total.
    first, last = (np.searchsorted(adding_up, of_totals, side=side) for side in ("left", "right"))
    number = np.where((of_data < 0) & (of_totals >= 0), last - first, 0)
    start, end = _with_runs_of_totals(rows, of_totals, totals)
    return FileRates(
        rows.row,
        of_data,
        start,
        end,
        cells,
        np.concatenate(names) if names else None,
        (np.repeat(rows.row, number), parts[_spots(first, number)]),
        _own_counts(rows, np.where(of_data < 0, of_totals, -1), totals, reading),
        regrouped,
    )


def _with_runs_of_totals(rows: Rows, of_totals: AnyInts, totals: Rows) -> tuple[AnyInts, AnyInts]:
    """Return the months of rows, those of a total that says none being the only ones of its file."""
    start, end = rows.start.copy(), rows.end.copy()
    run_of = dict(zip(totals.row.tolist(), zip(totals.start.tolist(), totals.end.tolist(), strict=True), strict=True))
    for spot in np.flatnonzero((end < start) & (of_totals >= 0)).tolist():
        start[spot], end[spot] = run_of[int(of_totals[spot])]
    return start, end


def _own_counts(
    rows: Rows, of_totals: AnyInts, totals: Rows, reading: Reading
) -> dict[int, tuple[str, dict[Run, dict[str, int]]]]:
    """Return what the rows of totals among some rows call themselves, and their counts for each run of months."""
    by_total: dict[int, list[int]] = {}
    for at, number in enumerate(totals.row.tolist()):
        by_total.setdefault(number, []).append(at)
    found: dict[int, tuple[str, dict[Run, dict[str, int]]]] = {}
    for spot in np.flatnonzero(of_totals >= 0).tolist():
        own = by_total[int(of_totals[spot])]
        counts = {
            Run(int(totals.start[at]), int(totals.end[at])): {
                key: int(values[at]) for key, values in totals.counts.items() if values[at] >= 0
            }
            for at in own
        }
        found[int(rows.row[spot])] = (called(totals, own[0], reading), counts)
    return found


def _same(rows: Rows, others: Rows, layout: Layout) -> AnyInts:
    """Return the number of a row among others of the same area and months, for each row, -1 for none."""
    if not len(others):
        return np.full(len(rows), -1, dtype=np.int32)
    if not layout.is_long:
        known = np.unique(others.row)
        spots = np.minimum(np.searchsorted(known, rows.row), len(known) - 1)
        return np.where(known[spots] == rows.row, rows.row, -1)
    # What headers say is the same for all rows, as they lie in the file.
    roles = [role for role in rows.words if role in others.words and not (layout.areas and role == layout.leaf)]
    said = [(rows.words[role], others.words[role]) for role in roles]
    if not any(one.run for one in layout.counts):
        said += [(rows.start, others.start), (rows.end + 1, others.end + 1)]
    number = combine([np.concatenate(pair) for pair in said]) if said else np.zeros(len(rows) + len(others), np.int64)
    first = np.full(int(number.max(initial=0)) + 1, -1, dtype=np.int32)
    first[number[len(rows) :][::-1]] = others.row[::-1]
    return first[number[: len(rows)]]


def _summed(data: Rows, totals: Rows, layout: Layout, reading: Reading) -> tuple[AnyInts, AnyInts]:
    """Return the numbers of rows of totals and of their parts, as pairs sorted by the first."""
    found = [NO_PAIRS, *(_pairs(data, totals, layout, reading) if len(totals) and len(data) else ())]
    of_totals, parts = (np.concatenate([pair[side] for pair in found]) for side in (0, 1))
    order = np.argsort(of_totals, kind="stable")
    return of_totals[order], parts[order]


def _pairs(data: Rows, totals: Rows, layout: Layout, reading: Reading) -> Iterator[tuple[AnyInts, AnyInts]]:
    """Yield numbers of rows of totals with those of their parts, as far as these are certain."""
    for scope in scopes(data, totals, layout, reading):
        inside = np.flatnonzero(scope.of_row >= 0)
        order = inside[np.argsort(scope.of_row[inside], kind="stable")]
        groups = scope.of_row[order]
        first, last = (np.searchsorted(groups, scope.group, side=side) for side in ("left", "right"))
        yield np.repeat(totals.row[scope.totals], last - first), data.row[order[_spots(first, last - first)]]


def _spots(first: AnyInts, number: AnyInts) -> AnyInts:
    """Return so many neighbouring positions from each of some on, one after the other."""
    return np.repeat(first - np.cumsum(number) + number, number) + np.arange(number.sum())
