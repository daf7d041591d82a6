"""Rows of the whole area at other times than its parts: 上月, 本年累計, 平成27年7月 above the names of its wards.

Such a row is none of its parts. A period in the column of areas says, beside its own figures, of which months the rows
below it are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.labels import code_role
from popcalc.errors import Fault, fault
from popcalc.intake.header.layout import MONTHS, Layout
from popcalc.intake.header.period_rows import has_note, is_period_row, run_of_row
from popcalc.intake.rows.other_words import OtherTime
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.turning import Table
from popcalc.intake.text.bytestrings import distinct
from popcalc.language import text
from popcalc.periods import Run

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools
    from popcalc.intake.text.bytestrings import Positions

FIRST, LAST, SAID_FIRST, SAID_LAST = "\0first", "\0last", "\0said first", "\0said last"
"""Among the words of the last row of a block: its months, those of the last row that is a period, and what it gave."""
CARRIED_FIRST, CARRIED_LAST = "\0carried first", "\0carried last"
NO_MONTHS = (0, -1)


class OtherTimes(Struct, frozen=True):
    """Which rows of a block are of the whole at another time, the months of all rows, and what the last one says.

    The months of such a row are known in `known` alone; `to_date` are those from the start of the year on, `heads`
    those that say the months of the rows below them.
    """

    rows: Bools
    heads: Bools
    known: Bools
    to_date: Bools
    start: Positions
    end: Positions
    last: Mapping[str, int]


def find_other_times(
    table: Table,
    words: Mapping[str, Positions],
    months: tuple[Positions, Positions],
    above: Mapping[str, int],
    layout: Layout,
    reading: Reading,
) -> OtherTimes | None:
    """Return the rows of the whole at other times, None where there are none; `months` are the first and the last."""
    kinds = _kinds(words, layout, reading)
    if kinds is None and layout.heads is None:
        return None
    start, end = months[0].copy(), months[1].copy()
    kinds = np.zeros(len(table.row), dtype=np.int8) if kinds is None else kinds
    rows, last = kinds > 0, dict(above)
    heads = np.zeros(len(rows), dtype=np.bool_)
    known, to_date = np.zeros(len(rows), dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_)
    if layout.heads is not None:
        heads = _heads(table, layout, reading, start, end, last)
        known |= heads & (end >= start)
        rows |= heads
    dated = np.where((end >= start) & (kinds == 0), np.arange(len(rows)), -1)
    for spot in np.flatnonzero(kinds).tolist():
        own = _own_months(spot, start, end, int(dated[: spot + 1].max(initial=-1)), last)
        kind = OtherTime(int(kinds[spot]))
        run = _run(kind, own, reading) if own is not None else None
        start[spot], end[spot] = _months(run)
        known[spot] = run is not None
        to_date[spot] = kind in (OtherTime.TO_DATE, OtherTime.TO_DATE_BEFORE)
    if (latest := int(dated.max(initial=-1))) >= 0:
        last |= {FIRST: int(start[latest]), LAST: int(end[latest])}
    if layout.turns != layout.turns[:1] or layout.is_long or layout.summed or reading.columns.cumulative:
        known[:] = False
    return OtherTimes(rows, heads, known, to_date, start, end, last)


def _own_months(spot: int, start: AnyInts, end: AnyInts, above: int, last: Mapping[str, int]) -> Run | None:
    """Return the months that a row says, or else those of the nearest row above it that says some."""
    if end[spot] >= start[spot]:
        return Run(int(start[spot]), int(end[spot]))
    return Run(int(start[above]), int(end[above])) if above >= 0 else _said(last, FIRST, LAST)


def _months(run: Run | None) -> tuple[int, int]:
    return NO_MONTHS if run is None else (run.start, run.end)


def _kinds(words: Mapping[str, Positions], layout: Layout, reading: Reading) -> AnyInts | None:
    """Return of what time each row calls itself; None where none does."""
    for role in (layout.leaf, code_role(layout.leaf)):
        if role in words and reading.areas[role].times.any():
            kinds = reading.areas[role].times[words[role]]
            return kinds if kinds.any() else None
    return None


def _heads(table: Table, layout: Layout, reading: Reading, start: AnyInts, end: AnyInts, last: dict[str, int]) -> Bools:
    """Return which rows say a period where others name an area; they and the rows below them are given its months."""
    numbers, written = distinct(table.words[layout.leaf])
    is_head: Bools = np.array([is_period_row(one) for one in written], dtype=np.bool_)[numbers]
    spots = np.flatnonzero(is_head).tolist()
    before = _said(last, SAID_FIRST, SAID_LAST)
    is_said = reading.columns.months is not None
    if CARRIED_FIRST in last and not is_said:
        above = spots[0] if spots else len(is_head)
        start[:above], end[:above] = last[CARRIED_FIRST], last[CARRIED_LAST]
    for spot, until in zip(spots, [*spots, len(is_head)][1:], strict=True):
        name = written[int(numbers[spot])]
        run = run_of_row(name, before, layout.form, reading.calendar)
        before = run or before
        first, end_of_run = _months(_shifted(run, layout.heads or 0) if not has_note(name) else None)
        until = spot + 1 if is_said else until
        start[spot:until], end[spot:until] = first, end_of_run
        last |= {CARRIED_FIRST: first, CARRIED_LAST: end_of_run}
        if before is not None:
            last |= {SAID_FIRST: before.start, SAID_LAST: before.end}
    return is_head


def _said(last: Mapping[str, int], first: str, until: str) -> Run | None:
    return Run(last[first], last[until]) if first in last else None


def _shifted(run: Run | None, months: int) -> Run | None:
    """Return the months at whose end the stocks of a row stand; of a year nothing says at which of its days."""
    if run is None or (months and run.months > 1):
        return None
    return Run(run.start - months, run.end - months)


def _run(kind: OtherTime, run: Run, reading: Reading) -> Run | None:
    """Return the months of a row beside rows of a run; the month before is that of one month alone."""
    year_before = Run(run.start - MONTHS, run.end - MONTHS)
    match kind:
        case OtherTime.TO_DATE:
            return reading.calendar.to_date(run)
        case OtherTime.TO_DATE_BEFORE:
            return reading.calendar.to_date(year_before)
        case OtherTime.YEAR_BEFORE:
            return year_before
        case OtherTime.MONTH_BEFORE:
            return Run(run.start - 1, run.end - 1) if run.months == 1 else None


def faults_of_months(found: OtherTimes, data: Bools, table: Table, layout: Layout, reading: Reading) -> list[Fault]:
    """Return the fault of rows below a period that says no months, or others than a line above the table does."""
    if layout.heads is None or not data.any():
        return []
    dateless = np.flatnonzero(data & (found.end < found.start))
    if len(dateless):
        sentence = text(
            "no row above says for certain of which months this row is: write it in full, such as 2013-06, above the "
            'areas, or name the months of all areas in a --columns file (period: "2013-06")'
        )
        return [fault("NO_PERIOD", sentence, table.place_of_word(int(dateless[0]), layout.leaf))]
    run = layout.run
    if run is None or run == layout.source.run(reading.calendar) or reading.columns.months is not None:
        return []
    others = np.flatnonzero(data & ((found.end < run.start) | (found.start > run.end)))
    if not len(others):
        return []
    first = int(others[0])
    sentence = text(
        "a row above this one says {own}, and the line above the table says {said}: which months its figures are of "
        "must be mended in one of the two",
        own=reading.calendar.label_of(Run(int(found.start[first]), int(found.end[first]))),
        said=reading.calendar.label_of(run),
    )
    return [fault("TITLE_PERIOD", sentence, table.place_of_word(first, layout.leaf))]
