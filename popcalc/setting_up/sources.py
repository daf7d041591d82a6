"""Which files of a folder can be read together: those of the lowest level, without what is no table of counts."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from popcalc.api import survey
from popcalc.errors import Fault, InputError, PopcalcError, RequestError, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.read import read_table
from popcalc.intake.sources.folders import data_files
from popcalc.intake.sources.kinds import KINDS
from popcalc.intake.survey import MIXED_LEVELS, Survey
from popcalc.language import Text, text, word
from popcalc.village_months import VillageMonths

MOST_FILES = 3000
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DIGITS = re.compile(r"\d+(?:[-_.]\d+)*")


class Here(Struct, frozen=True):
    """What was found: sources as they are written, files that are left out with the reason, and what they hold.

    `table` is None where something is wrong when they are read, which is then among `faults`.
    """

    sources: tuple[str, ...]
    left_out: Mapping[str, Text]
    survey: Survey
    table: VillageMonths | None = None
    faults: tuple[Fault, ...] = ()


def look_around(folder: Path, others: Iterable[str], options: Mapping[str, Any]) -> Here:
    """Return what of a folder can be read together; `others` are files that are no sources, `options` those of `read`.

    Raises InputError where there is no file of counts, RequestError for more files than anybody keeps in one place.
    """
    apart = {os.path.realpath(one) for one in others}
    files = [one for one in data_files(folder, KINDS) if os.path.realpath(one) not in apart]
    if len(files) > MOST_FILES:
        sentence = text(
            "there are {number} data files here and below: go to the folder of the counts",
            number=f"{len(files):,}",
        )
        raise RequestError([fault("MANY_FILES", sentence)])
    chosen, left_out, surveyed = _fitting(files, options)
    if not chosen:
        faults = [fault("NO_COUNTS", said) for said in left_out.values()]
        raise InputError(surveyed.faults or faults)
    found = Here(tuple(written(folder, files, set(chosen))), left_out, surveyed)
    try:
        return replace(found, table=read_table(surveyed))
    except PopcalcError as error:
        return replace(found, faults=error.faults)


def _fitting(files: Sequence[str], options: Mapping[str, Any]) -> tuple[list[str], dict[str, Text], Survey]:
    """Return the files that can be read together, why others cannot, and how these are laid out.

    A file with persons stops a look at all the others, so that what is left is looked at again.
    """
    left_out: dict[str, Text] = {}
    while True:
        chosen = [one for one in files if one not in left_out]
        if not chosen:
            raise InputError([fault("NO_COUNTS", said) for said in left_out.values()])
        surveyed = survey(chosen, **options)
        wrong = _wrong(surveyed, chosen) or _other_levels(surveyed, chosen)
        if not wrong:
            return chosen, left_out, surveyed
        left_out |= wrong


def _wrong(surveyed: Survey, files: Sequence[str]) -> dict[str, Text]:
    """Return the files that cannot be read, each with the first reason."""
    found: dict[str, Text] = {}
    for one in surveyed.faults:
        if one.code == MIXED_LEVELS or one.place is None:
            continue
        file = _file_of(one.place.file, files)
        if file is not None:
            found.setdefault(file, one.text)
    return found


def _file_of(name: str, files: Sequence[str]) -> str | None:
    """Return the file of a place, which may name a sheet or a member as well."""
    return max((one for one in files if name.startswith(one)), key=len, default=None)


def _other_levels(surveyed: Survey, files: Sequence[str]) -> dict[str, Text]:
    """Return the files whose rows are of another level than the lowest that any has."""
    tables = [layout for layout in surveyed.layouts if not layout.adds_up]
    lowest = max((_depth(layout, surveyed) for layout in tables), default=0)
    return {
        file: text("its rows are of the level {level}", level=word(layout.leaf))
        for layout in tables
        if _depth(layout, surveyed) < lowest and (file := _file_of(layout.source.file, files)) is not None
    }


def _depth(layout: Layout, surveyed: Survey) -> int:
    return surveyed.levels.index(layout.leaf) if layout.leaf in surveyed.levels else -1


def written(folder: Path, files: Sequence[str], chosen: set[str]) -> list[str]:
    """Return chosen files as a person would write them: whole folders, and patterns that next year's files fit, too."""
    return sorted(_written(folder, [Path(one) for one in files], {Path(one) for one in chosen}, is_top=True))


def _written(folder: Path, files: Sequence[Path], chosen: set[Path], *, is_top: bool) -> set[str]:
    below = [one for one in files if folder in one.parents or folder == Path()]
    if not is_top and all(one in chosen for one in below):
        # What is written into the folder itself is no source: an answer would be read next month.
        return {folder.as_posix()}
    found: set[str] = set()
    for one in below:
        if one.parent == folder:
            if one in chosen:
                found.add(_pattern(one, files, chosen))
        else:
            child = folder / one.relative_to(folder).parts[0]
            found |= _written(child, below, chosen, is_top=False)
    return found


def _pattern(file: Path, files: Sequence[Path], chosen: set[Path]) -> str:
    """Return the pattern of files whose names differ in their digits, a year among them, if it fits no other file."""
    if not YEAR.search(file.stem) or glob.has_magic(file.name):
        return file.as_posix()
    pattern = (file.parent / (DIGITS.sub("*", file.stem) + file.suffix)).as_posix()
    fitting = {Path(one) for one in glob.glob(pattern)}
    return pattern if fitting <= chosen else file.as_posix()
