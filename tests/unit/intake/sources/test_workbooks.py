from __future__ import annotations

from pathlib import Path

import pytest

from popcalc.periods import CALENDAR_YEAR
from tests.unit.intake.reading import figures, notices, read, sources_of
from tests.unit.intake.sources.found import CSV, sheets_of, wrong_sheets
from tests.unit.intake.spreadsheets import WORKBOOKS, Cell, xlsx

HEADER: list[Cell] = ["village", "month", "births"]

FIGURES = {
    ("320803100201", "2013-06"): {"births": 3, "population": 1204},
    ("320803100202", "2013-06"): {"births": 0, "population": 986},
    ("320803100203", "2013-06"): {"births": 12, "population": 1530},
}


@pytest.mark.parametrize("name", ["counts.xlsx", "counts.xls", "counts.ods"])
def test_workbooks_of_all_kinds_give_the_figures_their_writers_put_in(name: str) -> None:
    table = read({name: (WORKBOOKS / name).read_bytes()})

    assert figures(table) == FIGURES
    assert {area for area in table.areas.names if area.endswith("村")} == {"松谷村", "石门村", "东溪村"}
    assert "ENCODING" not in notices(table)


def test_a_workbook_is_known_by_its_bytes_whatever_its_name() -> None:
    assert figures(read({"counts.csv": (WORKBOOKS / "counts.xls").read_bytes()})) == FIGURES
    assert figures(read({"book.xls": CSV})) == figures(read({"book.xlsx": CSV})) == figures(read(CSV))
    assert figures(read({"book.xls": CSV.decode().replace(",", "\t").encode("utf-16")})) == figures(read(CSV))


def test_a_forced_encoding_is_that_of_text_files_only() -> None:
    assert figures(read({"counts.ods": (WORKBOOKS / "counts.ods").read_bytes()}, encoding="gb18030")) == FIGURES


def test_the_only_sheet_that_is_not_empty_is_read(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    rows: list[list[Cell]] = [HEADER, ["A", "2013-01", 5]]
    book.write_bytes(xlsx({"Sheet1": [], "Sheet2": rows, "old": rows}, hidden=["old"]))

    assert sheets_of(book) == sheets_of(book, "all") == ["a.xlsx"]
    assert sheets_of(book, "sheet2 ") == ["a.xlsx[Sheet2]"]
    assert sheets_of(book, "old") == ["a.xlsx[old]"]


def test_every_visible_sheet_is_found_unless_some_are_named(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(
        xlsx({"2013年5月": [HEADER], "2013年6月": [HEADER], "notes": [["x"]], "old": [HEADER]}, hidden=["old"])
    )

    assert sheets_of(book) == ["a.xlsx[2013年5月]", "a.xlsx[2013年6月]", "a.xlsx[notes]"]
    assert [source.may_be_no_table for source in sources_of([str(book)])] == [True] * 3
    assert not any(source.may_be_no_table for source in sources_of([str(book)], ["all"]))
    assert sheets_of(book, "2013年5月", "2013年6月") == ["a.xlsx[2013年5月]", "a.xlsx[2013年6月]"]
    assert len(sheets_of(book, "all")) == 3
    assert wrong_sheets(book, "2013年7月") == (
        "a.xlsx UNKNOWN_SHEET no sheet 2013年7月 in this workbook (did you mean 2013年6月?); its sheets are 2013年5月, "
        "2013年6月, notes, old"
    )
    assert wrong_sheets(book, "notes", "note") == "UNKNOWN_SHEET no workbook has a sheet note (did you mean notes?)"


def test_a_sheet_may_be_in_one_of_several_workbooks(tmp_path: Path) -> None:
    for name, sheet in (("a.xlsx", "births"), ("b.xlsx", "people")):
        (tmp_path / name).write_bytes(xlsx({sheet: [HEADER], "notes": [["x"]]}))

    assert sheets_of(tmp_path, "births", "people") == ["a.xlsx[births]", "b.xlsx[people]"]
    assert "b.xlsx UNKNOWN_SHEET no sheet births in this workbook" in wrong_sheets(tmp_path, "births").replace(
        f"{tmp_path}/", ""
    )


def test_a_sheet_named_without_a_workbook_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)

    assert "UNKNOWN_SHEET no workbook has a sheet births" in wrong_sheets(tmp_path / "a.csv", "births")


def test_a_sheets_name_may_hold_the_month(tmp_path: Path) -> None:
    book = tmp_path / "2013年报表.xlsx"
    rows: list[list[Cell]] = [["village", "births"], ["A", 5]]
    book.write_bytes(xlsx({"5月": rows, "6月": rows}))

    runs = [source.run(CALENDAR_YEAR) for source in sources_of([str(book)], ["all"])]

    assert [run and run.start % 12 for run in runs] == [4, 5]


def test_an_empty_workbook_is_an_error(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(xlsx({"S": [], "T": [[None, " " * 0]]}))
    assert wrong_sheets(book) == "a.xlsx EMPTY_FILE the workbook is empty; it needs a header row and rows of counts"
    book.write_bytes(xlsx({"S": [], "old": [HEADER]}, hidden=["old"]))
    assert "hidden ones are read when --sheet names them: old" in wrong_sheets(book)
