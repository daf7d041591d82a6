"""Printed rates with the areas that their rows speak of, once the rows of all files are one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.folding import folded_name
from popcalc.errors import Place
from popcalc.intake.header.layout import MONTHS, Column, Layout
from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.values import FileRates
from popcalc.intake.survey import Survey
from popcalc.language import Text, text
from popcalc.periods import Run
from popcalc.table import END, FILE, ROW, START, VILLAGE
from popcalc.village_months import ALL_AREAS, NO_AREA, PrintedRates, RateColumn, TotalRow, VillageMonths

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


NO_TEXTS = np.zeros(0, dtype="S8")


class _Lying(Struct, frozen=True):
    """The rows of a file in the table: the village and the months of each, sorted by their numbers in the file."""

    row: AnyInts
    village: AnyInts
    start: AnyInts
    end: AnyInts


def printed_rates(table: VillageMonths, files: Sequence[FileRates | None], survey: Survey) -> PrintedRates:
    """Return the printed rates of all files, those of each column together; `files` are those of the layouts."""
    columns: list[RateColumn] = []
    found: list[tuple[AnyInts, ...]] = []
    totals: list[TotalRow] = []
    texts = []
    for number, (layout, rates) in enumerate(zip(survey.layouts, files, strict=True)):
        columns += [_column(one, layout, _unknown()) for one in layout.unknown_rates]
        if rates is None:
            continue
        lying = _lying(table, number)
        areas = _areas_of_rows(rates, lying, table)
        for one in layout.rates:
            why = _why_not(one, rates)
            columns.append(_column(one, layout, why))
            if why is not None:
                continue
            start, end = _months(one, rates, layout, survey)
            if one.area:
                area, total = _area_of_header(one.area, areas, rates, lying, table), np.full_like(areas, -1)
            else:
                area, total = areas, _totals(start, end, rates, totals)
            chosen = ((area != NO_AREA) | (total >= 0)) & (end >= start) & (rates.cells[one.index] != b"")
            if rates.names is not None:
                chosen &= rates.names == one.header.encode()
            position = np.full(int(chosen.sum()), len(columns) - 1, dtype=np.int32)
            found.append((position, rates.row[chosen], area[chosen], start[chosen], end[chosen], total[chosen]))
            texts.append(rates.cells[one.index][chosen])
    nothing = np.zeros(0, dtype=np.int32)
    arrays = [np.concatenate(some) for some in zip(*found, strict=True)] if found else [nothing] * 6
    column, row, area, start, end, total = arrays
    return PrintedRates(
        tuple(columns),
        column,
        row,
        area,
        start,
        end,
        total,
        np.concatenate(texts) if texts else NO_TEXTS,
        tuple(totals),
    )


def _column(column: Column, layout: Layout, why: Text | None) -> RateColumn:
    place = Place(layout.name, layout.header[1], column.index + 1)
    return RateColumn(place, column.header, column.key if why is None else "", column.factor, why)


def _unknown() -> Text:
    return text("no indicator is called so; a --catalogue file may define one")


def _why_not(column: Column, rates: FileRates) -> Text | None:
    """Return why the rates of a column cannot be held against what was read."""
    if any(column.parts):
        return text("its rates are of a part alone: {parts}", parts=tuple(filter(None, column.parts)))
    if rates.regrouped:
        return text("rows of its file were added up, and a rate beside one of them is not of their sum")
    return None


def _lying(table: VillageMonths, number: int) -> _Lying:
    """Return the rows of the table that one file gave, also those that another file gave first."""
    columns = table.columns
    if table.readings is None:
        rows = np.flatnonzero(columns[FILE] == number)
        numbers = columns[ROW][rows]
    else:
        of_file = table.readings.file == number
        read = np.flatnonzero(columns[FILE] >= 0)
        rows = np.repeat(read, np.diff(table.readings.first, append=len(of_file)))[of_file]
        numbers = table.readings.row[of_file]
    order = np.argsort(numbers, kind="stable")
    rows = rows[order]
    return _Lying(numbers[order], columns[VILLAGE][rows], columns[START][rows], columns[END][rows])


def _areas_of_rows(rates: FileRates, lying: _Lying, table: VillageMonths) -> AnyInts:
    """Return the area of each row: a village, or of a total the area whose villages it adds up."""
    area = np.full(len(rates.row), NO_AREA, dtype=np.int32)
    if not len(lying.row):
        return area
    spots = np.minimum(np.searchsorted(lying.row, rates.data), len(lying.row) - 1)
    area = np.where(lying.row[spots] == rates.data, lying.village[spots], area)
    totals = dict(_areas_of_totals(rates, lying, table))
    for place in np.flatnonzero(np.isin(rates.row, list(totals))).tolist():
        area[place] = totals[int(rates.row[place])]
    return area


def _areas_of_totals(rates: FileRates, lying: _Lying, table: VillageMonths) -> Iterator[tuple[int, int]]:
    """Yield the number of each row of a total with the lowest area that has just its villages in these months."""
    totals, parts = rates.of_total
    if not len(totals):
        return
    spots = np.minimum(np.searchsorted(lying.row, parts), len(lying.row) - 1)
    here = lying.row[spots] == parts
    totals, spots = totals[here], spots[here]
    above = [table.areas.above(level) for level in reversed(table.areas.levels[:-1])]
    starts = np.flatnonzero(np.diff(totals, prepend=-1))
    present: dict[Run, AnyInts] = {}
    for first, last in zip(starts.tolist(), [*starts[1:].tolist(), len(totals)], strict=True):
        spot = int(spots[first])
        run = Run(int(lying.start[spot]), int(lying.end[spot]))
        if run not in present:
            same = (table.columns[START] == run.start) & (table.columns[END] == run.end)
            present[run] = np.unique(table.columns[VILLAGE][same])
        villages = np.unique(lying.village[spots[first:last]])
        yield int(totals[first]), _area_of_villages(villages, present[run], above)


def _area_of_villages(villages: AnyInts, present: AnyInts, above: Sequence[AnyInts]) -> int:
    """Return the lowest area whose villages, of those that are present, are some, `ALL_AREAS` for all of these."""
    for upper in above:
        area = int(upper[villages[0]])
        if area >= 0 and np.array_equal(present[upper[present] == area], villages):
            return area
    return ALL_AREAS if np.array_equal(present, villages) else NO_AREA


def _totals(start: AnyInts, end: AnyInts, rates: FileRates, totals: list[TotalRow]) -> AnyInts:
    """Return the place of each row of totals among these, which it joins, -1 for other rows."""
    found = np.full(len(rates.row), -1, dtype=np.int32)
    for spot in np.flatnonzero(np.isin(rates.row, list(rates.totals))).tolist():
        name, by_run = rates.totals[int(rates.row[spot])]
        counts = by_run.get(Run(int(start[spot]), int(end[spot])))
        if counts:
            found[spot] = len(totals)
            totals.append(TotalRow(name, counts))
    return found


def _area_of_header(name: str, areas: AnyInts, rates: FileRates, lying: _Lying, table: VillageMonths) -> AnyInts:
    """Return the area that a header names for each row that is one of data."""
    called = folded_name(name)
    fitting = [spot for spot in np.unique(lying.village).tolist() if folded_name(table.areas.names[spot]) == called]
    area = fitting[0] if len(fitting) == 1 else NO_AREA
    return np.where((rates.data >= 0) & (areas != NO_AREA), area, NO_AREA)


def _months(column: Column, rates: FileRates, layout: Layout, survey: Survey) -> tuple[AnyInts, AnyInts]:
    """Return the first and the last month of the rates of a column, to date where all figures are."""
    start, end = rates.start, rates.end
    if column.run is not None:
        run = column.run
        # The rows may say the year.
        any_year = PERIOD in layout.words
        start = start + (run.start - start) % MONTHS if any_year else np.full_like(start, run.start)
        end = start + (run.end - run.start)
    if not survey.columns.cumulative:
        return start, end
    first: Mapping[int, int] = {
        month: survey.calendar.to_date(Run(month, month)).start for month in np.unique(end[end >= start]).tolist()
    }
    return np.array([first.get(month, 0) for month in end.tolist()], dtype=np.int32), end
