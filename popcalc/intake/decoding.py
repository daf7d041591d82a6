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
    headers known.
    """
    if forced:
        return [forced]
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if marked:
        return [marked]
    office = sorted(OFFICE_ENCODINGS, key=lambda encoding: -_known(head, encoding, known_headers))
    return [UTF8, *office] if _decodes(head, UTF8) else office


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        head.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _known(head: bytes, encoding: str, known_headers: Callable[[str], int]) -> int:
    return known_headers(head.decode(encoding)) if _decodes(head, encoding) else -1


def without_mark(head: bytes) -> bytes:
    """Return the bytes without a UTF-8 byte order mark."""
    return head.removeprefix(codecs.BOM_UTF8)


def to_utf8(block: bytes, encoding: str) -> bytes:
    """Return a block of whole lines as UTF-8; raises UnicodeDecodeError at the first byte that does not fit."""
    if encoding == UTF8:
        if not block.isascii():
            block.decode(UTF8)
        return block
    return block.decode(encoding).encode(UTF8)


def known_encoding(name: str) -> str | None:
    """Return the codec that a name means, or None."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return {"big5": "cp950", "utf-8-sig": UTF8, "gbk": "gb18030", "gb2312": "gb18030"}.get(found, found)


def all_names() -> Sequence[str]:
    """Return the names that are suggested for a misspelled encoding."""
    return ("utf-8", "utf-16", "gb18030", "gbk", "big5")
