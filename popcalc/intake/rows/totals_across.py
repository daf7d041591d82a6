"""Columns that add up others of their row, held against them: 合计 beside 1月 to 12月, 一季度 beside its months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Nature
from popcalc.intake.header.layout import Column, Layout, Why
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows
from popcalc.periods import Run
from popcalc.table import PrintedTotal

if TYPE_CHECKING:
    from popcalc.intake.rows.turning import Figures


def columns_that_add_up(layout: Layout, reading: Reading) -> list[Column]:
    """Return the columns of wanted flows that add up others; a stock at several moments has no sum."""
    counts = reading.catalogue.counts
    return [
        column
        for column in layout.columns
        if column.why is Why.ADDS_UP and column.key in reading.wanted and counts[column.key].nature is Nature.FLOW
    ]


def odd_across(
    rows: Rows, figures: Figures, adding_up: Sequence[Column], layout: Layout, reading: Reading
) -> Iterator[PrintedTotal]:
    """Yield the totals over periods that differ from the sum of their row's figures, where none of these is missing.

    `figures` are those of each column, for rows as they lie in the file.
    """
    for total in adding_up:
        of_count = [one for one in layout.counts if one.key == total.key and one.run is not None]
        parts = [one for one in of_count if one.run and (total.run is None or total.run.holds(one.run))]
        printed = figures[total].astype(np.int64)
        columns = np.stack([figures[one].astype(np.int64) for one in parts])
        summed = columns.sum(axis=0)
        odd = (printed >= 0) & (columns >= 0).all(axis=0) & (printed != summed)
        runs = [one.run for one in parts if one.run is not None]
        for spot in np.flatnonzero(odd).tolist():
            yield PrintedTotal(
                file=layout.name,
                row=int(rows.row[spot]),
                column=total.index + 1,
                count=total.key,
                area=_area(rows, spot, layout, reading),
                run=Run(min(run.start for run in runs), max(run.end for run in runs)),
                printed=int(printed[spot]),
                summed=int(summed[spot]),
            )


def _area(rows: Rows, spot: int, layout: Layout, reading: Reading) -> str:
    words = {role: reading.areas[role].pool.words[int(positions[spot])] for role, positions in rows.words.items()}
    return next(filter(None, (words.get(layout.leaf), *words.values())), "")
