"""From when to when villages exist, as the areas file says: outside of that none is expected, and it has no people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.registry import Entry
from popcalc.arrays import AnyInts, Bools, Ints

if TYPE_CHECKING:
    Found = Sequence[tuple[AnyInts, Entry]]

ALWAYS = 1 << 20
"""A month after all others."""


@dataclass(frozen=True, eq=False)
class Lives:
    """The first and the last month of each village, in order of position; all months where nothing is known."""

    opened: Ints
    closed: Ints

    def months(self, start: AnyInts | int, end: AnyInts | int) -> Ints:
        """Return in how many of some months each village exists; broadcast over villages (rows) and periods."""
        first, last = np.maximum(self.opened[:, None], start), np.minimum(self.closed[:, None], end)
        found: Ints = (last - first + 1).clip(min=0)
        return found

    def outside(self, village: AnyInts, start: AnyInts, end: AnyInts) -> Bools:
        """Return which runs of months lie wholly outside of the time in which their village exists."""
        found: Bools = (start > self.closed[village]) | (end < self.opened[village])
        return found


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
