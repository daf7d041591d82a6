"""Rows whose runs of months overlap made comparable: one row for each run that all flows of a figure fill completely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from popcalc.table import END, MISSING, START, VILLAGE, VillageMonths

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Flows:
    """Flows by village and run of months, sorted; no two runs of a village overlap unless they hold other flows."""

    village: Ints
    start: Ints
    end: Ints
    values: Mapping[str, Ints]


def flows_of(table: VillageMonths, counts: Sequence[str]) -> Flows:
    """Return the rows of the table with the flows among `counts`, as they were given."""
    rows = table.rows
    return Flows(
        rows[VILLAGE].to_numpy(),
        rows[START].to_numpy(),
        rows[END].to_numpy(),
        {count: table.column(count) for count in counts},
    )


def aligned(flows: Flows, counts: Sequence[str]) -> Flows:
    """Return the rows on which a figure over `counts` can rest: runs that overlap become one, from first to last.

    Births by month and deaths by quarter meet in the quarter: its births are reported when all its months are. Where
    no runs of these counts overlap, the rows are returned as they are.
    """
    if (flows.start == flows.end).all():
        return flows
    said = np.logical_or.reduce([flows.values[count] >= 0 for count in counts])
    village, start, end = flows.village[said], flows.start[said], flows.end[said]
    reach = np.maximum.accumulate((village.astype(np.int64) << 20) + end) if len(village) else village.astype(np.int64)
    joined = (reach[:-1] >> 20 == village[1:]) & ((reach[:-1] & ((1 << 20) - 1)) >= start[1:])
    if not joined.any():
        return flows
    first = np.flatnonzero(np.concatenate([[True], ~joined]))
    low, high = start[first], np.maximum.reduceat(end, first)
    length = high - low + 1
    values = {}
    for count in counts:
        column = flows.values[count][said].astype(np.int64)
        covered = np.add.reduceat(np.where(column >= 0, end - start + 1, 0), first)
        total = np.add.reduceat(np.where(column >= 0, column, 0), first)
        values[count] = np.where(covered == length, total, MISSING)
    return Flows(village[first], low, high, values)
