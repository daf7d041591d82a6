"""The table that everything is computed from: one row per village and run of months, counts as whole numbers.

Here is what a calculation sees of it, wherever it lies; `popcalc.village_months` has the one that was read. Columns,
and the rows sorted by village, start, end, each combination once:

| column | type | meaning |
|---|---|---|
| `village` | int32 | position of the village in `areas` |
| `start`, `end` | int32 | first and last month of the run, as `year * 12 + month - 1`; mostly the same month |
| one per count | int32 or int64 | the count (money in hundredths), `MISSING` or `ABSENT` |
| `file`, `row` | int16, int32 | where the row was read first: position in `files`, row as a spreadsheet counts |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

from popcalc.areas import Areas
from popcalc.doubts import Doubts, Reading
from popcalc.periods import Run

if TYPE_CHECKING:
    from popcalc.areas.lives import Lives
    from popcalc.arrays import AnyInts, Bools

Result = TypeVar("Result")

VILLAGE = "village"
START = "start"
END = "end"
FILE = "file"
ROW = "row"

MISSING = -1
"""The cell stands there and says nothing."""
EMPTY = -2
"""The cell of a flow is empty and its row reports another flow: none, or not reported. Only while files are joined.

Where such cells were added up with n events of other cells, `EMPTY` - n stands: n were the empty ones none.
"""
ABSENT = -(2**31 - 1)
"""The row's file has no such column, so that the count may be derived from others."""


def are_empty(values: AnyInts) -> Bools:
    """Return which figures are empty cells, or hold some."""
    found: Bools = (values <= EMPTY) & (values > ABSENT)
    return found


def were_empty_zero(values: AnyInts) -> AnyInts:
    """Return what figures of empty cells are if these are none."""
    return EMPTY - values


class TablePart(Struct, frozen=True, eq=False):
    """The rows of villages that follow each other, and all that a sum over them needs to know of these villages.

    `villages` are their positions in the tree; the column `village` counts from the first of them. `above` is for each
    of them the position of the area above it, its own where there is none; `lives` says when they exist, as far as that
    is known. `beside` has the villages and months that report only flows that were not read, likewise counted. Other
    columns are those of the table.
    """

    columns: Mapping[str, AnyInts]
    counts: tuple[str, ...]
    villages: range
    above: AnyInts
    lives: Lives | None = None
    beside: Mapping[str, AnyInts] = {}

    def __len__(self) -> int:
        return len(self.columns[VILLAGE])

    def column(self, name: str) -> AnyInts:
        """Return a column of every row; in a count `MISSING` or `ABSENT` stands where there is none."""
        return self.columns[name]

    def of(self, villages: range) -> TablePart:
        """Return the rows of some of its villages, which follow each other."""
        import numpy as np

        own = range(villages.start - self.villages.start, villages.stop - self.villages.start)
        columns, beside = (
            _of_villages(some, own, np.searchsorted(some[VILLAGE], [own.start, own.stop])) if some else {}
            for some in (self.columns, self.beside)
        )
        lives = self.lives[own] if self.lives is not None else None
        return TablePart(columns, self.counts, villages, self.above[own.start : own.stop], lives, beside)


class Table(Protocol):
    """What a calculation sees of village-months, wherever they lie: the tree, the counts, and what parts answer.

    Every village is in exactly one part, with all of its rows, so that what parts give can be added up.
    """

    @property
    def areas(self) -> Areas:
        """The tree of areas."""

    @property
    def counts(self) -> tuple[str, ...]:
        """The counts that the table has a column for."""

    @property
    def doubts(self) -> Doubts:
        """What is open in it."""

    @property
    def of_all(self) -> Table | None:
        """What is known of all areas together beside their own rows, as a table of one area."""

    def read_as(self, reading: Reading) -> Table:
        """Return it in another reading of what is open."""

    def each(self, answer: Callable[[TablePart], Result]) -> Iterable[Result]:
        """Return what a function gives for each part."""

    def in_pieces(self, several: Sequence[Sequence[range]]) -> Iterator[Table]:
        """Yield some villages after others, each time as a table with the same tree and in parts of these pieces."""

    def for_months(self, months: int) -> Table:
        """Return it in parts of so many villages as may be looked at together in so many months."""


class Cut(Table, Protocol):
    """A table of which some villages can be asked for."""

    def read_as(self, reading: Reading) -> Cut:
        """Return it in another reading of what is open."""

    def of_each(self, pieces: Sequence[range], answer: Callable[[TablePart], Result]) -> Iterable[Result]:
        """Return what a function gives for each of some pieces; one that lies in several parts may be several."""


class Pieces(Struct, frozen=True, eq=False):
    """Villages of a table, wherever its rows lie, as a table with the same tree and in parts of these pieces."""

    table: Cut
    pieces: Sequence[range]

    @property
    def areas(self) -> Areas:
        """The tree of areas, of the whole table."""
        return self.table.areas

    @property
    def counts(self) -> tuple[str, ...]:
        """The counts that the table has a column for."""
        return self.table.counts

    @property
    def doubts(self) -> Doubts:
        """What is open in the whole table."""
        return self.table.doubts

    @property
    def of_all(self) -> Table | None:
        """What is known of all areas together beside their own rows."""
        return self.table.of_all

    def read_as(self, reading: Reading) -> Pieces:
        """Return them in another reading of what is open."""
        return Pieces(self.table.read_as(reading), self.pieces)

    def each(self, answer: Callable[[TablePart], Result]) -> Iterable[Result]:
        """Return what a function gives for each piece."""
        return self.table.of_each(self.pieces, answer)

    def in_pieces(self, several: Sequence[Sequence[range]]) -> Iterator[Table]:
        """Yield other villages of the same table, each time some pieces of it."""
        return self.table.in_pieces(several)

    def for_months(self, months: int) -> Pieces:
        """Return the same, as they are cut already."""
        return self


def span_of(table: Table, flows: Sequence[str], stocks: Sequence[str]) -> Run | None:
    """Return the first to the last month with any flow; of any stock when no flow is reported; else None."""
    found = list(table.each(partial(_span, groups=(flows, stocks))))
    for group in range(2):
        runs = [run for number, run in found if run and number == group]
        if runs:
            return Run(min(run.start for run in runs), max(run.end for run in runs))
    return None


def _span(part: TablePart, groups: Sequence[Sequence[str]]) -> tuple[int, Run | None]:
    """Return the first group of counts that a part reports any of, and the months in which it does."""
    for number, counts in enumerate(groups):
        found = reporting(part, counts, beside=number == 0)
        if len(found[START]):
            return number, Run(int(found[START].min()), int(found[END].max()))
    return len(groups), None


def reporting(part: TablePart, counts: Sequence[str], *, beside: bool) -> dict[str, AnyInts]:
    """Return village, first and last month of the rows that report any of some counts.

    With `beside` also of those that report a flow that was not read.
    """
    import numpy as np

    rows = rows_with_any(part, counts)
    found = {name: part.column(name)[rows] for name in (VILLAGE, START, END)}
    if beside and part.beside:
        found = {name: np.concatenate([column, part.beside[name]]) for name, column in found.items()}
    return found


def rows_with_any(part: TablePart, counts: Sequence[str]) -> Bools:
    """Return the rows that report any of some counts."""
    import numpy as np

    found = np.zeros(len(part), dtype=bool)
    for count in counts:
        if found.all():
            break
        found |= part.column(count) >= 0
    return found


def _of_villages(columns: Mapping[str, AnyInts], villages: range, edges: AnyInts) -> dict[str, AnyInts]:
    found = {name: column[edges[0] : edges[1]] for name, column in columns.items()}
    return {**found, VILLAGE: found[VILLAGE] - villages.start}
