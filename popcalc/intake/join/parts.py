"""Parts of a village, as the areas file names them, added up to the village; and rows from before or after its life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.lives import Lives
from popcalc.definitions.catalogue import Catalogue, Count, Nature
from popcalc.errors import COUNTED, Fault, Notice, fault
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import first_of_runs
from popcalc.language import plural, text
from popcalc.periods import month_label
from popcalc.table import END, FILE, MISSING, ROW, START, VILLAGE

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

    Table = dict[str, AnyInts]


def numbered_parts(village: AnyInts, part: AnyInts) -> tuple[AnyInts, AnyInts]:
    """Return a number for each village and part, in order of villages, and the village of each number."""
    key = village.astype(np.int64) * (int(part.max(initial=0)) + 1) + part
    numbers, of_row = np.unique(key, return_inverse=True)
    return of_row.astype(np.int32), (numbers // (int(part.max(initial=0)) + 1)).astype(np.int32)


def in_villages(table: Table, village_of: AnyInts) -> Table:
    """Return rows of parts as rows of their villages, sorted by village, start and end."""
    village = village_of[table[VILLAGE]]
    order = np.lexsort((table[END], table[START], village))
    return {name: (village if name == VILLAGE else column)[order] for name, column in table.items()}


def add_parts(table: Table, village_of: AnyInts, catalogue: Catalogue) -> tuple[Table, list[Notice]]:
    """Return a table of parts, each village and run once for a part, as a table of villages.

    A count is missing in a month in which some of the parts that ever report it do not; a notice says how often.
    """
    part = table[VILLAGE]
    merged = in_villages({**table, "part": part}, village_of)
    part = merged.pop("part")
    first = first_of_runs(merged)
    result: Table = {name: merged[name][first] for name in (VILLAGE, START, END, FILE, ROW)}
    lacking = 0
    for key in (key for key in merged if key in catalogue.counts):
        values = merged[key]
        reported = values >= 0
        speaks = np.zeros(len(village_of), dtype=bool)
        speaks[part[reported]] = True
        parts = np.bincount(village_of[speaks], minlength=int(village_of.max(initial=0)) + 1)
        summed = np.add.reduceat(values.clip(min=0).astype(np.int64), first)
        there = np.add.reduceat(reported.astype(np.int64), first)
        some = there > 0
        whole = some & (there >= parts[result[VILLAGE]])
        lacking += int((some & ~whole).sum())
        silent = np.maximum.reduceat(values, first)
        column: AnyInts = np.where(whole, summed, np.where(some, MISSING, np.minimum(silent, MISSING)))
        result[key] = column.astype(np.int32) if int(column.max(initial=0)) <= np.iinfo(np.int32).max else column
    if not lacking:
        return result, []
    sentence = plural(
        lacking,
        "{count} figure of an area is missing, as not all of its parts report it",
        "{count} figures of areas are missing, as not all of their parts report them",
    )
    return result, [Notice("PARTS_MISSING", sentence)]


def find_outside(read: AsRead, held: Sequence[str], catalogue: Catalogue) -> list[Fault]:
    """Return a fault for each figure other than 0 of a village from before it was opened or after it was closed."""
    lives = read.areas.lives
    faults: list[Fault] = []
    for key in held if lives is not None else ():
        count = catalogue.counts[key]
        assert lives is not None
        start = read.table[END] if count.nature is Nature.STOCK else read.table[START]
        outside = lives.outside(read.villages, start, read.table[END]) & (read.table[key] > 0)
        faults += [_outside(read, row, count, lives) for row in np.flatnonzero(outside)[:COUNTED].tolist()]
    return faults


def _outside(read: AsRead, row: int, count: Count, lives: Lives) -> Fault:
    village = int(read.villages[row])
    values = {
        "count": count.key,
        "area": read.area(row),
        "month": read.months(row),
        "figure": read.figure(row, count),
    }
    if int(read.table[END][row]) > int(lives.closed[village]):
        sentence = text(
            "{count} of {area} is {figure} in {month}, and the areas file says that it was closed after {last}: mend "
            "the figure or the column closed",
            last=month_label(int(lives.closed[village])),
            **values,
        )
    else:
        sentence = text(
            "{count} of {area} is {figure} in {month}, and the areas file says that it was opened in {first}: mend "
            "the figure or the column opened",
            first=month_label(int(lives.opened[village])),
            **values,
        )
    return fault("AREA_CLOSED", sentence, read.place(row, count))


def within_lives(table: Mapping[str, AnyInts], lives: Lives | None) -> Table:
    """Return the table without rows from outside of the lives of their villages, which say nothing or 0."""
    if lives is None:
        return dict(table)
    kept = ~lives.outside(table[VILLAGE], table[START], table[END])
    return {name: column[kept] for name, column in table.items()}
