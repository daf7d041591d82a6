"""The levels of areas, from villages up to all of them together, and what adds up from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from popcalc.areas import Areas
from popcalc.arrays import Ints
from popcalc.quality.findings import EVERYWHERE
from popcalc.quality.usual import Sums, Usual


class Tier(Struct, frozen=True, eq=False):
    """The areas of a level: positions in the tree, and for each village the number of its area among them, -1 for none.

    `area_of_below` has that number for each area of the tier below; None where some of these, or villages, have none.
    """

    areas: Sequence[int]
    area_of: Ints
    area_of_below: Ints | None = None


def tiers(areas: Areas) -> list[Tier]:
    """Return the levels from villages to the whole; of those that hold the same villages the lowest."""
    found = [Tier(range(areas.villages), np.arange(areas.villages))]
    for level in reversed(areas.levels[:-1]):
        above = areas.above(level).astype(np.int64)
        positions = np.unique(above[above >= 0])
        if 1 < len(positions) < len(found[-1].areas):
            area_of = np.where(above >= 0, np.searchsorted(positions, above), -1)
            found.append(Tier(positions.tolist(), area_of, _of_below(found[-1], area_of)))
    if len(found[-1].areas) > 1:
        area_of = np.zeros(areas.villages, dtype=np.int64)
        found.append(Tier([EVERYWHERE], area_of, _of_below(found[-1], area_of)))
    return found


def sums_of(usual: Usual, levels: Sequence[Tier]) -> Iterator[Sums]:
    """Yield what is usual in the areas of each level."""
    return added_up(usual.sums, levels)


def added_up(villages: Sums, levels: Sequence[Tier]) -> Iterator[Sums]:
    """Yield the sums of the areas of each level, from those of the level below where all villages are in these."""
    sums = villages
    yield sums
    for tier in levels[1:]:
        below, area = (villages, tier.area_of) if tier.area_of_below is None else (sums, tier.area_of_below)
        sums = below.over(area, len(tier.areas))
        yield sums


def _of_below(below: Tier, area_of: Ints) -> Ints | None:
    """Return for each area of a tier the number of the area above it, None where not all villages are in these."""
    if bool((below.area_of < 0).any()) or bool((area_of < 0).any()):
        return None
    found = np.zeros(len(below.areas), dtype=np.int64)
    found[below.area_of] = area_of
    return found
