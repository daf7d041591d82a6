"""Rows that differ only in one column, added up: males and females, groups of ages.

Totals among the values of the column (and blank cells beside others) are left out of the sum and held against it. A
figure of which some part is missing is its total where there is one, else it is missing (if the part is an empty cell
that may mean none, so may the figure be the sum of the others); a part that stands alone and
is of some persons only is no sum. Where the columns file says `absent: zero`, an event without a row did not happen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from popcalc.arrays import distinct_values
from popcalc.definitions.catalogue import Nature
from popcalc.errors import COUNTED
from popcalc.intake.rows.breakdowns import BEYOND_CHANCE
from popcalc.intake.rows.cells_of_sums import SumCells, cells_of_sums
from popcalc.intake.rows.dimension_values import narrows
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.same_stocks import SameStock, same_stock
from popcalc.intake.rows.split import Split
from popcalc.table import ABSENT, EMPTY, MISSING, are_empty, were_empty_zero

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

_NARROW = np.iinfo(np.int32).max


class Odd(Struct, frozen=True):
    """Two rows that cannot both be right: of one value, of two totals, or a total and the `sum` that begins in
    `other`."""

    key: str
    row: int
    other: int
    sum: int | None = None


class Summed(Struct, frozen=True):
    """Rows added up over a column, and what was found in it.

    `row_of` is the new row of each old one, `totals` are those of totals that have parts; `lacking` the first row and
    the count of each figure that lacks a part; `repeats` how many figures are given twice; `doubled` a count
    and a value of which it gives the sums of the others; `parts` the values that were added up, by count; `same` are
    stocks that all parts have alike.
    """

    split: Split
    row_of: AnyInts
    totals: Bools
    odd: Sequence[Odd] = ()
    lacking: Sequence[tuple[int, str]] = ()
    repeats: int = 0
    doubled: tuple[str, str] | None = None
    parts: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    same: Sequence[SameStock] = ()


class _Sums(Struct, frozen=True):
    """One count: the figures of each cell, and by figure their sum, how many parts are there, are empty, report, the
    total and whether all parts report.

    `is_open` says where all would, if empty cells mean none.
    """

    highest: AnyInts
    lowest: AnyInts
    given: AnyInts
    sum: AnyInts
    there: AnyInts
    empty: AnyInts
    reported: AnyInts
    total: AnyInts
    is_complete: Bools
    is_open: Bools
    parts: AnyInts


def sum_over(split: Split, index: int, apart: Sequence[int], reading: Reading) -> Summed:
    """Return rows with those added up that differ only in one column; `apart` are others that tell figures apart."""
    if not len(split.rows):
        return Summed(split, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_))
    cells = cells_of_sums(split, index, apart)
    first = cells.first_rows
    in_order = np.argsort(first, kind="stable")
    counts: dict[str, AnyInts] = {}
    odd: list[Odd] = []
    lacking: list[tuple[int, str]] = []
    parts: dict[str, AbstractSet[str]] = {}
    same: list[SameStock] = []
    repeats = 0
    doubled: tuple[str, str] | None = None
    written, has_months = split.values[index].written, split.rows.has_months
    for key, values in split.rows.counts.items():
        sums = _sums(key, values, cells, written, reading)
        figures = _figures(sums, cells)[in_order]
        counts[key] = figures.astype(np.int32) if int(figures.max()) <= _NARROW else figures
        odd += (one for one in _odd(key, values, sums, cells) if has_months[one.row])
        short = np.flatnonzero(
            has_months[first] & (sums.reported > 0) & ~sums.is_complete & ~sums.is_open & (sums.total < 0)
        )
        lacking += [(int(row), key) for row in first[short]]
        repeats += int((sums.given - 1).clip(min=0).sum())
        if doubled is None and (value := _sum_of_others(sums, cells)) is not None:
            doubled = key, written[value]
        if reading.catalogue.counts[key].nature is Nature.STOCK and (alike := same_stock(key, sums.highest, cells)):
            same.append(alike)
        parts[key] = frozenset(written[number] for number in sums.parts.tolist())
    rows = replace(replace(split.rows, counts={})[first[in_order]], counts=counts)
    watched = {one: positions[first[in_order]] for one, positions in split.watched.items() if one != index}
    found = Split(rows, watched, split.values, split.measure)
    return Summed(
        found, cells.row_of(in_order), cells.totals_with_parts(), odd, sorted(lacking), repeats, doubled, parts, same
    )


def _sums(key: str, values: AnyInts, cells: SumCells, written: Sequence[str], reading: Reading) -> _Sums:
    highest, lowest, given = cells.span(values)
    there = (highest > ABSENT) & cells.is_part
    reported = cells.added((highest >= 0) & cells.is_part)
    empty = are_empty(highest) & cells.is_part
    parts = distinct_values(cells.value[there])
    if reading.columns.absent == "zero" and reading.catalogue.counts[key].nature is Nature.FLOW:
        needed = cells.added(there)
    else:
        alone = len(parts) == 1 and narrows(written[int(parts[0])])
        needed = np.full(len(reported), len(parts) + alone)
    is_complete = (reported > 0) & (reported >= needed)
    emptied = cells.added(empty)
    return _Sums(
        highest,
        lowest,
        given,
        sum=cells.added(np.where(cells.is_part, np.where(empty, were_empty_zero(highest), highest.clip(min=0)), 0)),
        there=cells.added(there),
        empty=emptied,
        reported=reported,
        total=cells.largest(np.where(cells.is_part, ABSENT, highest)),
        is_complete=is_complete,
        is_open=~is_complete & (emptied > 0) & (reported + emptied >= needed),
        parts=parts,
    )


def _sum_of_others(sums: _Sums, cells: SumCells) -> int | None:
    """Return a value whose figures are all the sums of at least two others, more often than by chance: T, all ages."""
    if len(sums.parts) < 3:
        return None
    chosen = np.flatnonzero(cells.is_part & (sums.highest >= 0))
    value, own = cells.value[chosen], sums.highest[chosen]
    differ = 2 * own != sums.sum.repeat(_sizes(cells))[chosen]
    differing, beyond_chance = np.bincount(value, differ), np.bincount(value, np.log1p(own)) > BEYOND_CHANCE
    found = np.flatnonzero((differing == 0) & beyond_chance)
    return int(found[0]) if len(found) else None


def _figures(sums: _Sums, cells: SumCells) -> AnyInts:
    """Return the figure of each group of rows: the sum of all parts, else the total, else missing."""
    is_absent = (cells.largest(sums.highest) == ABSENT) & (sums.reported == 0)
    nothing = np.where(sums.is_open, EMPTY - sums.sum, np.where(is_absent, ABSENT, MISSING))
    # A figure without parts is what its own cell is.
    nothing = np.where(are_empty(sums.total) & (sums.there == 0), sums.total, nothing)
    found: AnyInts = np.where(sums.is_complete, sums.sum, np.where(sums.total >= 0, sums.total, nothing))
    return found


def _odd(key: str, values: AnyInts, sums: _Sums, cells: SumCells) -> Iterator[Odd]:
    """Yield what contradicts itself in a count: two figures of one value, two totals, a total and its parts."""
    for cell in np.flatnonzero((sums.given > 1) & (sums.lowest != sums.highest))[:COUNTED].tolist():
        rows = [int(row) for row in cells.rows_of(cell) if values[row] >= 0]
        yield Odd(key, next(row for row in rows if values[row] != values[rows[0]]), rows[0])
    beyond = np.where(sums.is_complete, sums.total != sums.sum, sums.total < sums.sum)
    wrong = (sums.total >= 0) & (sums.reported > 0) & beyond
    totals = np.where(cells.is_part | (sums.highest < 0), sums.total.repeat(_sizes(cells)), sums.highest)
    differ = -cells.largest(-totals) != sums.total
    for figure in np.flatnonzero(wrong | differ)[:COUNTED].tolist():
        of_total: list[int] = []
        of_parts: list[int] = []
        for cell in cells.cells_of(figure):
            reports = [int(row) for row in cells.rows_of(cell) if values[row] >= 0]
            (of_parts if cells.is_part[cell] else of_total).extend(reports[:1])
        if differ[figure]:
            yield Odd(key, next(row for row in of_total if values[row] != values[of_total[0]]), of_total[0])
        else:
            yield Odd(key, of_total[0], min(of_parts), int(sums.sum[figure]))


def _sizes(cells: SumCells) -> AnyInts:
    return np.diff(np.append(cells.figures, len(cells.begins)))
