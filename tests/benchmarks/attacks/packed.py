"""Archives and workbooks that would fill the disk or the memory, lead elsewhere, or never end."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.attacks.case import HEADER, ROW, Hostile
from tests.unit.intake.spreadsheets import WORKBOOKS, Cell, packed, xlsx

CSV = (HEADER + ROW).encode()
ROWS: list[list[Cell]] = [list(HEADER.strip().split(",")), ["2013-01", "North", "Mill", 3, 1000]]
SHEET = "xl/worksheets/sheet1.xml"


def in_file(
    kind: str,
    what: str,
    name: str,
    content: Callable[[], bytes],
    says: str = "",
    codes: tuple[int, ...] = (2,),
    megabytes: int = 512,
    slow: bool = False,
    seconds: float = 60,
) -> Hostile:
    return Hostile(
        kind,
        what,
        f"popcalc compute {name}",
        lambda folder: (folder / name).write_bytes(content()),
        codes,
        says,
        ("root:", "\u202e"),
        megabytes=megabytes,
        slow=slow,
        seconds=seconds,
    )


def zipped(
    what: str, content: Callable[[], bytes], says: str = "", codes: tuple[int, ...] = (2,), slow: bool = False
) -> Hostile:
    return in_file("archive", what, "a.zip", content, says, codes, slow=slow)


def nested(levels: int) -> bytes:
    content = packed({"a.csv": CSV})
    for level in range(levels):
        content = packed({f"{level}.csv": content})
    return content


def listing(number: int) -> bytes:
    """Return an archive that lists one empty member so many times."""
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    listed = (struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, *[0] * 7, 1, *[0] * 6) + b"a") * number
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, number, number, len(listed), len(local))
    leads = struct.pack("<4sLQL", b"PK\6\7", 0, len(local) + len(listed), 1)
    return local + listed + end + leads + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0)


def newlines(megabytes: int) -> bytes:
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb") as packer:
        packer.write(CSV)
        for _ in range(megabytes):
            packer.write(b"\n" * (1 << 20))
    return stream.getvalue()


def many(members: int) -> bytes:
    def content(number: int) -> str:
        return HEADER + f"2013-{number % 12 + 1:02},North,V{number // 12},{number % 5},{900 + number % 89}\n"

    return packed({f"{number:06}.csv": content(number) for number in range(members)})


ARCHIVES = (
    zipped("a bomb of one member", lambda: packed({"a.csv": b"\n" * 300_000_000}), "TOO_LARGE"),
    zipped("a bomb of many members", lambda: packed({f"{n}.csv": b"\n" * 5_000_000 for n in range(40)}), "TOO_LARGE"),
    zipped("archives in each other, 20 levels", lambda: nested(20), "NESTED_ARCHIVE"),
    zipped("a table that is called an archive", lambda: CSV, "births", (0,)),
    zipped(
        "an archive inside that is called a table", lambda: packed({"a.csv": packed({"b.csv": CSV})}), "NESTED_ARCHIVE"
    ),
    zipped("names that lead out of it", lambda: packed({"../../owned.csv": CSV}), "births", (0,)),
    zipped("a member's name steers", lambda: packed({"\x1b[2J\u202e\n.csv": b"x\n1\n"}), "␛[2J<U+202E>␊"),
    zipped("a member's name of 60,000 characters", lambda: packed({"x" * 60_000 + ".csv": b"x\n1\n"}), "NO_HEADER"),
    zipped("a million members that are listed", lambda: listing(1_000_000), "TOO_LARGE"),
    zipped(
        "packed tables that swell inside",
        lambda: packed({f"{n}.csv.gz": newlines(30) for n in range(9)}),
        "far more",
        slow=True,
    ),
    in_file("archive", "2 MB of packed line ends", "a.csv.gz", lambda: newlines(2000), "", (0, 2), 300),
    in_file(
        "archive", "a packed table that ends early", "a.csv.gz", lambda: gzip.compress(CSV * 999)[:-9], "ends early"
    ),
    in_file("archive", "60,000 members", "a.zip", lambda: many(60_000), "births", (0,), slow=True, seconds=500),
)


def changed(content: str, at: str = "</sheetData>", member: str = SHEET) -> bytes:
    """Return a workbook with something put in before a place of a part of it."""
    with zipfile.ZipFile(io.BytesIO(xlsx({"S": ROWS}, formats=["0.0"]))) as archive:
        members: dict[str, str | bytes] = {one: archive.read(one).decode() for one in archive.namelist()}
    members[member] = str(members[member]).replace(at, content + at, 1)
    return packed(members)


def book(
    what: str, content: Callable[[], bytes], says: str = "", codes: tuple[int, ...] = (0, 2), megabytes: int = 512
) -> Hostile:
    return in_file("workbook", what, "a.xlsx", content, says, codes, megabytes)


ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "a">'
READS = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ROW_3 = '<row r="3"><c r="A3"'
BEYOND = '<row r="99999999999"><c r="ZZZZZZZ99999999999"><v>1</v></c></row>'


def merged(number: int) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(1, number)) + "</mergeCells>"


BOOKS = (
    book("entities that multiply", lambda: changed(f"{DOCTYPE}{ENTITIES}]>", "<worksheet")),
    book("an entity that reads a file", lambda: changed(READS, "<worksheet")),
    book("a sheet of 300 MB of blanks", lambda: changed(" " * 300_000_000), "UNREADABLE", (2,)),
    book(
        "a stray cell at the far end",
        lambda: changed('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "",
        (2,),
    ),
    book("cells that never close", lambda: changed('<row r="3">' + '<c r="A3" t="e">' * 300_000), "UNREADABLE", (2,)),
    book("marks of formulas without end", lambda: changed(f'{ROW_3} t="str"><v>{"f " * 2_000_000}</v></c></row>')),
    book("attributes without end", lambda: changed(f'<row r="3" {"a" * 2_000_000} hidden="1"></row>')),
    book("200,000 merged cells", lambda: changed(merged(200_000), "</worksheet>")),
    book("a column and a row beyond any", lambda: changed(BEYOND)),
    book("a format of 100,000 quotes", lambda: xlsx({"S": ROWS}, formats=['"a";' * 25_000 + '"'])),
    book("a sheet's name steers", lambda: xlsx({"\u202eS": [["x"]], "T": [["x"]]}), "<U+202E>", (2,)),
    in_file("workbook", "sectors in a circle", "a.xls", lambda: _with(512, bytes(512)), "UNREADABLE"),
    in_file("workbook", "more sectors than the file", "a.xls", lambda: _with(44, b"\xff\xff\xff\x7f"), "UNREADABLE"),
    in_file("workbook", "a web page called a workbook", "a.xls", lambda: b"<html><table>", "NOT_A_TABLE"),
)


def _with(at: int, there: bytes) -> bytes:
    content = bytearray((WORKBOOKS / "counts.xls").read_bytes())
    content[at : at + len(there)] = there
    return bytes(content)


def folder_of(files: int) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        for number in range(files):
            line = f"2013-{number % 12 + 1:02},North,V{number // 12},{number % 5},{900 + number % 89}\n"
            (folder / f"{number:06}.csv").write_text(HEADER + line)

    return make


MANY = (
    Hostile("archive", "20,000 files", "popcalc compute .", folder_of(20_000), (0,), "births", slow=True, seconds=300),
)
