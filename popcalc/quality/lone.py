"""Single cells so far above their village's other months that nothing may rest on them: slips of the pen."""

from __future__ import annotations

import numpy as np

from popcalc.areas import Areas
from popcalc.arrays import Bools, Floats
from popcalc.quality.scan import Spreads, Windows, stretch
from popcalc.quality.usual import Series, Usual, across, ratio

MONTHS = 6
"""With fewer months nothing tells which of them is the slip."""
FACTOR, SEASON = 3.0, 2.0
"""A cell stands alone at so many times the upper quartile, and all others, of its village's months; and where chance
does not make it of a season's rate."""
TAIL = 1e-9
LEAST = 12
"""Smaller figures move nothing but their own village."""
OF_VILLAGE = 2
"""With more such cells it is the way of the village."""
OF_ALL, FEWEST = 0.01, 3
"""With a larger part of all cells than this (and more than so many) it is the way of the events."""


def lone_cells(usual: Usual, areas: Areas) -> Bools:
    """Return the village-months that stand alone above all others of their village, and above those beside them.

    Where half of the villages of the area above have such a month it is that area's, and no slip.
    """
    found = np.zeros(usual.events.shape, dtype=bool)
    known = across(usual.known.astype(np.float64))
    highest = usual.events.max(axis=1, initial=0)
    rows = np.flatnonzero((known >= MONTHS) & (highest >= LEAST) & (highest * known >= SEASON * across(usual.events)))
    if not len(rows):
        return found
    events = usual.events[rows]
    found[rows] = _above_its_own(events, usual.known[rows])
    found[found.sum(axis=1) > OF_VILLAGE] = False
    found &= ~_shared(found, areas)
    if found.sum() > max(FEWEST, OF_ALL * usual.known.sum()):
        found[:] = False
    return found


def _above_its_own(events: Floats, known: Bools) -> Bools:
    from scipy import special

    ordered = np.sort(np.where(known, events, np.inf), axis=1)
    upper = ordered[np.arange(len(events)), 3 * (known.sum(axis=1) - 1) // 4]
    base = np.maximum(upper, 1.0)[:, None]
    far = special.gammainc(np.maximum(events, 1), SEASON * base) < TAIL
    high = known & (events >= LEAST) & (events >= FACTOR * base) & far
    others = np.where(high, 0.0, events).max(axis=1)[:, None]
    found: Bools = high & (events >= FACTOR * others)
    return found


def _shared(found: Bools, areas: Areas) -> Bools:
    """Return where half of the villages of an area, or of all, have such a cell in the same month."""
    above = areas.parent_of[: areas.villages].astype(np.int64)
    above = np.where(above >= 0, above, len(areas.keys))
    size = np.bincount(above, minlength=len(areas.keys) + 1)
    village, month = np.nonzero(found)
    number = np.zeros((len(size), found.shape[1]), dtype=np.int64)
    np.add.at(number, (above[village], month), 1)
    shared = (number > 1) & (2 * number >= size[:, None])
    of_all = (found.sum(axis=0) > 1) & (2 * found.sum(axis=0) >= len(found))
    marked: Bools = shared[above] | of_all
    return marked


def beside_clean(usual: Usual, clean: Usual, series: Series, lone: Bools, spread: Spreads) -> Windows:
    """Return each lone cell as a stretch of its village, beside what is usual without any of these cells.

    `series` is that of all villages in `clean`, which lacks the cells.
    """
    village, month = np.nonzero(lone)
    own = series.of(village)
    place = np.arange(len(village))
    (_, due, even, _, _), totals = clean.sums.grids, clean.sums.totals
    people = usual.people[village, month]
    known = clean.known[village]
    rate = ratio(across(due[village]), across(clean.people[village] * known))
    level = people * ratio(totals[4], totals[3])[month] * usual.counted[village]
    put_back: tuple[tuple[Floats, Floats], ...] = (
        (own.events, usual.events[village, month]),
        (own.others, people * rate * ratio(totals[0], totals[1], without=1.0)[month]),
        (own.own, ratio(across(even[village]), across(known.astype(np.float64)))),
        (own.level, level),
    )
    for grid, figures in put_back:
        grid[place, month] = figures
    found = stretch(own, spread, place, month, month)
    return Windows(village, month, month, found.chance, found.speaks, found.found, found.due)
