"""Several breakdowns in one column, each of which splits the same persons: Urban, Rural, and below them Male, Female.

They are known by what their values say (two sexes beside ages or residences in one figure) or by their sums, which are
the same in every figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.arrays import distinct_values
from popcalc.definitions.catalogue import Nature
from popcalc.intake.header import narrowing
from popcalc.intake.rows.cells_of_sums import SumCells, cells_of_sums
from popcalc.intake.rows.dimension_values import are_all
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.split import Split

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints

BEYOND_CHANCE = math.log(1000)
"""The logarithm of one in how many cases figures are sums by chance (docs/files.md)."""
_FEWEST = 2
"""So many values make a breakdown."""
_MOST_VALUES = 200
_MOST_BREAKDOWNS = 4
_KINDS = (narrowing.SEX, narrowing.RESIDENCE, narrowing.AGE)


class Breakdown(Struct, frozen=True):
    """The values of one breakdown of several in a column; where they `are_all`, their sums are those of everybody."""

    values: tuple[str, ...]
    are_all: bool = False


def breakdowns(split: Split, index: int, apart: Sequence[int], reading: Reading) -> list[Breakdown]:
    """Return the breakdowns of a column where it has several, those of everybody first; `apart` as in `sum_over`."""
    values = split.values[index]
    used = distinct_values(split.cells(index)).tolist()
    parts = [number for number in used if number and not values.whole[number]]
    if not 2 * _FEWEST <= len(parts) <= _MOST_VALUES:
        return []
    cells = cells_of_sums(split, index, apart)
    written = [values.written[number] for number in parts]
    kinds = [narrowing.kind_of(one) for one in written]
    for key, figures in split.rows.counts.items():
        is_zero = reading.columns.absent == "zero" and reading.catalogue.counts[key].nature is Nature.FLOW
        table, reported = table_of_parts(cells, parts, figures)
        groups = _of_kinds(kinds, reported)
        is_same = not groups
        groups = groups or _of_same_sums(kinds, table if is_zero else table[reported.all(axis=1)])
        if groups:
            # Of those of another sum some persons are left out, such as those whose sex is not known.
            sums = [int(table[:, spots].sum()) for spots in groups]
            found = [tuple(written[spot] for spot in spots) for spots in groups]
            of_all = [is_same or (own == max(sums) and are_all(one)) for one, own in zip(found, sums, strict=True)]
            every = [Breakdown(one, all_of_them) for one, all_of_them in zip(found, of_all, strict=True)]
            return sorted(every, key=lambda one: not one.are_all)
    return []


def table_of_parts(cells: SumCells, parts: Sequence[int], figures: AnyInts) -> tuple[Ints, Bools]:
    """Return a line for each figure with a column for each value, 0 where it is not reported, and where it is."""
    highest, _, _ = cells.span(figures)
    sizes = np.diff(np.append(cells.figures, len(cells.begins)))
    line = np.repeat(np.arange(len(cells.figures)), sizes)
    there = cells.is_part & (highest >= 0)
    spots = line[there], np.searchsorted(parts, cells.value[there])
    table = np.zeros((len(cells.figures), len(parts)), dtype=np.int64)
    reported = np.zeros(table.shape, dtype=np.bool_)
    table[spots], reported[spots] = highest[there], True
    return table, reported


def _of_kinds(kinds: Sequence[str | None], reported: Bools) -> list[list[int]]:
    """Return the values of each kind, where some figure has several values of two kinds."""
    groups = {kind: [spot for spot, one in enumerate(kinds) if one == kind] for kind in _KINDS}
    has = {kind: reported[:, spots].sum(axis=1) >= _FEWEST for kind, spots in groups.items()}
    together = [
        (one, other) for at, one in enumerate(_KINDS) for other in _KINDS[at + 1 :] if (has[one] & has[other]).any()
    ]
    return [groups[kind] for kind in _KINDS if any(kind in pair for pair in together)]


def _of_same_sums(kinds: Sequence[str | None], table: Ints) -> list[list[int]]:
    """Return values, those of a kind or those that follow each other, whose sums are the same in every figure."""
    if not len(table):
        return []
    for groups in _candidates(kinds, table):
        sums = np.stack([table[:, spots].sum(axis=1) for spots in groups])
        if (sums == sums[0]).all() and _evidence(table, groups) > BEYOND_CHANCE + math.log(len(kinds)):
            return groups
    return []


def _candidates(kinds: Sequence[str | None], table: Ints) -> Iterator[list[list[int]]]:
    every = range(len(kinds))
    for kind in dict.fromkeys(filter(None, kinds)):
        own = [spot for spot in every if kinds[spot] == kind]
        rest = [spot for spot in every if kinds[spot] != kind]
        if min(len(own), len(rest)) >= _FEWEST:
            yield [own, rest]
    running = table.cumsum(axis=1)
    for number in range(2, min(_MOST_BREAKDOWNS, len(kinds) // _FEWEST) + 1):
        bounds = [0]
        for step in range(1, number):
            same = np.flatnonzero((number * running == step * running[:, -1:]).all(axis=0)) + 1
            after = [int(one) for one in same if one >= bounds[-1] + _FEWEST]
            bounds += after[:1]
        if len(bounds) == number and len(kinds) - bounds[-1] >= _FEWEST:
            yield [list(range(*ends)) for ends in zip(bounds, [*bounds[1:], len(kinds)], strict=True)]


def _evidence(table: Ints, groups: Sequence[Sequence[int]]) -> float:
    """Return the logarithm of how unlikely the same sums are; the same figures in both groups tell nothing."""
    longest = max(map(len, groups))
    in_order = [np.sort(np.pad(table[:, spots], ((0, 0), (0, longest - len(spots)))), axis=1) for spots in groups]
    unlike = np.logical_or.reduce([(one != in_order[0]).any(axis=1) for one in in_order[1:]])
    return float(np.log1p(table[unlike][:, groups[0]].sum(axis=1)).sum())
