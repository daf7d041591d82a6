"""Empty cells of flows, by what stands beside them and what the columns file says.

An empty cell in a row that reports another flow may be a 0 that the clerk left out: it stays `EMPTY` where nothing says
what it means. In a row that reports no flow it is missing, and so is every empty cell of a stock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Nature
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.figures import counts_of
from popcalc.intake.rows.parsing import parse
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.turning import turn
from popcalc.intake.rows.values import Rows
from popcalc.intake.text.blocks import Block
from popcalc.table import EMPTY, MISSING

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

ZERO = "zero"


def settled(rows: Rows, reading: Reading, besides: Callable[[], Bools | None]) -> Rows:
    """Return rows whose empty cells are what they are said to mean, and `EMPTY` where nothing is said.

    `besides` tells which rows report a flow that is not read; it is asked only where that matters.
    """
    empty = _empty_cells(rows.counts)
    if not empty:
        return rows
    flows = [key for key in rows.counts if reading.catalogue.counts[key].nature is Nature.FLOW]
    reports: Bools = np.logical_or.reduce([rows.counts[key] >= 0 for key in flows])
    if (~reports & np.logical_or.reduce(list(empty.values()))).any() and (more := besides()) is not None:
        reports |= more
    figures = {key: _figure(reading.columns.empty_means(key), to_date=reading.columns.cumulative) for key in empty}
    return _filled(rows, {key: np.where(reports, figures[key], MISSING) for key in empty}, empty)


def _figure(meaning: str | None, *, to_date: bool) -> int:
    """Return what stands for an empty cell of which something is said, or nothing; a figure to date is not guessed."""
    if meaning is None:
        return MISSING if to_date else EMPTY
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


def flows_besides(block: Block, layout: Layout, reading: Reading, most: int) -> Bools | None:
    """Return which rows of a block report a flow whose column is not asked for, None where there is no such column."""
    others = [
        column
        for column in layout.counts
        if column.key not in reading.wanted and reading.catalogue.counts[column.key].nature is Nature.FLOW
    ]
    if not others:
        return None
    table = turn(parse(block, layout, others, reading.headers, most), layout, others)
    # What is wrong with cells that are not asked for is no matter here.
    nowhere = np.zeros(len(table.row), dtype=np.bool_)
    found: Bools = np.logical_or.reduce([counts_of(one, nowhere, table, reading)[0] >= 0 for one in table.counts])
    return found
