"""What all steps that work on columns share: types of arrays, keys of several columns, products that never overflow.

A module that must not load numpy imports the types under TYPE_CHECKING.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]
AnyInts = npt.NDArray[np.signedinteger]
"""Whole numbers of any width, as a table keeps them."""
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]
"""Words, fractions, Python's own whole numbers."""
Array = npt.NDArray[Any]
_Scalar = TypeVar("_Scalar", bound=np.generic)
Chosen = slice | Ints | Bools
"""Some rows: a stretch, their positions, or a mark for each."""

# Keys: two columns of whole numbers as one that sorts by the first, then the second.

MONTH_BITS = 20
"""Bits that hold a month (or a year): enough for any that data may speak of, `2200 * 12`."""
POSITION_BITS = 31
"""Bits that hold a position in a list."""


def packed(village: AnyInts, month: AnyInts | int) -> Ints:
    """Return a key for each village and month; the month before is one less, the month after one more."""
    return (village.astype(np.int64) << MONTH_BITS) + month


def villages_of(keys: Ints) -> Ints:
    """Return the village of each key of village and month."""
    return keys >> MONTH_BITS


def months_of(keys: Ints) -> Ints:
    """Return the month (or the year) of each key of village and month."""
    return keys & ((1 << MONTH_BITS) - 1)


def same_village(keys: Ints, others: Ints) -> Bools:
    """Return whether two keys of village and month are of one village."""
    same: Bools = villages_of(keys ^ others) == 0
    return same


def distinct_pairs(one: AnyInts, other: AnyInts) -> tuple[Ints, Ints]:
    """Return the distinct pairs of two columns of numbers >= 0 (the second below 2 ** 31), in order."""
    pairs = distinct_values((one.astype(np.int64) << POSITION_BITS) + other)
    return pairs >> POSITION_BITS, pairs & ((1 << POSITION_BITS) - 1)


def combine(columns: Sequence[AnyInts], length: int = 0) -> Ints:
    """Return one whole number per row that is the same where all columns (of numbers >= 0) are the same.

    The numbers run from 0 in the order in which they come. Without any column all of `length` rows are the same.
    """
    combined = np.zeros(len(columns[0]) if columns else length, dtype=np.int64)
    highest = 0
    for column in columns:
        top = int(column.max(initial=0))
        if not top:
            continue
        if (highest + 1) * (top + 1) >= LARGEST:
            combined = numbered(combined)[0]
            highest = int(combined.max(initial=0))
        combined *= top + 1
        combined += column
        highest = highest * (top + 1) + top
    return numbered(combined)[0]


FEW = 20_000
"""As many are sorted or halved, more than a small job has, before pandas is loaded, which hashes them."""


def numbered(values: Array) -> tuple[Ints, Array]:
    """Return for each value the number of the distinct one that it is, and those, in the order in which they come."""
    if len(values) > FEW:
        import pandas as pd

        numbers, distinct = pd.factorize(values)
        return numbers.astype(np.int64, copy=False), distinct
    distinct, first, numbers = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[numbers], distinct[order]


class SortedKeys:
    """Distinct keys in order, of which one asks where they stand; for many wanted ones they are hashed by pandas."""

    def __init__(self, keys: Array) -> None:
        self._keys = keys
        self._hashed: pd.Index[Any] | None = None

    def __len__(self) -> int:
        return len(self._keys)

    def places(self, wanted: Array) -> Ints:
        """Return where each wanted key stands; -1 where it does not."""
        if len(wanted) > FEW:
            import pandas as pd

            if self._hashed is None:
                self._hashed = pd.Index(self._keys)
            return self._hashed.get_indexer(pd.Index(wanted))
        if not len(self):
            return np.full(len(wanted), -1)
        place = np.minimum(np.searchsorted(self._keys, wanted), len(self) - 1)
        return np.where(self._keys[place] == wanted, place, -1)


def first_of_each(keys: Ints) -> Ints | slice:
    """Return where each distinct key stands first, in order of the keys."""
    rising = keys[1:] > keys[:-1]
    if rising.all():
        return slice(None)
    if (keys[1:] >= keys[:-1]).all():
        return np.flatnonzero(np.concatenate([[True], rising]))
    return np.unique(keys, return_index=True)[1]


def distinct_values(values: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    """Return the distinct values of a column in order, as numpy's `unique` does, which hashes and is slower here."""
    ordered = np.sort(values)
    first = np.empty(len(ordered), dtype=bool)
    first[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    found: npt.NDArray[_Scalar] = ordered[first]
    return found


# Stretches: rows that follow each other and belong together.


def stretches(*columns: Array) -> Ints:
    """Return where each stretch of rows begins that have the same in all columns."""
    begins = np.zeros(len(columns[0]), dtype=bool)
    begins[:1] = True
    for column in columns:
        begins[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(begins)


def offsets(lengths: Ints) -> Ints:
    """Return where each of some stretches that follow each other begins."""
    found: Ints = np.cumsum(lengths) - lengths
    return found


def joined_ranges(first: Ints, after: Ints) -> Ints:
    """Return the whole numbers from each `first` up to below each `after`, one range behind the other."""
    lengths = after - first
    return np.repeat(first - offsets(lengths), lengths) + np.arange(int(lengths.sum()))


# Whole numbers of any size: 64 bits where they hold the result, else Python's own (an array of objects).

LARGEST = 1 << 62
"""Whole numbers below this fit into 64 bits, and so does the sum of two."""
EXACT_IN_FLOAT = 1 << 53
"""Whole numbers below this are exact in a float."""


def times(values: Ints, factor: Ints | int) -> Ints:
    """Return exact products."""
    largest = _largest(factor) if isinstance(factor, np.ndarray) else abs(factor)
    small = values.dtype != object and max(_largest(values), 1) * largest < LARGEST
    found: Ints = (values if small else values.astype(object)) * factor
    return found


def minus(one: Ints, other: Ints) -> Ints:
    """Return exact differences."""
    small = object not in (one.dtype, other.dtype) and max(_largest(one), _largest(other)) < LARGEST
    found: Ints = one - other if small else one.astype(object) - other.astype(object)
    return found


def repeated(value: int, like: Ints) -> Ints:
    """Return a column of one number, as long as another."""
    return np.full(len(like), value, dtype=np.int64 if abs(value) < LARGEST else object)


def quotient(top: Ints, bottom: Ints | int) -> Floats:
    """Return top / bottom, each the float nearest to the exact quotient; NaN where bottom is 0."""
    bottom = np.broadcast_to(np.asarray(bottom), top.shape)
    value = np.full(len(top), np.nan)
    some = bottom != 0
    if top.dtype != object and bottom.dtype != object:
        small = some & (np.abs(top) < EXACT_IN_FLOAT) & (np.abs(bottom) < EXACT_IN_FLOAT)
        value[small] = top[small] / bottom[small]
        some = some & ~small
    for place in np.flatnonzero(some):
        value[place] = int(top[place]) / int(bottom[place])
    return value


def _largest(values: Ints) -> int:
    return max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))
