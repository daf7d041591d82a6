"""Every figure once: the same figure given twice is one, two different figures are a fault that names both places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.tree import Areas
from popcalc.definitions.catalogue import Catalogue, Count, Nature
from popcalc.errors import COUNTED, Fault, Notice, Place, fault
from popcalc.language import plural, text
from popcalc.periods import Run, label_of, statistical_year
from popcalc.table import END, FILE, ROW, START, VILLAGE

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.signedinteger]
    Bools = npt.NDArray[np.bool_]
    Table = dict[str, Ints]

UNSEEN = np.iinfo(np.int64).max
BITS = 20
"""Bits that hold a month: enough for any that data may speak of."""


def find_conflicts(
    table: Mapping[str, Ints],
    held: Sequence[str],
    files: Sequence[str],
    areas: Areas,
    catalogue: Catalogue,
    year_start: int,
) -> list[Fault]:
    """Return a fault for runs of months that overlap, and for stocks and quotas that differ where they must not.

    The table is sorted by village, start and end, as it was read: rows of the same village and run are left to
    `merge_repeats`. Flows and averages may be given for each month once; a stock for each moment, at which several
    runs may end; a quota for each statistical year.
    """
    faults: list[Fault] = []
    runs = bool((table[END] > table[START]).any())
    for key in held:
        count = catalogue.counts[key]
        if count.nature is Nature.QUOTA:
            months, at = np.unique(table[END], return_inverse=True)
            years = np.array([statistical_year(month, year_start) for month in months.tolist()], dtype=np.int64)
            faults += _unequal(table, count, years[at], files, areas)
        elif runs and count.nature is Nature.STOCK and not count.average_of:
            faults += _unequal(table, count, table[START] if count.opening_of else table[END], files, areas)
        elif runs:
            faults += _overlaps(table, count, files, areas)
    return faults


def merge_repeats(
    table: Table, held: Sequence[str], files: Sequence[str], areas: Areas, catalogue: Catalogue, faults: list[Fault]
) -> tuple[Table, list[Notice]]:
    """Return the table (sorted by village, start, end) with one row for each village and run of months.

    A count takes the figure that any of the rows reports; two different ones go into `faults`.
    """
    first = first_of_runs(table)
    if len(first) == len(table[VILLAGE]):
        return table, []
    # Rows of one run stand in order of file and row, so the first is the first place.
    merged: Table = {name: table[name][first] for name in (VILLAGE, START, END, FILE, ROW)}
    repeats = 0
    for key in held:
        values = table[key]
        highest = np.maximum.reduceat(values, first)
        lowest = np.minimum.reduceat(np.where(values < 0, UNSEEN, values), first)
        reported = np.add.reduceat((values >= 0).astype(np.int64), first)
        differ = (reported > 1) & (lowest != highest)
        repeats += int((reported[~differ] - 1).clip(min=0).sum())
        for group in np.flatnonzero(differ)[:COUNTED].tolist():
            end = int(first[group + 1]) if group + 1 < len(first) else len(values)
            faults.append(_given_twice(table, range(int(first[group]), end), catalogue.counts[key], files, areas))
        merged[key] = highest
    sentence = plural(
        repeats,
        "{count} figure is given twice, the same both times; it counts once",
        "{count} figures are given twice, the same both times; each counts once",
    )
    return merged, [Notice("GIVEN_TWICE", sentence)] if repeats else []


def first_of_runs(table: Mapping[str, Ints]) -> Ints:
    """Return where the rows of each village and run of months begin, in a table sorted by them."""
    other = ~_same_run(table, slice(1, None), slice(-1))
    return np.flatnonzero(np.concatenate([[True] * bool(len(table[VILLAGE])), other]))


def _same_run(table: Mapping[str, Ints], one: Ints | slice, other: Ints | slice) -> Bools:
    """Return where two rows have the same village and run of months."""
    same: Bools = table[VILLAGE][one] == table[VILLAGE][other]
    for name in (START, END):
        same &= table[name][one] == table[name][other]
    return same


def _given_twice(table: Table, rows: Sequence[int], count: Count, files: Sequence[str], areas: Areas) -> Fault:
    reported = [row for row in rows if table[count.key][row] >= 0]
    one = reported[0]
    other = next(row for row in reported if table[count.key][row] != table[count.key][one])
    return _differs(table, count, one, other, files, areas)


def _differs(
    table: Mapping[str, Ints], count: Count, one: int, other: int, files: Sequence[str], areas: Areas
) -> Fault:
    """Return the fault of two rows, the later of which in files and rows is complained of."""
    one, other = sorted((one, other), key=lambda row: (int(table[FILE][row]), int(table[ROW][row])))
    sentence = text(
        "{count} of {area} in {month} is {other} here and {one} in {place}; keep the right one",
        count=count.key,
        area=_area(table, other, areas),
        month=_months(table, other),
        other=_shown(int(table[count.key][other]), count),
        one=_shown(int(table[count.key][one]), count),
        place=_place(table, one, files),
    )
    return fault("TWO_FIGURES", sentence, _place(table, other, files))


def _area(table: Mapping[str, Ints], row: int, areas: Areas) -> str:
    return areas.names[int(table[VILLAGE][row])]


def _months(table: Mapping[str, Ints], row: int) -> str:
    return label_of(Run(int(table[START][row]), int(table[END][row])), 1)


def _place(table: Mapping[str, Ints], row: int, files: Sequence[str]) -> Place:
    return Place(files[int(table[FILE][row])], int(table[ROW][row]))


def _shown(value: int, count: Count) -> str:
    """Return a figure as people write it: money with its decimals."""
    return f"{value // 100}.{value % 100:02}" if count.decimals else str(value)


def _unequal(table: Mapping[str, Ints], count: Count, moment: Ints, files: Sequence[str], areas: Areas) -> list[Fault]:
    """Return a fault for each village that gives two different figures of a count for one moment or year."""
    chosen = np.flatnonzero(table[count.key] >= 0)
    order = chosen[np.lexsort((chosen, moment[chosen], table[VILLAGE][chosen]))]
    after, before = order[1:], order[:-1]
    differ = (
        (table[VILLAGE][after] == table[VILLAGE][before])
        & (moment[after] == moment[before])
        & (table[count.key][after] != table[count.key][before])
        & ~_same_run(table, after, before)
    )
    pairs = zip(before[differ][:COUNTED].tolist(), after[differ][:COUNTED].tolist(), strict=True)
    return [_differs(table, count, one, other, files, areas) for one, other in pairs]


def _overlaps(table: Mapping[str, Ints], count: Count, files: Sequence[str], areas: Areas) -> list[Fault]:
    """Return a fault for each run of months in which a village's count is given for another run that overlaps it."""
    chosen = np.flatnonzero(table[count.key] >= 0)
    village, start, end = (table[name][chosen].astype(np.int64) for name in (VILLAGE, START, END))
    until = (village << BITS) + end
    reach = np.maximum.accumulate(until)
    # The row that reaches farthest so far, the one that a later row runs into.
    farthest = np.maximum.accumulate(np.where(until == reach, np.arange(len(chosen)), 0))[:-1]
    clash = ((village << BITS) + start)[1:] <= reach[:-1]
    clash &= ~_same_run(table, chosen[1:], chosen[farthest])
    faults = []
    for position in np.flatnonzero(clash)[:COUNTED].tolist():
        pair = (int(chosen[farthest[position]]), int(chosen[position + 1]))
        one, other = sorted(pair, key=lambda row: (int(table[FILE][row]), int(table[ROW][row])))
        sentence = text(
            "{count} of {area} is given here for {run} and in {place} for {earlier}, which overlaps; give each month "
            "once",
            count=count.key,
            area=_area(table, other, areas),
            run=_months(table, other),
            earlier=_months(table, one),
            place=_place(table, one, files),
        )
        faults.append(fault("OVERLAP", sentence, _place(table, other, files)))
    return faults
