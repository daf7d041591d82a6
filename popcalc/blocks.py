"""Many areas in blocks of some: what records are made of and written before those of the next are made.

A block is a run of areas in order of output, and the villages that these have, which follow each other in the table.
Where they do not, as in towns by name over villages by code, fewer cuts are made: no village may be looked at again
and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct

from popcalc.areas import Areas
from popcalc.arrays import Ints

RECORDS = 100_000
"""So many records a block has at most, but for one area that has more: some 25 MB while they are made and written."""
MOST_LOOKS = 4
"""The blocks together have at most so many times all villages."""


class Block(Struct, frozen=True, eq=False):
    """Areas that follow each other in the order of output, as positions in the tree, and villages that hold theirs."""

    areas: Sequence[int]
    villages: range


def blocks_of(areas: Areas, chosen: Sequence[int], each: int) -> list[Block]:
    """Return areas in blocks of at most `each`, of more where their villages lie among those of others."""
    low, high = _edges(areas, chosen)
    blocks = _cut(chosen, low, high, range(0, len(chosen), each))
    if sum(len(block.villages) for block in blocks) > MOST_LOOKS * max(areas.villages, 1):
        return _cut(chosen, low, high, _clean_cuts(low, high, each))
    return blocks


def _edges(areas: Areas, chosen: Sequence[int]) -> tuple[Ints, Ints]:
    """Return the first village of each area and the one behind its last; of one without any none before the first."""
    low = np.full(len(areas.keys), areas.villages, dtype=np.int64)
    high = np.zeros(len(areas.keys), dtype=np.int64)
    spots = np.array(chosen, dtype=np.int64)
    for level in np.unique(areas.level_of[spots]).tolist():
        above = areas.above(areas.levels[level])
        villages = np.flatnonzero(above >= 0)
        np.minimum.at(low, above[villages], villages)
        np.maximum.at(high, above[villages], villages + 1)
    return low[spots], high[spots]


def _cut(chosen: Sequence[int], low: Ints, high: Ints, cuts: Sequence[int]) -> list[Block]:
    return [
        Block(chosen[start:end], range(int(low[start:end].min()), int(high[start:end].max())))
        for start, end in pairwise([*cuts, len(chosen)])
    ]


def _clean_cuts(low: Ints, high: Ints, each: int) -> list[int]:
    """Return where blocks begin if none may have a village that lies among those of another."""
    before = np.maximum.accumulate(high)[:-1]
    behind = np.minimum.accumulate(low[::-1])[::-1][1:]
    return list(_spaced(np.flatnonzero(before <= behind) + 1, each))


def _spaced(places: Ints, each: int) -> Iterator[int]:
    """Yield 0 and those of some rising places that lie at least so far from the one before."""
    last = 0
    yield last
    for place in places.tolist():
        if place - last >= each:
            last = place
            yield last
