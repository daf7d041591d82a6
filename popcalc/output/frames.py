"""Records of columns.

Numbers are the shortest text that reads back the same; what is not there, be it a missing number, an empty text or a
limit without end, is a cell with nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from popcalc.arrays import Array
from popcalc.output.document import Cells
from popcalc.output.numbers import shortest_all
from popcalc.record_columns import RecordColumns, Words

SEVERAL = ("flags", "vetoed", "not_judged")
"""Fields that hold words joined by `;`."""
ROWS_AT_ONCE = 20_000


class ColumnRecords(Struct, frozen=True):
    """Records of some columns; few rows are made words at once."""

    columns: RecordColumns
    fields: Sequence[str]

    def parts(self, cells: Cells) -> Iterator[Sequence[Sequence[str]]]:
        """Yield some rows after the others, as columns of the cells that a format writes."""
        for start in range(0, len(self.columns), ROWS_AT_ONCE):
            part = self.columns.at(slice(start, start + ROWS_AT_ONCE))
            yield [_texts(part.columns[name], name in SEVERAL, cells) for name in self.fields]


class BlockRecords(Struct, frozen=True):
    """Records of several columns one after the other, which may be made while they are written: once."""

    blocks: Iterable[RecordColumns]
    fields: Sequence[str]

    def parts(self, cells: Cells) -> Iterator[Sequence[Sequence[str]]]:
        """Yield some rows after the others, as columns of the cells that a format writes."""
        for columns in self.blocks:
            yield from ColumnRecords(columns, self.fields).parts(cells)


def _texts(column: Array | Words, is_several: bool, cells: Cells) -> list[str]:
    if is_several:
        return column_texts(column, lambda words: cells.several(words.split(";")), null=cells.several(()))
    return column_texts(column, cells.words, null=cells.null)


def column_texts(column: Array | Words, write: Callable[[str], str], *, null: str) -> list[str]:
    """Return a column as texts: numbers by their shortest form, words by `write`, each distinct word once."""
    if isinstance(column, Words):
        return Words(column.number, [write(word) if word else null for word in column.words]).texts()
    if column.dtype.kind == "f":
        return shortest_all(column, null)
    return [null if cell is None else str(cell) for cell in column.tolist()]
