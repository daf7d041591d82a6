"""How much hangs on a finding: which share of the figures of its town, in all months of the data, would change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Floats, Ints
from popcalc.definitions.catalogue import Nature
from popcalc.quality.findings import EVERYWHERE, INFO, Finding
from popcalc.quality.material import Material


def shares(material: Material, found: Sequence[Finding]) -> Floats:
    """Return for each finding the share, 0 to 1, of the figures of its town that hangs on it; NaN for what is a note.

    Of a village they are those of the area above it, of a larger area its own. What hangs on a finding is the
    difference of `expected` and `found`, else all that stands there of its count; of a stock in each month, so that it
    is a share of the person-months which rates divide by. Where nothing stands, or all counts are concerned, it is the
    share of the people in these months.
    """
    weights = _Weights(material)
    return np.array([np.nan if one.severity == INFO else weights.share(one) for one in found], dtype=np.float64)


class _Weights(Struct, frozen=True, eq=False, dict=True):
    material: Material

    def share(self, one: Finding) -> float:
        """Return the share of a finding."""
        whole = self._above(one.area)
        of_count = self._of_count(one, whole) if one.count in self.material.table.counts else None
        return min(of_count if of_count is not None else self._of_months(one, whole), 1.0)

    def _above(self, area: int) -> int:
        areas = self.material.table.areas
        return int(areas.parent_of[area]) if 0 <= area < areas.villages else area

    def _of_count(self, one: Finding, whole: int) -> float | None:
        """Return the share in a count; None where nothing of it stands there or in the town."""
        total = self._totals(one.count)[whole]
        if one.stake is not None:
            stake = one.stake
        elif one.expected is not None and one.found is not None:
            stake = abs(one.expected - one.found)
        else:
            stake = float(np.maximum(self.material.table.column(one.count)[self._rows(one)], 0).sum())
            return stake / total if stake > 0 else None
        stake *= 10 ** self.material.decimals([one.count])
        if self.material.catalogue.counts[one.count].nature is Nature.STOCK:
            stake *= max(len(self._rows(one)), 1)
        return stake / total if total > 0 else None

    def _of_months(self, one: Finding, whole: int) -> float:
        """Return the share in the people of all months, of villages without people that of a village."""
        span = self.material.span
        months = max(min(one.end, span.end) - max(one.start, span.start) + 1, 0)
        total = self._people_in[whole] * span.months
        return float(self._people_in[one.area] * months / total) if total > 0 else 0.0

    def _rows(self, one: Finding) -> Ints:
        """Return the rows of the months of a finding."""
        material = self.material
        rows = material.rows_of(one.area)
        return rows[(material.start[rows] <= one.end) & (material.end[rows] >= one.start)]

    def _totals(self, count: str) -> Floats:
        """Return the sum of a count by area; the last one is that of all."""
        if count not in self._known:
            figures = np.maximum(self.material.table.column(count), 0).astype(np.float64)
            self._known[count] = self._in_areas(_sums(self.material.village, figures, self._villages))
        return self._known[count]

    @cached_property
    def _known(self) -> dict[str, Floats]:
        return {}

    @property
    def _villages(self) -> int:
        return self.material.table.areas.villages

    @cached_property
    def _people_in(self) -> Floats:
        """The average people of the villages of each area, by the first stock that there is; else the villages."""
        stocks = self.material.counts(Nature.STOCK)
        if not stocks:
            return self._in_areas(np.ones(self._villages))
        figures = self.material.table.column(stocks[0])
        known = figures >= 0
        village = self.material.village[known]
        people = _sums(village, figures[known].astype(np.float64), self._villages)
        number = _sums(village, np.ones(len(village)), self._villages)
        average = people / np.maximum(number, 1)
        usual = float(average[number > 0].mean()) if (number > 0).any() else 1.0
        return self._in_areas(np.where(number > 0, average, usual))

    def _in_areas(self, of_villages: Floats) -> Floats:
        """Return sums by area, of all areas of the tree, and last that of all together."""
        areas = self.material.table.areas
        found = np.zeros(len(areas.keys) + 1)
        found[: self._villages] = of_villages
        for level in areas.levels[:-1]:
            above = areas.above(level)
            np.add.at(found, above[above >= 0], of_villages[above >= 0])
        found[EVERYWHERE] = of_villages.sum()
        return found


def _sums(village: AnyInts, values: Floats, villages: int) -> Floats:
    return np.bincount(village, values, villages).astype(np.float64)
