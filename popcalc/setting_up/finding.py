"""A folder looked through: the definition files that fit its counts, and the counts as they are read by these."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from popcalc.areas.areas_file import read_registry
from popcalc.areas.tree import name_key
from popcalc.errors import DefinitionError, InputError
from popcalc.setting_up.definition_files import (
    AREAS,
    CATALOGUE,
    COLUMNS,
    DefinitionFile,
    definition_files,
    unreadable_files,
)
from popcalc.setting_up.draft import Chosen, choose
from popcalc.setting_up.sources import Here, look_around


def look_through(folder: Path) -> tuple[Here, Chosen]:
    """Return what can be read in a folder, and the definition files by which it is.

    A columns file is taken where more files are understood with it, an areas file where it names areas of the counts:
    that one lies there does not say that it is for these. Raises InputError where there are no counts, DefinitionError
    for an own catalogue with mistakes.
    """
    there = definition_files(folder)
    by_kind = {kind: [one for one in there if one.kind == kind] for kind in (COLUMNS, AREAS, CATALOGUE)}
    options: dict[str, Any] = {"catalogue": [one.path for one in by_kind[CATALOGUE]]}
    others = [one.path for one in there]
    here = _looked(folder, others, options)
    columns = None
    for one in by_kind[COLUMNS]:
        again = _looked(folder, others, {**options, "columns": one.path})
        if isinstance(again, Here) and (isinstance(here, InputError) or len(again.left_out) < len(here.left_out)):
            here, columns, options = again, one, {**options, "columns": one.path}
    if isinstance(here, InputError):
        raise here
    areas = next((one for one in by_kind[AREAS] if _names_areas(one, here)), None)
    if areas is not None:
        again = _looked(folder, others, {**options, "areas": areas.path})
        here = here if isinstance(again, InputError) else again
    here = replace(here, left_out={**here.left_out, **unreadable_files(folder)})
    return here, replace(choose(there), columns=columns, areas=areas)


def _looked(folder: Path, others: Sequence[str], options: dict[str, Any]) -> Here | InputError:
    try:
        return look_around(folder, others, options)
    except InputError as error:
        return error


def _names_areas(file: DefinitionFile, here: Here) -> bool:
    """Whether an areas file names an area of the counts; also where it has mistakes, which are said when it is used."""
    if here.table is None:
        return False
    try:
        registry = read_registry(Path(file.path))
    except DefinitionError:
        return True
    areas = here.table.areas
    known = set(map(name_key, (*areas.names, *areas.keys)))
    return any(name_key(one) in known for entry in registry.entries for one in (entry.name, entry.code) if one)
