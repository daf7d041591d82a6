"""The table that everything is computed from: one row per village and run of months, counts as whole numbers.

Columns of `VillageMonths.rows`, sorted by village, start, end, each combination once:

| column | type | meaning |
|---|---|---|
| `village` | int32 | position of the village in `areas` |
| `start`, `end` | int32 | first and last month of the run, as `year * 12 + month - 1`; mostly the same month |
| one per count | int32 or int64 | the count (money in hundredths), `MISSING` or `ABSENT` |
| `file`, `row` | int16, int32 | where the row was read first: position in `files`, row as a spreadsheet counts |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popcalc.areas import Areas
from popcalc.errors import Notice
from popcalc.periods import Run

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

VILLAGE = "village"
START = "start"
END = "end"
FILE = "file"
ROW = "row"

MISSING = -1
"""The cell stands there and says nothing."""
ABSENT = -2
"""The row's file has no such column, so that the count may be derived from others."""


@dataclass(frozen=True)
class VillageMonths:
    """Tidy village-months, the tree of their areas, and what was noticed while they were read."""

    rows: pd.DataFrame
    areas: Areas
    counts: tuple[str, ...]
    files: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    def column(self, name: str) -> npt.NDArray[np.int64]:
        """Return a column of every row; in a count `MISSING` or `ABSENT` stands where there is none."""
        return self.rows[name].to_numpy()

    def span(self, flows: Sequence[str], stocks: Sequence[str]) -> Run | None:
        """Return the first to the last month with any flow; of any stock when no flow is reported; else None."""
        for group in (flows, stocks):
            reported = self._rows_with_any(group)
            if reported.any():
                return Run(int(self.column(START)[reported].min()), int(self.column(END)[reported].max()))
        return None

    def _rows_with_any(self, counts: Sequence[str]) -> npt.NDArray[np.bool_]:
        found = self.column(VILLAGE) < 0
        for count in counts:
            found |= self.column(count) >= 0
            if found.all():
                break
        return found
