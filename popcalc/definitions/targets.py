"""Targets: bounds on indicators for areas and a year, resolved and ready to be judged by."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from msgspec import Struct

from popcalc.definitions.catalogue import Basis, Catalogue, Indicator, IntervalModel, Kind, Moment, Nature
from popcalc.errors import Place
from popcalc.periods import Calendar, Run


class Operator(StrEnum):
    """How a bound is written."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    EQUAL = "equal"


class Bound(Struct, frozen=True):
    """An inclusive bound, exactly as written: from `low` to `high`, None for no end."""

    operator: Operator
    low: Fraction | None
    high: Fraction | None

    def times(self, share: Fraction) -> Bound:
        """Return the bound for a share of the year."""
        low, high = (end * share if end is not None else None for end in (self.low, self.high))
        return Bound(self.operator, low, high)


class AreaBound(Struct, frozen=True):
    """A bound of one area, which holds for all areas below it that have none of their own."""

    area: str
    bound: Bound
    place: Place


class Rule(Struct, frozen=True):
    """One target: a bound on an indicator.

    `name` tells targets apart in records; `title` is what the file calls it, empty where it gives no name. `level` of
    None is judged at the level that is asked for. `first` and `last` bound the months in which it holds. `basis` is
    that of a rate. `paced` says whether an annual bound is taken in proportion to the time that has passed; `adds_up`
    whether village-months that are missing can only make the figure larger. Below `min_events` there is no verdict,
    nor below `min_coverage`, a share of village-months.
    """

    name: str
    indicator: Indicator
    bound: Bound
    place: Place
    title: str = ""
    basis: Basis | None = None
    level: str | None = None
    areas: tuple[AreaBound, ...] = ()
    first: int | None = None
    last: int | None = None
    paced: bool = False
    adds_up: bool = False
    min_events: int = 0
    min_coverage: Fraction | None = None
    warning_only: bool = False
    source: str = ""
    weight: Fraction | None = None
    veto: bool = False


class Targets(Struct, frozen=True):
    """The targets of a year."""

    name: str
    year: int
    calendar: Calendar
    rules: tuple[Rule, ...]

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


def adds_up(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether village-months that are missing can only make the figure larger: counts, quotas, whatever is paced."""
    return indicator.traits.sums or is_paced(indicator, catalogue)


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
