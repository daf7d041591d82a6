"""What is asked of each area about its figures: empty cells of the month, what looks wrong since the year before."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np

from popcalc.answerable import reported_span
from popcalc.areas import ALL
from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.errors import Place
from popcalc.language import Text
from popcalc.periods import Calendar, PeriodError, Run, month_label, read_months
from popcalc.quality.findings import ERROR, EVERYWHERE, WARNING
from popcalc.quality.material import Material
from popcalc.records import AREA_NAME, FindingResults
from popcalc.reporting.report import YEAR, Asked
from popcalc.table import FILE, VILLAGE
from popcalc.village_months import VillageMonths

OF_NAMES = ("NAME_PERIOD", "NAME_AREA")
"""Codes of notices that the name of a file contradicts what stands in it."""
SAID_APART = ("EMPTY_CELLS", "GAP", "MONTH_WITHOUT_FILE")
"""Codes of what is said of the month itself: who has not reported, which cells are empty."""


def ask_areas(
    table: VillageMonths, catalogue: Catalogue, findings: FindingResults, run: Run, level: str, calendar: Calendar
) -> list[Asked]:
    """Return what is asked of each area of a level: files in doubt, then findings in their order, errors first.

    A file is in doubt whose name says another month or area than it does itself: its own area would only seem silent.
    Findings are those that touch the months of the year before up to the month; villages that have not reported are
    those of the year to date, empty cells those of the month.
    """
    material = Material(table, catalogue, reported_span(table, catalogue), calendar)
    owner = _owners(table, level)
    found = list(_findings(findings, table, run, owner, calendar))
    empty = list(_empty_cells(material, run, owner))
    # A row that is there and empty is asked for once, by its cells.
    asked = {(one.area, one.village) for one in empty}
    silent = list(_silent(material, calendar.to_date(run), owner))
    month = month_label(run.end)
    doubted = list(_misnamed(table, run, level, owner, calendar))
    return [
        *doubted,
        *found,
        *(one for one in silent if one.month != month or (one.area, one.village) not in asked),
        *empty,
    ]


def _owners(table: VillageMonths, level: str) -> list[str]:
    """Return for each area of the tree the key of the area of the level that it lies in; `all` where in none."""
    areas = table.areas
    wanted = areas.levels.index(level) if level != ALL else -1
    owners = []
    for spot in range(len(areas.keys)):
        while spot >= 0 and areas.level_of[spot] != wanted:
            spot = int(areas.parent_of[spot])
        owners.append(areas.keys[spot] if spot >= 0 else ALL)
    return owners


def _findings(
    findings: FindingResults, table: VillageMonths, run: Run, owner: list[str], calendar: Calendar
) -> Iterator[Asked]:
    columns = findings.columns
    spots = {key: spot for spot, key in enumerate(table.areas.keys)}
    of_file = _owners_of_files(table, owner)
    numbers = {file: number for number, file in enumerate(table.files)}
    for code, severity, area, name, label, count, file, row, message in zip(
        *(columns.texts(field) for field in ("code", "severity", "area", AREA_NAME, "period", "count", "file")),
        columns["row"].tolist(),
        columns["message"].tolist(),
        strict=True,
    ):
        months = read_months(label, calendar)
        recent = months.start <= run.end and months.end > run.end - 2 * YEAR
        if severity not in (ERROR, WARNING) or code in SAID_APART or not recent:
            continue
        spot = spots.get(area, EVERYWHERE)
        place = Place(file, row)
        if row and count and table.cell_of and file in numbers:
            place = table.cell_of(numbers[file], row, count, months.start)
        yield Asked(
            owner[spot] if spot != EVERYWHERE else of_file.get(file, ALL),
            name,
            label,
            file,
            row,
            message,
            code,
            columns=(place.column,) if place.column else (),
            is_error=severity == ERROR,
        )


def _misnamed(table: VillageMonths, run: Run, level: str, owner: list[str], calendar: Calendar) -> Iterator[Asked]:
    """Yield the files whose name says another month or area than they do, as far as these months are told of."""
    of_file = _owners_of_files(table, owner)
    for notice in table.notices:
        place = notice.place
        if notice.code not in OF_NAMES or place is None:
            continue
        months = _months_in(notice.text, calendar) or [run]
        if any(one.start <= run.end and one.end > run.end - 2 * YEAR for one in months):
            yield Asked(
                of_file.get(place.file) or _owner_by_name(place.file, table, level),
                "",
                calendar.label_of(months[-1]),
                place.file,
                place.row,
                notice.text,
                notice.code,
                columns=(place.column,) if place.row and place.column else (),
            )


def _months_in(said: Text, calendar: Calendar) -> list[Run]:
    """Return the months that stand in a file and in its name, as a notice has them; none where it is of areas."""
    with contextlib.suppress(PeriodError, KeyError):
        return [read_months(str(said.values[field]), calendar) for field in ("said", "named")]
    return []


def _owner_by_name(file: str, table: VillageMonths, level: str) -> str:
    """Return the one area of a level whose name stands in that of a file, `all` where none or several do."""
    areas = table.areas
    named = [areas.keys[spot] for spot in areas.at(level).tolist() if areas.names[spot] in file] if level != ALL else []
    return named[0] if len(named) == 1 else ALL


def _owners_of_files(table: VillageMonths, owner: list[str]) -> dict[str, str]:
    """Return for each file the owner of all its villages, where they have one: what is wrong in it is asked of that."""
    file, village = table.column(FILE), table.column(VILLAGE)
    pairs = np.unique(np.stack([file, village])[:, file >= 0], axis=1).T.tolist()
    owners: dict[str, set[str]] = {}
    for number, spot in pairs:
        owners.setdefault(table.files[number], set()).add(owner[spot])
    return {name: found.pop() for name, found in owners.items() if len(found) == 1}


def _silent(material: Material, run: Run, owner: list[str]) -> Iterator[Asked]:
    """Yield the villages that have not reported a month of a run, though others of their area have."""
    grid = material.spoken[Nature.FLOW]
    if not grid.any():
        grid = material.spoken[Nature.STOCK]
    areas = material.table.areas
    for month in range(max(run.start, material.span.start), run.end + 1):
        column = month - material.span.start
        silent = ~grid[:, column] & material.exists[:, column]
        speaking = {owner[spot] for spot in np.flatnonzero(grid[:, column]).tolist()}
        for spot in _in_files(material, np.flatnonzero(silent).tolist()):
            if owner[spot] in speaking:
                yield Asked(owner[spot], areas.names[spot], month_label(month), "", None)


def _empty_cells(material: Material, run: Run, owner: list[str]) -> Iterator[Asked]:
    """Yield the rows of the month with empty cells of counts that the village or another one gives in some month."""
    table = material.table
    rows = material.row_of[:, run.end - material.span.start]
    villages = np.flatnonzero(rows >= 0)
    lacking: dict[int, list[tuple[str, Place]]] = {}
    for nature in (Nature.STOCK, Nature.FLOW):
        for count in material.counts(nature):
            column = table.column(count)
            if not (column >= 0).any():
                continue
            empty = villages[column[rows[villages]] < 0]
            for spot, place in zip(empty.tolist(), table.cells_of(rows[empty], count), strict=True):
                # A form without the column leaves nothing empty.
                if place is not None and place.column is not None:
                    lacking.setdefault(spot, []).append((count, place))
    for spot in _in_files(material, list(lacking)):
        cells = lacking[spot]
        first = cells[0][1]
        yield Asked(
            owner[spot],
            table.areas.names[spot],
            month_label(run.end),
            first.file,
            first.row,
            counts=tuple(count for count, _ in cells),
            columns=tuple(place.column for _, place in cells if place.column),
        )


def _in_files(material: Material, spots: list[int]) -> list[int]:
    order = material.table.areas.as_in_files(spots)
    keys = material.table.areas.keys
    return sorted(spots, key=lambda spot: order.get(keys[spot], 0))
