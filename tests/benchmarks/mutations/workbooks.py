"""Workbooks written as XML by hand: merged cells, hidden rows, number formats, whatever a mutation asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tests.unit.intake.spreadsheets import packed


@dataclass(frozen=True)
class Held:
    """A cell of a workbook that holds more than it shows: a number format, a formula, an error."""

    value: str | float
    form: str = ""
    """The number format; General when it is empty."""
    formula: str = ""
    error: bool = False


Cell = str | int | Held


@dataclass(frozen=True)
class Page:
    """A sheet as it is written; rows and columns are counted from 1."""

    name: str
    grid: Sequence[Sequence[Cell]]
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()
    state: str = "visible"


_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def xlsx(pages: Sequence[Page], *, epoch_1904: bool = False) -> bytes:
    """Return an .xlsx of some sheets."""
    formats = sorted(
        {cell.form for page in pages for row in page.grid for cell in row if isinstance(cell, Held)} | {""}
    )
    numbers = range(1, len(pages) + 1)
    sheets = "".join(
        f'<sheet name={quoteattr(page.name)} sheetId="{number}" state="{page.state}" r:id="r{number}"/>'
        for number, page in zip(numbers, pages, strict=True)
    )
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATED}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for number in numbers
    )
    epoch = '<workbookPr date1904="1"/>' if epoch_1904 else ""
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{parts}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_RELATED}">{epoch}<sheets>{sheets}</sheets>'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
            f'<Relationship Id="styles" Type="{_RELATED}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": _styles(formats),
        }
        | {f"xl/worksheets/sheet{number}.xml": _sheet(page, formats) for number, page in enumerate(pages, start=1)}
    )


def _styles(formats: Sequence[str]) -> str:
    """Style number n is format number n; number 0 is General, as the empty format comes first."""
    own = "".join(
        f'<numFmt numFmtId="{164 + number}" formatCode={quoteattr(form)}/>'
        for number, form in enumerate(formats)
        if form
    )
    cells = "".join(
        f'<xf numFmtId="{164 + number if form else 0}" fontId="0" fillId="0" borderId="0" xfId="0"'
        f' applyNumberFormat="{int(bool(form))}"/>'
        for number, form in enumerate(formats)
    )
    listed = f'<numFmts count="{len(formats) - 1}">{own}</numFmts>' if own else ""
    return (
        f'<styleSheet xmlns="{_SHEETS}">{listed}<fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{cells}</cellXfs></styleSheet>'
    )


def _sheet(page: Page, formats: Sequence[str]) -> str:
    columns = "".join(f'<col min="{column}" max="{column}" width="9" hidden="1"/>' for column in page.hidden_columns)
    rows = "".join(
        f'<row r="{number}" hidden="{int(number in page.hidden_rows)}">'
        + "".join(_cell(cell, place(number, column), formats) for column, cell in enumerate(cells, start=1))
        + "</row>"
        for number, cells in enumerate(page.grid, start=1)
    )
    merged = "".join(f'<mergeCell ref="{place(a, b)}:{place(c, d)}"/>' for a, b, c, d in page.merged)
    return (
        f'<worksheet xmlns="{_SHEETS}">{f"<cols>{columns}</cols>" if columns else ""}<sheetData>{rows}</sheetData>'
        + (f'<mergeCells count="{len(page.merged)}">{merged}</mergeCells>' if merged else "")
        + "</worksheet>"
    )


def place(row: int, column: int) -> str:
    """The address of a cell, such as B12; both numbers are counted from 1."""
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return f"{name}{row}"


def _cell(cell: Cell, where: str, formats: Sequence[str]) -> str:
    if isinstance(cell, Held):
        formula = f"<f>{escape(cell.formula)}</f>" if cell.formula else ""
        value = "" if cell.value == "" else f"<v>{escape(str(cell.value))}</v>"
        kind = ' t="e"' if cell.error else ' t="str"' if isinstance(cell.value, str) and cell.value else ""
        return f'<c r="{where}" s="{formats.index(cell.form)}"{kind}>{formula}{value}</c>'
    if isinstance(cell, int):
        return f'<c r="{where}"><v>{cell}</v></c>'
    if not cell:
        return ""
    return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def ods(pages: Sequence[Page]) -> bytes:
    """Return an .ods of some sheets: texts, numbers and hidden rows."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{names}:{name}:1.0"' for name in ("office", "table", "text"))
    filtered = ' table:visibility="filter"'
    tables = "".join(
        f"<table:table table:name={quoteattr(page.name)}>"
        + "".join(
            f"<table:table-row{filtered if number in page.hidden_rows else ''}>"
            + "".join(map(_ods_cell, cells))
            + "</table:table-row>"
            for number, cells in enumerate(page.grid, start=1)
        )
        + "</table:table>"
        for page in pages
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f'<manifest xmlns="{names}:manifest:1.0"/>',
        }
    )


def _ods_cell(cell: Cell) -> str:
    value = cell.value if isinstance(cell, Held) else cell
    if value == "":
        return "<table:table-cell/>"
    kind = "string" if isinstance(value, str) else f'float" office:value="{value}'
    return f'<table:table-cell office:value-type="{kind}"><text:p>{escape(str(value))}</text:p></table:table-cell>'
