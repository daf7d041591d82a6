"""Stocks that are the same in all rows that are added up: a population beside deaths by cause, multiplied by a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.intake.rows.breakdowns import BEYOND_CHANCE
from popcalc.intake.rows.cells_of_sums import SumCells

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

_NEARLY_ALL = 0.9
"""So much of the figures must be the same in all their parts."""
_ALIKE = 0.6
"""Parts are often alike, as the two sexes are: a figure that is the same again tells by so much of its logarithm."""


class SameStock(Struct, frozen=True):
    """A count that is the same in all `parts` of nearly every figure, as in that which begins in `row`.

    Where it `is_sure` chance does not explain it.
    """

    key: str
    row: int
    parts: int
    is_sure: bool


def same_stock(key: str, highest: AnyInts, cells: SumCells) -> SameStock | None:
    """Return how a stock is the same in the parts of its figures; `highest` is the figure of each cell."""
    there = cells.is_part & (highest > 0)
    parts = cells.added(there)
    most = cells.largest(np.where(there, highest, -1))
    least = -cells.largest(np.where(there, -highest, np.iinfo(np.int64).min))
    several = parts > 1
    same = several & (most == least)
    if not same.any() or same.sum() < _NEARLY_ALL * several.sum():
        return None
    evidence = _ALIKE * float(((parts[same] - 1) * np.log1p(most[same])).sum())
    figure = int(np.flatnonzero(same)[0])
    cell = next(one for one in cells.cells_of(figure) if there[one])
    return SameStock(key, int(cells.rows_of(cell)[0]), int(parts[figure]), is_sure=evidence > BEYOND_CHANCE)
