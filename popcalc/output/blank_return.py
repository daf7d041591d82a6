"""A blank return as a workbook: a row for each area and month, a column for each count, whole numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from popcalc.definitions.catalogue import Count
from popcalc.language import Language, text, word
from popcalc.output.page.sheets import HEAD, LINE, MADE, NARROWEST, OF_HEADING, OF_LINE, SOFT, UPRIGHT, Sheets, book_of
from popcalc.output.widths import width
from popcalc.periods import Run, month_label
from popcalc.returns import Return, Row
from popcalc.visible import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MONTH = text("month")
INSTRUCTION = text("Write 0 where there was none. Leave a cell empty only where the figure is not known.")
WHOLE = text("a whole number, 0 or more")
AMOUNT = text("a number, 0 or more")
TOP = 3
"""Rows above the first area: title, instruction, headings."""
GIVEN = "#F4F5F6"
MOST_PROMPT = 32
"""Letters that a spreadsheet has for the title of a hint."""


def blank_return(form: Return, counts: Sequence[Count], months: Run, language: Language) -> bytes:
    """Return an xlsx file to be filled in; headings are names that popcalc reads, and a cell left empty is missing."""
    title = _title(form, language)

    def write(book: Workbook) -> None:
        _write(Sheets(book), form, counts, months, title, language)

    return book_of(write, title, MADE)


def name_of(form: Return, months: Run, language: Language) -> str:
    """Return what a form is called, without an ending: its area and its months."""
    last = "" if months.start == months.end else f"..{month_label(months.end)}"
    return f"{form.name or language(word('all'))} {month_label(months.start)}{last}"


def _title(form: Return, language: Language) -> str:
    if not form.name:
        return language(text("Monthly population return"))
    return language(text("{area}: monthly population return", area=form.name))


def _write(sheets: Sheets, form: Return, counts: Sequence[Count], months: Run, title: str, language: Language) -> None:
    sheet = sheets.sheet(form.name or language(word("all")))
    heads = _heads(form, language)
    given = [*heads, *(language.label(count.label) for count in counts)]
    if len(given) > UPRIGHT:
        sheet.set_landscape()
    sheet.write_string(0, 0, visible(title), sheets.format(bold=True, font_size=13))
    sheet.write_string(1, 0, language(INSTRUCTION), sheets.format(font_color=SOFT))
    shown = sheets.format(bold=True, text_wrap=True, align="center", bg_color=HEAD, border=1, border_color=LINE)
    for column, head in enumerate(given):
        sheet.write_string(TOP - 1, column, visible(head), shown)
    sheet.set_row(TOP - 1, OF_LINE * max(-(-width(head) // OF_HEADING) for head in given) + 4)
    first = sheets.format(bg_color=GIVEN, border=1, border_color=LINE)
    empty = sheets.format(border=1, border_color=LINE, align="right", num_format="#,##0")
    amount = sheets.format(border=1, border_color=LINE, align="right", num_format="#,##0.00")
    filled = [_cells(one, month, form) for month in range(months.start, months.end + 1) for one in form.rows]
    for row, cells in enumerate(filled, start=TOP):
        for column, words in enumerate(cells):
            sheet.write_string(row, column, visible(words), first)
        for column, count in enumerate(counts, start=len(heads)):
            sheet.write_blank(row, column, None, amount if count.decimals else empty)
    for column, count in enumerate(counts, start=len(heads)):
        _only_numbers(sheet, column, TOP + len(filled) - 1, count, language)
    for column, stand in enumerate(zip(heads, *filled, strict=True)):
        sheet.set_column(column, column, max(NARROWEST, *(width(one) + 3 for one in stand)))
    sheet.set_column(len(heads), len(given) - 1, OF_HEADING)
    sheet.freeze_panes(TOP, len(heads))
    sheet.repeat_rows(TOP - 1)


def _cells(row: Row, month: int, form: Return) -> list[str]:
    """Return what is filled in already: the month, the areas above, the code where all have one, and the name."""
    *above, own = (name for _, name in row.names)
    return [month_label(month), *above, *([row.code] if form.has_codes else []), own]


def _heads(form: Return, language: Language) -> list[str]:
    """Return what stands over the month and the areas."""
    *above, lowest = (language(word(level)) for level in form.levels)
    code = [language(text("{level} code", level=lowest))] if form.has_codes else []
    return [language(MONTH), *above, *code, lowest]


def _only_numbers(sheet: Worksheet, column: int, last: int, count: Count, language: Language) -> None:
    """Let the cells of a count take numbers alone; an empty one stays allowed."""
    wanted = language(AMOUNT if count.decimals else WHOLE)
    sheet.data_validation(
        TOP,
        column,
        last,
        column,
        {
            "validate": "decimal" if count.decimals else "integer",
            "criteria": ">=",
            "value": 0,
            "ignore_blank": True,
            "error_title": language.label(count.label)[:MOST_PROMPT],
            "error_message": wanted,
        },
    )
