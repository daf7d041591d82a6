"""Targets: bounds on indicators for areas and a year, resolved and ready to be judged by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from popcalc.definitions.catalogue import Catalogue, Indicator, Kind, Moment, Nature
from popcalc.errors import Place
from popcalc.periods import Calendar, Run


class Operator(StrEnum):
    """How a bound is written."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    EQUAL = "equal"


@dataclass(frozen=True)
class Bound:
    """An inclusive bound, exactly as written: from `low` to `high`, None for no end."""

    operator: Operator
    low: Fraction | None
    high: Fraction | None

    def times(self, share: Fraction) -> Bound:
        """Return the bound for a share of the year."""
        low, high = (end * share if end is not None else None for end in (self.low, self.high))
        return Bound(self.operator, low, high)


@dataclass(frozen=True)
class AreaBound:
    """A bound of one area, which holds for all areas below it that have none of their own."""

    area: str
    bound: Bound
    place: Place


@dataclass(frozen=True)
class Rule:
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
    basis: str = ""
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


@dataclass(frozen=True)
class Targets:
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


PACED_KINDS = (Kind.COUNT, Kind.QUOTA, Kind.MEAN)
SUMS = (Kind.COUNT, Kind.QUOTA)


def is_paced(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether an annual bound on the indicator grows through the year.

    Counts of flows, quotas and means do, and coverage: a flow over a stock. A count of a stock stands as it is.
    """
    above = [catalogue.counts[term.count].nature for term in indicator.numerator if term.moment is Moment.PERIOD]
    if indicator.kind in PACED_KINDS:
        return Nature.FLOW in above
    if indicator.kind is not Kind.PROPORTION:
        return False
    below = [catalogue.counts[term.count].nature for term in indicator.denominator or ()]
    return bool(above) and Nature.STOCK in below


def adds_up(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether village-months that are missing can only make the figure larger: counts, quotas, whatever is paced."""
    return indicator.kind in SUMS or is_paced(indicator, catalogue)


def possible_range(indicator: Indicator) -> tuple[int | None, int | None]:
    """Return the least and the greatest value that an indicator can have, None for no end."""
    negative = any(term.coefficient < 0 for term in indicator.numerator)
    match indicator.kind:
        case Kind.PROPORTION:
            return 0, indicator.per
        case Kind.RATE_DIFFERENCE | Kind.CHANGE:
            return (-indicator.per if indicator.kind is Kind.CHANGE else None), None
        case _:
            return (None if negative else 0), None
