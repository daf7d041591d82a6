"""Which encoding a file is in, and its bytes as UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from msgspec import Struct

from popcalc.intake.encodings import (
    OF_OTHER_REGIONS,
    OFFICE_ENCODINGS,
    UTF8,
    Fitting,
    decoded_in,
    fitting,
    rivals_of,
)


class Choice(Struct, frozen=True):
    """The encodings to try on a file, the likeliest first; `rivals` are others that fit its beginning as well."""

    encodings: tuple[str, ...]
    rivals: tuple[Fitting, ...] = ()


BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, UTF8), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def candidates(head: bytes, known_headers: Callable[[str], int], forced: str | None) -> Choice:
    """Return the encodings to try on a file.

    `head` is the file's beginning, cut at a line's end; `known_headers` says how many cells of the best header row of
    a decoded text are known. A byte order mark decides; else UTF-8, else whichever makes more headers known, of equals
    the one in which the names make more sense, in as few languages as may be. Where the beginning is plain ASCII, what
    comes later may be in any of them. UTF-16 is also known without its mark, by its headers or by the NUL bytes of its
    ASCII.
    """
    if forced:
        return Choice((forced,))
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if marked:
        return Choice((marked,))
    if b"\0" not in head and head.isascii():
        return Choice((UTF8, *OFFICE_ENCODINGS))
    if b"\0" in head and (wide := _utf16_without_mark(head, known_headers)):
        return Choice((wide,))
    if decoded_in(head, UTF8):
        return Choice((UTF8,))
    found = fitting(head)
    known = {one.encoding: known_headers(one.decoded) for one in found}
    # A damaged byte in UTF-8 may happen to make it GB18030, of which then nothing is known.
    if found and known_headers(head.decode(UTF8, errors="replace")) > max(known.values()):
        return Choice((UTF8,))
    if found:
        best, *others = sorted(found, key=lambda one: (-known[one.encoding], one.rank))
        rivals = rivals_of(best, (one for one in others if known[one.encoding] == known[best.encoding]))
        return Choice((best.encoding, *(one.encoding for one in others)), (best, *rivals) if rivals else ())
    # None fits: the likeliest is the one in which most headers are known nevertheless.
    likeliest = sorted(
        (UTF8, *OFFICE_ENCODINGS), key=lambda encoding: -known_headers(head.decode(encoding, errors="replace"))
    )
    return Choice(tuple(likeliest))


def _utf16_without_mark(head: bytes, known_headers: Callable[[str], int]) -> str | None:
    """Return the UTF-16 that a text without a byte order mark is in, None when it is in neither."""
    whole = head[: len(head) // 2 * 2]
    texts = {encoding: decoded for encoding in ("utf-16-le", "utf-16-be") if (decoded := decoded_in(whole, encoding))}
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


def without_mark(head: bytes) -> bytes:
    """Return the bytes without a UTF-8 byte order mark."""
    return head.removeprefix(codecs.BOM_UTF8)


BLOCKWISE = frozenset({UTF8, *OFFICE_ENCODINGS, *OF_OTHER_REGIONS, "ascii", "iso8859-1"})
"""Encodings in which no byte of a longer character is a quote or a line end, so that files may be cut at those."""


def to_utf8(block: bytes, encoding: str) -> bytes:
    """Return a block of whole lines as UTF-8; raises UnicodeDecodeError at the first byte that does not fit."""
    if encoding == UTF8:
        if not block.isascii():
            block.decode(UTF8)
        return block
    return block.decode(encoding).removeprefix("\ufeff").encode(UTF8)
