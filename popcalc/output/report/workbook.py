"""The report as a workbook: a sheet for each table and for the records, numbers as numbers, charts of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from popcalc.language import Language
from popcalc.output.page.tables import Cell, Head, Table, Tone
from popcalc.output.report.parts import TITLES, Part, parts_of
from popcalc.output.report.records import record_tables
from popcalc.output.report.sentences import alarms, facts, hints
from popcalc.output.report.sheet_charts import add_charts
from popcalc.output.report.words import Words
from popcalc.output.widths import visible, width
from popcalc.reporting.report import Report, Section

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FILLS = {Tone.MET: "#E1F2E5", Tone.MISSED: "#F9D3CE", Tone.MAYBE: "#FFF1CF", Tone.NO_DATA: "#ECECEE"}
LINE, HEAD = "#B9BDC2", "#EEF3F7"
A4 = 9
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}
LINE_HEIGHT = 15
SPARE = 3
"""Of the width of a column its edges take so much."""
NARROWEST, WIDEST, OF_LINES = 8, 44, 96
"""Widths of columns in characters, and of the one column of sentences."""
MOST_OF_NAME = 31
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")


def report_workbook(report: Report, language: Language) -> bytes:
    """Return the report as an xlsx file, the same bytes for the same report."""
    from xlsxwriter import Workbook

    words = Words(report, language)
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The time of making would be another on every run.
    day = report.run.last_day
    book.set_properties({"title": words.title, "created": datetime(day.year, day.month, day.day, tzinfo=UTC)})
    _Sheets(book, words).write()
    book.close()
    return stream.getvalue()


class _Sheets:
    """The sheets of one workbook and the formats that they share."""

    def __init__(self, book: Workbook, words: Words) -> None:
        self.book, self.words = book, words
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def write(self) -> None:
        """Write every section that has something to say, then charts and records."""
        parts = parts_of(self.words, None, every_row=True)
        self._summary(next((part for part in parts if part.section is Section.MONTH), None))
        for part in parts:
            for table in part.tables:
                self._table(part, table)
            if part.lines:
                self._lines(part)
        if Section.CHARTS in self.words.report.wish.sections:
            sheet = self._sheet(self.words(TITLES[Section.CHARTS]))
            add_charts(self.book, sheet, self.words, self._format(bold=True))
        for name, fields, columns in record_tables(self.words):
            self._records(name, fields, columns)

    def _format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "vcenter", **properties})
        return self._formats[key]

    def _sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(name.translate(_FORBIDDEN)[:MOST_OF_NAME])
        sheet.set_paper(A4)
        sheet.set_margins(**MARGINS)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&C&P / &N")
        return sheet

    def _summary(self, part: Part | None) -> None:
        """Write the head and what the first section says."""
        words = self.words
        sheet = self._sheet(words(TITLES[Section.MONTH]))
        sheet.set_column(0, 0, OF_LINES / 2)
        sheet.set_column(1, 2, OF_LINES / 4)
        sheet.write_string(0, 0, words.title, self._format(bold=True, font_size=16))
        row = 1
        for line in facts(words):
            sheet.write_string(row, 0, line, self._format(font_color="#55585C"))
            row += 1
        for line in alarms(words):
            sheet.write_string(row, 0, line, self._format(bold=True, font_color="#8C1D18"))
            row += 1
        for line in hints(words):
            sheet.write_string(row, 0, line, self._format(font_color="#55585C"))
            row += 1
        for box in part.boxes if part else ():
            sheet.write_string(row, 0, box.label, self._format(border=1, border_color=LINE))
            shown = self._format(
                border=1,
                border_color=LINE,
                bold=True,
                align="right",
                num_format=number_format(Cell("", decimals=box.decimals)),
            )
            if box.number is None:
                sheet.write_string(row, 1, box.figure, shown)
            else:
                sheet.write_number(row, 1, box.number, shown)
            sheet.write_string(row, 2, box.beside, self._format(border=1, border_color=LINE))
            row += 1
        for line in part.sentences if part else ():
            sheet.merge_range(row, 0, row, 2, "", self._format(text_wrap=True))
            sheet.write_string(row, 0, line, self._format(text_wrap=True))
            sheet.set_row(row, LINE_HEIGHT * ceil(width(line) / (OF_LINES - SPARE)))
            row += 1
        sheet.print_area(0, 0, row - 1, 2)

    def _table(self, part: Part, table: Table) -> None:
        sheet = self._sheet(self.words(TITLES[part.section]))
        if table.columns > 6:
            sheet.set_landscape()
        sheet.write_string(0, 0, self.words.title, self._format(bold=True, font_size=13))
        sheet.write_string(1, 0, part.title, self._format(bold=True))
        first = 2
        top = first + self._heads(sheet, table, first)
        for row, cells in enumerate(table.rows):
            is_total = table.total and row == len(table.rows) - 1
            sheet.set_row(top + row, LINE_HEIGHT * _lines_of_cells(table, cells))
            for column, cell in enumerate(cells):
                self._cell(sheet, top + row, column, cell, bold=is_total)
        last = top + len(table.rows)
        for place, note in enumerate(table.notes):
            sheet.write_string(last + place, 0, note, self._format(font_color="#55585C", font_size=9))
        for column in range(table.columns):
            sheet.set_column(column, column, _width_of(table, column))
        sheet.freeze_panes(top, 1)
        sheet.repeat_rows(first, top - 1)
        sheet.print_area(0, 0, last + max(len(table.notes), 1) - 1, table.columns - 1)

    def _heads(self, sheet: Worksheet, table: Table, first: int) -> int:
        """Write the headings of a table and return how many rows they take."""
        shown = self._format(bold=True, text_wrap=True, align="center", bg_color=HEAD, border=1, border_color=LINE)
        taken: set[tuple[int, int]] = set()
        for row, heads in enumerate(table.heads):
            column = 0
            for head in heads:
                while (row, column) in taken:
                    column += 1
                said = f"{head.words}\n{head.under}" if head.under else head.words
                end_row, end_column = row + head.rows - 1, column + head.columns - 1
                if (end_row, end_column) != (row, column):
                    sheet.merge_range(first + row, column, first + end_row, end_column, "", shown)
                sheet.write_string(first + row, column, said, shown)
                taken |= {(r, c) for r in range(row, end_row + 1) for c in range(column, end_column + 1)}
                column = end_column + 1
            sheet.set_row(first + row, LINE_HEIGHT * _lines_of(table, heads) + 4)
        return len(table.heads)

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell, *, bold: bool) -> None:
        properties: dict[str, object] = {"border": 1, "border_color": LINE, "bold": bold}
        if cell.tone in FILLS:
            properties["bg_color"] = FILLS[cell.tone]
        if cell.number is not None:
            shown = self._format(**properties, num_format=number_format(cell), align="right")
            sheet.write_number(row, column, cell.number, shown)
            return
        properties |= {"text_wrap": True, "indent": 1} if cell.is_words else {"align": "right"}
        said = " ".join(filter(None, (cell.mark, cell.words, cell.tail, cell.arrow)))
        sheet.write_string(row, column, said, self._format(**properties))

    def _lines(self, part: Part) -> None:
        sheet = self._sheet(self.words(TITLES[part.section]))
        sheet.set_column(0, 0, OF_LINES)
        sheet.write_string(0, 0, part.title, self._format(bold=True))
        for row, line in enumerate(part.lines, start=1):
            sheet.write_string(row, 0, line, self._format(text_wrap=True))
            sheet.set_row(row, LINE_HEIGHT * ceil(width(line) / (OF_LINES - SPARE)))
        sheet.print_area(0, 0, len(part.lines), 0)

    def _records(self, name: str, fields: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
        """Write records as they are, a column for each field, with colours that follow the status."""
        sheet = self._sheet(name)
        sheet.set_landscape()
        head = self._format(bold=True, bg_color=HEAD, border=1, border_color=LINE)
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


def number_format(cell: Cell) -> str:
    """Return how a spreadsheet shows a number, with what stands before and behind it on the page."""
    number = "#,##0" + ("." + "0" * cell.decimals if cell.decimals else "")
    before = f'"{cell.mark} "' if cell.mark else ""
    behind = "".join(f'" {one}"' for one in (cell.tail, cell.arrow) if one)
    signs = ("+" if cell.signed else "", "-", "")
    return ";".join(f"{before}{sign}{number}{behind}" for sign in signs)


def _lines_of(table: Table, heads: Sequence[Head]) -> int:
    """Return how many lines a row of headings takes in the widths of its columns."""
    widths = [_width_of(table, column) for column in range(table.columns)]
    # Which column a heading stands over matters little: where they are many, all are about as wide.
    room = min(widths[1:] or widths) - SPARE
    return max(
        ceil(width(head.words) / max(room * head.columns, 1)) + (ceil(width(head.under) / room) if head.under else 0)
        for head in heads
    )


def _lines_of_cells(table: Table, cells: Sequence[Cell]) -> int:
    """Return how many lines a row of cells takes, those of words being wrapped."""
    lines = [
        ceil(width(cell.words) / (_width_of(table, column) - SPARE))
        for column, cell in enumerate(cells)
        if cell.is_words
    ]
    return max(lines, default=1) or 1


def _width_of(table: Table, column: int) -> float:
    """Return the width of a column that its cells need, words being wrapped."""
    cells = [row[column] for row in table.rows]
    longest = max((width(cell.words) + width(cell.mark) + width(cell.tail) + 5 for cell in cells), default=0)
    return min(max(NARROWEST, longest), WIDEST)
