"""Files that look cumulative: the figure of a month holds all months of the year before it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from popcalc.arrays import AnyInts, Bools, Floats, Ints
from popcalc.definitions.catalogue import Nature
from popcalc.language import plural, text
from popcalc.periods import PeriodKind
from popcalc.quality.findings import EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material

SURE = math.log(1e-6)
"""How unlikely it must be, as a logarithm, that monthly figures stand in rising order by chance."""


def check_cumulative(material: Material) -> Iterator[Finding]:
    """Yield flows that never fall from month to month of a year, in all villages or in all of one area above them.

    Were the figures monthly, a village's figures of a year could stand in any order alike: that none is below the one
    before has the probability (product of factorials of how often each figure is there) / n! given the figures. It is a
    finding when the product of this over the villages is below one in a million; few villages, months or events are
    not enough.
    """
    years = material.calendar.split(material.span, PeriodKind.YEAR, clip=True)
    falls_everywhere = _quick_look(material) if material.monthly else lambda _: False
    for flow in material.counts(Nature.FLOW):
        if falls_everywhere(material.table.column(flow)):
            continue
        grid = material.figures(flow)
        for year in years:
            first = year.start - material.span.start
            yield from _rising(material, flow, grid[:, first : first + year.months], first)


def _quick_look(material: Material) -> Callable[[AnyInts], bool]:
    """Return what says of rows of single months whether a flow falls in each area and year that could show it."""
    village, areas = material.village, material.table.areas
    year = (material.start - (material.calendar.year_start - 1)) // 12
    above = np.where(areas.parent_of >= 0, areas.parent_of, len(areas.keys)).astype(np.int64)[: areas.villages]
    cell = above[village] * (int(year.max()) - int(year.min()) + 1) + (year - int(year.min()))
    follows = (village[1:] == village[:-1]) & (cell[1:] == cell[:-1])
    later, cells = cell[1:], int(cell.max()) + 1
    of_all = np.zeros(cells, dtype=bool)
    of_all[later[follows]] = True

    def falls_everywhere(figures: AnyInts) -> bool:
        falls, rising = follows & (figures[1:] < figures[:-1]), of_all.copy()
        if figures.min() < 0:
            known = figures[1:] >= 0
            falls &= known
            rising[:] = False
            rising[later[follows & known]] = True
        rising[later[falls]] = False
        return not rising.any()

    return falls_everywhere


def _rising(material: Material, flow: str, grid: Ints, first: int) -> Iterator[Finding]:
    """Yield the year of a flow, as a grid, if it never falls anywhere, or in some of the areas above villages."""
    reported = (grid >= 0).sum(axis=1) > 1
    if not reported.any():
        return
    high = np.maximum.accumulate(grid, axis=1)
    falls = ((grid >= 0) & (grid < high)).any(axis=1)
    areas = material.table.areas
    above = areas.parent_of[: areas.villages].astype(np.int64)
    above = np.where(above >= 0, above, len(areas.keys))
    fallen = np.bincount(above[falls & reported], minlength=len(areas.keys) + 1) > 0
    candidates = reported & ~fallen[above]
    if not candidates.any():
        return
    chance = np.zeros(len(grid))
    chance[candidates] = log_chance(grid[candidates])
    whole = not fallen.any()
    if whole and chance.sum() < SURE:
        yield _finding(material, flow, grid, candidates, EVERYWHERE, first)
    elif not whole:
        by_area = np.bincount(above, weights=chance, minlength=len(areas.keys) + 1)
        for area in np.flatnonzero(by_area[:-1] < SURE).tolist():
            yield _finding(material, flow, grid, candidates & (above == area), area, first)


def log_chance(grid: Ints) -> Floats:
    """Return the logarithm of the chance that each row's figures (negative: none) never fall, in any order alike."""
    ordered = np.sort(grid, axis=1)
    # The number of equals up to each figure: their logarithms add up to that of the factorials.
    equals = np.ones(ordered.shape)
    for month in range(1, ordered.shape[1]):
        same = ordered[:, month] == ordered[:, month - 1]
        equals[:, month] = np.where(same, equals[:, month - 1] + 1, 1)
    known = ordered >= 0
    # Those of the factorials of how many figures a row has.
    of_factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, ordered.shape[1] + 1)))])
    logs: Floats = np.where(known, np.log(equals), 0.0).sum(axis=1) - of_factorials[known.sum(axis=1)]
    return logs


def _finding(material: Material, flow: str, grid: Ints, villages: Bools, area: int, first: int) -> Finding:
    village, month = np.nonzero((grid >= 0) & villages[:, None])
    rows = material.row_of[village, month + first]
    places = [place for place in material.places(rows[np.argsort(month, kind="stable")], flow) if place]
    files = list(dict.fromkeys(place.file for place in places))
    where = plural(
        len(files) - 1,
        "{file} and {count} more file",
        "{file} and {count} more files",
        file=files[0] if files else "",
    )
    message = text(
        "{flow} never falls from one month to the next in any of {villages} villages, in {files}: the figures look "
        "cumulative; --cumulative turns figures of the year to date into months",
        flow=flow,
        villages=f"{int(villages.sum()):,}",
        files=where if len(files) > 1 else (files[0] if files else ""),
    )
    start, end = (material.span.start + first + int(edge) for edge in (month.min(), month.max()))
    return Finding("LOOKS_CUMULATIVE", WARNING, area, start, end, flow, message, places[0] if places else None)
