"""Results for programs and for people: one table of formats, which also feeds the command's choices.

Everything heavy is imported by the writers, so that naming the formats costs nothing. Streams are text: they must be
UTF-8 and opened with `newline=""`, so that the bytes are the same on every platform.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from popcalc.errors import RequestError, fault
from popcalc.language import Language, text
from popcalc.records import RECORD_FIELDS, SCHEMA_RESULTS, SCHEMA_VERDICTS, VERDICT_FIELDS, Results, VerdictResults

if TYPE_CHECKING:
    from popcalc.output.view import View

__all__ = ["FORMATS", "LAYOUTS", "Manner", "check_manner", "write", "write_verdicts"]

LAYOUTS = ("long", "wide")


@dataclass(frozen=True)
class Manner:
    """How results are to be written; `width` is that of the terminal, None where there is none."""

    format: str
    layout: str
    language: Language
    width: int | None = None
    color: bool = False
    bom: bool = False


def write(
    results: Results,
    *,
    format: str,
    layout: str,
    stream: TextIO,
    language: Language,
    width: int | None,
    color: bool,
    bom: bool = False,
) -> None:
    """Write the results in one of `FORMATS`.

    `layout` is `long` (records one below the other; the text formats show people's table) or `wide` (one row per area
    and period, a column per indicator key). Raises RequestError for a layout or mark that the format cannot have.
    """
    check_manner(format=format, layout=layout, bom=bom)
    FORMATS[format](results, stream, Manner(format, layout, language, width, color, bom))


def write_verdicts(results: VerdictResults, manner: Manner, stream: TextIO) -> None:
    """Write verdicts in one of `FORMATS`; `layout` is `long`, or `grid` (areas by targets) for the text formats."""
    from popcalc.output.scripts import BOM, write_delimited, write_json, write_jsonl
    from popcalc.output.verdicts import grid_view, verdict_view

    if manner.format in ("csv", "tsv"):
        separator = "," if manner.format == "csv" else "\t"
        write_delimited(results.frame, VERDICT_FIELDS, stream, separator=separator, bom=manner.bom)
    elif manner.format == "json":
        write_json(results.frame, VERDICT_FIELDS, stream, schema=SCHEMA_VERDICTS)
    elif manner.format == "jsonl":
        write_jsonl(results.frame, VERDICT_FIELDS, stream)
    else:
        from popcalc.output.markup import write_text_table
        from popcalc.output.terminal import write_table

        stream.write(BOM if manner.bom else "")
        view = (grid_view if manner.layout == "grid" else verdict_view)(results, manner.language)
        if manner.format == "table":
            write_table(view, stream, width=manner.width, color=manner.color)
        else:
            write_text_table(view, stream, format=manner.format)


def check_manner(*, format: str, layout: str, bom: bool) -> None:
    """Raise RequestError when a format cannot have a layout or a byte order mark; worth asking before computing."""
    if format not in JSON_FORMATS:
        return
    if layout == "wide":
        mend = text("{format} has no wide layout; use csv, tsv or a text format, or leave out --layout", format=format)
        raise RequestError([fault("LAYOUT_NOT_FOR_FORMAT", mend)])
    if bom:
        raise RequestError([fault("BOM_NOT_FOR_FORMAT", text("{format} cannot begin with --bom", format=format))])


def _delimited(results: Results, stream: TextIO, manner: Manner) -> None:
    from popcalc.output.scripts import write_delimited
    from popcalc.output.wide import widen

    frame = widen(results) if manner.layout == "wide" else results.frame
    fields = [str(name) for name in frame.columns] if manner.layout == "wide" else RECORD_FIELDS
    write_delimited(frame, fields, stream, separator="," if manner.format == "csv" else "\t", bom=manner.bom)


def _json(results: Results, stream: TextIO, manner: Manner) -> None:
    from popcalc.output.scripts import write_json

    write_json(results.frame, RECORD_FIELDS, stream, schema=SCHEMA_RESULTS)


def _jsonl(results: Results, stream: TextIO, manner: Manner) -> None:
    from popcalc.output.scripts import write_jsonl

    write_jsonl(results.frame, RECORD_FIELDS, stream)


def _table(results: Results, stream: TextIO, manner: Manner) -> None:
    from popcalc.output.scripts import BOM
    from popcalc.output.terminal import write_table

    stream.write(BOM if manner.bom else "")
    write_table(_view(results, manner), stream, width=manner.width, color=manner.color)


def _text(results: Results, stream: TextIO, manner: Manner) -> None:
    from popcalc.output.markup import write_text_table
    from popcalc.output.scripts import BOM

    stream.write(BOM if manner.bom else "")
    write_text_table(_view(results, manner), stream, format=manner.format)


def _view(results: Results, manner: Manner) -> View:
    from popcalc.output.view import people_view, wide_view

    return wide_view(results) if manner.layout == "wide" else people_view(results, manner.language)


Writer = Callable[[Results, TextIO, Manner], None]

JSON_FORMATS = ("json", "jsonl")

FORMATS: Mapping[str, Writer] = {
    "table": _table,
    "csv": _delimited,
    "tsv": _delimited,
    "json": _json,
    "jsonl": _jsonl,
    "markdown": _text,
    "github": _text,
    "plain": _text,
    "html": _text,
    "latex": _text,
}
