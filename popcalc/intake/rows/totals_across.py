"""Columns that add up others of their row, held against them: 合计 beside 1月 to 12月, 一季度 beside its months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Nature
from popcalc.intake.header.layout import Column, ColumnClass, Layout, Why
from popcalc.intake.header.whole_columns import is_of_whole
from popcalc.intake.rows.dimension_values import are_all
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows
from popcalc.periods import Run
from popcalc.village_months import PrintedTotal

if TYPE_CHECKING:
    from popcalc.intake.rows.turning import Figures


def columns_that_add_up(layout: Layout, reading: Reading) -> list[Column]:
    """Return the wanted columns that add up others; a stock has a sum over areas, and none over moments."""
    return [
        column
        for column in (layout.measured_totals if layout.is_long else layout.columns)
        if column.why is Why.ADDS_UP and column.key in reading.wanted and _is_sum(column, layout, reading)
    ]


def _is_sum(total: Column, layout: Layout, reading: Reading) -> bool:
    parts = _parts(total, layout)
    if reading.catalogue.counts[total.key].nature is Nature.FLOW:
        return bool(parts)
    return bool(layout.areas) and len({one.run for one in parts}) == 1


def _parts(total: Column, layout: Layout) -> list[Column]:
    """Return the columns that one adds up: those of its count, in its months, of its area or of all areas."""
    return [
        one
        for one in layout.counts
        if one.key == total.key
        and (not layout.is_long or one.header == total.header)
        and (one.run is not None or one.area)
        and total.area in ("", one.area)
        and total.parts == one.parts
        and (total.run is None or one.run is None or total.run.holds(one.run))
    ]


def columns_of_parts(layout: Layout, reading: Reading) -> Mapping[Column, Sequence[Sequence[Column]]]:
    """Return, by wanted column of a whole, the columns beside it that must add up to it: all ages, both sexes."""
    beside = [one for one in layout.columns if one.column_class is ColumnClass.DIMENSION and one.parts]
    found: dict[Column, list[Sequence[Column]]] = {}
    for whole in layout.counts if beside else ():
        own = [one for one in beside if one.key == whole.key and (one.run, one.area) == (whole.run, whole.area)]
        for number in range(len(own[0].parts) if own and whole.key in reading.wanted else 0):
            others = [one for one in own if all(map(is_of_whole, (*one.parts[:number], *one.parts[number + 1 :])))]
            parts = [one for one in others if not is_of_whole(one.parts[number])]
            if are_all([one.parts[number] for one in parts]):
                found.setdefault(whole, []).append(parts)
    return found


def odd_parts(
    rows: Rows,
    figures: Figures,
    parts: Mapping[Column, Sequence[Sequence[Column]]],
    layout: Layout,
    reading: Reading,
) -> Iterator[PrintedTotal]:
    """Yield the figures of the whole that differ from the sum of the parts beside them, where none is missing."""
    for whole, sums in parts.items():
        for some in sums:
            yield from _odd(rows, figures, whole, some, layout, reading)


def odd_across(
    rows: Rows, figures: Figures, adding_up: Sequence[Column], layout: Layout, reading: Reading
) -> Iterator[PrintedTotal]:
    """Yield the totals over periods or areas that differ from the sum of their row's figures, where none is missing.

    `figures` are those of each column, for rows as they lie in the file.
    """
    for total in adding_up:
        yield from _odd(rows, figures, total, _parts(total, layout), layout, reading)


def _odd(
    rows: Rows, figures: Figures, total: Column, parts: Sequence[Column], layout: Layout, reading: Reading
) -> Iterator[PrintedTotal]:
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
            area=(total.area or layout.columns[total.index].header)
            if layout.areas
            else _area(rows, spot, layout, reading),
            run=Run(min(starts, default=int(rows.start[spot])), max(ends, default=int(rows.end[spot]))),
            printed=int(printed[spot]),
            summed=int(summed[spot]),
        )


def _area(rows: Rows, spot: int, layout: Layout, reading: Reading) -> str:
    words = {role: reading.areas[role].pool.words[int(positions[spot])] for role, positions in rows.words.items()}
    return next(filter(None, (words.get(layout.leaf), *words.values())), "")
