from __future__ import annotations

import io
import zipfile

from tests.hostile.case import Hostile
from tests.unit.intake.spreadsheets import WORKBOOKS, packed, xlsx

ROWS = [["month", "town", "village", "births", "population"], ["2013-01", "North", "Mill", 3, 1000]]


def w(what, make, says="", codes=(2,), cmd="popcalc compute a.xlsx", **k):
    return Hostile("workbook", what, cmd, lambda f: (f / cmd.split()[2]).write_bytes(make()), codes, says, **k)


def changed(book, member, change):
    with zipfile.ZipFile(io.BytesIO(book)) as z:
        m = {n: z.read(n) for n in z.namelist()}
    m[member] = change(m[member].decode()).encode() if callable(change) else change
    return packed(m)


S = "xl/worksheets/sheet1.xml"
BOOK = lambda **k: xlsx({"S": ROWS}, **k)


def inject(text, times=1, after="", before="</sheetData>"):
    return lambda: changed(BOOK(), S, lambda x: x.replace(before, (text if isinstance(text, str) else text()) + before))


DTD = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{"&" + chr(97 + i) + ";"}{("&" + chr(97 + i) + ";") * 9}">' for i in range(9))
    + "]>"
)


def ods(content):
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            + content
            + "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": "<x/>",
        }
    )


def cell(t):
    return f'<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>'


def row(*c, extra=""):
    return f"<table:table-row {extra}>" + "".join(cell(x) for x in c) + "</table:table-row>"


ODSR = row(*ROWS[0]) + row(*map(str, ROWS[1]))
XLS = (WORKBOOKS / "counts.xls").read_bytes()


def xlspatch(at, b):
    c = bytearray(XLS)
    c[at : at + len(b)] = b
    return bytes(c)


CASES = (
    w(
        "entities that multiply (billion laughs)",
        lambda: changed(BOOK(), S, lambda x: DTD + x.replace("Mill", "&j;")),
        "",
        (0, 2),
    ),
    w(
        "an entity that reads a file",
        lambda: changed(
            BOOK(), S, lambda x: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + x.replace("Mill", "&a;")
        ),
        "",
        (0, 2),
        never=("root:",),
    ),
    w("a bomb of a sheet", inject(lambda: " " * 300_000_000), "stray cell"),
    w("a stray cell at the far end", inject('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "stray cell"),
    w("a stray cell 100,000 rows below", inject('<row r="100000"><c r="A100000"><v>1</v></c></row>'), "", (0, 2)),
    w(
        "a stray cell of a large rectangle",
        inject('<row r="20000"><c r="XFD20000"><v>1</v></c></row>'),
        "",
        (2,),
        megabytes=5000,
    ),
    w("30 sheets with large rectangles", lambda: (lambda b: b)(_sheets(30)), "", (2,), megabytes=5000),
    w(
        "2,000 sheets",
        lambda: xlsx({f"S{i}": ROWS if i == 0 else [["x"]] for i in range(2000)}),
        "",
        (0, 2),
        seconds=120,
    ),
    w(
        "sheet name that steers",
        lambda: xlsx({"\u202eS\u0085[2J": [["x", "y"], ["1", "2"]], "T": [["x"]]}),
        "U+202E",
        never=("\u202e", "\x85"),
    ),
    w(
        "a million merged cells",
        lambda: changed(
            BOOK(),
            S,
            lambda x: x.replace(
                "</worksheet>",
                "<mergeCells>"
                + "".join(f'<mergeCell ref="A{i}:XFD{i}"/>' for i in range(1, 200_000))
                + "</mergeCells></worksheet>",
            ),
        ),
        "",
        (0, 2),
    ),
    w("one merged cell over all", lambda: BOOK(merged=["A1:XFD1048576"]), "", (0, 2)),
    w(
        "hidden columns without end",
        lambda: BOOK(columns="<cols>" + '<col min="1" max="999999999" hidden="1"/>' * 1000 + "</cols>"),
        "",
        (0, 2),
    ),
    w(
        "hidden columns of 5000 digits",
        lambda: BOOK(columns='<cols><col min="1" max="' + "9" * 5000 + '" hidden="1"/></cols>'),
        "",
        (0, 2),
    ),
    w("cells that never close", inject(lambda: '<row r="3">' + '<c r="A3" t="e">' * 300_000), "", (0, 2), seconds=60),
    w("formulas that never close", inject(lambda: '<row r="3">' + '<c r="A3"><f>x' * 300_000), "", (0, 2), seconds=60),
    w(
        "cells without value",
        inject(lambda: '<row r="3">' + '<c r="A3" s="1"><is></is></c>' * 300_000 + "</row>"),
        "",
        (0, 2),
        seconds=60,
    ),
    w(
        "cells without value, styles",
        lambda: changed(
            xlsx({"S": ROWS}, formats=["0.0"]),
            S,
            lambda x: x.replace(
                "</sheetData>", '<row r="3">' + '<c r="A3" s="1"><x>' * 100_000 + "<v>1.5</v></row></sheetData>"
            ),
        ),
        "",
        (0, 2),
        seconds=60,
    ),
    w(
        "attributes without end",
        inject(lambda: '<row r="3"><c r="A3"' + ' x="1"' * 1_000_000 + "><v>1</v></c></row>"),
        "",
        (0, 2),
        seconds=60,
    ),
    w(
        "a row number beyond any",
        inject('<row r="99999999999999999999"><c r="A99999999999999999999"><v>1</v></c></row>'),
        "",
        (0, 2),
    ),
    w("a column beyond any", inject('<row r="3"><c r="ZZZZZZZZZZZZZ3"><v>1</v></c></row>'), "", (0, 2)),
    w(
        "a number of 200,000 digits",
        inject(
            '<row r="3"><c r="A3" t="str"><v>2013-02</v></c><c r="B3" t="str"><v>North</v></c><c r="C3" t="str"><v>Mill</v></c><c r="D3"><v>'
            + "9" * 200_000
            + "</v></c></row>"
        ),
        "",
        (2,),
    ),
    w(
        "not a number, without end",
        inject(
            '<row r="3"><c r="A3" t="str"><v>2013-02</v></c><c r="B3" t="str"><v>North</v></c><c r="C3" t="str"><v>Mill</v></c><c r="D3"><v>NaN</v></c><c r="E3"><v>Infinity</v></c></row>'
        ),
        "",
        (0, 2),
    ),
    w(
        "1e308",
        inject(
            '<row r="3"><c r="A3" t="str"><v>2013-02</v></c><c r="B3" t="str"><v>North</v></c><c r="C3" t="str"><v>Mill</v></c><c r="D3"><v>1e308</v></c></row>'
        ),
        "",
        (2,),
    ),
    w(
        "a format of 100,000 signs",
        lambda: xlsx({"S": ROWS}, formats=['"' * 0 + "[x" * 50_000]),
        "",
        (0, 2),
        seconds=30,
    ),
    w("a format of 100,000 quotes", lambda: xlsx({"S": ROWS}, formats=["&quot;a;" * 30_000]), "", (0, 2), seconds=30),
    w("a format of 30,000 semicolons", lambda: xlsx({"S": ROWS}, formats=[";" * 30_000]), "", (0, 2), seconds=30),
    w("10,000 formats", lambda: xlsx({"S": ROWS}, formats=["0.0"] * 10_000), "", (0, 2), seconds=30),
    w(
        "names of attributes without end",
        inject(lambda: '<row r="3" ' + "a" * 2_000_000 + ' hidden="1"><c r="A3"><v>1</v></c></row>'),
        "",
        (0, 2),
        seconds=30,
    ),
    w(
        "marks of formulas without end",
        inject(lambda: '<row r="3"><c r="A3" t="str"><v>' + "f " * 2_000_000 + "</v></c></row>"),
        "",
        (0, 2),
        seconds=30,
    ),
    w("rows hidden without end", inject(lambda: "<row " + ' hidden="1"' * 200_000), "", (0, 2), seconds=30),
    w(
        "styles without end",
        lambda: (lambda b: changed(b, "xl/styles.xml", lambda x: x.replace("<cellXfs>", "<cellXfs>" * 300_000)))(
            xlsx({"S": ROWS}, formats=["0.0"])
        ),
        "",
        (0, 2),
        seconds=30,
    ),
    w(
        "relations to itself",
        lambda: changed(
            BOOK(), "xl/_rels/workbook.xml.rels", lambda x: x.replace("worksheets/sheet1.xml", "workbook.xml")
        ),
        "",
        (0, 2),
    ),
    w("deep elements", inject(lambda: "<a>" * 1_000_000), "", (0, 2)),
    w("no sheets", lambda: changed(BOOK(), "xl/workbook.xml", b"<workbook/>"), "", (2,)),
    w("date beyond any", inject('<row r="3"><c r="A3" s="1"><v>1e15</v></c></row>'), "", (0, 2)),
    w("an xlsx of one byte", lambda: b"P"),
    w("xls: sectors in a circle", lambda: xlspatch(512, b"\0\0\0\0" * 128), "", (0, 2), "popcalc compute a.xls"),
    w("xls: huge sector count", lambda: xlspatch(44, b"\xff\xff\xff\x7f"), "", (2,), "popcalc compute a.xls"),
    w("xls: directory leads nowhere", lambda: xlspatch(48, b"\xf0\xff\xff\xff"), "", (2,), "popcalc compute a.xls"),
    w(
        "ods: rows repeated 10^9 times",
        lambda: ods(
            '<table:table table:name="S">'
            + ODSR
            + row("x", extra='table:number-rows-repeated="1000000000"')
            + "</table:table>"
        ),
        "",
        (0, 2),
        "popcalc compute a.ods",
        megabytes=5000,
    ),
    w(
        "ods: columns repeated 10^9 times",
        lambda: ods(
            '<table:table table:name="S">'
            + ODSR
            + '<table:table-row><table:table-cell table:number-columns-repeated="1000000000" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
        ),
        "",
        (0, 2),
        "popcalc compute a.ods",
        megabytes=5000,
    ),
    w(
        "ods: blank rows repeated",
        lambda: ods(
            '<table:table table:name="S">'
            + ODSR
            + '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>'
        ),
        "",
        (0,),
        "popcalc compute a.ods",
    ),
    w(
        "ods: spans of 5,000 digits",
        lambda: ods(
            '<table:table table:name="S">'
            + ODSR.replace(
                "<table:table-cell ", '<table:table-cell table:number-columns-spanned="' + "9" * 5000 + '" ', 1
            )
            + "</table:table>"
        ),
        "",
        (0, 2),
        "popcalc compute a.ods",
    ),
    w(
        "ods: text of 10^8 spaces",
        lambda: ods(
            '<table:table table:name="S">' + ODSR.replace("Mill", '<text:s text:c="999999999"/>') + "</table:table>"
        ),
        "",
        (0, 2),
        "popcalc compute a.ods",
        megabytes=5000,
    ),
    w(
        "an html page called xls",
        lambda: b"<html><table><tr><td>x</td></tr></table>",
        "NOT_A_TABLE",
        (2,),
        "popcalc compute a.xls",
    ),
)


def _sheets(n):
    b = xlsx({f"S{i}": ROWS for i in range(n)})
    with zipfile.ZipFile(io.BytesIO(b)) as z:
        m = {x: z.read(x) for x in z.namelist()}
    for i in range(n):
        m[f"xl/worksheets/sheet{i + 1}.xml"] = m[f"xl/worksheets/sheet{i + 1}.xml"].replace(
            b"</sheetData>", b'<row r="9000"><c r="CVA9000"><v>1</v></c></row></sheetData>'
        )
    return packed(m)
