"""The data files of a folder, and what a name was meant for that leads nowhere."""

from __future__ import annotations

import contextlib
import fnmatch
import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from popcalc.errors import Fault, InputError, Place, did_you_mean, fault, nearest, reason_of
from popcalc.intake.sources.file_kind import FileKinds
from popcalc.language import text


def data_files(folder: Path, kinds: FileKinds) -> list[str]:
    """Return the data files in a folder and below it, through links too; hidden files and folders are left out.

    Raises InputError with every folder that cannot be read, every link that leads nowhere or back to a folder above it,
    and when there is no data file at all.
    """
    found = list(_files(folder, (), kinds, set()))
    files = [one for one in found if not isinstance(one, Fault)]
    faults = [one for one in found if isinstance(one, Fault)]
    if not found:
        sentence = text("no data file in this folder; popcalc reads {suffixes}", suffixes=" ".join(kinds.suffixes))
        faults.append(fault("NO_DATA_FILE", sentence, Place(str(folder))))
    if faults:
        raise InputError(faults)
    return files


def _files(folder: Path, above: tuple[str, ...], kinds: FileKinds, looked: set[str]) -> Iterator[str | Fault]:
    """Yield the data files below a folder and what is wrong; `above` are the real paths of the folders on the way.

    One that was `looked` through has given its files already: links may lead to it in a million ways.
    """
    real = os.path.realpath(folder)
    if real in above:
        sentence = text("a link that leads back to a folder above it; remove the link, or name the files")
        yield fault("LINK_LOOP", sentence, Place(str(folder)))
        return
    if real in looked:
        return
    looked.add(real)
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        sentence = text("this folder cannot be read: {reason}", reason=reason_of(error))
        yield fault("UNREADABLE", sentence, Place(str(folder)))
        return
    for path in (folder / name for name in names):
        if path.is_dir():
            yield from _files(path, (*above, real), kinds, looked)
        elif kinds.named(path.name) and path.is_file():
            yield str(path)
        elif kinds.named(path.name) and path.is_symlink():
            yield fault("UNREADABLE", text("a link that leads nowhere"), Place(str(path)))
        # A pipe in a folder would be waited for without end.


def matching(pattern: str) -> list[Path]:
    """Return the files and folders that a pattern means, as a shell does, `**` for any number of folders.

    A folder to which links lead in several ways is looked through once for each part of the pattern, at its first name.
    """
    first, *parts = Path(pattern).parts
    found = [Path(first)] if Path(pattern).is_absolute() else [Path()]
    for part in parts if Path(pattern).is_absolute() else (first, *parts):
        folders = _distinct(one for one in found if one.is_dir())
        if part == "**":
            found = list(_distinct(one for folder in folders for one in _below(folder)))
        elif glob.has_magic(part):
            found = [folder / name for folder in folders for name in fnmatch.filter(_names(folder, part), part)]
        else:
            found = [one / part for one in folders if os.path.lexists(one / part)]
    return found


def _names(folder: Path, part: str = "") -> list[str]:
    """Return the names in a folder; hidden ones only for a part that begins as they do."""
    with contextlib.suppress(OSError):
        return sorted(name for name in os.listdir(folder) if part.startswith(".") or not name.startswith("."))
    return []


def _below(folder: Path) -> Iterator[Path]:
    """Yield a folder, and each below it once."""
    pending, looked = [folder], set()
    while pending:
        one = pending.pop()
        real = os.path.realpath(one)
        if real not in looked:
            looked.add(real)
            yield one
            pending += reversed([one / name for name in _names(one) if (one / name).is_dir()])


def _distinct(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield each folder once, by its first name."""
    looked = set()
    for folder in folders:
        if (real := os.path.realpath(folder)) not in looked:
            looked.add(real)
            yield folder


def not_there(path: Path, kinds: FileKinds) -> Fault:
    """Return the fault of a name that leads to no file, with the nearest one there is."""
    parts = [*reversed(path.parents), path]
    missing = next((part for part in parts if not part.exists()), path)
    try:
        beside = sorted(os.listdir(missing.parent))
    except OSError:
        beside = []
    # Without the endings, which all data files share.
    stems = {kinds.without_suffix(name): name for name in reversed(beside) if not name.startswith(".")}
    if missing != path:
        hint = did_you_mean(missing.name, list(stems))
        sentence = text("no such file or folder: there is no folder {folder}{hint}", folder=str(missing), hint=hint)
        return fault("NO_SUCH_FILE", sentence, Place(str(path)))
    near = nearest(kinds.without_suffix(path.name), stems)
    likely = text(" (did you mean {near}?)", near=stems[near]) if near is not None else text("")
    return fault("NO_SUCH_FILE", text("no such file or folder{hint}", hint=likely), Place(str(path)))
