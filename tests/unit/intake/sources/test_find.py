from __future__ import annotations

import io
import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from popcalc.definitions.columns import Columns
from popcalc.errors import InputError
from popcalc.intake.read import read_table
from popcalc.intake.survey import survey
from tests.unit.intake.reading import CATALOGUE, faults, notices, read, sources_of
from tests.unit.intake.sources.found import CSV, names, wrong


def test_patterns_match_files_and_folders(folder: Path) -> None:
    assert names(f"{folder}/*.csv") == ["b.csv"]
    assert names(f"{folder}/s*") == ["c.tsv", "d.csv.gz"]
    assert names(f"{folder}/**/*.tsv") == ["c.tsv"]


def test_a_file_whose_name_looks_like_a_pattern_is_itself(folder: Path) -> None:
    (folder / "a[1].csv").write_bytes(CSV)

    assert names(f"{folder}/a[1].csv") == ["a[1].csv"]


def test_the_same_file_named_twice_is_read_once_whatever_the_order(folder: Path) -> None:
    (folder / "link.csv").symlink_to(folder / "b.csv")

    assert names(folder / "b.csv", folder, f"{folder}/b*", folder / "link.csv").count("b.csv") == 1
    assert names(folder / "link.csv", folder / "b.csv") == names(folder / "b.csv", folder / "link.csv") == ["b.csv"]


def test_a_missing_file_is_named_with_the_nearest_one(folder: Path) -> None:
    assert wrong(folder / "bb.csv") == f"{folder}/bb.csv NO_SUCH_FILE no such file or folder (did you mean b.csv?)"
    assert wrong(folder / "subb" / "x.csv").endswith(f"there is no folder {folder}/subb (did you mean sub?)")
    assert "NO_SUCH_FILE" in wrong(f"{folder}/*.xyz")


def test_a_file_whose_name_has_only_its_ending_in_common_is_not_suggested(folder: Path) -> None:
    assert wrong(folder / "2013-06.csv").endswith("no such file or folder")
    assert wrong(folder / "b.xlsx").endswith("(did you mean b.csv?)")


def test_all_sources_that_cannot_be_used_are_named_at_once(folder: Path) -> None:
    (folder / "empty").mkdir()

    found = wrong(folder / "x.csv", folder / "empty", folder / "y.csv")

    assert [line.split()[1] for line in found.splitlines()] == ["NO_DATA_FILE", "NO_SUCH_FILE", "NO_SUCH_FILE"]
    assert ".csv .tsv .csv.gz .tsv.gz .xlsx .xlsm .xls .ods .zip" in found


def test_a_pipe_is_read_once_and_looked_at_twice(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(CSV))
    writer.start()

    (source,) = sources_of([str(pipe)])
    writer.join()

    assert source.name == str(pipe)
    for _ in range(2):
        with source.open() as stream:
            assert stream.read() == CSV


def test_standard_input_is_spooled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(CSV)))

    (source,) = sources_of(["-", "-"])

    assert source.name == "<stdin>"
    assert source.size == len(CSV)


def test_standard_input_from_a_file_that_is_named_too_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    with (tmp_path / "a.csv").open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert len(sources_of(["-", str(tmp_path / "a.csv")])) == 1


def test_a_file_that_grows_between_the_two_looks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    found = survey([str(path)], CATALOGUE, Columns())
    path.write_bytes(CSV + b"B,2013-01,6\n")

    with pytest.raises(InputError, match="FILE_CHANGED"):
        read_table(found)


def test_closed_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)

    assert wrong("-") == "<stdin> UNREADABLE standard input is closed"


def test_a_file_with_a_header_alone_gives_no_rows_and_says_so() -> None:
    table = read({"a.csv": b"village,month,births\n", "b.csv": CSV})

    assert len(table.rows) == 1
    assert notices(table) == ["NO_ROWS"]


def test_files_with_headers_alone_are_named() -> None:
    files = {"a.csv": b"village,month,births\n", "b.csv": b"village,month,births"}

    assert faults(files) == ["a.csv NO_ROWS", "b.csv NO_ROWS"]
