"""What a columns file says: how the columns of one source are to be read, declared once for file and program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from popcalc.definitions.headers import normal_header
from popcalc.definitions.written import NotInFile, Words, form, says

LEVELS = ("province", "prefecture", "county", "town", "village")
PERIOD = "period"
IGNORE = "ignore"
DIMENSION = "dimension"
SYNONYMS = {"month": PERIOD, "description": IGNORE}
"""Other words for what a header may mean, by those that stand for them."""
MEANINGS = (PERIOD, "year", "quarter", "half", "measure", "value", DIMENSION, IGNORE, *SYNONYMS)
"""What a header may mean that is no count and no area: `measure` and `value` are the columns of a long table,
`dimension` is one that narrows or splits its rows."""
EVERY_COUNT = "all"
EMPTY_MEANS = ("missing", "zero")
"""What an empty cell of a flow may be said to mean."""


Row = Annotated[int, Meta(ge=1, le=120)]


class Columns(Struct, frozen=True):
    """popcalc columns: what the columns of a source mean where the built-in headers do not fit.

    `code_levels` stand from the top down; `thousands` and `decimal` are None where the file does not say; the area of
    files without a column of areas is under `""` where its level is not said; `months` are those of files without a
    column of months.
    """

    headers: Annotated[
        Mapping[Words, Words],
        says(
            "Header text to what it means, by key or name in any language: a count, `period` (or `month`), `year`, "
            "`quarter`, `half`, a level (`village`), its code (`village_code`), `measure` and `value` of a long table, "
            "`dimension` for one that narrows or splits its rows, or `ignore` (or `description`). In a long table, "
            "also the name of a figure to its count.",
            [{"Ward": "village", "Ward code": "village_code", "Live births": "births"}],
        ),
    ] = field(name="columns", default_factory=dict)
    levels: Annotated[
        tuple[Words, ...],
        form("some_or_empty"),
        says("The levels of areas from the top down; by default province to village."),
    ] = LEVELS
    code_levels: Annotated[
        Mapping[Words, Annotated[int, Meta(ge=1, le=40)]],
        says(
            "Levels that are read off the front of the area code: how many digits each takes.",
            [{"county": 6, "town": 9}],
        ),
    ] = field(default_factory=dict)
    period: Annotated[
        Words | None,
        says(
            "How the period is written, as strptime reads it; or the period of files without a column of months, in "
            "quotes.",
            ["%d/%m/%Y", "2013-06"],
        ),
    ] = None
    nil: Annotated[Literal["missing", "zero"], says("What nil marks (-, /, 无, NA) mean.")] = "missing"
    nil_marks: Annotated[tuple[Words, ...], says("More nil marks, in quotes.", [["-9", "n/a"]])] = ()
    thousands: Annotated[
        Literal[".", ",", " ", "'"] | None,
        says(
            "What parts the thousands of a figure: a point where 2.000 is two thousand. Without it a figure such as "
            "2.000 is an error, commas and spaces part thousands."
        ),
    ] = None
    decimal: Annotated[
        Literal[".", ","] | None,
        says("What stands before decimals; a point, or a comma where the point parts thousands."),
    ] = None
    absent: Annotated[
        Literal["missing", "zero"],
        says("What it means when a village has no row at all for a month: missing, or no events."),
    ] = "missing"
    empty: Annotated[
        Mapping[Words, Literal["missing", "zero"]],
        form("of_every_count"),
        says(
            "What an empty cell of a flow means in a row that reports another flow: missing or zero, for all counts or "
            "for some by key or name. An empty cell of a stock is always missing.",
            ["zero", {"deaths_infant": "zero"}],
        ),
    ] = field(default_factory=dict)
    stock_at: Annotated[
        Literal["start", "middle", "end"] | None,
        says(
            "Where in the months of its row a stock stands; by default at their end, and at the start where a header "
            "or a title says so of dates on the first of a month."
        ),
    ] = None
    encoding: Annotated[Words | None, says("The encoding of the files.", ["gb18030", "big5"])] = None
    population: Annotated[
        Literal["registered", "resident"] | None, says("Which population is meant where a source has both.")
    ] = None
    cumulative: Annotated[
        bool, says("Whether flows are figures from the start of the statistical year to date, as --cumulative.")
    ] = False
    events: Annotated[
        Literal["monthly", "daily"],
        says(
            "daily: rows of one area and month that are dated on several days or weeks are added up to their month; of "
            "stocks the last of the month is taken."
        ),
    ] = "monthly"
    totals: Annotated[
        tuple[Words, ...],
        says(
            "Names or codes of areas whose rows are totals of other rows: held against them and left out.",
            [["Westland"]],
        ),
    ] = ()
    not_totals: Annotated[
        tuple[Words, ...],
        says(
            "Names or codes of areas that are never totals, whatever their name, code or figures say.", [["Northhill"]]
        ),
    ] = ()
    where: Annotated[
        Mapping[Words, Annotated[tuple[Words, ...], form("one_or_many")]],
        says(
            "Column header to the value, or values, whose rows are kept, as --where; other rows are left out.",
            [{"sex": "Total"}],
        ),
    ] = field(default_factory=dict)
    sum_over: Annotated[
        tuple[Words, ...],
        form("one_or_many"),
        says(
            "Headers of columns over whose values rows are added up, as --sum-over; totals among the values are left "
            "out and held against the sum.",
            [["age"]],
        ),
    ] = ()
    measures: Annotated[
        Mapping[Words, Words],
        says(
            "In a long table: the name of a figure to its count, by key or name, or to `ignore`.",
            [{"Number of live births": "births"}],
        ),
    ] = field(default_factory=dict)
    area: Annotated[
        Mapping[Words, Words],
        form("area"),
        says(
            "The only area of tables without a column of areas: its name, of the level that its word or other tables "
            "say, else of the lowest; or level to name.",
            ["Old Mill", {"town": "Northhill"}],
        ),
    ] = field(default_factory=dict)
    across: Annotated[
        Literal["period", "area", "dimension"] | None,
        says(
            "What headers of figures name beside their count, where nothing shows it: `area` where columns are areas "
            "(month, North, South), `dimension` where they are parts of a count (0-4, 5-9), `period` where they are "
            "nothing but periods."
        ),
    ] = None
    header_row: Annotated[
        tuple[Row, ...],
        form("one_or_many"),
        says(
            "The row of the header as the file counts rows, or all of its rows from the top down where it has several; "
            "those between them that are not named, such as rows of codes, are passed over.",
            [8, [12, 15, 18]],
        ),
    ] = ()
    months: Annotated[str | None, NotInFile] = None
    year_start: Annotated[
        Annotated[int, Meta(ge=1, le=12)] | None,
        says(
            "The month in which the years of the files begin, as --year-start: with 10, 2013 is October 2012 to "
            "September 2013."
        ),
    ] = None

    def empty_means(self, count: str) -> str | None:
        """Return what an empty cell of a flow is said to mean, `missing` or `zero`; None where nothing is said."""
        return self.empty.get(count, self.empty.get(EVERY_COUNT))

    @property
    def meanings(self) -> Mapping[str, str]:
        """What each header means, by its normal form."""
        return {normal_header(header): SYNONYMS.get(meaning, meaning) for header, meaning in self.headers.items()}
