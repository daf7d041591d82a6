from __future__ import annotations

import gzip
import io
import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from popcalc.definitions.columns import Columns
from popcalc.errors import InputError, Place
from popcalc.intake.read import read_table
from popcalc.intake.survey import survey
from tests.unit.intake.reading import CATALOGUE, faults, figures, message, notices, read, sources_of

CSV = b"village,month,births\nA,2013-01,5\n"


def names(*named: Path | str) -> list[str]:
    return [Path(source.name).name for source in sources_of([str(one) for one in named])]


def wrong(*named: Path | str) -> str:
    with pytest.raises(InputError) as raised:
        sources_of([str(one) for one in named])
    return str(raised.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.csv", "a.CSV", "sub/c.tsv", "sub/d.csv.gz", ".hidden.csv", ".git/e.csv", "sub/~notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(CSV)
    return tmp_path


def test_a_folder_gives_the_data_files_in_and_below_it_without_hidden_ones(folder: Path) -> None:
    assert names(folder) == ["a.CSV", "b.csv", "c.tsv", "d.csv.gz"]


def test_a_hidden_folder_that_is_named_is_read(folder: Path) -> None:
    assert names(folder / ".git") == ["e.csv"]


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


def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")

    assert "pipe.csv" not in names(folder)


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


def test_a_spool_goes_with_what_refers_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(CSV)))
    sources = sources_of(["-"])
    path = sources[0].path
    assert path.exists()

    sources.clear()

    assert not path.exists()


@pytest.mark.parametrize("change", [b"B,2013-01,5\n", b""])
def test_a_file_that_changes_while_it_is_read_is_an_error(change: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV * 10)
    (source,) = sources_of([str(path)])
    assert source.changed() is None

    with path.open("ab" if change else "wb") as stream:
        stream.write(change)

    changed = source.changed()
    assert changed
    assert changed.code == "FILE_CHANGED"
    assert changed.place == Place(str(path))
    assert str(changed.text).startswith("the file changed while it was read; run again")


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


def test_gzip_is_unpacked_by_its_content_not_its_name() -> None:
    assert (
        figures(read({"a.csv.gz": gzip.compress(CSV)}))
        == figures(read({"a.csv": gzip.compress(CSV)}))
        == figures(read(CSV))
    )


def test_a_gzip_file_that_ends_early_or_is_damaged_is_an_error_with_a_mend() -> None:
    rows = "".join(f"V{number},2013-01,{number * 7919 % 1000}\n" for number in range(50_000))
    packed = gzip.compress(b"village,month,births\n" + rows.encode())
    damaged = packed[:-8] + b"\0\0\0\0" + packed[-4:]
    garbled = packed[: len(packed) // 2] + b"\xff" * 64 + packed[len(packed) // 2 + 64 :]

    assert faults({"a.csv.gz": packed[:-20]}) == ["a.csv.gz UNREADABLE"]
    assert "ends early; send or download it again" in message({"a.csv.gz": packed[:-20]})
    assert "ends early" in message({"a.csv.gz": packed[:12]})
    assert "damaged" in message({"a.csv.gz": damaged})
    assert "UNREADABLE" in message({"a.csv.gz": garbled})


def test_a_gzip_file_that_grows_without_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip.compress(CSV + b"A,2013-02,0\n" * 100_000)
    assert len(read({"a.csv.gz": gzip.compress(CSV + b"".join(b"V%d,2013-02,0\n" % n for n in range(99)))}).rows) == 100
    monkeypatch.setattr("popcalc.intake.sources.spools.FREE_BYTES", 10_000)

    assert "it unpacks to far more than a table of counts would" in message({"a.csv.gz": bomb})


def test_an_empty_file_is_an_error() -> None:
    for content in (b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"")):
        assert faults({"a.csv": content}) == ["a.csv EMPTY_FILE"]
    assert faults({"a.xlsx": b""}) == ["a.xlsx EMPTY_FILE"]
    assert faults({"a.zip": b""}) == ["a.zip EMPTY_FILE"]


def test_a_file_of_nul_bytes_is_named_as_one_that_lost_its_content() -> None:
    assert "a.csv NUL_BYTE nothing but NUL bytes: the file has lost what was in it" in message({"a.csv": bytes(5000)})
    assert faults({"a.csv": b"\0\0,births\n\0\0,5\n"}) == ["a.csv:1 NUL_BYTE"]


def test_a_file_with_a_header_alone_gives_no_rows_and_says_so() -> None:
    table = read({"a.csv": b"village,month,births\n", "b.csv": CSV})

    assert len(table.rows) == 1
    assert notices(table) == ["NO_ROWS"]


def test_files_with_headers_alone_are_named() -> None:
    files = {"a.csv": b"village,month,births\n", "b.csv": b"village,month,births"}

    assert faults(files) == ["a.csv NO_ROWS", "b.csv NO_ROWS"]
