"""The rows of totals of columns that split a table: chosen unasked where every figure has one.

A row is of the whole when each of these columns says so in it (Total, both sexes), or says nothing where it says
nothing in any row of the same figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.intake.rows.split import Split

if TYPE_CHECKING:
    from popcalc.arrays import Bools


class WholeRows(Struct, frozen=True):
    """Which rows are of the whole, and the first row and count of a figure that has no such row."""

    rows: Bools
    lacking: tuple[int, str] | None = None


def have_totals(split: Split, columns: Sequence[int]) -> list[int]:
    """Return the columns among some in which some row is of the whole."""
    return [index for index in columns if split.values[index].whole[split.watched[index]].any()]


def whole_rows(split: Split, columns: Sequence[int], apart: Sequence[int] = ()) -> WholeRows:
    """Return the rows of the whole by all of some columns, for figures that are also told `apart` by others."""
    figure = split.figures(apart)
    groups = int(figure.max(initial=-1)) + 1
    whole = np.ones(len(split.rows), dtype=np.bool_)
    for index in columns:
        positions = split.watched[index]
        spoken = np.zeros(groups, dtype=np.bool_)
        spoken[figure[positions > 0]] = True
        whole &= split.values[index].whole[positions] | ((positions == 0) & ~spoken[figure])
    lacking: list[tuple[int, str]] = []
    for key, values in split.rows.counts.items():
        reported = (values >= 0) & split.rows.has_months
        there = np.zeros(groups, dtype=np.bool_)
        there[figure[reported & whole]] = True
        without = np.flatnonzero(reported & ~there[figure])
        if len(without):
            lacking.append((int(without[0]), key))
    return WholeRows(whole, min(lacking, default=None))
