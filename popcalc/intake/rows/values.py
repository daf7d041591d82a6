"""What the reading of a file gives: its rows, and a summary of everything else that was found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from popcalc.arrays import distinct_values
from popcalc.errors import Fault, Notice
from popcalc.intake.header.layout import Column
from popcalc.village_months import PrintedTotal, Sent

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.arrays import AnyInts, Bools
    from popcalc.intake.text.bytestrings import Texts
    from popcalc.periods import Run

    Classes = npt.NDArray[np.int8]


class RowClass(IntEnum):
    """What a row is, with the reason."""

    DATA = 0
    """It has an area, a month or a figure, and nothing speaks against it."""
    TOTAL_BY_WORD = 1
    """A name, a code or a month in it says so: 合计, Northhill total."""
    TOTAL_BY_CODE = 2
    """Its code is that of an area above other rows of the file."""
    TOTAL_BY_FIGURES = 3
    """Its figures are the sums of the rows beside it."""
    FOOTER = 4
    """It begins with a label of lines below a table, signs the table, speaks of it or goes on with such a line; or it
    has words, and neither an area nor a figure of a count."""
    HEADER = 5
    """It repeats a line from above the data."""
    BLANK = 6
    """It says nothing in any column that is read."""
    TOTAL_AS_SAID = 7
    """The columns file calls its area a total."""
    COMPARISON = 8
    """It compares with another period or other rows: 同比, 上月, Average."""
    TOTAL_BY_NAME = 10
    """Its name is the front of other names of the file, whose rows it adds up."""
    TOTAL_BY_INDENT = 14
    """The names below it stand further in, and its figures are the sums of theirs."""
    NO_COUNT = 11
    """Its figure is of no known count: a row of a long table."""
    OTHER_TABLE = 9
    """It is the header of another table on the same sheet."""
    OTHER_TIME = 13
    """It is of the whole area at another time than its parts: 上月, 本年累计, 2015年7月 above the names of wards."""
    OF_MONTHS = 15
    """It says the months of the rows below it, and no figure."""
    NOT_CHOSEN = 12
    """It has other values than are chosen: `--where`, or the total of a column that splits the rows."""


class Rows(Struct, frozen=True):
    """Some rows of a file: positions in the pools by role, first and last month, counts by key, numbers in the file.

    In totals, what a row does not say, or says in a cell that cannot be read, is missing; without a month a total runs
    from 0 to -1. `day` is the day of the month where it was asked for, 0 for none. `beside` says, where any does, which
    rows report a flow that is not read, and none that is.
    """

    words: Mapping[str, AnyInts]
    start: AnyInts
    end: AnyInts
    counts: Mapping[str, AnyInts]
    row: AnyInts
    day: AnyInts | None = None
    beside: AnyInts | None = None

    def __len__(self) -> int:
        return len(self.row)

    @property
    def has_months(self) -> Bools:
        """Which rows say their months: of others, whose period is no period, that alone is wrong."""
        found: Bools = self.start <= self.end
        return found

    def __getitem__(self, chosen: Bools | AnyInts | slice) -> Rows:
        return Rows(
            {role: positions[chosen] for role, positions in self.words.items()},
            self.start[chosen],
            self.end[chosen],
            {key: values[chosen] for key, values in self.counts.items()},
            self.row[chosen],
            self.day[chosen] if self.day is not None else None,
            self.beside[chosen] if self.beside is not None else None,
        )


class WholeRows(Struct, frozen=True):
    """Rows of the whole area at other times than its parts, of which `to_date` are from the start of the year on.

    `areas` is the number of different areas of the rows of parts in the file.
    """

    rows: Rows
    to_date: Bools
    areas: int = 0


NO_ROWS = Rows({}, *(np.zeros(0, dtype=np.int32),) * 2, {}, np.zeros(0, dtype=np.int32))


class Tally(Struct, frozen=True):
    """How many rows of a class there are, and the number of the first."""

    rows: int
    first: int


NONE = Tally(0, 0)
Tallies = Mapping[RowClass, Tally]


def tallies_of(classes: Classes, row: AnyInts) -> Tallies:
    """Return the tally of each class that occurs."""
    if not classes.any():
        return {RowClass.DATA: Tally(_different(row), int(row[0]))} if len(row) else {}
    found = {}
    for number in distinct_values(classes).tolist():
        here = row[classes == number]
        found[RowClass(number)] = Tally(_different(here), int(here.min()))
    return found


def _different(row: AnyInts) -> int:
    """Return how many rows of the file some rows are, those of one standing together."""
    return int(np.count_nonzero(row[1:] != row[:-1])) + 1


def added(tallies: Iterable[Tallies]) -> Tallies:
    """Return the tallies of several parts of a file as one."""
    found: dict[RowClass, Tally] = {}
    for one in tallies:
        for row_class, tally in one.items():
            before = found.get(row_class)
            found[row_class] = Tally(before.rows + tally.rows, min(before.first, tally.first)) if before else tally
    return found


class JudgedColumn(Struct, frozen=True):
    """A column as what stands in it shows it.

    Of a dimension, which narrows or splits the rows, `first` is the position of the first row that shows it; without
    that the column changes nothing, or has been dealt with.
    """

    column: Column
    values: Sequence[str]
    first: int | None = None
    narrows: bool = False


class Marked(Struct, frozen=True):
    """Figures that have a flag: those of some counts in some rows (by their numbers in the file), None for all rows."""

    flag: str
    counts: frozenset[str]
    rows: AnyInts | None = None


Zeros = Mapping[str, "AnyInts"]
"""Empty cells that were read as 0: by count the number of the row and the first month, a line for each."""
NO_ZEROS: Zeros = {}


class PrintedRows(Struct, frozen=True):
    """Rows of a block that may hold printed rates, as they lie in the file; `rows` have no counts.

    `cells` are those of each column of rates, as a spreadsheet shows them. In a long table `names` say which rate the
    cell of a row is.
    """

    rows: Rows
    cells: Mapping[int, Texts]
    names: Texts | None = None


class FileRates(Struct, frozen=True):
    """The rows of a file with printed rates: their own numbers, months and cells, and which row of data each is of.

    `data` is the number of a row of data of the same area and months, -1 for none; a row `of_total` has several, as
    pairs of the two numbers sorted by the first. `totals` are what rows of totals call themselves, by their numbers,
    and the counts in them, for each run of months. With `regrouped` rows of the file were added up, so that a rate
    beside one of them is not of what it became.
    """

    row: AnyInts
    data: AnyInts
    start: AnyInts
    end: AnyInts
    cells: Mapping[int, Texts]
    names: Texts | None
    of_total: tuple[AnyInts, AnyInts]
    totals: Mapping[int, tuple[str, Mapping[Run, Mapping[str, int]]]]
    regrouped: bool


class BlockRows(Struct, frozen=True):
    """The rows of one block: data, totals by a word, tallies of all, what is wrong with cells.

    `dates` are the months and days that were met; `last` are the words of the last row, by role. `watched` are
    the cells of data rows in columns that are judged by them, `odd_totals` are totals that differ from their own row;
    `watched_totals` are those of the totals, `seen` the values of columns by which rows are chosen; `zeros` are empty
    cells that are read as 0; `whole` are the rows of the whole at other times, `printed` those with printed rates.
    """

    data: Rows
    totals: Rows
    tallies: Tallies = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    dates: frozenset[tuple[int, int]] = frozenset()
    last: Mapping[str, int] = field(default_factory=dict)
    watched: Mapping[int, Texts] = field(default_factory=dict)
    odd_totals: Sequence[PrintedTotal] = ()
    watched_totals: Mapping[int, Texts] = field(default_factory=dict)
    seen: Mapping[int, AbstractSet[str]] = field(default_factory=dict)
    zeros: Zeros = field(default_factory=dict)
    whole: WholeRows | None = None
    printed: PrintedRows | None = None


class FileRows(Struct, frozen=True):
    """The data rows of one file, and what else was found.

    `tallies` say how many rows there are of each class; `odd_totals` are the printed totals that differ from their
    parts; `judged` are the columns that were judged by what stands in them, by position; `perhaps` are rows
    whose figures are sums, as chance may well have it, with that chance; `marks` are figures with a flag; `seen` are
    the values of columns by which rows are chosen, `parts` by column and count what was added up, `zeros` empty cells
    that are read as 0; `whole` are rows of the whole area at other times, by block. `sent` is when rows were sent.
    `rates` are the rows with printed rates, where these are asked for.
    """

    data: Rows
    tallies: Tallies = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    notices: Sequence[Notice] = ()
    odd_totals: Sequence[PrintedTotal] = ()
    encoding: str = ""
    judged: Mapping[int, JudgedColumn] = field(default_factory=dict)
    perhaps: Sequence[tuple[int, float]] = ()
    marks: Sequence[Marked] = ()
    seen: Mapping[int, AbstractSet[str]] = field(default_factory=dict)
    parts: Mapping[tuple[int, str], AbstractSet[str]] = field(default_factory=dict)
    zeros: Zeros = field(default_factory=dict)
    whole: Sequence[WholeRows] = ()
    sent: Sent | None = None
    rates: FileRates | None = None

    @property
    def totals(self) -> int:
        """How many rows of totals were left out."""
        return sum(tally.rows for row_class, tally in self.tallies.items() if row_class in TOTALS)


TOTALS = frozenset(
    {
        RowClass.TOTAL_BY_WORD,
        RowClass.TOTAL_BY_CODE,
        RowClass.TOTAL_BY_NAME,
        RowClass.TOTAL_BY_INDENT,
        RowClass.TOTAL_BY_FIGURES,
        RowClass.TOTAL_AS_SAID,
    }
)
