from __future__ import annotations

import csv
import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from popcalc.errors import InputError
from popcalc.intake.workbooks import Sheets, _Reader
from tests.unit.intake.reading import faults, figures, message, notices, read, sources_of
from tests.unit.intake.spreadsheets import WORKBOOKS, Cell, ods, packed, xlsx

HEADER: list[Cell] = ["village", "month", "births"]
CSV = "village,month,births\nA,2013-01,5\n"
FIGURES = {
    ("320803100201", "2013-06"): {"births": 3, "population": 1204},
    ("320803100202", "2013-06"): {"births": 0, "population": 986},
    ("320803100203", "2013-06"): {"births": 12, "population": 1530},
}


def rows_of(content: bytes, tmp_path: Path) -> list[list[str]]:
    """Return the cells of the only sheet."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    (source,) = sources_of([str(path)])
    with source.open() as stream:
        return list(csv.reader(io.StringIO(stream.read().decode(), newline="")))


def wrong(path: Path, *sheets: str) -> str:
    with pytest.raises(InputError) as raised:
        sources_of([str(path)], sheets)
    return str(raised.value).replace(f"{path.parent}/", "")


def names(path: Path, *sheets: str) -> list[str]:
    return [Path(source.name).name for source in sources_of([str(path)], sheets)]


@pytest.mark.parametrize("name", ["counts.xlsx", "counts.xls", "counts.ods"])
def test_workbooks_of_all_kinds_give_the_figures_their_writers_put_in(name: str) -> None:
    table = read({name: (WORKBOOKS / name).read_bytes()})

    assert figures(table) == FIGURES
    assert {area for area in table.areas.names if area.endswith("村")} == {"松谷村", "石门村", "东溪村"}
    assert "ENCODING" not in notices(table)


def test_a_workbook_is_known_by_its_bytes_whatever_its_name() -> None:
    assert figures(read({"counts.csv": (WORKBOOKS / "counts.xls").read_bytes()})) == FIGURES
    assert figures(read({"book.xls": CSV})) == figures(read({"book.xlsx": CSV})) == figures(read(CSV))
    assert figures(read({"book.xls": CSV.replace(",", "\t").encode("utf-16")})) == figures(read(CSV))


def test_a_forced_encoding_is_that_of_text_files_only() -> None:
    assert figures(read({"counts.ods": (WORKBOOKS / "counts.ods").read_bytes()}, encoding="gb18030")) == FIGURES


def test_places_are_those_that_the_spreadsheet_shows() -> None:
    rows: list[list[Cell]] = [[], [None, "村表"], [None, *HEADER], [], [None, "A", "2013-01", 1.5], [None, "B", "x", 2]]

    assert faults({"a.xlsx": xlsx({"S": rows})}) == ["a.xlsx:6:3 NOT_A_PERIOD", "a.xlsx:5:4 NOT_A_COUNT"]


def test_numbers_are_written_as_the_spreadsheet_means_them(tmp_path: Path) -> None:
    cells: list[Cell] = [12.0, 1.5, 0, -3, 320803100201, 1e15, 320803100201001001, 0.1 + 0.2, 6 * 1.1]
    shown = ["12", "1.5", "0", "-3", "320803100201", "1.00000E+15", "3.20803E+17", "0.3", "6.6"]

    assert rows_of(xlsx({"S": [cells]}), tmp_path) == [shown]


def test_a_code_that_lost_digits_in_the_spreadsheet_is_an_error() -> None:
    rows: list[list[Cell]] = [["village_code", "month", "births"], [320803100201001001, "2013-01", 5]]

    assert faults({"a.xlsx": xlsx({"S": rows})}) == ["a.xlsx:2:1 SCIENTIFIC_CODE"]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ('< t="e"><v>#DIV/0!</v>', "#DIV/0!"),
        ('< s="1" t="e"><f>A1/0</f><v>#REF!</v>', "#REF!"),
        ("<><f>SUM(A1:A2)</f>", "=SUM(A1:A2)"),
        ("<><f>B1</f><v></v>", "=B1"),
        ("<><f>B1</f><v/>", "=B1"),
        ('<><f t="shared" si="0"/>', "="),
        ("<><f>A1+1</f><v>7</v>", "7"),
        ('< t="str"><f>""</f><v></v>', ""),
        ('< t="str"><f>A1</f><v>ab</v>', "ab"),
        ('< t="b"><v>1</v>', "TRUE"),
        ('< t="inlineStr"><is><t xml:space="preserve">  a&#10;b </t></is>', "  a\nb "),
    ],
)
def test_no_cell_is_empty_that_is_not_empty_in_the_spreadsheet(inside: str, shown: str, tmp_path: Path) -> None:
    assert rows_of(xlsx({"S": [["a", inside, "z"]]}), tmp_path) == [["a", shown, "z"]]


def test_error_cells_of_a_large_sheet_are_found_wherever_its_bytes_are_cut(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["x" * 50, row] for row in range(40_000)]
    for row in (0, 13_000, 39_999):
        rows[row] = ['< t="e"><v>#N/A</v>', f"<><f>{'A1+' * 30}</f>"]

    found = rows_of(xlsx({"S": rows}), tmp_path)

    assert [row for row, cells in enumerate(found) if cells[0] == "#N/A" and cells[1].startswith("=A1+")] == [
        0,
        13_000,
        39_999,
    ]
    assert len(found) == 40_000


def test_error_cells_of_an_xls_are_named() -> None:
    assert faults({"e.xls": (WORKBOOKS / "errors.xls").read_bytes()}) == [
        "e.xls:7:5 WORKSHEET_ERROR",
        "e.xls:7:6 WORKSHEET_ERROR",
    ]


def test_errors_repeats_and_merged_cells_of_an_ods(tmp_path: Path) -> None:
    table = """
    <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
    <table:table-row>
      <table:table-cell office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>
      <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""
        calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>
      <table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/>
      <table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="0">
        <text:p>Err:502</text:p></table:table-cell>
      <table:table-cell office:value-type="date" office:date-value="2013-06-30"><text:p>x</text:p></table:table-cell>
    </table:table-row>
    <table:table-row>
      <table:table-cell table:number-columns-spanned="2" office:value-type="string">
        <text:p>m</text:p></table:table-cell>
      <table:covered-table-cell/>
      <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>x</text:p></table:table-cell>
    </table:table-row>
    """

    found = rows_of(ods("".join(line.strip() + " " for line in table.splitlines()).replace("> <", "><")), tmp_path)

    assert found == [
        [""] * 7,
        [""] * 7,
        ["#DIV/0!", "#REF!", "7", "7", "Err:502", "Err:502", "2013-06-30"],
        ["m", "", "TRUE", "", "", "", ""],
    ]


def test_the_only_sheet_that_is_not_empty_is_read(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    rows: list[list[Cell]] = [HEADER, ["A", "2013-01", 5]]
    book.write_bytes(xlsx({"Sheet1": [], "Sheet2": rows, "old": rows}, hidden=["old"]))

    assert names(book) == names(book, "all") == ["a.xlsx"]
    assert names(book, "sheet2 ") == ["a.xlsx[Sheet2]"]
    assert names(book, "old") == ["a.xlsx[old]"]


def test_several_sheets_are_listed_until_one_is_named(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(xlsx({"2013年5月": [HEADER], "2013年6月": [HEADER], "notes": [["x"]]}))

    assert wrong(book) == (
        "a.xlsx SEVERAL_SHEETS several sheets hold something: 2013年5月, 2013年6月, notes; say which are read with "
        "--sheet NAME (it may be given again), or --sheet all"
    )
    assert names(book, "2013年5月", "2013年6月") == ["a.xlsx[2013年5月]", "a.xlsx[2013年6月]"]
    assert len(names(book, "all")) == 3
    assert wrong(book, "2013年7月") == (
        "a.xlsx UNKNOWN_SHEET no sheet 2013年7月 in this workbook (did you mean 2013年6月?); its sheets are 2013年5月, "
        "2013年6月, notes"
    )
    assert wrong(book, "notes", "note") == " UNKNOWN_SHEET no workbook has a sheet note (did you mean notes?)".strip()


def test_a_sheet_may_be_in_one_of_several_workbooks(tmp_path: Path) -> None:
    for name, sheet in (("a.xlsx", "births"), ("b.xlsx", "people")):
        (tmp_path / name).write_bytes(xlsx({sheet: [HEADER], "notes": [["x"]]}))

    assert names(tmp_path, "births", "people") == ["a.xlsx[births]", "b.xlsx[people]"]
    assert "b.xlsx UNKNOWN_SHEET no sheet births in this workbook" in wrong(tmp_path, "births").replace(
        f"{tmp_path}/", ""
    )


def test_a_sheet_named_without_a_workbook_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)

    assert "UNKNOWN_SHEET no workbook has a sheet births" in wrong(tmp_path / "a.csv", "births")


def test_a_sheets_name_may_hold_the_month(tmp_path: Path) -> None:
    book = tmp_path / "2013年报表.xlsx"
    rows: list[list[Cell]] = [["village", "births"], ["A", 5]]
    book.write_bytes(xlsx({"5月": rows, "6月": rows}))

    runs = [source.run(1) for source in sources_of([str(book)], ["all"])]

    assert [run and run.start % 12 for run in runs] == [4, 5]


def test_an_empty_workbook_is_an_error(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(xlsx({"S": [], "T": [[None, " " * 0]]}))
    assert wrong(book) == "a.xlsx EMPTY_FILE the workbook is empty; it needs a header row and rows of counts"
    book.write_bytes(xlsx({"S": [], "old": [HEADER]}, hidden=["old"]))
    assert "hidden ones are read when --sheet names them: old" in wrong(book)


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("popcalc.intake.workbooks.find_spec", lambda _: None)

    assert wrong(WORKBOOKS / "counts.xls").endswith("needs one more package: pip install 'popcalc[excel]'")


def test_protected_workbooks_are_errors_that_say_so(tmp_path: Path) -> None:
    book = (WORKBOOKS / "counts.xls").read_bytes()
    entry = book.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    encrypted = book[:entry] + name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2) + book[entry + 66 :]
    # A record that says how the rest is encrypted, right after the first one.
    stream = book.index(struct.pack("<HH", 0x0809, 16))
    password = book[: stream + 20] + struct.pack("<HHH", 0x2F, 2, 0) + book[stream + 26 :]
    locked = packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b"\x81\x17",
            "META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>",
        }
    )

    for content in (encrypted, password, locked):
        (tmp_path / "a.xlsx").write_bytes(content)
        assert wrong(tmp_path / "a.xlsx") == (
            "a.xlsx PASSWORD the workbook is protected by a password; open it and save it without one"
        )


@pytest.mark.parametrize("name", ["counts.xlsx", "counts.xls", "counts.ods"])
def test_a_damaged_workbook_is_an_error_never_a_crash(name: str, tmp_path: Path) -> None:
    whole = (WORKBOOKS / name).read_bytes()
    book = tmp_path / name
    for content in (whole[:-300], whole[: len(whole) // 2], whole[:600], whole[:600] + bytes(5000)):
        book.write_bytes(content)
        assert wrong(book) == f"{name} UNREADABLE the workbook is damaged or ends early; send or download it again"


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
                sheets.of(book, "a.xls")
            except InputError as error:
                codes |= {fault.code for fault in error.faults}
                refused += 1
    assert codes <= {"UNREADABLE", "EMPTY_FILE", "PASSWORD"}
    assert 0 < refused < 200


def test_a_stray_cell_at_the_end_of_the_sheet_is_an_error_not_the_end_of_the_process(tmp_path: Path) -> None:
    book = xlsx({"S": [HEADER, ["A", "2013-01", 5]]})
    sheet = '<c r="XFD1048576"><v>1</v></c></row></sheetData>'
    (tmp_path / "a.xlsx").write_bytes(_replaced(book, "</row></sheetData>", sheet))

    assert "a stray cell below or beside it" in wrong(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(book)
    assert sorted(wrong_and_right(tmp_path)) == ["a.xlsx UNREADABLE", "b.xlsx read"]


def wrong_and_right(folder: Path) -> list[str]:
    """Read both workbooks of a folder by the same process."""
    said = []
    with Sheets([]) as sheets:
        for book in sorted(folder.iterdir()):
            try:
                sheets.of(book, book.name)
                said.append(f"{book.name} read")
            except InputError as error:
                said.append(f"{book.name} {error.faults[0].code}")
    return said


def _replaced(book: bytes, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    assert any(old in content for content in members.values())
    return packed({name: content.replace(old, new) for name, content in members.items()})


def test_a_workbook_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from popcalc.intake import workbook_reader

    book = tmp_path / "a.xlsx"
    book.write_bytes(xlsx({"S": [["x" * 200_000]]}))
    monkeypatch.setattr("popcalc.intake.spools.FREE_BYTES", 10_000)
    monkeypatch.setattr("popcalc.intake.spools.GREATEST_GROWTH", 1)

    assert workbook_reader.convert(book, tmp_path, None) == {"error": "too_large"}


def test_a_reader_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("popcalc.intake.workbooks.PATIENCE", 0.0)
    reader = _Reader()
    (tmp_path / "a.xls").write_bytes((WORKBOOKS / "counts.xls").read_bytes())

    with pytest.raises(InputError) as raised:
        reader.read(tmp_path / "a.xls", "a.xls", None)
    reader.close()

    (fault,) = raised.value.faults
    assert (fault.code, str(fault.place)) == ("UNREADABLE", "a.xls")
    assert "damaged" in str(fault.text)


def test_cells_with_quotes_delimiters_and_line_breaks_are_one_cell_each() -> None:
    rows: list[list[Cell]] = [
        HEADER,
        ['<  t="inlineStr"><is><t>A, "the"&#10;village</t></is>', "2013-01", 5],
        ["B", "2013-01", "x"],
    ]

    assert faults({"a.xlsx": xlsx({"S": rows})}) == ["a.xlsx:3:3 NOT_A_COUNT"]


def test_a_web_page_a_document_or_another_archive_is_named_as_what_it_is() -> None:
    assert "this is a web page or XML" in message({"a.xls": "<html><table><tr><td>1</td></tr></table></html>"})
    assert "this is a binary workbook (.xlsb)" in message({"a.xlsb": packed({"xl/workbook.bin": "x"})})
    assert "this is a document" in message({"a.docx": packed({"[Content_Types].xml": "", "word/document.xml": ""})})
    assert "this is a rar archive" in message({"a.csv": b"Rar!\x1a\x07"})
    assert faults({"a.xls": "<?xml version='1.0'?><Workbook/>"}) == ["a.xls NOT_A_TABLE"]
