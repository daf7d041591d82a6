"""The bytes of the members of zip files: of archives, and of the workbooks that are some."""

from __future__ import annotations

import copy
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from popcalc.intake.sources.spools import Budget, TooLargeError, pieces_of

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN = (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, RuntimeError, ValueError)
"""What zipfile raises on damage; RuntimeError and ValueError come from headers that make no sense."""


MOST_LISTED = 16 << 20
"""Bytes that the list of members may have: a hundred and sixty for each of a hundred thousand."""
_TAIL = 1 << 16
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LEADS_TO_64 = struct.Struct("<4sLQL")


def opened_zip(path: Path) -> zipfile.ZipFile:
    """Open a zip file; raises what BROKEN names where it is damaged, TooLargeError where it lists far too many members.

    The list is held against its bound before it is read: zipfile makes an object of each entry of it.
    """
    if _bytes_of_list(path) > MOST_LISTED:
        raise TooLargeError
    return zipfile.ZipFile(path)


def _bytes_of_list(path: Path) -> int:
    """Return how many bytes the list of members has by the record at the end, 0 where there is no such record."""
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _TAIL - _END.size))
        tail = stream.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + _END.size:
            return 0
        listed: int = _END.unpack_from(tail, at)[5]
        leads = at - _LEADS_TO_64.size
        if leads >= 0 and tail.startswith(b"PK\x06\x07", leads):
            stream.seek(min(_LEADS_TO_64.unpack_from(tail, leads)[2], size))
            record = stream.read(_END_64.size)
            listed = _END_64.unpack(record)[8] if len(record) == _END_64.size else listed
        return min(listed, size)


def member_pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """Yield the bytes of a member; raises BadZipFile when they are more, fewer or others than its header promised."""
    # zipfile stops at the promised size and says nothing of what comes after: let it expect one byte more.
    expected = copy.copy(info)
    expected.file_size += 1
    given = 0
    with archive.open(expected) as stream:
        for piece in pieces_of(stream):
            given += len(piece)
            if given > info.file_size:
                raise zipfile.BadZipFile(info.filename)
            budget.take(len(piece))
            yield piece
    if given != info.file_size:
        raise zipfile.BadZipFile(info.filename)
