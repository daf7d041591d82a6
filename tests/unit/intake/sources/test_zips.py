from __future__ import annotations

import io
import struct
import zipfile

import pytest

from popcalc.intake.sources.spools import Budget, TooLargeError
from popcalc.intake.sources.zips import BROKEN, member_pieces


def archive_of(content: bytes, compression: int) -> bytearray:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.writestr("a.csv", content)
    return bytearray(stream.getvalue())


def read(archive: bytes | bytearray, most: int = 1 << 20) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return b"".join(member_pieces(opened, opened.infolist()[0], Budget(most)))


METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("compression", METHODS)
def test_a_member_is_given_in_pieces_whatever_its_compression(compression: int) -> None:
    content = bytes(range(256)) * 8192

    assert read(archive_of(content, compression), most=len(content)) == content


@pytest.mark.parametrize("compression", METHODS)
def test_damage_inside_a_member_is_one_of_the_errors_that_are_expected_or_changes_nothing(compression: int) -> None:
    content = "".join(f"V{row},2013-01,{row * 7919 % 1000}\n" for row in range(2000)).encode()
    whole = archive_of(content, compression)
    failed = 0
    for place in range(40, len(whole) - 200, max(1, len(whole) // 60)):
        damaged = whole.copy()
        damaged[place] ^= 0xFF
        try:
            # Some bytes mean nothing.
            assert read(damaged) == content
        except (*BROKEN, OSError):
            # bz2 says it with an OSError.
            failed += 1
    assert failed > 40


def test_a_member_that_is_longer_than_the_budget_is_too_large() -> None:
    with pytest.raises(TooLargeError):
        read(archive_of(bytes(10_000), zipfile.ZIP_DEFLATED), most=9_999)


@pytest.mark.parametrize("promised", [-1, 1])
def test_a_member_of_another_length_than_promised_is_damaged(promised: int) -> None:
    whole = archive_of(b"x" * 100, zipfile.ZIP_STORED)
    struct.pack_into("<I", whole, whole.index(b"PK\x01\x02") + 24, 100 + promised)

    with pytest.raises(zipfile.BadZipFile):
        read(whole)
