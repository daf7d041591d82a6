"""What each row of a block is: data, a total, a line below the table, a header that stands again, or blank.

A line is judged by itself, so that data may follow one that is none. A row with a month and a figure is data, whatever
its name. Totals that only their codes or figures betray are told when the whole file is there
(`popcalc/intake/rows/totals.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import code_role
from popcalc.intake.header.headings import plain_line
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.asides import aside_of, lines_of
from popcalc.intake.rows.cells import says_nothing_or_words
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.turning import Table
from popcalc.intake.rows.values import RowClass
from popcalc.intake.rows.words import PeriodWords
from popcalc.intake.text.blocks import Block
from popcalc.intake.text.bytestrings import distinct
from popcalc.periods import PeriodError

if TYPE_CHECKING:
    from popcalc.arrays import Bools
    from popcalc.intake.rows.values import Classes
    from popcalc.intake.rows.words import AreaWords
    from popcalc.intake.text.bytestrings import Positions


def classify(
    block: Block,
    table: Table,
    words: Mapping[str, Positions],
    period: Positions | None,
    layout: Layout,
    reading: Reading,
    of_other_times: Bools | None = None,
) -> Classes:
    """Return the class of each row of a block."""
    classes = np.zeros(len(table.row), dtype=np.int8)
    periods = reading.periods(layout.form)
    written = {role: positions for role, positions in words.items() if role in layout.words}
    classes[_blank(table, written, period, periods)] = RowClass.BLANK
    classes[_called(words, period, reading, lambda area: area.compares & ~area.kept, periods.compares)] = (
        RowClass.COMPARISON
    )
    classes[_called(words, period, reading, lambda area: area.totals, periods.totals)] = RowClass.TOTAL_BY_WORD
    classes[_called(words, None, reading, lambda area: area.said, ())] = RowClass.TOTAL_AS_SAID
    if of_other_times is not None:
        classes[of_other_times] = RowClass.OTHER_TIME
    suspects, dated = _suspects(words, period, periods, table, layout, reading)
    for spot, row_class in _asides(block, table.row, layout, reading, suspects, dated).items():
        if of_other_times is not None and of_other_times[spot]:
            continue
        if row_class is not RowClass.DATA or classes[spot] == RowClass.BLANK:
            classes[spot] = row_class
    return classes


def _blank(table: Table, words: Mapping[str, Positions], period: Positions | None, periods: PeriodWords) -> Bools:
    """Return which rows say nothing in any column that is read."""
    if table.has_numbers:
        return np.zeros(len(table.row), dtype=bool)
    blank: Bools = np.ones(len(table.row), dtype=np.bool_)
    for positions in words.values():
        blank &= positions == 0
    if period is not None:
        blank &= period == periods.blank
    if blank.any():
        spoken = [cells.texts for cells in table.counts if cells.texts is not None]
        for row in np.flatnonzero(blank):
            blank[row] = not any(texts[row].decode().strip() for texts in spoken)
    return blank


def _called(
    words: Mapping[str, Positions],
    period: Positions | None,
    reading: Reading,
    marks_of: Callable[[AreaWords], Bools],
    marks_of_period: Sequence[bool],
) -> Bools:
    """Return which rows are marked by a name, a code or a month in them."""
    marks = [(marks_of(reading.areas[role]), positions) for role, positions in words.items()]
    if period is not None:
        marks.append((np.array(marks_of_period), period))
    found = [mark[positions] for mark, positions in marks if mark.any()]
    rows = len(next(iter(words.values())))
    return np.logical_or.reduce(found) if found else np.zeros(rows, dtype=bool)


def _suspects(
    words: Mapping[str, Positions],
    period: Positions | None,
    periods: PeriodWords,
    table: Table,
    layout: Layout,
    reading: Reading,
) -> tuple[Bools, Bools]:
    """Return which rows may be no data, and which have a month.

    They have no area, no month, no figure or the name of a footer.
    """
    rows = len(table.row)
    suspects = np.zeros(rows, dtype=np.bool_)
    dated = np.ones(rows, dtype=np.bool_)
    if period is not None:
        dated = ~np.array([isinstance(run, PeriodError) for run in periods.runs])[period]
        suspects |= ~dated
    elif not table.has_numbers:
        counted = [distinct(cells.texts) for cells in table.counts if cells.texts is not None]
        blank = [np.array([says_nothing_or_words(one) for one in written])[codes] for codes, written in counted]
        suspects |= np.logical_and.reduce(blank) if blank else suspects
    own = [words[role] == 0 for role in (layout.leaf, code_role(layout.leaf)) if role in words]
    suspects |= np.logical_and.reduce(own)
    for role, positions in words.items():
        if (labels := reading.areas[role].labels).any():
            suspects |= labels[positions]
    return suspects, dated


def _asides(
    block: Block, row: Positions, layout: Layout, reading: Reading, suspects: Bools, dated: Bools
) -> Mapping[int, RowClass]:
    """Return the rows of a block that are no data, by position, with what they are; data where a count has a figure.

    Only `suspects` can be, and what repeats a line from above right below one that does. `dated` rows have a month. The
    lines are looked at whole, columns that are not read among them.
    """
    found: dict[int, RowClass] = {}
    spots = np.flatnonzero(suspects).tolist()
    if not spots:
        return found
    spot_of = dict(zip((row - block.first).tolist(), range(len(row)), strict=True))
    reader = csv.reader(io.StringIO(block.decoded().content.decode(), newline=""), delimiter=layout.delimiter)
    lines = lines_of(layout, reading.headers)
    before: RowClass | None = None
    for number, record in enumerate(reader):
        spot = spot_of.get(number, -1)
        if spot < 0:
            continue
        if suspects[spot]:
            before = aside_of(record, lines, before, dated=bool(dated[spot]))
            if before is None and lines.has_figure(record):
                found[spot] = RowClass.DATA
        else:
            repeats = before is RowClass.HEADER and plain_line(record) in layout.lines_above
            before = RowClass.HEADER if repeats else None
        if before is not None:
            found[spot] = before
        if before is not RowClass.HEADER and spot >= spots[-1]:
            break
    return found
