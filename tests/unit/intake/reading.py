"""Small files written, read and shown as plain figures, for the tests of the intake."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import Columns
from popcalc.definitions.loading import load_catalogue
from popcalc.errors import InputError, PopcalcError
from popcalc.intake.read import read_table
from popcalc.intake.sources.find import find_sources
from popcalc.intake.sources.source import Source
from popcalc.intake.survey import survey
from popcalc.intake.text.blocks import BLOCK_BYTES
from popcalc.periods import CALENDAR_YEAR, Calendar, Run
from popcalc.table import ABSENT, MISSING
from popcalc.village_months import VillageMonths

CATALOGUE: Catalogue = load_catalogue()

Written = str | bytes
Figures = dict[tuple[str, str], dict[str, int | None]]


def read(
    files: Mapping[str, Written] | Written,
    columns: Columns | None = None,
    *,
    areas: str | None = None,
    encoding: str | None = None,
    counts: Iterable[str] | None = None,
    block_bytes: int = BLOCK_BYTES,
    named: Sequence[str] | None = None,
    year_start: int = 1,
    sheets: Sequence[str] = (),
) -> VillageMonths:
    """Return the table of some files, in the order in which they are `named` to the command."""
    files = {"data.csv": files} if isinstance(files, str | bytes) else files
    with tempfile.TemporaryDirectory() as folder:
        for name, written in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written.encode() if isinstance(written, str) else written)
        areas_file = Path(folder) / "areas.areas" if areas is not None else None
        if areas_file:
            areas_file.write_text(areas or "", encoding="utf-8")
        sources = [str(Path(folder) / name) for name in named or files]
        layout = columns or Columns()
        calendar = Calendar(year_start)
        found = survey(
            sources, CATALOGUE, layout, areas_file=areas_file, encoding=encoding, calendar=calendar, sheets=sheets
        )
        return read_table(found, found.available.held if counts is None else counts, block_bytes=block_bytes)


def sources_of(named: Sequence[str], sheets: Sequence[str] = ()) -> list[Source]:
    """Return the sources of some names; raises InputError when there is something wrong with one."""
    found, faults = find_sources(named, sheets)
    if faults:
        raise InputError(faults)
    return found


def figures(table: VillageMonths) -> Figures:
    """Return what the table says by area key and run of months; None is missing, what is absent is left out."""
    found: Figures = {}
    for _, row in table.rows.iterrows():
        key = (table.areas.keys[int(row["village"])], CALENDAR_YEAR.label_of(Run(int(row["start"]), int(row["end"]))))
        assert key not in found
        found[key] = {
            count: None if row[count] == MISSING else int(row[count]) for count in table.counts if row[count] != ABSENT
        }
    return found


def tree(table: VillageMonths) -> dict[str, tuple[str, str, str]]:
    """Return by key each area's level, name and the key of the area above."""
    areas = table.areas
    return {
        key: (areas.levels[areas.level_of[spot]], areas.names[spot], areas.keys[above] if above >= 0 else "")
        for spot, key in enumerate(areas.keys)
        for above in [int(areas.parent_of[spot])]
    }


def faults(files: Mapping[str, Written] | Written, columns: Columns | None = None, **options: object) -> list[str]:
    """Return the faults of files that cannot be read, each as `file:row:column CODE`."""
    with pytest.raises(PopcalcError) as raised:
        read(files, columns, **options)  # type: ignore[arg-type]
    found = []
    for fault in raised.value.faults:
        place = fault.place
        where = [Path(place.file).name, *(str(part) for part in (place.row, place.column) if part)] if place else []
        found.append(" ".join(filter(None, [":".join(where), fault.code])))
    return found


def message(files: Mapping[str, Written] | Written, columns: Columns | None = None, **options: object) -> str:
    """Return the words of all faults of files that cannot be read."""
    with pytest.raises(PopcalcError) as raised:
        read(files, columns, **options)  # type: ignore[arg-type]
    return str(raised.value)


def notices(table: VillageMonths) -> list[str]:
    """Return the codes of what was noticed."""
    return [notice.code for notice in table.notices]
