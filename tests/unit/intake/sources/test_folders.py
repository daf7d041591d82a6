from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.intake.sources.found import CSV, names, wrong


def test_a_folder_gives_the_data_files_in_and_below_it_without_hidden_ones(folder: Path) -> None:
    assert names(folder) == ["a.CSV", "b.csv", "c.tsv", "d.csv.gz"]


def test_a_hidden_folder_that_is_named_is_read(folder: Path) -> None:
    assert names(folder / ".git") == ["e.csv"]


def test_links_that_lead_nowhere_or_in_circles_end_in_an_error(folder: Path) -> None:
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    (folder / "sub" / "up").symlink_to(folder)

    assert "loop.csv UNREADABLE a link that leads nowhere" in wrong(folder / "loop.csv")
    assert [line.split()[0].removeprefix(f"{folder}/") for line in wrong(folder).splitlines()] == ["loop.csv", "sub/up"]
    (folder / "loop.csv").unlink()
    assert wrong(folder).startswith(f"{folder}/sub/up LINK_LOOP a link that leads back to a folder above it")


def test_a_linked_folder_is_read_and_a_file_met_twice_counts_once(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "e.csv").write_bytes(CSV)
    (folder / "sub" / "linked").symlink_to(elsewhere)
    (folder / "again").symlink_to(folder / "sub")
    os.link(folder / "b.csv", folder / "hard.csv")

    assert names(folder) == ["a.CSV", "c.tsv", "d.csv.gz", "e.csv", "b.csv"]


def test_a_folder_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refused(path: Path) -> object:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("os.scandir", refused)

    assert wrong(folder) == f"{folder}/sub UNREADABLE this folder cannot be read: Permission denied"


def test_a_folder_called_like_a_file_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    assert "NO_DATA_FILE" in wrong(tmp_path / "x.csv")
    (tmp_path / "x.csv" / "2013-06.csv").write_bytes(CSV)
    assert names(tmp_path / "x.csv") == names(tmp_path) == ["2013-06.csv"]


def test_lock_files_of_open_workbooks_are_no_data(folder: Path) -> None:
    (folder / "~$counts.xlsx").write_bytes(b"someone")

    assert "~$counts.xlsx" not in names(folder)


def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")

    assert "pipe.csv" not in names(folder)
