"""The seam between columns and rows: rows as they lie in the file become rows of an area and a period.

Whatever its shape in the file, a table leaves here with a figure for each count, area and period, and every row still
knows its row in the file, so that messages name the place as it lies on the disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, assert_never

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from popcalc.errors import Place
from popcalc.intake.header.layout import MONTHS, Column, Layout, Shape, Turn
from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.day_order import DayOrder, in_order
from popcalc.intake.rows.parsing import Cells
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows
from popcalc.intake.rows.words import years_and_months
from popcalc.intake.text.bytestrings import texts_of
from popcalc.table import ABSENT, MISSING

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools
    from popcalc.intake.text.bytestrings import Texts

    Figures = Mapping[Column, AnyInts]


class CountCells(Struct, frozen=True):
    """The cells of one column of a count: `numbers` where all are whole numbers >= 0, else `texts`."""

    column: Column
    numbers: AnyInts | None
    texts: Texts | None


class Table(Struct, frozen=True):
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

    def has_figures(self) -> Bools:
        """Return which rows say anything of some count."""
        if self.has_numbers:
            return np.ones(len(self.row), dtype=np.bool_)
        spoken = [cells.texts for cells in self.counts if cells.texts is not None]
        nothing = np.zeros(len(self.row), dtype=np.bool_)
        found: Bools = np.logical_or.reduce([nothing, *(np.char.strip(texts) != b"" for texts in spoken)])
        return found

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
    # Where headers name the areas, the first of them stands for all until the rows are turned.
    said = {**layout.constants, **({layout.leaf: layout.areas[0]} if layout.areas else {})}
    words = {level: texts_of([name]).repeat(len(cells.row)) for level, name in said.items()}
    words |= {role: texts[index] for role, index in layout.words.items()}
    if PERIOD in words and layout.year is not None:
        words[PERIOD] = years_and_months(texts[layout.year], words[PERIOD], layout.form)
    counts = [CountCells(column, cells.numbers.get(column.index), texts.get(column.index)) for column in wanted]
    measure = texts[layout.measure] if layout.measure is not None else None
    watched = {**cells.watched, **{index: texts[index] for index in layout.watched & layout.asked}}
    asked = {index: texts[index] for index in layout.asked}
    return Table(layout.name, words, counts, cells.row, watched, layout.words, measure, asked, layout.delimiter)


def turn(rows: Rows, figures: Figures, layout: Layout, reading: Reading) -> Rows:
    """Return rows as they lie, with the figures of each column of a count, as rows of areas and periods.

    A row of a long table is one already; the counts that it does not name are absent in it.
    """
    match layout.shape:
        case Shape.COUNTS_ACROSS:
            return replace(rows, counts={one.key: figures[one] for one in layout.counts if one in figures})
        case Shape.LONG:
            return replace(rows, counts=_together({one: figures[one] for one in layout.counts if one in figures}))
        case (
            Shape.PERIODS_ACROSS
            | Shape.AREAS_ACROSS
            | Shape.AREAS_AND_PERIODS_ACROSS
            | Shape.DIMENSIONS_ACROSS
            | Shape.LONG_PERIODS_ACROSS
            | Shape.LONG_AREAS_ACROSS
        ):
            return _turned(rows, figures, layout, reading)
        case _:
            assert_never(layout.shape)


def parts_of(layout: Layout, rows: int) -> Mapping[int, Texts]:
    """Return, for so many rows of a file, what each of their turned rows is of the dimensions of the headers."""
    turns = turns_of(layout)
    return {
        column.index: np.tile(texts_of([turn.parts[number] if turn.parts else "" for turn in turns]), rows)
        for number, column in enumerate(layout.dimensions)
    }


def reports_together(reports: Bools, layout: Layout) -> Bools:
    """Return which turned rows report something, those of the parts of one area and month together."""
    if not layout.dimensions:
        return reports
    by_turn = reports.reshape(-1, len(layout.turns))
    of = [(turn.run, turn.area) for turn in turns_of(layout)]
    number = [of.index(one) for one in of]
    together = np.stack([by_turn[:, [one == first for one in number]].any(axis=1) for first in number], axis=1)
    found: Bools = together.reshape(-1)
    return found


def turns_of(layout: Layout) -> Sequence[Turn]:
    """Return what the rows are of that each row of the file becomes, those of the earliest months first."""
    return sorted(layout.turns, key=lambda turn: (turn.run.start, turn.run.end) if turn.run else (0, 0))


def _together(figures: Figures) -> dict[str, AnyInts]:
    """Return columns of which each row has one figure for a count, by count."""
    counts: dict[str, AnyInts] = {}
    for column, values in figures.items():
        before = counts.get(column.key)
        counts[column.key] = values if before is None else np.maximum(before, values)
    return counts


def _turned(rows: Rows, figures: Figures, layout: Layout, reading: Reading) -> Rows:
    """Return a row for each turn of each row, those of one row together."""
    turns = turns_of(layout)
    spot = np.repeat(np.arange(len(rows)), len(turns))
    start, end = _months_of(rows, turns, layout)
    counts: dict[str, AnyInts] = {}
    columns = [column for column in layout.counts if column in figures]
    for key in dict.fromkeys(column.key for column in columns):
        own = [column for column in columns if column.key == key]
        of_turn = {turn: _together({one: figures[one] for one in own if one.turn == turn}) for turn in turns}
        # A count that is not split by a dimension is not lacking beside the parts of another.
        parts = {column.parts for column in own}
        lacking = [np.full(len(rows), MISSING if turn.parts in parts else ABSENT, dtype=np.int32) for turn in turns]
        counts[key] = np.stack(
            [of_turn[turn].get(key, none) for turn, none in zip(turns, lacking, strict=True)], axis=1
        ).reshape(-1)
    turned = replace(rows, counts={})[spot]
    words = dict(turned.words)
    if layout.areas:
        words[layout.leaf] = np.tile(reading.areas[layout.leaf].of(texts_of([turn.area for turn in turns])), len(rows))
    return replace(turned, words=words, start=start, end=end, counts=counts)


def _months_of(rows: Rows, turns: Sequence[Turn], layout: Layout) -> tuple[AnyInts, AnyInts]:
    """Return the first and the last month of each turn of each row."""
    ends = np.array([(turn.run.start, turn.run.end) if turn.run else (0, -1) for turn in turns], dtype=np.int32)
    first, last = ends.T
    start = np.broadcast_to(first, (len(rows), len(turns)))
    end = np.broadcast_to(last, (len(rows), len(turns)))
    if PERIOD in layout.words and all(turn.run for turn in turns):
        # Each row says its year, and the column the months in it.
        start = rows.start[:, None] + (first[None, :] - rows.start[:, None]) % MONTHS
        end = start + (last - first)[None, :]
    by_row = np.array([turn.run is None for turn in turns])
    start = np.where(by_row[None, :], rows.start[:, None], start)
    end = np.where(by_row[None, :], rows.end[:, None], end)
    return start.reshape(-1).astype(np.int32), end.reshape(-1).astype(np.int32)
