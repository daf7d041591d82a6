"""A columns file as far as files were understood, with questions and likely answers for the rest.

What needs no line has none. Each question is a comment; with its `# ` taken away it is an answer.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from popcalc.definitions.headers import headers_of, normal_header
from popcalc.inspection import COLUMN_CLASSES, REASONS, Inspection, Line, Part
from popcalc.intake.header.faults import nearest_header
from popcalc.intake.header.layout import Column, ColumnClass, Why
from popcalc.intake.header.lexicon import header_lexicon
from popcalc.intake.header.words import MEASURE, VALUE
from popcalc.intake.survey import Survey
from popcalc.language import Language, Text, text
from popcalc.visible import visible

ANSWERS: Mapping[str, tuple[Text, str]] = {
    "NO_AREA": (text("the area of tables without a column of areas"), 'area: "Northhill"'),
    "POINT_OR_THOUSANDS": (text("what parts thousands in figures"), 'thousands: "."'),
    "COMMA_OR_THOUSANDS": (text("what parts thousands in figures"), 'thousands: ","'),
    "TOTAL_OR_AREA": (text("names or codes whose rows are totals of others"), 'totals: ["Westland"]'),
    "TOTAL_OR_VILLAGE": (text("names or codes whose rows are no totals"), 'not_totals: ["Westland"]'),
    "NOT_A_PERIOD": (text("how the months or days of the files are written"), 'period: "%d/%m/%Y"'),
    "ROWS_OF_DAYS": (text("rows of days and weeks are added up to months"), "events: daily"),
    "DATE_ASSUMED": (text("stocks dated on the first of a month are of that day"), "stock_at: start"),
    "EMPTY_CELLS": (text("an empty cell of events beside others means none"), "empty: zero"),
    "SUM_LACKS": (text("an event without a row did not happen"), "absent: zero"),
    "UNCLEAR_ENCODING": (text("the encoding of the files"), "encoding: gb18030"),
    "AREAS_ACROSS": (text("the columns of figures are areas"), "across: area"),
    "AMBIGUOUS_PERIOD": (text("the month in which the years of the files begin"), "year_start: 4"),
    "UNUSED_MEASURES": (
        text("names of figures in a long table, with their counts"),
        'measures: {"Live births": births}',
    ),
    "UNKNOWN_MEASURES": (
        text("names of figures in a long table, with their counts"),
        'measures: {"Live births": births}',
    ),
}
"""By the code of what is said of a file the question, and what answers it."""


def draft_columns(inspection: Inspection, survey: Survey, language: Language) -> str:
    """Return the text of a columns file for the files of a survey."""
    files = list(dict.fromkeys(line.file for line in inspection.lines if line.file))
    said = [
        text("Columns file, drafted by popcalc inspect of {files}.", files=tuple(map(visible, files))),
        text("What was understood needs no line. Take the # away before the answers that are right, or change them."),
    ]
    columns = list(_columns(inspection, survey, language))
    lines = [*(f"# {language(one)}" for one in said), "version: 1", *([""] if columns else []), *columns]
    codes = [line.key for line in inspection.lines if line.part is Part.OPEN]
    codes += [notice.code for notice in inspection.notices]
    if any(refused.columns and not any(map(_says_area, refused.columns)) for _, refused in survey.refused):
        codes.append("NO_AREA")
    answers = {answer: question for question, answer in (ANSWERS[code] for code in codes if code in ANSWERS)}
    for answer, question in answers.items():
        lines += ["", f"# {language(question)}", f"# {answer}"]
    return "\n".join(lines).rstrip("\n") + "\n"


def _says_area(column: Column) -> bool:
    return column.column_class is ColumnClass.AREA


def _columns(inspection: Inspection, survey: Survey, language: Language) -> Iterator[str]:
    """Yield the mapping of headers: what was given, then the columns that were not understood."""
    given = survey.columns.headers
    if given:
        yield "columns:"
        yield from (f"  {_quoted(header)}: {meaning}" for header, meaning in given.items())
    asked: dict[str, Line] = {}
    narrowing: dict[str, Line] = {}
    for line in inspection.lines:
        if line.part is Part.COLUMN and str(line.name) not in given:
            if line.class_ == COLUMN_CLASSES[ColumnClass.DIMENSION]:
                narrowing.setdefault(str(line.name), line)
            elif line.reason == REASONS[Why.NOT_KNOWN] and line.class_ == COLUMN_CLASSES[ColumnClass.UNKNOWN]:
                asked.setdefault(str(line.name), line)
    if asked:
        what = text(
            "a count (`popcalc counts`), a level such as town, period, year, month, dimension, description, ignore"
        )
        yield "# " + language(text("Columns that are not known; each is one of: {what}", what=what))
        if not given:
            yield "# columns:"
        guess = _guesses(survey)
        for header, line in asked.items():
            yield f"#   {_quoted(header)}: {guess(header)}  # {line.file}, {line.place}"
    if any(_below_others(asked)) and not any(line.key == "AREAS_ACROSS" for line in inspection.lines):
        yield ""
        yield "# " + language(text("The columns of figures are parts of the count above them"))
        yield "# across: dimension"
    for header, line in narrowing.items():
        yield ""
        yield "# " + language(text("The column {column} narrows or splits its rows: choose, or add up", column=header))
        chosen = line.values[0] if line.values else "Total"
        yield f"# where: {{{_quoted(header)}: {_quoted(chosen)}}}{_shown(line.values)}"
        yield f"# sum_over: [{_quoted(header)}]"


def _below_others(headers: Iterable[str]) -> Iterator[str]:
    """Yield the groups above several headers that are not known."""
    groups = Counter(header.rpartition(" > ")[0] for header in headers)
    yield from (group for group, number in groups.items() if group and number > 1)


def _guesses(survey: Survey) -> Callable[[str], str]:
    """Return what names the count whose header is nearest to another one, else what its words say, else `ignore`.

    A column of names or figures of a long table is never to be ignored: Indicator label, 指标_zh.
    """
    counts = {written: key for key, count in survey.catalogue.counts.items() for written in headers_of(count)}
    roles = header_lexicon(survey.catalogue, survey.columns).roles

    def guess(header: str) -> str:
        near = nearest_header(header, [*counts])
        said = {roles.get(normal_header(word)) for word in re.split(r"[\W_]+", header)}
        long = next((role for role in (MEASURE, VALUE) if role in said), "ignore")
        return counts[near] if near else long

    return guess


def _shown(values: Sequence[str]) -> str:
    return f"  # {', '.join(values)}" if values else ""


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
