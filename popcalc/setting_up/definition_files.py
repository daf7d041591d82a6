"""Definition files that lie in a folder, known by what stands in them and not by what they are called."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from popcalc.areas.registry import COLUMNS as AREAS_COLUMNS
from popcalc.definitions import strict_yaml
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import Columns
from popcalc.definitions.forms import FORMS
from popcalc.definitions.printed import Printed
from popcalc.definitions.reading import VERSION, keys_of
from popcalc.definitions.shapes import written_fields
from popcalc.definitions.targets import Targets
from popcalc.language import Text, text
from popcalc.small_files import NotReadError, read_small

TARGETS, COLUMNS, CATALOGUE, PRINTED, AREAS = "targets", "columns", "catalogue", "printed", "areas"
RECORDS: Mapping[str, type[Struct]] = {
    TARGETS: Targets,
    COLUMNS: Columns,
    CATALOGUE: Catalogue,
    PRINTED: Printed,
}
"""Kinds of definition files in YAML; the areas file is CSV."""
MOST_FILES = 400
MOST_OF_HEADER = 64 << 10


class DefinitionFile(Struct, frozen=True):
    """A file and its kind; `year` is that of targets, 0 where none is written."""

    path: str
    kind: str
    year: int = 0


def definition_files(folder: Path) -> list[DefinitionFile]:
    """Return the definition files in a folder and in the folders in it, hidden ones left out, by name."""
    return [one for path in _files(folder) if (one := _known(path)) is not None]


def unreadable_files(folder: Path) -> dict[str, Text]:
    """Return the YAML files that cannot be read and name a part of some definition file, with the first reason."""
    found: dict[str, Text] = {}
    for path in _files(folder):
        document = strict_yaml.read(path) if path.suffix.casefold() != ".csv" else None
        if document is not None and document.broken and document.faults and _names_a_part(path):
            place = document.faults[0].place
            row = place.row if place is not None and place.row else 1
            found[str(path)] = text("row {row}: {why}", row=row, why=document.faults[0].text)
    return found


def _names_a_part(path: Path) -> bool:
    """Whether some line of a file begins with a key that a definition file cannot do without, in any encoding."""
    required = {one.written for record in RECORDS.values() for one in written_fields(record) if one.required}
    try:
        lines = _beginning(path).splitlines()
    except OSError:
        return False
    return any(line.startswith(tuple(key.encode() for key in required)) for line in lines)


def _files(folder: Path) -> Iterator[Path]:
    looked = 0
    for place in (folder, *sorted(one for one in _entries(folder) if one.is_dir())):
        for path in sorted(_entries(place)):
            if path.suffix.casefold() in (".yaml", ".yml", ".csv") and path.is_file():
                looked += 1
                if looked > MOST_FILES:
                    return
                yield path


def _entries(folder: Path) -> list[Path]:
    try:
        return [folder / name for name in os.listdir(folder) if not name.startswith(".")]
    except OSError:
        return []


def _known(path: Path) -> DefinitionFile | None:
    if path.suffix.casefold() == ".csv":
        return DefinitionFile(str(path), AREAS) if _is_of_areas(path) else None
    data = strict_yaml.read(path).data
    if not isinstance(data, dict) or data.get("version") != VERSION:
        return None
    written = [key for key in data if key != "version"]
    kind = next((kind for kind, record in RECORDS.items() if _is_of(record, written)), None)
    year = data.get("year")
    return DefinitionFile(str(path), kind, year if isinstance(year, int) else 0) if kind else None


def _is_of(record: type[Struct], written: Sequence[str]) -> bool:
    """Whether keys are those of a kind of file: what it cannot do without, and hardly any that it does not know."""
    known = keys_of(record, FORMS)
    required = [one.written for one in written_fields(record) if one.required]
    strange = [key for key in written if key not in known]
    return bool(written) and set(required) <= set(written) and 2 * len(strange) < len(written)


def _is_of_areas(path: Path) -> bool:
    """Whether the header is that of an areas file: it names areas and their levels, and one thing more at least."""
    try:
        first = _beginning(path).decode("utf-8-sig").splitlines()[:1]
    except (OSError, UnicodeDecodeError):
        return False
    cells = {cell.strip().casefold() for row in csv.reader(first) for cell in row}
    return {"name", "level"} < cells and cells <= set(AREAS_COLUMNS)


def _beginning(path: Path) -> bytes:
    try:
        return read_small(path, MOST_OF_HEADER)
    except NotReadError:
        with path.open("rb") as stream:
            return stream.readline(MOST_OF_HEADER)
