"""Tables in a workbook: numbers as numbers with their formats, heads that stay, notes below, one page wide on A4."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from popcalc.errors import RequestError, fault
from popcalc.language import text
from popcalc.output.page.tables import Cell, Table, Tone
from popcalc.output.page.views import Titled
from popcalc.output.widths import visible, width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FILLS: Final = {Tone.MET: "#E1F2E5", Tone.MISSED: "#F9D3CE", Tone.MAYBE: "#FFF1CF", Tone.NO_DATA: "#ECECEE"}
LINE, HEAD, SOFT = "#B9BDC2", "#EEF3F7", "#55585C"
A4 = 9
MARGINS: Final = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}
NARROWEST, WIDEST, OF_HEADING = 8, 44, 14
"""Widths of columns in characters; headings are wrapped."""
UPRIGHT = 6
"""A table of more columns lies on its side."""
ABOVE_ROWS = 4
"""Rows of a sheet above those of its table at most, and the one below it."""
MOST_OF_NAME, MOST_ROWS, MOST_LETTERS = 31, 1_048_576, 32_767
"""What a sheet can hold: letters of its name, rows, letters of a cell."""
FULL = 6
"""Numbers of more decimals are shown as the spreadsheet likes."""
MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""When every workbook was made, as far as it says."""
_FORBIDDEN: Final = str.maketrans("[]:*?/\\", "       ")


def workbook_of(tables: Sequence[Titled], title: str, names: Sequence[str]) -> bytes:
    """Return an xlsx file with a sheet for each table, named; the same bytes for the same tables.

    Raises RequestError for more rows than a sheet can hold.
    """
    from xlsxwriter import Workbook

    if any(len(one.table.rows) + len(one.table.notes) > MOST_ROWS - ABOVE_ROWS for one in tables):
        sentence = text("a sheet holds {rows} rows and no more: use -f csv", rows=f"{MOST_ROWS:,}")
        raise RequestError([fault("TOO_MANY_ROWS", sentence)])
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The time of making would be another on every run.
    book.set_properties({"title": visible(title), "created": MADE})
    sheets = Sheets(book)
    for one, name in zip(tables, names, strict=True):
        sheets.table(one.table, one.title, name)
    book.close()
    return stream.getvalue()


class Sheets:
    """The sheets of one workbook and the formats that they share."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, **properties: object) -> Format:
        """Return a format with some properties, one for all cells that have them."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "vcenter", **properties})
        return self._formats[key]

    def sheet(self, name: str) -> Worksheet:
        """Return a new sheet, ready to be printed."""
        sheet = self.book.add_worksheet(name.translate(_FORBIDDEN)[:MOST_OF_NAME])
        sheet.set_paper(A4)
        sheet.set_margins(**MARGINS)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&C&P / &N")
        return sheet

    def table(self, table: Table, title: str, name: str) -> None:
        """Write a table on a sheet of its own, its title above and its notes below."""
        sheet = self.sheet(name)
        if table.columns > UPRIGHT:
            sheet.set_landscape()
        first = 0
        if title:
            sheet.write_string(0, 0, title[:MOST_LETTERS], self.format(bold=True, font_size=13))
            first = 2
        top = first + self.heads(sheet, table, first)
        for row, cells in enumerate(table.rows):
            is_total = row >= len(table.rows) - table.total
            for column, cell in enumerate(cells):
                self.cell(sheet, top + row, column, cell, bold=is_total)
        last = top + len(table.rows)
        for place, note in enumerate(table.notes):
            sheet.write_string(last + 1 + place, 0, note[:MOST_LETTERS], self.format(font_color=SOFT, font_size=9))
        for column in range(table.columns):
            sheet.set_column(column, column, _width_of(table, column))
        sheet.freeze_panes(top, 1)
        sheet.repeat_rows(first, top - 1)
        sheet.print_area(0, 0, last + len(table.notes), max(table.columns - 1, 0))

    def heads(self, sheet: Worksheet, table: Table, first: int) -> int:
        """Write the headings of a table and return how many rows they take."""
        shown = self.format(bold=True, text_wrap=True, align="center", bg_color=HEAD, border=1, border_color=LINE)
        for row, heads in enumerate(table.heads):
            for column, head in enumerate(heads):
                said = f"{head.words}\n{head.under}" if head.under else head.words
                sheet.write_string(first + row, column, said[:MOST_LETTERS], shown)
            lines = max((width(head.words) // WIDEST + 1 + bool(head.under) for head in heads), default=1)
            sheet.set_row(first + row, 16 * (lines + 1))
        return len(table.heads)

    def cell(self, sheet: Worksheet, row: int, column: int, cell: Cell, *, bold: bool) -> None:
        """Write a cell: a number where it is one, else words; never a formula."""
        properties: dict[str, object] = {"border": 1, "border_color": LINE, "bold": bold}
        if cell.tone in FILLS:
            properties["bg_color"] = FILLS[cell.tone]
        if cell.number is not None and cell.number == cell.number:
            shown = self.format(**properties, num_format=number_format(cell), align="right")
            sheet.write_number(row, column, cell.number, shown)
            return
        properties |= {"text_wrap": True} if cell.is_words else {"align": "right"}
        said = " ".join(filter(None, (cell.mark, cell.words, cell.tail, cell.arrow)))
        if said:
            sheet.write_string(row, column, said[:MOST_LETTERS], self.format(**properties))
        else:
            sheet.write_blank(row, column, None, self.format(**properties))


def number_format(cell: Cell) -> str:
    """Return how a spreadsheet shows a number, with what stands before and behind it on the page."""
    number = "#,##0" + ("." + "0" * cell.decimals if cell.decimals else "")
    if cell.decimals > FULL:
        number = "General"
    before = f'"{cell.mark} "' if cell.mark else ""
    behind = "".join(f'" {one}"' for one in (cell.tail, cell.arrow) if one)
    if not cell.signed:
        return f"{before}{number}{behind}"
    return ";".join(f"{before}{sign}{number}{behind}" for sign in ("+", "-", ""))


def _width_of(table: Table, column: int) -> float:
    """Return the width of a column that its cells and headings need, words being wrapped."""
    cells = [row[column] for row in table.rows]
    longest = max((width(cell.words) + width(cell.mark) + width(cell.tail) + 3 for cell in cells), default=0)
    headings = (words for heads in table.heads for words in (heads[column].words, heads[column].under))
    longest = max(longest, *(min(width(words), OF_HEADING) for words in headings))
    return min(max(NARROWEST, longest), WIDEST)
