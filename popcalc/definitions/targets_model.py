"""The shape of a target file, and what editors say about each key."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from popcalc.definitions.strict_model import Key, Prose, StrictModel, Words


def _number(value: Any) -> Any:
    """Take numbers exactly as written."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    raise PydanticCustomError("number_type", "not a number")


def _pair(value: Any) -> Any:
    """Take a low and a high end."""
    if isinstance(value, list) and len(value) == 2:
        return value
    raise PydanticCustomError("pair_type", "not a pair")


def _some(value: Any) -> Any:
    """Refuse an empty list; a least length of pydantic's would count only entries without a mistake."""
    if value == []:
        raise PydanticCustomError("list_empty", "an empty list")
    return value


Number = Annotated[
    Decimal, BeforeValidator(_number, json_schema_input_type=float), Field(allow_inf_nan=False, strict=True)
]
Band = Annotated[tuple[Number, Number], BeforeValidator(_pair), Field(strict=False)]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$")]


BOUNDS = ("at_least", "at_most", "between", "equal")


class BoundModel(StrictModel):
    """Exactly one bound, inclusive: at_least, at_most, between or equal."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [bound]} for bound in BOUNDS]})

    at_least: Number | None = Field(None, description="The least value that meets the target.")
    at_most: Number | None = Field(None, description="The greatest value that meets the target.")
    between: Band | None = Field(
        None, description="The least and the greatest value that meet the target.", examples=[[103, 107]]
    )
    equal: Number | None = Field(None, description="The one value that meets the target.")


class EffectiveModel(StrictModel):
    """The months in which a target holds."""

    from_: Month | None = Field(None, alias="from", description="The first month, as 2013-04.")
    to: Month | None = Field(None, description="The last month.")


class TargetModel(BoundModel):
    """A bound on an indicator."""

    indicator: Key = Field(description="The key of an indicator or a count: `popcalc indicators` lists them.")
    name: Words | None = Field(
        None, description="What the target is called in records and tables; by default the indicator's key and label."
    )
    basis: Literal["annual", "period"] | None = Field(
        None,
        description="For a rate: judged per person-year (annual, the default) or per average person of the period.",
    )
    level: Key | None = Field(
        None, description="The level of the areas that it holds for: town, county ...; by default the one asked for."
    )
    areas: dict[Words, BoundModel] = Field(
        {},
        description="Areas with a bound of their own, by name or code; it holds for the areas below, too.",
        examples=[{"Northhill": {"at_least": 90}}],
    )
    effective: EffectiveModel | None = Field(None, description="The months in which it holds; by default the year.")
    pace: Literal["linear", "none"] | None = Field(
        None,
        description=(
            "linear (the default for counts, quotas and coverage): the annual bound is taken in proportion to the "
            "days that have passed; none: as it stands."
        ),
    )
    min_events: Annotated[int, Field(ge=0)] = Field(0, description="With fewer events there is no verdict.")
    min_coverage: Number | None = Field(
        None,
        description=(
            "The share of village-months (0 to 1) from which on a verdict is given all the same; without it a gap "
            "leaves open each verdict on a count, a quota, a mean or a coverage that it could turn, and a rate or a "
            "proportion of events is judged when 0.9 are reported."
        ),
        examples=[0.95],
    )
    severity: Literal["fail", "warn"] = Field(
        "fail", description="fail: a miss ends `popcalc check` with exit code 1; warn: it is only shown."
    )
    source: Prose = Field("", description="Where the target is from.")
    weight: Number | None = Field(None, description="Points that a pass is worth, for --scores.")
    veto: bool = Field(False, description="A fail takes the whole score, for --scores.")


class TargetsFile(StrictModel):
    """popcalc targets: what a year's figures are held against."""

    version: Literal[1] = Field(description="The version of this format.")
    name: Words = Field("", description="What the targets are called, shown above tables.")
    year: Annotated[int, Field(ge=1900, le=2200)] = Field(
        description="The statistical year: with year_start 10, 2013 is October 2012 to September 2013."
    )
    year_start: Annotated[int, Field(ge=1, le=12)] = Field(
        1, description="The first month of the statistical year, 1 to 12."
    )
    min_coverage: Number | None = Field(
        None, description="The same of all targets that have no min_coverage of their own.", examples=[0.95]
    )
    targets: Annotated[tuple[TargetModel, ...], BeforeValidator(_some), Field(strict=False)] = Field(
        description="The targets; each has exactly one bound.", json_schema_extra={"minItems": 1}
    )
