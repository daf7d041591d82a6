"""Templates of pages: everything is escaped, and what a table says stands in it."""

from __future__ import annotations

import re

from popcalc.language import ENGLISH
from popcalc.output.document import Column, Document, Manner, Rows, View
from popcalc.output.findings import STYLES
from popcalc.output.page import Cell, Head, Table, Tone, render
from popcalc.output.page.sheets import number_format
from popcalc.output.page.templates import FOLDER
from popcalc.output.page.views import tables_of
from popcalc.quality.findings import SEVERITIES
from tests.pages import read_page

NASTY = '<b onclick="x">&amp;'


def page_of(table: Table) -> str:
    part = {"title": NASTY, "boxes": (), "sentences": (NASTY,), "tables": (table,), "charts": (), "lines": (NASTY,)}
    values = {"title": NASTY, "facts": (NASTY,), "alarms": (NASTY,), "hints": (NASTY,), "footer": NASTY}
    return render("report.html", lang="en", parts=[{**part, "begins_annex": False}], **values)


def test_every_word_is_escaped() -> None:
    cell = Cell(NASTY, mark=NASTY, tail=NASTY, arrow=NASTY, hint=NASTY, is_words=True)
    table = Table([[Head(NASTY, NASTY), Head(NASTY)]], [[cell, cell]], [NASTY], caption=NASTY, is_list=True)
    html = page_of(table)
    assert "<b" not in html.replace("<body", "").replace("<br", "")
    found = read_page(html)
    assert found.text.count(NASTY) == 18
    assert not {"onclick"} & {name for _, attributes in found.elements for name in attributes}


def test_cells_have_their_marks_and_colours() -> None:
    rows = [[Cell("North", is_words=True), Cell("7.11", 7.111, 2, Tone.MAYBE, "✗", "?", "↓", "lower")]]
    html = page_of(Table([[Head("Town"), Head("Rate", "≥ 7.5 ‰")]], rows))
    assert read_page(html).tables == [[["Town", "Rate ≥ 7.5 ‰"], ["North", "✗ 7.11 ? ↓"]]]
    assert 'class="maybe"' in html
    assert 'title="lower"' in html


def test_headings_over_several_columns_and_rows() -> None:
    heads = [[Head("Town", rows=2), Head("Births", columns=2)], [Head("now"), Head("then")]]
    html = page_of(Table(heads, [[Cell("North"), Cell("1"), Cell("2")]], total=True))
    assert '<th scope="col" rowspan="2">Town</th>' in html
    assert '<th scope="colgroup" colspan="2">Births</th>' in html
    assert '<tr class="total">' in html


def test_format_of_a_number_shows_what_the_page_shows() -> None:
    assert number_format(Cell("260", 260)) == "#,##0"
    assert number_format(Cell("+4.0", 4, 1, signed=True)) == "+#,##0.0;-#,##0.0;#,##0.0"
    cell = Cell("-0.26", -0.26, 2, Tone.MAYBE, "✗", "?", "↓")
    assert number_format(cell) == '"✗ "#,##0.00" ?"" ↓";"✗ "-#,##0.00" ?"" ↓";"✗ "#,##0.00" ?"" ↓"'


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.1."""
    digits = color.removeprefix("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_stand_out_from_every_colour_also_in_grey() -> None:
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    inks = dict(re.findall(r"--(ink|soft): (#\w+)", style))
    fills = dict(re.findall(r"^\.(met|missed|maybe|nodata) \{ background: (#\w+)", style, re.M))
    assert set(fills) == {tone.value for tone in Tone if tone.value}
    for fill in fills.values():
        for ink in inks.values():
            # The contrast of greys is that of luminances.
            assert (luminance(fill) + 0.05) / (luminance(ink) + 0.05) >= 4.5


def test_errors_and_warnings_have_colours_of_their_own() -> None:
    styles = {row: STYLES[severity] for row, severity in enumerate(SEVERITIES)}
    severities = Column("Severity", list(SEVERITIES), is_number=False, styles=styles)
    document = Document("popcalc/findings/1", Rows((), ()), lambda _: [View("", (severities,), ())])
    ((titled),) = tables_of(document, Manner(ENGLISH))
    assert [row[0].tone for row in titled.table.rows] == [Tone.MISSED, Tone.MAYBE, Tone.PLAIN]
