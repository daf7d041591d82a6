from __future__ import annotations

import random
from pathlib import Path

from popcalc.errors import InputError
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.workbooks import Sheets
from tests.unit.intake.reading import faults
from tests.unit.intake.spreadsheets import WORKBOOKS


def test_error_cells_of_an_xls_are_named() -> None:
    assert faults({"e.xls": (WORKBOOKS / "errors.xls").read_bytes()}) == [
        "e.xls:7:5 WORKSHEET_ERROR",
        "e.xls:7:6 WORKSHEET_ERROR",
    ]


def test_random_damage_of_an_xls_ends_in_sheets_or_an_error(tmp_path: Path) -> None:
    whole = (WORKBOOKS / "counts.xls").read_bytes()
    random.seed(4)
    book = tmp_path / "a.xls"
    codes: set[str] = set()
    refused = 0
    with Sheets(["all"]) as sheets:
        for _ in range(200):
            damaged = bytearray(whole)
            for _ in range(8):
                damaged[random.randrange(512, len(whole))] = random.randrange(256)
            book.write_bytes(damaged)
            try:
                sheets.of(Source("a.xls", book))
            except InputError as error:
                codes |= {fault.code for fault in error.faults}
                refused += 1
    assert codes <= {"UNREADABLE", "EMPTY_FILE", "PASSWORD"}
    assert 0 < refused < 200
