"""A file in blocks of whole records, as bytes with `\\n` line ends, each record's number known."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.errors import Fault, InputError, Place, fault
from popcalc.intake.encodings import UTF8
from popcalc.intake.sources.faults import READING_ERRORS, broken_off
from popcalc.intake.sources.source import Source
from popcalc.intake.text.coding import MARKS, Coding, coding_of
from popcalc.intake.text.decoding import BLOCKWISE, to_utf8, without_mark
from popcalc.intake.text.loose_quotes import with_spaces_inside
from popcalc.intake.text.quotes import count_of, record_ends
from popcalc.intake.text.wrong_bytes import nul_byte
from popcalc.intake.text.wrong_encoding import WrongEncoding
from popcalc.language import text

BLOCK_BYTES = 8 << 20
SAMPLE_BYTES = 1 << 16
LONGEST_RECORD = 1 << 26
"""A record longer than this has a quote that is never closed."""
LONGEST_LINE = 1 << 21
"""No row of counts has a line of twice as many bytes: a hundred years of months, each by sex, have 50,000."""
# A cell that is too long is said to be so, with its place, wherever records are read.
csv.field_size_limit(max(csv.field_size_limit(), LONGEST_RECORD))


class Block(Struct, frozen=True):
    """Whole records, each closed by a line end; `first` is the row of the first one, as a spreadsheet counts rows.

    They are in UTF-8; with a `coding` they are as the file has them, and not decoded yet. `so_far` says that characters
    beyond ASCII stand in the file before such a block.
    """

    content: bytes
    first: int
    records: int
    coding: Coding | None = None
    so_far: bool = False

    def decoded(self) -> Block:
        """Return the block in UTF-8; raises UnicodeDecodeError at the first byte that does not fit."""
        if self.coding is None:
            return self
        return replace(self, content=to_utf8(self.content, self.coding.encoding), coding=None)


def read_blocks(
    source: Source,
    encoding: str,
    delimiter: str,
    skipped: int = 0,
    block_bytes: int = BLOCK_BYTES,
    until: int | None = None,
    *,
    as_bytes: bool = False,
) -> Iterator[Block | Fault | WrongEncoding]:
    """Yield the records of a file behind the first `skipped` ones, in blocks of about `block_bytes`.

    `until` is the number of the last record, without one that of the file. Who takes blocks `as_bytes` decodes them and
    asks `wrong_encoding` where they are not in their encoding.

    Where the file cannot be read on, the last that is yielded is no block: WrongEncoding at a byte that does not fit,
    and a fault where it is no text, a quote stays open, it changed meanwhile or cannot be read to its end.
    """
    try:
        coding = coding_of(encoding, delimiter) if as_bytes and until is None else None
        for block in _blocks(source, encoding, delimiter, skipped, block_bytes, coding):
            if until is None or isinstance(block, WrongEncoding):
                yield block
            elif block.first <= until:
                yield _cut_off(block, delimiter, until)
    except InputError as error:
        yield from error.faults
    except READING_ERRORS as error:
        yield broken_off(source.name, error)


def _cut_off(block: Block, delimiter: str, until: int) -> Block:
    """Return a block up to a record."""
    records = until + 1 - block.first
    if records >= block.records:
        return block
    return Block(block.content[: int(record_ends(block.content, delimiter)[records - 1])], block.first, records)


def _blocks(
    source: Source, encoding: str, delimiter: str, skipped: int, block_bytes: int, coding: Coding | None
) -> Iterator[Block | WrongEncoding]:
    record = 1
    ascii_so_far = True
    with source.open() as stream:
        for piece, records in _cut(_lines(stream, encoding, block_bytes), source.name, delimiter):
            if changed := source.changed():
                raise InputError([changed])
            if (at := _endless(piece)) >= 0:
                raise InputError([_too_long(source.name, _place(at, piece, source.name, delimiter, record).row)])
            if (nul := piece.find(b"\0")) >= 0:
                raise InputError([nul_byte(_place(nul, piece, source.name, delimiter, record))])
            skip = max(0, min(records, skipped + 1 - record))
            cut = int(record_ends(piece, delimiter)[skip - 1]) if skip else 0
            content = piece[cut:]
            coded = None if content.isascii() or content.startswith(MARKS) else coding
            # What stands above the data is looked at, too: a header with a hole in it may be another header.
            for begin, end in ((0, cut), (cut, len(piece) if coded is None else cut)):
                try:
                    decoded = to_utf8(piece[begin:end], encoding if encoding in BLOCKWISE else UTF8)
                except UnicodeDecodeError as error:
                    yield _wrong(piece, begin + error.start, source.name, delimiter, record, so_far=not ascii_so_far)
                    return
            content = content if coded else decoded
            if content and not content.isspace():
                closed = content if content.endswith(b"\n") else content + b"\n"
                so_far = not (ascii_so_far and piece[:cut].isascii())
                yield Block(closed, record + skip, records - skip, coded, so_far)
            ascii_so_far = ascii_so_far and piece.isascii()
            record += records


def _endless(piece: bytes) -> int:
    """Return where a line begins that is longer than any row, -1 without one: its cells would fill the memory."""
    for begin in range(0, len(piece) - LONGEST_LINE, LONGEST_LINE):
        if piece.find(b"\n", begin, begin + LONGEST_LINE) < 0:
            return piece.rfind(b"\n", 0, begin) + 1
    return -1


def wrong_encoding(block: Block, offset: int, file: str, delimiter: str) -> WrongEncoding:
    """Return what is said of a byte of a block that is not in its encoding."""
    return _wrong(block.content, offset, file, delimiter, block.first, so_far=block.so_far)


def _wrong(piece: bytes, offset: int, file: str, delimiter: str, first: int, *, so_far: bool) -> WrongEncoding:
    place = _place(offset, piece, file, delimiter, first)
    return WrongEncoding(place, _sample(piece, offset), so_far or not piece[:offset].isascii())


def _place(offset: int, piece: bytes, file: str, delimiter: str, first: int) -> Place:
    """Return the cell in which a byte of a piece stands, whose first record has the number `first`."""
    ends = record_ends(piece, delimiter)
    before = int(np.searchsorted(ends, offset, side="right"))
    record = piece[int(ends[before - 1]) if before else 0 : offset]
    outside_quotes = b"".join(record.split(b'"')[::2])
    return Place(file, first + before, outside_quotes.count(delimiter.encode()) + 1)


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


def _cut(pieces: Iterator[bytes], file: str, delimiter: str) -> Iterator[tuple[bytes, int]]:
    """Yield the pieces anew so that each ends with a record, with their numbers of records."""
    rest: list[bytes] = []
    size, before = 0, 0
    for piece in pieces:
        size += len(piece)
        lines = piece.rfind(b"\n") + 1
        if not lines:
            rest.append(piece)
            if size > LONGEST_RECORD:
                raise InputError([_too_long(file, before + 1)])
            continue
        # Whole lines are copied once.
        whole = with_spaces_inside(b"".join([*rest, memoryview(piece)[:lines]]), delimiter)
        cut, records = _whole_records(whole, delimiter)
        if records:
            yield whole[:cut], records
            before += records
        elif size > LONGEST_RECORD:
            raise InputError([_unclosed(file, before + 1)])
        rest = [whole[cut:], piece[lines:]]
        size = sum(map(len, rest))
    if whole := with_spaces_inside(b"".join(rest), delimiter):
        ends = record_ends(whole, delimiter)
        if not len(ends) or int(ends[-1]) < len(whole):
            raise InputError([_unclosed(file, before + len(ends) + 1)])
        yield whole, len(ends)


def _whole_records(piece: bytes, delimiter: str) -> tuple[int, int]:
    """Return where the last whole record of a piece ends, and how many there are; a line without an end may go on."""
    if b'"' not in piece:
        return piece.rfind(b"\n") + 1, count_of(piece, "\n")
    ends = record_ends(piece, delimiter)
    if len(ends) and not piece.endswith(b"\n") and int(ends[-1]) == len(piece):
        ends = ends[:-1]
    return (int(ends[-1]), len(ends)) if len(ends) else (0, 0)


def _too_long(file: str, row: int | None) -> Fault:
    sentence = text("this line is longer than the row of any table; the file is damaged, or no table of counts")
    return fault("LONG_LINE", sentence, Place(file, row))


def _unclosed(file: str, row: int) -> Fault:
    sentence = text('a quote (") is opened and never closed; take it out or close it')
    return fault("UNCLOSED_QUOTE", sentence, Place(file, row))
