"""The compound files that older workbooks (.xls) are in: their streams, and the error cells in those.

After Microsoft's [MS-CFB] and [MS-XLS]. A compound file is a little file system: sectors, chained by a table (the FAT),
and a directory of streams; a workbook is a stream of records, of which each sheet is a run.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

COMPOUND_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER_CHAINS = 109
_END = 0xFFFFFFFA
"""Sector numbers from here on end a chain or mean none."""

_BOF, _EOF, _FILE_PASS, _BOUND_SHEET, _FORMULA, _BOOL_ERR = 0x0809, 0x000A, 0x002F, 0x0085, 0x0006, 0x0205
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class DamagedError(Exception):
    """A compound file whose parts do not fit together."""


class _Entry(Struct, frozen=True):
    """A stream: its first sector and its size in bytes."""

    start: int
    size: int


def streams(content: bytes) -> dict[str, bytes]:
    """Return the streams of a compound file that may hold a workbook or an encrypted one, by name."""
    try:
        return _streams(content)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise DamagedError from error


def _streams(content: bytes) -> dict[str, bytes]:
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise DamagedError
    size = 1 << shift
    directory, cutoff, mini_start = struct.unpack_from("<I4xII", content, 48)

    def sectors(numbers: Iterable[int]) -> bytes:
        return b"".join(content[(number + 1) << shift : (number + 2) << shift] for number in numbers)

    def numbers_in(tables: Sequence[int]) -> tuple[int, ...]:
        return struct.unpack(f"<{len(tables) * size // 4}I", sectors(tables))

    table = numbers_in(_table_sectors(content, size, sector_count=len(content) >> shift))
    entries = dict(_entries(sectors(_chain(directory, table))))
    mini = sectors(_chain(entries["Root Entry"].start, table)) if "Root Entry" in entries else b""
    mini_table = numbers_in([*_chain(mini_start, table)])
    found: dict[str, bytes] = {}
    for name in entries.keys() & {"Workbook", "Book", "EncryptedPackage"}:
        entry = entries[name]
        if entry.size < cutoff:
            parts = [mini[number << 6 : (number + 1) << 6] for number in _chain(entry.start, mini_table)]
            whole = b"".join(parts)
        else:
            whole = sectors(_chain(entry.start, table))
        if len(whole) < entry.size:
            raise DamagedError
        found[name] = whole[: entry.size]
    return found


def _table_sectors(content: bytes, size: int, sector_count: int) -> list[int]:
    """Return the sectors that hold the table of sectors."""
    (in_table,) = struct.unpack_from("<I", content, 44)
    more, more_count = struct.unpack_from("<II", content, 68)
    # The library that reads workbooks makes room for as many as the header says.
    if in_table > sector_count or more_count > sector_count:
        raise DamagedError
    numbers = list(struct.unpack_from(f"<{_HEADER_CHAINS}I", content, 76))
    for _ in range(more_count):
        if more >= _END:
            break
        *listed, more = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        numbers += listed
    return [number for number in numbers if number < _END][:in_table]


def _chain(start: int, table: Sequence[int]) -> Iterator[int]:
    seen = 0
    while start < _END:
        yield start
        start = table[start]
        seen += 1
        if seen > len(table):
            raise DamagedError


def _entries(directory: bytes) -> Iterator[tuple[str, _Entry]]:
    for offset in range(0, len(directory), 128):
        length, kind = struct.unpack_from("<HB", directory, offset + 64)
        start, size = struct.unpack_from("<II", directory, offset + 116)
        if kind:
            name = directory[offset : offset + min(max(length - 2, 0), 64)].decode("utf-16-le")
            # Capitals make no difference.
            known = {"workbook": "Workbook", "book": "Book", "encryptedpackage": "EncryptedPackage"}
            yield known.get(name.casefold(), "Root Entry" if kind == 5 else name), _Entry(start, size)


Errors = dict[tuple[int, int], str]


def is_protected(workbook: bytes) -> bool:
    """Whether a workbook stream is encrypted."""
    return any(kind == _FILE_PASS for kind, _ in records(workbook, 0))


def error_cells(workbook: bytes) -> list[Errors]:
    """Return the error cells of each sheet of a workbook stream, in their order, by row and column from 0."""
    try:
        starts = [struct.unpack_from("<I", data)[0] for kind, data in records(workbook, 0) if kind == _BOUND_SHEET]
        return [dict(_errors_from(workbook, start)) for start in starts]
    except (struct.error, IndexError) as error:
        raise DamagedError from error


def _errors_from(workbook: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, data in records(workbook, start):
        if kind == _BOOL_ERR and data[7]:
            code = data[6]
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
            code = data[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", data)
        yield (row, column), _ERRORS.get(code, "#ERROR!")


def records(workbook: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from an offset on to the end of the run that begins there, without runs inside it (charts)."""
    depth = 0
    while start + 4 <= len(workbook):
        kind, length = struct.unpack_from("<HH", workbook, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, workbook[start + 4 : start + 4 + length]
        start += 4 + length
