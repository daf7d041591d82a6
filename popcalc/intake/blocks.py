"""A file in blocks of whole records, as UTF-8 bytes with `\\n` line ends, each record's number known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from popcalc.errors import InputError, Place, fault
from popcalc.intake.decoding import to_utf8, without_mark
from popcalc.intake.layout import Layout
from popcalc.language import text

BLOCK_BYTES = 8 << 20
LONGEST_RECORD = 1 << 26
"""A record longer than this has a quote that is never closed."""


@dataclass(frozen=True)
class Block:
    """Whole records of a file; `first` is the number of the first one, as a spreadsheet counts rows."""

    content: bytes
    first: int


class WrongEncoding(Exception):
    """The file is not in the encoding that was tried."""

    def __init__(self, byte: int, value: int) -> None:
        super().__init__(byte)
        self.byte = byte
        self.value = value


def read_blocks(layout: Layout, encoding: str, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """Yield the data rows of a file in blocks of about `block_bytes`; raise WrongEncoding when a byte does not fit."""
    record = 1
    with layout.source.open() as stream:
        for raw, offset in _cut(stream, encoding, block_bytes, layout):
            if (nul := raw.find(b"\0")) >= 0 and not encoding.startswith("utf-16"):
                raise InputError([_nul(layout, record + raw.count(b"\n", 0, nul), offset + nul + 1)])
            try:
                content = to_utf8(raw, encoding)
            except UnicodeDecodeError as error:
                raise WrongEncoding(offset + error.start + 1, raw[error.start]) from None
            content = _line_ends(content)
            records = count_records(content)
            skip = max(0, min(records, layout.skipped + 1 - record))
            if skip:
                content = _without_first(content, skip)
            if content.strip(b"\n"):
                yield Block(content, record + skip)
            record += records


def _nul(layout: Layout, row: int, byte: int):  # type: ignore[no-untyped-def]
    return fault(
        "NUL_BYTE",
        text("byte {byte} is NUL; the file is damaged or no text: save it as CSV UTF-8 again", byte=byte),
        Place(layout.name, row),
    )


def _cut(stream: BinaryIO, encoding: str, block_bytes: int, layout: Layout) -> Iterator[tuple[bytes, int]]:
    """Yield pieces that end at a line end outside quotes, each with its offset in the file."""
    if encoding.startswith("utf-16"):
        yield stream.read(), 0
        return
    offset = 0
    rest = b""
    while piece := stream.read(block_bytes):
        whole = rest + piece
        cut = _last_record_end(whole)
        if not cut and len(whole) > LONGEST_RECORD:
            raise InputError(
                [
                    fault(
                        "UNCLOSED_QUOTE",
                        text('a quote (") is opened and never closed; take it out or close it'),
                        Place(layout.name),
                    )
                ]
            )
        if cut:
            block = whole[:cut]
            yield (block if offset else without_mark(block)), offset
            offset += cut
        rest = whole[cut:]
    if rest:
        yield (rest if offset else without_mark(rest)), offset


def _last_record_end(piece: bytes) -> int:
    """Return the position after the last line end that is outside quotes, 0 when there is none."""
    cut = piece.rfind(b"\n") + 1
    if b'"' not in piece:
        return cut
    while cut and piece.count(b'"', 0, cut) % 2:
        cut = piece.rfind(b"\n", 0, cut - 1) + 1
    return cut


def _line_ends(content: bytes) -> bytes:
    if b"\r" not in content:
        return content
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def count_records(content: bytes) -> int:
    """Return the number of records: lines, but for those that end inside quotes."""
    lines = content.count(b"\n") + (not content.endswith(b"\n") and bool(content))
    if b'"' not in content or content.count(b'"') == 0:
        return lines
    return sum(1 for _ in record_ends(content))


def record_ends(content: bytes) -> Iterator[int]:
    """Yield the position after each record."""
    start = 0
    inside = False
    size = len(content)
    while start < size:
        end = content.find(b"\n", start) + 1 or size
        inside ^= content.count(b'"', start, end) % 2 == 1
        start = end
        if not inside or start == size:
            yield end


def _without_first(content: bytes, records: int) -> bytes:
    for number, end in enumerate(record_ends(content), start=1):
        if number == records:
            return content[end:]
    return b""
