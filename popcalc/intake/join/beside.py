"""What else tells two rows apart that give different figures: the cells of columns that are not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from popcalc.errors import SHOWN
from popcalc.intake.header.layout import ColumnClass, Layout
from popcalc.intake.text.records import records_at
from popcalc.language import Text, text

MOST_COLUMNS = 3
_LONGEST = 40
_TELLING = (ColumnClass.UNKNOWN, ColumnClass.DESCRIPTION, ColumnClass.DIMENSION)
"""Classes of columns that may be why two rows differ. Who made the form is never shown."""


@dataclass
class Beside:
    """Reads pairs of rows of a file again, as many as are shown."""

    left: int = field(default=SHOWN)

    def differing(self, layout: Layout, one: int, other: int) -> Text:
        """Return what ends the sentence about two rows, empty where no other column tells them apart."""
        columns = [column for column in layout.columns if column.column_class in _TELLING and column.header]
        if not columns or not self.left:
            return text("")
        self.left -= 1
        found = records_at(layout.source, layout.encodings, layout.delimiter, {one, other})
        if len(found) < 2:
            return text("")

        def differing() -> Iterator[str]:
            for column in columns:
                cells = [
                    found[row][column.index].strip() if column.index < len(found[row]) else "" for row in (one, other)
                ]
                if cells[0] != cells[1] and not all(map(_is_number, cells)) and max(map(len, cells)) <= _LONGEST:
                    yield f"{column.header} ({cells[0] or '…'}, {cells[1] or '…'})"

        named = list(differing())[:MOST_COLUMNS]
        return text("; the two rows also differ in {columns}", columns=tuple(named)) if named else text("")


def _is_number(cell: str) -> bool:
    return not cell or cell.replace(",", "").replace(".", "").isdigit()
