"""From what the user names (files, folders, globs, `-`) to the texts that are read, in an order of their own.

A text is a file, or a file of an archive, or a sheet of a workbook; what is no file of its own is spooled into one.
"""

from __future__ import annotations

import contextlib
import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgspec.structs import replace

from popcalc.engines import HERE, Lost
from popcalc.errors import Fault, InputError, Place, fault
from popcalc.intake.sources.faults import unreadable, worker_lost
from popcalc.intake.sources.file_kind import FileKinds, Opening
from popcalc.intake.sources.folders import data_files, matching, not_there
from popcalc.intake.sources.kinds import KINDS
from popcalc.intake.sources.packed import PackedFile, Unpacked, is_packed, look_into, texts_of
from popcalc.intake.sources.source import Source, stamp_of
from popcalc.intake.sources.spools import Budget, InMemory, bounded_pieces_of, spooled
from popcalc.intake.sources.workbooks import Sheets
from popcalc.language import text
from popcalc.small_files import refuse_devices
from popcalc.temporary import sweep

if TYPE_CHECKING:
    from popcalc.engines.engine import Engine
    from popcalc.intake.sources.remote import Remote

STANDARD_INPUT = "-"
STDIN = "<stdin>"

TOGETHER, BATCHES = 64, 4
"""So many packed files at the most are looked into together elsewhere, and so many times each worker gets some."""

Identity = tuple[int, int]


def find_sources(
    given: Sequence[str | Source], sheets: Sequence[str] = (), kinds: FileKinds = KINDS, engine: Engine = HERE
) -> tuple[list[Source], list[Fault]]:
    """Return the texts that were given or that names mean, each once, sorted by name, and what is wrong with others.

    A folder gives the data files in it and below it, hidden ones left out; a pattern with `*`, `?` or `[` that is no
    file gives what it matches; `-` is standard input; a URL gives the objects of a store that it means. An archive
    gives the data files in it, a workbook the `sheets` of those names (`all`: every visible one), without any the
    visible ones that are not empty. A fault is a source that is not there, cannot be read or holds no data. What packs
    others is unpacked where the engine has its workers.
    """
    sweep()
    files, faults = _files([one for one in given if isinstance(one, str) and not is_url(one)], kinds)
    sources = [one for one in given if isinstance(one, Source)]
    objects, lacking = _objects({one for one in given if isinstance(one, str) and is_url(one)}, kinds)
    faults += lacking
    with Sheets(sheets) as reader:
        for found in _texts([*files, *objects], Opening(kinds, reader), sheets, engine):
            if isinstance(found, Fault):
                faults.append(found)
            else:
                sources.append(found)
        faults = faults or reader.unknown()
    return _with_monthly_names(sorted(sources, key=lambda source: source.name)), faults


def _texts(
    files: Sequence[str | Remote], opening: Opening, sheets: Sequence[str], engine: Engine
) -> Iterator[Source | Fault]:
    """Yield the texts of all files, and what is wrong with others, in the order of the files."""
    found: list[list[Source | Fault]] = []
    packed: dict[int, PackedFile] = {}
    for number, file in enumerate(files):
        texts: list[Source | Fault] = []
        found.append(texts)
        try:
            source = _as_source(file, opening.kinds) if isinstance(file, str) else _of_store(file, opening.kinds)
            if engine.apart and source.spool is None and is_packed(source):
                packed[number] = PackedFile(source.name, source.path.absolute(), source.stamp, tuple(sheets))
            else:
                texts.extend(texts_of(source, opening))
        except OSError as error:
            name = file if isinstance(file, str) else file.url
            texts.append(unreadable(STDIN if name == STANDARD_INPUT else name, error))
        if engine.apart:
            # What came through a pipe is nowhere else.
            texts[:] = [_in_memory(one) if isinstance(one, Source) else one for one in texts]
    looked_into = _looked_into(list(packed.values()), engine) if packed else ()
    for number, unpacked in zip(packed, looked_into, strict=True):
        found[number] += unpacked.texts
        opening.sheets.seen += unpacked.sheets
    yield from chain.from_iterable(found)


def _in_memory(source: Source) -> Source:
    if source.spool is None:
        return source
    return replace(source, path=InMemory(source.spool.path.read_bytes()), spool=None)


def _looked_into(files: Sequence[PackedFile], engine: Engine) -> Iterator[Unpacked]:
    """Yield what is in each file, wherever that is looked into."""
    from popcalc.engines.surviving import survived

    together = max(1, min(TOGETHER, len(files) // (BATCHES * engine.workers)))
    batches = [files[first : first + together] for first in range(0, len(files), together)]
    for batch, found in survived(engine, look_into, batches):
        if isinstance(found, Lost):
            yield Unpacked([worker_lost(batch[0].name)], ())
        else:
            yield from found


def is_url(name: str) -> bool:
    """Whether a name is that of an object of a store, or of a folder of such."""
    return "://" in name


def _objects(urls: Iterable[str], kinds: FileKinds) -> tuple[list[Remote], list[Fault]]:
    """Return the objects that URLs mean, each once, and what is wrong with the URLs."""
    found: dict[str, Remote] = {}
    faults: list[Fault] = []
    for url in sorted(urls):
        from popcalc.intake.sources.remote import objects_of

        try:
            found |= {one.url: one for one in objects_of(url, kinds.named, kinds.suffixes)}
        except InputError as error:
            faults += error.faults
    return list(found.values()), faults


def _of_store(file: Remote, kinds: FileKinds) -> Source:
    """Return an object as it lies in its store."""
    return Source(file.url, file, None, kinds.endings, budget=Budget.of(file))


def named_files(named: Sequence[str], kinds: FileKinds = KINDS) -> Iterator[os.stat_result]:
    """Yield what the system knows of each file that the names mean, without opening any."""
    for file in files_of(named, kinds):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            yield os.fstat(sys.stdin.buffer.fileno()) if file == STANDARD_INPUT else os.stat(file)


def files_of(named: Sequence[str], kinds: FileKinds = KINDS) -> list[str]:
    """Return the names of the files that the names mean, without opening any; what is not there is left out."""
    return _files([one for one in named if not is_url(one)], kinds)[0]


def _with_monthly_names(sources: list[Source]) -> list[Source]:
    """Return the sources, those marked whose names differ in their months alone: 2010-10, 2010-11, 2010-12."""
    around = [source.around_month() for source in sources]
    sure = {found[0] for found in around if found and found[1]}
    return [
        replace(source, monthly=True) if found and found[0] in sure else source
        for source, found in zip(sources, around, strict=True)
    ]


def _files(named: Sequence[str], kinds: FileKinds) -> tuple[list[str], list[Fault]]:
    """Return the files that the names mean, each once, and what is wrong with the names."""
    faults: list[Fault] = []
    files: dict[Identity | str, str] = {}
    for name in sorted(set(named)):
        try:
            for file in _expand(name, kinds):
                identity = _identity(file)
                files[identity] = min(files.get(identity, file), file)
        except InputError as error:
            faults += error.faults
        except OSError as error:
            faults.append(unreadable(error.filename or name, error))
    return list(files.values()), faults


def _expand(name: str, kinds: FileKinds) -> list[str]:
    """Return the files that a name means; `-` stays itself."""
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError([fault("UNREADABLE", text("standard input is closed"), Place(STDIN))])
        return [name]
    path = Path(name)
    if path.is_dir():
        return data_files(path, kinds)
    if path.exists():
        return [str(path)]
    if path.is_symlink():
        raise InputError([fault("UNREADABLE", text("a link that leads nowhere"), Place(name))])
    matched = matching(name) if glob.has_magic(name) else []
    if not matched:
        raise InputError([not_there(path, kinds)])
    return [file for match in matched for file in (data_files(match, kinds) if match.is_dir() else [str(match)])]


def _identity(file: str) -> Identity | str:
    """Return what two names of the same file share: a link and what it leads to, standard input and its file."""
    try:
        found = os.fstat(sys.stdin.buffer.fileno()) if file == STANDARD_INPUT else os.stat(file)
    except (OSError, ValueError, AttributeError):
        # Opening it will say what is wrong; standard input may be no file at all.
        return file
    return found.st_dev, found.st_ino


def _as_source(file: str, kinds: FileKinds) -> Source:
    """Return a file as it lies there; what gives its bytes only once is spooled, as all files are looked at twice."""
    if file == STANDARD_INPUT:
        with contextlib.suppress(ValueError, AttributeError):
            # Python may have been given an input that is no file of the system.
            refuse_devices(sys.stdin.buffer.fileno())
        return _spooled(STDIN, sys.stdin.buffer, kinds)
    with Path(file).open("rb") as stream:
        refuse_devices(stream.fileno())
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode):
            return _spooled(file, stream, kinds)
        return Source(file, Path(file), None, kinds.endings, stamp=stamp_of(found), budget=Budget.of(Path(file)))


def _spooled(name: str, pipe: IO[bytes], kinds: FileKinds) -> Source:
    spool = spooled(bounded_pieces_of(pipe))
    return Source(name, spool.path, spool, kinds.endings, budget=Budget.of(spool.path))
