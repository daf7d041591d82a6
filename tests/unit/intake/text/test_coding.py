"""Files that are not in UTF-8, of which only the distinct words are decoded, held against the same files decoded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.errors import PopcalcError
from popcalc.intake.text import blocks
from popcalc.intake.text.coding import Coding, coding_of
from tests.unit.intake.reading import faults, figures, notices, read, tree

if TYPE_CHECKING:
    from popcalc.intake.text.bytestrings import Texts

TRAILS = "@AZ[\\]^_`az{|}~"
"""ASCII characters that are the second byte of many characters: of GB18030, Big5, Shift-JIS and some of EUC-KR."""
ENCODINGS = ("gb18030", "cp950", "cp932", "cp949")
HEADERS = {"gb18030": "村,月份,出生人数,总人口", "cp950": "村,月份,出生人數,總人口"}
ENGLISH = "village,month,births,population"


def hostile(encoding: str) -> list[str]:
    """Return characters whose bytes look like others, as far as the encoding has them."""
    found = []
    for lead in (0x81, 0xA4, 0xB4, 0xC6, 0xE5):
        for trail in TRAILS:
            try:
                found.append(bytes([lead, ord(trail)]).decode(encoding))
            except UnicodeDecodeError:
                continue
    # Of four bytes in GB18030, of which two are digits; halves of kana, one byte in Shift-JIS.
    return [one for one in (*found, *"村里ñ㐀𠀋ｱé１") if len(one) == 1 and encodable(one, encoding)]


def encodable(word: str, encoding: str) -> bool:
    try:
        return word.encode(encoding).decode(encoding) == word
    except UnicodeError:
        return False


def outcome(content: bytes, encoding: str, block_bytes: int) -> tuple[object, ...]:
    """Return all that reading a file gives: figures, areas and notices, or the whole message."""
    try:
        table = read(content, encoding=encoding, block_bytes=block_bytes)
    except PopcalcError as error:
        return (re.sub(r"\S*/data\.csv", "data.csv", str(error)),)
    return figures(table), tree(table), notices(table)


def both(content: bytes, encoding: str, block_bytes: int) -> tuple[object, object]:
    """Return the outcome with words decoded one by one, and with the file decoded as a whole."""
    undecoded = outcome(content, encoding, block_bytes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "coding_of", lambda encoding, delimiter: None)
        return undecoded, outcome(content, encoding, block_bytes)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, str]:
    """Draw a table in an encoding, with cells whose bytes look like others, and perhaps a byte that is damaged."""
    encoding = draw(st.sampled_from(ENCODINGS))
    delimiter = draw(st.sampled_from(",,;\t|"))
    names = st.text(st.sampled_from([*hostile(encoding), *"ab 1"]), min_size=1, max_size=6)
    quoted = names.map(lambda name: f'"{name}{delimiter}{name}"')
    long = names.map(lambda name: (name * 90)[: draw(st.sampled_from([30, 40, 64, 90]))])
    counts = st.one_of(st.integers(0, 999).map(str), st.sampled_from(["", "-", "1,5", " 7 ", "+5"]), names)
    whole = st.integers(0, 999).map(str)
    lines = [(HEADERS.get(encoding, ENGLISH) + draw(st.sampled_from(["", ",remarks"]))).replace(",", delimiter)]
    width = lines[0].count(delimiter) + 1
    seldom = draw(st.booleans())
    for number in range(draw(st.integers(1, 12))):
        name = draw(st.one_of(names, quoted, long) if seldom else names)
        cells = [
            name,
            f"2013-{number + 1:02}",
            *(draw(counts if seldom and not draw(st.integers(0, 5)) else whole) for _ in "ab"),
        ]
        lines.append(delimiter.join([*cells, draw(st.one_of(names, long, st.just("")))][:width]))
    content = "".join(f"{line}\n" for line in lines).encode(encoding, errors="replace")
    if draw(st.integers(0, 2)) == 0:
        spot = draw(st.integers(0, len(content)))
        damage = draw(st.sampled_from([b"\x81", b"\xff", b"\x80", b"0", b"\xfe9", b"|", b'"', b"\xef\xbb\xbf", b""]))
        content = content[:spot] + damage + content[spot + draw(st.integers(0, 2)) :]
    return content, encoding


@settings(max_examples=120)
@given(files(), st.sampled_from([40, 1 << 20]))
def test_what_is_not_decoded_reads_as_what_is(file: tuple[bytes, str], block_bytes: int) -> None:
    undecoded, decoded = both(*file, block_bytes)

    assert undecoded == decoded


ROWS = "东溪{0}村,2013-01,{0},{0}00\n"


def gb(rows: int, *damaged: bytes) -> bytes:
    return (HEADERS["gb18030"] + "\n" + "".join(map(ROWS.format, range(1, rows + 1)))).encode("gb18030") + b"".join(
        damaged
    )


def test_only_the_words_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    of = Coding.in_utf8

    def in_utf8(coding: Coding, index: int, texts: Texts) -> Texts:
        seen.append(coding.encoding)
        return of(coding, index, texts)

    monkeypatch.setattr(Coding, "in_utf8", in_utf8)
    monkeypatch.setattr(blocks.Block, "decoded", lambda block: pytest.fail("a whole block is decoded"))

    assert figures(read(gb(2)))["东溪2村", "2013-01"] == {"births": 2, "population": 200}
    assert set(seen) == {"gb18030"}


@pytest.mark.parametrize(
    ("damage", "column"),
    [
        (b"\xb4\xff,2013-01,1,100\n", 1),
        (b"\xb4,2013-01,1,100\n", 1),
        (b"\x81\x30\x41\x30\xb4\xe5,2013-01,1,100\n", 1),
        (b"a,2013-01,1,1\xff0\n", 4),
        (b"a,2013-01,1,100,\xff\n", 5),
    ],
)
@pytest.mark.parametrize("block_bytes", [64, 1 << 20])
def test_a_byte_that_does_not_fit_is_an_error_in_its_cell(damage: bytes, column: int, block_bytes: int) -> None:
    content = gb(40, damage, "西溪村,2013-01,1,100\n".encode("gb18030"))

    assert faults(content, encoding="gb18030", block_bytes=block_bytes) == [f"data.csv:42:{column} NO_ENCODING"]


def test_a_byte_that_does_not_fit_in_a_column_that_is_not_read_is_an_error() -> None:
    lines = ["村,备注,月份,出生人数,总人口", "东溪村,旧,2013-01,1,100", "西溪村,新?,2013-01,1,100"]
    content = "\n".join(lines).encode("gb18030").replace(b"?", b"\xff")

    assert faults(content, encoding="gb18030") == ["data.csv:3:2 NO_ENCODING"]


def test_a_name_of_digits_and_bars_in_its_bytes_is_one_name() -> None:
    name = "㐀" + b"\x81\x7c\xb4\x7c".decode("gb18030") + "ñ1"
    table = read(f"村,月份,出生人数\n{name},2013-01,7\n".encode("gb18030"))

    assert figures(table) == {(name, "2013-01"): {"births": 7}}


def test_a_name_whose_bytes_are_the_mark_of_utf8_keeps_them() -> None:
    name = b"\xef\xbb\xbf\x41".decode("gb18030")
    content = f"村,月份,出生人数\n{name},2013-01,7\n".encode("gb18030")

    assert figures(read(content, encoding="gb18030")) == {(name, "2013-01"): {"births": 7}}


def test_a_name_that_is_too_long_in_utf8_is_too_long() -> None:
    content = f"村,月份,出生人数\n{'东' * 86},2013-01,7\n".encode("gb18030")

    assert len(content) < 256
    assert faults(content, encoding="gb18030") == ["data.csv:2:1 LONG_CELL"]


def test_bars_between_cells_may_be_halves_of_characters_so_that_all_is_decoded() -> None:
    assert coding_of("gb18030", "|") is None
    assert coding_of("utf-8", ",") is None
    assert coding_of("utf-16", ",") is None
    assert coding_of("gb18030", ",") == Coding("gb18030")
