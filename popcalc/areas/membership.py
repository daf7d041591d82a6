"""What the areas file says of villages by way of their labels: when they exist, and which label speaks of a part."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from popcalc.areas.lives import ALWAYS, Lives
from popcalc.areas.registry import Entry
from popcalc.arrays import AnyInts, Ints

Found = Sequence[tuple[AnyInts, Entry]]
"""Entries of the areas file, each with the labels that mean it."""


def lives_of(found: Found, village_of: AnyInts, villages: int) -> Lives | None:
    """Return the lives of villages, from the entries that labels mean; None where no entry says when it existed.

    What holds for an area above holds for its villages.
    """
    dated = [(labels, one) for labels, one in found if (one.opened, one.closed) != (None, None) and one.whole is one]
    if not dated:
        return None
    opened, closed = np.full(villages, -ALWAYS, dtype=np.int64), np.full(villages, ALWAYS, dtype=np.int64)
    for labels, entry in dated:
        own = village_of[labels]
        if entry.opened is not None:
            opened[own] = np.maximum(opened[own], entry.opened)
        if entry.closed is not None:
            closed[own] = np.minimum(closed[own], entry.closed)
    return Lives(opened, closed)


def parts_of(found: Found, labels: int) -> Ints | None:
    """Return for each label the number of the part of its area that it speaks of, 0 for all; None without parts."""
    number: dict[Entry, int] = {}
    part = np.zeros(labels, dtype=np.int64)
    for chosen, entry in found:
        if entry.whole is not entry:
            part[chosen] = part[chosen] * (len(found) + 1) + number.setdefault(entry, len(number) + 1)
    return np.unique(part, return_inverse=True)[1].astype(np.int64) if number else None
