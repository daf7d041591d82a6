"""Targets: bounds on indicators for areas and a year, declared once for the file and for judging by them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal, assert_never

from msgspec import Meta, Struct, field

from popcalc.definitions.catalogue import Basis, Catalogue, Indicator, IntervalModel, Kind, Moment, Nature
from popcalc.definitions.written import NotInFile, Prose, Words, form, says
from popcalc.errors import Place
from popcalc.periods import CALENDAR_YEAR, Calendar, Run


class Operator(StrEnum):
    """How a bound is written."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    EQUAL = "equal"


class Bound(Struct, frozen=True):
    """An inclusive bound, exactly as written: from `low` to `high`, None for no end.

    `places` are the decimals that each end is written with: 0.50 has two.
    """

    operator: Operator
    low: Fraction | None
    high: Fraction | None
    places: tuple[int, int] = (0, 0)

    def times(self, share: Fraction) -> Bound:
        """Return the bound for a share of the year."""
        low, high = (end * share if end is not None else None for end in (self.low, self.high))
        return Bound(self.operator, low, high)


OneBound = Annotated[Bound, form("bound")]
Number = Annotated[Fraction, form("number")]
Month = Annotated[int, form("month")]


class AreaBound(Struct, frozen=True):
    """Exactly one bound, inclusive: at_least, at_most, between or equal; it holds for all areas below without one."""

    area: Annotated[str, NotInFile]
    bound: OneBound
    place: Annotated[Place, NotInFile]


class Effective(Struct, frozen=True):
    """The months in which a target holds."""

    first: Annotated[Month | None, says("The first month, as 2013-04.")] = field(name="from", default=None)
    last: Annotated[Month | None, says("The last month.")] = field(name="to", default=None)


class Gaps(StrEnum):
    """What village-months that are missing can do to a figure.

    They can only `add` to a sum. What is held against people who are there or against a task can move `either` way when
    they come in, and so can a difference. Rates, proportions of events and the like rest on the village-months that
    report both parts, and the others stand `outside`.
    """

    ADD = "add"
    EITHER = "either"
    OUTSIDE = "outside"


class Rule(Struct, frozen=True):
    """A bound on an indicator.

    `name` tells targets apart in records; `title` is what the file calls it, empty where it gives no name. `level` of
    None is judged at the level that is asked for. `basis` is that of a rate. `paced` says whether an annual bound is
    taken in proportion to the time that has passed; `gaps` what village-months that are missing can do to the figure.
    From `min_coverage` on, a share of village-months, gaps are let pass.
    """

    name: Annotated[str, NotInFile] = field(name="told_apart")
    indicator: Annotated[
        Indicator,
        form("indicator"),
        says("An indicator or a count, by its key or a name: `popcalc indicators` lists them."),
    ]
    bound: OneBound
    place: Annotated[Place, NotInFile]
    title: Annotated[
        Words,
        form("name"),
        says("What the target is called in records and tables; by default the indicator's key and label."),
    ] = field(name="name", default="")
    basis: Annotated[
        Basis | None,
        says("For a rate: judged per person-year (annual, the default) or per average person of the period."),
    ] = None
    level: Annotated[
        Words | None,
        form("level"),
        says("The level of the areas that it holds for: town, county ...; by default the one asked for."),
    ] = None
    areas: Annotated[
        tuple[AreaBound, ...],
        form("by_name"),
        says(
            "Areas with a bound of their own, by name or code; it holds for the areas below, too.",
            [{"Northhill": {"at_least": 90}}],
        ),
    ] = ()
    effective: Annotated[Effective | None, says("The months in which it holds; by default the year.")] = None
    pace: Annotated[
        Literal["linear", "none"] | None,
        says(
            "linear (the default for counts, quotas and coverage): the annual bound is taken in proportion to the "
            "days that have passed; none: as it stands."
        ),
    ] = None
    paced: Annotated[bool, NotInFile] = False
    gaps: Annotated[Gaps, NotInFile] = Gaps.OUTSIDE
    min_events: Annotated[int, Meta(ge=0), says("With fewer events there is no verdict.")] = 0
    min_coverage: Annotated[
        Number | None,
        says(
            "The share of village-months (0 to 1) from which on a verdict is given all the same; without it a gap "
            "leaves open each verdict on a count, a quota, a mean or a coverage that it could turn, and a rate or a "
            "proportion of events is judged when 0.9 are reported.",
            [0.95],
        ),
    ] = None
    severity: Annotated[
        Literal["fail", "warn"],
        says("fail: a miss ends `popcalc check` with exit code 1; warn: it is only shown."),
    ] = "fail"
    source: Annotated[Prose, says("Where the target is from.")] = ""
    weight: Annotated[Number | None, says("Points that a pass is worth, for --scores.")] = None
    veto: Annotated[bool, says("A fail takes the whole score, for --scores.")] = False

    @property
    def first(self) -> int | None:
        """The first month in which it holds, None for the year's."""
        return self.effective.first if self.effective else None

    @property
    def last(self) -> int | None:
        """The last month in which it holds, None for the year's."""
        return self.effective.last if self.effective else None

    @property
    def warning_only(self) -> bool:
        """Whether a miss is only shown."""
        return self.severity == "warn"


class Targets(Struct, frozen=True, kw_only=True):
    """popcalc targets: what a year's figures are held against."""

    name: Annotated[Words, says("What the targets are called, shown above tables.")] = ""
    year: Annotated[
        int,
        Meta(ge=1900, le=2200),
        says("The statistical year: with year_start 10, 2013 is October 2012 to September 2013."),
    ]
    calendar: Annotated[Calendar, form("year_start"), says("The first month of the statistical year, 1 to 12.")] = (
        field(name="year_start", default=CALENDAR_YEAR)
    )
    min_coverage: Annotated[
        Number | None, says("The same of all targets that have no min_coverage of their own.", [0.95])
    ] = None
    rules: Annotated[tuple[Rule, ...], form("some"), says("The targets; each has exactly one bound.")] = field(
        name="targets"
    )

    @property
    def run(self) -> Run:
        """The months of the year."""
        return self.calendar.year_run(self.year)

    @property
    def scored(self) -> bool:
        """Whether any target has a weight or a veto, so that areas can be given a score."""
        return any(rule.weight is not None or rule.veto for rule in self.rules)


def is_paced(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether an annual bound on the indicator grows through the year.

    Counts of flows, quotas and means do, and coverage: a flow over a stock. A count of a stock stands as it is.
    """
    above = [catalogue.counts[term.count].nature for term in indicator.numerator if term.moment is Moment.PERIOD]
    if indicator.traits.annual_flows:
        return Nature.FLOW in above
    if indicator.kind is not Kind.PROPORTION:
        return False
    below = [catalogue.counts[term.count].nature for term in indicator.denominator or ()]
    return bool(above) and Nature.STOCK in below


def gaps_of(indicator: Indicator, catalogue: Catalogue) -> Gaps:
    """Return what village-months that are missing can do to an indicator's figure."""
    match indicator.kind:
        case Kind.COUNT:
            return Gaps.EITHER if any(term.coefficient < 0 for term in indicator.numerator) else Gaps.ADD
        case Kind.QUOTA | Kind.MEAN:
            return Gaps.EITHER
        case Kind.PROPORTION | Kind.RATIO:
            below = indicator.denominator.counts if indicator.denominator else ()
            return Gaps.OUTSIDE if _are_flows(below, catalogue) else Gaps.EITHER
        case Kind.RATE | Kind.RATE_DIFFERENCE | Kind.CHANGE:
            return Gaps.OUTSIDE
        case _:
            assert_never(indicator.kind)


def possible_range(indicator: Indicator) -> tuple[int | None, int | None]:
    """Return the least and the greatest value that an indicator can have, None for no end."""
    negative = any(term.coefficient < 0 for term in indicator.numerator)
    match indicator.kind:
        case Kind.PROPORTION:
            return 0, indicator.per
        case Kind.CHANGE:
            return -indicator.per, None
        case Kind.RATE_DIFFERENCE:
            return None, None
        case Kind.RATE | Kind.RATIO | Kind.QUOTA | Kind.COUNT | Kind.MEAN:
            return (None if negative else 0), None
        case _:
            assert_never(indicator.kind)


class Effect(StrEnum):
    """What more events do to a figure, and so what would turn a verdict on it.

    They count `above` the line alone, or in the whole below it as well (`part`); or the denominator are events, too, so
    that more of these bring the figure down (`over_flow`); of two sexes (`odds`) nobody is asked for more of one.
    """

    ABOVE = "above"
    PART = "part"
    OVER_FLOW = "over_flow"
    ODDS = "odds"


def effect_of(indicator: Indicator, catalogue: Catalogue) -> Effect:
    """Return what more events do to an indicator's figure."""
    match indicator.kind:
        case Kind.PROPORTION:
            return Effect.PART if _are_flows(indicator.counts, catalogue) else Effect.ABOVE
        case Kind.RATIO:
            return _effect_on_ratio(indicator, catalogue)
        case Kind.RATE | Kind.RATE_DIFFERENCE | Kind.CHANGE | Kind.QUOTA | Kind.COUNT | Kind.MEAN:
            return Effect.ABOVE
        case _:
            assert_never(indicator.kind)


def _effect_on_ratio(indicator: Indicator, catalogue: Catalogue) -> Effect:
    match indicator.interval:
        case IntervalModel.ODDS:
            return Effect.ODDS
        case IntervalModel.POISSON | IntervalModel.BINOMIAL | IntervalModel.MOVER | IntervalModel.NONE:
            below = indicator.denominator.counts if indicator.denominator else ()
            return Effect.OVER_FLOW if _are_flows(below, catalogue) else Effect.ABOVE
        case _:
            assert_never(indicator.interval)


def _are_flows(counts: Sequence[str], catalogue: Catalogue) -> bool:
    return {catalogue.counts[count].nature for count in counts} == {Nature.FLOW}
