"""How one file is read: what each of its columns is, decided once, and where its rows begin."""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import Enum
from functools import cached_property

from msgspec import Struct, field

from popcalc.errors import Fault, Notice, Place
from popcalc.intake.header.moment_words import Moment
from popcalc.intake.header.months import PLAIN, MonthForm
from popcalc.intake.header.words import PERIOD, YEAR
from popcalc.intake.sources.sending import says_sending
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
    REMARKS = "it tells nothing of a row but perhaps its unit"
    ADDS_UP = "it adds up other columns"
    PART = "another column is of the whole"
    NOT_OF_THIS_PERIOD = "it is of another period"
    NO_COUNT = "its figures are no counts"
    NOT_KNOWN = "its header is not known"
    NO_HEADER = "it has no header"
    VALUES = "what stands in it shows it"
    CHOSEN = "rows are chosen by its values"
    SUMMED = "rows are added up over its values"


class Turn(Struct, frozen=True):
    """What a header says of the figures below it, so that each row of the file is several: months, area, parts."""

    run: Run | None = None
    area: str = ""
    parts: tuple[str, ...] = ()


class Column(Struct, frozen=True):
    """One column of a file: `index` from 0, its header as messages show it, its class and the reason for it.

    `key` is the count, `period`, `year`, a level or the code of one; empty where the column is nothing known. `factor`
    is how many of a count's own unit one of the column's is: 10,000 under a header such as `投入(万元)`. Where several
    columns are of one count, `run` are the months, `area` the area and `parts` the values of the table's dimensions
    (its sexes, its ages) that its figures are of.
    """

    index: int
    header: str
    column_class: ColumnClass
    why: Why
    key: str = ""
    factor: int = 1
    run: Run | None = None
    area: str = ""
    parts: tuple[str, ...] = ()

    @property
    def turn(self) -> Turn:
        """What tells its figures from those of the same count in other columns."""
        return Turn(self.run, self.area, self.parts)

    @property
    def may_be_of_sending(self) -> bool:
        """Whether its header speaks of sending, so that what stands in it says whether it is read."""
        return self.why in WATCHED and says_sending(self.header)

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
    AREAS_ACROSS = "a row for each period, a column for each count and area"
    AREAS_AND_PERIODS_ACROSS = "a column for each count, area and period"
    DIMENSIONS_ACROSS = "a row for each area and period, columns for the parts of a count"
    LONG = "a row for each figure"
    LONG_PERIODS_ACROSS = "a row for each area and figure, a column for each period"
    LONG_AREAS_ACROSS = "a row for each period and figure, a column for each area"


class Refused(Struct, frozen=True):
    """A file that cannot be read, and why; where it `is_no_table`, it may stand beside others as it is.

    `columns` are those of its header, as far as one was found.
    """

    faults: tuple[Fault, ...]
    is_no_table: bool = False
    columns: tuple[Column, ...] = ()

    @property
    def is_about_persons(self) -> bool:
        """Whether it has columns about persons, so that nothing of it may be shown."""
        return any(one.code == "PERSONAL_DATA" for one in self.faults)


class Filter(Struct, frozen=True):
    """The values of a column whose rows are kept, folded and as they were asked for; `column` as it was called."""

    index: int
    column: str
    values: Mapping[str, str]


class Layout(Struct, frozen=True, dict=True):
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
    very date that is given, `moment` is that at which one of these lines, the sheet or the file puts them, `at_first`
    says that this is the first day of `run`, or where False that it is the end of it.
    `filters` say which rows are kept, `summed` are the columns over which rows are added up.
    `dimensions` are what columns split a count by (its `parts`): each stands for a column behind the last one.
    `measured_totals` are to columns that add up others what `measured` are to those of figures.
    A sheet that `adds_up` the others of its workbook is only held against them.
    `until` is the number of records up to the end of the table, where another one stands below it.
    `rates` are the columns of printed rates whose cells are kept, where they are asked for: `key` is the indicator,
    `factor` what their header says they are per, 0 for nothing. `unknown_rates` are those that are of no indicator.
    `heads` says that periods stand in the column of areas, each above the rows that are of it; their stocks stand at
    the end of so many months before.
    `indent` is the level of the areas that names further in than the one above them may be parts of; empty for none.
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
    moment: Moment | None = None
    at_first: bool | None = None
    filters: tuple[Filter, ...] = ()
    summed: tuple[int, ...] = ()
    dimensions: tuple[Column, ...] = ()
    measured_totals: tuple[Column, ...] = ()
    adds_up: bool = False
    until: int | None = None
    heads: int | None = None
    indent: str = ""
    rates: tuple[Column, ...] = ()
    unknown_rates: tuple[Column, ...] = ()

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
        periods = any(one.run is not None for one in self.counts)
        areas = any(one.area for one in self.counts)
        if self.is_long:
            if areas:
                return Shape.LONG_AREAS_ACROSS
            return Shape.LONG_PERIODS_ACROSS if periods else Shape.LONG
        if areas:
            return Shape.AREAS_AND_PERIODS_ACROSS if periods else Shape.AREAS_ACROSS
        if periods:
            return Shape.PERIODS_ACROSS
        return Shape.DIMENSIONS_ACROSS if self.dimensions else Shape.COUNTS_ACROSS

    @property
    def is_long(self) -> bool:
        """Whether a column of the rows names the count of their figures."""
        return self.measure is not None

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """What the columns of counts are of: each row of the file is so many rows of areas and periods."""
        return tuple(dict.fromkeys(one.turn for one in self.counts))

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """The areas that headers name."""
        return tuple(dict.fromkeys(one.area for one in self.counts if one.area))

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns of the file, and those that stand for the dimensions of its headers."""
        return (*self.columns, *self.dimensions)

    def column(self, index: int) -> Column:
        """Return a column of the file, or one that stands for a dimension of its headers."""
        return self.all_columns[index]

    def place_of_column(self, index: int, row: int | None = None, part: str | None = None) -> Place:
        """Return where a column stands in its header, or in a row; of a dimension where its (first) part does."""
        if index < self.width:
            return Place(self.name, row or self.header[0], index + 1)
        number = index - self.width
        of_part = {one.index: one.parts[number] for one in self.counts if one.parts}
        own = [spot for spot, value in of_part.items() if value and part in (None, value)]
        return Place(self.name, row or self.header[1], min(own, default=0) + 1)

    def values_of(self, index: int) -> tuple[str, ...]:
        """Return the values of a dimension of the headers, in their order."""
        number = index - self.width
        return tuple(dict.fromkeys(one.parts[number] for one in self.counts if one.parts and one.parts[number]))

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
        return frozenset([*self.words.values(), *others, *self.asked, *(one.index for one in self.rates)])

    @cached_property
    def asked(self) -> frozenset[int]:
        """The columns by which rows are chosen or added up."""
        asked = [*(one.index for one in self.filters), *self.summed]
        return frozenset(index for index in asked if index < self.width)

    @cached_property
    def watched(self) -> frozenset[int]:
        """The columns that are judged by what stands in them; those of the parts of a count hold figures."""
        return self.remarks | frozenset(
            one.index
            for one in self.columns
            if one.why in WATCHED or (one.column_class is ColumnClass.DIMENSION and not one.key)
        )

    @cached_property
    def remarks(self) -> frozenset[int]:
        """The columns of remarks, of which nothing but a unit counts."""
        return frozenset(one.index for one in self.columns if one.why is Why.REMARKS)

    @property
    def area_roles(self) -> Set[str]:
        """The levels, and levels whose codes, the rows have."""
        own = ({self.leaf} if self.areas else set()) | ({self.indent} if self.indent else set())
        return (self.words.keys() - {PERIOD}) | self.constants.keys() | own

    @property
    def is_only_named(self) -> bool:
        """Whether the rows name their areas by nothing but a name: no code, no area above."""
        return self.words.keys() - {PERIOD} == {self.leaf} and not self.constants

    def place_columns(
        self, month: int | None = None, area: str | None = None, parts: tuple[str, ...] | None = None
    ) -> Mapping[str, int]:
        """Return the column, from 1, of each word and count that is read; of several those of a month, an area, parts.

        One of months is that which begins with the month; one of an area needs that.
        """
        counts = [
            one
            for one in self.counts
            if (month is None or one.run is None or self.starts_in(one.run, month))
            and one.area in ("", area)
            and (parts is None or one.parts in ((), parts))
        ]
        held = {column.key: column.index for column in reversed(counts)} | dict(self.words)
        return {key: index + 1 for key, index in held.items()}

    def starts_in(self, run: Run, month: int) -> bool:
        """Whether the months of a column begin with one; where rows say the year, in any year."""
        return run.start == month or (PERIOD in self.words and (run.start - month) % MONTHS == 0)
