"""How figures are rounded, and which exact values are printed as a figure."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from msgspec import Struct


class Rounding(StrEnum):
    """A rule by which values are printed, the likeliest first."""

    EXACT = "exact"
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    TRUNCATED = "truncated"
    FLOORED = "floored"


class Range(Struct, frozen=True):
    """Exact values from `low` to `high`, each with or without its end."""

    low: Fraction
    high: Fraction
    has_low: bool = True
    has_high: bool = True

    def holds(self, value: Fraction) -> bool:
        """Return whether a value lies in it."""
        above = value >= self.low if self.has_low else value > self.low
        return above and (value <= self.high if self.has_high else value < self.high)

    def divided(self, factor: Fraction) -> Range:
        """Return the values divided by a number above 0."""
        return Range(self.low / factor, self.high / factor, self.has_low, self.has_high)

    def dividing(self, number: Fraction) -> Range:
        """Return what a number gives divided by the values, which have its sign."""
        return Range(number / self.high, number / self.low, self.has_high, self.has_low)

    @property
    def whole(self) -> tuple[int, int]:
        """The first and the last whole number in it; the last is below the first where there is none."""
        low, high = ceil(self.low), floor(self.high)
        low += not self.has_low and low == self.low
        high -= not self.has_high and high == self.high
        return low, high

    @property
    def holds_zero(self) -> bool:
        """Whether 0 lies in it."""
        return self.holds(Fraction(0))


def range_of(rounding: Rounding, printed: Fraction, step: Fraction) -> Range:
    """Return the values that a rule prints as a figure whose last digit is worth `step`.

    Half up is away from zero, as spreadsheets round; truncated is towards zero; floored is down.
    """
    half = step / 2
    match rounding:
        case Rounding.EXACT:
            return Range(printed, printed)
        case Rounding.HALF_UP:
            return Range(printed - half, printed + half, has_low=printed > 0, has_high=printed < 0)
        case Rounding.HALF_EVEN:
            is_even = (printed / step) % 2 == 0
            return Range(printed - half, printed + half, has_low=is_even, has_high=is_even)
        case Rounding.TRUNCATED:
            low = printed if printed > 0 else printed - step
            high = printed if printed < 0 else printed + step
            return Range(low, high, has_low=printed > 0, has_high=printed < 0)
        case Rounding.FLOORED:
            return Range(printed, printed + step, has_high=False)
        case _:
            assert_never(rounding)


def likelier(rounding: Rounding) -> Rounding | None:
    """Return the rule beside which another says nothing more where both print a value."""
    match rounding:
        case Rounding.HALF_EVEN:
            return Rounding.HALF_UP
        case Rounding.FLOORED:
            return Rounding.TRUNCATED
        case Rounding.EXACT | Rounding.HALF_UP | Rounding.TRUNCATED:
            return None
        case _:
            assert_never(rounding)


def widest_range(printed: Fraction, step: Fraction) -> Range:
    """Return the range that holds the values of every rule."""
    return Range(printed - (step / 2 if printed > 0 else step), printed + step)


def within(value: Fraction, tolerance: Fraction) -> Range:
    """Return the values that a tolerance allows."""
    return Range(value - tolerance, value + tolerance)
