"""From when to when villages exist, as the areas file says: outside of that none is expected, and it has no people."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Bools, Ints

ALWAYS = 1 << 20
"""A month after all others."""


class Lives(Struct, frozen=True, eq=False):
    """The first and the last month of each village, in order of position; all months where nothing is known."""

    opened: Ints
    closed: Ints

    def __getitem__(self, villages: range) -> Lives:
        """Return the lives of villages that follow each other."""
        some = slice(villages.start, villages.stop)
        return Lives(self.opened[some], self.closed[some])

    def months(self, start: AnyInts | int, end: AnyInts | int) -> Ints:
        """Return in how many of some months each village exists; broadcast over villages (rows) and periods."""
        first, last = np.maximum(self.opened[:, None], start), np.minimum(self.closed[:, None], end)
        found: Ints = (last - first + 1).clip(min=0)
        return found

    def is_bounded(self, village: int) -> bool:
        """Whether it is known when a village was closed."""
        return bool(self.closed[village] < ALWAYS)

    def outside(self, village: AnyInts, start: AnyInts, end: AnyInts) -> Bools:
        """Return which runs of months lie wholly outside of the time in which their village exists."""
        found: Bools = (start > self.closed[village]) | (end < self.opened[village])
        return found
