"""Bytes that are no text: which one, where, and what to do."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from popcalc.errors import Fault, Place, fault
from popcalc.intake.encodings import SHOWN_AS
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import PIECE
from popcalc.intake.text.head import Head
from popcalc.language import text


def no_encoding(source: Source, encodings: Sequence[str], where: Place, nearest: str | None = None) -> Fault:
    """Return the fault of a file that is in none of some encodings.

    `where` is the cell of the first byte that does not fit the `nearest` of them, by default the first.
    """
    place, value = first_wrong_byte(source, nearest or encodings[0]) or (0, 0)
    sentence = text(
        "byte {byte} (0x{value:02x}) fits none of {encodings}; save the file as CSV UTF-8, or name its encoding with "
        "--encoding",
        byte=place,
        value=value,
        encodings=tuple(SHOWN_AS.get(encoding, encoding) for encoding in encodings),
    )
    return fault("NO_ENCODING", sentence, where)


def first_wrong_byte(source: Source, encoding: str) -> tuple[int, int] | None:
    """Return the place (from 1) and the value of the first byte of a file that does not fit, None when all fit."""
    decoder = codecs.getincrementaldecoder(encoding)()
    before = 0
    with source.open() as stream:
        while True:
            piece = stream.read(PIECE)
            pending = decoder.getstate()[0]
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                place = before - len(pending) + error.start
                return place + 1, error.object[error.start]
            if not piece:
                return None
            before += len(piece)


def nul_byte(where: Place) -> Fault:
    """Return the fault of a file with a NUL byte in a cell."""
    sentence = text("a NUL byte: the file is damaged or no text; save it as CSV UTF-8 again")
    return fault("NUL_BYTE", sentence, where)


def wrong_head(source: Source, head: Head) -> Fault | None:
    """Return what is wrong with the beginning of a file in which no header is found, None when it is text."""
    content, encoding = head.content, head.encodings[0]
    if not content.strip(b"\0"):
        sentence = text("nothing but NUL bytes: the file has lost what was in it; send or copy it again")
        return fault("NUL_BYTE", sentence, Place(source.name))
    if b"\0" in content and not encoding.startswith("utf-16"):
        return nul_byte(Place(source.name, _row(content, content.index(0))))
    try:
        # The last character may be cut.
        codecs.getincrementaldecoder(encoding)().decode(content)
    except UnicodeDecodeError as error:
        return no_encoding(source, head.encodings, Place(source.name, _row(content, error.start)))
    return None


def _row(content: bytes, offset: int) -> int:
    return content.count(b"\n", 0, offset) + 1
