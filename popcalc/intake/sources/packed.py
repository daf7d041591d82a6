"""What is packed in a file: the texts of archives and workbooks, unpacked by each process that reads them.

Where an engine has its workers, one of them finds what is in such a file. A text of it is then known by the file and
its number, and whoever reads it has the file unpacked where it is; so nothing of it comes to the driver. A process
keeps what it unpacked for a while, as every text is looked at before it is read.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from popcalc.errors import Fault, InputError
from popcalc.intake.sources.compound import COMPOUND_MAGIC
from popcalc.intake.sources.faults import unreadable
from popcalc.intake.sources.file_kind import Opening
from popcalc.intake.sources.kinds import KINDS
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import Afar, Budget, pieces_of, spooled
from popcalc.intake.sources.workbooks import Sheets
from popcalc.intake.sources.zips import ZIP_MAGIC

KEPT_BYTES = 1 << 30
"""So much of what was unpacked a process keeps on its disk, and always the last file."""


class PackedFile(Struct, frozen=True):
    """A file that packs texts: what it is called, where it is, its size and last change, the sheets that are wanted."""

    name: str
    path: Path | Afar
    stamp: tuple[int, int] | None
    sheets: tuple[str, ...]


class PackedText(Struct, frozen=True):
    """A text in such a file, by its number, with its size; read as the path of a file is."""

    file: PackedFile
    number: int
    size: int

    def absolute(self) -> PackedText:
        """Return itself: it leads to the file from anywhere."""
        return self

    def stat(self) -> PackedText:
        """Return what is known of it, its size as `st_size`."""
        return self

    @property
    def st_size(self) -> int:
        """Its size in bytes."""
        return self.size

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open for reading from the first byte; raises OSError where the file is no longer what it was."""
        texts = _unpacked(self.file).texts
        found = texts[self.number] if self.number < len(texts) else None
        if not isinstance(found, Source) or found.size != self.size:
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), self.file.name)
        return found.path.open("rb")


class Unpacked(Struct, frozen=True):
    """The texts of a file and what is wrong with others, and the names of all sheets in it."""

    texts: Sequence[Source | Fault]
    sheets: Sequence[str]

    @property
    def size(self) -> int:
        """Bytes that its texts take."""
        return sum(one.size for one in self.texts if isinstance(one, Source))


_kept: dict[PackedFile, Unpacked] = {}
_lock = threading.Lock()


def is_packed(source: Source) -> bool:
    """Whether a file is one in which others, or sheets, are packed; raises OSError where it cannot be read."""
    with source.path.open("rb") as stream:
        return stream.read(len(COMPOUND_MAGIC)).startswith((*ZIP_MAGIC, COMPOUND_MAGIC))


def texts_of(file: Source, opening: Opening) -> Iterator[Source | Fault]:
    """Yield the texts of a file (itself, the sheets in it, those of the files in it) and what is wrong with others.

    An object of a store that packs others is fetched, as its end is looked at first. Raises OSError where the file
    cannot be read.
    """
    if not isinstance(file.path, Path) and is_packed(file):
        with file.path.open() as stream:
            spool = spooled(pieces_of(stream))
        file = replace(file, path=spool.path, spool=spool)
    yield from _texts_of(file, opening)


def _texts_of(file: Source, opening: Opening) -> Iterator[Source | Fault]:
    try:
        kind = opening.kinds.of(file)
        for found in kind.open(file, opening):
            if kind.holds_files:
                yield from _texts_of(found, opening)
            else:
                yield found
    except InputError as error:
        yield from error.faults
    else:
        yield from filter(None, [file.changed()])


def look_into(files: Sequence[PackedFile]) -> list[Unpacked]:
    """Return what is in some files; the texts lead back to these."""
    return [_leading_back(file, _unpacked(file)) for file in files]


def _leading_back(file: PackedFile, found: Unpacked) -> Unpacked:
    texts = [
        replace(one, path=PackedText(file, number, one.size), spool=None) if isinstance(one, Source) else one
        for number, one in enumerate(found.texts)
    ]
    return replace(found, texts=texts)


def _unpacked(file: PackedFile) -> Unpacked:
    """Return what is in a file, unpacked here."""
    with _lock:
        found = _kept.pop(file, None) or _unpack(file)
        _kept[file] = found
        while len(_kept) > 1 and sum(one.size for one in _kept.values()) > KEPT_BYTES:
            del _kept[next(iter(_kept))]
        return found


def _unpack(file: PackedFile) -> Unpacked:
    texts: list[Source | Fault] = []
    with Sheets(file.sheets) as reader:
        try:
            source = Source(
                file.name, file.path, None, KINDS.endings, stamp=file.stamp, budget=Budget.of(file.path)
            )  # fmt: skip
            texts.extend(texts_of(source, Opening(KINDS, reader)))
        except OSError as error:
            texts.append(unreadable(file.name, error))
        return Unpacked(texts, tuple(reader.seen))
