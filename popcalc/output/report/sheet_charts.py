"""Charts of a workbook that are its own: drawn by the spreadsheet from numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from popcalc.language import text
from popcalc.output.report.words import Words
from popcalc.periods import year_month

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

YEAR = 12
DEEP, GREY = "#1B4B7A", "#8A8F94"
ROWS_OF_CHART = 18
FORMATS = {0: "#,##0", 2: "#,##0.00"}
"""How numbers of so many decimals are shown."""

Numbers = Sequence[float | None]


def add_charts(book: Workbook, sheet: Worksheet, words: Words, head: Format) -> None:
    """Write the numbers of each chart and put the chart beside them: flows by month, the rate of the areas."""
    report = words.report
    year = report.calendar.year_of(report.run.end)
    row = 0
    for key in report.contents.flows:
        start = report.to_date.start
        months = [words.short_months[year_month(start + place)[1] - 1] for place in range(YEAR)]
        lines = {f"{one}": _months(words, key, begin) for one, begin in ((year - 1, start - YEAR), (year, start))}
        name = words(text("{whole}, {label} by month", whole=words.whole, label=words.label(key)))
        row = _add(
            book,
            sheet,
            "line",
            row,
            name,
            months,
            lines,
            head,
            book.add_format({"num_format": FORMATS[words.decimals(key)]}),
        )
    if report.contents.rate:
        key = report.contents.rate
        figures = [report.both.get((one.key, key)) for one in report.places]
        lines = {
            f"{year - 1}": [float(one.last) if one and one.last is not None else None for one in figures],
            f"{year}": [float(one.value) if one and one.value is not None else None for one in figures],
        }
        name = words(
            text(
                "{label}, {months} ({unit})",
                label=words.label(key),
                months=words.months(report.to_date),
                unit=words.full_unit(key),
            )
        )
        shown = book.add_format({"num_format": FORMATS[words.decimals(key)]})
        _add(book, sheet, "column", row, name, [words.place(one) for one in report.places], lines, head, shown)
    sheet.set_column(0, 2, 12)


def _months(words: Words, key: str, start: int) -> list[float | None]:
    figures = [words.report.series.get((key, start + place)) for place in range(YEAR)]
    return [None if one is None or one.value is None else float(one.value) for one in figures]


def _add(
    book: Workbook,
    sheet: Worksheet,
    kind: str,
    row: int,
    name: str,
    rows: Sequence[str],
    lines: dict[str, list[float | None]],
    head: Format,
    shown: Format,
) -> int:
    """Write a block of numbers and its chart, and return the row of the next block."""
    sheet.write_string(row, 0, name, head)
    for column, called in enumerate(lines, start=1):
        sheet.write_string(row + 1, column, called, head)
    for place, called in enumerate(rows, start=row + 2):
        sheet.write_string(place, 0, called)
    chart = book.add_chart({"type": kind})
    first, last = row + 2, row + 1 + len(rows)
    for column, (called, values) in enumerate(lines.items(), start=1):
        for place, value in enumerate(values, start=first):
            if value is not None:
                sheet.write_number(place, column, value, shown)
        color = DEEP if column == len(lines) else GREY
        chart.add_series(
            {
                "name": called,
                "categories": [sheet.get_name(), first, 0, last, 0],
                "values": [sheet.get_name(), first, column, last, column],
                "line": {"color": color, "width": 2.25},
                **({"fill": {"color": color}} if kind == "column" else {}),
            }
        )
    chart.set_title({"name": name, "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    sheet.insert_chart(row, 4, chart)
    return row + max(len(rows) + 3, ROWS_OF_CHART)
