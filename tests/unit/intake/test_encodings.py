from __future__ import annotations

import pytest

from popcalc.intake.encodings import all_names, best_guess, in_order_of_use, known_encoding


@pytest.mark.parametrize("name", ["base64", "zlib", "rot13", "undefined", "no-such", ""])
def test_codecs_that_make_no_text_are_no_encodings(name: str) -> None:
    assert known_encoding(name) is None


def test_names_of_one_encoding_mean_the_same_codec() -> None:
    assert {known_encoding(name) for name in ("gbk", "GB2312", "gb18030")} == {"gb18030"}
    assert {known_encoding(name) for name in ("utf-8", "UTF8", "utf-8-sig")} == {"utf-8"}
    assert all(known_encoding(name) for name in all_names())


@pytest.mark.parametrize("written", ["北岭镇2013年6月.csv", "births.csv", ""])
def test_a_short_text_is_read_in_the_encoding_that_fits(written: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        assert best_guess(written.encode(encoding)) == written


def test_what_fits_none_is_read_as_an_archive_reads_it() -> None:
    assert best_guess(b"\xff\xff.csv") == b"\xff\xff.csv".decode("cp437")


def test_the_encoding_with_the_usual_characters_comes_first() -> None:
    assert in_order_of_use("东溪村".encode("gb18030"))[0] == "gb18030"
    assert in_order_of_use("東溪里".encode("big5"))[0] == "cp950"
