"""Corrections: of two different figures for one village, month and count that of the file that replaces the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Catalogue, Count
from popcalc.errors import SHOWN, Notice
from popcalc.intake.header.layout import Layout
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import same_run
from popcalc.intake.join.kept import kept_figures
from popcalc.intake.sources.sending import NEWEST, Sending, is_named, later_sent, sending_of
from popcalc.language import Text, plural, text
from popcalc.table import FILE, MISSING

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


@dataclass
class Preference:
    """Which of two files, by their numbers, is to be believed."""

    prefer: str
    layouts: Sequence[Layout]
    _sendings: dict[int, Sending] = field(default_factory=dict)

    def wins(self, one: int, other: int) -> bool:
        """Whether the figures of one file replace those of another."""
        if self.prefer == NEWEST:
            return later_sent(self._sending(one), self._sending(other)) == 1
        return is_named(self.prefer, self.layouts[one].source) and not is_named(self.prefer, self.layouts[other].source)

    def _sending(self, file: int) -> Sending:
        if file not in self._sendings:
            self._sendings[file] = sending_of(self.layouts[file].source)
        return self._sendings[file]


def take_corrections(read: AsRead, held: Sequence[str], catalogue: Catalogue, preference: Preference) -> list[Notice]:
    """Take out of the table, in place, each figure that another file replaces; return them as notices, and those kept.

    The table is sorted by village, start and end. Where no file wins over all others that differ, nothing is taken out.
    """
    replaced: list[Notice] = []
    number = 0
    for key in held:
        values = read.table[key]
        for rows in _differing(read, values):
            winner = _winner(rows, values, read.table[FILE], preference)
            if winner is None:
                continue
            old = [row for row in rows if values[row] != values[winner]]
            number += len(old)
            if len(replaced) < SHOWN:
                replaced += [_replaced(read, row, winner, catalogue.counts[key]) for row in old]
            values[old] = MISSING
    kept = kept_figures(read, held, catalogue, preference.wins, preference.prefer)
    return [*_summary(number, preference.prefer), *replaced[:SHOWN], *kept]


def _differing(read: AsRead, values: AnyInts) -> list[list[int]]:
    """Return the rows of each village and run of months that give different figures."""
    told = np.flatnonzero(values >= 0)
    same = same_run(read.table, told[1:], told[:-1])
    first = np.flatnonzero(np.concatenate([[True] * bool(len(told)), ~same]))
    if not len(first) or len(first) == len(told):
        return []
    lowest, highest = np.minimum.reduceat(values[told], first), np.maximum.reduceat(values[told], first)
    ends = np.append(first[1:], len(told))
    return [told[first[at] : ends[at]].tolist() for at in np.flatnonzero(lowest != highest).tolist()]


def _winner(rows: Sequence[int], values: AnyInts, file: AnyInts, preference: Preference) -> int | None:
    """Return the row of the file that wins over those of all others that differ; None where none does."""
    for row in rows:
        others = [other for other in rows if values[other] != values[row]]
        if all(file[other] != file[row] and preference.wins(int(file[row]), int(file[other])) for other in others):
            return row
    return None


def _replaced(read: AsRead, old: int, new: int, count: Count) -> Notice:
    sentence = text(
        "{count} of {area} in {month}: {old} → {new}, from {place}",
        count=count.key,
        area=read.area(new),
        month=read.months(new),
        old=read.figure(old, count),
        new=read.figure(new, count),
        place=read.place(new, count),
    )
    return Notice("REPLACED", sentence, read.place(old, count))


def _summary(number: int, prefer: str) -> list[Notice]:
    if not number:
        return []
    sentence: Text = plural(
        number,
        "--prefer {prefer} replaces {count} figure",
        "--prefer {prefer} replaces {count} figures",
        prefer=prefer,
    )
    if number > SHOWN:
        sentence = text("{what}; the first {shown} are", what=sentence, shown=SHOWN)
    return [Notice("REPLACED", sentence)]
