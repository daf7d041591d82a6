"""Empty cells of flows, by what stands beside them and what the columns file says.

An empty cell in a row that reports another flow may be a 0 that the clerk left out: it stays `EMPTY` where nothing says
what it means. In a row that reports no flow it is missing, and so is every empty cell of a stock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.definitions.catalogue import Nature
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.figures import counts_of
from popcalc.intake.rows.looks import filled_down
from popcalc.intake.rows.parsing import parse
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.turning import reports_together, table_of, turn
from popcalc.intake.rows.values import Rows, Zeros
from popcalc.intake.text.blocks import Block
from popcalc.table import EMPTY, MISSING

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

ZERO = "zero"


def settled(rows: Rows, reading: Reading, layout: Layout, besides: Callable[[], Bools | None]) -> tuple[Rows, Zeros]:
    """Return rows whose empty cells are what they are said to mean, else `EMPTY`, and which of them are 0.

    `besides` tells which rows report a flow that is not read; it is asked only where that matters.
    """
    empty = _empty_cells(rows.counts)
    if not empty:
        return rows, {}
    flows = [key for key in rows.counts if reading.catalogue.counts[key].nature is Nature.FLOW]
    reports = _reports(rows.counts[key] for key in flows)
    if (~reports & np.logical_or.reduce(list(empty.values()))).any() and (more := besides()) is not None:
        reports |= more
    reports = reports_together(reports, layout)
    figures = {key: _figure(reading.columns.empty_means(key)) for key in empty}
    zeros = {
        key: np.stack([rows.row[cells & reports], rows.start[cells & reports]], axis=1)
        for key, cells in empty.items()
        if figures[key] == 0
    }
    return _filled(rows, {key: np.where(reports, figures[key], MISSING) for key in empty}, empty), zeros


def _figure(meaning: str | None) -> int:
    """Return what stands for an empty cell of which something is said, or nothing."""
    if meaning is None:
        return EMPTY
    return 0 if meaning == ZERO else MISSING


def all_missing(rows: Rows) -> Rows:
    """Return rows whose empty cells are all missing, as those of totals are."""
    empty = _empty_cells(rows.counts)
    return _filled(rows, {key: np.full(len(rows), MISSING) for key in empty}, empty) if empty else rows


def _empty_cells(counts: Mapping[str, AnyInts]) -> dict[str, Bools]:
    return {key: empty for key, values in counts.items() if (empty := values == EMPTY).any()}


def _filled(rows: Rows, figures: Mapping[str, AnyInts], empty: Mapping[str, Bools]) -> Rows:
    filled = {key: np.where(cells, figures[key], rows.counts[key]) for key, cells in empty.items()}
    return replace(
        rows,
        counts={**rows.counts, **{key: values.astype(rows.counts[key].dtype) for key, values in filled.items()}},
    )


def flows_besides(block: Block, rows: Rows, data: Bools, layout: Layout, reading: Reading, most: int) -> Bools | None:
    """Return which rows of areas and periods report a flow that is not asked for, None where no column holds one.

    `rows` are the rows of the block as they lie, those that are `data`.
    """
    counts = reading.catalogue.counts
    others = [one for one in layout.counts if one.key not in reading.wanted and counts[one.key].nature is Nature.FLOW]
    if not others or layout.is_long:
        return None
    table = table_of(filled_down(parse(block, layout, others, reading.headers, most), layout), layout, others)
    # What is wrong with cells that are not asked for is no matter here.
    nowhere = np.zeros(len(data), dtype=np.bool_)
    figures = {one.column: counts_of(one, nowhere, table, reading)[0][data] for one in table.counts}
    return _reports(turn(rows, figures, layout, reading).counts.values())


def _reports(flows: Iterable[AnyInts]) -> Bools:
    found: Bools = np.logical_or.reduce([values >= 0 for values in flows])
    return found
