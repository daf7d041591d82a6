"""A table made narrower: the words of its last columns wrapped, each row as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from popcalc.output.document import Column, View
from popcalc.output.panels import GAP, column_width
from popcalc.output.widths import width, wrap

LEAST = 12
"""No column of words is wrapped to less, however narrow the terminal."""


def folded(view: View, columns: int) -> View:
    """Return a view without totals whose columns of words are wrapped so that one panel fits `columns`."""
    every = (*view.stubs, *view.columns)
    words = [column for column in view.columns if not column.is_number]
    fixed = [column_width(column) for column in every if column not in words]
    rooms = _rooms(words, columns - sum(fixed) - GAP * (len(every) - 1))
    cells = [
        [wrap(cell, rooms[words.index(column)]) if column in words else [cell] for cell in column.values]
        for column in every
    ]
    heights = [max(map(len, row)) for row in zip(*cells, strict=True)]
    narrow = [_stretched(column, lines, heights) for column, lines in zip(every, cells, strict=True)]
    return replace(view, stubs=tuple(narrow[: len(view.stubs)]), columns=tuple(narrow[len(view.stubs) :]))


def _rooms(words: Sequence[Column], room: int) -> list[int]:
    """Return the width for each column: its own where that fits an equal share, the rest shared by the others."""
    rooms = [0] * len(words)
    left = sorted(range(len(words)), key=lambda spot: column_width(words[spot]))
    for done, spot in enumerate(left):
        share = room // (len(left) - done)
        rooms[spot] = max(min(column_width(words[spot]), share), width(words[spot].label), LEAST)
        room -= rooms[spot]
    return rooms


def _stretched(column: Column, cells: Sequence[Sequence[str]], heights: Sequence[int]) -> Column:
    """Return the column with blank lines below its cells, so that each row has its height."""
    values: list[str] = []
    marks: list[str] = []
    styles: dict[int, str] = {}
    for row, (lines, height) in enumerate(zip(cells, heights, strict=True)):
        if row in column.styles:
            styles |= {len(values) + line: column.styles[row] for line in range(len(lines))}
        blank = [""] * (height - len(lines))
        marks += [column.marks[row] if column.marks else "", *[""] * (height - 1)]
        values += [*lines, *blank]
    return replace(column, values=values, marks=marks if column.marks else (), styles=styles)
