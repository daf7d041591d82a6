"""The beginning of a file: enough to find its encoding and its header."""

from __future__ import annotations

import zlib

from popcalc.errors import InputError, Place, fault
from popcalc.intake.sources.find import Source, why
from popcalc.intake.text.decoding import without_mark
from popcalc.language import text

HEAD_BYTES = 1 << 16


def read_head(source: Source) -> bytes:
    """Return the beginning of a file, cut at a line's end; raises InputError when it cannot be read."""
    try:
        with source.open() as stream:
            head = stream.read(HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        sentence = text("cannot be read: {reason}", reason=why(error))
        raise InputError([fault("UNREADABLE", sentence, Place(source.name))]) from None
    cut = head.rfind(b"\n") + 1
    return head[:cut] if len(head) == HEAD_BYTES and cut and b"\0" not in head else head


def decodes(head: bytes, encoding: str) -> bool:
    """Whether the beginning is in the encoding, but for a character that its end may have cut."""
    try:
        without_mark(head)[:-4].decode(encoding)
    except UnicodeDecodeError as error:
        return error.end >= len(without_mark(head)) - 8
    return True
