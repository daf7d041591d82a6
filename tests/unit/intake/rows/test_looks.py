"""What workbooks show beside what their cells hold: merged cells, hidden rows and columns, number formats."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading import faults, figures, message, notices, read
from tests.unit.intake.spreadsheets import WORKBOOKS, Cell, ods, xlsx

HEADER: list[Cell] = ["乡镇", "村", "月份", "出生人数", "总人口"]
ROWS: list[list[Cell]] = [
    HEADER,
    ["北岭镇", "松谷村", "2013-06", 3, 1204],
    [None, "石门村", None, 2, 986],
    [None, "东溪村", None, 0, 1530],
]
FIGURES = {
    ("北岭镇/松谷村", "2013-06"): {"births": 3, "population": 1204},
    ("北岭镇/石门村", "2013-06"): {"births": 2, "population": 986},
    ("北岭镇/东溪村", "2013-06"): {"births": 0, "population": 1530},
}


def book(rows: list[list[Cell]], **looks: object) -> dict[str, bytes]:
    return {"a.xlsx": xlsx({"S": rows}, **looks)}  # type: ignore[arg-type]


@pytest.mark.parametrize("block_bytes", [40, 1 << 20])
def test_a_merged_area_and_a_merged_month_stand_in_all_their_rows(block_bytes: int) -> None:
    table = read(book(ROWS, merged=["A2:A4", "C2:C4"]), block_bytes=block_bytes)

    assert figures(table) == FIGURES
    assert notices(table) == []


def test_what_is_not_merged_is_not_filled_down() -> None:
    assert "NO_AREA_IN_ROW" in message(book(ROWS, merged=["C2:C4"]))


def test_a_merged_figure_is_an_error_with_its_cell() -> None:
    rows: list[list[Cell]] = [
        ["month", "town", "village", "deaths", "population"],
        ["2013-06", "North", "Old Mill", 5, 1000],
        ["2013-06", "North", "Sandbar", None, 900],
    ]

    assert faults(book(rows, merged=["D2:D3"])) == ["a.xlsx:2:4 MERGED_FIGURE"]
    assert "deaths is 5 in a merged cell (D2:D3)" in message(book(rows, merged=["D2:D3"]))
    assert faults(book(rows, merged=["D2:E2"])) == ["a.xlsx:2:4 MERGED_FIGURE"]


def test_lines_that_are_only_taller_and_merged_headers_titles_and_footers_are_no_merged_figures() -> None:
    rows: list[list[Cell]] = [
        ["2013年6月人口报表"],
        ["村", "月份", "出生人数", "总人口"],
        [],
        ["松谷村", "2013-06", 3, 1204],
        [],
        ["石门村", "2013-06", 2, 986],
        ["注：以上数据已核对"],
    ]
    merged = ["A1:D1", *(f"{column}2:{column}3" for column in "ABCD"), *(f"{column}4:{column}5" for column in "ABCD")]

    assert [found["births"] for found in figures(read(book(rows, merged=[*merged, "A7:D7"]))).values()] == [3, 2]


def test_hidden_rows_and_columns_are_read_and_said_once() -> None:
    villages: list[list[Cell]] = [[f"V{row}", "2013-06", 1] for row in range(12)]
    rows: list[list[Cell]] = [["village", "month", "births"], *villages, []]
    columns = '<cols><col min="3" max="16384" width="9" hidden="1"/></cols>'

    table = read(book(rows, hidden_rows=[3, 4, 14], columns=columns))

    assert len(table.rows) == 12
    assert [str(notice.text) for notice in table.notices] == [
        "2 rows that a filter or a person has hidden are read: 3, 4",
        "1 hidden column is read: births",
    ]


def test_hidden_sheets_are_named() -> None:
    table = read({"a.xlsx": xlsx({"S": ROWS[:2], "旧表": ROWS[:1]}, hidden=["旧表"])})

    assert [str(notice.text) for notice in table.notices] == ["1 hidden sheet is not read: 旧表; --sheet reads it"]


@pytest.mark.parametrize(
    ("code", "held", "shown"),
    [
        ("0", 2.6, "3"),
        ("#,##0,", 12345, "12"),
        ('0"万"', 12, "12万"),
        ("0.0,", 1250, "1.3"),
        ("0%", 3, "300%"),
    ],
)
def test_a_number_format_that_shows_another_number_is_an_error_that_quotes_both(
    code: str, held: float, shown: str
) -> None:
    rows: list[list[Cell]] = [["village", "month", "births"], ["A", "2013-06", f'< s="1"><v>{held}</v>']]

    assert "a.xlsx:2:3 SHOWN_OTHERWISE" in faults(book(rows, formats=[code]))
    assert f"births shows {shown} and holds {held}: " in message(book(rows, formats=[code]))


@pytest.mark.parametrize(
    "code", ["General", "#,##0", '0"人"', '_(* #,##0_);_(* "-"??_)', "[Red]0", "0000", r"\(\8\)#,##0", '0"(12)"']
)
def test_formats_that_show_the_number_are_nothing_new(code: str) -> None:
    rows: list[list[Cell]] = [["village", "month", "births"], ["A", "2013-06", '< s="1"><v>1200</v>']]

    table = read(book(rows, formats=[code]))

    assert figures(table) == {("A", "2013-06"): {"births": 1200}}
    assert notices(table) == []


def test_a_rate_beside_the_counts_may_be_shown_rounded() -> None:
    rows: list[list[Cell]] = [["village", "month", "births", "出生率"], ["A", "2013-06", 3, '< s="1"><v>12.3456</v>']]

    assert figures(read(book(rows, formats=["0.0"]))) == {("A", "2013-06"): {"births": 3}}


def test_the_looks_of_an_xls() -> None:
    assert faults({"a.xls": (WORKBOOKS / "looks.xls").read_bytes()}) == [
        "a.xls:2:4 MERGED_FIGURE",
        "a.xls:4:4 SHOWN_OTHERWISE",
        "a.xls:4:4 NOT_A_COUNT",
    ]
    assert "出生人数 shows 3 and holds 2.6" in message({"a.xls": (WORKBOOKS / "looks.xls").read_bytes()})


def test_the_looks_of_an_ods() -> None:
    def cell(written: object, inside: str = "", attributes: str = "") -> str:
        kind = "float" if isinstance(written, int | float) else "string"
        value = f' office:value="{written}"' if kind == "float" else ""
        shown = f"<text:p>{inside or written}</text:p>"
        return f'<table:table-cell office:value-type="{kind}"{value}{attributes}>{shown}</table:table-cell>'

    def row(*cells: str, attributes: str = "") -> str:
        return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"

    covered = "<table:covered-table-cell/>"
    down = ' table:number-rows-spanned="2"'
    header = row(*map(cell, ["town", "village", "month", "births"]))
    first = row(cell("North", "", down), cell("Mill"), cell("2013-06", "", down), cell(1234, "1,234"))
    second = row(covered, cell("Ford"), covered, cell(2), attributes=' table:visibility="filter"')

    table = read({"a.ods": ods(header + first + second)})

    assert {key: found["births"] for key, found in figures(table).items()} == {
        ("North/Mill", "2013-06"): 1234,
        ("North/Ford", "2013-06"): 2,
    }
    assert notices(table) == ["HIDDEN_ROWS"]
    assert faults({"a.ods": ods(header + first + row(covered, cell("Ford"), covered, cell(2.6, "3")))}) == [
        "a.ods:3:4 SHOWN_OTHERWISE",
        "a.ods:3:4 NOT_A_COUNT",
    ]
