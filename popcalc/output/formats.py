"""The formats: one table, which also feeds the choices of the command line.

Streams are text: they must be UTF-8 and opened with `newline=""`, so that the bytes are the same on every platform.
What is heavy is imported by the writers when they need it, so that naming the formats costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

from msgspec import Struct

from popcalc.errors import RequestError, fault
from popcalc.language import text
from popcalc.output.document import Document, Manner
from popcalc.output.writers import delimited, markup, objects, terminal

LONG, WIDE, PERIODS, GRID = "long", "wide", "periods", "grid"


class Format(Struct, frozen=True):
    """How a format is written, and what it can hold: `endings` are those of files that ask for it.

    One of `records` is for programs, the others show a page; `layouts` are those beside the long one that it has a
    place for, `has_more` says whether lists beside the records have one.
    """

    write: Callable[[Document, TextIO, Manner], None]
    endings: tuple[str, ...] = ()
    records: bool = False
    layouts: frozenset[str] = frozenset({WIDE, PERIODS, GRID})
    has_more: bool = True
    has_bom: bool = True


FORMATS: Mapping[str, Format] = {
    "table": Format(terminal.write, (".txt",)),
    "csv": Format(delimited.write_csv, (".csv",), records=True, layouts=frozenset({WIDE, PERIODS}), has_more=False),
    "tsv": Format(delimited.write_tsv, (".tsv",), records=True, layouts=frozenset({WIDE, PERIODS}), has_more=False),
    "json": Format(objects.write_json, (".json",), records=True, layouts=frozenset(), has_bom=False),
    "jsonl": Format(
        objects.write_jsonl, (".jsonl", ".ndjson"), records=True, layouts=frozenset(), has_more=False, has_bom=False
    ),
    "markdown": Format(markup.write_markdown, (".md",)),
    "github": Format(markup.write_github),
    "plain": Format(markup.write_plain),
    "html": Format(markup.write_html, (".html", ".htm")),
    "latex": Format(markup.write_latex, (".tex",)),
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


def write(document: Document, format: str, stream: TextIO, manner: Manner) -> None:
    """Write a document in one of `FORMATS`."""
    FORMATS[format].write(document, stream, manner)
