from __future__ import annotations

from popcalc.errors import Place
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import spooled
from popcalc.intake.text.wrong_encoding import WrongEncoding, next_encoding, none_fits

ENCODINGS = ("utf-8", "gb18030", "cp950")


def wrong(row: int, sample: bytes = b"", *, so_far: bool = False) -> WrongEncoding:
    return WrongEncoding(Place("a.csv", row, 1), sample, so_far)


def test_encodings_are_tried_in_their_order() -> None:
    assert next_encoding(ENCODINGS[1:], {}) == "gb18030"
    assert next_encoding(ENCODINGS[1:], {"gb18030": wrong(2)}) == "cp950"
    assert next_encoding(ENCODINGS[1:], {"gb18030": wrong(2), "cp950": wrong(2)}) is None


def test_what_comes_after_utf8_is_decided_by_the_first_other_characters() -> None:
    assert next_encoding(ENCODINGS, {}) == "utf-8"
    assert next_encoding(ENCODINGS, {"utf-8": wrong(9, "东溪村".encode("gb18030"))}) == "gb18030"
    big5 = {"utf-8": wrong(9, "東溪里".encode("big5"))}
    assert next_encoding(ENCODINGS, big5) == "cp950"
    assert next_encoding(ENCODINGS, {**big5, "cp950": wrong(12)}) == "gb18030"
    assert next_encoding(ENCODINGS, dict.fromkeys(ENCODINGS, wrong(9))) is None


def test_the_likeliest_encoding_is_named_where_some_of_the_file_is_in_it() -> None:
    spool = spooled(["村,1\n".encode(), b"\xff\n"])
    source = Source("a.csv", spool.path, spool)

    fault = none_fits(source, ENCODINGS, {"utf-8": wrong(2, so_far=True), "gb18030": wrong(7), "cp950": wrong(1)})

    assert (fault.code, fault.place) == ("NO_ENCODING", Place("a.csv", 2, 1))
    assert str(fault.text).startswith("byte 7 (0xff) fits none of UTF-8, GB18030, Big5;")


def test_else_the_one_that_goes_farthest_is_named() -> None:
    spool = spooled([b"a,1\n\xb4\xe5\xff\n"])
    source = Source("a.csv", spool.path, spool)

    fault = none_fits(source, ENCODINGS, {"utf-8": wrong(2), "gb18030": wrong(7), "cp950": wrong(5)})

    assert fault.place == Place("a.csv", 7, 1)
    assert "byte 7 (0xff)" in str(fault.text)
