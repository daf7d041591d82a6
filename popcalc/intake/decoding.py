"""Which encoding a file is in, and its bytes as UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence

UTF8 = "utf-8"
OFFICE_ENCODINGS = ("gb18030", "cp950")
"""What Chinese offices save besides UTF-8: GB18030 (with GBK and GB2312 in it) and Big5 as Windows writes it."""

SHOWN_AS = {"gb18030": "GB18030", "cp950": "Big5", "utf-8": "UTF-8", "utf-16": "UTF-16"}

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, UTF8), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def candidates(head: bytes, known_headers: Callable[[str], int], forced: str | None) -> list[str]:
    """Return the encodings to try on a file, the likeliest first.

    `head` is the file's beginning, cut at a line's end; `known_headers` says how many cells of the best header row of
    a decoded text are known. A byte order mark decides; else UTF-8, else whichever of GB18030 and Big5 makes more
    headers known (of equals, the one in which the characters are the more usual). Where the beginning is plain ASCII,
    what comes later may be in any of them.
    """
    if forced:
        return [forced]
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if marked:
        return [marked]
    if head.isascii():
        return [UTF8, *OFFICE_ENCODINGS]
    fitting = {encoding: decoded for encoding in (UTF8, *OFFICE_ENCODINGS) if (decoded := _decoded(head, encoding))}
    if UTF8 in fitting:
        return [UTF8]
    return sorted(
        fitting, key=lambda encoding: (-known_headers(fitting[encoding]), -_usual(fitting[encoding], encoding))
    ) or [UTF8, *OFFICE_ENCODINGS]


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
        # GB 2312, level 1 and the signs: the rest is rare in names of places.
        usual = [len(code) == 2 and 0xA1 <= code[0] <= 0xD7 and code[1] >= 0xA1 for code in first]
    else:
        usual = [0xA1 <= code[0] <= 0xC6 for code in first]
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
