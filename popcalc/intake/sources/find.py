"""From what the user names (files, folders, globs, `-`) to the texts that are read, in an order of their own.

A text is a file, or a file of an archive, or a sheet of a workbook; what is no file of its own is spooled into one.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from popcalc.errors import Fault, InputError, Place, fault
from popcalc.intake.sources.archives import unpacked
from popcalc.intake.sources.folders import data_files, not_there
from popcalc.intake.sources.kinds import Kind, kind_of
from popcalc.intake.sources.source import Source, stamp_of, unreadable
from popcalc.intake.sources.spools import spooled
from popcalc.intake.sources.workbooks import Sheets
from popcalc.language import text

STANDARD_INPUT = "-"
STDIN = "<stdin>"
PIECE = 1 << 20

Identity = tuple[int, int]


def find_sources(named: Sequence[str], sheets: Sequence[str] = ()) -> tuple[list[Source], list[Fault]]:
    """Return the texts that the names mean, each once, sorted by name, and what is wrong with the others.

    A folder gives the data files in it and below it, hidden ones left out; a pattern with `*`, `?` or `[` that is no
    file gives what it matches; `-` is standard input. An archive gives the data files in it, a workbook the `sheets` of
    those names (`all`: every visible one), without any the only one that is not empty. A fault is a source that is not
    there, cannot be read or holds no data.
    """
    faults: list[Fault] = []
    files: dict[Identity | str, str] = {}
    for name in sorted(set(named)):
        try:
            for file in _expand(name):
                identity = _identity(file)
                files[identity] = min(files.get(identity, file), file)
        except InputError as error:
            faults += error.faults
        except OSError as error:
            faults.append(unreadable(error.filename or name, error))
    sources: list[Source] = []
    with Sheets(sheets) as reader:
        for file in files.values():
            try:
                sources += _texts_of(file, reader)
            except InputError as error:
                faults += error.faults
            except OSError as error:
                faults.append(unreadable(STDIN if file == STANDARD_INPUT else file, error))
        faults = faults or reader.unknown()
    return sorted(sources, key=lambda source: source.name), faults


def _expand(name: str) -> Iterable[str]:
    """Return the files that a name means; `-` stays itself."""
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError([fault("UNREADABLE", text("standard input is closed"), Place(STDIN))])
        return [name]
    path = Path(name)
    if path.is_dir():
        return data_files(path)
    if path.exists():
        return [str(path)]
    if path.is_symlink():
        raise InputError([fault("UNREADABLE", text("a link that leads nowhere"), Place(name))])
    matched = [Path(match) for match in glob.glob(name, recursive=True)] if glob.has_magic(name) else []
    if not matched:
        raise InputError([not_there(path)])
    return [file for match in matched for file in (data_files(match) if match.is_dir() else [str(match)])]


def _identity(file: str) -> Identity | str:
    """Return what two names of the same file share: a link and what it leads to, standard input and its file."""
    try:
        found = os.fstat(sys.stdin.buffer.fileno()) if file == STANDARD_INPUT else os.stat(file)
    except (OSError, ValueError, AttributeError):
        # Opening it will say what is wrong; standard input may be no file at all.
        return file
    return found.st_dev, found.st_ino


def _texts_of(file: str, sheets: Sheets) -> Iterator[Source]:
    """Yield the texts of a file: itself, the files in it, the sheets in it."""
    if file == STANDARD_INPUT:
        spool = spooled(_pieces(sys.stdin.buffer))
        yield from _of_kind(Source(STDIN, spool.path, spool), sheets)
        return
    path = Path(file)
    with path.open("rb") as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode):
            # A pipe gives its bytes once, and files are looked at twice.
            spool = spooled(_pieces(stream))
            source = Source(file, spool.path, spool)
        else:
            source = Source(file, path, stamp=stamp_of(found))
    yield from _of_kind(source, sheets)


def _of_kind(source: Source, sheets: Sheets) -> Iterator[Source]:
    kind = kind_of(source.path, source.name)
    if kind is Kind.TEXT:
        yield source
    elif kind is Kind.WORKBOOK:
        for sheet in sheets.of(source.path, source.name):
            yield Source(sheet.shown, sheet.spool.path, sheet.spool, sheet.name, "utf-8")
    else:
        faults: list[Fault] = []
        for name, spool in unpacked(source.path, source.name):
            try:
                yield from _of_kind(Source(name, spool.path, spool), sheets)
            except InputError as error:
                faults += error.faults
        if faults:
            raise InputError(faults)
    if changed := source.changed():
        raise InputError([changed])


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece
