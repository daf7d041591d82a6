"""The last steps of a table, in any reading of what it leaves open: parts added up, counts derived, months made.

An open empty cell is `EMPTY` until here. Whoever wants to know what a figure would be were such cells 0, or without the
figures that have a flag, has these steps done once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.lives import Lives
from popcalc.definitions.available import companions
from popcalc.definitions.catalogue import Catalogue
from popcalc.doubts import AS_IT_IS, NO_DOUBTS, Doubts, EmptyCells, Reading
from popcalc.errors import Notice
from popcalc.intake.join.derive import derive, fill_absent
from popcalc.intake.join.parts import add_parts, within_lives
from popcalc.periods import Calendar
from popcalc.table import ABSENT, END, FILE, MISSING, ROW, START, VILLAGE, are_empty, were_empty_zero

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Ints

    Table = dict[str, AnyInts]


class Steps(Struct, frozen=True, eq=False):
    """What is still to be done with a table: which counts are `asked` for and `wanted` on the way, and how it is meant.

    `village_of` leads from parts of villages to their villages, where the rows are of parts. `to_date` says that flows
    are figures from the start of the year, `absent_is_zero` that a village without a row had no events.
    """

    catalogue: Catalogue
    calendar: Calendar
    asked: frozenset[str]
    wanted: frozenset[str]
    villages: int
    village_of: AnyInts | None
    lives: Lives | None
    to_date: bool
    absent_is_zero: bool


class Merged(Struct, frozen=True, eq=False):
    """Rows of all files, each village (or part of one) and run of months once, sorted by them.

    `empty` are the columns in which open empty cells stand; `flagged` are the rows in which the figures of a count have
    a flag, by flag and count.
    """

    columns: Table
    empty: frozenset[str]
    flagged: Mapping[str, Mapping[str, Ints]]

    def read_as(self, reading: Reading) -> Table:
        """Return the columns with every cell decided."""
        table = dict(self.columns)
        for key in self.empty:
            figures = were_empty_zero(table[key]) if key in reading.zeros else MISSING
            table[key] = np.where(are_empty(table[key]), figures, table[key]).astype(table[key].dtype)
        for key, rows in self.flagged[reading.without].items() if reading.without else ():
            table[key] = table[key].copy()
            table[key][rows] = MISSING
        return table

    def doubts(self, empty: Mapping[str, EmptyCells], catalogue: Catalogue) -> Doubts:
        """Return what is open; `empty` are the open cells by column."""
        flags = {flag: frozenset(counts) for flag, counts in self.flagged.items()}
        if not empty and not flags:
            return NO_DOUBTS
        return Doubts(empty, flags, {count: self._behind(count, catalogue) for count in catalogue.counts})

    def _behind(self, count: str, catalogue: Catalogue) -> frozenset[str]:
        """Return the columns that would change a count: its own, its parts where it is derived, its companions."""
        seen: set[str] = set()
        pending = {count, *companions(count, catalogue)}
        while pending:
            key = pending.pop()
            seen.add(key)
            if key not in self.columns or bool((self.columns[key] == ABSENT).any()):
                parts = {part for formula in catalogue.counts[key].derive for part in formula.counts}
                pending |= parts - seen
        return frozenset(seen & self.columns.keys())


def finished(merged: Merged, steps: Steps, reading: Reading = AS_IT_IS) -> tuple[Table, list[Notice]]:
    """Return the table in a reading, sorted by village, start and end, and what was noticed on the way."""
    kept = {VILLAGE, START, END, FILE, ROW} | steps.wanted
    table = {name: column for name, column in merged.read_as(reading).items() if name in kept}
    said: list[Notice] = []
    if steps.village_of is not None:
        table, lacking = add_parts(table, steps.village_of, steps.catalogue)
        said += lacking
    table = within_lives(table, steps.lives)
    table, negative = derive(table, steps.catalogue, steps.asked, steps.wanted)
    said += negative
    if steps.to_date:
        from popcalc.intake.join.cumulative import to_months

        table, turned = to_months(table, steps.catalogue, steps.calendar)
        said += turned
    if steps.absent_is_zero:
        table = within_lives(fill_absent(table, steps.catalogue, steps.villages), steps.lives)
    return table, said


def in_order(table: Table, catalogue: Catalogue) -> Table:
    """Return a table with its columns in the order of `VillageMonths`."""
    counts = [key for key in catalogue.counts if key in table]
    return {name: table[name] for name in (VILLAGE, START, END, *counts, FILE, ROW)}


def read_again(merged: Merged, steps: Steps, reading: Reading) -> Table:
    """Return the columns of `VillageMonths` in another reading."""
    return in_order(finished(merged, steps, reading)[0], steps.catalogue)
