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
from popcalc.errors import Notice, Place
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


@dataclass(frozen=True, eq=False)
class Readings:
    """Where the rows of several files were read that speak of one village and run, and so became one row of the table.

    `file` and `row` have a place for each row as it was read; `first` says, for each row of the table that was read,
    where its own begin.
    """

    file: npt.NDArray[np.signedinteger]
    row: npt.NDArray[np.signedinteger]
    first: npt.NDArray[np.signedinteger]

    def place(self, number: int, counts: Sequence[str], held: Sequence[frozenset[str]]) -> tuple[int, int]:
        """Return file and row of a row that was read: the place that holds the first of some counts, else the first."""
        end = int(self.first[number + 1]) if number + 1 < len(self.first) else len(self.file)
        spots = range(int(self.first[number]), end)
        holding = (spot for count in counts for spot in spots if count in held[int(self.file[spot])])
        spot = next(holding, spots[0])
        return int(self.file[spot]), int(self.row[spot])


@dataclass(frozen=True)
class PrintedTotal:
    """A total that a file prints and that differs from the sum of its parts.

    `row` and `column` as a spreadsheet counts them; `area` is what the row calls itself (`北岭镇 小计`); `printed` and
    `summed` in the unit that is kept (hundredths for money).
    """

    file: str
    row: int
    column: int
    count: str
    area: str
    run: Run
    printed: int
    summed: int


@dataclass(frozen=True)
class VillageMonths:
    """Tidy village-months, the tree of their areas, and what was noticed while they were read.

    `held` are the counts that each file has a column for; `readings` are there when rows of several places became one.
    `totals` are the printed totals that differ from the sum of their parts.
    """

    rows: pd.DataFrame
    areas: Areas
    counts: tuple[str, ...]
    files: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    held: tuple[frozenset[str], ...] = ()
    readings: Readings | None = None
    totals: tuple[PrintedTotal, ...] = ()

    def column(self, name: str) -> npt.NDArray[np.int64]:
        """Return a column of every row; in a count `MISSING` or `ABSENT` stands where there is none."""
        return self.rows[name].to_numpy()

    def places_of(self, rows: npt.NDArray[np.int64], counts: Sequence[str]) -> list[Place | None]:
        """Return where rows were read, each in the file that holds the first of some counts; None for one filled in."""
        import numpy as np

        file, row = self.rows[FILE].to_numpy(), self.rows[ROW].to_numpy()
        filled = file[rows] < 0
        found = list(zip(file[rows].tolist(), row[rows].tolist(), strict=True))
        if self.readings is not None:
            # Rows that were filled in stand among those that were read, and are not counted.
            read = np.cumsum(file >= 0)[rows] - 1
            found = [self.readings.place(number, counts, self.held) for number in read.tolist()]
        return [
            None if is_filled else Place(self.files[spot], number)
            for is_filled, (spot, number) in zip(filled.tolist(), found, strict=True)
        ]

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
