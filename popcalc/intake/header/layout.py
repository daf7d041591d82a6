"""How one file is read: what each of its columns is, decided once, and where its rows begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from popcalc.errors import Fault, Notice
from popcalc.intake.header.months import PLAIN, MonthForm
from popcalc.intake.header.words import PERIOD, YEAR
from popcalc.intake.sources.source import Source
from popcalc.periods import Run


class ColumnClass(Enum):
    """What a column is."""

    AREA = "area"
    PERIOD = "period"
    COUNT = "count"
    COMPARISON = "comparison"
    RATE = "printed rate"
    DESCRIPTION = "description"
    DIMENSION = "dimension"
    PERSON = "person"
    UNKNOWN = "unknown"


class Why(Enum):
    """Why a column is read or left alone."""

    HEADER = "its header means this"
    GIVES_WAY = "another column says the same"
    SAYS_NOTHING = "it tells nothing of a row"
    NOT_OF_THIS_PERIOD = "it is of another period"
    NO_COUNT = "its figures are no counts"
    NOT_KNOWN = "its header is not known"
    NO_HEADER = "it has no header"
    VALUES = "what stands in it shows it"


@dataclass(frozen=True)
class Column:
    """One column of a file: `index` from 0, its header as messages show it, its class and the reason for it.

    `key` is the count, `period`, `year`, a level or the code of one; empty where the column is nothing known. `factor`
    is how many of a count's own unit one of the column's is: 10,000 under a header such as `投入(万元)`.
    """

    index: int
    header: str
    column_class: ColumnClass
    why: Why
    key: str = ""
    factor: int = 1

    @property
    def is_read(self) -> bool:
        """Whether its cells are read."""
        return self.why is Why.HEADER and self.column_class in (
            ColumnClass.AREA,
            ColumnClass.PERIOD,
            ColumnClass.COUNT,
        )


class Shape(Enum):
    """How a table lies in its file."""

    COUNTS_ACROSS = "a row for each area and period, a column for each count"


@dataclass(frozen=True)
class Layout:
    """How one file is read.

    `encodings` are to be tried in order; `skipped` is the number of records above the first data row,
    `header` the first and last row of the header, from 1; `columns` end
    with the last one that has a header. `leaf` is the level of the rows; `run` is what every row is about when there is
    no column of months, `form` how the cells of one are read. `lines_above` are the skipped records, which may stand
    again further down where a page begins. `first_periods` are the first cells
    of the column of periods. `at_start` are the counts that a title or a header puts at the very date that is given.
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
    shape: Shape = Shape.COUNTS_ACROSS
    first_periods: tuple[str, ...] = ()
    at_start: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The file's name in messages."""
        return self.source.name

    @property
    def width(self) -> int:
        """Number of columns that every row must have."""
        return len(self.columns)

    @cached_property
    def counts(self) -> tuple[Column, ...]:
        """The columns of counts."""
        return tuple(one for one in self.columns if one.is_read and one.column_class is ColumnClass.COUNT)

    @cached_property
    def words(self) -> Mapping[str, int]:
        """The column of `period`, of each level and of each level's code."""
        return {
            one.key: one.index
            for one in self.columns
            if one.is_read and one.column_class is not ColumnClass.COUNT and one.key != YEAR
        }

    @cached_property
    def year(self) -> int | None:
        """The column of the years of a column of months that have none."""
        return next((one.index for one in self.columns if one.is_read and one.key == YEAR), None)

    @cached_property
    def word_columns(self) -> frozenset[int]:
        """The columns that are read as texts."""
        return frozenset(self.words.values()) | ({self.year} if self.year is not None else set())

    @cached_property
    def watched(self) -> frozenset[int]:
        """The columns that are judged by what stands in them."""
        return frozenset(one.index for one in self.columns if one.why in (Why.NOT_KNOWN, Why.NO_HEADER))

    @property
    def is_only_named(self) -> bool:
        """Whether the rows name their areas by nothing but a name: no code, no area above."""
        return self.words.keys() - {PERIOD} == {self.leaf}

    def place_columns(self) -> Mapping[str, int]:
        """Return the column, from 1, of each count and word that is read."""
        held = {column.key: column.index for column in self.counts} | dict(self.words)
        return {key: index + 1 for key, index in held.items()}


@dataclass(frozen=True)
class Refused:
    """A file that cannot be read, and why."""

    faults: tuple[Fault, ...]
