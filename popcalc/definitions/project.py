"""What a project file says: the options of a month's work, declared once for file, variables and program."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from popcalc.definitions.catalogue import Average, Basis, CiMethod
from popcalc.definitions.targets import Number
from popcalc.definitions.written import Words, form, says

Several = Annotated[tuple[Words, ...], form("one_or_many")]
"""What an option that may be given again takes: one, or a list."""


class Project(Struct, frozen=True):
    """popcalc project: the options of every run in this folder and below it, under the names that they have on the
    command line. A command uses those that it has; what the command line says, or a variable (POPCALC_YEAR_START for
    `year_start`), wins. Paths start at the folder of the file.

    What is of a single run is not among them: the file that is written, its format and layout, the month of a report.
    """

    sources: Annotated[
        Several,
        says("Files, folders or patterns of monthly counts.", ["returns", ["returns", "households-*.xlsx"]]),
    ] = ()
    targets: Annotated[
        Words | None,
        says("The targets of the year, for `check` and `report`; `compute` and `explain` take them when asked."),
    ] = None
    columns: Annotated[Words | None, says("How the columns are read, where the built-in headers do not fit.")] = None
    areas: Annotated[Words | None, says("The areas file (CSV).")] = None
    catalogue: Annotated[Several, says("Own counts and indicators: one file, or a list.")] = ()
    lang: Annotated[str | None, form("lang"), says("Language of what is said and shown.")] = None
    year_start: Annotated[
        Annotated[int, Meta(ge=1, le=12)] | None,
        says("First month of the statistical year: 10 makes 2013 run from October 2012."),
    ] = None
    by: Annotated[str | None, form("level_or_all"), says("Level of the areas that are listed.", ["town", "乡镇"])] = (
        None
    )
    period: Annotated[
        str | None, form("kind_of_period"), says("Kind of period that is listed.", ["month", "月", "quarter"])
    ] = None
    indicator: Annotated[Several, says("Only these indicators, by key or name.", [["crude_birth_rate", "死亡率"]])] = ()
    area: Annotated[Several, says("Only these areas, by name or code, and what lies below them.")] = ()
    empty: Annotated[
        Literal["missing", "zero"] | None, says("What an empty cell of events means beside other events of its row.")
    ] = None
    cumulative: Annotated[bool | None, says("Whether events are given from the start of the year to date.")] = None
    encoding: Annotated[Words | None, says("The encoding of all files.", ["gb18030"])] = None
    sheet: Annotated[Several, says("Only these sheets of workbooks; `all` for every visible one.")] = ()
    prefer: Annotated[
        Words | None, says("Which of two different figures is right: `newest`, or that of a file.", ["newest"])
    ] = None
    where: Annotated[Several, says("Only the rows with these values of columns.", [["sex=Total"]])] = ()
    sum_over: Annotated[Several, says("Columns over whose values rows are added up.", [["age"]])] = ()
    basis: Annotated[Basis | None, says("Rates per person-year, or per average person of the period.")] = None
    average: Annotated[Average | None, says("How the average population is made.")] = None
    unmatched: Annotated[
        Literal["drop", "keep"] | None, says("Events without a population: left out of a rate, or summed.")
    ] = None
    ci: Annotated[bool | None, says("Whether confidence intervals are added.")] = None
    confidence: Annotated[Number | None, says("Their level.", [0.95])] = None
    ci_method: Annotated[CiMethod | None, says("Exact limits, or Wilson's and Byar's.")] = None
    compare: Annotated[
        Literal["last-year", "previous", "above"] | None, says("What figures are compared with.", ["last-year"])
    ] = None
    rank: Annotated[Literal["high", "low"] | None, says("Which figure is ranked first.")] = None
    title: Annotated[Words | None, says("The title of reports.")] = None
    issuer: Annotated[Words | None, says("By whom reports are issued.")] = None
    sections: Annotated[Several, says("Only these sections of reports.", [["month", "scorecard"]])] = ()
    color: Annotated[Literal["auto", "always", "never"] | None, says("Colour in tables.")] = None


PATHS = ("sources", "targets", "columns", "areas", "catalogue", "prefer")
"""Settings that name files."""
OF_LOOKS = ("lang", "title", "issuer", "sections", "color")
"""Settings that change no figure, and not which are shown."""
