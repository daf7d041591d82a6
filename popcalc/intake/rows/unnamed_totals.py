"""Rows that nothing but their figures betrays: all of them are the sums of other rows, in every month of the file.

Three places are looked at: the rows of one area above, in a column of its own; towns below the county that heads or
closes them, in a list of such groups one after the other; and all rows of a month. One count, the greatest, tells of
nearly every row that it is no sum, so that a clean file costs a look at that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from msgspec import Struct

from popcalc.areas.labels import code_role, combine
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.arrays import AnyInts, Bools

Kind = TypeVar("Kind", bound=np.generic)

LEAST_ROWS = 3
"""A total and two parts."""
LEAST_NEAR = 4
"""A row that is nearly the sum of others, and three of these: two neighbours are alike too often."""
NEAR = 1 / 100
"""The share of the sum of others by which a figure may differ and be near it; or by one."""
SLIPS = 1 / 10
"""The share of the months of a total in which it may be another figure than the sum."""
SAMPLE = 10_000
"""Rows that tell which count is the greatest."""


class Sums(Struct, frozen=True):
    """Areas whose greatest count is a sum in every month.

    `rows` are theirs, `label` the number of the area of each; `group` are the rows that each adds up, itself among
    them, by number, -1 for none. `places` is how many rows of a group could be its total, by area; `tried` how many
    groups were looked at.
    """

    rows: AnyInts
    label: AnyInts
    group: AnyInts
    places: AnyInts
    tried: int


def sums_of(rows: Rows, left: Bools, layout: Layout, reading: Reading) -> Iterator[Sums]:
    """Yield the areas that may be totals by their figures; `left` are the rows to look at, fewer each time."""
    values = _greatest(rows)
    if values is None:
        return
    above = [role for role, area in reading.areas.items() if role in rows.words and role == area.level != layout.leaf]
    for role in reversed(above):
        yield from _within(rows, values, left, [rows.words[role]], layout, reading)
    yield from _in_a_row(rows, values, left, layout, reading)
    yield from _within(rows, values, left, [], layout, reading)


def near_sums_of(rows: Rows, left: Bools, layout: Layout, reading: Reading) -> Iterator[Sums]:
    """Yield the areas whose greatest count is the sum of others or near it, of one area above and of all."""
    values = _greatest(rows)
    if values is None:
        return
    above = [role for role, area in reading.areas.items() if role in rows.words and role == area.level != layout.leaf]
    for columns in (*([rows.words[role]] for role in reversed(above)), []):
        yield from _within(rows, values, left, columns, layout, reading, share=NEAR)


def may_have_sums(rows: Rows, layout: Layout, reading: Reading) -> bool:
    """Whether some area may be a total by its figures, or nearly one."""
    every = np.ones(len(rows), dtype=np.bool_)
    return any(next(found(rows, every, layout, reading), None) is not None for found in (sums_of, near_sums_of))


def _greatest(rows: Rows) -> AnyInts | None:
    """Return a count with great figures, None where all are 0; any count would do, the greatest leaves least to ask."""
    step = max(1, len(rows) // SAMPLE)
    for every in (step, 1):
        sums = {key: int(values[::every].sum(dtype=np.int64)) for key, values in rows.counts.items()}
        key = max(sums, key=lambda one: (sums[one], one), default=None)
        if key is not None and sums[key] > 0:
            return rows.counts[key]
    return None


class _Groups(Struct, frozen=True):
    """Rows in groups: stretches of rows that follow each other, each in one group."""

    starts: AnyInts
    lengths: AnyInts
    number: AnyInts

    def sizes(self) -> AnyInts:
        """Return the number of rows of each group."""
        size: AnyInts = np.bincount(self.number, weights=self.lengths).astype(np.int64)
        return size

    def sums(self, values: AnyInts) -> AnyInts:
        """Return the sum of each group."""
        of_stretch = np.add.reduceat(values, self.starts, dtype=np.int64)
        total = np.zeros(int(self.number.max()) + 1, dtype=np.int64)
        np.add.at(total, self.number, of_stretch)
        return total

    def holds(self, ufunc: np.ufunc, values: AnyInts) -> AnyInts:
        """Return the least or the greatest of each group."""
        of_stretch = ufunc.reduceat(values, self.starts)
        found = np.zeros(int(self.number.max()) + 1, dtype=np.int64)
        found[self.number] = of_stretch
        ufunc.at(found, self.number, of_stretch)
        return found

    def spread(self, of_group: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
        """Return what is known of each group for each row."""
        spread: npt.NDArray[Kind] = np.repeat(of_group[self.number], self.lengths)
        return spread


def _groups(columns: list[AnyInts]) -> _Groups:
    changes = np.zeros(len(columns[0]), dtype=np.bool_)
    changes[0] = True
    for column in columns:
        changes[1:] |= column[1:] != column[:-1]
    starts = np.flatnonzero(changes)
    number = combine([column[starts] for column in columns])
    return _Groups(starts, np.diff(starts, append=len(changes)), number)


def _within(
    rows: Rows,
    values: AnyInts,
    left: Bools,
    above: list[AnyInts],
    layout: Layout,
    reading: Reading,
    *,
    share: float = 0,
) -> Iterator[Sums]:
    """Yield the areas whose figure is the sum of all others of their group and months, or differs by a share of it."""
    every = bool(left.all())
    columns = [*above, rows.start, *([rows.end + 1] if (rows.end != rows.start).any() else [])]
    if not every:
        values, columns = values[left], [column[left] for column in columns]
    if not len(values):
        return
    groups = _groups(columns)
    # What is the sum of the others is half of the sum of all, and so the greatest. Where a figure is missing, the sum
    # of the others may be less.
    sizes = groups.sizes()
    missing = groups.sums((values < 0).astype(np.int8)) if int(values.min()) < 0 else np.zeros_like(sizes)
    total = groups.sums(np.maximum(values, 0) if missing.any() else values)
    slack: npt.NDArray[np.float64] = np.maximum(share * total / 2, 1) if share else np.zeros(len(total))
    look = (np.abs(2 * groups.holds(np.maximum, values) - total) <= slack) | (missing > 0)
    look &= (total > 0) & (sizes >= (LEAST_NEAR if share else LEAST_ROWS))
    if not look.any():
        return
    number = groups.spread(np.where(look, np.arange(len(sizes)), -1))
    near = np.flatnonzero(number >= 0)
    twice, of_group = values[near].astype(np.int64) * 2, number[near]
    possible = np.abs(twice - total[of_group]) <= slack[of_group]
    possible |= (missing[of_group] > 0) & ((twice >= total[of_group]) | (twice < 0))
    if not possible.any():
        return
    group = np.full(len(rows), -1, dtype=np.int64)
    group[left] = number
    marked = np.zeros(len(rows), dtype=np.bool_)
    marked[np.flatnonzero(left)[near[possible]]] = True
    yield from _in_every_month(rows, left, marked, group, layout, reading, len(sizes) if above else 1)


def _in_every_month(
    rows: Rows, left: Bools, marked: Bools, group: AnyInts, layout: Layout, reading: Reading, tried: int
) -> Iterator[Sums]:
    """Yield the areas all of whose rows are marked."""
    roles = [role for role in (layout.leaf, code_role(layout.leaf)) if role in rows.words]
    same = np.ones(len(rows), dtype=np.bool_)
    kept = np.zeros(len(rows), dtype=np.bool_)
    for role in roles:
        positions = rows.words[role]
        used = np.zeros(len(reading.areas[role].pool.words), dtype=np.bool_)
        used[positions[marked]] = True
        same &= used[positions]
        if reading.areas[role].kept.any():
            kept |= reading.areas[role].kept[positions]
    chosen = np.flatnonzero(same & left & ~kept)
    if not len(chosen):
        return
    label = combine([positions[chosen] for positions in rows.words.values()])
    # A total with a slip in one month of many is no area.
    missed = np.bincount(label, weights=~marked[chosen]) > SLIPS * np.bincount(label)
    chosen, label = chosen[~missed[label]], label[~missed[label]]
    if len(chosen):
        label = combine([label])
        yield Sums(chosen, label, group, _places(chosen, label, group), tried)


def _places(chosen: AnyInts, label: AnyInts, group: AnyInts) -> AnyInts:
    """Return how many rows of a group could be its total: 2 where it is always the first or always the last."""
    size = np.bincount(group[group >= 0])
    first, last = np.full(len(size), -1, dtype=np.int64), np.full(len(size), -1, dtype=np.int64)
    spots = np.flatnonzero(group >= 0)
    last[group[spots]] = spots
    first[group[spots[::-1]]] = spots[::-1]
    number = int(label.max()) + 1
    heads = np.bincount(label, weights=first[group[chosen]] != chosen, minlength=number) == 0
    closes = np.bincount(label, weights=last[group[chosen]] != chosen, minlength=number) == 0
    places = np.zeros(number, dtype=np.int64)
    np.maximum.at(places, label, size[group[chosen]])
    ends: AnyInts = np.where(heads | closes, 2, places)
    return ends


def _in_a_row(rows: Rows, values: AnyInts, left: Bools, layout: Layout, reading: Reading) -> Iterator[Sums]:
    """Yield the areas that head their groups, or close them, where a month is nothing but such groups."""
    spots = np.flatnonzero(left)
    if len(spots) < 2 * LEAST_ROWS or int(values.min()) < 0:
        return
    of_month = (combine([rows.start, rows.end + 1]) if (rows.start != rows.end).any() else rows.start)[spots]
    if (of_month[1:] < of_month[:-1]).any():
        order = np.argsort(of_month, kind="stable")
        spots, of_month = spots[order], of_month[order]
    bounds = [0, *(np.flatnonzero(of_month[1:] != of_month[:-1]) + 1).tolist(), len(spots)]
    for step in (1, -1):
        found = [
            (of_rows, groups)
            for begin, end in pairwise(bounds)
            for of_rows in [spots[begin:end][::step]]
            if (groups := _parsed(values[of_rows]))
        ]
        if found:
            group = np.full(len(rows), -1, dtype=np.int64)
            marked = np.zeros(len(rows), dtype=np.bool_)
            every = ((of_rows, begin, end) for of_rows, groups in found for begin, end in groups)
            for number, (of_rows, begin, end) in enumerate(every):
                marked[of_rows[begin]] = True
                group[of_rows[begin:end]] = number
            yield from _in_every_month(rows, left, marked, group, layout, reading, 1)


def _parsed(figures: AnyInts) -> list[tuple[int, int]]:
    """Return where groups begin and end, each headed by the sum of its rows; none where not all rows are in one.

    The first row may be the sum of all, and is in no group then.
    """
    reach = np.cumsum(figures, dtype=np.int64)
    for first in (0, 1):
        groups: list[tuple[int, int]] = []
        at = first
        while at < len(figures) and figures[at] > 0:
            wanted = reach[at] + int(figures[at])
            last = int(np.searchsorted(reach, wanted, side="right")) - 1
            if last <= at or reach[last] != wanted:
                break
            groups.append((at, last + 1))
            at = last + 1
        if at == len(figures) and len(groups) > 1 and max(end - begin for begin, end in groups) >= LEAST_ROWS:
            return groups
    return []
