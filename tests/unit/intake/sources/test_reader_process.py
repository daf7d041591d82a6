from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from popcalc.errors import InputError
from popcalc.intake.sources.reader_process import ReaderProcess
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import Budget
from popcalc.intake.sources.workbooks import Sheets
from tests.unit.intake.sources.found import wrong_sheets
from tests.unit.intake.spreadsheets import WORKBOOKS, Cell, packed, xlsx

HEADER: list[Cell] = ["village", "month", "births"]


def test_a_stray_cell_at_the_end_of_the_sheet_is_an_error_not_the_end_of_the_process(tmp_path: Path) -> None:
    book = xlsx({"S": [HEADER, ["A", "2013-01", 5]]})
    sheet = '<c r="XFD1048576"><v>1</v></c></row></sheetData>'
    (tmp_path / "a.xlsx").write_bytes(_replaced(book, "</row></sheetData>", sheet))

    assert "a stray cell below or beside it" in wrong_sheets(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(book)
    assert sorted(wrong_and_right(tmp_path)) == ["a.xlsx UNREADABLE", "b.xlsx read"]


def wrong_and_right(folder: Path) -> list[str]:
    """Read both workbooks of a folder by the same process."""
    said = []
    with Sheets([]) as sheets:
        for book in sorted(folder.iterdir()):
            try:
                sheets.of(Source(book.name, book))
                said.append(f"{book.name} read")
            except InputError as error:
                said.append(f"{book.name} {error.faults[0].code}")
    return said


def _replaced(book: bytes, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    assert any(old in content for content in members.values())
    return packed({name: content.replace(old, new) for name, content in members.items()})


def test_a_reader_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("popcalc.intake.sources.reader_process.PATIENCE", 0.0)
    reader = ReaderProcess()
    (tmp_path / "a.xls").write_bytes((WORKBOOKS / "counts.xls").read_bytes())

    assert reader.read(tmp_path / "a.xls", (), Budget(1 << 26)) == "ended"
    reader.close()
