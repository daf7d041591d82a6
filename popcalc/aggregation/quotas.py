"""Quotas: tasks set for a village and a statistical year, added over areas and never over months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from msgspec import Struct

from popcalc.aggregation.timeline import Timeline
from popcalc.arrays import AnyInts, Bools, Ints, first_of_each, months_of, packed, villages_of
from popcalc.table import END, VILLAGE, TablePart


class Quotas(Struct, frozen=True, eq=False):
    """The villages and years with all asked quotas, as sorted keys of village and year, and the figures by count."""

    keys: Ints
    values: Mapping[str, Ints]

    @property
    def village(self) -> Ints:
        """The village of each."""
        return villages_of(self.keys)

    @property
    def year(self) -> Ints:
        """The statistical year of each."""
        return months_of(self.keys)

    def __getitem__(self, chosen: Bools) -> Self:
        return type(self)(self.keys[chosen], {count: figures[chosen] for count, figures in self.values.items()})

    def has(self, village: AnyInts, year: Ints) -> Bools:
        """Return whether each village has its quotas for the year."""
        if not len(self.keys):
            return np.zeros(len(village), dtype=bool)
        asked = packed(village, year)
        found: Bools = self.keys.take(np.searchsorted(self.keys, asked), mode="clip") == asked
        return found


def read_quotas(part: TablePart, counts: Sequence[str], timeline: Timeline) -> Quotas:
    """Return the quotas that a part of the table reports; a row speaks of the year in which its run of months ends.

    Repeats for a year are known to be equal.
    """
    found = [_read(part, count, timeline) for count in counts]
    common, *others = (keys for keys, _ in found)
    for other in others:
        common = np.intersect1d(common, other, assume_unique=True)
    figures = (values[np.searchsorted(keys, common)] for keys, values in found)
    return Quotas(common, dict(zip(counts, figures, strict=True)))


def _read(part: TablePart, count: str, timeline: Timeline) -> tuple[Ints, Ints]:
    """Return the keys of village and year for which a quota is reported, and the quotas."""
    rows = np.flatnonzero(part.column(count) >= 0)
    keys = packed(part.column(VILLAGE)[rows], timeline.year(part.column(END)[rows]))
    first = first_of_each(keys)
    return keys[first], part.column(count)[rows[first]].astype(np.int64)
