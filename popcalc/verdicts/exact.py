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
        if largest * abs(factor) < LARGEST:
            return values * factor
    return values.astype(object) * factor


def compare(top: Ints, bottom: Ints, bound: Fraction) -> Ints:
    """Return the sign of top / bottom - bound for each row; bottom is not negative, and 0 gives the sign of top."""
    difference = _minus(times(top, bound.denominator), times(bottom, bound.numerator))
    return np.sign(difference).astype(np.int64)


def floored(top: Ints, bottom: Ints) -> Ints:
    """Return top / bottom rounded down; 0 where bottom is 0."""
    found: Ints = np.where(bottom == 0, 0, top // np.where(bottom == 0, 1, bottom))
    return found


def ceiled(top: Ints, bottom: Ints) -> Ints:
    """Return top / bottom rounded up; 0 where bottom is 0."""
    return -floored(-top, bottom)


def _minus(one: Ints, other: Ints) -> Ints:
    small = object not in (one.dtype, other.dtype) and all(
        max(abs(int(part.max(initial=0))), abs(int(part.min(initial=0)))) < LARGEST for part in (one, other)
    )
    difference: Ints = one - other if small else one.astype(object) - other.astype(object)
    return difference
