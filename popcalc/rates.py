"""From sums to the values of indicators: one exact quotient each, with the flags that say what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar, assert_never

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.aggregation import Totals
from popcalc.arrays import Bools, Floats, Ints, quotient, times
from popcalc.definitions.catalogue import Basis, Catalogue, CiMethod, Indicator, IntervalModel, Kind

if TYPE_CHECKING:
    import numpy.typing as npt


Days = TypeVar("Days", int, Ints)

FEW_EVENTS = 20
"""Rates on fewer events are marked as unreliable (Office for National Statistics)."""
OF_VALUES = ("impossible", "few_events")
"""Flags that only a figure with a value has."""


OF_ROWS = (
    "value", "numerator", "denominator", "exact_numerator", "exact_denominator",
    "events", "per_event", "reported", "expected",
)  # fmt: skip
"""The fields of figures that are arrays."""


class Figures(Struct, frozen=True, eq=False):
    """One indicator by area and period; arrays of the same length.

    `exact_numerator` over `exact_denominator` (whole numbers; int64, or Python's where they are larger) is the value
    exactly, `per` included; the denominator is 0 where the value is undefined. `per_event` is what one event adds to
    the value of a rate. `value`, `numerator` and `denominator` are NaN for nothing.
    """

    indicator: Indicator
    value: Floats
    numerator: Floats
    denominator: Floats
    exact_numerator: Ints
    exact_denominator: Ints
    events: Ints
    per_event: Floats
    reported: Ints
    expected: Ints
    flags: Mapping[str, Bools]
    totals: Totals

    def with_flags(self, flags: Mapping[str, Bools], *, undefined: Bools) -> Figures:
        """Return the figures with more flags, some of them undefined."""
        known = {flag: marks & ~undefined if flag in OF_VALUES else marks for flag, marks in self.flags.items()}
        return replace(
            self,
            value=np.where(undefined, np.nan, self.value),
            exact_denominator=np.where(undefined, 0, self.exact_denominator),
            flags={**known, **flags, "undefined": self.flags["undefined"] | undefined},
        )

    def at(self, rows: Ints) -> Figures:
        """Return the figures at some places, at -1 none."""
        there = rows >= 0
        chosen = {name: getattr(self, name)[rows] for name in OF_ROWS}
        nothing = {name: np.where(there, chosen[name], np.nan) for name in ("value", "numerator", "denominator")}
        nothing["exact_denominator"] = np.where(there, chosen["exact_denominator"], 0)
        return replace(
            self,
            **{**chosen, **nothing},
            flags={flag: marks[rows] & there for flag, marks in self.flags.items()},
            totals=self.totals.over(lambda column: column[rows]),
        )

    @property
    def defined(self) -> Bools:
        """Where there is a value."""
        return ~np.isnan(self.value)


def rate(indicator: Indicator, totals: Totals, period_days: Ints, basis: Basis, catalogue: Catalogue) -> Figures:
    """Return an indicator's figures from its sums; `period_days` are the days of each group's period.

    Annual basis: events over person-years, which are person-days over the days of the statistical year each month lies
    in (UN World Population Prospects, glossary). Period basis: events over person-days / days of the period.
    """
    above = catalogue.scale_of(indicator.numerator)
    below = catalogue.scale_of(indicator.denominator)
    if indicator.has_basis:
        factor, divisor, shown_divisor = _person_time(totals, period_days, basis)
        top, bottom = times(totals.numerator, indicator.per * factor), times(divisor, above)
        denominator = quotient(divisor, shown_divisor)
        per_event = quotient(np.ones_like(totals.plus) * (indicator.per * factor), bottom)
    elif indicator.denominator is None:
        top, bottom = totals.numerator, np.full_like(totals.plus, above)
        denominator = np.full(len(totals.plus), np.nan)
        per_event = np.full(len(totals.plus), 1 / above)
    else:
        top, bottom = times(totals.numerator, indicator.per * below), times(totals.denominator, above)
        denominator = quotient(totals.denominator, below)
        per_event = quotient(np.full_like(totals.plus, indicator.per * below), bottom)
    said = totals.known
    bottom = np.where(said, bottom, 0)
    value = quotient(top, bottom)
    events = _events(indicator, totals) // above
    return Figures(
        indicator=indicator,
        value=value,
        numerator=np.where(said, quotient(totals.numerator, above), np.nan),
        denominator=np.where(said, denominator, np.nan),
        exact_numerator=top,
        exact_denominator=bottom,
        events=events,
        per_event=per_event,
        reported=totals.reported,
        expected=totals.expected,
        flags=_flags(indicator, totals, ~np.isnan(value), events),
        totals=totals,
    )


def _person_time(totals: Totals, period_days: Ints, basis: Basis) -> tuple[Ints | int, Ints, Ints | int]:
    """Return factor, divisor and what the divisor is divided by to show it.

    Events x factor / divisor is events over person-time; divisor / last is that person-time.
    """
    match basis:
        case Basis.PERIOD:
            return 2 * period_days, totals.twice, 2 * period_days
        case Basis.ANNUAL:
            if not totals.twice_366.any():
                return 2 * 365, totals.twice_365, 2 * 365
            if not totals.twice_365.any():
                return 2 * 366, totals.twice_366, 2 * 366
            both = 2 * 365 * 366
            return both, times(totals.twice_365, 366) + times(totals.twice_366, 365), both
        case _:
            assert_never(basis)


def person_time_days(basis: Basis, of_period: Days, of_year: Days) -> Days:
    """Return the days that person-days are divided by where all of them lie in one statistical year."""
    match basis:
        case Basis.PERIOD:
            return of_period
        case Basis.ANNUAL:
            return of_year
        case _:
            assert_never(basis)


def _events(indicator: Indicator, totals: Totals) -> Ints:
    """Return the events behind a figure: the numerator, both terms of a difference, the whole of a part, both sexes."""
    match indicator.kind:
        case Kind.PROPORTION:
            return totals.denominator
        case Kind.RATE_DIFFERENCE | Kind.CHANGE | Kind.COUNT:
            return totals.plus + totals.minus
        case Kind.RATIO:
            return totals.numerator + totals.denominator if _has_two_parts(indicator.interval) else totals.numerator
        case Kind.RATE | Kind.QUOTA | Kind.MEAN:
            return totals.numerator
        case _:
            assert_never(indicator.kind)


def _flags(indicator: Indicator, totals: Totals, defined: Bools, events: Ints) -> dict[str, Bools]:
    flags = {name: values > 0 for name, values in totals.flags.items()}
    flags["partial"] = totals.reported < totals.expected
    flags["undefined"] = ~defined
    if not indicator.traits.any_sign:
        below_zero = (totals.numerator < 0) | (totals.denominator < 0) | (totals.twice < 0)
        above_whole = (totals.numerator > totals.denominator) & (indicator.kind is Kind.PROPORTION)
        flags["impossible"] = defined & (below_zero | above_whole)
    if indicator.has_basis or indicator.interval is not IntervalModel.NONE:
        flags["few_events"] = defined & (events < FEW_EVENTS)
    return flags


def _has_two_parts(model: IntervalModel) -> bool:
    """Whether chance decides which of two parts an event is in: a boy or a girl."""
    match model:
        case IntervalModel.ODDS:
            return True
        case IntervalModel.POISSON | IntervalModel.BINOMIAL | IntervalModel.MOVER | IntervalModel.NONE:
            return False
        case _:
            assert_never(model)


def is_of_events(model: IntervalModel) -> bool:
    """Whether chance varies the events themselves, so that limits are found in events."""
    match model:
        case IntervalModel.POISSON | IntervalModel.MOVER:
            return True
        case IntervalModel.BINOMIAL | IntervalModel.ODDS | IntervalModel.NONE:
            return False
        case _:
            assert_never(model)


def interval(figures: Figures, confidence: float, method: CiMethod) -> tuple[Floats, Floats, npt.NDArray[np.str_]]:
    """Return lower and upper limits and the method of each; NaN and an empty method where there is no interval."""
    model, totals = figures.indicator.interval, figures.totals
    nothing = np.full(len(figures.value), np.nan)
    if model is IntervalModel.NONE:
        return nothing, nothing, np.full(len(nothing), "")
    from popcalc import intervals

    impossible = figures.flags.get("impossible", np.zeros(len(nothing), dtype=bool))
    whole = ~impossible & (totals.numerator >= 0)
    fits = figures.defined if model is IntervalModel.MOVER else figures.defined & whole
    plus, minus, below = (np.where(fits, values, 0) for values in (totals.plus, totals.minus, totals.denominator))
    match model:
        case IntervalModel.POISSON:
            limits = intervals.poisson(plus - minus, confidence, method)
        case IntervalModel.MOVER:
            limits = intervals.mover(plus, minus, confidence, method)
        case IntervalModel.BINOMIAL:
            limits = intervals.binomial(plus - minus, below, confidence, method)
        case IntervalModel.ODDS:
            limits = intervals.odds(plus - minus, below, confidence, method)
        case _:
            assert_never(model)
    scale = figures.per_event if is_of_events(model) else np.full_like(nothing, figures.indicator.per)
    names = np.where(fits, limits.method, "")
    return np.where(fits, limits.lower * scale, np.nan), np.where(fits, limits.upper * scale, np.nan), names
