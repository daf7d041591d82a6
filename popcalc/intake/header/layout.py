"""How one file is read: what each of its columns is, decided once, and where its rows begin."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from popcalc.errors import Fault, Notice
from popcalc.intake.header.months import PLAIN, MonthForm
from popcalc.intake.header.words import PERIOD, YEAR
from popcalc.intake.sources.source import Source
from popcalc.periods import Run

MONTHS = 12


class ColumnClass(Enum):
    """What a column is."""

    AREA = "area"
    PERIOD = "period"
    COUNT = "count"
    COMPARISON = "comparison"
    MEASURE = "measure"
    VALUE = "value"
    RATE = "printed rate"
    DESCRIPTION = "description"
    DIMENSION = "dimension"
    MAKER = "maker"
    PERSON = "person"
    UNKNOWN = "unknown"


class Why(Enum):
    """Why a column is read or left alone."""

    HEADER = "its header means this"
    GIVES_WAY = "another column says the same"
    SAYS_NOTHING = "it tells nothing of a row"
    ADDS_UP = "it adds up other columns"
    NOT_OF_THIS_PERIOD = "it is of another period"
    NO_COUNT = "its figures are no counts"
    NOT_KNOWN = "its header is not known"
    NO_HEADER = "it has no header"
    VALUES = "what stands in it shows it"
    CHOSEN = "rows are chosen by its values"
    SUMMED = "rows are added up over its values"


@dataclass(frozen=True)
class Column:
    """One column of a file: `index` from 0, its header as messages show it, its class and the reason for it.

    `key` is the count, `period`, `year`, a level or the code of one; empty where the column is nothing known. `factor`
    is how many of a count's own unit one of the column's is: 10,000 under a header such as `投入(万元)`. `run` are the
    months that its figures are of, in a table with columns for each period.
    """

    index: int
    header: str
    column_class: ColumnClass
    why: Why
    key: str = ""
    factor: int = 1
    run: Run | None = None

    @property
    def is_read(self) -> bool:
        """Whether its cells are read."""
        return self.why is Why.HEADER and self.column_class in (
            ColumnClass.AREA,
            ColumnClass.PERIOD,
            ColumnClass.COUNT,
            ColumnClass.MEASURE,
            ColumnClass.VALUE,
        )


WATCHED = (Why.NOT_KNOWN, Why.NO_HEADER)
"""Why a column is judged by what stands in it; dimensions are, too."""


class Shape(Enum):
    """How a table lies in its file."""

    COUNTS_ACROSS = "a row for each area and period, a column for each count"
    PERIODS_ACROSS = "a row for each area, a column for each count and period"
    LONG = "a row for each figure"


@dataclass(frozen=True)
class Refused:
    """A file that cannot be read, and why; where it `is_no_table`, it may stand beside others as it is.

    `columns` are those of its header, as far as one was found.
    """

    faults: tuple[Fault, ...]
    is_no_table: bool = False
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Filter:
    """The values of a column whose rows are kept, folded and as they were asked for; `column` as it was called."""

    index: int
    column: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Layout:
    """How one file is read.

    `encodings` are to be tried in order; `skipped` is the number of records above the first data row,
    `header` the first and last row of the header, from 1; `columns` end
    with the last one that has a header. `leaf` is the level of the rows; `run` is what every row is about when there is
    no column of months, `form` how the cells of one are read. `lines_above` are the skipped records, which may stand
    again further down where a page begins. `first_periods` are the first cells of the column of periods, `first_areas`
    the names in those of areas, by level, `first_unknown` those in columns that are nothing known, where no column is
    one of areas; `titles` are the lines above the table. `constants` are the areas of all rows
    that no column names, by level; while a table without a column of areas is `unsettled`, it has no leaf, and this is
    why it cannot be read. `measured` are the counts of a long table, each as a column of its figures with the name that
    the rows give it. `at_start` says that a line above the table, or the header of the periods, puts stocks at the
    very date that is given, `at_first` that this is the first day of `run`, or where False
    that it is the end of it. `filters` say which rows are kept, `summed` are the columns over which rows are added up.
    """

    source: Source
    encodings: tuple[str, ...]
    delimiter: str
    skipped: int
    header: tuple[int, int]
    columns: tuple[Column, ...]
    leaf: str
    run: Run | None = None
    form: MonthForm = PLAIN
    lines_above: frozenset[tuple[str, ...]] = frozenset()
    notices: tuple[Notice, ...] = ()
    first_periods: tuple[str, ...] = ()
    first_areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_unknown: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    titles: tuple[tuple[str, ...], ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    unsettled: Refused | None = None
    measured: tuple[Column, ...] = ()
    at_start: bool = False
    at_first: bool | None = None
    filters: tuple[Filter, ...] = ()
    summed: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The file's name in messages."""
        return self.source.name

    @property
    def width(self) -> int:
        """Number of columns that every row must have."""
        return len(self.columns)

    @cached_property
    def shape(self) -> Shape:
        """How the table lies."""
        if self.measure is not None:
            return Shape.LONG
        return Shape.PERIODS_ACROSS if any(one.run is not None for one in self.counts) else Shape.COUNTS_ACROSS

    @cached_property
    def counts(self) -> tuple[Column, ...]:
        """The columns of counts."""
        return self.measured or tuple(
            one for one in self.columns if one.is_read and one.column_class is ColumnClass.COUNT
        )

    @cached_property
    def words(self) -> Mapping[str, int]:
        """The column of `period`, of each level and of each level's code."""
        return {
            one.key: one.index
            for one in self.columns
            if one.is_read and one.column_class in (ColumnClass.AREA, ColumnClass.PERIOD) and one.key != YEAR
        }

    @cached_property
    def year(self) -> int | None:
        """The column of the years of a column of months that have none."""
        return next((one.index for one in self.columns if one.is_read and one.key == YEAR), None)

    @cached_property
    def measure(self) -> int | None:
        """The column of a long table that says which count the figure of a row is of."""
        return next((one.index for one in self.columns if one.column_class is ColumnClass.MEASURE), None)

    @cached_property
    def word_columns(self) -> frozenset[int]:
        """The columns that are read as texts."""
        others = [index for index in (self.year, self.measure) if index is not None]
        return frozenset([*self.words.values(), *others, *self.asked])

    @cached_property
    def asked(self) -> frozenset[int]:
        """The columns by which rows are chosen or added up."""
        return frozenset([*(one.index for one in self.filters), *self.summed])

    @cached_property
    def watched(self) -> frozenset[int]:
        """The columns that are judged by what stands in them."""
        return frozenset(
            one.index for one in self.columns if one.why in WATCHED or one.column_class is ColumnClass.DIMENSION
        )

    @property
    def area_roles(self) -> Set[str]:
        """The levels, and levels whose codes, the rows have."""
        return (self.words.keys() - {PERIOD}) | self.constants.keys()

    @property
    def is_only_named(self) -> bool:
        """Whether the rows name their areas by nothing but a name: no code, no area above."""
        return self.words.keys() - {PERIOD} == {self.leaf} and not self.constants

    def place_columns(self, month: int | None = None) -> Mapping[str, int]:
        """Return the column, from 1, of each word and count that is read; of several those that begin with a month."""
        counts = [one for one in self.counts if month is None or one.run is None or self.starts_in(one.run, month)]
        held = {column.key: column.index for column in counts} | dict(self.words)
        return {key: index + 1 for key, index in held.items()}

    def starts_in(self, run: Run, month: int) -> bool:
        """Whether the months of a column begin with one; where rows say the year, in any year."""
        return run.start == month or (PERIOD in self.words and (run.start - month) % MONTHS == 0)
