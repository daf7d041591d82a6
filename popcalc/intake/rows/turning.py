"""The seam between columns and rows: the cells of a block as a table with a row for each area and period.

Whatever its shape in the file, a table leaves here with a column for each role and count, and every cell still knows
its row and column in the file, so that messages name the place as it lies on the disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from popcalc.errors import Place
from popcalc.intake.header.layout import Column, Layout, Shape
from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.day_order import DayOrder, in_order
from popcalc.intake.rows.parsing import Cells
from popcalc.intake.rows.words import years_and_months

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts
    from popcalc.intake.text.bytestrings import Texts


@dataclass(frozen=True)
class CountCells:
    """The cells of one count: `numbers` where all are whole numbers >= 0, else `texts`.

    `spots` are the columns of the file in which the cells stand, from 0, where it is not one for all.
    """

    column: Column
    numbers: AnyInts | None
    texts: Texts | None
    spots: AnyInts | None = None


@dataclass(frozen=True)
class Table:
    """A block as rows of areas and periods: texts by role (levels, their codes, `period`), and the cells of counts.

    `row` is the row of the file that each comes from, `watched` are the cells of columns that are judged by them.
    """

    file: str
    words: Mapping[str, Texts]
    counts: Sequence[CountCells]
    row: AnyInts
    watched: Mapping[int, Texts]
    columns: Mapping[str, int]

    @property
    def has_numbers(self) -> bool:
        """Whether some count is nothing but numbers, so that no row is blank or words."""
        return any(cells.numbers is not None for cells in self.counts)

    def place_of_word(self, spot: int, role: str) -> Place:
        """Return where the word of a role stands for a row."""
        return Place(self.file, int(self.row[spot]), self.columns[role] + 1)

    def place_of_count(self, spot: int, cells: CountCells) -> Place:
        """Return where the cell of a count stands for a row."""
        index = cells.column.index if cells.spots is None else int(cells.spots[spot])
        return Place(self.file, int(self.row[spot]), index + 1)


def turn(cells: Cells, layout: Layout, wanted: Sequence[Column], order: DayOrder | None = None) -> Table:
    """Return the cells of a block with a row for each area and period; `order` is that of its dates, if it has any."""
    if order is not None:
        spot = layout.words[PERIOD]
        cells = replace(cells, texts={**cells.texts, spot: in_order(cells.texts[spot], order)})
    match layout.shape:
        case Shape.COUNTS_ACROSS:
            return _as_it_lies(cells, layout, wanted)
        case _:
            assert_never(layout.shape)


def _as_it_lies(cells: Cells, layout: Layout, wanted: Sequence[Column]) -> Table:
    words = {role: cells.texts[index] for role, index in layout.words.items()}
    if PERIOD in words and layout.year is not None:
        words[PERIOD] = years_and_months(cells.texts[layout.year], words[PERIOD], layout.form.part)
    counts = [CountCells(column, cells.numbers.get(column.index), cells.texts.get(column.index)) for column in wanted]
    return Table(layout.name, words, counts, cells.row, cells.watched, layout.words)
