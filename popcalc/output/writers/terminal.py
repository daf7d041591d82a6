"""The page for a terminal: tables in panels that fit its width, lines as they are, coloured where there is colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TextIO

from popcalc.output.document import Document, Lines, Manner, Note, Spans, View
from popcalc.output.panels import GAP, Block, Panel, lay_out
from popcalc.output.widths import pad, widest, wrap
from popcalc.output.writers.delimited import BOM

RULE = "─"
READABLE = 100
"""Notes are wrapped to this width on a wider terminal."""
BETWEEN = (" " * GAP, "")


def write(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the page; no line is longer than a terminal, and without one nothing is wrapped."""
    stream.write(BOM if manner.bom else "")
    for place, part in enumerate(document.shown(manner)):
        stream.write("\n" if place else "")
        lines = part.lines if isinstance(part, Lines) else table_lines(part, manner.width)
        write_lines(lines, stream, color=manner.color)


def write_lines(lines: Iterable[Spans], stream: TextIO, *, color: bool) -> None:
    """Write lines, with the styles of their parts where there is colour."""
    paint = _painted if color else _plain
    stream.writelines(f"{''.join(paint(words, style) for words, style in _trimmed(line))}\n" for line in lines)


def _plain(words: str, style: str) -> str:
    return words


@lru_cache(maxsize=4096)
def _painted(words: str, style: str) -> str:
    if not style or not words.strip():
        return words
    from rich.color import ColorSystem
    from rich.style import Style

    return Style.parse(style).render(words, color_system=ColorSystem.STANDARD)


def _trimmed(line: Spans) -> list[tuple[str, str]]:
    """Return a line without blanks at its end."""
    parts = list(line)
    while parts and not parts[-1][0].strip(" "):
        parts.pop()
    if parts:
        parts[-1] = (parts[-1][0].rstrip(" "), parts[-1][1])
    return parts


def table_lines(view: View, width: int | None) -> Iterator[Spans]:
    """Yield title, panels and notes of a table; every line of a panel is equally wide."""
    if view.title:
        yield from ([(line, "bold")] for line in _wrapped(view.title, width))
        yield []
    for index, panel in enumerate(lay_out(view, width)):
        if index:
            yield []
        yield from panel_lines(panel, view)
    if view.notes:
        yield []
        marks = widest(note.mark for note in view.notes)
        for note in view.notes:
            yield from _note_lines(note, marks, width)


def panel_lines(panel: Panel, view: View) -> Iterator[Spans]:
    """Yield the header of a panel, a rule and its rows, those of the grand total below a rule of their own."""
    header, rule = panel.header(), [(RULE * panel.width, "dim")]
    headings = max(len(block.heading) for block in panel.blocks)
    for place, line in enumerate(header):
        yield _joined([[(cell, "bold" if place < headings else "dim")] for cell in line])
    yield rule
    for row in range(view.rows):
        is_total = row >= view.rows - view.totals
        if is_total and row == view.rows - view.totals:
            yield rule
        yield _joined([_cell(block, row, is_total=is_total) for block in panel.blocks])


def _joined(cells: list[list[tuple[str, str]]]) -> Spans:
    line = [*cells[0]]
    for cell in cells[1:]:
        line += [BETWEEN, *cell]
    return line


def _cell(block: Block, row: int, *, is_total: bool) -> list[tuple[str, str]]:
    words = block.cells[row]
    style = " ".join(filter(None, ("bold" if is_total else "", block.column.styles.get(row, ""))))
    if not block.marks_width:
        return [(words, style)]
    end = len(words) - block.marks_width
    return [(words[:end], style), (words[end:], "yellow")]


def _wrapped(words: str, width: int | None) -> list[str]:
    return wrap(words, min(width, READABLE)) if width else [words]


def _note_lines(note: Note, marks: int, width: int | None) -> Iterator[Spans]:
    if not note.mark:
        yield from ([(line, "")] for line in _wrapped(note.words, width))
        return
    first, *rest = _wrapped(note.words, width and max(width - marks - GAP, 1))
    yield [(pad(note.mark, marks + GAP), "yellow"), (first, "")]
    yield from ([(" " * (marks + GAP) + line, "")] for line in rest)
