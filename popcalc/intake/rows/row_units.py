"""Columns that say the unit of each row's figures: 万人, thousands; what they multiply is no figure of single ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.headers import heads_multipliers
from popcalc.definitions.units import multiplier_of_cell, says_many, unit_of_cell
from popcalc.errors import Fault, fault
from popcalc.intake.header.layout import Column, Layout
from popcalc.intake.rows.dimension_faults import called
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.split import Split
from popcalc.language import text, word

if TYPE_CHECKING:
    from popcalc.arrays import Ints


def other_units(split: Split, columns: Sequence[int], layout: Layout, reading: Reading) -> Iterator[Fault]:
    """Yield the fault of each column of units that says another one than that in which its rows are read."""
    for index in columns:
        first = min(_rows_in_others(split, index, layout, reading), default=None)
        if first is None:
            continue
        row, number, key, unit = first
        column = layout.column(index)
        count = reading.catalogue.counts[key]
        sentence = text(
            "the column {column} says {unit}, and the figures of this row are read as {count} in single {own}: give "
            "them so, or, where all rows say the same, write the unit into what heads or names them ({header} "
            "({as_unit})); where the column says nothing of them, say so in a --columns file (columns: {{{column}: "
            "ignore}})",
            column=called(column),
            unit=split.values[index].written[number],
            count=key,
            own=word(count.unit),
            header=next(one.header for one in layout.counts if one.key == key),
            as_unit=unit,
        )
        place = layout.place_of_column(index, int(split.rows.row[row]))
        yield fault("ROW_UNIT", sentence, place)


def _rows_in_others(split: Split, index: int, layout: Layout, reading: Reading) -> Iterator[tuple[int, int, str, str]]:
    """Yield the first row of each unit that is not that of its count, the number of the cell, the count and the unit.

    A multiplier is the unit of its number: 3 of UNIT_MULT is 1000.
    """
    numbers = split.watched[index]
    of_numbers = heads_multipliers(layout.column(index).header)
    for number, written in enumerate(split.values[index].written):
        by = multiplier_of_cell(written) if of_numbers else None
        unit = unit_of_cell(written, reading.headers.names_count) if by is None else None
        if index in layout.remarks and not says_many(unit):
            # What else a remark says of money or couples is of something else.
            continue
        if not number or (unit is None and by is None):
            continue
        rows = np.flatnonzero(numbers == number)
        for columns, own in _of_counts(split, rows, layout):
            for one in columns:
                if len(own) and (by or reading.headers.factor(one.key, unit)) != one.factor:
                    yield int(own[0]), number, one.key, str(by) if by else written
                    break


def _of_counts(split: Split, rows: Ints, layout: Layout) -> Iterator[tuple[Sequence[Column], Ints]]:
    """Yield the columns of counts of some rows with these; in a long table, those of each name of a count."""
    if layout.measure is None or split.measure is None:
        yield layout.counts, rows
        return
    names, own = split.values[split.measure].written, split.watched[split.measure][rows]
    for number in np.unique(own).tolist():
        yield [one for one in layout.counts if one.header == names[number]], rows[own == number]
