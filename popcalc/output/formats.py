"""The formats: one table, which also feeds the choices of the command line.

Streams are text: they must be UTF-8 and opened with `newline=""`, so that the bytes are the same on every platform.
Those of binary formats are of bytes.
A writer is imported when it writes, and imports what is heavy when it needs it: naming the formats costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import IO, Any, Final

from msgspec import Struct

from popcalc.errors import RequestError, fault
from popcalc.language import text
from popcalc.output.document import Document, Manner

LONG, WIDE, PERIODS, GRID = "long", "wide", "periods", "grid"


Write = Callable[[Document, IO[Any], Manner], None]


def by(writer: str, name: str) -> Write:
    """Return a function of a module in `writers`, which is imported when it is called."""

    def write(document: Document, stream: IO[Any], manner: Manner) -> None:
        chosen: Write = getattr(import_module(f"popcalc.output.writers.{writer}"), name)
        chosen(document, stream, manner)

    return write


class Format(Struct, frozen=True):
    """How a format is written, and what it can hold: `endings` are those of files that ask for it.

    One of `records` is for programs, the others show a page; `layouts` are those beside the long one that it has a
    place for, `has_more` says whether lists beside the records have one. A binary one is written to a stream of bytes.
    """

    write: Write
    endings: tuple[str, ...] = ()
    records: bool = False
    layouts: frozenset[str] = frozenset({WIDE, PERIODS, GRID})
    has_more: bool = True
    has_bom: bool = True
    is_binary: bool = False


_OF_CELLS: Final = frozenset({WIDE, PERIODS})

FORMATS: Mapping[str, Format] = {
    "table": Format(by("terminal", "write"), (".txt",)),
    "csv": Format(by("delimited", "write_csv"), (".csv",), records=True, layouts=_OF_CELLS, has_more=False),
    "tsv": Format(by("delimited", "write_tsv"), (".tsv",), records=True, layouts=_OF_CELLS, has_more=False),
    "json": Format(by("objects", "write_json"), (".json",), records=True, layouts=frozenset(), has_bom=False),
    "jsonl": Format(
        by("objects", "write_jsonl"),
        (".jsonl", ".ndjson"),
        records=True,
        layouts=frozenset(),
        has_more=False,
        has_bom=False,
    ),
    "markdown": Format(by("markup", "write_markdown"), (".md",)),
    "github": Format(by("markup", "write_github")),
    "plain": Format(by("markup", "write_plain")),
    "html": Format(by("pages", "write_html"), (".html", ".htm")),
    "latex": Format(by("markup", "write_latex"), (".tex",)),
    "xlsx": Format(by("workbook", "write_xlsx"), (".xlsx",), has_bom=False, is_binary=True),
}


def check_format(format: str, *, layout: str = LONG, bom: bool = False, more: Sequence[str] = ()) -> None:
    """Raise RequestError when a format has no place for a layout, a mark or what else was asked for (by option).

    Worth asking before anything is computed.
    """
    chosen = FORMATS[format]
    if layout == GRID and layout not in chosen.layouts:
        mend = text(
            "{format} has no grid: add -f table or another text format (a pipe gets csv), or leave out --layout",
            format=format,
        )
        raise RequestError([fault("LAYOUT_NOT_FOR_FORMAT", mend)])
    if more and not chosen.has_more:
        mend = text(
            "{format} has no place for {options}: use -f json, table or another text format",
            format=format,
            options=" ".join(more),
        )
        raise RequestError([fault("OPTION_NOT_FOR_FORMAT", mend)])
    if layout in (WIDE, PERIODS) and layout not in chosen.layouts:
        mend = text(
            "{format} has no {layout} layout; use csv, tsv or a text format, or leave out --layout",
            format=format,
            layout=layout,
        )
        raise RequestError([fault("LAYOUT_NOT_FOR_FORMAT", mend)])
    if bom and not chosen.has_bom:
        raise RequestError([fault("BOM_NOT_FOR_FORMAT", text("{format} cannot begin with --bom", format=format))])


def check_place(options: Sequence[str], layout: str) -> None:
    """Raise RequestError for options that a layout has no place for."""
    mend = text(
        "--layout {layout} has no place for {options}: leave out one of them",
        layout=layout,
        options=" ".join(options),
    )
    raise RequestError([fault("OPTION_NOT_FOR_LAYOUT", mend)])


def write(document: Document, format: str, stream: IO[Any], manner: Manner) -> None:
    """Write a document in one of `FORMATS`."""
    FORMATS[format].write(document, stream, manner)
