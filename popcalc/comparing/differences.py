"""The difference of two figures: its exact value, its limits, and whether chance alone could make it."""

from __future__ import annotations

from typing import assert_never

import numpy as np
from msgspec import Struct

from popcalc.arrays import Bools, Floats, Ints, Objects, minus, quotient, times
from popcalc.comparing.odds_ratio import odds_ratio
from popcalc.definitions.catalogue import CiMethod, Indicator, IntervalModel
from popcalc.doubts import EMPTY_CELLS
from popcalc.evidence import CLEAR, CLEAR_LEVEL, STRONG, STRONG_LEVEL, UNCERTAIN
from popcalc.rates import FEW_EVENTS, Figures, interval


class Difference(Struct, frozen=True, eq=False):
    """Figures less others, row by row; NaN and empty where there is nothing.

    `numerator` over `denominator` is the difference exactly. `lower` and `upper` are its limits, `ratio_lower` and
    `ratio_upper` those of the ratio of two sex ratios, whose upper one may be infinite.
    """

    value: Floats
    numerator: Ints
    denominator: Ints
    percent: Floats
    lower: Floats
    upper: Floats
    ratio_lower: Floats
    ratio_upper: Floats
    evidence: Objects


class Limits(Struct, frozen=True, eq=False):
    """The limits of a difference or, with `no_difference` 1, of a ratio."""

    lower: Floats
    upper: Floats
    no_difference: float = 0

    @property
    def sure(self) -> Bools:
        """Where no difference lies outside."""
        found: Bools = (self.lower > self.no_difference) | (self.upper < self.no_difference)
        return found


def difference(
    one: Figures, other: Figures, confidence: float, method: CiMethod, *, tested: Figures | None = None
) -> Difference:
    """Return how figures differ from others.

    Limits and evidence are those of the difference from figures that are `tested` in place of the others: an area and
    the one above it share its own events, so that it is tested against the rest, and the limits are scaled by the share
    of the rest in all.
    """
    top = minus(
        times(one.exact_numerator, other.exact_denominator), times(other.exact_numerator, one.exact_denominator)
    )
    bottom = times(one.exact_denominator, other.exact_denominator)
    value = quotient(top, bottom)
    tested = other if tested is None else tested
    shown = limits_of(one, tested, confidence, method)
    scale = np.ones(len(value)) if tested is other else _share(tested, other)
    nothing = np.full(len(value), np.nan)
    is_ratio = shown.no_difference == 1
    return Difference(
        value=value,
        numerator=top,
        denominator=bottom,
        percent=_percent(one, other, value),
        lower=nothing if is_ratio else shown.lower * scale,
        upper=nothing if is_ratio else shown.upper * scale,
        ratio_lower=shown.lower if is_ratio else nothing,
        ratio_upper=shown.upper if is_ratio else nothing,
        evidence=evidence(one, tested, other),
    )


def limits_of(one: Figures, other: Figures, confidence: float, method: CiMethod) -> Limits:
    """Return the limits of the difference of figures that share no events.

    MOVER (Zou and Donner 2008) from the limits of each figure: each limit lies as far from the difference as the two
    limits that face it lie from their figures, added as squares. For the two parts of a whole, such as boys and girls,
    the exact conditional odds ratio.
    """
    model = one.indicator.interval
    match model:
        case IntervalModel.NONE:
            nothing = np.full(len(one.value), np.nan)
            return Limits(nothing, nothing)
        case IntervalModel.ODDS:
            there = one.defined & other.defined
            a, b, c, d = (
                np.where(there, part, 0)
                for side in (one.totals, other.totals)
                for part in (side.numerator, side.denominator)
            )
            lower, upper = odds_ratio(a, b, c, d, confidence)
            return Limits(np.where(there, lower, np.nan), np.where(there, upper, np.nan), 1)
        case IntervalModel.POISSON | IntervalModel.BINOMIAL | IntervalModel.MOVER:
            (low, high, _), (other_low, other_high, _) = (interval(side, confidence, method) for side in (one, other))
            between = one.value - other.value
            lower = between - np.hypot(one.value - low, other_high - other.value)
            upper = between + np.hypot(high - one.value, other.value - other_low)
            return Limits(lower, upper)
        case _:
            assert_never(model)


def evidence(one: Figures, other: Figures, shown: Figures | None = None) -> Objects:
    """Return `strong`, `clear` or `uncertain`: whether no difference lies outside the 99.8 % or the 95 % interval.

    Always by exact limits. Empty where there is no interval, and where a figure hangs on empty cells.
    """
    clear, strong = (limits_of(one, other, level, CiMethod.EXACT) for level in (CLEAR_LEVEL, STRONG_LEVEL))
    found = np.full(len(one.value), UNCERTAIN, dtype=object)
    found[clear.sure] = CLEAR
    found[strong.sure] = STRONG
    open_cells = [side.flags[EMPTY_CELLS] for side in (one, other, shown) if side and EMPTY_CELLS in side.flags]
    found[np.isnan(clear.lower) | np.logical_or.reduce([np.zeros(len(found), dtype=bool), *open_cells])] = ""
    return found


def _share(rest: Figures, whole: Figures) -> Floats:
    """Return which part of a whole the rest of it is, by the denominators of its figures."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = rest.denominator / whole.denominator
    return share


def _percent(one: Figures, other: Figures, value: Floats) -> Floats:
    """Return a difference in per cent of the other figure, where both rest on 20 events and cannot lie below zero."""
    enough = (one.events >= FEW_EVENTS) & (other.events >= FEW_EVENTS) & (other.value > 0)
    if may_be_negative(one.indicator):
        enough = np.zeros_like(enough)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(enough, 100 * value / other.value, np.nan)


def may_be_negative(indicator: Indicator) -> bool:
    """Whether a figure is a difference itself, such as natural increase."""
    return any(term.coefficient < 0 for term in indicator.numerator)
