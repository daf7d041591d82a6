"""How likely chance alone gives the rows of a series the figures of an earlier date, count by count."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from popcalc.arrays import Floats
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.wholes import wholes
from popcalc.quality.area_sums import Series, SeriesRows
from popcalc.quality.coincidence import UNKNOWN, SamePeople, of_the_same, steps
from popcalc.quality.material import Material

EVENTS = frozenset({"births", "deaths", "migration_in", "migration_out"})
"""Events of lives, and their parts, fall as chance has it. Of other flows (checks done, people looked after) only the
data can say whether they move at all."""
FEW = 4
"""With fewer months the data do not say whether a flow moves."""

ANY, NEXT_ONE, EARLIER = 0, 1, 2
"""Figures of any dates; of one village alone those of dates one step apart, and of dates further apart, between which
nothing is told apart."""
STEPS = (ANY, NEXT_ONE, EARLIER)


class ChancesOfSeries:
    """The chances of the rows of one series, of counts (and their natures) none of which is part of another."""

    def __init__(self, material: Material, series: Series, counts: Mapping[str, Nature]) -> None:
        self._material, self._series, self._counts = material, series, counts
        # In a year of months a stock follows from the flows: it says nothing then.
        stocks = [count for count, nature in counts.items() if nature is Nature.STOCK and series.within is None]
        self._of_stocks = {count: SamePeople(material, count) for count in stocks}
        part_of = wholes(material.catalogue)
        events = {count for count in counts if EVENTS & part_of[count]}
        self._at_least = {
            count: 0.0 if count in events else 1.0 if events else self._stands(count)
            for count, nature in counts.items()
            if nature is Nature.FLOW
        }
        """Of what follows from events (what is done for births, or for people) chance says nothing."""

    def logarithms(self, count: str, rows: SeriesRows) -> Floats:
        """Return the logarithm of the chance of each row, a line for each of `STEPS`."""
        if count in self._at_least:
            figures = np.maximum(self._material.table.column(count)[rows.rows], 0)
            logs = np.log(np.maximum(of_the_same(figures), self._at_least[count]))
            return np.broadcast_to(logs, (len(STEPS), len(logs)))
        if count not in self._of_stocks:
            return np.zeros((len(STEPS), len(rows.village)))
        found = self._of_stocks[count].of_rows(rows.stretch)
        place = slice(None) if isinstance(rows.rows, slice) else rows.rows - rows.stretch.start
        chances: Floats = np.stack([found.stands[place], found.after[place], found.earlier[place]])
        return np.log(chances)

    def _stands(self, count: str) -> float:
        """Return the share of months in which a flow stands where it stood the month before; 1 where nobody knows."""
        if self._series.dates < FEW:
            return 1.0
        known = stood = 0
        for rows in self._series.pieces(self._material):
            figures = self._material.table.column(count)[rows.rows]
            moves = steps(figures, rows.village)[figures[1:] > 0]
            known, stood = known + int((moves != UNKNOWN).sum()), stood + int((moves == 0).sum())
        return stood / known if known else 1.0
