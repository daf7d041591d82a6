"""A table of village-months that was read: its rows, where each was read, what the files print beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas import Areas
from popcalc.doubts import NO_DOUBTS, Doubts, Reading
from popcalc.errors import Notice, Place
from popcalc.language import Text
from popcalc.periods import Run
from popcalc.table import END, FILE, ROW, START, VILLAGE, Pieces, TablePart

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from popcalc.arrays import AnyInts, Ints

Result = TypeVar("Result")


class Readings(Struct, frozen=True, eq=False):
    """Where the rows of several files were read that speak of one village and run, and so became one row of the table.

    `file` and `row` have a place for each row as it was read; `first` says, for each row of the table that was read,
    where its own begin.
    """

    file: AnyInts
    row: AnyInts
    first: AnyInts

    def place(self, number: int, counts: Sequence[str], held: Sequence[frozenset[str]]) -> tuple[int, int]:
        """Return file and row of a row that was read: the place that holds the first of some counts, else the first."""
        end = int(self.first[number + 1]) if number + 1 < len(self.first) else len(self.file)
        spots = range(int(self.first[number]), end)
        holding = (spot for count in counts for spot in spots if count in held[int(self.file[spot])])
        spot = next(holding, spots[0])
        return int(self.file[spot]), int(self.row[spot])


class CountColumn(Struct, frozen=True):
    """A column of a file, from 1, and the count in it; where there is one for each month or area, which that is.

    With `any_year` the rows say the year, and `month` is that month in any of them.
    """

    count: str
    column: int
    month: int | None = None
    area: str = ""
    any_year: bool = False

    def holds(self, count: str, month: int, area: str) -> bool:
        """Whether it has a count of a month and an area."""
        in_time = self.month in (None, month) or (self.any_year and (month - (self.month or 0)) % 12 == 0)
        return self.count == count and in_time and self.area in ("", area)


class Sent(Struct, frozen=True, eq=False):
    """When rows of a file were sent: `days` (since the year 1) of `rows` in rising order; of all rows without these."""

    rows: AnyInts | None
    days: AnyInts

    def days_of(self, rows: AnyInts) -> AnyInts:
        """Return the day of each of some rows, 0 where nothing says it."""
        import numpy as np

        if self.rows is None:
            return np.broadcast_to(self.days, len(rows))
        spots = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return np.where(self.rows[spots] == rows, self.days[spots], 0)


class PrintedTotal(Struct, frozen=True):
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


ALL_AREAS, NO_AREA = -1, -2
"""In place of the position of an area: all areas together, and none that is known."""


class RateColumn(Struct, frozen=True):
    """A column of printed rates, or one name of a long table: its first cell of the header, and what it is of.

    `indicator` is its key, empty for one that is not known; `per` what the header says the rates are per, 0 for
    nothing. `why` says why none of its figures can be held against counts.
    """

    place: Place
    header: str
    indicator: str = ""
    per: int = 0
    why: Text | None = None


class TotalRow(Struct, frozen=True):
    """A row of totals: what it calls itself, and the counts that stand in it."""

    name: str
    counts: Mapping[str, int]


class PrintedRates(Struct, frozen=True, eq=False):
    """Rates that stand beside their counts in files, as arrays of one length.

    `column` is the position of each in `columns`, `row` its row in the file; `area` is the position of its area in the
    tree, `ALL_AREAS` for all of them together, `NO_AREA` where it is not certain what a total adds up; `start` and
    `end` are its months; `texts` are the cells as they are shown. `total` is its place in `totals`, -1 for a row of
    data.
    """

    columns: tuple[RateColumn, ...]
    column: AnyInts
    row: AnyInts
    area: AnyInts
    start: AnyInts
    end: AnyInts
    total: AnyInts
    texts: npt.NDArray[np.bytes_]
    totals: tuple[TotalRow, ...] = ()

    def __len__(self) -> int:
        return len(self.row)


class VillageMonths(Struct, frozen=True):
    """Tidy village-months, the tree of their areas, and what was noticed while they were read.

    `held` are the counts that each file has a column for, `count_columns` where they are; `sheets` are the names of
    sheets by file, empty for what is none, `sent` when its rows were sent, as far as that is said. `readings` are there
    when rows of several places became one.
    `totals` are the printed totals that differ from the sum of their parts. `doubts` is what is open, `reread` gives
    the rows in another reading of that. `of_all` has what rows of the whole area say of all areas together. `beside`
    has the village, first and last month of rows that report only flows that were not read, sorted by village, or
    nothing: the months of the data do not hang on the counts that are asked for. `cell_of` leads from a file, a row, a
    count and a month to the place of its cell. `rates` are printed beside the counts, where they were asked for.
    """

    columns: Mapping[str, AnyInts]
    areas: Areas
    counts: tuple[str, ...]
    files: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    held: tuple[frozenset[str], ...] = ()
    count_columns: tuple[tuple[CountColumn, ...], ...] = ()
    sheets: tuple[str, ...] = ()
    sent: tuple[Sent | None, ...] = ()
    readings: Readings | None = None
    totals: tuple[PrintedTotal, ...] = ()
    doubts: Doubts = NO_DOUBTS
    reread: Callable[[Reading], Mapping[str, AnyInts]] | None = None
    of_all: VillageMonths | None = None
    beside: Mapping[str, AnyInts] = {}
    cell_of: Callable[[int, int, str, int], Place] | None = None
    rates: PrintedRates | None = None

    @property
    def rows(self) -> pd.DataFrame:
        """The columns as a DataFrame."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns), copy=False)

    def column(self, name: str) -> AnyInts:
        """Return a column of every row; in a count `MISSING` or `ABSENT` stands where there is none."""
        return self.columns[name]

    def cells_of(self, rows: Ints, count: str) -> list[Place | None]:
        """Return the cell of a count in rows, without a column where that is not known; None for one filled in."""
        places = self.places_of(rows, (count,))
        if self.cell_of is None:
            return places
        numbers = {file: number for number, file in enumerate(self.files)}
        starts = self.columns[START][rows].tolist()
        return [
            place and self.cell_of(numbers[place.file], place.row or 0, count, start)
            for place, start in zip(places, starts, strict=True)
        ]

    def places_of(self, rows: Ints, counts: Sequence[str]) -> list[Place | None]:
        """Return where rows were read, each in the file that holds the first of some counts; None for one filled in.

        With the column of the first of these counts that the file has.
        """
        import numpy as np

        file, row = self.columns[FILE], self.columns[ROW]
        filled = file[rows] < 0
        found = list(zip(file[rows].tolist(), row[rows].tolist(), strict=True))
        if self.readings is not None:
            # Rows that were filled in stand among those that were read, and are not counted.
            read = np.cumsum(file >= 0)[rows] - 1
            found = [self.readings.place(number, counts, self.held) for number in read.tolist()]
        where = zip(
            filled.tolist(), found, self.columns[VILLAGE][rows].tolist(), self.columns[END][rows].tolist(), strict=True
        )
        return [
            None if is_filled else Place(self.files[spot], number, self._column_of(spot, counts, month, village))
            for is_filled, (spot, number), village, month in where
        ]

    def _column_of(self, file: int, counts: Sequence[str], month: int, village: int) -> int | None:
        """Return the column of the first of some counts that a file has one of, for a month and a village."""
        if not self.count_columns:
            return None
        name = self.areas.names[village]
        fitting = (one.column for count in counts for one in self.count_columns[file] if one.holds(count, month, name))
        return next(fitting, None)

    def each(self, answer: Callable[[TablePart], Result]) -> Iterable[Result]:
        """Return what a function gives for the one part that the table is."""
        yield answer(self.whole)

    def read_as(self, reading: Reading) -> VillageMonths:
        """Return the table in another reading of what is open."""
        return replace(self, columns=self.reread(reading)) if self.reread else self

    def in_pieces(self, several: Sequence[Sequence[range]]) -> Iterator[Pieces]:
        """Yield some villages after others, each time as a table; another reading of the whole is made once for all."""
        table = replace(self, reread=cache(self.reread)) if self.reread else self
        return (Pieces(table, pieces) for pieces in several)

    def for_months(self, months: int) -> VillageMonths | Pieces:
        """Return the table in parts with not too many months of villages each, those that have no row, too."""
        pieces = pieces_of(range(self.areas.villages), months)
        return Pieces(self, pieces) if len(pieces) > 1 else self

    @property
    def gathered(self) -> VillageMonths:
        """The table itself, whose rows are here."""
        return self

    @property
    def whole(self) -> TablePart:
        """All of it as one part."""
        import numpy as np

        columns = {name: self.column(name) for name in (VILLAGE, START, END, *self.counts)}
        number = self.areas.villages
        above = self.areas.parent_of[:number]
        above = np.where(above < 0, np.arange(number), above)
        return TablePart(columns, self.counts, range(number), above, self.areas.lives, self.beside)

    def part(self, villages: range) -> TablePart:
        """Return the rows of some villages that follow each other."""
        return self.whole.of(villages)

    def of_each(self, pieces: Sequence[range], answer: Callable[[TablePart], Result]) -> Iterable[Result]:
        """Yield what a function gives for each piece."""
        return (answer(self.part(villages)) for villages in pieces)


VILLAGE_MONTHS = 500_000
"""So many months of villages are summed at once."""


def pieces_of(villages: range, months: int) -> list[range]:
    """Return villages in pieces that are summed one after the other; at least one."""
    step = max(VILLAGE_MONTHS // months, 1)
    return [villages[start : start + step] for start in range(0, len(villages), step)] or [villages]
