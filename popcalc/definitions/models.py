"""The shape of the files that users write, and what editors say about each key.

A model checks one value at a time: what is there, of which type, spelled how. What takes more than one value to
judge (does the count exist, does the interval fit the kind) is in `rules`.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag
from pydantic_core import PydanticCustomError

from popcalc.definitions.catalogue import IntervalModel, Kind, Nature
from popcalc.definitions.columns import EVERY_COUNT
from popcalc.definitions.strict_model import Key, Prose, StrictModel, Words


def _formula(value: Any) -> Any:
    if isinstance(value, str):
        return value
    raise PydanticCustomError("formula_type", "not a formula")


Expression = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    BeforeValidator(_formula, json_schema_input_type=Annotated[str, StringConstraints(min_length=1)]),
]
ManyWords = Annotated[tuple[Words, ...], Field(strict=False)]


def _of_every_count(value: Any) -> Any:
    return {EVERY_COUNT: value} if isinstance(value, str) else value


Meaning = Literal["missing", "zero"]
Empty = Annotated[
    dict[Key, Meaning], BeforeValidator(_of_every_count, json_schema_input_type=dict[Key, Meaning] | Meaning)
]


def _one_row_or_many(value: Any) -> Any:
    return [value] if isinstance(value, int) else value


Row = Annotated[int, Field(ge=1, le=120)]
HeaderRows = Annotated[
    tuple[Row, ...],
    Field(strict=False),
    BeforeValidator(_one_row_or_many, json_schema_input_type=Row | tuple[Row, ...]),
]


class LabelModel(StrictModel):
    """A name in each language."""

    en: Words = Field(description="The name in English.")
    zh: Words = Field("", description="The name in Chinese; without it the English one is shown.")


def _label(value: Any) -> Any:
    if isinstance(value, str):
        return {"en": value}
    if isinstance(value, dict):
        return value
    raise PydanticCustomError("label_type", "not a label")


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _several(value: Any) -> Any:
    """Return a list; a number alone is then told to be in quotes as one of several is."""
    return value if isinstance(value, list | dict) else [value]


OneOrManyWords = Annotated[ManyWords, BeforeValidator(_several, json_schema_input_type=list[Words] | Words)]


def _names_of(value: Any) -> str:
    return "[levels]" if isinstance(value, dict) else "[name]"


AreaName = Annotated[
    Annotated[Annotated[dict[Key, Words], Field(min_length=1)], Tag("[levels]")] | Annotated[Words, Tag("[name]")],
    Discriminator(_names_of),
]
"""The name of an area, or names by level; a part of a path in brackets is none of the file."""
LabelField = Annotated[LabelModel, BeforeValidator(_label, json_schema_input_type=LabelModel | Words)]
Expressions = Annotated[
    Annotated[tuple[Expression, ...], Field(strict=False)],
    BeforeValidator(_one_or_many, json_schema_input_type=list[Expression] | Expression),
]


class CountModel(StrictModel):
    """A count that villages report."""

    nature: Annotated[Nature, Field(strict=False)] = Field(
        description=(
            "How it adds up. flow: happens during the month, adds over months and areas. stock: stands at a moment, "
            "adds over areas only. quota: a task set for a year, adds over areas only."
        )
    )
    label: LabelField = Field(description="Its name: English text, or {en: ..., zh: ...}.")
    headers: ManyWords = Field(
        (),
        description=(
            "Column headers that mean this count, beside its labels and its key. Case, white space, width, units in "
            "brackets and traditional or simplified characters make no difference."
        ),
        examples=[["出生数", "Live births"]],
    )
    unit: Words = Field("persons", description="What is counted: a key of `units` or free text.")
    decimals: Literal[0, 2] = Field(0, description="2 for an amount of money; every other count is a whole number.")
    derive: Expressions = Field(
        (),
        description=(
            "Formulas that stand in for the count where its own column is absent, the first that fits; counts of the "
            "same nature."
        ),
        examples=["births_male + births_female"],
    )
    opening_of: Key | None = Field(
        None, description="The stock of which this is the figure at the first moment of a row's months."
    )
    average_of: Key | None = Field(None, description="The stock of which this is the average, supplied ready-made.")
    group: Words = Field("", description="The heading it is listed under: a key of `groups` or free text.")
    headline: bool = Field(False, description="Shown unless other indicators are asked for.")
    note: Prose = Field("", description="What a reader should know about it.")


class IndicatorModel(StrictModel):
    """A named formula over counts: `per` times numerator over denominator."""

    label: LabelField = Field(description="Its name: English text, or {en: ..., zh: ...}.")
    aliases: ManyWords = Field((), description="Other names that it is asked for by.")
    group: Words = Field("", description="The heading it is listed under: a key of `groups` or free text.")
    kind: Annotated[Kind, Field(strict=False)] = Field(
        description=(
            "What it is. rate and rate_difference: events over person-time; proportion: a part of a whole; ratio: one "
            "number over another; change: over the opening stock; quota: done over a task; count: no denominator; "
            "mean: an amount per head. It decides the basis, the pacing of annual bounds and the default interval."
        )
    )
    numerator: Expression = Field(
        description=(
            "Sum or difference of counts; a stock is read as opening(x) (the month-end before the period) or "
            "closing(x) (the last month-end in it). Factors are whole: 2 * x."
        ),
        examples=["births - deaths"],
    )
    denominator: Expression | None = Field(
        None,
        description=(
            "As the numerator; every kind but count needs one. In a rate the plain name of a stock stands for its "
            "person-time."
        ),
        examples=["population"],
    )
    per: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = Field(
        None, description="Per how many: 100, 1000 ...; rates need it, every other kind has 1 without it."
    )
    unit: Words = Field("", description="What the value is shown in: a key of `units` or free text.")
    interval: Annotated[IntervalModel, Field(strict=False)] | None = Field(
        None, description="The chance model behind its interval and evidence; by default the one of its kind."
    )
    headline: bool = Field(False, description="Shown unless other indicators are asked for.")
    source: Prose = Field("", description="Where the definition is from.")
    note: Prose = Field("", description="What a reader should know about it.")


class IdentityModel(StrictModel):
    """A rule that honest counts obey."""

    rule: Expression = Field(
        description="Two formulas held against each other with = or <=.",
        examples=["births = births_male + births_female"],
    )
    severity: Literal["error", "warning"] = Field("error", description="How bad it is when the rule does not hold.")
    label: LabelField | None = Field(None, description="Its name: English text, or {en: ..., zh: ...}.")


class CatalogueFile(StrictModel):
    """popcalc catalogue: counts, indicators and identities; adds to the built-in one or replaces an entry by key."""

    version: Literal[1] = Field(description="The version of this format.")
    groups: dict[Key, LabelField] = Field({}, description="Headings of lists, by key.")
    units: dict[Key, LabelField] = Field({}, description="Names of units, by key.")
    counts: dict[Key, CountModel] = Field({}, description="Counts that villages report, by key.")
    indicators: dict[Key, IndicatorModel] = Field({}, description="Named formulas over counts, by key.")
    identities: dict[Key, IdentityModel] = Field({}, description="Rules that honest counts obey, by key.")


class ColumnsFile(StrictModel):
    """popcalc columns: what the columns of a source mean where the built-in headers do not fit."""

    version: Literal[1] = Field(description="The version of this format.")
    columns: dict[Words, Key] = Field(
        {},
        description=(
            "Header text to what it means: the key of a count, `period` (or `month`), `year`, `quarter`, `half`, a "
            "level (`village`), its code (`village_code`), `measure` and `value` of a long table, `dimension` for one "
            "that narrows or splits its rows, or `ignore` (or `description`). In a long table, also the name of a "
            "figure to the key of its count."
        ),
        examples=[{"Ward": "village", "Ward code": "village_code", "Live births": "births"}],
    )
    levels: Annotated[tuple[Key, ...], Field(strict=False, min_length=1)] | None = Field(
        None, description="The levels of areas from the top down; by default province to village."
    )
    code_levels: dict[Key, Annotated[int, Field(ge=1, le=40)]] = Field(
        {},
        description="Levels that are read off the front of the area code: how many digits each takes.",
        examples=[{"county": 6, "town": 9}],
    )
    period: Words | None = Field(
        None,
        description=(
            "How the period is written, as strptime reads it; or the period of files without a column of months, in "
            "quotes."
        ),
        examples=["%d/%m/%Y", "2013-06"],
    )
    nil: Literal["missing", "zero"] = Field("missing", description="What nil marks (-, /, 无, NA) mean.")
    nil_marks: ManyWords = Field((), description="More nil marks, in quotes.", examples=[["-9", "n/a"]])
    thousands: Literal[".", ",", " ", "'"] | None = Field(
        None,
        description=(
            "What parts the thousands of a figure: a point where 2.000 is two thousand. Without it a figure such as "
            "2.000 is an error, commas and spaces part thousands."
        ),
    )
    decimal: Literal[".", ","] | None = Field(
        None, description="What stands before decimals; a point, or a comma where the point parts thousands."
    )
    absent: Literal["missing", "zero"] = Field(
        "missing", description="What it means when a village has no row at all for a month: missing, or no events."
    )
    empty: Empty = Field(
        {},
        description=(
            "What an empty cell of a flow means in a row that reports another flow: missing or zero, for all counts or "
            "for some by key. An empty cell of a stock is always missing."
        ),
        examples=["zero", {"deaths_infant": "zero"}],
    )
    stock_at: Literal["start", "middle", "end"] | None = Field(
        None,
        description=(
            "Where in the months of its row a stock stands; by default at their end, and at the start where a header "
            "or a title says so of dates on the first of a month."
        ),
    )
    encoding: Words | None = Field(None, description="The encoding of the files.", examples=["gb18030", "big5"])
    population: Literal["registered", "resident"] | None = Field(
        None, description="Which population is meant where a source has both."
    )
    cumulative: bool = Field(
        False, description="Whether flows are figures from the start of the statistical year to date, as --cumulative."
    )
    events: Literal["monthly", "daily"] = Field(
        "monthly",
        description=(
            "daily: rows of one area and month that are dated on several days or weeks are added up to their month; of "
            "stocks the last of the month is taken."
        ),
    )
    totals: ManyWords = Field(
        (),
        description="Names or codes of areas whose rows are totals of other rows: held against them and left out.",
        examples=[["Westland"]],
    )
    not_totals: ManyWords = Field(
        (),
        description="Names or codes of areas that are never totals, whatever their name, code or figures say.",
        examples=[["Northhill"]],
    )
    where: dict[Words, OneOrManyWords] = Field(
        {},
        description="Column header to the value, or values, whose rows are kept, as --where; other rows are left out.",
        examples=[{"sex": "Total"}],
    )
    sum_over: OneOrManyWords = Field(
        (),
        description=(
            "Headers of columns over whose values rows are added up, as --sum-over; totals among the values are left "
            "out and held against the sum."
        ),
        examples=[["age"]],
    )
    measures: dict[Words, Key] = Field(
        {},
        description="In a long table: the name of a figure to the key of its count, or to `ignore`.",
        examples=[{"Number of live births": "births"}],
    )
    area: AreaName | None = Field(
        None,
        description=(
            "The only area of tables without a column of areas: its name, of the level that its word or other tables "
            "say, else of the lowest; or level to name."
        ),
        examples=["Old Mill", {"town": "Northhill"}],
    )
    across: Literal["period", "area", "dimension"] | None = Field(
        None,
        description=(
            "What headers of figures name beside their count, where nothing shows it: `area` where columns are areas "
            "(month, North, South), `dimension` where they are parts of a count (0-4, 5-9), `period` where they are "
            "nothing but periods."
        ),
    )
    header_row: HeaderRows = Field(
        (),
        description=(
            "The row of the header as the file counts rows, or all of its rows from the top down where it has several; "
            "those between them that are not named, such as rows of codes, are passed over."
        ),
        examples=[8, [12, 15, 18]],
    )
    year_start: Annotated[int, Field(ge=1, le=12)] | None = Field(
        None,
        description=(
            "The month in which the years of the files begin, as --year-start: with 10, 2013 is October 2012 to "
            "September 2013."
        ),
    )
