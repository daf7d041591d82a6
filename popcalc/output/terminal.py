"""The table for people: rich where it colours a small table, plain lines that look the same everywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from popcalc.output.notes import Note
from popcalc.output.panels import GAP, Block, Panel, lay_out
from popcalc.output.view import View
from popcalc.output.widths import pad, widest, wrap

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text as RichText

RICH_CELLS = 1_000
"""A larger table is written without colour: rich needs milliseconds for a row, and nobody looks at so many at once."""
RULE = "─"
READABLE = 100
"""Notes are wrapped to this width on a wider terminal."""


def write_table(view: View, stream: TextIO, *, width: int | None, color: bool) -> None:
    """Write the view in panels of at most `width` columns; without a width in one panel, and nothing is wrapped."""
    panels = lay_out(view, width)
    if color and view.rows * (len(view.columns) + len(view.stubs)) <= RICH_CELLS:
        _write_rich(view, panels, stream, width)
    else:
        stream.writelines(f"{line.rstrip()}\n" for line in plain_lines(view, panels, width))


def plain_lines(view: View, panels: list[Panel], width: int | None) -> Iterator[str]:
    """Yield title, panels and notes; every line of a panel is equally wide."""
    if view.title:
        yield from (*_wrapped(view.title, width), "")
    for index, panel in enumerate(panels):
        if index:
            yield ""
        rule = RULE * panel.width
        yield from map((" " * GAP).join, panel.header())
        yield rule
        rows = list(map((" " * GAP).join, zip(*(block.cells for block in panel.blocks), strict=True)))
        yield from rows[: len(rows) - view.totals]
        if view.totals:
            yield rule
            yield from rows[len(rows) - view.totals :]
    if view.notes:
        yield ""
        marks = widest(note.mark for note in view.notes)
        for note in view.notes:
            yield from _note_lines(note, marks, width)


def _wrapped(words: str, width: int | None) -> list[str]:
    return wrap(words, min(width, READABLE)) if width else [words]


def _note_lines(note: Note, marks: int, width: int | None) -> list[str]:
    if not note.mark:
        return _wrapped(note.words, width)
    first, *rest = _wrapped(note.words, width and max(width - marks - GAP, 1))
    return [pad(note.mark, marks + GAP) + first, *(" " * (marks + GAP) + line for line in rest)]


def _write_rich(view: View, panels: list[Panel], stream: TextIO, width: int | None) -> None:
    from rich.console import Console
    from rich.text import Text

    wide_enough = max(width or 0, READABLE, *(panel.width for panel in panels), *map(len, (view.title,)))
    console = Console(
        file=stream, force_terminal=True, color_system="standard", no_color=False, width=wide_enough, highlight=False
    )
    if view.title:
        for line in (*_wrapped(view.title, width), ""):
            console.print(Text(line, style="bold"))
    for index, panel in enumerate(panels):
        if index:
            console.print()
        console.print(_rich_table(view, panel))
    if view.notes:
        console.print()
        marks = widest(note.mark for note in view.notes)
        for note in view.notes:
            for line_number, line in enumerate(_note_lines(note, marks, width)):
                words = Text(line)
                if note.mark and not line_number:
                    words.stylize("yellow", 0, len(note.mark))
                console.print(words)


def _rich_table(view: View, panel: Panel) -> Table:
    from rich.box import Box
    from rich.table import Table
    from rich.text import Text

    # Only the rule below the header and the one above the grand total are drawn.
    box = Box("    \n    \n ── \n    \n ── \n    \n    \n    \n")
    table = Table(box=box, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0), border_style="dim")
    header = panel.header()
    units = len(header) - max(len(block.heading) for block in panel.blocks)
    for lines in zip(*header, strict=True):
        heading = Text("\n".join(lines), style="bold")
        if units:
            heading.stylize("not bold dim", len(heading) - len(lines[-1]))
        table.add_column(heading, no_wrap=True, overflow="ignore")
    for row in range(view.rows):
        if view.totals and row == view.rows - view.totals:
            table.add_section()
        is_total = row >= view.rows - view.totals
        table.add_row(*(_rich_cell(block, row) for block in panel.blocks), style="bold" if is_total else "")
    return table


def _rich_cell(block: Block, row: int) -> RichText:
    from rich.text import Text

    cell = Text(block.cells[row])
    if row in block.column.styles:
        cell.stylize(block.column.styles[row])
    if block.marks_width:
        cell.stylize("yellow", len(cell) - block.marks_width)
    return cell
