"""The text formats: markdown, github, plain, html and latex, laid out by tabulate from ready strings."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

from popcalc.output.notes import Note
from popcalc.output.view import Column, View

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


def write_text_table(view: View, stream: TextIO, *, format: str) -> None:
    """Write the view in one of `ESCAPES`, in one panel, with the title before and the notes after the table."""
    escape = ESCAPES[format]
    headings = [escape(heading(column)) for column in (*view.stubs, *view.columns)]
    columns = [[escape(column.cell(row)) for row in range(view.rows)] for column in (*view.stubs, *view.columns)]
    rows = list(zip(*columns, strict=True))
    table = tabulated(headings, rows, format, right=[column.is_number for column in (*view.stubs, *view.columns)])
    stream.write(FRAMES[format](escape(view.title), table, [_note(note, escape) for note in view.notes]))


def tabulated(headings: Sequence[str], rows: Sequence[Sequence[str]], format: str, *, right: Sequence[bool]) -> str:
    """Return the escaped cells as a table; no cell is taken for a number."""
    import tabulate

    return tabulate.tabulate(
        rows,
        headers=headings,
        tablefmt=TABULATE[format],
        disable_numparse=True,
        colalign=["right" if is_right else "left" for is_right in right],
    )


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


def _html(title: str, table: str, notes: Sequence[str]) -> str:
    caption = f"<table>\n<caption>{title}</caption>" if title else "<table>"
    paragraphs = "".join(f"<p>{note}</p>\n" for note in notes)
    return table.replace("<table>", caption, 1) + "\n" + paragraphs


def _latex(title: str, table: str, notes: Sequence[str]) -> str:
    return "\n\n".join([*([title] if title else []), table, *notes]) + "\n"


TABULATE: Mapping[str, str] = {
    "markdown": "pipe",
    "github": "github",
    "plain": "plain",
    "html": "unsafehtml",
    "latex": "latex_raw",
}
"""tabulate's names; its escaping is off because the cells are escaped already."""

ESCAPES: Mapping[str, Escape] = {
    "markdown": escape_markdown,
    "github": escape_markdown,
    "plain": str,
    "html": html.escape,
    "latex": escape_latex,
}

FRAMES: Mapping[str, Callable[[str, str, Sequence[str]], str]] = {
    "markdown": _markdown,
    "github": _markdown,
    "plain": _plain,
    "html": _html,
    "latex": _latex,
}
