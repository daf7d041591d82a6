"""From what the user names (files, folders, globs, `-`) to the files that are read, in an order of their own."""

from __future__ import annotations

import glob
import gzip
import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from popcalc.errors import Fault, InputError, Place, did_you_mean, fault
from popcalc.language import text

STANDARD_INPUT = "-"
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
        packed = stream.read(2) == GZIP_MAGIC
        stream.seek(0)
        return io.BufferedReader(gzip.GzipFile(fileobj=stream)) if packed else stream


def find_sources(named: Sequence[str]) -> list[Source]:
    """Return the data files that the names mean, each once, sorted by name.

    A folder gives the data files in it and below it (`.csv`, `.tsv`, also `.gz`), hidden ones left out; a pattern with
    `*`, `?` or `[` that is no file gives what it matches; `-` is standard input. Raises InputError naming every source
    that is not there, cannot be read or holds no data file.
    """
    sources: dict[Path, Source] = {}
    faults: list[Fault] = []
    for name in named:
        try:
            found = _expand(name)
        except InputError as error:
            faults += error.faults
        except OSError as error:
            faults.append(_unreadable(name, error))
        else:
            for source in found:
                sources.setdefault(source.path.resolve(), source)
    if faults:
        raise InputError(faults)
    return sorted(sources.values(), key=lambda source: source.name)


def _expand(name: str) -> list[Source]:
    if name == STANDARD_INPUT:
        return [Source("<stdin>", _spooled(sys.stdin.buffer))]
    path = Path(name)
    if path.is_dir():
        return _in_folder(path)
    if path.exists():
        return [_file(path)]
    matched = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []
    if not matched:
        raise InputError([_not_there(path)])
    return [
        source
        for match in matched
        for source in (_in_folder(Path(match)) if Path(match).is_dir() else [_file(Path(match))])
    ]


def _file(path: Path) -> Source:
    if stat.S_ISREG(path.stat().st_mode):
        with path.open("rb"):
            return Source(str(path), path)
    with path.open("rb") as pipe:
        return Source(str(path), _spooled(pipe))


def _in_folder(folder: Path) -> list[Source]:
    refused: list[OSError] = []
    found = [
        Path(above) / name
        for above, folders, names in os.walk(folder, onerror=refused.append)
        for name in names
        if not name.startswith(".") and name.casefold().endswith(SUFFIXES)
        if not any(part.startswith(".") for part in Path(above).relative_to(folder).parts)
    ]
    if refused:
        raise InputError([_unreadable(str(error.filename), error) for error in refused])
    if not found:
        raise InputError(
            [
                fault(
                    "NO_DATA_FILE",
                    text("no data file in this folder; popcalc reads {suffixes}", suffixes=" ".join(SUFFIXES)),
                    Place(str(folder)),
                )
            ]
        )
    return [_file(path) for path in found]


def _spooled(stream: BinaryIO) -> Path:
    """Return a temporary file with all that a pipe gives, so that it can be read twice; it goes with the process."""
    import atexit

    handle, name = tempfile.mkstemp(prefix="popcalc-")
    atexit.register(Path(name).unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as spool:
        shutil.copyfileobj(stream, spool)
    return Path(name)


def _not_there(path: Path) -> Fault:
    beside = sorted(other.name for other in path.parent.iterdir()) if path.parent.is_dir() else []
    return fault(
        "NO_SUCH_FILE", text("no such file or folder{hint}", hint=did_you_mean(path.name, beside)), Place(str(path))
    )


def _unreadable(name: str, error: OSError) -> Fault:
    return fault("UNREADABLE", text("cannot be read: {reason}", reason=error.strerror or str(error)), Place(name))
