from __future__ import annotations

import gzip
import io
import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from popcalc.errors import InputError
from popcalc.intake.sources import find_sources
from tests.unit.intake.reading import faults, figures, message, notices, read

CSV = b"village,month,births\nA,2013-01,5\n"


def names(*named: Path | str) -> list[str]:
    return [Path(source.name).name for source in find_sources([str(one) for one in named])]


def wrong(*named: Path | str) -> str:
    with pytest.raises(InputError) as raised:
        find_sources([str(one) for one in named])
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
    assert "NO_SUCH_FILE" in wrong(folder / "none" / "x.csv")
    assert "NO_SUCH_FILE" in wrong(f"{folder}/*.xyz")


def test_all_sources_that_cannot_be_used_are_named_at_once(folder: Path) -> None:
    (folder / "empty").mkdir()

    found = wrong(folder / "x.csv", folder / "empty", folder / "y.csv")

    assert [line.split()[1] for line in found.splitlines()] == ["NO_DATA_FILE", "NO_SUCH_FILE", "NO_SUCH_FILE"]
    assert ".csv .tsv .csv.gz .tsv.gz" in found


def test_links_that_lead_nowhere_or_in_circles_end_in_an_error(folder: Path) -> None:
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    (folder / "sub" / "up").symlink_to(folder)

    assert "loop.csv UNREADABLE a link that leads nowhere" in wrong(folder / "loop.csv")
    assert "loop.csv UNREADABLE" in wrong(folder)
    (folder / "loop.csv").unlink()
    assert names(folder) == ["a.CSV", "b.csv", "c.tsv", "d.csv.gz"]


def test_a_pipe_is_read_once_and_looked_at_twice(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(CSV))
    writer.start()

    (source,) = find_sources([str(pipe)])
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

    (source,) = find_sources(["-", "-"])

    assert source.name == "<stdin>"
    assert source.size == len(CSV)


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


def test_an_empty_file_is_an_error() -> None:
    for content in (b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"")):
        assert faults({"a.csv": content}) == ["a.csv EMPTY_FILE"]


def test_a_file_with_a_header_alone_gives_no_rows_and_says_so() -> None:
    table = read({"a.csv": b"village,month,births\n", "b.csv": CSV})

    assert len(table.rows) == 1
    assert notices(table) == ["NO_ROWS"]
    assert len(read({"a.csv": b"village,month,births"}).rows) == 0
