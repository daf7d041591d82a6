"""Flows that are given from the start of the statistical year to date, turned into months by differences.

A row that ends in June, `2013-06` or `2013-01..2013-06`, then holds all births since the year began. Less those of the
month before, it gives June's; where some months before are missing, the births of all these months as one run. So do
averages of stocks that are given for runs from the start of the year (`averages_to_date`). Other stocks and quotas stay
as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.arrays import packed
from popcalc.definitions.catalogue import Catalogue, Count, Nature
from popcalc.errors import COUNTED, Fault, Notice, fault
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.averages_to_date import averages_of_months, averages_to_date
from popcalc.intake.join.begins_elsewhere import begins_elsewhere
from popcalc.intake.join.conflicts import find_conflicts, find_unequal
from popcalc.intake.join.derive import below_zero
from popcalc.intake.join.steps_to_date import steps_to_date, year_begins
from popcalc.language import Text, text
from popcalc.periods import CALENDAR_YEAR, Calendar, Run, month_label
from popcalc.periods.month_words import month_name
from popcalc.table import ABSENT, END, FILE, MISSING, ROW, START, VILLAGE

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

    Table = dict[str, AnyInts]


def flows_of(held: Sequence[str], catalogue: Catalogue) -> list[str]:
    """Return the flows among some counts."""
    return [key for key in held if catalogue.counts[key].nature is Nature.FLOW]


def find_conflicts_to_date(read: AsRead, held: Sequence[str], catalogue: Catalogue, calendar: Calendar) -> list[Fault]:
    """Return the faults of a table whose flows are figures to date; the table is sorted by village, start and end.

    Runs that do not begin with the year, two figures for one village, count and end, and figures that fall.
    """
    flows = flows_of(held, catalogue)
    averages = averages_to_date(read.table, held, catalogue, calendar)
    others = [key for key in held if key not in flows and key not in averages]
    faults = find_conflicts(read, others, catalogue, calendar)
    for key in flows:
        count = catalogue.counts[key]
        faults += _not_to_date(read, count, calendar)
        unequal = find_unequal(read, count, read.table[END])
        faults += unequal or begins_elsewhere(read, count, calendar) or _falling(read, count, calendar)
    for key in averages:
        faults += find_unequal(read, catalogue.counts[key], read.table[END])
    return faults


def _not_to_date(read: AsRead, count: Count, calendar: Calendar) -> list[Fault]:
    """Return a fault for each run of months that is more than one and does not begin with its year."""
    table = read.table
    wrong = (table[START] != table[END]) & (table[START] != year_begins(table[END], calendar))
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


def _falling(read: AsRead, count: Count, calendar: Calendar) -> list[Fault]:
    """Return a fault for each figure to date that is below an earlier one of its year."""
    steps = steps_to_date(read.table, read.table[count.key], calendar)
    falling = np.flatnonzero(steps.differences() < 0)[:COUNTED]
    return [_falls(read, count, int(steps.before[spot]), int(steps.rows[spot])) for spot in falling.tolist()]


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
    """Return the table (sorted by village, start and end) with what it has to date turned into that of runs of months.

    A difference below zero, which only a derived count or an average can have, is missing, with a notice.
    """
    counts = [key for key in table if key in catalogue.counts]
    flows = flows_of(counts, catalogue)
    averages = averages_to_date(table, counts, catalogue, calendar)
    to_date = [*flows, *averages]
    pieces: list[Table] = [_without(table, to_date, counts)]
    negative: dict[str, int] = {}
    for key in to_date:
        steps = steps_to_date(table, table[key], calendar)
        months = steps.differences() if key in flows else averages_of_months(steps)
        negative[key] = int((months < 0).sum())
        pieces.append(
            {
                VILLAGE: table[VILLAGE][steps.rows],
                START: steps.begins,
                END: steps.ends,
                FILE: table[FILE][steps.rows],
                ROW: table[ROW][steps.rows],
                key: np.where(months < 0, MISSING, months),
            }
        )
    said = [Notice("CUMULATIVE", _turned(table, counts, averages, catalogue, calendar))]
    return _merged(pieces, table), [*said, *below_zero(negative)]


def _turned(
    table: Table, counts: Sequence[str], averages: Sequence[str], catalogue: Catalogue, calendar: Calendar
) -> Text:
    """Return what was turned into months, and with which month the year is taken to begin."""
    of_months = tuple(
        key
        for key in counts
        if catalogue.counts[key].average_of and key not in averages and bool((table[key] >= 0).any())
    )
    more = text(
        "; {averages} is taken for that of each month: where it is to date, too, write the months as {run}",
        averages=of_months,
        run=CALENDAR_YEAR.label_of(calendar.to_date(Run(month := int(table[END].max()), month))),
    )
    return text(
        "flows{averages} are read as figures from the start of the year, which begins with {month}, and turned into "
        "months{more}",
        averages=text(" and {averages}", averages=tuple(averages)) if averages else "",
        month=month_name(calendar.year_start),
        more=more if of_months else "",
    )


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
