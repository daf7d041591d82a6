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
    """Return the wanted columns that add up others; a stock has a sum over areas, and none over moments."""
    return [
        column
        for column in layout.columns
        if column.why is Why.ADDS_UP and column.key in reading.wanted and _is_sum(column, layout, reading)
    ]


def _is_sum(total: Column, layout: Layout, reading: Reading) -> bool:
    if reading.catalogue.counts[total.key].nature is Nature.FLOW:
        return True
    return bool(layout.areas) and len({one.run for one in _parts(total, layout)}) == 1


def _parts(total: Column, layout: Layout) -> list[Column]:
    """Return the columns that one adds up: those of its count, in its months, of its area or of all areas."""
    return [
        one
        for one in layout.counts
        if one.key == total.key
        and (one.run is not None or one.area)
        and total.area in ("", one.area)
        and (total.run is None or one.run is None or total.run.holds(one.run))
    ]


def odd_across(
    rows: Rows, figures: Figures, adding_up: Sequence[Column], layout: Layout, reading: Reading
) -> Iterator[PrintedTotal]:
    """Yield the totals over periods or areas that differ from the sum of their row's figures, where none is missing.

    `figures` are those of each column, for rows as they lie in the file.
    """
    for total in adding_up:
        parts = _parts(total, layout)
        printed = figures[total].astype(np.int64)
        columns = np.stack([figures[one].astype(np.int64) for one in parts])
        summed = columns.sum(axis=0)
        odd = (printed >= 0) & (columns >= 0).all(axis=0) & (printed != summed)
        runs = [one.run for one in parts if one.run is not None]
        for spot in np.flatnonzero(odd).tolist():
            starts, ends = [run.start for run in runs], [run.end for run in runs]
            yield PrintedTotal(
                file=layout.name,
                row=int(rows.row[spot]),
                column=total.index + 1,
                count=total.key,
                area=(total.area or total.header) if layout.areas else _area(rows, spot, layout, reading),
                run=Run(min(starts, default=int(rows.start[spot])), max(ends, default=int(rows.end[spot]))),
                printed=int(printed[spot]),
                summed=int(summed[spot]),
            )


def _area(rows: Rows, spot: int, layout: Layout, reading: Reading) -> str:
    words = {role: reading.areas[role].pool.words[int(positions[spot])] for role, positions in rows.words.items()}
    return next(filter(None, (words.get(layout.leaf), *words.values())), "")
