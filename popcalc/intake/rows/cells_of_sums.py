"""The cells of sums: rows in order of figures and, in each, of the values of the column that is added up over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.intake.rows.split import Split

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints

NOTHING = np.iinfo(np.int64).max


class SumCells(Struct, frozen=True, dict=True):
    """One cell for each figure and value of a column.

    `order` are the rows, those of a cell together; `begins` is where each cell begins among them, `figures` where each
    figure does among the cells; `value` is the number of each cell's value, `is_part` whether it is none of everybody.
    """

    order: Ints
    begins: Ints
    figures: Ints
    value: AnyInts
    is_part: Bools

    @property
    def first_rows(self) -> AnyInts:
        """The first row of each figure."""
        return np.minimum.reduceat(self.order[self.begins], self.figures)

    @cached_property
    def ends(self) -> Ints:
        """Where each cell ends among the rows."""
        return np.append(self.begins[1:], len(self.order))

    def rows_of(self, cell: int) -> Ints:
        """Return the rows of one cell."""
        return self.order[self.begins[cell] : self.ends[cell]]

    def cells_of(self, figure: int) -> range:
        """Return the cells of one figure."""
        end = int(self.figures[figure + 1]) if figure + 1 < len(self.figures) else len(self.begins)
        return range(int(self.figures[figure]), end)

    def added(self, values: AnyInts | Bools) -> AnyInts:
        """Return the sum of each figure's cells."""
        found: AnyInts = np.add.reduceat(values.astype(np.int64), self.figures)
        return found

    def largest(self, values: AnyInts) -> AnyInts:
        """Return the largest of each figure's cells."""
        found: AnyInts = np.maximum.reduceat(values, self.figures)
        return found

    def span(self, values: AnyInts) -> tuple[AnyInts, AnyInts, AnyInts]:
        """Return the largest and the smallest figure that the rows of each cell report, and how many do.

        Where none does, the largest is below 0 and the smallest without end.
        """
        ordered = values[self.order].astype(np.int64)
        return (
            np.maximum.reduceat(ordered, self.begins),
            np.minimum.reduceat(np.where(ordered < 0, NOTHING, ordered), self.begins),
            np.add.reduceat((ordered >= 0).astype(np.int64), self.begins),
        )

    def row_of(self, in_order: AnyInts) -> AnyInts:
        """Return for each row the place of its figure, `in_order` being the figures by place."""
        place = np.empty(len(self.figures), dtype=np.int64)
        place[in_order] = np.arange(len(self.figures))
        bounds = np.append(self.begins[self.figures], len(self.order))
        found = np.empty(len(self.order), dtype=np.int64)
        found[self.order] = np.repeat(place, np.diff(bounds))
        return found

    def totals_with_parts(self) -> Bools:
        """Return which rows are of everybody and stand beside rows of some."""
        has_parts = np.logical_or.reduceat(self.is_part, self.figures)
        sizes = np.diff(np.append(self.figures, len(self.begins)))
        left_out = ~self.is_part & np.repeat(has_parts, sizes)
        totals = np.zeros(len(self.order), dtype=np.bool_)
        totals[self.order] = np.repeat(left_out, self.ends - self.begins)
        return totals


def cells_of_sums(split: Split, index: int, apart: Sequence[int]) -> SumCells:
    """Return the cells of rows that are added up over a column; `apart` are others that tell figures apart."""
    figure, value = split.figures(apart), split.cells(index)
    order = np.lexsort((np.arange(len(figure)), value, figure))
    figure, value = figure[order], value[order]
    new = np.concatenate([[True], figure[1:] != figure[:-1]])
    begins = np.flatnonzero(new | np.concatenate([[True], value[1:] != value[:-1]]))
    value = value[begins]
    return SumCells(order, begins, np.flatnonzero(new[begins]), value, ~split.values[index].whole[value] & (value > 0))
