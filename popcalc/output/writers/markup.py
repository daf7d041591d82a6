"""The text formats: markdown, github, plain and latex, laid out by tabulate from ready strings."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from typing import TextIO

from msgspec import Struct
from msgspec.structs import replace

from popcalc.output.document import Column, Document, Lines, Manner, Note, View
from popcalc.output.writers.delimited import BOM

_MARKDOWN = re.compile(r"([\\`*\[\]|~$])|(?<!\w)(_)|(_)(?!\w)")
_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "^": r"\^{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "‰": r"\textperthousand{}",
    "∞": r"$\infty$",
}

Escape = Callable[[str], str]


class _Markup(Struct, frozen=True):
    """A format: tabulate's name for it (whose escaping is off, as the cells are escaped already) and its pieces."""

    name: str
    escape: Escape
    frame: Callable[[str, str, Sequence[str]], str]


def write_markdown(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the page in Markdown with aligned columns."""
    _write(document, stream, manner, _Markup("pipe", escape_markdown, _markdown))


def write_github(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the page in GitHub's Markdown."""
    _write(document, stream, manner, _Markup("github", escape_markdown, _markdown))


def write_plain(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the page as plain text, one panel for each table."""
    _write(document, stream, manner, _Markup("plain", str, _plain))


def write_latex(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the page as LaTeX."""
    _write(document, stream, manner, _Markup("latex_raw", escape_latex, _latex))


def _write(document: Document, stream: TextIO, manner: Manner, markup: _Markup) -> None:
    """Write the tables of the page, the title before and the notes after each; of lines the records."""
    stream.write(BOM if manner.bom else "")
    for place, part in enumerate(document.shown(replace(manner, width=None, compact=False))):
        stream.write("\n" if place else "")
        view = document.table(manner.language) if isinstance(part, Lines) else part
        stream.write(_table(view, markup))


def _table(view: View, markup: _Markup) -> str:
    import tabulate

    every, escape = (*view.stubs, *view.columns), markup.escape
    table = tabulate.tabulate(
        [[escape(column.cell(row)) for column in every] for row in range(view.rows)],
        headers=[escape(heading(column)) for column in every],
        tablefmt=markup.name,
        disable_numparse=True,
        # Before version 0.10 tabulate cannot align a table without rows.
        colalign=["right" if column.is_number else "left" for column in every] if view.rows else None,
    )
    return markup.frame(escape(view.title), table, [_note(note, escape) for note in view.notes])


def heading(column: Column) -> str:
    """Return the heading in one line: `Crude birth rate (‰ annual) a`."""
    unit = f" ({column.unit})" if column.unit else ""
    return f"{column.label}{unit}" + (f" {column.mark}" if column.mark else "")


def _note(note: Note, escape: Escape) -> str:
    return escape(f"({note.mark}) {note.words}" if note.mark else note.words)


def escape_markdown(words: str) -> str:
    """Return words that markdown shows as they are; `&` and `<` too, which would be HTML."""
    return _MARKDOWN.sub(r"\\\g<0>", html.escape(words, quote=False))


def escape_latex(words: str) -> str:
    """Return words that LaTeX sets as they are."""
    return "".join(_LATEX.get(character, character) for character in words)


def _plain(title: str, table: str, notes: Sequence[str]) -> str:
    return "\n".join([*([title, ""] if title else []), table, *(["", *notes] if notes else [])]) + "\n"


def _markdown(title: str, table: str, notes: Sequence[str]) -> str:
    return _plain(title, table, [f"- {note}" for note in notes])


def _latex(title: str, table: str, notes: Sequence[str]) -> str:
    return "\n\n".join([*([title] if title else []), table, *notes]) + "\n"
