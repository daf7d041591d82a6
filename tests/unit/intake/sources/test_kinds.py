"""The table of kinds of file: what a line of it makes known, and to whom."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.intake.sources.file_kind import FileKind, FileKinds, Opening
from popcalc.intake.sources.find import find_sources
from popcalc.intake.sources.kinds import KINDS
from popcalc.intake.sources.source import Source, without_endings
from popcalc.intake.sources.spools import spooled
from popcalc.language import text
from popcalc.periods import CALENDAR_YEAR, read_months
from tests.unit.intake.reading import faults, message, sources_of
from tests.unit.intake.spreadsheets import WORKBOOKS, packed

CSV = b"village,births\nA,5\n"
PARQUET = b"PAR1" + CSV[::-1]


def rows_in(file: Source, _: Opening) -> Sequence[Source]:
    """Open a file of a kind that is made up: CSV, written backwards."""
    return [file.part(file.name, spooled([file.local.read_bytes()[4:][::-1]]), encoding="utf-8")]


WITH_PARQUET = FileKinds(
    (*KINDS.table, FileKind(text("the parquet file"), rows_in, suffixes=(".parquet",), magic=(b"PAR1",)))
)


def found(*named: Path) -> list[Source]:
    sources, wrong = find_sources([str(one) for one in named], kinds=WITH_PARQUET)
    assert not wrong
    return sources


def said(*named: Path) -> list[str]:
    _, wrong = find_sources([str(one) for one in named], kinds=WITH_PARQUET)
    return [f"{one.code} {one.text}" for one in wrong]


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """Return the folder of a year with a month in a file of the new kind."""
    folder = tmp_path / "2013"
    folder.mkdir()
    (folder / "06.parquet").write_bytes(PARQUET)
    return folder


def test_a_new_kind_is_known_to_folders_and_its_opener_gives_the_text(year: Path) -> None:
    (source,) = found(year)

    assert source.name == str(year / "06.parquet")
    with source.open() as stream:
        assert stream.read() == CSV


def test_a_new_kind_is_known_to_archives(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"2013/06.parquet": PARQUET}))

    (source,) = found(tmp_path / "a.zip")

    assert source.name == f"{tmp_path}/a.zip/2013/06.parquet"
    assert source.run(CALENDAR_YEAR) == read_months("2013-06")
    with source.open() as stream:
        assert stream.read() == CSV


def test_the_month_in_the_name_of_a_new_kind_is_read(year: Path) -> None:
    assert [source.run(CALENDAR_YEAR) for source in found(year)] == [read_months("2013-06")]
    assert [source.run(CALENDAR_YEAR) for source in sources_of([str(year / "06.parquet")])] == [None]


def test_a_new_kind_is_known_to_messages(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b.zip").write_bytes(packed({}))
    (tmp_path / "births.parquet").write_bytes(b"\0\1\2\3")

    assert said(tmp_path / "a") == [
        "NO_DATA_FILE no data file in this folder; popcalc reads .csv .tsv .csv.gz .tsv.gz .xlsx .xlsm .xls .ods .zip "
        ".parquet"
    ]
    assert said(tmp_path / "b.zip")[0].endswith(".ods .zip .parquet")
    assert said(tmp_path / "births.csv") == ["NO_SUCH_FILE no such file or folder (did you mean births.parquet?)"]
    assert said(tmp_path / "births.parquet") == [
        "UNREADABLE the parquet file is damaged or ends early; send or download it again"
    ]


def test_a_kind_without_an_opener_is_refused_by_name(tmp_path: Path) -> None:
    refusing = FileKinds((*KINDS.table, FileKind(text("a parquet file"), magic=(b"PAR1",))))
    (tmp_path / "a.csv").write_bytes(PARQUET)

    _, (wrong,) = find_sources([str(tmp_path / "a.csv")], kinds=refusing)

    assert str(wrong.text) == "this is a parquet file; open it, and save the table as .xlsx or CSV UTF-8"


def test_a_kind_that_holds_files_is_refused_in_an_archive(tmp_path: Path) -> None:
    tar = FileKind(text("the tar archive"), rows_in, (".tar",), magic=(b"tar!",), holds_files=True)
    nested = FileKinds((*KINDS.table, tar))
    (tmp_path / "a.zip").write_bytes(packed({"b.tar": b"tar!"}))

    _, (wrong,) = find_sources([str(tmp_path / "a.zip")], kinds=nested)

    assert wrong.code == "NESTED_ARCHIVE"


def test_a_web_page_a_document_or_another_archive_is_named_as_what_it_is() -> None:
    assert "this is a web page or XML" in message({"a.xls": "<html><table><tr><td>1</td></tr></table></html>"})
    assert "this is a binary workbook (.xlsb)" in message({"a.xlsb": packed({"xl/workbook.bin": "x"})})
    assert "this is a document" in message({"a.docx": packed({"[Content_Types].xml": "", "word/document.xml": ""})})
    assert "this is a document" in message({"a.odt": packed({"mimetype": "application/vnd.oasis.opendocument.text"})})
    assert faults({"a.xls": "<?xml version='1.0'?><Workbook/>"}) == ["a.xls NOT_A_TABLE"]


@pytest.mark.parametrize(
    ("head", "called"),
    [
        (b"Rar!\x1a\x07", "a rar archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"%PDF-1.4", "a PDF document"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\x89PNG\r\n", "a picture"),
        (b"{\\rtf1", "a text document"),
        (b"\x09\x04\x06\x00\x00\x00", "a workbook of Excel 4 or older"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html>", "a web page or XML, whatever its name says"),
    ],
)
def test_a_refused_kind_is_known_by_its_first_bytes(head: bytes, called: str) -> None:
    assert message({"a.csv": head}).endswith(f"this is {called}; open it, and save the table as .xlsx or CSV UTF-8")


def test_what_is_no_text_under_the_name_of_a_packed_kind_is_damaged() -> None:
    for name, called in (("a.xlsx", "the workbook"), ("a.zip", "the zip archive")):
        assert message({name: b"\1\2\3"}).endswith(f"{called} is damaged or ends early; send or download it again")
        assert message({name: b"PK\3\4xx"}).endswith(f"{called} is damaged or ends early; send or download it again")
    assert "the zip archive is damaged" in message({"a.csv": b"PK\3\4xx"})


@pytest.mark.parametrize("name", ["a.csv", "a.TSV", "a.csv.gz", "a.xlsm", "b.ODS", "2013/06.xls", "a.zip"])
def test_data_files_are_known_by_their_suffix(name: str) -> None:
    assert KINDS.named(name)


@pytest.mark.parametrize("name", ["a.txt", "a.gz", "csv", "a.csv.bak", ".a.csv", "~$a.xlsx", "a/.b.csv", ""])
def test_other_files_and_hidden_ones_are_no_data(name: str) -> None:
    assert KINDS.named(name) is None


def test_a_suffix_of_two_endings_goes_as_a_whole() -> None:
    names = ["a.csv", "a.CSV.gz", "a.b.xlsx", "a.txt", "a"]

    assert [KINDS.without_suffix(name) for name in names] == ["a", "a", "a.b", "a.txt", "a"]


@pytest.mark.parametrize(
    ("path", "bare"),
    [
        ("2013/06.csv", "2013/06"),
        ("2013\\06.CSV.GZ", "2013/06"),
        ("2013-06.zip/06.xlsx", "2013-06/06"),
        ("06.txt", "06"),
        ("2013.10.csv", "2013.10"),
        ("06.pdf", "06.pdf"),
        (".csv", ""),
    ],
)
def test_endings_are_taken_off_files_and_folders(path: str, bare: str) -> None:
    assert without_endings(path, KINDS.endings) == bare


@given(st.lists(st.sampled_from([".csv", ".gz", ".xlsx", ".xls", "2013", "/", "a", ".", ".Zip"])).map("".join))
def test_a_path_without_endings_has_none_more_to_take_off(path: str) -> None:
    bare = without_endings(path, KINDS.endings)

    assert without_endings(bare, KINDS.endings) == bare
    assert not bare.endswith(KINDS.endings)


def test_gzip_is_unpacked_whatever_the_name(tmp_path: Path) -> None:
    for name in ("a.csv.gz", "b.csv", "c.txt"):
        (tmp_path / name).write_bytes(gzip.compress(CSV))
        (source,) = sources_of([str(tmp_path / name)])
        with source.open() as stream:
            assert stream.read() == CSV


def test_workbooks_of_each_kind_are_known() -> None:
    kinds = {
        str(KINDS.of(Source(name, WORKBOOKS / name)).called) for name in ("counts.xlsx", "counts.xls", "counts.ods")
    }

    assert kinds == {"the workbook"}


@pytest.mark.parametrize("content", ["x" * 5_000_000, "application/vnd.oasis.opendocument.spreadsheet" + "x" * 99])
def test_what_a_zip_says_that_it_is_may_be_as_long_as_it_likes(content: str) -> None:
    assert message({"a.ods": packed({"mimetype": content})}).split("\n")[0].split()[1] in ("NOT_A_TABLE", "UNREADABLE")
