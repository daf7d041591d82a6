"""A file in blocks of whole records, as UTF-8 bytes with `\\n` line ends, each record's number known."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from popcalc.errors import Fault, InputError, Place, fault
from popcalc.intake.decoding import BLOCKWISE, UTF8, to_utf8, without_mark
from popcalc.intake.layout import Layout
from popcalc.intake.quotes import count_of, record_ends
from popcalc.intake.sources import Source
from popcalc.language import text

BLOCK_BYTES = 8 << 20
LONGEST_RECORD = 1 << 26
"""A record longer than this has a quote that is never closed."""


@dataclass(frozen=True)
class Block:
    """Whole records, each closed by a line end; `first` is the row of the first one, as a spreadsheet counts rows."""

    content: bytes
    first: int
    records: int


class WrongEncodingError(Exception):
    """The file is not in the encoding that was tried; `row` is the record of the first byte that does not fit."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def read_blocks(layout: Layout, encoding: str, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """Yield the data rows of a file in blocks of about `block_bytes`.

    Raises WrongEncodingError when a byte does not fit, InputError when the file cannot be text or a quote stays open.
    """
    record = 1
    with layout.source.open() as stream:
        for piece, records in _cut(_lines(stream, encoding, block_bytes), layout):
            if (nul := piece.find(b"\0")) >= 0:
                sentence = text("a NUL byte: the file is damaged or no text; save it as CSV UTF-8 again")
                raise InputError(
                    [fault("NUL_BYTE", sentence, Place(layout.name, record + _before(nul, piece, layout)))]
                )
            skip = max(0, min(records, layout.skipped + 1 - record))
            rest = piece[int(record_ends(piece, layout.delimiter)[skip - 1]) :] if skip else piece
            try:
                content = to_utf8(rest, encoding if encoding in BLOCKWISE else UTF8)
            except UnicodeDecodeError as error:
                offset = len(piece) - len(rest) + error.start
                raise WrongEncodingError(record + _before(offset, piece, layout)) from None
            if content and not content.isspace():
                yield Block(content if content.endswith(b"\n") else content + b"\n", record + skip, records - skip)
            record += records


def _before(offset: int, piece: bytes, layout: Layout) -> int:
    """Return how many records of a piece end before an offset."""
    return int(np.searchsorted(record_ends(piece, layout.delimiter), offset, side="right"))


def _lines(stream: BinaryIO, encoding: str, block_bytes: int) -> Iterator[bytes]:
    """Yield the file's bytes without a byte order mark, all line ends being `\\n`.

    An encoding that cannot be cut anywhere is turned into UTF-8 as a whole.
    """
    if encoding not in BLOCKWISE:
        try:
            whole = to_utf8(stream.read(), encoding)
        except UnicodeDecodeError:
            raise WrongEncodingError(1) from None
        yield _line_ends(whole)
        return
    held = b""
    at_start = True
    while piece := stream.read(block_bytes if not at_start else max(block_bytes, len(codecs.BOM_UTF8))):
        if at_start:
            piece, at_start = without_mark(piece), False
        piece = held + piece
        # A carriage return at the end may be half of a line end.
        held = piece[-1:] if piece.endswith(b"\r") else b""
        yield _line_ends(piece[: len(piece) - len(held)])
    if held:
        yield _line_ends(held)


def _line_ends(content: bytes) -> bytes:
    if b"\r" not in content:
        return content
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _cut(pieces: Iterator[bytes], layout: Layout) -> Iterator[tuple[bytes, int]]:
    """Yield the pieces anew so that each ends with a record, with their numbers of records."""
    rest: list[bytes] = []
    size, before = 0, 0
    for piece in pieces:
        rest.append(piece)
        size += len(piece)
        if b"\n" not in piece:
            continue
        whole = b"".join(rest)
        cut, records = _whole_records(whole, layout.delimiter)
        if records:
            yield whole[:cut], records
            before += records
        elif size > LONGEST_RECORD:
            raise InputError([_unclosed(layout, before + 1)])
        rest = [whole[cut:]]
        size = len(rest[0])
    if whole := b"".join(rest):
        ends = record_ends(whole, layout.delimiter)
        if not len(ends) or int(ends[-1]) < len(whole):
            raise InputError([_unclosed(layout, before + len(ends) + 1)])
        yield whole, len(ends)


def _whole_records(piece: bytes, delimiter: str) -> tuple[int, int]:
    """Return where the last whole record of a piece ends, and how many there are; a line without an end may go on."""
    if b'"' not in piece:
        return piece.rfind(b"\n") + 1, count_of(piece, "\n")
    ends = record_ends(piece, delimiter)
    if len(ends) and not piece.endswith(b"\n") and int(ends[-1]) == len(piece):
        ends = ends[:-1]
    return (int(ends[-1]), len(ends)) if len(ends) else (0, 0)


def _unclosed(layout: Layout, row: int) -> Fault:
    sentence = text('a quote (") is opened and never closed; take it out or close it')
    return fault("UNCLOSED_QUOTE", sentence, Place(layout.name, row))


def first_wrong_byte(source: Source, encoding: str) -> tuple[int, int] | None:
    """Return the place (from 1) and the value of the first byte of a file that does not fit, None when all fit."""
    decoder = codecs.getincrementaldecoder(encoding)()
    before = 0
    with source.open() as stream:
        while True:
            piece = stream.read(1 << 20)
            pending = decoder.getstate()[0]
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                place = before - len(pending) + error.start
                return place + 1, error.object[error.start]
            if not piece:
                return None
            before += len(piece)
