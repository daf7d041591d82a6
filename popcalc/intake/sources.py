"""From what the user names (files, folders, globs, `-`) to the files that are read, in an order of their own."""

from __future__ import annotations

import atexit
import glob
import gzip
import os
import shutil
import stat
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from popcalc.errors import Fault, InputError, Place, did_you_mean, fault
from popcalc.language import Text, text

STANDARD_INPUT = "-"
STDIN = "<stdin>"
SUFFIXES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True)
class Source:
    """One file to read. `name` is how messages call it; `path` is where its bytes are (a spool for standard input)."""

    name: str
    path: Path

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self.path.stat().st_size

    def open(self) -> BinaryIO:
        """Open for reading from the first byte, unpacked if it is gzip."""
        stream = self.path.open("rb")
        packed = stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        if packed:
            stream.close()
            return cast("BinaryIO", gzip.open(self.path, "rb"))
        stream.seek(0)
        return stream


def find_sources(named: Sequence[str]) -> list[Source]:
    """Return the data files that the names mean, each once, sorted by name.

    A folder gives the data files in it and below it (`.csv`, `.tsv`, also `.gz`), hidden ones left out; a pattern with
    `*`, `?` or `[` that is no file gives what it matches; `-` is standard input. Raises InputError naming every source
    that is not there, cannot be read or holds no data file.
    """
    sources: dict[Path, Source] = {}
    faults: list[Fault] = []
    for name in sorted(set(named)):
        try:
            found = _expand(name)
        except InputError as error:
            faults += error.faults
        except OSError as error:
            faults.append(_unreadable(name, error))
        else:
            for source in found:
                path = source.path.resolve()
                sources[path] = min(sources.get(path, source), source, key=lambda one: one.name)
    if faults:
        raise InputError(faults)
    return sorted(sources.values(), key=lambda source: source.name)


def _expand(name: str) -> list[Source]:
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError([fault("UNREADABLE", text("standard input is closed"), Place(STDIN))])
        return [Source(STDIN, _spooled(sys.stdin.buffer))]
    path = Path(name)
    if path.is_dir():
        return _in_folder(path)
    if path.exists():
        return [_file(path)]
    if path.is_symlink():
        raise InputError([fault("UNREADABLE", text("a link that leads nowhere"), Place(name))])
    matched = [Path(match) for match in glob.glob(name, recursive=True)] if glob.has_magic(name) else []
    if not matched:
        raise InputError([_not_there(path)])
    return [source for match in matched for source in (_in_folder(match) if match.is_dir() else [_file(match)])]


def _file(path: Path) -> Source:
    """Return a file as a source; a pipe is read into a spool, as files are looked at twice."""
    with path.open("rb") as stream:
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return Source(str(path), path)
        return Source(str(path), _spooled(stream))


def _in_folder(folder: Path) -> list[Source]:
    refused: list[OSError] = []
    found: list[Path] = []
    for above, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        data = [name for name in names if not name.startswith(".") and name.casefold().endswith(SUFFIXES)]
        # A pipe in a folder would be waited for without end; a broken link is said to be one.
        found += [path for name in data if (path := Path(above) / name).is_file() or path.is_symlink()]
    faults = [_unreadable(str(error.filename), error) for error in refused]
    sources: list[Source] = []
    for path in found:
        try:
            sources.append(_file(path))
        except OSError as error:
            faults.append(_unreadable(str(path), error))
    if not found and not faults:
        sentence = text("no data file in this folder; popcalc reads {suffixes}", suffixes=" ".join(SUFFIXES))
        faults.append(fault("NO_DATA_FILE", sentence, Place(str(folder))))
    if faults:
        raise InputError(faults)
    return sources


def _spooled(stream: BinaryIO) -> Path:
    """Return a temporary file with all that a pipe gives, so that it can be read twice; it goes with the process."""
    handle, name = tempfile.mkstemp(prefix="popcalc-")
    atexit.register(Path(name).unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as spool:
        shutil.copyfileobj(stream, spool)
    return Path(name)


def _not_there(path: Path) -> Fault:
    try:
        beside = sorted(other.name for other in path.parent.iterdir())
    except OSError:
        beside = []
    return fault(
        "NO_SUCH_FILE", text("no such file or folder{hint}", hint=did_you_mean(path.name, beside)), Place(str(path))
    )


def _unreadable(name: str, error: OSError) -> Fault:
    return fault("UNREADABLE", text("cannot be read: {reason}", reason=why(error)), Place(name))


def why(error: Exception) -> Text:
    """Return why something could not be read, in words that say how to mend it where they can."""
    if isinstance(error, EOFError):
        return text("the gzip file ends early; send or download it again")
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return text("the gzip file is damaged; send or download it again")
    return text("{reason}", reason=getattr(error, "strerror", None) or str(error))
