"""Printed totals held against the sum of the rows that they add up.

Which rows these are must be certain, else nothing is claimed:

| the row of totals | its parts, all of the same months in the same file |
|---|---|
| names an area (北岭镇 in its column, 北岭镇小计) | the rows of that area |
| has the code of an area above, 320803100000 | the rows whose codes begin with it, 320803100 |
| a grand total (合计) without an area, the only one of its months | all rows |
| a subtotal (小计) without an area | the rows since the last subtotal; until the next, where subtotals stand first |

A total without a month is one of the file's only months. A part that is missing may well be in the total, so that only
a total below the sum of the others differs for certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.labels import code_role, combine
from popcalc.areas.tree import name_key, stem
from popcalc.arrays import distinct_values
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.reading import Reading, own_area
from popcalc.intake.rows.totals import TotalKind, total_name
from popcalc.intake.rows.values import Rows
from popcalc.periods import Run
from popcalc.village_months import PrintedTotal

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools


class Scope(Struct, frozen=True):
    """Some totals, by position, with the number of the group of rows that each adds up; and the groups of all rows.

    Groups are numbered from 0; a row in none has -1.
    """

    totals: AnyInts
    group: AnyInts
    of_row: AnyInts


class _Named(Struct, frozen=True):
    """What the totals name: by role the positions of areas (0 for none), kinds, and which of them name none clearly."""

    areas: Mapping[str, AnyInts]
    section: Bools
    unclear: Bools


def odd_totals(rows: Rows, totals: Rows, layout: Layout, reading: Reading) -> list[PrintedTotal]:
    """Return the printed totals of one file that differ from the sum of their parts; `rows` are all other rows."""
    if not len(rows):
        return []
    totals = with_the_only_run(totals, rows)
    once = ~_repeated(rows)
    found: list[PrintedTotal] = []
    for scope in scopes(rows, totals, layout, reading):
        found += _differing(scope, rows, once, totals, layout, reading)
    return sorted(found, key=lambda one: (one.row, one.column))


def with_the_only_run(totals: Rows, rows: Rows) -> Rows:
    """Return the totals, those without a month being given the run of all rows where that is one."""
    start, end = int(rows.start[0]), int(rows.end[0])
    if (totals.end >= totals.start).all() or (rows.start != start).any() or (rows.end != end).any():
        return totals
    without = totals.end < totals.start
    return Rows(
        totals.words,
        np.where(without, start, totals.start).astype(np.int32),
        np.where(without, end, totals.end).astype(np.int32),
        totals.counts,
        totals.row,
    )


def _repeated(rows: Rows) -> Bools:
    """Return which rows speak of the same area and months as another: their sum would count them twice."""
    number = combine([*rows.words.values(), rows.start, rows.end + 1])
    repeated: Bools = (np.bincount(number) > 1)[number]
    return repeated


def scopes(rows: Rows, totals: Rows, layout: Layout, reading: Reading) -> Iterator[Scope]:
    """Yield the totals whose parts are certain, together with all of the same sort."""
    digits = _digits(rows, totals, layout, reading)
    for length in sorted(set(digits[digits > 0].tolist())):
        yield _by_prefix(rows, totals, np.flatnonzero(digits == length), length, layout, reading)
    named = _named(totals, layout, reading)
    dated = totals.end >= totals.start
    clear = (digits == 0) & ~named.unclear
    pattern = np.zeros(len(totals), dtype=np.int64)
    for bit, positions in enumerate(named.areas.values()):
        pattern |= (positions > 0).astype(np.int64) << bit
    for bits in sorted(set(pattern[clear & dated].tolist()) - {0}):
        roles = [role for bit, role in enumerate(named.areas) if bits >> bit & 1]
        chosen = np.flatnonzero(clear & dated & (pattern == bits))
        yield _alike([rows.words[role] for role in roles], [named.areas[role] for role in roles], rows, totals, chosen)
    grand = np.flatnonzero(clear & dated & (pattern == 0) & ~named.section)
    months = combine([totals.start[grand], totals.end[grand]])
    yield _alike([], [], rows, totals, grand[(np.bincount(months, minlength=1) == 1)[months]])
    unnamed = np.flatnonzero(clear & (pattern == 0) & named.section)
    yield _between(rows, totals, unnamed, np.sort(totals.row[named.section & ~named.unclear]))


def _digits(rows: Rows, totals: Rows, layout: Layout, reading: Reading) -> AnyInts:
    """Return how many digits of each total's code name an area, 0 where it has no code or one that says nothing.

    Nothing says a code such as 00 or 999, with which no code of a part begins.
    """
    role = code_role(layout.leaf)
    if role not in totals.words:
        return np.zeros(len(totals), dtype=np.int64)
    words, positions = reading.areas[role], totals.words[role]
    codes, at = np.unique(positions, return_inverse=True)
    stems = [stem(words.pool.words[code]) for code in codes.tolist()]
    of_parts = (
        [words.pool.words[code] for code in distinct_values(rows.words[role]).tolist()] if role in rows.words else []
    )
    fronts = {part[: len(one)] for one in set(stems) for part in of_parts if len(part) > len(one)}
    lengths = [
        0 if (words.totals[code] and not words.said[code]) or one not in fronts else len(one)
        for code, one in zip(codes.tolist(), stems, strict=True)
    ]
    return np.array(lengths, dtype=np.int64)[at]


def _by_prefix(rows: Rows, totals: Rows, chosen: AnyInts, length: int, layout: Layout, reading: Reading) -> Scope:
    """Return totals whose code has so many digits, with the rows whose longer codes begin with it."""
    role = code_role(layout.leaf)
    words = reading.areas[role].pool.words
    numbers: dict[str, int] = {}
    prefix = np.zeros(len(words), dtype=np.int64)
    for code in distinct_values(rows.words[role]).tolist():
        if len(words[code]) > length:
            prefix[code] = numbers.setdefault(words[code][:length], len(numbers) + 1)
    own = [numbers.get(stem(words[code]), 0) for code in totals.words[role].tolist()]
    scope = _alike([prefix[rows.words[role]]], [np.array(own, dtype=np.int64)], rows, totals, chosen)
    return Scope(scope.totals, scope.group, np.where(prefix[rows.words[role]] > 0, scope.of_row, -1))


def _named(totals: Rows, layout: Layout, reading: Reading) -> _Named:
    """Return what the totals name."""
    areas = {
        role: np.where(reading.areas[role].totals[positions], 0, positions) for role, positions in totals.words.items()
    }
    upper = [role for role in areas if role not in (layout.leaf, code_role(layout.leaf))]
    section = np.zeros(len(totals), dtype=bool)
    # A total of a village is one over months.
    unclear = areas[layout.leaf] > 0 if layout.leaf in areas else np.zeros(len(totals), dtype=bool)
    for role, positions in totals.words.items():
        words = reading.areas[role]
        for position in distinct_values(positions[words.totals[positions]]).tolist():
            name = total_name(words.pool.words[position])
            here = positions == position
            if name is None:
                # One that the columns file calls a total adds up the rows beside it.
                section |= here
                continue
            section |= here & (name.kind is TotalKind.SECTION)
            unclear |= here & (name.kind is TotalKind.PART)
            if not name.area:
                continue
            spots = {above: reading.areas[above].pool.positions.get(name_key(name.area), 0) for above in upper}
            fitting = [(above, spot) for above, spot in spots.items() if spot and (spot != position or above != role)]
            if fitting:
                above, spot = fitting[-1]
                unclear |= here & (areas[above] > 0) & (areas[above] != spot)
                areas[above] = np.where(here, spot, areas[above])
            else:
                # An area that no column speaks of: its rows stand together all the same.
                section |= here
    return _Named({role: areas[role] for role in upper}, section, unclear)


def _alike(
    row_keys: Sequence[AnyInts], total_keys: Sequence[AnyInts], rows: Rows, totals: Rows, chosen: AnyInts
) -> Scope:
    """Return the chosen totals, with the rows that agree in all keys and the months."""
    ends = [(rows.start, totals.start), (rows.end + 1, totals.end + 1), *zip(row_keys, total_keys, strict=True)]
    number = combine([np.concatenate([ours, theirs[chosen]]) for ours, theirs in ends])
    return Scope(chosen, number[len(rows) :], number[: len(rows)])


def _between(rows: Rows, totals: Rows, chosen: AnyInts, bounds: AnyInts) -> Scope:
    """Return subtotals that name no area, with the rows between them; `bounds` are the rows of all subtotals.

    They stand behind their rows, or all before them; where neither is plain, no row is in a group.
    """
    none = np.full(len(rows), -1, dtype=np.int64)
    if not len(chosen):
        return Scope(chosen, chosen, none)
    first, last = int(rows.row.min()), int(rows.row.max())
    if first < bounds[0] and last < bounds[-1]:
        section = np.searchsorted(bounds, rows.row)
    elif first > bounds[0] and last > bounds[-1]:
        section = np.searchsorted(bounds, rows.row) - 1
    else:
        return Scope(chosen, chosen, none)
    own = np.searchsorted(bounds, totals.row[chosen])
    if not np.isin(own, section).all():
        # Two that follow each other, as of towns and of the country, add up rows further down.
        return Scope(chosen, chosen, none)
    ends = [(rows.start, totals.start), (rows.end, totals.end)]
    plain = np.ones(len(chosen), dtype=bool)
    for ours, theirs in ends:
        lowest, highest = np.full(len(bounds), 1 << 30), np.full(len(bounds), -1)
        np.minimum.at(lowest, section, ours)
        np.maximum.at(highest, section, ours)
        dated = totals.end[chosen] >= totals.start[chosen]
        plain &= (lowest == highest)[own] & (~dated | (theirs[chosen] == lowest[own]))
    return Scope(chosen[plain], own[plain], section)


def _differing(
    scope: Scope, rows: Rows, once: Bools, totals: Rows, layout: Layout, reading: Reading
) -> Iterator[PrintedTotal]:
    """Yield what the totals of a scope print that differs from the sum of their rows."""
    if not len(scope.totals):
        return
    groups = int(max(scope.of_row.max(), scope.group.max())) + 1
    parts = np.flatnonzero(scope.of_row >= 0)
    group = scope.of_row[parts]
    whole = np.bincount(group[~once[parts]], minlength=groups) == 0
    run_of = np.zeros(groups, dtype=np.int64)
    run_of[group] = parts
    for key, values in rows.counts.items():
        reported = values[parts] >= 0
        summed = np.zeros(groups, dtype=np.int64)
        np.add.at(summed, group[reported], values[parts][reported].astype(np.int64))
        known = np.bincount(group[reported], minlength=groups)
        missing = np.bincount(group, minlength=groups) - known
        printed, total = totals.counts[key][scope.totals].astype(np.int64), summed[scope.group]
        odd = (printed >= 0) & whole[scope.group] & (known[scope.group] > 0)
        odd &= (printed < total) | ((printed > total) & (missing[scope.group] == 0))
        for spot in np.flatnonzero(odd).tolist():
            at, part = int(scope.totals[spot]), int(run_of[scope.group[spot]])
            yield PrintedTotal(
                file=layout.name,
                row=int(totals.row[at]),
                column=layout.place_columns(int(rows.start[part]), own_area(rows, part, layout, reading))[key],
                count=key,
                area=called(totals, at, reading),
                run=Run(int(rows.start[part]), int(rows.end[part])),
                printed=int(printed[spot]),
                summed=int(total[spot]),
            )


def called(totals: Rows, at: int, reading: Reading) -> str:
    """Return what a row of totals calls itself: the names in it from the top down, else its code."""
    words = {role: reading.areas[role].pool.words[int(positions[at])] for role, positions in totals.words.items()}
    names = [words[role] for role, area in reading.areas.items() if role == area.level and words.get(role)]
    return " ".join(names or [word for word in words.values() if word])
