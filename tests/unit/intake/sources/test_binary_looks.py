"""Numbers as old workbooks keep them."""

from __future__ import annotations

import struct

import pytest

from popcalc.intake.sources.binary_looks import _compact


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
