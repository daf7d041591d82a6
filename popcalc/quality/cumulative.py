"""Figures that look cumulative: the figure of a month holds all months of the year before it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.arrays import AnyInts, Bools, Ints
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.wholes import independent
from popcalc.periods import Run, year_month
from popcalc.quality.cumulative_words import YEAR, Rise, looks_cumulative
from popcalc.quality.findings import CHANCE, EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material, stretches
from popcalc.quality.members import first_rows, lineage
from popcalc.quality.rising import cut, falls, fewest_months, log_chance
from popcalc.table import FILE

SURE = math.log(1e-6)
"""How unlikely it must be, as a logarithm, that monthly figures of an area rise in order, of however few areas."""
SURE_OF_ONE = math.log(1e-5)
"""The same for one village."""
RISE = float(1 << 26)
"""Falls and rises are counted in one go: more falls there are not in a month, and more than 2 ** 26 rises neither."""
FEWEST_RISES = 3
"""With fewer rises, of all villages in all months, monthly figures rise in order by chance oftener than that."""
CLEARLY = 2.33
"""So many standard deviations above what is expected lies one of a hundred by chance."""


class _Flow(Struct, frozen=True, eq=False):
    """A flow in rows of single months, and in which of them it falls."""

    key: str
    figures: AnyInts
    fallen: Bools


class _Rows(Struct, frozen=True, eq=False):
    """The rows of single months in order of village and month; `month` counts from the first of the span."""

    material: Material
    village: Ints
    month: Ints
    flows: tuple[_Flow, ...]
    first_row: Ints

    def within(self, area: int, first: int, last: int) -> Ints:
        """Return the rows of an area in some months, counted as `month`."""
        rows = self.material.members.rows_of(area, self.first_row)
        return rows[(self.month[rows] >= first) & (self.month[rows] <= last)]


def check_cumulative(material: Material) -> Iterator[Finding]:
    """Yield flows that never fall from month to month, in all villages, in all of an area, or in one village.

    Were the figures monthly, those of a village could stand in any order alike: that none is below the one before has
    the probability (product of factorials of how often each figure is there) / n! given the figures. Of an area, where
    that is the product of this over its villages, and of a village it is a finding when chance would make it in fewer
    than one of twenty sets of data of this size. Few villages, months or events are not enough.

    Where the figures begin anew says in which month their year begins.
    """
    rises = material.once(_rises_in)
    if rises:
        rows = _rows(material)
        yield from (_finding(rows, one) for one in rises)


def figures_to_date(material: Material) -> Iterator[tuple[int, Run, tuple[str, ...]]]:
    """Yield area, months and flows of what `check_cumulative` tells."""
    yield from ((one.area, one.run, one.flows) for one in material.once(_rises_in))


def _rises_in(material: Material) -> list[Rise]:
    return list(_told(_rows(material)))


def _told(rows: _Rows) -> Iterator[Rise]:
    if not rows.flows:
        return
    told: dict[int, list[Rise]] = {}
    for one in [*_of_areas(rows), *_of_villages(rows)]:
        if not any(
            _says(other, one) for area in lineage(rows.material.table.areas, one.area) for other in told.get(area, ())
        ):
            told.setdefault(one.area, []).append(one)
    for same in told.values():
        yield from _joined(same)


def _rows(material: Material) -> _Rows:
    single = material.single
    village, month = material.village[single], material.start[single] - material.span.start
    flows = []
    for key in material.counts(Nature.FLOW):
        figures = material.table.column(key)
        figures = figures if len(single) == len(figures) else figures[single]
        flows.append(_Flow(key, figures, falls(village, figures)))
    first_row = first_rows(village, material.table.areas.villages)
    return _Rows(material, village, month, tuple(flows), first_row)


def _of_areas(rows: _Rows) -> Iterator[Rise]:
    """Yield the runs of months in which a flow falls in no village of an area, the largest areas first."""
    areas, months = rows.material.table.areas, rows.material.span.months
    everywhere = len(areas.keys)
    above = np.where(areas.parent_of >= 0, areas.parent_of, everywhere).astype(np.int64)
    depth = np.append(areas.level_of, -1)
    cell = above[rows.village] * months + rows.month
    bar = min(SURE, math.log(CHANCE / 2 / ((len(depth) - areas.villages) * months * len(rows.flows))))
    for flow in rows.flows:
        marks = np.bincount(cell, flow.fallen + RISE * _rises(rows, flow), (everywhere + 1) * months)
        risen, fallen = np.divmod(_in_areas(rows, above, marks.astype(np.int64)), int(RISE))
        found = sorted(_steady(fallen, risen), key=lambda one: (depth[one[0]], one))
        for area, run in found:
            yield from _checked(rows, flow, EVERYWHERE if area == everywhere else area, run, bar)


def _rises(rows: _Rows, flow: _Flow) -> Bools:
    """Return the rows whose figure is above the one of the row before, of the same village."""
    risen = np.zeros(len(flow.figures), dtype=bool)
    risen[1:] = (rows.village[1:] == rows.village[:-1]) & (flow.figures[1:] > np.maximum(flow.figures[:-1], 0))
    return risen


def _in_areas(rows: _Rows, above: Ints, number: Ints) -> Ints:
    """Return numbers by area and month, of all areas: those directly above rows are given."""
    areas = rows.material.table.areas
    found = number.reshape(len(areas.keys) + 1, -1)
    for level in range(len(areas.levels) - 1, -1, -1):
        places = np.flatnonzero(areas.level_of == level)
        places = places[places >= areas.villages]
        np.add.at(found, above[places], found[places])
    return found


def _steady(fallen: Ints, risen: Ints) -> Iterator[tuple[int, Run]]:
    """Yield areas with a run of months, three or more, within which nothing falls and enough rises to be no chance."""
    area, first, last = stretches(fallen[:, 1:] == 0)
    rises = np.cumsum(risen, axis=1)
    enough = (last > first) & (rises[area, last + 1] - rises[area, first] >= FEWEST_RISES)
    found = zip(area[enough].tolist(), first[enough].tolist(), last[enough].tolist(), strict=True)
    yield from ((place, Run(start, end + 1)) for place, start, end in found)


def _checked(rows: _Rows, flow: _Flow, area: int, run: Run, bar: float) -> Iterator[Rise]:
    inside = rows.within(area, run.start, run.end)
    figures = flow.figures[inside]
    villages = rows.material.members.of(area)
    number = np.searchsorted(villages, rows.village[inside].astype(np.int64))
    if log_chance(figures, number, len(villages)).sum() < bar:
        several = int((np.bincount(number[figures >= 0]) > 1).sum())
        at_end = run.end < rows.material.span.months - 1
        anew = _anew(_months(rows, run), at_start=run.start > 0, at_end=at_end)
        yield Rise(area, _months(rows, run), anew, (flow.key,), several)


def _months(rows: _Rows, run: Run) -> Run:
    return Run(run.start + rows.material.span.start, run.end + rows.material.span.start)


def _of_villages(rows: _Rows) -> Iterator[Rise]:
    """Yield the stretches in which all flows of a village together, or one of them, never fall."""
    kept = independent(rows.material.catalogue, [flow.key for flow in rows.flows])
    flows = [flow for flow in rows.flows if flow.key in kept and bool((flow.figures > 0).any())]
    bar = min(SURE_OF_ONE, math.log(CHANCE / 2 / max(len(rows.village) * len(flows), 1)))
    together = [tuple(flows)] if len(flows) > 1 else []
    for some in [*together, *((flow,) for flow in flows)]:
        yield from _of_flows(rows, some, bar)


def _of_flows(rows: _Rows, flows: Sequence[_Flow], bar: float) -> Iterator[Rise]:
    found = cut(rows.village, np.logical_or.reduce([flow.fallen for flow in flows]))
    long = found.last - found.first + 1 >= fewest_months(bar / len(flows))
    # Monthly figures that hardly move are no figures to date: these begin with one month and end with the whole year.
    first, last = (sum(np.maximum(flow.figures[edge], 0) for flow in flows) for edge in (found.first, found.last))
    grown = last * (YEAR + 1 - np.minimum(found.last - found.first + 1, YEAR)) / YEAR
    long &= first <= grown + 3 * np.sqrt(grown) + 1
    chosen = long[found.number]
    number = found.number[chosen]
    # The last number is that of all rows that are in no long one.
    long &= _are_many(rows, flows, np.where(chosen, found.number, len(long)), len(long) + 1)[:-1]
    chance = sum(log_chance(flow.figures[chosen], number, len(long)) for flow in flows)
    for spot in np.flatnonzero(long & (chance < bar)).tolist():
        start, end = int(found.first[spot]), int(found.last[spot])
        village = int(rows.village[start])
        run = _months(rows, Run(int(rows.month[start]), int(rows.month[end])))
        at_start, at_end = (_is_of(rows, edge, village) for edge in (start - 1, end + 1))
        anew = _anew(run, at_start=at_start, at_end=at_end)
        yield Rise(village, run, anew, tuple(flow.key for flow in flows), 1)


def _are_many(rows: _Rows, flows: Sequence[_Flow], number: Ints, numbers: int) -> Bools:
    """Return for which numbers of rows the figures add up to more than so many people usually have, beyond chance.

    Those to date hold each month several times over. The usual is what all have together; without people nothing is.
    """
    stocks = rows.material.counts(Nature.STOCK)
    if not stocks:
        return np.ones(numbers, dtype=bool)
    people = np.maximum(rows.material.table.column(stocks[0])[rows.material.single], 0).astype(np.float64)
    events = sum((np.maximum(flow.figures, 0) for flow in flows), start=np.zeros(len(people)))
    rate = events[people > 0].sum() / max(people.sum(), 1.0)
    found, expected = (np.bincount(number, amounts, numbers) for amounts in (events, rate * people))
    many: Bools = found >= expected + CLEARLY * np.sqrt(expected)
    return many


def _is_of(rows: _Rows, row: int, village: int) -> bool:
    return 0 <= row < len(rows.village) and int(rows.village[row]) == village


def _anew(run: Run, *, at_start: bool, at_end: bool) -> frozenset[int]:
    edges = [run.start] * at_start + [run.end + 1] * at_end
    return frozenset(year_month(month)[1] for month in edges)


def _says(one: Rise, other: Rise) -> bool:
    """Whether what is said of an area says it of one within it as well."""
    return one.run.overlaps(other.run) and not set(one.flows).isdisjoint(other.flows)


def _joined(rises: Sequence[Rise]) -> Iterator[Rise]:
    """Yield the rises of one area, those of the same months, or of months that follow each other, as one."""
    joined: Rise | None = None
    for one in sorted(rises, key=lambda rise: rise.run):
        if joined is None or one.run.start > joined.run.end + 1:
            if joined is not None:
                yield joined
            joined = one
            continue
        joined = replace(
            joined,
            run=Run(joined.run.start, max(joined.run.end, one.run.end)),
            anew=joined.anew | one.anew,
            flows=tuple(dict.fromkeys((*joined.flows, *one.flows))),
            villages=max(joined.villages, one.villages),
        )
    if joined is not None:
        yield joined


def _finding(rows: _Rows, one: Rise) -> Finding:
    material = rows.material
    chosen = rows.within(one.area, one.run.start - material.span.start, one.run.end - material.span.start)
    single = material.single[chosen[np.argsort(rows.month[chosen], kind="stable")]]
    first_of_files = np.unique(material.table.column(FILE)[single], return_index=True)[1]
    places = [place for place in material.places(single[np.sort(first_of_files)], *one.flows) if place]
    files = list(dict.fromkeys(place.file for place in places))
    message = looks_cumulative(one, files, material.calendar, alone=0 <= one.area < material.table.areas.villages)
    place = places[0] if places else None
    return Finding("LOOKS_CUMULATIVE", WARNING, one.area, one.run.start, one.run.end, one.flows[0], message, place)
