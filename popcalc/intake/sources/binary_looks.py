"""How the sheets of .xls workbooks look, from their records: merged cells, what is hidden, number formats.

After Microsoft's [MS-XLS]: ROW, COLINFO and MERGEDCELLS of a sheet; FORMAT and XF of the workbook, which the cells with
numbers (NUMBER, RK, MULRK, FORMULA) name. Excel 5.0 and 95 keep texts in the code page of the workbook (CODEPAGE),
later ones in UTF-16 or its lower half.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from popcalc.intake.sources.appearance import Look
from popcalc.intake.sources.compound import DamagedError, records
from popcalc.intake.sources.number_formats import (
    BUILT_IN,
    MONTHS_BUILT_IN,
    NumberFormat,
    number_format,
    shows_months,
)

_BEGIN, _CODE_PAGE, _BOUND_SHEET, _FORMAT, _XF = 0x0809, 0x0042, 0x0085, 0x041E, 0x00E0
_EXCEL_95 = 0x0500
"""The version of Excel 5.0 and 95 in the first record."""
_ROW, _COLUMNS, _MERGED = 0x0208, 0x007D, 0x00E5
_NUMBER, _RK, _MANY_RK, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_DIGITS = 15


def binary_looks(workbook: bytes) -> dict[str, Look]:
    """Return how each sheet of a workbook stream looks, by name; raises DamagedError when its records do not fit."""
    try:
        page = _code_page(workbook)
        codes, styles = _codes_and_styles(workbook, page)
        formats = _formats(codes, styles)
        dates_are_months = any(number in MONTHS_BUILT_IN or shows_months(codes.get(number, "")) for number in styles)
        sheets = [data for kind, data in records(workbook, 0) if kind == _BOUND_SHEET]
        looks = {_text(data[6:], page, wide_count=False): _look(workbook, data, formats) for data in sheets}
        return {name: replace(look, dates_are_months=dates_are_months) for name, look in looks.items()}
    except (struct.error, IndexError, UnicodeDecodeError, LookupError) as error:
        raise DamagedError from error


def _code_page(workbook: bytes) -> str | None:
    """Return the encoding of all texts of a workbook of Excel 5.0 or 95; None where each says its own."""
    page = "cp1252"
    for kind, data in records(workbook, 0):
        if kind == _BEGIN and struct.unpack_from("<H", data)[0] != _EXCEL_95:
            return None
        if kind == _CODE_PAGE:
            number = struct.unpack_from("<H", data)[0]
            page = {0x8000: "mac-roman", 0x8001: "cp1252"}.get(number, f"cp{number}")
    return page


def _text(data: bytes, page: str | None, *, wide_count: bool) -> str:
    """Return a text behind its number of characters, in two bytes or one, and the byte that says how they are kept.

    With a code page the number is of bytes and takes one of them, and there is no other byte.
    """
    if page is not None:
        return data[1 : 1 + data[0]].decode(page)
    count, begin = (struct.unpack_from("<H", data)[0], 2) if wide_count else (data[0], 1)
    if data[begin] & 1:
        return data[begin + 1 : begin + 1 + 2 * count].decode("utf-16-le")
    return data[begin + 1 : begin + 1 + count].decode("latin-1")


def _codes_and_styles(workbook: bytes, page: str | None) -> tuple[dict[int, str], list[int]]:
    """Return the codes of formats by their numbers, and the number of the format of each XF record."""
    codes: dict[int, str] = dict(BUILT_IN)
    styles: list[int] = []
    for kind, data in records(workbook, 0):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", data)[0]] = _text(data[2:], page, wide_count=True)
        elif kind == _XF:
            styles.append(struct.unpack_from("<2xH", data)[0])
    return codes, styles


def _formats(codes: Mapping[int, str], styles: Sequence[int]) -> Mapping[int, NumberFormat]:
    """Return the formats of cells that may show another number, by the number of the XF record."""
    kinds = {number: number_format(code) for number, code in codes.items()}
    found = {spot: kinds.get(number) for spot, number in enumerate(styles)}
    return {spot: changed for spot, changed in found.items() if changed is not None}


def _look(workbook: bytes, sheet: bytes, formats: Mapping[int, NumberFormat]) -> Look:
    look = Look()
    (start,) = struct.unpack_from("<I", sheet)
    for kind, data in records(workbook, start):
        if kind == _ROW and data[12] & _ROW_HIDDEN:
            (row,) = struct.unpack_from("<H", data)
            look.rows.append((row, row))
        elif kind == _COLUMNS and data[8] & _COLUMN_HIDDEN:
            first, last = struct.unpack_from("<HH", data)
            look.columns.append((first, last))
        elif kind == _MERGED:
            look.merged += _merged(data)
        elif formats and kind in (_NUMBER, _RK, _MANY_RK, _FORMULA):
            for row, column, style, value in _numbers(kind, data):
                if style in formats and (shown := formats[style].shown(f"{value:.{_DIGITS}g}")) is not None:
                    look.show(row, column, shown)
    return look


def _merged(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    (count,) = struct.unpack_from("<H", data)
    for number in range(count):
        first_row, last_row, first, last = struct.unpack_from("<4H", data, 2 + 8 * number)
        yield first_row, first, last_row, last


def _numbers(kind: int, data: bytes) -> Sequence[tuple[int, int, int, float]]:
    """Return the numbers of a record: row, column, style and value of each."""
    row, column, style = struct.unpack_from("<3H", data)
    if kind == _MANY_RK:
        cells = [struct.unpack_from("<Hi", data, 4 + 6 * number) for number in range((len(data) - 6) // 6)]
        return [(row, column + number, xf, _compact(rk)) for number, (xf, rk) in enumerate(cells)]
    if kind == _RK:
        return [(row, column, style, _compact(struct.unpack_from("<i", data, 6)[0]))]
    if kind == _FORMULA and data[12:14] == b"\xff\xff":
        # Its result is no number.
        return []
    return [(row, column, style, struct.unpack_from("<d", data, 6)[0])]


def _compact(rk: int) -> float:
    """Return the number of an RK value: 30 bits of a whole number or of a float, perhaps times a hundred."""
    number = float(rk >> 2) if rk & 2 else struct.unpack("<d", struct.pack("<Q", (rk & ~3 & 0xFFFFFFFF) << 32))[0]
    return number / 100 if rk & 1 else number
