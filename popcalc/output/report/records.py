"""The records of a report as tables of a workbook: those of the commands, in the words of the reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from popcalc.language import Text, text
from popcalc.output.report.record_words import cells, heading
from popcalc.output.report.words import Words
from popcalc.record_columns import RecordColumns
from popcalc.records import COMPLETENESS_FIELDS, DRIVER_FIELDS, RECORD_FIELDS, VERDICT_FIELDS

RecordTable = tuple[str, Sequence[str], Sequence[Sequence[Any]]]
"""The name of a sheet, its fields, and the values of each."""


def record_tables(words: Words) -> list[RecordTable]:
    """Return the figures of the year to date and of the month, the verdicts, their drivers, and who has reported."""
    report = words.report
    found = [
        _table(words, text("Records to date"), report.results.columns, (*RECORD_FIELDS, *report.results.added)),
        _table(
            words,
            text("Records of the month"),
            report.month_results.columns,
            (*RECORD_FIELDS, *report.month_results.added),
        ),
    ]
    verdicts = report.verdicts
    if verdicts is not None and len(verdicts.frame):
        found.append(_table(words, text("Verdicts"), verdicts.columns, (*VERDICT_FIELDS, *verdicts.added)))
        if verdicts.drivers is not None and len(verdicts.drivers):
            drivers = RecordColumns.of_frame(verdicts.drivers)
            found.append(_table(words, text("Drivers"), drivers, DRIVER_FIELDS))
    found.append(_table(words, text("Who has reported"), report.findings.completeness, COMPLETENESS_FIELDS))
    return found


def _table(words: Words, name: Text, columns: RecordColumns, fields: Sequence[str]) -> RecordTable:
    lists, language = columns.lists(), words.language
    heads = [heading(field, language) for field in fields]
    return words(name), heads, [cells(field, lists[field], language) for field in fields]
