"""xlsx: read back by another library, and by LibreOffice where it is."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from popcalc.errors import RequestError
from popcalc.language import ENGLISH
from popcalc.output import Document, Manner, write
from popcalc.output.document import Column, Note, Rows, View
from popcalc.output.documents import of_figures
from popcalc.output.page import sheets
from popcalc.output.page.sheets import number_format
from popcalc.output.page.tables import Cell
from popcalc.record_columns import RecordColumns
from popcalc.records import Results

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x.example")', "\t=1", "{=1}", "http://x.example/a")


def workbook(document: Document) -> bytes:
    stream = BytesIO()
    write(document, "xlsx", stream, Manner(ENGLISH))
    return stream.getvalue()


def page(*views: View) -> Document:
    return Document("popcalc/test/1", Rows(["key"], []), lambda manner: list(views))


def rows_of(book: bytes, sheet: int = 0) -> list[list[object]]:
    read = CalamineWorkbook.from_filelike(BytesIO(book))
    return [list(row) for row in read.get_sheet_by_index(sheet).to_python()]


def test_figures_are_numbers_of_full_precision_under_the_words_of_the_table(towns: Results) -> None:
    rows = rows_of(workbook(of_figures(towns, "long")))
    assert str(rows[0][0]).startswith("By town, 2013H1 (2013-01-01 to 2013-06-30)")
    assert rows[2][:2] == ["Town", "Live births\npersons"]
    figures = towns.frame[towns.frame["indicator"] == "births"].set_index("area_name")["value"]
    assert rows[3][:2] == ["Northhill", figures["Northhill"]]
    rates = towns.frame[towns.frame["indicator"] == "crude_birth_rate"].set_index("area_name")["value"]
    assert rows[3][2] == pytest.approx(rates["Northhill"], abs=0, rel=1e-15)
    assert "c  no figure: its denominator is zero" in [row[0] for row in rows]


def test_the_same_document_gives_the_same_bytes(towns: Results) -> None:
    assert workbook(of_figures(towns, "long")) == workbook(of_figures(towns, "long"))


def test_nothing_that_a_name_says_is_a_formula_or_a_link(towns: Results) -> None:
    names = View("=2+2", (Column("=1", FORMULAS, is_number=False),), (Column("=3", FORMULAS),), notes=(Note("", "=4"),))
    book = workbook(page(names))
    with zipfile.ZipFile(BytesIO(book)) as parts:
        every = "".join(parts.read(name).decode() for name in parts.namelist())
    assert not re.search(r"<f[ >]|<hyperlink", every)
    rows = rows_of(book)
    assert [row[0] for row in rows[3 : 3 + len(FORMULAS)]] == [*FORMULAS]
    assert (rows[0][0], rows[2][0], rows[-1][0]) == ("=2+2", "=1", "=4")


def test_an_interval_stands_beside_its_figure() -> None:
    figures = Column("Rate", ["1.50 (1.20–1.90)", "–"], ["a", ""], numbers=[1.5, float("nan")])
    rows = rows_of(workbook(page(View("", (Column("Town", ["N", "S"], is_number=False),), (figures,)))))
    assert rows == [["Town", "Rate", "interval"], ["N", 1.5, "1.20–1.90"], ["S", "–", ""]]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1,234", 1234),
        ("≥ 96.50", 96.5),
        ("84.06 %", 84.06),
        ("-0.25", -0.25),
        ("103–107", "103–107"),
        ("0071x", "0071x"),
        ("1" * 16, "1" * 16),
    ],
)
def test_words_that_are_a_number_are_one(words: str, number: object) -> None:
    rows = rows_of(workbook(page(View("", (Column("A", ["x"], is_number=False),), (Column("B", [words]),)))))
    assert rows[1][1] == number


def test_a_code_of_words_keeps_its_zeros() -> None:
    rows = rows_of(workbook(page(View("", (Column("Code", ["0071"], is_number=False),), ()))))
    assert rows[1] == ["0071"]


def test_formats_show_what_the_page_shows() -> None:
    assert number_format(Cell("12.40", decimals=2)) == "#,##0.00"
    assert number_format(Cell("84.06", decimals=2, tail="% a")) == '#,##0.00" % a"'
    assert number_format(Cell("+3", signed=True)) == "+#,##0;-#,##0;#,##0"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch, towns: Results) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    with pytest.raises(RequestError, match="use -f csv"):
        workbook(of_figures(towns, "long"))


def test_libreoffice_reads_what_was_written(towns: Results, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    names = towns.frame["area_name"].where(towns.frame["area"] != "320803102", "=1+1")
    results = replace(towns, columns=RecordColumns.of_frame(towns.frame.assign(area_name=names)))
    (tmp_path / "towns.xlsx").write_bytes(workbook(of_figures(results, "long")))
    kind = "csv:Text - txt - csv (StarCalc):44,34,76"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command: list[str | Path] = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        tmp_path,
        tmp_path / "towns.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = (tmp_path / "towns.csv").read_text(encoding="utf-8")
    assert "=1+1" in shown
    assert "233 a,13.21 a" in shown, "numbers are not shown by their formats"
