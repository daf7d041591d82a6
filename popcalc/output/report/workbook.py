"""The report as a workbook: a sheet for each table and for the records, numbers as numbers, charts of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from popcalc.language import Language
from popcalc.output.page.sheets import (
    FILLS,
    HEAD,
    LINE,
    NARROWEST,
    OF_LINE,
    SOFT,
    WIDEST,
    Sheets,
    book_of,
    lines_in,
    number_format,
)
from popcalc.output.page.tables import Cell, Tone
from popcalc.output.report.head import alarms, facts, hints
from popcalc.output.report.parts import TITLES, Part, parts_of
from popcalc.output.report.records import record_tables
from popcalc.output.report.sheet_charts import add_charts
from popcalc.output.report.words import Words
from popcalc.output.widths import width
from popcalc.reporting.report import Report, Section
from popcalc.visible import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

OF_LINES = 96
"""The width of the one column of sentences, in characters."""


def report_workbook(report: Report, language: Language) -> bytes:
    """Return the report as an xlsx file, the same bytes for the same report."""
    words, day = Words(report, language), report.run.last_day
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return book_of(lambda book: _ReportSheets(book, words).write(), words.title, made)


class _ReportSheets(Sheets):
    """The sheets of a report."""

    def __init__(self, book: Workbook, words: Words) -> None:
        super().__init__(book)
        self.words = words

    def write(self) -> None:
        """Write every section that has something to say, then charts and records."""
        parts = parts_of(self.words, None, every_row=True)
        self._summary(next((part for part in parts if part.section is Section.MONTH), None))
        for part in parts:
            for table in part.tables:
                self.table(table, self.words(TITLES[part.section]), [self.words.title, part.title])
            if part.lines:
                self._lines(part)
        if Section.CHARTS in self.words.report.wish.sections:
            sheet = self.sheet(self.words(TITLES[Section.CHARTS]))
            add_charts(self.book, sheet, self.words, self.format(bold=True))
        for name, fields, columns in record_tables(self.words):
            self._records(name, fields, columns)

    def _summary(self, part: Part | None) -> None:
        """Write the head and what the first section says."""
        words = self.words
        sheet = self.sheet(words(TITLES[Section.MONTH]))
        sheet.set_column(0, 0, OF_LINES / 2)
        sheet.set_column(1, 2, OF_LINES / 4)
        sheet.write_string(0, 0, words.title, self.format(bold=True, font_size=16))
        row = 1
        for line in facts(words):
            sheet.write_string(row, 0, line, self.format(font_color=SOFT))
            row += 1
        for line in alarms(words):
            sheet.write_string(row, 0, line, self.format(bold=True, font_color="#8C1D18"))
            row += 1
        for line in hints(words):
            sheet.write_string(row, 0, line, self.format(font_color=SOFT))
            row += 1
        for box in part.boxes if part else ():
            sheet.write_string(row, 0, box.label, self.format(border=1, border_color=LINE))
            shown = self.format(
                border=1,
                border_color=LINE,
                bold=True,
                align="right",
                num_format=number_format(Cell("", decimals=box.decimals, tail=box.unit)),
            )
            if box.number is None:
                sheet.write_string(row, 1, box.figure, shown)
            else:
                sheet.write_number(row, 1, box.number, shown)
            sheet.write_string(row, 2, box.beside, self.format(border=1, border_color=LINE))
            row += 1
        for line in part.sentences if part else ():
            sheet.merge_range(row, 0, row, 2, "", self.format(text_wrap=True))
            sheet.write_string(row, 0, line, self.format(text_wrap=True))
            sheet.set_row(row, OF_LINE * lines_in(line, OF_LINES))
            row += 1
        sheet.print_area(0, 0, row - 1, 2)

    def _lines(self, part: Part) -> None:
        sheet = self.sheet(self.words(TITLES[part.section]))
        sheet.set_column(0, 0, OF_LINES)
        sheet.write_string(0, 0, part.title, self.format(bold=True))
        for row, line in enumerate(part.lines, start=1):
            sheet.write_string(row, 0, line, self.format(text_wrap=True))
            sheet.set_row(row, OF_LINE * lines_in(line, OF_LINES))
        sheet.print_area(0, 0, len(part.lines), 0)

    def _records(self, name: str, fields: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
        """Write records as they are, a column for each field, with colours that follow the status."""
        sheet = self.sheet(name)
        sheet.set_landscape()
        head = self.format(bold=True, bg_color=HEAD, border=1, border_color=LINE)
        for column, (field, values) in enumerate(zip(fields, columns, strict=True)):
            sheet.write_string(0, column, field, head)
            _write_column(sheet, column, values)
            longest = max((width(str(one)) for one in values[:200] if isinstance(one, str)), default=0)
            sheet.set_column(column, column, min(max(NARROWEST, len(field) + 2, longest + 2), WIDEST))
        rows = len(columns[0])
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(rows, 1), len(fields) - 1)
        sheet.print_area(0, 0, max(rows, 1), len(fields) - 1)
        if "status" in fields and rows:
            place = list(fields).index("status")
            for status, tone in (("pass", Tone.MET), ("fail", Tone.MISSED), ("no_data", Tone.NO_DATA)):
                shown = self.book.add_format({"bg_color": FILLS[tone]})
                rule = {"type": "cell", "criteria": "==", "value": f'"{status}"', "format": shown}
                sheet.conditional_format(1, place, rows, place, rule)


def _write_column(sheet: Worksheet, column: int, values: Sequence[Any]) -> None:
    for row, value in enumerate(values, start=1):
        if isinstance(value, str):
            if value:
                sheet.write_string(row, column, visible(value))
        elif value is not None and value == value and abs(value) != float("inf"):
            sheet.write_number(row, column, value)
