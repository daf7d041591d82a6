"""Tables of words as those of pages and workbooks: the same words, with the numbers behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from popcalc.language import Language, text
from popcalc.output.document import Column, Document, Lines, Manner, View
from popcalc.output.page.tables import Cell, Head, Table, Tone

_FIGURE: Final = re.compile(
    r"(?:(?P<mark>[≥≤=]) )?(?P<sign>[+-]?)(?P<number>\d{1,3}(?:,\d{3})+|\d+)"
    r"(?:\.(?P<decimals>\d+))?(?: (?P<unit>[%‰]))?"
)
_INTERVAL: Final = re.compile(r" \((.+)\)$")
EXACT: Final = 15
"""A number of more digits than a float can hold is none: a code."""
_TONES: Final[Mapping[str, Tone]] = {
    "bold red": Tone.MISSED,
    "red": Tone.MAYBE,
    "bold yellow": Tone.MAYBE,
    "yellow": Tone.MAYBE,
    "green": Tone.MET,
    "cyan": Tone.MET,
    "magenta": Tone.NO_DATA,
}
"""What the styles of verdicts say: a miss that may be chance is amber, as a warning is."""


class Titled(Struct, frozen=True):
    """A table and what it is called; empty where that is clear."""

    title: str
    table: Table


def tables_of(document: Document, manner: Manner, *, apart: bool = False) -> list[Titled]:
    """Return the tables of a document's page; of lines, which are laid out for a terminal, the records.

    With `apart` an interval has a column of its own, so that the figure is a number.
    """
    views = (document.table(manner.language) if isinstance(part, Lines) else part for part in document.page(manner))
    return [Titled(view.title, _table(view, manner.language, apart=apart)) for view in views]


def _table(view: View, language: Language, *, apart: bool) -> Table:
    stubs = [_words(column, view.rows) for column in view.stubs]
    heads = [Head(column.label) for column in view.stubs]
    columns = []
    for column in view.columns:
        under = " ".join(filter(None, (column.unit, column.mark)))
        if not column.is_number:
            heads.append(Head(column.label, under))
            columns.append(_words(column, view.rows))
            continue
        cells = [_figure(column, row) for row in range(view.rows)]
        heads.append(Head(column.label, under))
        if not apart or not any(interval for _, interval in cells):
            columns.append([_whole(cell, interval) for cell, interval in cells])
            continue
        columns.append([cell for cell, _ in cells])
        heads.append(Head(language(text("interval"))))
        columns.append([Cell(interval) for _, interval in cells])
    notes = [f"{note.mark}  {note.words}" if note.mark else note.words for note in view.notes]
    rows = [[column[row] for column in (*stubs, *columns)] for row in range(view.rows)]
    return Table((heads,), rows, notes, total=view.totals)


def _words(column: Column, rows: int) -> list[Cell]:
    return [
        Cell(column.values[row], tone=_tone(column, row), tail=_mark(column, row), is_words=True) for row in range(rows)
    ]


def _whole(cell: Cell, interval: str) -> Cell:
    return Cell(f"{cell.words} ({interval})", tone=cell.tone, tail=cell.tail) if interval else cell


def _figure(column: Column, row: int) -> tuple[Cell, str]:
    """Return the cell of a figure, and its interval apart."""
    words, tone, tail = column.values[row], _tone(column, row), _mark(column, row)
    interval = _INTERVAL.search(words) if column.numbers else None
    found = _FIGURE.fullmatch(words[: interval.start()] if interval else words)
    if not found or len(found["number"]) > EXACT:
        return Cell(words, tone=tone, tail=tail), ""
    decimals = found["decimals"] or ""
    shown = f"{found['sign']}{found['number']}" + (f".{decimals}" if decimals else "")
    number = column.numbers[row] if column.numbers else float(shown.replace(",", ""))
    cell = Cell(
        shown,
        number=number,
        decimals=len(decimals),
        tone=tone,
        mark=found["mark"] or "",
        tail=" ".join(filter(None, (found["unit"], tail))),
        signed=found["sign"] == "+",
    )
    return cell, interval[1] if interval else ""


def _mark(column: Column, row: int) -> str:
    return column.marks[row] if column.marks else ""


def _tone(column: Column, row: int) -> Tone:
    """Return what the colour of a cell says; red figures are impossible, red words are verdicts."""
    style = column.styles.get(row, "")
    if style == "red" and column.values[row][:1].isdigit():
        return Tone.MISSED
    return _TONES.get(style, Tone.PLAIN)


def title_of(tables: Sequence[Titled], document: Document) -> str:
    """Return what a document is called: as its first table, else after the program."""
    return next((one.title for one in tables if one.title), document.schema.partition("/")[0])
