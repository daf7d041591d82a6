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

    Ints = npt.NDArray[np.int64]
    Table = dict[str, Ints]

UNSEEN = np.iinfo(np.int64).max


def merge_repeats(
    table: Table, held: Sequence[str], files: Sequence[str], areas: Areas, catalogue: Catalogue, faults: list[Fault]
) -> tuple[Table, list[Notice]]:
    """Return the table (sorted by village, start, end) with one row for each village and run of months.

    A count takes the figure that any of the rows reports; two different ones go into `faults`.
    """
    same = np.ones(len(table[VILLAGE]), dtype=bool)
    for name in (VILLAGE, START, END):
        same[1:] &= table[name][1:] == table[name][:-1]
    same[:1] = False
    if not same.any():
        return table, []
    first = np.flatnonzero(~same)
    merged: Table = {name: table[name][first] for name in (VILLAGE, START, END)}
    place = _first_places(table, first)
    merged[FILE], merged[ROW] = table[FILE][place], table[ROW][place]
    repeats = 0
    for key in held:
        values = table[key]
        highest = np.maximum.reduceat(values, first)
        lowest = np.minimum.reduceat(np.where(values < 0, UNSEEN, values.astype(np.int64)), first)
        reported = np.add.reduceat((values >= 0).astype(np.int64), first)
        differ = (reported > 1) & (lowest != highest)
        repeats += int((reported[~differ] - 1).clip(min=0).sum())
        for group in np.flatnonzero(differ)[:COUNTED]:
            end = first[group + 1] if group + 1 < len(first) else len(values)
            faults.append(_given_twice(table, slice(int(first[group]), int(end)), catalogue.counts[key], files, areas))
        merged[key] = highest
    said = [
        Notice(
            "GIVEN_TWICE",
            plural(
                repeats,
                "{count} figure is given twice, the same both times; it counts once",
                "{count} figures are given twice, the same both times; each counts once",
            ),
        )
    ]
    return merged, said if repeats else []


def _first_places(table: Table, first: Ints) -> Ints:
    """Return for each group of rows the one that comes first by file and row, whatever order they were read in."""
    rank = table[FILE].astype(np.int64) << 32 | table[ROW].astype(np.int64)
    group = np.zeros(len(rank), dtype=np.int64)
    group[first[1:]] = 1
    order = np.lexsort((rank, np.cumsum(group)))
    return order[first]


def _given_twice(table: Table, rows: slice, count: Count, files: Sequence[str], areas: Areas) -> Fault:
    values = table[count.key][rows]
    spots = sorted(
        (int(file), int(row), int(value))
        for file, row, value in zip(table[FILE][rows], table[ROW][rows], values, strict=True)
        if value >= 0
    )
    one = spots[0]
    other = next(spot for spot in spots if spot[2] != one[2])
    run = Run(int(table[START][rows][0]), int(table[END][rows][0]))
    return _differs(count, areas.names[int(table[VILLAGE][rows][0])], run, one, other, files)


def _differs(
    count: Count, area: str, run: Run, one: tuple[int, int, int], other: tuple[int, int, int], files: Sequence[str]
) -> Fault:
    return fault(
        "TWO_FIGURES",
        text(
            "{count} of {area} in {month} is {other} here and {one} in {place}; keep the right one",
            count=count.key,
            area=area,
            month=label_of(run, 1),
            other=shown(other[2], count),
            one=shown(one[2], count),
            place=Place(files[one[0]], one[1]),
        ),
        Place(files[other[0]], other[1]),
    )


def shown(value: int, count: Count) -> str:
    """Return a figure as people write it: money with its decimals."""
    return f"{value / 100:.2f}" if count.decimals else str(value)


def find_conflicts(
    table: Mapping[str, Ints],
    held: Sequence[str],
    files: Sequence[str],
    areas: Areas,
    catalogue: Catalogue,
    year_start: int,
) -> list[Fault]:
    """Return a fault for each pair of runs of months that overlap, and of stocks or quotas that differ."""
    faults: list[Fault] = []
    runs = bool((table[END] > table[START]).any())
    for key in held:
        count = catalogue.counts[key]
        if count.nature is Nature.QUOTA:
            years = np.array([statistical_year(int(month), year_start) for month in np.unique(table[END])])
            year = years[np.searchsorted(np.unique(table[END]), table[END])]
            faults += _unequal(table, count, year, files, areas)
        elif runs and count.nature is Nature.STOCK and not count.average_of:
            faults += _unequal(table, count, table[START] if count.opening_of else table[END], files, areas)
        elif runs:
            faults += _overlaps(table, count, files, areas)
    return faults


def _unequal(table: Mapping[str, Ints], count: Count, moment: Ints, files: Sequence[str], areas: Areas) -> list[Fault]:
    """Return a fault for each village that gives two different figures of a count for one moment or year."""
    chosen = np.flatnonzero(table[count.key] >= 0)
    order = chosen[np.lexsort((chosen, moment[chosen], table[VILLAGE][chosen]))]
    after, before = order[1:], order[:-1]
    differ = (
        (table[VILLAGE][after] == table[VILLAGE][before])
        & (moment[after] == moment[before])
        & (table[count.key][after] != table[count.key][before])
    )
    return [
        _differs(
            count,
            areas.names[int(table[VILLAGE][one])],
            Run(int(table[START][one]), int(table[END][one])),
            _spot(table, count, other),
            _spot(table, count, one),
            files,
        )
        for one, other in zip(after[differ].tolist(), before[differ].tolist(), strict=True)
    ][:COUNTED]


def _spot(table: Mapping[str, Ints], count: Count, row: int) -> tuple[int, int, int]:
    return int(table[FILE][row]), int(table[ROW][row]), int(table[count.key][row])


def _overlaps(table: Mapping[str, Ints], count: Count, files: Sequence[str], areas: Areas) -> list[Fault]:
    """Return a fault for each run of months in which a village's count is given for another run that overlaps it."""
    chosen = np.flatnonzero(table[count.key] >= 0)
    village, start, end = (table[name][chosen] for name in (VILLAGE, START, END))
    reach = np.maximum.accumulate(village.astype(np.int64) * (1 << 20) + end)
    clash = np.flatnonzero((reach[:-1] >> 20 == village[1:]) & ((reach[:-1] & ((1 << 20) - 1)) >= start[1:])) + 1
    faults = []
    for position in clash[:COUNTED].tolist():
        one, other = chosen[position - 1], chosen[position]
        sentence = text(
            "{count} of {area} is given here for {run} and in {place} for {earlier}, which overlaps; give each month once",
            count=count.key,
            area=areas.names[int(table[VILLAGE][other])],
            run=label_of(Run(int(table[START][other]), int(table[END][other])), 1),
            earlier=label_of(Run(int(table[START][one]), int(table[END][one])), 1),
            place=Place(files[int(table[FILE][one])], int(table[ROW][one])),
        )
        faults.append(fault("OVERLAP", sentence, Place(files[int(table[FILE][other])], int(table[ROW][other]))))
    return faults
