"""A file in blocks of whole records, as UTF-8 bytes with `\\n` line ends, each record's number known."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from popcalc.errors import Fault, InputError, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.text.decoding import BLOCKWISE, UTF8, to_utf8, without_mark
from popcalc.intake.text.quotes import count_of, record_ends
from popcalc.intake.text.wrong_bytes import nul_byte
from popcalc.language import text

BLOCK_BYTES = 8 << 20
SAMPLE_BYTES = 1 << 16
LONGEST_RECORD = 1 << 26
"""A record longer than this has a quote that is never closed."""


@dataclass(frozen=True)
class Block:
    """Whole records, each closed by a line end; `first` is the row of the first one, as a spreadsheet counts rows."""

    content: bytes
    first: int
    records: int


class WrongEncodingError(Exception):
    """The file is not in the encoding that was tried.

    `place` is that of the first byte that does not fit; `sample` is what follows it up to a line's end; `so_far` says
    that characters beyond ASCII did fit before.
    """

    def __init__(self, place: Place, sample: bytes, *, so_far: bool) -> None:
        super().__init__(str(place))
        self.place = place
        self.sample = sample
        self.so_far = so_far


def read_blocks(layout: Layout, encoding: str, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """Yield the data rows of a file in blocks of about `block_bytes`.

    Raises WrongEncodingError when a byte does not fit, InputError when the file cannot be text or a quote stays open.
    """
    record = 1
    ascii_so_far = True
    with layout.source.open() as stream:
        for piece, records in _cut(_lines(stream, encoding, block_bytes), layout):
            layout.source.refuse_change()
            if (nul := piece.find(b"\0")) >= 0:
                raise InputError([nul_byte(_place(nul, piece, layout, record))])
            skip = max(0, min(records, layout.skipped + 1 - record))
            cut = int(record_ends(piece, layout.delimiter)[skip - 1]) if skip else 0
            content = b""
            # What stands above the data is looked at, too: a header with a hole in it may be another header.
            for begin, end in ((0, cut), (cut, len(piece))) if cut else ((0, len(piece)),):
                try:
                    content = to_utf8(piece[begin:end], encoding if encoding in BLOCKWISE else UTF8)
                except UnicodeDecodeError as error:
                    offset = begin + error.start
                    raise WrongEncodingError(
                        _place(offset, piece, layout, record),
                        _sample(piece, offset),
                        so_far=not (ascii_so_far and piece[:offset].isascii()),
                    ) from None
            ascii_so_far = ascii_so_far and piece.isascii()
            if content and not content.isspace():
                yield Block(content if content.endswith(b"\n") else content + b"\n", record + skip, records - skip)
            record += records


def _place(offset: int, piece: bytes, layout: Layout, first: int) -> Place:
    """Return the cell in which a byte of a piece stands, whose first record has the number `first`."""
    ends = record_ends(piece, layout.delimiter)
    before = int(np.searchsorted(ends, offset, side="right"))
    record = piece[int(ends[before - 1]) if before else 0 : offset]
    outside_quotes = b"".join(record.split(b'"')[::2])
    return Place(layout.name, first + before, outside_quotes.count(layout.delimiter.encode()) + 1)


def _sample(piece: bytes, offset: int) -> bytes:
    end = piece.rfind(b"\n", offset, offset + SAMPLE_BYTES)
    return piece[offset : end if end > 0 else len(piece)]


def _lines(stream: BinaryIO, encoding: str, block_bytes: int) -> Iterator[bytes]:
    """Yield the file's bytes without a byte order mark, all line ends being `\\n`.

    An encoding that cannot be cut anywhere is turned into UTF-8 as a whole.
    """
    if encoding not in BLOCKWISE:
        yield from _line_ends_of(_turned_into_utf8(stream, encoding, block_bytes))
        return
    yield from _line_ends_of(_without_first_mark(stream, block_bytes))


def _without_first_mark(stream: BinaryIO, block_bytes: int) -> Iterator[bytes]:
    if piece := stream.read(max(block_bytes, len(codecs.BOM_UTF8))):
        yield without_mark(piece)
    while piece := stream.read(block_bytes):
        yield piece


def _turned_into_utf8(stream: BinaryIO, encoding: str, block_bytes: int) -> Iterator[bytes]:
    """Yield a file as UTF-8; where a byte does not fit, one that fits no UTF-8 either, and nothing more.

    So it is found, with its place, where the bytes of every other file are.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    at_start = True
    while True:
        piece = stream.read(block_bytes)
        pending = decoder.getstate()[0]
        try:
            decoded = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            # The decoder still holds what was pending before this piece.
            yield decoder.decode(error.object[len(pending) : error.start]).encode(UTF8)
            yield b"\xff"
            return
        yield (decoded.removeprefix("\ufeff") if at_start else decoded).encode(UTF8)
        at_start = at_start and not decoded
        if not piece:
            return


def _line_ends_of(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces anew with `\\n` for all line ends."""
    held = b""
    for piece in pieces:
        whole = held + piece
        # A carriage return at the end may be half of a line end.
        held = whole[-1:] if whole.endswith(b"\r") else b""
        yield _line_ends(whole[: len(whole) - len(held)])
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
