from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.errors import Fault, Place
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import spooled
from popcalc.intake.text.blocks import Block, read_blocks
from popcalc.intake.text.wrong_encoding import WrongEncoding

PLAIN = st.text("ab村 ", max_size=4)
QUOTED = st.text('ab,\n"村', max_size=5).map(lambda cell: '"{}"'.format(cell.replace('"', '""')))


def source_of(content: bytes) -> Source:
    spool = spooled([content])
    return Source("a.csv", spool.path, spool)


def read(
    content: bytes, encoding: str = "utf-8", delimiter: str = ",", skipped: int = 0, block_bytes: int = 1 << 20
) -> tuple[list[Block], Fault | WrongEncoding | None]:
    """Return the blocks of a file, and what stands in place of the rest of it."""
    blocks: list[Block] = []
    for found in read_blocks(source_of(content), encoding, delimiter, skipped, block_bytes):
        if not isinstance(found, Block):
            return blocks, found
        blocks.append(found)
    return blocks, None


def test_records_behind_the_skipped_ones_are_given_with_their_rows() -> None:
    assert read(b"title\nvillage,births\nA,1\nB,2\n", skipped=2) == ([Block(b"A,1\nB,2\n", 3, 2)], None)


def test_a_record_of_several_lines_is_one_row_and_may_be_skipped() -> None:
    content = b'"a\ntitle"\nvillage,births\n"A\nB",1\nC,2\n'

    assert read(content, skipped=2)[0] == [Block(b'"A\nB",1\nC,2\n', 3, 2)]
    assert read(content, skipped=2, block_bytes=3)[0] == [Block(b'"A\nB",1\n', 3, 1), Block(b"C,2\n", 4, 1)]


def test_every_record_is_closed_by_a_line_end_and_all_line_ends_are_alike() -> None:
    assert read(b"A,1\r\nB,2\rC,3")[0] == [Block(b"A,1\nB,2\n", 1, 2), Block(b"C,3\n", 3, 1)]


def test_all_encodings_come_out_as_utf8_without_a_mark() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        given_as = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
        assert read("村,1\n".encode(encoding), given_as)[0] == [Block("村,1\n".encode(), 1, 1)]


def test_an_empty_file_and_one_of_titles_alone_have_no_blocks() -> None:
    assert read(b"") == read(b"title\n", skipped=1) == read(b"title", skipped=3) == ([], None)


@given(st.lists(st.lists(PLAIN | QUOTED, min_size=1, max_size=3), max_size=12), st.integers(0, 4), st.integers(1, 40))
def test_blocks_of_any_size_hold_the_same_records(rows: list[list[str]], skipped: int, block_bytes: int) -> None:
    content = "".join(",".join(row) + "\n" for row in rows).encode()
    whole, _ = read(content, skipped=skipped)
    pieces, end = read(content, skipped=skipped, block_bytes=block_bytes)

    assert end is None
    # A block of blank lines alone is not given.
    assert b"".join(block.content for block in pieces).split() == b"".join(block.content for block in whole).split()
    for block, following in pairwise(pieces):
        assert block.first + block.records <= following.first


def test_a_byte_of_another_encoding_ends_the_blocks_with_its_place() -> None:
    content = b"village,births\nA,1\nB,2\n" + "东溪村,3\nC,4\n".encode("gb18030")

    blocks, end = read(content, skipped=1, block_bytes=8)

    assert b"".join(block.content for block in blocks) == b"A,1\nB,2\n"
    assert end == WrongEncoding(Place("a.csv", 4, 1), "东溪村,3".encode("gb18030"), so_far=False)


def test_it_is_said_whether_other_characters_did_fit_before() -> None:
    _, end = read("村,1\n".encode() + b'"a,b",\xff\n')

    assert isinstance(end, WrongEncoding)
    assert end.so_far
    assert end.place == Place("a.csv", 2, 2)


def test_a_wrong_byte_above_the_data_counts_as_well() -> None:
    _, end = read(b"t\xffitle\nA,1\n", skipped=1)

    assert isinstance(end, WrongEncoding)
    assert end.place == Place("a.csv", 1, 1)


@pytest.mark.parametrize("block_bytes", [4, 1 << 20])
def test_a_nul_byte_and_an_open_quote_end_the_blocks_with_a_fault(block_bytes: int) -> None:
    for content, code, place in (
        (b"A,1\nB,\0\n", "NUL_BYTE", Place("a.csv", 2, 2)),
        (b'A,1\n"B,2\nC,3\n', "UNCLOSED_QUOTE", Place("a.csv", 2)),
    ):
        _, end = read(content, block_bytes=block_bytes)
        assert isinstance(end, Fault)
        assert (end.code, end.place) == (code, place)


def test_a_file_that_changes_or_goes_while_it_is_read_ends_with_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"A,1\n" * 9)
    changed = read_blocks(Source("a.csv", path, stamp=(1, 2)), "utf-8", ",")
    gone = read_blocks(Source("a.csv", tmp_path / "b.csv"), "utf-8", ",")

    for blocks, code, words in ((changed, "FILE_CHANGED", "the file changed"), (gone, "UNREADABLE", "cannot be read")):
        (end,) = blocks
        assert isinstance(end, Fault)
        assert end.code == code
        assert str(end.text).startswith(words)
