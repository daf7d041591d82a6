from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.definitions.columns import Columns
from popcalc.intake.text.decoding import BLOCKWISE
from tests.unit.intake.reading import faults, figures, message, notices, read, tree

SIMPLIFIED = "村名,月份,出生人数\n松坳村,2013年1月,5\n"
TRADITIONAL = "村里,年月,出生數\n留侯里,10801,5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le-bom"])
def test_simplified_chinese_is_read_in_every_encoding(encoding: str) -> None:
    data = b"\xff\xfe" + SIMPLIFIED.encode("utf-16-le") if encoding == "utf-16-le-bom" else SIMPLIFIED.encode(encoding)

    assert figures(read(data)) == {("松坳村", "2013-01"): {"births": 5}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "big5", "cp950", "utf-16"])
def test_traditional_chinese_is_read_in_every_encoding(encoding: str) -> None:
    assert figures(read(TRADITIONAL.encode(encoding))) == {("留侯里", "2019-01"): {"births": 5}}


def test_the_encoding_that_was_chosen_is_said_in_a_notice() -> None:
    assert "read as GB18030; --encoding forces another" in str(read(SIMPLIFIED.encode("gb18030")).notices[0].text)
    assert "read as Big5" in str(read(TRADITIONAL.encode("big5")).notices[0].text)
    assert not read(SIMPLIFIED.encode("utf-8-sig")).notices


@pytest.mark.parametrize(("encoding", "names"), [("gb18030", ["东溪村", "石门村"]), ("big5", ["東溪里", "新莊里"])])
def test_under_english_headers_the_usual_characters_decide(encoding: str, names: list[str]) -> None:
    text = "village,month,births\n" + "".join(f"{name},2013-01,5\n" for name in names)

    assert sorted(name for _, name, _ in tree(read(text.encode(encoding))).values()) == sorted(names)


def late(name: bytes) -> bytes:
    """Return a file whose first 64 KB are plain ASCII."""
    rows = b"".join(b"Village %d,2013-01,5\n" % number for number in range(5000))
    return b"village,month,births\n" + rows + name + b",2013-01,7\n"


@pytest.mark.parametrize("block_bytes", [1000, 1 << 23])
def test_a_file_that_turns_chinese_late_is_read_with_a_notice(block_bytes: int) -> None:
    table = read(late("松坳村".encode("gb18030")), block_bytes=block_bytes)

    assert figures(table)["松坳村", "2013-01"] == {"births": 7}
    assert len(table.rows) == 5001
    assert notices(table) == ["ENCODING"]


def test_faults_found_before_the_encoding_was_are_said_once() -> None:
    data = late("松坳村".encode("gb18030")).replace(b"Village 7,2013-01,5", b"Village 7,2013-01,x")

    assert faults(data, block_bytes=1000) == ["data.csv:9:3 NOT_A_COUNT"]


@pytest.mark.parametrize("block_bytes", [1, 1000, 1 << 23])
def test_a_byte_that_fits_no_encoding_is_named_with_its_place(block_bytes: int) -> None:
    data = late(b"\xff\xfe\xff")
    if block_bytes == 1:
        data = b"village,month,births\nA,2013-01,5\n\xff\xfe\xff,2013-01,7\n"
    row = data[: data.index(b"\xff")].count(b"\n") + 1

    assert faults(data, block_bytes=block_bytes) == [f"data.csv:{row}:1 NO_ENCODING"]
    assert f"byte {data.index(0xFF) + 1} (0xff) fits none of UTF-8, " in message(data, block_bytes=block_bytes)


@pytest.mark.parametrize("before", [b"", "é".encode()])
def test_a_wrong_byte_beyond_the_first_mebibyte_is_named_with_its_place(before: bytes) -> None:
    # The row in front ends so that a character of two bytes lies across the first 2^20.
    head = b"village,month,births\n" + b"A,2013-01,5\n" * 87_000
    row = b"B" * ((1 << 20) - 1 - len(head)) + before + b",2013-01,5\n"
    data = head + row + b"C,2013-01,\xff\n"

    assert len(head) < 1 << 20 < data.index(0xFF)
    assert faults(data, encoding="utf-8") == ["data.csv:87003:3 NO_ENCODING"]
    assert f"byte {len(head) + len(row) + 11} (0xff) fits none of UTF-8;" in message(data, encoding="utf-8")


def test_damage_in_chinese_utf8_is_named_not_read_as_another_encoding() -> None:
    data = ("村名,月份,出生人数\n" + "松坳村,2013年1月,5\n" * 3000).encode() + b"\xe5\xe5,2013-01,5\n"

    assert faults(data) == ["data.csv:3002:1 NO_ENCODING"]
    assert "fits none of UTF-8;" in message(data)


@pytest.mark.parametrize("end", [b"\xe5", b"\xe5\xe5", b"\xe6\x9d"])
def test_damage_near_the_beginning_of_chinese_utf8_is_named_as_well(end: bytes) -> None:
    data = SIMPLIFIED.encode() + "松坳".encode() + end + b",2013-01,5\n"

    assert faults(data) == ["data.csv:3:1 NO_ENCODING"]


def test_a_cell_that_fits_no_encoding_is_named_with_its_column() -> None:
    data = b'village,month,births,notes\nA,2013-01,5,"x, y"\nB,2013-01,5,"x, \xff\xff"\n'

    assert faults(data) == ["data.csv:3:4 NO_ENCODING"]


def test_a_header_that_fits_no_encoding_is_named_with_its_byte() -> None:
    assert faults(b"\xff\xff,month,b\xe9rths\nA,2013-01,5\n") == ["data.csv:1 NO_ENCODING"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, "village,month,births\n一丁,2013-01,5\n"])
def test_utf16_without_a_mark_is_known(encoding: str, text: str) -> None:
    table = read(text.encode(encoding))

    assert figures(table) == figures(read(text.encode()))
    assert "read as UTF-16" in str(table.notices[0].text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_a_mark_and_without_a_known_header(encoding: str) -> None:
    data = "Fylke,Antall,Merke\nBergen,12,uke 3\nHamar,7,uke 4\n".encode(encoding)

    assert faults(data) == ["data.csv:1 NO_HEADER"]
    assert "row 1: not known: Fylke, Antall, Merke" in message(data)


@pytest.mark.parametrize("block_bytes", [1, 7, 1 << 23])
def test_a_byte_that_fits_no_utf16_is_named_with_its_place(block_bytes: int) -> None:
    data = (SIMPLIFIED + "松坳村,2013年2月,").encode("utf-16-le") + b"\x00\xd8" + "5\n".encode("utf-16-le")

    assert faults(b"\xff\xfe" + data, block_bytes=block_bytes) == ["data.csv:3:3 NO_ENCODING"]
    assert faults(data, block_bytes=block_bytes, encoding="utf-16-le") == ["data.csv:3:3 NO_ENCODING"]


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "石门村"), ("big5", "興安里"), ("big5", "鹽埕里")])
def test_a_file_that_turns_chinese_late_is_read_in_the_more_usual_characters(encoding: str, name: str) -> None:
    assert figures(read(late(name.encode(encoding))))[name, "2013-01"] == {"births": 7}


def test_a_forced_encoding_is_not_said() -> None:
    data = SIMPLIFIED.encode("gb18030")

    assert notices(read(data)) == ["ENCODING"]
    assert notices(read(data, encoding="gbk")) == notices(read(data, Columns(encoding="gb18030"))) == []


def test_encoding_can_be_forced_by_option_and_columns_file() -> None:
    data = "village,month,births\n東溪里,2013-01,5\n".encode("big5")

    assert list(figures(read(data, encoding="big5"))) == [("東溪里", "2013-01")]
    assert list(figures(read(data, Columns(encoding="big5")))) == [("東溪里", "2013-01")]
    assert faults(data, encoding="utf-8") == ["data.csv:2:1 NO_ENCODING"]
    assert faults(data, encoding="big-5x") == ["UNKNOWN_ENCODING"]
    assert "(did you mean big5?)" in message(data, encoding="bigg5")


@given(st.sampled_from(["gb18030", "big5", "utf-8", "utf-16"]), st.integers(1, 12))
def test_cutting_blocks_never_splits_a_character(encoding: str, block_bytes: int) -> None:
    # In Big5 the second byte of 功, 許 and 蓋 is one of ASCII.
    text = "village,month,births\n" + "".join(f"功{name},2013-01,5\n" for name in ("里", "許", "蓋"))

    table = read(text.encode(encoding), encoding=encoding, block_bytes=block_bytes)

    assert sorted(table.areas.names) == sorted(["功里", "功許", "功蓋"])


def test_a_nul_byte_is_an_error_with_its_row() -> None:
    assert faults(b"village,month,births\nA,2013-01,5\nB,2013-01,\x005\n") == ["data.csv:3:3 NUL_BYTE"]
    assert faults("village,month,births\nA,2013-01,5\nB\0,2013-01,5\n".encode("utf-16")) == ["data.csv:3:1 NUL_BYTE"]


def test_a_byte_that_fits_nothing_is_named_in_the_likeliest_encoding() -> None:
    rows = "".join(f"2013-01,乙{number},1\n" for number in range(20))
    for header in ("月份,村名,出生人数\n", "month,village,births\n"):
        content = (header + rows + "2013-01,乙").encode("gbk") + b"\xff,2\n"
        assert faults(content) == ["data.csv:22:2 NO_ENCODING"]
        assert f"byte {content.index(0xFF) + 1} (0xff)" in message(content)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8"])
def test_full_width_digits_alone_tell_the_encoding(encoding: str) -> None:
    content = "month,village,births\n2013-01,a,１２０\n2013-02,a,３４５６７８９\n".encode(encoding)
    assert [found["births"] for found in figures(read(content)).values()] == [120, 3456789]


def test_a_header_with_a_wrong_byte_is_no_other_header() -> None:
    content = "死亡人数,村名,出生男,月份\n0,A,0,2013-01\n".encode()
    at = content.index("男".encode())
    assert faults(content[: at + 1] + content[at + 2 :]) == ["data.csv:1:3 NO_ENCODING"]


@pytest.mark.parametrize("encoding", sorted(BLOCKWISE))
def test_files_may_be_cut_at_the_bytes_of_quotes_line_ends_and_delimiters(encoding: str) -> None:
    """A vertical bar may be a part of a character: files with it are decoded first."""
    ascii_signs = bytes(range(128)).decode("ascii")
    assert ascii_signs.encode(encoding) == ascii_signs.encode("ascii")
    beyond = "".join(map(chr, (*range(128, 0xD800), *range(0xE000, 0x10000)))).encode(encoding, "ignore")
    assert not set(beyond) & set(b'"\r\n,;\t ')
