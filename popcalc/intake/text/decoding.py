"""Which encoding a file is in, and its bytes as UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence

from popcalc.errors import Notice, Place
from popcalc.language import text

UTF8 = "utf-8"
OFFICE_ENCODINGS = ("gb18030", "cp950")
"""What Chinese offices save besides UTF-8: GB18030 (with GBK and GB2312 in it) and Big5 as Windows writes it."""

SHOWN_AS = {"gb18030": "GB18030", "cp950": "Big5", "utf-8": "UTF-8", "utf-16": "UTF-16"} | dict.fromkeys(
    ("utf-16-le", "utf-16-be"), "UTF-16"
)

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, UTF8), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def candidates(head: bytes, known_headers: Callable[[str], int], forced: str | None) -> list[str]:
    """Return the encodings to try on a file, the likeliest first.

    `head` is the file's beginning, cut at a line's end; `known_headers` says how many cells of the best header row of
    a decoded text are known. A byte order mark decides; else UTF-8, else whichever of GB18030 and Big5 makes more
    headers known (of equals, the one in which the characters are the more usual). Where the beginning is plain ASCII,
    what comes later may be in any of them. UTF-16 is also known without its mark, by its headers or by the NUL bytes of
    its ASCII.
    """
    if forced:
        return [forced]
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if marked:
        return [marked]
    if b"\0" not in head and head.isascii():
        return [UTF8, *OFFICE_ENCODINGS]
    if b"\0" in head and (wide := _utf16_without_mark(head, known_headers)):
        return [wide]
    fitting = {encoding: decoded for encoding in (UTF8, *OFFICE_ENCODINGS) if (decoded := _decoded(head, encoding))}
    if UTF8 in fitting:
        return [UTF8]
    known = {encoding: known_headers(decoded) for encoding, decoded in fitting.items()}
    # A damaged byte in UTF-8 may happen to make it GB18030, of which then nothing is known.
    if fitting and known_headers(head.decode(UTF8, errors="replace")) > max(known.values()):
        return [UTF8]
    by_use = in_order_of_use(head)
    if fitting:
        return sorted(fitting, key=lambda encoding: (-known[encoding], by_use.index(encoding)))
    # None fits: the likeliest is the one in which most headers are known nevertheless.
    return sorted(
        (UTF8, *OFFICE_ENCODINGS), key=lambda encoding: -known_headers(head.decode(encoding, errors="replace"))
    )


def in_order_of_use(sample: bytes) -> list[str]:
    """Return the encodings of offices, first the one in which a sample has the more usual characters."""
    return sorted(
        OFFICE_ENCODINGS,
        key=lambda encoding: -_usual(decoded, encoding) if (decoded := _decoded(sample, encoding)) else 1,
    )


def best_guess(written: bytes) -> str:
    """Return a short text, such as the name of a file, in the encoding that fits it best."""
    tried = (_decoded(written, encoding) for encoding in (UTF8, *in_order_of_use(written)))
    return next(filter(None, tried), written.decode("cp437"))


def _utf16_without_mark(head: bytes, known_headers: Callable[[str], int]) -> str | None:
    """Return the UTF-16 that a text without a byte order mark is in, None when it is in neither."""
    whole = head[: len(head) // 2 * 2]
    texts = {encoding: decoded for encoding in ("utf-16-le", "utf-16-be") if (decoded := _decoded(whole, encoding))}
    known = {encoding: known_headers(decoded) for encoding, decoded in texts.items()}
    likeliest = max(known, key=lambda encoding: known[encoding], default=None)
    if likeliest and known[likeliest] > 1:
        return likeliest
    nul = head.count(0)
    for encoding, side in (("utf-16-le", 1), ("utf-16-be", 0)):
        # Not all of them: some characters have one on the other side, 一 is 4E00.
        here = head[side::2].count(0)
        if encoding in texts and here >= 4 and here * 10 >= nul * 9 and here * 20 >= len(head):
            return encoding
    return None


def _decoded(head: bytes, encoding: str) -> str:
    try:
        return head.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _usual(decoded: str, encoding: str) -> float:
    """Return the share of a text's characters beyond ASCII that are of the encoding's set of usual ones."""
    beyond = [letter for letter in decoded if not letter.isascii()]
    first = [letter.encode(encoding) for letter in beyond]
    if encoding == "gb18030":
        # GB 2312, level 1, the punctuation and full-width ASCII: the rest is rare in names and figures.
        usual = [
            len(code) == 2 and code[1] >= 0xA1 and (code[0] in (0xA1, 0xA3) or 0xB0 <= code[0] <= 0xD7)
            for code in first
        ]
    else:
        # The same of Big5, whose Greek letters and phonetic signs stand where GB 2312 has its digits.
        usual = [b"\xa1" <= code <= b"\xa3\x43" or b"\xa4" <= code < b"\xc7" for code in first]
    return sum(usual) / max(1, len(usual))


def without_mark(head: bytes) -> bytes:
    """Return the bytes without a UTF-8 byte order mark."""
    return head.removeprefix(codecs.BOM_UTF8)


BLOCKWISE = frozenset({UTF8, *OFFICE_ENCODINGS, "ascii", "cp1252", "iso8859-1"})
"""Encodings in which no byte of a longer character is a quote or a line end, so that files may be cut at those."""


def to_utf8(block: bytes, encoding: str) -> bytes:
    """Return a block of whole lines as UTF-8; raises UnicodeDecodeError at the first byte that does not fit."""
    if encoding == UTF8:
        if not block.isascii():
            block.decode(UTF8)
        return block
    return block.decode(encoding).removeprefix("\ufeff").encode(UTF8)


def known_encoding(name: str) -> str | None:
    """Return the codec that a name means, or None."""
    try:
        found = codecs.lookup(name).name
        # Not every codec makes text.
        bytes(4).decode(found)
    except (LookupError, ValueError):
        return None
    return {"big5": "cp950", "utf-8-sig": UTF8, "gbk": "gb18030", "gb2312": "gb18030"}.get(found, found)


def all_names() -> Sequence[str]:
    """Return the names that are suggested for a misspelled encoding."""
    return ("utf-8", "utf-16", "gb18030", "gbk", "big5")


def encoding_notice(place: Place, encoding: str) -> Notice:
    """Return the notice that a file was not in UTF-8."""
    shown = SHOWN_AS.get(encoding, encoding)
    return Notice("ENCODING", text("read as {encoding}; --encoding forces another", encoding=shown), place)
