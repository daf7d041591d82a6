"""Results for programs and for people: one table of formats, which also feeds the command's choices.

Everything heavy is imported by the writers, so that naming the formats costs nothing. Streams are text: they must be
UTF-8 and opened with `newline=""`, so that the bytes are the same on every platform.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from popcalc.errors import RequestError, fault
from popcalc.language import Language, text
from popcalc.records import (
    COMPLETENESS_FIELDS,
    DRIVER_FIELDS,
    FINDING_FIELDS,
    RECORD_FIELDS,
    SCHEMA_FINDINGS,
    SCHEMA_RESULTS,
    SCHEMA_VERDICTS,
    SCORE_FIELDS,
    VERDICT_FIELDS,
    FindingResults,
    Results,
    VerdictResults,
)

if TYPE_CHECKING:
    import pandas as pd

    from popcalc.output.view import View

__all__ = [
    "FORMATS",
    "LAYOUTS",
    "RECORD_FORMATS",
    "VERDICT_LAYOUTS",
    "Manner",
    "check_manner",
    "check_verdict_manner",
    "write",
    "write_findings",
    "write_verdicts",
]

LAYOUTS = ("long", "wide")
VERDICT_LAYOUTS = ("long", "grid")


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
    """Write verdicts in one of `FORMATS`; `layout` is `long`, or `grid` (areas by targets) for the text formats.

    Drivers and scores are lists of their own in json, and tables below the first in the text formats.
    """
    from popcalc.output.scripts import BOM, write_delimited, write_json, write_jsonl

    if manner.format in ("csv", "tsv"):
        separator = "," if manner.format == "csv" else "\t"
        write_delimited(results.frame, VERDICT_FIELDS, stream, separator=separator, bom=manner.bom)
    elif manner.format == "json":
        extras = {"drivers": (results.drivers, DRIVER_FIELDS), "scores": (results.scores, SCORE_FIELDS)}
        more = {name: (frame, fields) for name, (frame, fields) in extras.items() if frame is not None}
        write_json(results.frame, VERDICT_FIELDS, stream, schema=SCHEMA_VERDICTS, more=more)
    elif manner.format == "jsonl":
        write_jsonl(results.frame, VERDICT_FIELDS, stream)
    else:
        from popcalc.output.verdict_extras import extra_views
        from popcalc.output.verdicts import grid_view, verdict_view

        narrow = manner.width if manner.format == "table" else None
        view = (
            grid_view(results, manner.language)
            if manner.layout == "grid"
            else verdict_view(results, manner.language, narrow)
        )
        stream.write(BOM if manner.bom else "")
        for place, one in enumerate([view, *extra_views(results, manner.language, narrow)]):
            stream.write("\n" if place else "")
            _write_view(one, stream, manner)


def write_findings(results: FindingResults, manner: Manner, stream: TextIO) -> None:
    """Write findings in one of `FORMATS`; who has reported is a list of its own in json, a grid in the text formats."""
    from popcalc.output.findings import records_in_words
    from popcalc.output.scripts import BOM, write_delimited, write_json, write_jsonl

    if manner.format not in RECORD_FORMATS:
        from popcalc.output.findings import views_of

        stream.write(BOM if manner.bom else "")
        compact = manner.format == "table"
        for place, one in enumerate(views_of(results, manner.language, manner.width if compact else None, compact)):
            stream.write("\n" if place else "")
            _write_view(one, stream, manner)
        return
    frame = records_in_words(results, manner.language)
    if manner.format in ("csv", "tsv"):
        separator = "," if manner.format == "csv" else "\t"
        write_delimited(frame, FINDING_FIELDS, stream, separator=separator, bom=manner.bom)
    elif manner.format == "json":
        more = {"completeness": (results.completeness, COMPLETENESS_FIELDS)}
        write_json(frame, FINDING_FIELDS, stream, schema=SCHEMA_FINDINGS, more=more)
    else:
        write_jsonl(frame, FINDING_FIELDS, stream)


def _write_view(view: View, stream: TextIO, manner: Manner) -> None:
    from popcalc.output.markup import write_text_table
    from popcalc.output.terminal import write_table

    if manner.format == "table":
        write_table(view, stream, width=manner.width, color=manner.color)
    else:
        write_text_table(view, stream, format=manner.format)


def check_verdict_manner(*, format: str, layout: str, bom: bool, extras: Sequence[str]) -> None:
    """Raise RequestError when a format cannot have a layout, a mark, or what else was asked for (options by name)."""
    if format in RECORD_FORMATS and layout == "grid":
        mend = text(
            "{format} has no grid: add -f table or another text format (a pipe gets csv), or leave out --layout",
            format=format,
        )
        raise RequestError([fault("LAYOUT_NOT_FOR_FORMAT", mend)])
    if format in RECORD_FORMATS and format != "json" and extras:
        mend = text(
            "{format} has no place for {options}: use -f json, table or another text format",
            format=format,
            options=" ".join(extras),
        )
        raise RequestError([fault("OPTION_NOT_FOR_FORMAT", mend)])
    check_manner(format=format, layout="long", bom=bom)


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

    frame, fields = _records(results)
    if manner.layout == "wide":
        frame = _widened(results)
        fields = [str(name) for name in frame.columns]
    write_delimited(frame, fields, stream, separator="," if manner.format == "csv" else "\t", bom=manner.bom)


def _json(results: Results, stream: TextIO, manner: Manner) -> None:
    from popcalc.output.scripts import write_json

    schema = SCHEMA_RESULTS if results.verdicts is None else SCHEMA_VERDICTS
    write_json(*_records(results), stream, schema=schema)


def _jsonl(results: Results, stream: TextIO, manner: Manner) -> None:
    from popcalc.output.scripts import write_jsonl

    write_jsonl(*_records(results), stream)


def _records(results: Results) -> tuple[pd.DataFrame, Sequence[str]]:
    """Return the records and their fields, with those of verdicts where targets were given."""
    if results.verdicts is None:
        return results.frame, RECORD_FIELDS
    from popcalc.output.judged import judged_records

    return judged_records(results, results.verdicts), VERDICT_FIELDS


def _widened(results: Results) -> pd.DataFrame:
    from popcalc.output.judged import judged_wide
    from popcalc.output.wide import widen

    return widen(results) if results.verdicts is None else judged_wide(results, results.verdicts)


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
    from popcalc.output.judged import judged_view
    from popcalc.output.view import people_view, wide_view

    if manner.layout == "wide":
        return wide_view(_widened(results))
    if results.verdicts is not None:
        return judged_view(results, results.verdicts, manner.language)
    return people_view(results, manner.language)


Writer = Callable[[Results, TextIO, Manner], None]

JSON_FORMATS = ("json", "jsonl")
RECORD_FORMATS = ("csv", "tsv", *JSON_FORMATS)

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
