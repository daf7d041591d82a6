"""Exact comparisons and quotients of columns of whole numbers, whatever their size."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from popcalc.arrays import Ints, minus, times


def difference(top: Ints, bottom: Ints, bound: Fraction) -> tuple[Ints, Ints]:
    """Return top / bottom - bound of each row as a numerator and a denominator that is not negative.

    Where bottom is 0, so is the denominator.
    """
    above = minus(times(top, bound.denominator), times(bottom, bound.numerator))
    below = times(bottom, bound.denominator)
    flip = np.where(below < 0, -1, 1)
    return above * flip, below * flip


def floored(top: Ints, bottom: Ints) -> Ints:
    """Return top / bottom rounded down; 0 where bottom is 0."""
    found: Ints = np.where(bottom == 0, 0, top // np.where(bottom == 0, 1, bottom))
    return found


def ceiled(top: Ints, bottom: Ints) -> Ints:
    """Return top / bottom rounded up; 0 where bottom is 0."""
    return -floored(-top, bottom)
