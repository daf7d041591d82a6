"""A village and a month (or a year) as one whole number that sorts by village, then month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

BITS = 20
LOW = (1 << BITS) - 1
"""The bits that hold the month: enough for any month that data may speak of, `2200 * 12`."""


def packed(village: Ints, month: Ints | int) -> Ints:
    """Return the key of each village and month; the month before is one less, the month after one more."""
    return (village.astype(np.int64) << BITS) + month


def villages_of(keys: Ints) -> Ints:
    """Return the village of each key."""
    return keys >> BITS


def months_of(keys: Ints) -> Ints:
    """Return the month (or the year) of each key."""
    return keys & LOW


def first_of_each(keys: Ints) -> Ints | slice:
    """Return where each distinct key stands first, in order of the keys."""
    rising = keys[1:] > keys[:-1]
    if rising.all():
        return slice(None)
    if (keys[1:] >= keys[:-1]).all():
        return np.flatnonzero(np.concatenate([[True], rising]))
    return np.unique(keys, return_index=True)[1]
