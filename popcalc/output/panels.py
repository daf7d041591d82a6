"""A view laid out as a grid: ready strings of equal width per column, in panels that fit the line."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from popcalc.output.document import Column, View
from popcalc.output.widths import pad, widest, width, wrap

GAP = 2
HEADING = 12
"""A heading is wrapped to this width, or to that of its column's cells when they are wider."""


class Block(Struct, frozen=True):
    """A column as ready strings, all `width` wide: heading lines, the unit line, and one cell per row.

    `marks_width` is the width at the right of each cell that is kept for footnote marks.
    """

    column: Column
    heading: tuple[str, ...]
    unit: str
    cells: tuple[str, ...]
    width: int
    marks_width: int

    def deepened(self, lines: int) -> tuple[str, ...]:
        """Return the heading with blank lines on top, so that all headings end on one line."""
        return (" " * self.width,) * (lines - len(self.heading)) + self.heading


class Panel(Struct, frozen=True):
    """Columns that stand side by side, the stubs first."""

    blocks: tuple[Block, ...]

    @property
    def width(self) -> int:
        """The width of every line."""
        return line_width(self.blocks)

    def header(self) -> list[tuple[str, ...]]:
        """Return the header by line: headings that end on one line, then the units if there are any."""
        lines = max(len(block.heading) for block in self.blocks)
        header = list(zip(*(block.deepened(lines) for block in self.blocks), strict=True))
        if any(block.unit.strip() for block in self.blocks):
            header.append(tuple(block.unit for block in self.blocks))
        return header


def lay_out(view: View, columns: int | None) -> list[Panel]:
    """Return panels of at most `columns` (None: one panel), each with the stubs; a wider column stands alone."""
    stubs = tuple(_block(column) for column in view.stubs)
    groups = _groups(stubs, [_block(column) for column in view.columns], columns)
    panels = _filled(stubs, groups, columns)
    # The same number of panels, but none with a column left over: the narrowest line that still does.
    while columns is not None and len(panels) > 1:
        narrower = max(line_width((*stubs, *panel)) for panel in panels) - 1
        again = _filled(stubs, groups, narrower)
        if len(again) > len(panels) or max(line_width((*stubs, *panel)) for panel in again) > narrower:
            break
        panels, columns = again, narrower
    return [Panel((*stubs, *panel)) for panel in panels]


def _groups(stubs: Sequence[Block], blocks: Sequence[Block], columns: int | None) -> list[list[Block]]:
    """Return the blocks that stay together, as far as they fit a line of `columns` beside the stubs."""
    groups: list[list[Block]] = []
    for block in blocks:
        together = groups and (columns is None or line_width((*stubs, *groups[-1], block)) <= columns)
        if block.column.belongs and together:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _filled(stubs: Sequence[Block], groups: Sequence[Sequence[Block]], columns: int | None) -> list[list[Block]]:
    """Return the groups of blocks in panels, each filled up to `columns`."""
    panels: list[list[Block]] = [[]]
    for group in groups:
        if panels[-1] and columns is not None and line_width((*stubs, *panels[-1], *group)) > columns:
            panels.append([])
        panels[-1] += group
    return panels


def line_width(blocks: Sequence[Block]) -> int:
    """Return the width of blocks side by side."""
    return sum(block.width for block in blocks) + GAP * (len(blocks) - 1)


def column_width(column: Column) -> int:
    """Return the width that a column takes, its heading and marks with it."""
    return _block(column).width


def balanced(words: str, columns: int) -> list[str]:
    """Return the words wrapped to `columns`, in lines as even as possible: no single character in the last one."""
    lines = wrap(words, columns)
    while columns > 1 and len(narrower := wrap(words, columns - 1)) == len(lines):
        lines, columns = narrower, columns - 1
    return lines


def _block(column: Column) -> Block:
    right = column.is_number
    values_width, marks_width = widest(column.values), widest({*column.marks, column.mark})
    beside = marks_width + 1 if marks_width else 0
    label = balanced(column.label, max(HEADING, values_width + beside)) if right else [column.label]
    unit_width = width(column.unit) + beside
    block_width = max(values_width + beside, unit_width, widest(label))
    inner = block_width - beside
    cells = [pad(words, inner, right=right) for words in column.values]
    after = {mark: f" {pad(mark, marks_width)}" if beside else "" for mark in ("", column.mark, *set(column.marks))}
    marks = column.marks or ("",) * len(cells)
    return Block(
        column=column,
        heading=tuple(pad(line, block_width, right=right) for line in label),
        unit=pad(column.unit, inner, right=right) + after[column.mark],
        cells=tuple(words + after[mark] for words, mark in zip(cells, marks, strict=True)),
        width=block_width,
        marks_width=beside,
    )
