"""The seam between columns and rows: rows as they lie in the file become rows of an area and a period.

Whatever its shape in the file, a table leaves here with a figure for each count, area and period, and every row still
knows its row in the file, so that messages name the place as it lies on the disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, assert_never

import numpy as np

from popcalc.errors import Place
from popcalc.intake.header.layout import MONTHS, Column, Layout, Shape
from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.day_order import DayOrder, in_order
from popcalc.intake.rows.parsing import Cells
from popcalc.intake.rows.values import Rows
from popcalc.intake.rows.words import years_and_months
from popcalc.intake.text.bytestrings import texts_of
from popcalc.table import MISSING

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts
    from popcalc.intake.text.bytestrings import Texts

    Figures = Mapping[Column, AnyInts]


@dataclass(frozen=True)
class CountCells:
    """The cells of one column of a count: `numbers` where all are whole numbers >= 0, else `texts`."""

    column: Column
    numbers: AnyInts | None
    texts: Texts | None


@dataclass(frozen=True)
class Table:
    """A block as its rows lie: texts by role (levels, their codes, `period`), and the cells of each column of a count.

    `row` is the row of the file that each comes from, `watched` are the cells of columns that are judged by them,
    `measure` names the counts of a long table's rows, `asked` are the cells of columns by which rows are chosen or
    added up.
    """

    file: str
    words: Mapping[str, Texts]
    counts: Sequence[CountCells]
    row: AnyInts
    watched: Mapping[int, Texts]
    columns: Mapping[str, int]
    measure: Texts | None = None
    asked: Mapping[int, Texts] = field(default_factory=dict)
    delimiter: str = ","

    @property
    def has_numbers(self) -> bool:
        """Whether some count is nothing but numbers, so that no row is blank or words."""
        return any(cells.numbers is not None for cells in self.counts)

    def place_of_word(self, spot: int, role: str) -> Place:
        """Return where the word of a role stands for a row."""
        return Place(self.file, int(self.row[spot]), self.columns[role] + 1)

    def place_of_count(self, spot: int, cells: CountCells) -> Place:
        """Return where the cell of a count stands for a row."""
        return Place(self.file, int(self.row[spot]), cells.column.index + 1)


def table_of(cells: Cells, layout: Layout, wanted: Sequence[Column], order: DayOrder | None = None) -> Table:
    """Return the cells of a block by what their columns are; `order` is that of its dates, if it has any."""
    texts = dict(cells.texts)
    if order is not None:
        spot = layout.words[PERIOD]
        texts[spot] = in_order(texts[spot], order)
    words = {level: texts_of([name]).repeat(len(cells.row)) for level, name in layout.constants.items()}
    words |= {role: texts[index] for role, index in layout.words.items()}
    if PERIOD in words and layout.year is not None:
        words[PERIOD] = years_and_months(texts[layout.year], words[PERIOD], layout.form)
    counts = [CountCells(column, cells.numbers.get(column.index), texts.get(column.index)) for column in wanted]
    measure = texts[layout.measure] if layout.measure is not None else None
    watched = {**cells.watched, **{index: texts[index] for index in layout.watched & layout.asked}}
    asked = {index: texts[index] for index in layout.asked}
    return Table(layout.name, words, counts, cells.row, watched, layout.words, measure, asked, layout.delimiter)


def turn(rows: Rows, figures: Figures, layout: Layout) -> Rows:
    """Return rows as they lie, with the figures of each column of a count, as rows of areas and periods.

    A row of a long table is one already; the counts that it does not name are absent in it.
    """
    match layout.shape:
        case Shape.COUNTS_ACROSS:
            return replace(rows, counts={column.key: values for column, values in figures.items()})
        case Shape.LONG:
            counts: dict[str, AnyInts] = {}
            for column, values in figures.items():
                before = counts.get(column.key)
                counts[column.key] = values if before is None else np.maximum(before, values)
            return replace(rows, counts=counts)
        case Shape.PERIODS_ACROSS:
            return _by_period(rows, figures, layout)
        case _:
            assert_never(layout.shape)


def turns_of(layout: Layout) -> int:
    """Return how many rows each row of the file becomes."""
    return max(1, len({column.run for column in layout.counts}))


def _by_period(rows: Rows, figures: Figures, layout: Layout) -> Rows:
    """Return a row for each period of each row, those of one row together."""
    runs = sorted(
        {column.run for column in layout.counts if column.run is not None}, key=lambda run: (run.start, run.end)
    )
    spot = np.repeat(np.arange(len(rows)), len(runs))
    first = np.array([run.start for run in runs], dtype=np.int32)
    length = np.array([run.end - run.start for run in runs], dtype=np.int32)
    if PERIOD in layout.words:
        # Each row says its year, and the column the months in it.
        start = rows.start[:, None] + (first[None, :] - rows.start[:, None]) % MONTHS
    else:
        start = np.broadcast_to(first, (len(rows), len(runs)))
    counts: dict[str, AnyInts] = {}
    columns = [column for column in layout.counts if column in figures]
    for key in dict.fromkeys(column.key for column in columns):
        of_run = {column.run: figures[column] for column in columns if column.key == key}
        none = np.full(len(rows), MISSING, dtype=np.int32)
        counts[key] = np.stack([of_run.get(run, none) for run in runs], axis=1).reshape(-1)
    turned = replace(rows, counts={})[spot]
    start = start.reshape(-1).astype(np.int32)
    return replace(turned, start=start, end=start + np.tile(length, len(rows)), counts=counts)
