"""Flags of figures, from where they were read to the rows of the table that they went into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.arrays import distinct_values
from popcalc.doubts import INTAKE_FLAGS
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import first_of_runs
from popcalc.intake.rows.values import Marked
from popcalc.table import FILE, ROW

if TYPE_CHECKING:
    from popcalc.arrays import Ints


def flagged_rows(
    read: AsRead, held: Sequence[str], marks: Sequence[tuple[int, Marked]]
) -> Mapping[str, Mapping[str, Ints]]:
    """Return by flag and count the rows whose figure has it, once rows of one village and run are one.

    `marks` are those of files by their number.
    """
    found: dict[str, dict[str, list[Ints]]] = {}
    first = first_of_runs(read.table) if marks else np.zeros(0, dtype=np.int64)
    for file, mark in marks:
        marked = read.table[FILE] == file
        if mark.rows is not None:
            marked &= np.isin(read.table[ROW], mark.rows)
        for key in (key for key in held if key in mark.counts):
            rows = np.flatnonzero(marked & (read.table[key] >= 0))
            if len(rows):
                of_flag = found.setdefault(mark.flag, {})
                of_flag.setdefault(key, []).append(np.searchsorted(first, rows, side="right") - 1)
    return {
        flag: {key: distinct_values(np.concatenate(rows)) for key, rows in found[flag].items()}
        for flag in INTAKE_FLAGS
        if flag in found
    }
