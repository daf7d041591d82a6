"""Flags of figures, from where they were read to the rows of the table that they went into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from popcalc.arrays import packed
from popcalc.doubts import INTAKE_FLAGS
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.beside import FLAGS, beside
from popcalc.intake.rows.values import Marked
from popcalc.table import END, FILE, ROW, START, VILLAGE

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints


@dataclass(frozen=True, eq=False)
class Flagged:
    """Figures of a count that have flags: village, first and last month of each, and its flags as bits."""

    village: AnyInts
    start: AnyInts
    end: AnyInts
    bits: Ints


def find_flagged(
    read: AsRead, held: Sequence[str], marks: Sequence[tuple[int, Marked]]
) -> Mapping[str, Sequence[Flagged]]:
    """Return by count the figures that have flags; `marks` are those of files by their number."""
    found: dict[str, list[Flagged]] = {}
    for file, mark in marks:
        rows = read.table[FILE] == file
        if mark.rows is not None:
            rows &= np.isin(read.table[ROW], mark.rows)
        for key in (key for key in held if key in mark.counts):
            chosen = np.flatnonzero(rows & (read.table[key] >= 0))
            bits = np.full(len(chosen), 1 << INTAKE_FLAGS.index(mark.flag), dtype=np.int64)
            village, start, end = (column[chosen] for column in (read.villages, read.table[START], read.table[END]))
            found.setdefault(key, []).append(Flagged(village, start, end, bits))
    return found


def with_flags(table: Mapping[str, AnyInts], found: Mapping[str, Sequence[Flagged]]) -> dict[str, AnyInts]:
    """Return a table, sorted by village and months, with the flags of figures beside their counts."""
    result = dict(table)
    keys = _keys(table[VILLAGE], table[START], table[END]) if found else np.zeros(0, dtype=np.int64)
    for key, several in found.items():
        bits = np.zeros(len(keys), dtype=np.int64)
        for one in several:
            own = _keys(one.village, one.start, one.end)
            rows = np.searchsorted(keys, own).clip(max=max(len(keys) - 1, 0))
            there: Bools = keys[rows] == own
            np.bitwise_or.at(bits, rows[there], one.bits[there])
        if bits.any():
            result[beside(key, FLAGS)] = bits
    return result


def _keys(village: AnyInts, start: AnyInts, end: AnyInts) -> Ints:
    return packed(packed(village, start), end)


def months_with_flags(
    before: Mapping[str, AnyInts], after: Mapping[str, AnyInts], flows: Sequence[str]
) -> dict[str, AnyInts]:
    """Return a table of months that were made of figures to date, with the flags that these had in its villages.

    A month is the difference of two figures to date, so that one that has a flag gives it to those after it.
    """
    result = dict(after)
    for key in flows:
        if beside(key, FLAGS) in before:
            size = int(max(before[VILLAGE].max(initial=0), after[VILLAGE].max(initial=0))) + 1
            bits = np.zeros(size, dtype=np.int64)
            np.bitwise_or.at(bits, before[VILLAGE], before[beside(key, FLAGS)])
            result[beside(key, FLAGS)] = np.where(after[key] >= 0, bits[after[VILLAGE]], 0)
    return result
