"""Comparisons and ranks as columns of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from popcalc.arrays import Array
from popcalc.record_columns import Words
from popcalc.recording import stacked

OF_WORDS = ("compared_with", "difference_evidence")


def added_columns(figures: Sequence[Mapping[str, Array]]) -> dict[str, Array | Words]:
    """Return what each of several figures adds to its records as columns, the figure running fastest."""
    found: dict[str, Array | Words] = {}
    for name in figures[0] if figures else ():
        columns = [one[name] for one in figures]
        column = stacked(columns, np.result_type(*columns))
        found[name] = Words.of(column.tolist()) if name in OF_WORDS else column
    return found
