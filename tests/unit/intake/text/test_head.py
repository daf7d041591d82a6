from __future__ import annotations

import gzip
from pathlib import Path

from popcalc.errors import Fault
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import spooled
from popcalc.intake.text.head import HEAD_BYTES, Head, read_head
from tests.unit.intake.reading import faults


def test_an_empty_file_is_an_error() -> None:
    for content in (b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"")):
        assert faults({"a.csv": content}) == ["a.csv EMPTY_FILE"]
    assert faults({"a.xlsx": b""}) == ["a.xlsx EMPTY_FILE"]
    assert faults({"a.zip": b""}) == ["a.zip EMPTY_FILE"]


def head_of(content: bytes, encoding: str | None = None, forced: str | None = None, known: int = 0) -> Head | Fault:
    spool = spooled([content])
    return read_head(Source("a.csv", spool.path, spool, encoding=encoding), lambda _: known, forced)


def test_the_beginning_is_decoded_in_the_likeliest_encoding() -> None:
    head = head_of("村名,出生\n".encode("gb18030"))

    assert isinstance(head, Head)
    assert (head.encodings[0], head.decoded) == ("gb18030", "村名,出生\n")
    assert [str(one.text) for one in head.notices] == ["read as GB18030; --encoding forces another"]


def test_an_encoding_that_is_said_needs_no_notice() -> None:
    for head in (head_of(b"a,b\n", forced="cp950"), head_of(b"a,b\n", encoding="utf-8", forced="cp950")):
        assert isinstance(head, Head)
        assert head.notices == ()
        assert head.encodings in (("cp950",), ("utf-8",))


def test_a_mark_is_no_part_of_the_decoded_beginning() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        head = head_of("a,b\n".encode(encoding))
        assert isinstance(head, Head)
        assert head.decoded == "a,b\n"


def test_a_long_file_is_cut_at_a_line_end() -> None:
    head = head_of(b"A,12345\n" * 10 + b"B" + b"C,123456\n" * 10_000)

    assert isinstance(head, Head)
    assert HEAD_BYTES - 9 < len(head.content) < HEAD_BYTES
    assert head.content.endswith(b"C,123456\n")


def test_damage_shows_as_a_mark_and_in_fits() -> None:
    whole, damaged = (
        head_of("村名,a\n".encode()),
        head_of("村名,a\n".encode().replace(b",", b"\xff") * 9, forced="utf-8"),
    )

    assert isinstance(whole, Head)
    assert isinstance(damaged, Head)
    assert whole.fits
    assert not damaged.fits
    assert "\ufffd" in damaged.decoded


def test_what_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    fault = read_head(Source("a.csv", tmp_path / "none.csv"), lambda _: 0)

    assert isinstance(fault, Fault)
    assert (fault.code, str(fault.text)) == ("UNREADABLE", "cannot be read: No such file or directory")
