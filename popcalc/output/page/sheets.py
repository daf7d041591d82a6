"""Tables in a workbook: numbers as numbers with their formats, heads that stay, notes below, one page wide on A4."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Final

from popcalc.errors import RequestError, fault
from popcalc.language import text
from popcalc.output.page.tables import Cell, Head, Table, Tone
from popcalc.output.page.views import Titled
from popcalc.output.widths import width
from popcalc.visible import visible

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
OF_LINE = 16
"""The height of a line of words that are wrapped."""
SPARE = 3
"""So many characters of a column's width its edges take."""
UPRIGHT = 6
"""A table of more columns lies on its side."""
ABOVE_ROWS = 4
"""Rows of a sheet above those of its table at most, and the one below it."""
MOST_ON_A_PAGE = 16
"""A table of more columns is printed on several pages side by side, where one could not be read."""
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
    if any(len(one.table.rows) + len(one.table.notes) > MOST_ROWS - ABOVE_ROWS for one in tables):
        sentence = text("a sheet holds {rows} rows and no more: use -f csv", rows=f"{MOST_ROWS:,}")
        raise RequestError([fault("TOO_MANY_ROWS", sentence)])

    def write(book: Workbook) -> None:
        sheets = Sheets(book)
        for one, name in zip(tables, names, strict=True):
            sheets.table(one.table, name, [one.title] if one.title else [])

    return book_of(write, title, MADE)


def book_of(write: Callable[[Workbook], None], title: str, made: datetime) -> bytes:
    """Return an xlsx file that a function writes: no word in it is a formula or a link.

    It says the same time of making on every run.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": visible(title), "created": made})
    write(book)
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

    def table(self, table: Table, name: str, above: Sequence[str]) -> None:
        """Write a table on a sheet of its own, with lines above it, the first of them large, and its notes below."""
        sheet = self.sheet(name)
        if table.columns > UPRIGHT:
            sheet.set_landscape()
        if table.columns > MOST_ON_A_PAGE:
            sheet.set_print_scale(100)
            sheet.repeat_columns(0)
        for row, line in enumerate(above):
            size = {} if row else {"font_size": 13}
            sheet.write_string(row, 0, line[:MOST_LETTERS], self.format(bold=True, **size))
        first = len(above) + bool(above)
        top = first + self._heads(sheet, table, first)
        widths = [_width_of(table, column) for column in range(table.columns)]
        for row, cells in enumerate(table.rows):
            is_total = row >= len(table.rows) - table.total
            if (lines := lines_of(cells, widths)) > 1:
                sheet.set_row(top + row, OF_LINE * lines)
            for column, cell in enumerate(cells):
                self.cell(sheet, top + row, column, cell, bold=is_total)
        last = top + len(table.rows)
        for row, note in enumerate(table.notes, start=last + 1):
            sheet.write_string(row, 0, note[:MOST_LETTERS], self.format(font_color=SOFT, font_size=9))
        for column, needed in enumerate(widths):
            sheet.set_column(column, column, needed)
        sheet.freeze_panes(top, 1)
        sheet.repeat_rows(first, top - 1)
        sheet.print_area(0, 0, last + len(table.notes), max(table.columns - 1, 0))

    def _heads(self, sheet: Worksheet, table: Table, first: int) -> int:
        """Write the headings of a table and return how many rows they take."""
        shown = self.format(bold=True, text_wrap=True, align="center", bg_color=HEAD, border=1, border_color=LINE)
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
                sheet.write_string(first + row, column, said[:MOST_LETTERS], shown)
                taken |= {(r, c) for r in range(row, end_row + 1) for c in range(column, end_column + 1)}
                column = end_column + 1
            lines = max((_lines_of(head) for head in heads), default=1)
            sheet.set_row(first + row, OF_LINE * lines + 4)
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
        properties |= {"text_wrap": True, "indent": 1} if cell.is_words else {"align": "right"}
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
    if not cell.signed and not before:
        return f"{number}{behind}"
    # The sign of a number below zero would else stand before what stands before it.
    signs = ("+" if cell.signed else "", "-", "")
    return ";".join(f"{before}{sign}{number}{behind}" for sign in signs)


def lines_of(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """Return how many lines a row of cells takes, those of words being wrapped in columns of some widths."""
    wrapped = (lines_in(cell.words, room) for cell, room in zip(cells, widths, strict=True) if cell.is_words)
    return max(wrapped, default=1)


def lines_in(words: str, room: float) -> int:
    """Return how many lines words take in a column of a width."""
    return max(ceil(width(words) / (room - SPARE)), 1)


def _lines_of(head: Head) -> int:
    """Return how many lines a heading takes."""
    return ceil(width(head.words) / (OF_HEADING * head.columns)) + ceil(width(head.under) / OF_HEADING)


def _width_of(table: Table, column: int) -> float:
    """Return the width of a column that its cells need, and its heading where it has one of its own."""
    cells = [row[column] for row in table.rows]
    needed = [width(cell.words) + width(cell.mark) + width(cell.tail) + 5 for cell in cells]
    if len(table.heads) == 1:
        head = table.heads[0][column]
        needed += [min(width(words), OF_HEADING) + 2 for words in (head.words, head.under)]
    return min(max(NARROWEST, *needed), WIDEST)
