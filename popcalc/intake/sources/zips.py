"""The bytes of the members of zip files: of archives, and of the workbooks that are some."""

from __future__ import annotations

import copy
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from popcalc.intake.sources.spools import Budget, pieces_of

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN = (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, RuntimeError, ValueError)
"""What zipfile raises on damage; RuntimeError and ValueError come from headers that make no sense."""


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
