from __future__ import annotations

import struct
from pathlib import Path

import pytest

from popcalc.intake.sources import workbook_reader
from tests.unit.intake.reading import faults
from tests.unit.intake.sources.found import rows_of, wrong_sheets
from tests.unit.intake.spreadsheets import WORKBOOKS, Cell, packed, xlsx

HEADER: list[Cell] = ["village", "month", "births"]


def test_numbers_are_written_as_the_spreadsheet_means_them(tmp_path: Path) -> None:
    cells: list[Cell] = [12.0, 1.5, 0, -3, 320803100201, 1e15, 320803100201001001, 0.1 + 0.2, 6 * 1.1]
    shown = ["12", "1.5", "0", "-3", "320803100201", "1.00000E+15", "3.20803E+17", "0.3", "6.6"]

    assert rows_of(xlsx({"S": [cells]}), tmp_path) == [shown]


def test_a_code_that_lost_digits_in_the_spreadsheet_is_an_error() -> None:
    rows: list[list[Cell]] = [["village_code", "month", "births"], [320803100201001001, "2013-01", 5]]

    assert faults({"a.xlsx": xlsx({"S": rows})}) == ["a.xlsx:2:1 SCIENTIFIC_CODE"]


def test_cells_with_quotes_delimiters_and_line_breaks_are_one_cell_each() -> None:
    rows: list[list[Cell]] = [
        HEADER,
        ['<  t="inlineStr"><is><t>A, "the"&#10;village</t></is>', "2013-01", 5],
        ["B", "2013-01", "x"],
    ]

    assert faults({"a.xlsx": xlsx({"S": rows})}) == ["a.xlsx:3:3 NOT_A_COUNT"]


def test_places_are_those_that_the_spreadsheet_shows() -> None:
    rows: list[list[Cell]] = [[], [None, "村表"], [None, *HEADER], [], [None, "A", "2013-01", 1.5], [None, "B", "x", 2]]

    assert faults({"a.xlsx": xlsx({"S": rows})}) == ["a.xlsx:6:3 NOT_A_PERIOD", "a.xlsx:5:4 NOT_A_COUNT"]


def test_a_workbook_that_swells_is_refused_when_it_is_unpacked_or_written(tmp_path: Path) -> None:

    book = tmp_path / "a.xlsx"
    book.write_bytes(xlsx({"S": [["x" * 200_000]]}))

    assert workbook_reader.convert(book, tmp_path, None, 10_000) == {"error": "too_large"}
    assert workbook_reader.convert(book, tmp_path, None, 300_000) == {"error": "too_large"}
    assert 0 < workbook_reader.convert(book, tmp_path, None, 500_000)["left"] < 100_000


@pytest.mark.parametrize("name", ["counts.xlsx", "counts.xls", "counts.ods"])
def test_a_damaged_workbook_is_an_error_never_a_crash(name: str, tmp_path: Path) -> None:
    whole = (WORKBOOKS / name).read_bytes()
    book = tmp_path / name
    for content in (whole[:-300], whole[: len(whole) // 2], whole[:600], whole[:600] + bytes(5000)):
        book.write_bytes(content)
        assert (
            wrong_sheets(book) == f"{name} UNREADABLE the workbook is damaged or ends early; send or download it again"
        )


def test_protected_workbooks_are_errors_that_say_so(tmp_path: Path) -> None:
    book = (WORKBOOKS / "counts.xls").read_bytes()
    entry = book.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    encrypted = book[:entry] + name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2) + book[entry + 66 :]
    # A record that says how the rest is encrypted, right after the first one.
    stream = book.index(struct.pack("<HH", 0x0809, 16))
    password = book[: stream + 20] + struct.pack("<HHH", 0x2F, 2, 0) + book[stream + 26 :]
    locked = packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b"\x81\x17",
            "META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>",
        }
    )

    for content in (encrypted, password, locked):
        (tmp_path / "a.xlsx").write_bytes(content)
        assert wrong_sheets(tmp_path / "a.xlsx") == (
            "a.xlsx PASSWORD the workbook is protected by a password; open it and save it without one"
        )
