"""Rows that are nearly the sums of all others beside them, in every period and count: a whole.

A whole country is often not the exact sum of its regions: births of no known residence, figures that were rounded or
revised. Nothing but the user can tell such a row from a city with half of all people, so it is asked about; but never
where chance may well have made the figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.arrays import combine
from popcalc.definitions.catalogue import Nature
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.sums import Compared, compare
from popcalc.intake.rows.suspected import names_of_wholes
from popcalc.intake.rows.unnamed_totals import NEAR, Sums
from popcalc.intake.rows.values import Rows

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

MOST = 0.8
"""The share of the sum of the others that a row named as the whole has at least, where it may be the whole."""
UNLIKELY = 1 / 50
"""A chance below which the user is asked about a row that is nearly a sum."""


class NearSum(Struct, frozen=True):
    """An area whose figures are nearly sums: a row of it, and a count there with the sum of the others."""

    spot: int
    count: str
    summed: int


class _Figure(Struct, frozen=True):
    """A figure of an area, the sum of the others and the greatest of them."""

    count: str
    spot: int
    printed: int
    summed: int
    greatest: int


def near_sums(sums: Sums, rows: Rows, left: Bools, parts: Bools, reading: Reading) -> Iterator[NearSum]:
    """Yield the areas whose figures are nearly the sums of their groups; `parts` are rows that are no totals."""
    of_total = np.full(len(rows), -1, dtype=np.int64)
    of_total[sums.rows] = sums.group[sums.rows]
    of_part = np.where(left & (of_total < 0), sums.group, -1)
    compared = compare(rows, of_total, of_part)
    found: list[tuple[NearSum, float]] = []
    for label in _near_labels(sums, rows, compared, parts):
        figures = list(_figures(sums.rows[sums.label == label], sums.group, rows, of_part, compared))
        worst = max(figures, key=lambda one: abs(one.printed - one.summed) / max(1, one.summed))
        chance = float(sums.places[label]) * _chance(figures, reading)
        found.append((NearSum(worst.spot, worst.count, worst.summed), chance))
    # Of many groups one is near a sum by chance sooner than of one.
    yield from (one for one, chance in found if chance * max(1.0, sums.tried / len(found)) < UNLIKELY)


def wholes_by_name(rows: Rows, left: Bools, parts: Bools, layout: Layout, reading: Reading) -> Iterator[NearSum]:
    """Yield the areas named as the whole country is (National) that are no smaller than one, beside two or more."""
    for position in names_of_wholes(layout, reading):
        named = rows.words[layout.leaf] == position
        own = named & left & ~parts
        if reading.areas[layout.leaf].kept[position] or not own.any():
            continue
        group = combine([rows.start, rows.end + 1])
        size = np.bincount(group[left & ~named], minlength=int(group.max()) + 1)
        of_part = np.where(left & ~named & (size > 1)[group], group, -1)
        compared = compare(rows, np.where(own, group, -1), of_part)
        figures = list(_figures(np.flatnonzero(own), group, rows, of_part, compared))
        if figures and all(one.printed >= MOST * one.summed for one in figures):
            greatest = max(figures, key=lambda one: one.printed)
            yield NearSum(greatest.spot, greatest.count, greatest.summed)


def _near_labels(sums: Sums, rows: Rows, compared: Compared, parts: Bools) -> list[int]:
    """Return the numbers of the areas all of whose figures are near sums."""
    told, evidence = np.zeros(len(sums.rows), dtype=np.bool_), np.zeros(len(sums.rows))
    wrong = parts[sums.rows] | (sums.group[sums.rows] < 0)
    for key, tells in compared.tells.items():
        own, summed = rows.counts[key][sums.rows].astype(np.int64), compared.sums[key][sums.rows]
        tell = tells[sums.rows]
        told |= tell
        wrong |= tell & (abs(own - summed) > np.maximum(1, NEAR * summed))
        evidence += np.where(tell, np.log1p(np.maximum(own, 0)), 0)
    enough = np.bincount(sums.label, evidence) > -math.log(UNLIKELY)
    is_near = (np.bincount(sums.label, told) > 0) & (np.bincount(sums.label, wrong) == 0)
    found: list[int] = np.flatnonzero(is_near & enough).tolist()
    return found


def _figures(own: AnyInts, group: AnyInts, rows: Rows, of_part: AnyInts, compared: Compared) -> Iterator[_Figure]:
    """Yield the figures of one area that can be held against the sums of its groups."""
    for spot in own.tolist():
        beside = np.flatnonzero(of_part == group[spot])
        for key, told in compared.tells.items():
            if told[spot]:
                values = rows.counts[key]
                greatest = int(values[beside].max())
                yield _Figure(key, spot, int(values[spot]), int(compared.sums[key][spot]), greatest)


def _chance(figures: Sequence[_Figure], reading: Reading) -> float:
    """Return how likely figures are as near to sums by chance, for a row that is first or last.

    One figure, the greatest, may be anything from the greatest of the others up to itself, as two great towns are often
    alike and the others small. An area with that share of all has it in other counts and periods as well: these tell
    only as far as events go up and down by chance, and later stocks tell nothing.
    """
    share = max((abs(one.printed - one.summed) / one.summed for one in figures if one.summed * NEAR >= 1), default=0.0)
    greatest = max(figures, key=lambda one: one.printed)
    chance, seen = 1.0, set[str]()
    for one in sorted(figures, key=lambda one: one is not greatest):
        width = 2 * max(share * one.printed, abs(one.printed - one.summed)) + 1
        is_stock = reading.catalogue.counts[one.count].nature is Nature.STOCK
        if one is greatest:
            chance *= min(1.0, width / (1 + max(0, one.printed - one.greatest)))
        elif not (is_stock and one.count in seen):
            chance *= min(1.0, width / math.sqrt(4 * math.pi * max(1, one.printed)))
        seen.add(one.count)
    return chance
