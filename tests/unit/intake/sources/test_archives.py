from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from popcalc.errors import InputError
from popcalc.intake.sources.spools import Spool, new_spool
from tests.unit.intake.reading import faults, figures, message, read, sources_of
from tests.unit.intake.spreadsheets import WORKBOOKS, packed

CSV = b"village,month,births\nA,2013-01,5\n"
NO_MONTH = b"village,births\nA,5\n"


def inside(members: dict[str, str | bytes], tmp_path: Path) -> list[str]:
    """Return the names of the sources in an archive."""
    path = tmp_path / "a.zip"
    path.write_bytes(packed(members))
    return [source.name.removeprefix(f"{tmp_path}/") for source in sources_of([str(path)])]


def wrong(content: bytes, tmp_path: Path) -> str:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        sources_of([str(path)])
    return str(raised.value).replace(f"{tmp_path}/", "")


def with_local_name(name: bytes) -> bytes:
    """Return an archive with one member whose name has these bytes and no flag for UTF-8."""
    placeholder = "x" * (len(name) - 4) + ".csv"
    return packed({placeholder: CSV}).replace(placeholder.encode(), name)


def test_files_of_an_archive_are_read_as_files_are() -> None:
    archive = packed({"births.csv": CSV, "people/2013-01.tsv": b"village\tpopulation\nA\t900\n", "readme.txt": b"x"})

    assert figures(read({"a.zip": archive})) == {("A", "2013-01"): {"births": 5, "population": 900}}
    assert figures(read({"a.csv": packed({"c.xls": (WORKBOOKS / "counts.xls").read_bytes()})})) == figures(
        read({"c.xls": (WORKBOOKS / "counts.xls").read_bytes()})
    )


def test_places_name_the_archive_and_the_file_in_it() -> None:
    archive = packed({"北岭镇/b.csv": CSV + b"B,2013-01,x\n", "c.xlsx": (WORKBOOKS / "errors.xls").read_bytes()})

    assert "a.zip/北岭镇/b.csv:3:3 NOT_A_COUNT" in message({"a.zip": archive})
    assert "a.zip/c.xlsx:7:5 WORKSHEET_ERROR" in message({"a.zip": archive})


@pytest.mark.parametrize(
    ("zipped", "name"),
    [
        ("2013-06.zip", "data.csv"),
        ("a.zip", "2013/06/data.csv"),
        ("2013年.zip", "6月.csv"),
        ("a.zip", "2013年6月/b.csv"),
    ],
)
def test_folders_and_the_archive_may_say_the_month(zipped: str, name: str) -> None:
    assert figures(read({zipped: packed({name: NO_MONTH})})) == {("A", "2013-06"): {"births": 5}}


def test_hidden_files_and_those_of_macos_are_left_out(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = dict.fromkeys(
        ["data.csv", "__MACOSX/._data.csv", ".hidden.csv", ".git/x.csv", "~$a.xlsx", "notes.txt", "folder.csv/"], CSV
    )

    assert inside(members, tmp_path) == ["a.zip/data.csv"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "big5"])
def test_names_without_a_declared_encoding_are_read_in_the_one_that_fits(encoding: str, tmp_path: Path) -> None:
    name = "北嶺鎮2013年6月.csv" if encoding == "big5" else "北岭镇2013年6月.csv"
    (tmp_path / "a.zip").write_bytes(with_local_name(name.encode(encoding)))

    (source,) = sources_of([str(tmp_path / "a.zip")])

    assert source.name == f"{tmp_path}/a.zip/{name}"


def test_no_name_leads_out_of_the_archive(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    outside = ["../../evil.csv", "/etc/evil.csv", "C:\\evil\\b.csv", "..\\c.csv"]

    found = inside(dict.fromkeys(outside, CSV), work)

    assert found == [f"a.zip/{name}" for name in ("c.csv", "etc/evil.csv", "evil.csv", "evil/b.csv")]
    assert [path.name for path in tmp_path.rglob("*")] == ["work", "a.zip"]


def test_an_archive_without_data_is_an_error(tmp_path: Path) -> None:
    for content in (packed({}), packed({"a.txt": b"x"})):
        assert wrong(content, tmp_path).startswith(
            "a.zip NO_DATA_FILE no data file in this archive; popcalc reads .csv"
        )


def test_archives_inside_locked_and_doubled_files_are_refused_at_once(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("in.csv", packed({"a.csv": CSV}))
        archive.writestr("in.zip", CSV)
        for name in ("locked.csv", "b.csv", "c.csv"):
            archive.writestr(name, CSV)
    content = bytearray(stream.getvalue().replace(b"c.csv", b"b.csv"))
    for begin, flag in ((content.index(b"locked.csv") - 30, 6), (content.rindex(b"locked.csv") - 46, 8)):
        struct.pack_into("<H", content, begin + flag, 1)

    found = wrong(bytes(content), tmp_path).splitlines()

    assert [line.split()[:2] for line in found] == [
        ["a.zip/in.csv", "NESTED_ARCHIVE"],
        ["a.zip/locked.csv", "PASSWORD"],
        ["a.zip/b.csv", "TWO_MEMBERS"],
    ]


def test_an_archive_that_ends_early_is_damaged(tmp_path: Path) -> None:
    whole = packed({"a.csv": CSV * 100})
    for content in (whole[:-10], whole[:60], whole[:4]):
        assert wrong(content, tmp_path) == (
            "a.zip UNREADABLE the zip archive is damaged or ends early; send or download it again"
        )


def test_a_damaged_file_of_an_archive_is_named(tmp_path: Path) -> None:
    rows = "".join(f"V{row},2013-01,{row * 7919 % 1000}\n" for row in range(2000))
    whole = bytearray(packed({"a.csv": b"village,month,births\n" + rows.encode(), "b.csv": CSV}))
    whole[3000] ^= 0xFF

    assert wrong(bytes(whole), tmp_path).startswith("a.zip/a.csv UNREADABLE this file of the zip archive is damaged")


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("promised", [-5, 5])
def test_a_file_that_is_not_as_long_as_its_header_promised_is_damaged(
    compression: int, promised: int, tmp_path: Path
) -> None:
    # The checksum is that of the promised part, as one who hides something would write it.
    content = CSV + b"B,2013-01,7\n"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.writestr("a.csv", content)
    whole = bytearray(stream.getvalue())
    central = whole.index(b"PK\x01\x02")
    checksum = zlib.crc32(content[:promised] if promised < 0 else content)
    struct.pack_into("<I", whole, central + 16, checksum)
    struct.pack_into("<I", whole, central + 24, len(content) + promised)

    assert wrong(bytes(whole), tmp_path).startswith("a.zip/a.csv UNREADABLE")


def test_an_archive_that_swells_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("popcalc.intake.sources.spools.FREE_BYTES", 1 << 16)
    bomb = packed({f"{number}.csv": bytes(1 << 20) for number in range(20)})
    written: list[bytes] = []

    def counted(pieces: Iterable[bytes]) -> Spool:
        written.extend(pieces)
        return new_spool()

    monkeypatch.setattr("popcalc.intake.sources.spools.PIECE", 1 << 14)
    monkeypatch.setattr("popcalc.intake.sources.archives.spooled", counted)

    assert "a.zip TOO_LARGE unpacks to far more than a table of counts would" in wrong(bomb, tmp_path)
    assert sum(map(len, written)) <= 200 * len(bomb) < 20 << 20


def test_an_archive_on_standard_input_is_unpacked(popcalc_stdin: None) -> None:
    (source,) = sources_of(["-"])

    assert source.name == "<stdin>/a.csv"


@pytest.fixture
def popcalc_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(packed({"a.csv": CSV}))))


def test_faults_of_all_files_of_an_archive_are_said_at_once() -> None:
    archive = packed({"a.csv": b"", "b.csv": CSV + b"B,x,1\n", "c.csv": b"<html>"})

    assert faults({"a.zip": archive}) == [
        "a.csv EMPTY_FILE",
        "b.csv:3:2 NOT_A_PERIOD",
        "c.csv NOT_A_TABLE",
    ]
    archive = packed({"a.csv": b"", "b.csv": b"village\nA\n"})
    assert faults({"a.zip": archive}) == ["a.csv EMPTY_FILE", "b.csv:1 NO_HEADER"]
