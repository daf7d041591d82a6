"""Workbooks written as XML by hand, so that a cell can be what no writer would write today."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import ascii_uppercase
from xml.sax.saxutils import escape

WORKBOOKS = Path(__file__).parents[2] / "fixtures" / "workbooks"
"""Workbooks of other writers; make.py beside them says how they came about."""

Cell = str | int | float | None
"""A text, a number, or nothing; what a text that begins with `<` means is said at `xlsx`."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of some members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    hidden: Sequence[str] = (),
    *,
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    columns: str = "",
    formats: Sequence[str] = (),
) -> bytes:
    """Return an .xlsx of some sheets; a text cell that begins with `<` stands for itself behind the cell's place.

    In each sheet some ranges are merged, some rows hidden, and `columns` stands for itself; the first of the `formats`
    is that of cells with `s="1"`.
    """
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name in hidden else ''}/>"
        for number, name in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATED}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{kind}.worksheet+xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        }
        | {
            f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{_MAIN}">{columns}<sheetData>'
            f"{_rows(rows, hidden_rows)}</sheetData>{_merged(merged)}</worksheet>"
            for number, rows in enumerate(sheets.values(), start=1)
        }
        | ({"xl/styles.xml": _styles(formats)} if formats else {})
    )


def _styles(formats: Sequence[str]) -> str:
    listed = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for number, code in enumerate(formats, start=164)
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in (0, *range(164, 164 + len(formats))))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{listed}</numFmts><cellStyleXfs><xf/></cellStyleXfs>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>"
    )


def _merged(ranges: Sequence[str]) -> str:
    listed = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return f"<mergeCells>{listed}</mergeCells>" if ranges else ""


def _rows(rows: Sequence[Sequence[Cell]], hidden: Sequence[int]) -> str:
    written = ""
    for row, cells in enumerate(rows, start=1):
        inside = "".join(
            f'<c r="{ascii_uppercase[column]}{row}"{_cell(cell)}</c>'
            for column, cell in enumerate(cells)
            if cell is not None
        )
        written += f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if row in hidden else ""}>{inside}</row>'
    return written


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return (
            cell[1:] if cell.startswith("<") else f' t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is>'
        )
    return f"><v>{cell}</v>"


def ods(table: str) -> bytes:
    """Return an .ods of one sheet from the XML of its rows."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{names}:{name}:1.0"' for name in ("office", "table", "text"))
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Sheet1">{table}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
            "META-INF/manifest.xml": f'<manifest xmlns="{names}:manifest:1.0"/>',
        }
    )
