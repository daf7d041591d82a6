"""Numbers as old workbooks keep them."""

from __future__ import annotations

import struct

import pytest

from popcalc.intake.sources.binary_looks import _compact, binary_looks


def as_rk(number: float) -> int:
    """The RK value of a float, after [MS-XLS] 2.5.217: the high 30 bits of the double."""
    (bits,) = struct.unpack("<Q", struct.pack("<d", number))
    (signed,) = struct.unpack("<i", struct.pack("<I", (bits >> 32) & ~3 & 0xFFFFFFFF))
    return int(signed)


@pytest.mark.parametrize("number", [0.5, 552.75, -1.5, -0.25, -1048576.0])
def test_floats_in_thirty_bits(number: float) -> None:
    assert _compact(as_rk(number)) == number


@pytest.mark.parametrize(("rk", "number"), [(12 << 2 | 2, 12), (-(12 << 2) | 2, -12), (1234 << 2 | 3, 12.34)])
def test_whole_numbers_perhaps_times_a_hundred(rk: int, number: float) -> None:
    assert _compact(rk) == number


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def workbook_of_95(sheet: bytes, page: int) -> bytes:
    """A workbook stream of Excel 95, after [MS-XLS] and its older forms: one sheet whose third row is hidden.

    A cell of a number of the format `0.0%`, which is in texts of one byte for each character.
    """
    begin = record(0x0809, struct.pack("<HH", 0x0500, 0x0005))
    formats = record(0x041E, struct.pack("<HB", 200, 4) + b"0.0%") + record(
        0x00E0, struct.pack("<HH", 0, 200) + bytes(12)
    )
    head = begin + record(0x0042, struct.pack("<H", page)) + formats
    named = struct.pack("<BB", 0, 0) + bytes([len(sheet)]) + sheet
    start = len(head) + len(record(0x0085, bytes(4) + named)) + len(record(0x000A, b""))
    whole = head + record(0x0085, struct.pack("<I", start) + named) + record(0x000A, b"")
    hidden = record(0x0208, struct.pack("<HHHHHHH", 2, 0, 3, 0, 0, 0, 0x20) + bytes(2))
    cell = record(0x0203, struct.pack("<HHHd", 3, 1, 0, 0.125))
    return whole + record(0x0809, struct.pack("<HH", 0x0500, 0x0010)) + hidden + cell + record(0x000A, b"")


@pytest.mark.parametrize(("name", "page"), [("Métadonnées", 1252), ("出生", 936), ("Données", 0x8000)])
def test_texts_of_excel_95_are_in_its_code_page(name: str, page: int) -> None:
    coded = name.encode({0x8000: "mac-roman"}.get(page, f"cp{page}"))
    looks = binary_looks(workbook_of_95(coded, page))

    assert list(looks) == [name]
    assert looks[name].rows == [(2, 2)]
    assert looks[name].shown[3, 1] == "12.5%"
