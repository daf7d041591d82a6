"""The catalogue for people and programs: `popcalc indicators` and `popcalc counts`, without pandas or numpy."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TextIO

from popcalc.language import Language, text
from popcalc.output.markup import ESCAPES, tabulated
from popcalc.output.widths import pad, visible, widest, wrap

SCHEMA_CATALOGUE = "popcalc/catalogue/1"

Row = Mapping[str, object]

KEY, LABEL, GROUP = "key", "label", "group"
NUMERATOR, DENOMINATOR, PER, UNIT, NOTE = "numerator", "denominator", "per", "unit", "note"
INDENT = "  "
LEAST_DETAIL = 24
"""Narrower than this, details are not wrapped any more: one word a line helps nobody."""


def write_listing(
    rows: Sequence[Row],
    fields: Sequence[str],
    *,
    format: str,
    stream: TextIO,
    language: Language,
    width: int | None,
    color: bool,
    bom: bool = False,
    schema: str = SCHEMA_CATALOGUE,
) -> None:
    """Write catalogue entries in one of `popcalc.output.FORMATS`.

    A row has `fields`; a value is text, a number, None or a list of texts (a list in JSON, joined by `;` elsewhere).
    `label` and `group` are words in the wanted language already. The table puts entries under their groups, in the
    order in which these first appear, and wraps details to `width`.
    """
    if bom and format not in ("json", "jsonl"):
        stream.write("\ufeff")
    if format in ("csv", "tsv"):
        _write_delimited(rows, fields, stream, "," if format == "csv" else "\t")
    elif format == "json":
        records = ",\n".join(_record(row, fields) for row in rows)
        stream.write(f'{{"schema": {json.dumps(schema)}, "records": [\n{records}\n]}}\n')
    elif format == "jsonl":
        stream.writelines(f"{_record(row, fields)}\n" for row in rows)
    elif format == "table":
        stream.writelines(f"{line}\n" for line in _listing(rows, fields, language, width, _styles(color)))
    else:
        escape = ESCAPES[format]
        cells = [[escape(visible(_cell(row.get(name)))) for name in fields] for row in rows]
        headings = [escape(language(name)) for name in fields]
        stream.write(tabulated(headings, cells, format, right=[False] * len(fields)) + "\n")


def _write_delimited(rows: Sequence[Row], fields: Sequence[str], stream: TextIO, separator: str) -> None:
    writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows([_cell(row.get(name)) for name in fields] for row in rows)


def _record(row: Row, fields: Sequence[str]) -> str:
    record = {name: None if row.get(name) == "" else row.get(name) for name in fields}
    return json.dumps(record, ensure_ascii=False, allow_nan=False)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ";".join(str(each) for each in value)
    return str(value)


Style = Callable[[str, str], str]


def _styles(color: bool) -> Style:
    """Return what puts words into a style: rich where there is colour, the words as they are elsewhere."""
    if not color:
        return lambda words, style: words
    from rich.color import ColorSystem
    from rich.style import Style as RichStyle

    return lambda words, style: RichStyle.parse(style).render(words, color_system=ColorSystem.STANDARD)


def _listing(
    rows: Sequence[Row], fields: Sequence[str], language: Language, width: int | None, style: Style
) -> Iterator[str]:
    """Yield groups of entries: the key on the left, name and details beside it."""
    keys = widest(visible(_cell(row.get(KEY))) for row in rows)
    left = keys + 2 * len(INDENT)
    room = max(width - left, LEAST_DETAIL) if width else None
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(_cell(row.get(GROUP)), []).append(row)
    for number, (group, entries) in enumerate(groups.items()):
        if number:
            yield ""
        if group:
            yield style(visible(group), "bold")
        for row in entries:
            key = pad(visible(_cell(row.get(KEY))), keys)
            first, *more = _wrapped(visible(_cell(row.get(LABEL))), room)
            yield f"{INDENT}{style(key, 'cyan')}{INDENT}{style(first, 'bold')}".rstrip()
            yield from (" " * left + style(line, "bold") for line in more)
            for detail in _details(row, fields, language):
                yield from (" " * left + style(line, "dim") for line in _wrapped(detail, room))


def _details(row: Row, fields: Sequence[str], language: Language) -> Iterator[str]:
    """Yield the lines below a name: the formula, the short facts in one line, the note, then the source."""
    formula = _formula(row, language)
    if formula:
        yield formula
    told = {KEY, LABEL, GROUP, NUMERATOR, DENOMINATOR, PER, NOTE, *((UNIT,) if formula else ())}
    facts = [name for name in fields if name not in told and _cell(row.get(name))]
    long = [name for name in facts if name == "source" or isinstance(row.get(name), (list, tuple))]
    short = [_fact(name, row, language) for name in facts if name not in long]
    if short:
        yield language(text("; ")).join(short)
    if _cell(row.get(NOTE)):
        yield visible(_cell(row.get(NOTE)))
    for name in long:
        yield _fact(name, row, language)


def _fact(name: str, row: Row, language: Language) -> str:
    value = row.get(name)
    words = language(text(", ")).join(map(str, value)) if isinstance(value, (list, tuple)) else language(_cell(value))
    return language(text("{field}: {words}", field=language(name), words=visible(words)))


def _formula(row: Row, language: Language) -> str:
    """Return `1,000 x births / population, permille`; empty where a row has no numerator."""
    above, below = visible(_cell(row.get(NUMERATOR))), visible(_cell(row.get(DENOMINATOR)))
    if not above:
        return ""
    per, unit = _cell(row.get(PER)), visible(_cell(row.get(UNIT)))
    factor = f"{int(per):,} x " if per.isdecimal() and int(per) != 1 else ""
    quotient = f"{_bracketed(above)} / {_bracketed(below)}" if below else above
    return language(text(", ")).join(filter(None, (factor + quotient, unit)))


def _bracketed(sum_of_counts: str) -> str:
    return f"({sum_of_counts})" if " " in sum_of_counts else sum_of_counts


def _wrapped(words: str, room: int | None) -> list[str]:
    return wrap(words, room) if room else [words]
