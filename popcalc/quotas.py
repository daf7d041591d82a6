"""Quotas: tasks set for a village and a statistical year, added over areas and never over months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from popcalc.periods import Period, statistical_year
from popcalc.person_time import packed
from popcalc.table import END, VILLAGE, VillageMonths

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Quotas:
    """The villages and years with all asked quotas, sorted by `keys`, and the figures by count."""

    keys: Ints
    village: Ints
    year: Ints
    values: Mapping[str, Ints]

    def has(self, village: Ints, year: Ints) -> Bools:
        """Return whether each village has its quotas for the year."""
        if not len(self.keys):
            return np.zeros(len(village), dtype=bool)
        asked = packed(village, year)
        spot = np.searchsorted(self.keys, asked).clip(max=len(self.keys) - 1)
        found: Bools = self.keys[spot] == asked
        return found


def read_quotas(table: VillageMonths, counts: Sequence[str], year_start: int) -> Quotas:
    """Return the quotas that the table reports; repeats for a year are known to be equal."""
    year = years_of(table.rows[END].to_numpy(), year_start)
    village = table.rows[VILLAGE].to_numpy()
    of_count = {}
    for count in counts:
        said = table.column(count) >= 0
        keys, first = np.unique(packed(village[said], year[said]), return_index=True)
        of_count[count] = keys, table.column(count)[said][first].astype(np.int64)
    common, *others = (keys for keys, _ in of_count.values())
    for other in others:
        common = np.intersect1d(common, other, assume_unique=True)
    values = {count: figures[np.searchsorted(keys, common)] for count, (keys, figures) in of_count.items()}
    return Quotas(common, common >> 20, common & ((1 << 20) - 1), values)


def years_of(month: Ints, year_start: int) -> Ints:
    """Return the statistical year of each month."""
    months, position = np.unique(month, return_inverse=True)
    years = np.array([statistical_year(int(one), year_start) for one in months], dtype=np.int64)
    return years[position] if len(months) else month.astype(np.int64)


def years_touched(period: Period, year_start: int) -> tuple[int, int]:
    """Return the first and the last statistical year that a period touches."""
    return statistical_year(period.start, year_start), statistical_year(period.end, year_start)
