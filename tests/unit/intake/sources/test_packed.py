"""What is packed in files is unpacked where it is read, and comes to the same as if it were unpacked here."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from popcalc import temporary
from popcalc.definitions.columns import Columns
from popcalc.engines import HERE
from popcalc.intake.read import read_table
from popcalc.intake.sources import packed
from popcalc.intake.sources.find import find_sources
from popcalc.intake.sources.packed import PackedText
from popcalc.intake.survey import survey
from tests.engines import Elsewhere
from tests.unit.intake.reading import CATALOGUE
from tests.unit.intake.spreadsheets import Cell, xlsx
from tests.unit.intake.spreadsheets import packed as zipped

MONTH = "village,month,births\nFord,2013-{:02},2\nMill,2013-{:02},3\n"


class Watched(Elsewhere):
    """Work elsewhere that says while it is done."""

    working = False

    def each(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> list[Any]:
        self.working = True
        try:
            return super().each(work, items, *shared)
        finally:
            self.working = False


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of two months and a workbook of two more."""
    (tmp_path / "a.zip").write_bytes(zipped({f"{number}.csv": MONTH.format(number, number) for number in (1, 2)}))
    header: list[Cell] = ["village", "month", "births"]
    sheets: dict[str, list[list[Cell]]] = {
        f"s{number}": [header, ["Ford", f"2013-{number:02}", 2]] for number in (3, 4)
    }
    (tmp_path / "b.xlsx").write_bytes(xlsx(sheets))
    return tmp_path


def test_nothing_is_unpacked_but_where_work_is_done(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = read_table(survey([str(folder)], CATALOGUE, Columns()))
    engine = Watched()
    made: list[bool] = []
    real = temporary.new_file

    def watched() -> Path:
        made.append(engine.working)
        return real()

    monkeypatch.setattr("popcalc.temporary.new_file", watched)
    monkeypatch.setattr(packed, "_kept", {})
    table = read_table(survey([str(folder)], CATALOGUE, Columns(), engine=engine))
    assert (len(made), set(made)) == (4, {True})
    assert table.files == here.files
    assert {name: column.tolist() for name, column in table.columns.items()} == {
        name: column.tolist() for name, column in here.columns.items()
    }


def test_a_text_is_known_by_the_file_that_packs_it(folder: Path) -> None:
    sources, faults = find_sources([str(folder)], engine=Elsewhere())
    assert faults == []
    assert all(isinstance(one.path, PackedText) and one.spool is None for one in sources)
    unpacked, _ = find_sources([str(folder)])
    assert [(one.name, one.size, one.sheet) for one in sources] == [(one.name, one.size, one.sheet) for one in unpacked]


def test_faults_and_names_of_sheets_are_the_same_in_the_same_order(folder: Path) -> None:
    (folder / "0.zip").write_bytes(b"PK\x03\x04 damaged")
    (folder / "c.zip").write_bytes(zipped({"readme.md": "none"}))
    (folder / "d.csv").write_bytes(b"%PDF")
    for sheets in ((), ("s3",), ("s33",)):
        said = [
            [(one.code, str(one.text), str(one.place)) for one in find_sources([str(folder)], sheets, engine=one_)[1]]
            for one_ in (HERE, Elsewhere())
        ]
        assert said[0]
        assert said[1] == said[0]


def test_a_file_that_was_replaced_is_not_read_as_what_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (source, *_), _ = find_sources([str(folder / "a.zip")], engine=Elsewhere())
    monkeypatch.setattr(packed, "_kept", {})
    (folder / "a.zip").write_bytes(zipped({"1.csv": "village,month,births\n"}))
    with pytest.raises(OSError, match=os.strerror(errno.ESTALE)):
        source.open()


def test_a_process_keeps_the_last_of_what_it_unpacked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "KEPT_BYTES", 1)
    monkeypatch.setattr(packed, "_kept", {})
    find_sources([str(folder)], engine=Elsewhere())
    assert [Path(str(file.path)).name for file in packed._kept] == ["b.xlsx"]
