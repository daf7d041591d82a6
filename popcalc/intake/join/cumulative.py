"""Flows that are given from the start of the statistical year to date, turned into months by differences.

A row that ends in June, `2013-06` or `2013-01..2013-06`, then holds all births since the year began. Less those of the
month before, it gives June's; where some months before are missing, the births of all these months as one run. Stocks
and quotas stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.arrays import packed
from popcalc.definitions.catalogue import Catalogue, Count, Nature
from popcalc.errors import COUNTED, Fault, Notice, fault
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import find_conflicts, find_unequal
from popcalc.intake.join.derive import below_zero
from popcalc.language import text
from popcalc.periods import Calendar, month_label
from popcalc.table import ABSENT, END, FILE, MISSING, ROW, START, VILLAGE

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

    Table = dict[str, AnyInts]


def flows_of(held: Sequence[str], catalogue: Catalogue) -> list[str]:
    """Return the flows among some counts."""
    return [key for key in held if catalogue.counts[key].nature is Nature.FLOW]


def find_conflicts_to_date(read: AsRead, held: Sequence[str], catalogue: Catalogue, calendar: Calendar) -> list[Fault]:
    """Return the faults of a table whose flows are figures to date; the table is sorted by village, start and end.

    Runs that do not begin with the year, two figures for one village, count and end, and figures that fall.
    """
    flows = flows_of(held, catalogue)
    faults = find_conflicts(read, [key for key in held if key not in flows], catalogue, calendar)
    for key in flows:
        count = catalogue.counts[key]
        faults += _not_to_date(read, count, calendar)
        unequal = find_unequal(read, count, read.table[END])
        faults += unequal or _falling(read, count, calendar)
    return faults


def _not_to_date(read: AsRead, count: Count, calendar: Calendar) -> list[Fault]:
    """Return a fault for each run of months that is more than one and does not begin with its year."""
    table = read.table
    wrong = (table[START] != table[END]) & (table[START] != _year_begins(table[END], calendar))
    return [
        fault(
            "NOT_TO_DATE",
            text(
                "{count} of {area} is given for {run}, which does not begin with the year; with --cumulative a row "
                "runs from the start of the year to its month",
                count=count.key,
                area=read.area(row),
                run=read.months(row),
            ),
            read.place(row, count),
        )
        for row in np.flatnonzero(wrong & (table[count.key] >= 0))[:COUNTED].tolist()
    ]


def _year_begins(months: AnyInts, calendar: Calendar) -> AnyInts:
    """Return the first month of the statistical year of each month."""
    distinct, at = np.unique(months, return_inverse=True)
    begins = [calendar.year_around(month).start for month in distinct.tolist()]
    return np.array(begins, dtype=np.int64)[at]


def months_to_date(months: AnyInts, calendar: Calendar) -> AnyInts:
    """Return how many months of its year have passed by the end of each month."""
    return months - _year_begins(months, calendar) + 1


def goes_on(table: Mapping[str, AnyInts], values: AnyInts, calendar: Calendar) -> Bools:
    """Return the rows before which their village reports more than 0 in the same year: figures to date never fall."""
    order = np.lexsort((table[END], _year_begins(table[END], calendar), table[VILLAGE]))
    years = _years(table, order, calendar)
    above = (values[order] > 0).astype(np.int64)
    before = np.cumsum(above) - above
    found = np.zeros(len(order), dtype=np.bool_)
    found[order] = before > before[np.flatnonzero(np.diff(years, prepend=-1))][years]
    return found


def first_of_years(table: Mapping[str, AnyInts], rows: Bools, calendar: Calendar) -> Bools:
    """Return of some rows the first of each village and year."""
    order = np.lexsort((table[END], _year_begins(table[END], calendar), table[VILLAGE]))
    chosen = order[rows[order]]
    found = np.zeros(len(order), dtype=np.bool_)
    found[chosen[np.diff(_years(table, chosen, calendar), prepend=-1) > 0]] = True
    return found


def _years(table: Mapping[str, AnyInts], order: AnyInts, calendar: Calendar) -> AnyInts:
    """Return the number of the village and year of rows that are sorted by them."""
    village, year = table[VILLAGE][order], _year_begins(table[END][order], calendar)
    other = (np.diff(village, prepend=-1) != 0) | (np.diff(year, prepend=-1) != 0)
    return np.cumsum(other) - 1


def _steps(table: Mapping[str, AnyInts], values: AnyInts, calendar: Calendar) -> tuple[AnyInts, AnyInts, Bools]:
    """Return the rows with a figure by village and end, one for each end; the row before; whether it is of the same
    year of the village.
    """
    chosen = np.flatnonzero(values >= 0)
    chosen = chosen[np.lexsort((chosen, table[END][chosen], table[VILLAGE][chosen]))]
    village, end = table[VILLAGE][chosen], table[END][chosen]
    first = np.ones(len(chosen), dtype=bool)
    first[1:] = (village[1:] != village[:-1]) | (end[1:] != end[:-1])
    chosen = chosen[first]
    before = np.concatenate([chosen[:1], chosen[:-1]])
    begins = _year_begins(table[END][chosen], calendar)
    follows = (table[VILLAGE][before] == table[VILLAGE][chosen]) & (table[END][before] >= begins)
    follows[:1] = False
    return chosen, before, follows


def _falling(read: AsRead, count: Count, calendar: Calendar) -> list[Fault]:
    """Return a fault for each figure to date that is below an earlier one of its year."""
    values = read.table[count.key]
    chosen, before, follows = _steps(read.table, values, calendar)
    falling = np.flatnonzero(follows & (values[chosen] < values[before]))[:COUNTED]
    return [_falls(read, count, int(before[spot]), int(chosen[spot])) for spot in falling.tolist()]


def _falls(read: AsRead, count: Count, earlier: int, later: int) -> Fault:
    sentence = text(
        "{count} of {area} is {later} up to {month} and {earlier} up to {month_before} in {place}; a figure from the "
        "start of the year never falls: mend the wrong one, or leave out --cumulative where figures are of single "
        "months",
        count=count.key,
        area=read.area(later),
        later=read.figure(later, count),
        month=month_label(read.run(later).end),
        earlier=read.figure(earlier, count),
        month_before=month_label(read.run(earlier).end),
        place=read.place(earlier, count),
    )
    return fault("FALLING", sentence, read.place(later, count))


def to_months(table: Table, catalogue: Catalogue, calendar: Calendar) -> tuple[Table, list[Notice]]:
    """Return the table (sorted by village, start and end) with its flows to date turned into those of runs of months.

    A difference below zero, which only a derived count can have, is missing, with a notice.
    """
    counts = [key for key in table if key in catalogue.counts]
    flows = flows_of(counts, catalogue)
    pieces: list[Table] = [_without(table, flows, counts)]
    negative: dict[str, int] = {}
    for key in flows:
        values = table[key].astype(np.int64)
        chosen, before, follows = _steps(table, values, calendar)
        months = values[chosen] - np.where(follows, values[before], 0)
        begins = np.where(follows, table[END][before] + 1, _year_begins(table[END][chosen], calendar))
        negative[key] = int((months < 0).sum())
        pieces.append(
            {
                VILLAGE: table[VILLAGE][chosen],
                START: begins,
                END: table[END][chosen],
                FILE: table[FILE][chosen],
                ROW: table[ROW][chosen],
                key: np.where(months < 0, MISSING, months),
            }
        )
    said = Notice("CUMULATIVE", text("flows are read as figures from the start of the year and turned into months"))
    return _merged(pieces, table), [said, *below_zero(negative)]


def _without(table: Table, flows: Sequence[str], counts: Sequence[str]) -> Table:
    """Return the rows that hold more than figures of flows, without these; a flow that is missing stays so."""
    kept = {key: np.minimum(table[key], MISSING) if key in flows else table[key] for key in counts}
    blank = [table[key] == MISSING if key in flows else table[key] != ABSENT for key in counts]
    rows = np.logical_or.reduce(blank)
    return {name: kept.get(name, column)[rows] for name, column in table.items()}


def _merged(pieces: Sequence[Table], like: Table) -> Table:
    """Return pieces of a table with one row for each village and run of months; no count is in two of them."""
    keys = [packed(packed(piece[VILLAGE], piece[START]), piece[END]) for piece in pieces]
    runs, first, at = np.unique(np.concatenate(keys), return_index=True, return_inverse=True)
    result: Table = {}
    for name, column in like.items():
        if name in (VILLAGE, START, END, FILE, ROW):
            result[name] = np.concatenate([piece[name] for piece in pieces])[first].astype(column.dtype)
        else:
            result[name] = np.full(len(runs), ABSENT, dtype=column.dtype)
    begin = 0
    for piece, key in zip(pieces, keys, strict=True):
        rows = at[begin : begin + len(key)]
        begin += len(key)
        for name in piece.keys() & result.keys() - {VILLAGE, START, END, FILE, ROW}:
            result[name][rows] = np.maximum(result[name][rows], piece[name])
    return result
