"""A kind of file, and what a table of kinds tells of a file by its name and its bytes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property

from msgspec import Struct

from popcalc.errors import InputError
from popcalc.intake.sources.faults import damaged, no_table, too_large
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import TooLargeError
from popcalc.intake.sources.workbooks import Sheets
from popcalc.intake.sources.zips import BROKEN, ZIP_MAGIC, opened_zip
from popcalc.language import Text

_HEAD_BYTES = 1 << 10
_MIMETYPE_BYTES = 80
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class Signature(Struct, frozen=True):
    """What tells the kind of a file: its first bytes; of a zip also the names in it, and what it says that it is."""

    head: bytes
    members: frozenset[str] = frozenset()
    mimetype: bytes = b""

    @property
    def is_text(self) -> bool:
        """Whether the bytes may be those of a text in some encoding."""
        return self.head.startswith(_WIDE) or all(byte >= ord("\t") for byte in self.head)


class FileKind(Struct, frozen=True):
    """A kind of file.

    `called` is what messages call it; `opener` gives the texts in a file, or where it `holds_files` the files in it; a
    kind without one is refused. A file is of it by one of the `magic` bytes that it begins with, or where `sniff` says
    so. `suffixes` are those of the names by which its files are known in folders and archives; `also` are those of
    files that are read only when they are named.
    """

    called: Text
    opener: Opener | None = None
    suffixes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    sniff: Callable[[Signature], bool] | None = None
    holds_files: bool = False

    def fits(self, signature: Signature) -> bool:
        """Whether a file with this signature is of the kind."""
        return signature.head.startswith(self.magic) or (self.sniff is not None and self.sniff(signature))

    def open(self, file: Source, opening: Opening) -> Sequence[Source]:
        """Return what is found in a file of the kind; raises InputError with all that is wrong with it."""
        if self.opener is None:
            raise InputError([no_table(file.name, self.called)])
        return self.opener(file, opening)


class FileKinds(Struct, frozen=True, dict=True):
    """A table of kinds. A file is of the first that it fits, and of the first of all where it fits none: a text."""

    table: tuple[FileKind, ...]

    @cached_property
    def suffixes(self) -> tuple[str, ...]:
        """How the names of data files end; other files of a folder or an archive are left alone."""
        return tuple(suffix for kind in self.table for suffix in kind.suffixes)

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """All that may stand behind the points of such names, each by itself: `.csv` and `.gz`."""
        suffixes = [suffix for kind in self.table for suffix in (*kind.suffixes, *kind.also)]
        return tuple(sorted({f".{part}" for suffix in suffixes for part in suffix.split(".")[1:]}))

    def named(self, name: str) -> FileKind | None:
        """Return the kind that a file is called like; hidden ones and the lock files of open workbooks are of none."""
        name = os.path.basename(name).casefold()
        if name.startswith((".", "~$")):
            return None
        return next((kind for kind in self.table if name.endswith(kind.suffixes)), None)

    def without_suffix(self, name: str) -> str:
        """Return a file's name without the ending of a data file."""
        found = [suffix for suffix in self.suffixes if name.casefold().endswith(suffix)]
        return name[: len(name) - len(max(found, key=len, default=""))]

    def of(self, file: Source) -> FileKind:
        """Return the kind of a file; raises InputError when it is damaged, OSError when it cannot be read."""
        named = self.named(file.name)
        packed = None if named is self.table[0] else named
        try:
            signature = _signature(file)
        except TooLargeError as error:
            raise InputError([too_large(file.name)]) from error
        except BROKEN as error:
            kind = packed or self._of(Signature(ZIP_MAGIC[0]))
            raise InputError([damaged(file.name, kind.called)]) from error
        kind = self._of(signature)
        if kind is self.table[0] and packed and not signature.is_text:
            raise InputError([damaged(file.name, packed.called)])
        return kind

    def is_archive(self, file: Source) -> bool:
        """Whether a file holds others, by its bytes; one that is damaged is said to be so when it is opened."""
        try:
            return self.of(file).holds_files
        except InputError:
            return False

    def _of(self, signature: Signature) -> FileKind:
        return next((kind for kind in self.table if kind.fits(signature)), self.table[0])


class Opening(Struct, frozen=True):
    """What an opener may ask for: the kinds of file that there are, and the sheets that are wanted."""

    kinds: FileKinds
    sheets: Sheets


Opener = Callable[[Source, Opening], Sequence[Source]]
"""Gives what is found in a file; raises InputError with all that is wrong with it."""


def _signature(file: Source) -> Signature:
    """Return a file's signature; raises what BROKEN names for a zip that is damaged."""
    with file.path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head.startswith(ZIP_MAGIC):
        return Signature(head)
    with opened_zip(file.local) as archive:
        members = frozenset(archive.namelist())
        if "mimetype" not in members:
            return Signature(head, members)
        with archive.open("mimetype") as stream:
            return Signature(head, members, stream.read(_MIMETYPE_BYTES))
