"""The data files in a zip archive, unpacked into spools.

Nothing is written under a name that stands in an archive, so that no name can lead elsewhere; no member is believed
about its size.
"""

from __future__ import annotations

import copy
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from popcalc.errors import Fault, InputError, Place, fault
from popcalc.intake.encodings import best_guess
from popcalc.intake.sources.kinds import ARCHIVES, SUFFIXES, damaged, has_suffix
from popcalc.intake.sources.spools import Spool, TooLargeError, allowance, spooled
from popcalc.language import text

PIECE = 1 << 20
MOST_MEMBERS = 100_000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, EOFError, zlib.error, RuntimeError, ValueError)
"""What zipfile raises on damage; RuntimeError and ValueError come from headers that make no sense."""


@dataclass
class Budget:
    """How many bytes may still be unpacked."""

    left: int

    def take(self, size: int) -> None:
        """Use up some bytes; raises TooLargeError when there are not so many."""
        self.left -= size
        if self.left < 0:
            raise TooLargeError


def unpacked(path: Path, name: str) -> list[tuple[str, Spool]]:
    """Return the data files of an archive, each with its name (`archive.zip/2013/06.csv`) and its bytes, by name.

    Hidden files and those that macOS adds are left out. Raises InputError with all that is wrong: damage, a password,
    an archive inside, too large, two files of one name, no data file.
    """
    faults: list[Fault] = []
    found: dict[str, Spool] = {}
    budget = Budget(allowance(path.stat().st_size))
    try:
        with zipfile.ZipFile(path) as archive:
            for inner, info in _members(archive):
                shown = f"{name}/{inner}"
                try:
                    _check(info, shown, twice=shown in found)
                    found[shown] = spooled(pieces(archive, info, budget))
                except InputError as error:
                    faults += error.faults
                except NotImplementedError:
                    sentence = text("is packed in a way that popcalc cannot unpack; unpack it and give the files")
                    faults.append(fault("UNREADABLE", sentence, Place(shown)))
                except BROKEN:
                    faults.append(damaged(shown, text("this file of the zip archive")))
    except TooLargeError:
        faults.append(too_large(name))
    except BROKEN:
        faults.append(damaged(name, text("the zip archive")))
    if not found and not faults:
        sentence = text("no data file in this archive; popcalc reads {suffixes}", suffixes=" ".join(SUFFIXES))
        faults.append(fault("NO_DATA_FILE", sentence, Place(name)))
    if faults:
        raise InputError(faults)
    return sorted(found.items(), key=lambda item: item[0])


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise TooLargeError
    for info in infos:
        parts = _parts(info)
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
        if parts and not hidden and not info.is_dir() and has_suffix(parts[-1]):
            yield "/".join(parts), info


def _parts(info: zipfile.ZipInfo) -> list[str]:
    """Return the folders and the name of a member, in the characters that its writer meant.

    Without the flag for UTF-8, zipfile takes the bytes as code page 437; Windows writes those of its own code page and
    macOS UTF-8. Steps up and drives are left out: they name no folder of the data.
    """
    written = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        written = best_guess(written.encode("cp437"))
    parts = PurePosixPath(written.replace("\\", "/").replace("\0", "")).parts
    return [part for part in parts if part not in ("/", "..", ".") and not part.endswith(":")]


def _check(info: zipfile.ZipInfo, shown: str, *, twice: bool) -> None:
    if twice:
        sentence = text("the archive holds two files of this name; unpack it and give the right one")
        raise InputError([fault("TWO_MEMBERS", sentence, Place(shown))])
    if has_suffix(shown, ARCHIVES):
        sentence = text("an archive inside an archive; unpack it and give the files")
        raise InputError([fault("NESTED_ARCHIVE", sentence, Place(shown))])
    if info.flag_bits & _ENCRYPTED:
        sentence = text("is protected by a password; unpack it and give the files")
        raise InputError([fault("PASSWORD", sentence, Place(shown))])


def pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """Yield the bytes of a member; raises BadZipFile when they are more, fewer or others than its header promised."""
    # zipfile stops at the promised size and says nothing of what comes after: let it expect one byte more.
    expected = copy.copy(info)
    expected.file_size += 1
    given = 0
    with archive.open(expected) as stream:
        while piece := stream.read(PIECE):
            given += len(piece)
            if given > info.file_size:
                raise zipfile.BadZipFile(info.filename)
            budget.take(len(piece))
            yield piece
    if given != info.file_size:
        raise zipfile.BadZipFile(info.filename)


def too_large(name: str) -> Fault:
    """Return the fault of a packed file that grows without measure."""
    sentence = text(
        "unpacks to far more than a table of counts would, so it is damaged or made to fill the disk; unpack it "
        "yourself and give the files if it is right"
    )
    return fault("TOO_LARGE", sentence, Place(name))
