"""Rows of an areas file that are proposed for villages that fall silent or appear while the others go on."""

from __future__ import annotations

import csv
import io
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.registry import COLUMNS
from popcalc.areas.tree import Areas
from popcalc.periods import month_label

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints

SILENT = 3
"""Months without any figure, at the end or the beginning, from which a village is told."""
ALIKE = 50
"""Two stocks are alike when they differ by at most one in so many."""


class Spans(Struct, frozen=True, eq=False):
    """The first and the last month in which each village gives any figure, and those of the data as a whole.

    `fell_silent` are villages that give none in the last months of the data, `appeared` those that give none in the
    first; both are positions in the tree.
    """

    first: Ints
    last: Ints
    begin: int
    end: int
    fell_silent: Ints
    appeared: Ints


def spans(villages: int, village: AnyInts, start: AnyInts, end: AnyInts, told: Bools) -> Spans:
    """Return the spans of villages from rows (sorted by village and start), those that are `told` with any figure.

    The data begin and end with the months in which at least half of the villages are told of. A village that reports
    at greater intervals is silent only when it has missed more than one of them.
    """
    first, last, step = own_spans(villages, village, start, end, told)
    return spans_of(first, last, step)


def own_spans(
    villages: int, village: AnyInts, start: AnyInts, end: AnyInts, told: Bools
) -> tuple[Ints, Ints, Callable[[], Ints]]:
    """Return the first and the last month of each village, as `spans`, and what gives the longest step between two."""
    every = bool(told.all())
    own, starts, ends = (column if every else column[told] for column in (village, start, end))
    first, last = np.full(villages, 1 << 20, dtype=np.int64), np.full(villages, -(1 << 20), dtype=np.int64)
    begins = np.flatnonzero(np.concatenate([[True] * bool(len(own)), own[1:] != own[:-1]]))
    if len(own):
        first[own[begins]] = np.minimum.reduceat(starts, begins)
        last[own[begins]] = np.maximum.reduceat(ends, begins)

    def step() -> Ints:
        found = np.zeros(villages, dtype=np.int64)
        same = own[1:] == own[:-1]
        np.maximum.at(found, own[1:][same], (starts[1:] - ends[:-1])[same])
        return found

    return first, last, step


def spans_of(first: Ints, last: Ints, step: Callable[[], Ints]) -> Spans:
    """Return the spans of villages from what `own_spans` gives."""
    there = np.flatnonzero(last >= first)
    if not len(there):
        none = np.zeros(0, dtype=np.int64)
        return Spans(first, last, 0, 0, none, none)
    half = len(there) // 2
    begin, until = int(np.sort(first[there])[len(there) - 1 - half]), int(np.sort(last[there])[half])
    silent = there[(last[there] <= until - SILENT) & (first[there] < last[there])]
    new = there[(first[there] >= begin + SILENT) & (first[there] < last[there])]
    if len(silent) or len(new):
        longest = step()
        silent = silent[last[silent] + longest[silent] < until]
        new = new[first[new] - longest[new] > begin]
    return Spans(first, last, begin, until, silent, new)


def draft_rows(areas: Areas, found: Spans, stocks: tuple[AnyInts, AnyInts, AnyInts]) -> list[dict[str, str]]:
    """Return rows of an areas file: `closed` for villages that fell silent, `opened` for those that appeared.

    `stocks` are village, month and figure of the leading stock. A village is proposed as the one that a silent one went
    into when it appeared just then, or grew just then, by as many people; in the same area above.
    """
    figure_of = {(place, month): people for place, month, people in zip(*(one.tolist() for one in stocks), strict=True)}
    grown = _grown(areas, found, figure_of)
    into = {village: _successor(areas, found, village, figure_of, grown) for village in found.fell_silent.tolist()}
    followers = [other for other in into.values() if other is not None]
    told = sorted({*found.fell_silent.tolist(), *found.appeared.tolist(), *followers})
    parents = sorted({int(areas.parent_of[village]) for village in told} - {-1})
    rows = [row_of(areas, parent, "") for parent in parents]
    for village in told:
        parent = int(areas.parent_of[village])
        row = row_of(areas, village, name_of(areas, parent) if parent >= 0 else "")
        if village in into:
            other = into[village]
            row["closed"] = month_label(int(found.last[village]))
            row["into"] = name_of(areas, other) if other is not None else ""
        elif found.first[village] >= found.begin + SILENT:
            row["opened"] = month_label(int(found.first[village]))
        rows.append(row)
    return rows


def as_csv(rows: Sequence[dict[str, str]]) -> str:
    """Return rows as the text of an areas file."""
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


_Grown = dict[tuple[int, int], list[tuple[int, int]]]
"""By area above and month: by how many people each of its villages grew in the month after, in order."""


def _grown(areas: Areas, found: Spans, figure_of: dict[tuple[int, int], int]) -> _Grown:
    """Return the growth of villages after months in which one fell silent; one that appears grows by all it has."""
    wanted = {int(found.last[village]) for village in found.fell_silent.tolist()}
    grown: _Grown = {}
    for (village, month), after in figure_of.items():
        if month - 1 not in wanted:
            continue
        before = 0 if found.first[village] == month else figure_of.get((village, month - 1))
        if before is not None:
            grown.setdefault((int(areas.parent_of[village]), month - 1), []).append((after - before, village))
    for changes in grown.values():
        changes.sort()
    return grown


def _successor(
    areas: Areas, found: Spans, village: int, figure_of: dict[tuple[int, int], int], grown: _Grown
) -> int | None:
    """Return the one village that a silent one may have gone into; None for none or several."""
    month = int(found.last[village])
    people = figure_of.get((village, month), 0)
    changes = grown.get((int(areas.parent_of[village]), month), [])
    least, most = people - people // ALIKE, people + people // ALIKE
    fitting = changes[bisect_left(changes, (least, -1)) : bisect_right(changes, (most, areas.villages))]
    return fitting[0][1] if people and len(fitting) == 1 else None


def row_of(areas: Areas, position: int, parent: str) -> dict[str, str]:
    """Return the row of an areas file for an area, below one that is called `parent`."""
    key, name = areas.keys[position], areas.names[position]
    level = areas.levels[areas.level_of[position]]
    return {"code": key if _is_code(areas, position) else "", "name": name, "level": level, "parent": parent}


def _is_code(areas: Areas, position: int) -> bool:
    """Whether an area's key is its code: else it is its name, below those of the areas above."""
    key, name = areas.keys[position], areas.names[position]
    return key != name and not key.endswith(f"/{name}")


def name_of(areas: Areas, position: int) -> str:
    """Return what an areas file calls an area: its code, else its name."""
    return areas.keys[position] if _is_code(areas, position) else areas.names[position]
