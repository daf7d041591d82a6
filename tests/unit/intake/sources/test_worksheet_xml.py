from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.intake.sources.found import rows_of
from tests.unit.intake.spreadsheets import Cell, ods, xlsx


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
