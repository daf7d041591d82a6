"""The data files in a zip archive, unpacked into spools.

Nothing is written under a name that stands in an archive, so that no name can lead elsewhere; no member is believed
about its size.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from popcalc.errors import Fault, InputError, Place, fault
from popcalc.intake.encodings import best_guess
from popcalc.intake.sources.faults import damaged, too_large
from popcalc.intake.sources.file_kind import FileKinds, Opening
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import Spool, TooLargeError, spooled
from popcalc.intake.sources.zips import BROKEN, member_pieces, opened_zip
from popcalc.language import text

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


def files_in(archive: Source, opening: Opening) -> list[Source]:
    """Return the data files of an archive (`archive.zip/2013/06.csv`), by name.

    Hidden files and those that macOS adds are left out. Raises InputError with all that is wrong: damage, a password,
    an archive inside, too large, two files of one name, no data file.
    """
    faults: list[Fault] = []
    found: dict[str, Spool] = {}
    budget = archive.bound
    try:
        with opened_zip(archive.local) as opened:
            for inner, info in _data_files(opened, opening.kinds):
                budget.take_files(1)
                name = f"{archive.name}/{inner}"
                if refused := _refused(info, name, twice=name in found):
                    faults.append(refused)
                    continue
                try:
                    spool = spooled(member_pieces(opened, info, budget))
                    if opening.kinds.is_archive(archive.part(name, spool)):
                        sentence = text("an archive inside an archive; unpack it and give the files")
                        faults.append(fault("NESTED_ARCHIVE", sentence, Place(name)))
                    else:
                        found[name] = spool
                except NotImplementedError:
                    sentence = text("is packed in a way that popcalc cannot unpack; unpack it and give the files")
                    faults.append(fault("UNREADABLE", sentence, Place(name)))
                except BROKEN:
                    faults.append(damaged(name, text("this file of the zip archive")))
    except TooLargeError:
        faults.append(too_large(archive.name))
    except BROKEN:
        faults.append(damaged(archive.name, text("the zip archive")))
    if not found and not faults:
        suffixes = " ".join(opening.kinds.suffixes)
        sentence = text("no data file in this archive; popcalc reads {suffixes}", suffixes=suffixes)
        faults.append(fault("NO_DATA_FILE", sentence, Place(archive.name)))
    if faults:
        raise InputError(faults)
    return [archive.part(name, spool) for name, spool in sorted(found.items(), key=lambda item: item[0])]


def _data_files(archive: zipfile.ZipFile, kinds: FileKinds) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    for info in archive.infolist():
        parts = _parts(info)
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
        if parts and not hidden and not info.is_dir() and kinds.named(parts[-1]):
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


def _refused(info: zipfile.ZipInfo, name: str, *, twice: bool) -> Fault | None:
    """Return why a data file of an archive is not unpacked, None when it is."""
    if twice:
        sentence = text("the archive holds two files of this name; unpack it and give the right one")
        return fault("TWO_MEMBERS", sentence, Place(name))
    if info.flag_bits & _ENCRYPTED:
        sentence = text("is protected by a password; unpack it and give the files")
        return fault("PASSWORD", sentence, Place(name))
    return None
