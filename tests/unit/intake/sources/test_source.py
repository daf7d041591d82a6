from __future__ import annotations

import gzip
import pickle
from pathlib import Path

import pytest

from popcalc.errors import Place
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import spooled
from popcalc.periods import CALENDAR_YEAR, read_months
from tests.unit.intake.reading import faults, figures, message, read, sources_of
from tests.unit.intake.sources.found import CSV
from tests.unit.intake.spreadsheets import packed


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


def test_a_source_can_be_sent_to_another_process_and_opened_there(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"2013/06.csv": CSV}))
    (source,) = sources_of([str(tmp_path / "a.zip")])

    copy = pickle.loads(pickle.dumps(source))

    assert (copy.name, copy.size, copy.run(CALENDAR_YEAR)) == (source.name, len(CSV), source.run(CALENDAR_YEAR))
    with copy.open() as stream:
        assert stream.read() == CSV
    path = copy.path
    del copy, stream
    assert path.exists()


def test_a_part_of_a_file_has_bytes_of_its_own_and_cannot_change() -> None:
    file = Source("2013/06.csv.zip", Path("06.zip"), endings=(".csv", ".zip"), stamp=(1, 2))
    spool = spooled([CSV])

    part = file.part("2013/06.csv.zip[a]", spool, sheet="a", encoding="utf-8")

    assert part == Source("2013/06.csv.zip[a]", spool.path, spool, (".csv", ".zip"), "a", "utf-8")
    assert part.run(CALENDAR_YEAR) == read_months("2013-06")
    assert part.changed() is None


def test_a_gzip_file_says_how_many_bytes_it_holds(tmp_path: Path) -> None:
    plain, compressed, empty = tmp_path / "a.csv", tmp_path / "b.csv.gz", tmp_path / "c.csv.gz"
    plain.write_bytes(CSV)
    compressed.write_bytes(gzip.compress(CSV * 1000))
    empty.write_bytes(b"")
    assert [Source(path.name, path).unpacked for path in (plain, compressed, empty)] == [len(CSV), len(CSV) * 1000, 0]
