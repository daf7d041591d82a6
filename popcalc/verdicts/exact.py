"""Whole-number arithmetic on columns: comparisons and quotients with exact bounds, whatever the size of the figures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

LARGEST = 1 << 62


def times(values: Ints, factor: int) -> Ints:
    """Return products, in Python's own whole numbers where 64 bits might not hold them."""
    if values.dtype != object:
        largest = max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))
        if largest * abs(factor) < LARGEST and abs(factor) < LARGEST:
            return values * factor
    return values.astype(object) * factor


def repeated(value: int, like: Ints) -> Ints:
    """Return a column of one number, as long as another."""
    return np.full(len(like), value, dtype=np.int64 if abs(value) < LARGEST else object)


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


def minus(one: Ints, other: Ints) -> Ints:
    """Return differences, in Python's own whole numbers where 64 bits might not hold them."""
    small = object not in (one.dtype, other.dtype) and all(
        max(abs(int(part.max(initial=0))), abs(int(part.min(initial=0)))) < LARGEST for part in (one, other)
    )
    found: Ints = one - other if small else one.astype(object) - other.astype(object)
    return found
