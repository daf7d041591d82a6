"""Every figure once: the same figure given twice is one, two different figures are a fault that names both places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.arrays import packed
from popcalc.definitions.catalogue import Catalogue, Count, Nature
from popcalc.errors import COUNTED, Fault, Notice, Place, fault
from popcalc.intake.join.as_read import AsRead
from popcalc.language import plural, text
from popcalc.periods import Calendar
from popcalc.table import END, FILE, ROW, START, VILLAGE

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

    Table = dict[str, AnyInts]


def find_conflicts(read: AsRead, held: Sequence[str], catalogue: Catalogue, calendar: Calendar) -> list[Fault]:
    """Return a fault for runs of months that overlap, and for stocks and quotas that differ where they must not.

    Rows of the same village and run are left to `merge_repeats`. Flows and averages may be given for each month once; a
    stock for each moment, at which several runs may end; a quota for each statistical year.
    """
    faults: list[Fault] = []
    table = read.table
    runs = bool((table[END] > table[START]).any())
    for key in held:
        count = catalogue.counts[key]
        if count.nature is Nature.QUOTA:
            months, at = np.unique(table[END], return_inverse=True)
            years = np.array([calendar.year_of(month) for month in months.tolist()], dtype=np.int64)
            faults += find_unequal(read, count, years[at])
        elif runs and count.nature is Nature.STOCK and not count.average_of:
            faults += find_unequal(read, count, table[START] if count.opening_of else table[END])
        elif runs:
            faults += _overlaps(read, count, calendar)
    return faults


def merge_repeats(read: AsRead, held: Sequence[str], catalogue: Catalogue) -> tuple[Table, list[Fault], list[Notice]]:
    """Return the table with one row for each village and run of months, faults and notices.

    A count takes the figure that any of the rows reports; two different ones are a fault.
    """
    table = dict(read.table)
    first = first_of_runs(table)
    if len(first) == len(table[VILLAGE]):
        return table, [], []
    faults: list[Fault] = []
    # Rows of one run stand in order of file and row, so the first is the first place.
    merged: Table = {name: table[name][first] for name in (VILLAGE, START, END, FILE, ROW)}
    repeats = 0
    for key in held:
        values = table[key]
        highest = np.maximum.reduceat(values, first)
        lowest = np.minimum.reduceat(np.where(values < 0, np.iinfo(values.dtype).max, values), first)
        reported = np.add.reduceat((values >= 0).astype(np.int64), first)
        differ = (reported > 1) & (lowest != highest)
        repeats += int((reported[~differ] - 1).clip(min=0).sum())
        for group in np.flatnonzero(differ)[:COUNTED].tolist():
            end = int(first[group + 1]) if group + 1 < len(first) else len(values)
            faults.append(_given_twice(read, range(int(first[group]), end), catalogue.counts[key]))
        merged[key] = highest
    sentence = plural(
        repeats,
        "{count} figure is given twice, the same both times; it counts once",
        "{count} figures are given twice, the same both times; each counts once",
    )
    return merged, faults, [Notice("GIVEN_TWICE", sentence)] if repeats else []


def first_of_runs(table: Mapping[str, AnyInts]) -> AnyInts:
    """Return where the rows of each village and run of months begin, in a table sorted by them."""
    other = ~same_run(table, slice(1, None), slice(-1))
    return np.flatnonzero(np.concatenate([[True] * bool(len(table[VILLAGE])), other]))


def place_in_run(read: AsRead, first: AnyInts, run: int, count: Count, value: int) -> Place:
    """Return the place of a count's cell with a value among the rows of one village and run of months.

    `first` are where the rows of each run begin. Another file, or another table of it, may hold the other counts.
    """
    rows = range(int(first[run]), int(first[run + 1]) if run + 1 < len(first) else len(read.table[VILLAGE]))
    figures = read.table[count.key]
    return read.place(next((row for row in rows if figures[row] == value), rows[0]), count)


def same_run(table: Mapping[str, AnyInts], one: AnyInts | slice, other: AnyInts | slice) -> Bools:
    """Return where two rows have the same village and run of months."""
    same: Bools = table[VILLAGE][one] == table[VILLAGE][other]
    for name in (START, END):
        same &= table[name][one] == table[name][other]
    return same


def _given_twice(read: AsRead, rows: Sequence[int], count: Count) -> Fault:
    values = read.table[count.key]
    reported = [row for row in rows if values[row] >= 0]
    one = reported[0]
    other = next(row for row in reported if values[row] != values[one])
    return _differs(read, count, one, other)


def _differs(read: AsRead, count: Count, one: int, other: int) -> Fault:
    """Return the fault of two rows, of two areas perhaps that were given one code."""
    one, other = read.in_order(one, other)
    (name, code), (other_name, other_code) = read.named(one), read.named(other)
    two_names = bool(name and other_name and name != other_name and code and code == other_code)
    values = {
        "count": count.key,
        "month": read.months(other),
        "other": read.figure(other, count),
        "one": read.figure(one, count),
        "place": read.place(one, count),
    }
    if two_names:
        sentence = text(
            "{count} of {other_name} in {month} is {other} here, and {one} in {place} for {name} with the same code "
            "{code}; give each area its own code, or keep the right row",
            name=name,
            other_name=other_name,
            code=code,
            **values,
        )
        return fault("TWO_FIGURES", sentence, read.place(other, count))
    two_files = read.table[FILE][one] != read.table[FILE][other]
    if two_files and read.prefer == "newest":
        sentence = text(
            "{count} of {area} in {month} is {other} here and {one} in {place}, and the names of the files do not say "
            "which was sent later; keep the right one, or name its file with --prefer FILE",
            area=read.area(other),
            **values,
        )
    elif two_files and read.only_named(one) and read.only_named(other):
        sentence = text(
            "{count} of {area} in {month} is {other} here and {one} in {place}; keep the right one (--prefer newest or "
            "--prefer FILE takes a corrected file), or, if these are two areas of the same name, add a column of the "
            "area above (乡镇, town) to both files",
            area=read.area(other),
            **values,
        )
    elif two_files:
        sentence = text(
            "{count} of {area} in {month} is {other} here and {one} in {place}; keep the right one (--prefer newest or "
            "--prefer FILE takes a corrected file)",
            area=read.area(other),
            **values,
        )
    else:
        sentence = text(
            "{count} of {area} in {month} is {other} here and {one} in {place}; keep the right one{beside}",
            area=read.area(other),
            beside=read.what_else_differs(one, other),
            **values,
        )
    return fault("TWO_FIGURES", sentence, read.place(other, count))


def find_unequal(read: AsRead, count: Count, moment: AnyInts) -> list[Fault]:
    """Return a fault for each village that gives two different figures of a count for one moment or year."""
    table = read.table
    chosen = np.flatnonzero(table[count.key] >= 0)
    order = chosen[np.lexsort((chosen, moment[chosen], table[VILLAGE][chosen]))]
    after, before = order[1:], order[:-1]
    differ = (
        (table[VILLAGE][after] == table[VILLAGE][before])
        & (moment[after] == moment[before])
        & (table[count.key][after] != table[count.key][before])
        & ~same_run(table, after, before)
    )
    pairs = zip(before[differ][:COUNTED].tolist(), after[differ][:COUNTED].tolist(), strict=True)
    return [_differs(read, count, one, other) for one, other in pairs]


def _overlaps(read: AsRead, count: Count, calendar: Calendar) -> list[Fault]:
    """Return a fault for each run of months in which a village's count is given for another run that overlaps it."""
    table = read.table
    chosen = np.flatnonzero(table[count.key] >= 0)
    village, start, end = (table[name][chosen].astype(np.int64) for name in (VILLAGE, START, END))
    until = packed(village, end)
    reach = np.maximum.accumulate(until)
    # The row that reaches farthest so far, the one that a later row runs into.
    farthest = np.maximum.accumulate(np.where(until == reach, np.arange(len(chosen)), 0))[:-1]
    clash = packed(village, start)[1:] <= reach[:-1]
    clash &= ~same_run(table, chosen[1:], chosen[farthest])
    pairs = [(int(chosen[farthest[at]]), int(chosen[at + 1])) for at in np.flatnonzero(clash)[:COUNTED].tolist()]
    return [_overlap(read, count, *read.in_order(*pair), calendar) for pair in pairs]


def _overlap(read: AsRead, count: Count, one: int, other: int, calendar: Calendar) -> Fault:
    """Return the fault of two rows whose months overlap; figures from the start of the year are a likely cause."""
    values = {
        "count": count.key,
        "area": read.area(other),
        "run": read.months(other),
        "earlier": read.months(one),
        "place": read.place(one, count),
    }
    within, longest = sorted((read.run(one), read.run(other)), key=lambda run: run.months)
    year = calendar.year_around(longest.start)
    if longest.start == year.start and longest.holds(within) and count.nature is Nature.FLOW:
        sentence = text(
            "{count} of {area} is given here for {run} and in {place} for {earlier}, which overlaps; give each month "
            "once, or, if all are figures from the start of the year to date, read them with --cumulative",
            **values,
        )
    else:
        sentence = text(
            "{count} of {area} is given here for {run} and in {place} for {earlier}, which overlaps; give each month "
            "once",
            **values,
        )
    return fault("OVERLAP", sentence, read.place(other, count))
