"""Stocks that stand apart from their neighbours: a slipped column, another unit, an extra digit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from popcalc.arrays import Bools, Floats, Ints, distinct_values, packed
from popcalc.definitions.catalogue import Nature
from popcalc.language import text
from popcalc.quality.findings import WARNING, Finding
from popcalc.quality.material import Material

POPULATIONS = ("population", "population_resident")
"""The stocks that hardly move in a month; others, such as people on the move, do."""
JUMP = 0.05
"""A population that moves by more than this share in a month is a finding."""
JUMP_PEOPLE = 20
"""In a hamlet a family is more than 5 %: a smaller move than this is no finding."""
TENFOLD = (1, 2, 3, 4)
"""Powers of ten by which a figure is taken for a slip: an extra digit, a unit of a hundred, of ten thousand."""
NEAR = 0.1
"""How near to a power of ten a factor must be: an extra digit adds at most a tenth of the figure to ten times it."""
LEAST = 10
"""Stocks below this may grow tenfold."""


def check_stocks(material: Material) -> Iterator[Finding]:
    """Yield month-ends of a stock that are ten times their village's others, or a tenth, and jumps of a population."""
    populations = [stock for stock in POPULATIONS if stock in material.table.counts]
    for stock in dict.fromkeys([*populations, *material.counts(Nature.STOCK)]):
        rows = np.flatnonzero(material.table.column(stock) > 0)
        if not material.monthly:
            rows = rows[np.argsort(packed(material.village[rows], material.end[rows]), kind="stable")]
        slipped = _slipped(material, stock, rows)
        yield from _slips(material, stock, rows, slipped)
        if stock in POPULATIONS:
            yield from _jumps(material, stock, rows[np.isnan(slipped)])


def _slipped(material: Material, stock: str, rows: Ints) -> Floats:
    """Return for each row the median of its village where the figure is a power of ten away from it, else NaN.

    Only villages are looked at in which two neighbours differ so.
    """
    medians = np.full(len(rows), np.nan)
    value, village = material.table.column(stock)[rows].astype(np.float64), material.village[rows]
    beside = (village[1:] == village[:-1]) & _tenfold(value[1:], value[:-1])
    for one in distinct_values(village[1:][beside]).tolist():
        own = np.flatnonzero(village == one)
        median = np.full(len(own), np.median(value[own]))
        medians[own] = np.where(_tenfold(value[own], median), median, np.nan)
    return medians


def _tenfold(one: Floats, other: Floats) -> Bools:
    """Return where two figures differ by about a power of ten."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    factor = high / low
    near = [np.abs(factor / 10**power - 1) <= NEAR for power in TENFOLD]
    tenfold: Bools = (low >= LEAST) & np.logical_or.reduce(near)
    return tenfold


def _slips(material: Material, stock: str, rows: Ints, medians: Floats) -> Iterator[Finding]:
    spots = np.flatnonzero(~np.isnan(medians))
    places = material.places(rows[spots], stock)
    for row, median, place in zip(rows[spots].tolist(), medians[spots].tolist(), places, strict=True):
        found = int(material.table.column(stock)[row])
        message = text(
            "{stock} is {found}, and {median} is usual in this village: a digit too many or too few, or another unit?",
            stock=stock,
            found=f"{found:,}",
            median=f"{median:,.15g}",
        )
        village, start, end = (int(column[row]) for column in (material.village, material.start, material.end))
        yield Finding("TEN_TIMES", WARNING, village, start, end, stock, message, place, median, found)


def _jumps(material: Material, stock: str, rows: Ints) -> Iterator[Finding]:
    """Yield the months after which a population is not near the one before; a leap and its way back are one finding."""
    value = material.table.column(stock)[rows].astype(np.int64)
    village, end = material.village[rows], material.end[rows]
    same = village[1:] == village[:-1]
    moved = same & _moved(value[:-1], value[1:], end[1:] - end[:-1])
    if not moved.any():
        return
    # One finding: of three month-ends in a row the middle one stands apart, and its neighbours fit each other.
    fit = same[1:] & same[:-1] & ~_moved(value[:-2], value[2:], end[2:] - end[:-2])
    back = np.zeros(len(moved), dtype=bool)
    back[1:] = moved[1:] & moved[:-1] & fit
    for first in np.flatnonzero(back).tolist():
        # A month-end is the way back of one leap only.
        back[first] = not back[first - 1]
    spots = np.flatnonzero(moved & ~back)
    places = material.places(rows[spots + 1], stock)
    for spot, place in zip(spots.tolist(), places, strict=True):
        before, after, row = int(value[spot]), int(value[spot + 1]), int(rows[spot + 1])
        returns = spot + 1 < len(back) and bool(back[spot + 1])
        message = text(
            "{stock} leaps from {before} to {after} ({change} %) and back: a slip?"
            if returns
            else "{stock} goes from {before} to {after} ({change} %): a slip, or have boundaries or registers changed?",
            stock=stock,
            before=f"{before:,}",
            after=f"{after:,}",
            change=f"{100 * (after - before) / before:+.1f}",
        )
        village_of, start, last = (int(column[row]) for column in (material.village, material.start, material.end))
        yield Finding("POPULATION_JUMP", WARNING, village_of, start, last, stock, message, place, before, after)


def _moved(before: Ints, after: Ints, months: Ints) -> Bools:
    """Return where a population moves by more than it does in so many months."""
    change = np.abs(after - before)
    moved: Bools = (change > JUMP * before * months.clip(min=1)) & (change >= JUMP_PEOPLE)
    return moved
