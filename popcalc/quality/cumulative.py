"""Figures that look cumulative: the figure of a month holds all months of the year before it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.arrays import AnyInts, Floats, Ints
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.wholes import independent
from popcalc.periods import Run, year_month
from popcalc.quality.area_sums import AreaSums, Series, SeriesRows
from popcalc.quality.cumulative_words import YEAR, Rise, looks_cumulative
from popcalc.quality.findings import CHANCE, EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material, stretches
from popcalc.quality.members import PIECE, lineage
from popcalc.quality.rising import cut, falls, fewest_months, log_chance
from popcalc.table import FILE

SURE = math.log(1e-6)
"""How unlikely it must be, as a logarithm, that monthly figures of an area rise in order, of however few areas."""
SURE_OF_ONE = math.log(1e-5)
"""The same for one village."""
FEWEST_RISES = 3
"""With fewer rises, of all villages in all months, monthly figures rise in order by chance oftener than that."""
CLEARLY = 2.33
"""So many standard deviations above what is expected lies one of a hundred by chance."""


class _Rows(Struct, frozen=True, eq=False):
    """The rows of single months, dated from the first month of the span, and the flows that files give them."""

    material: Material
    series: Series
    flows: tuple[str, ...]
    first_row: Ints

    def within(self, area: int, first: int, last: int) -> Ints:
        """Return the rows of the series of an area in some months, counted from the first of the span."""
        rows = self.material.members.rows_of(area, self.first_row)
        return rows[(self.series.date[rows] >= first) & (self.series.date[rows] <= last)]

    def pieces(self, least: int = PIECE) -> Iterator[SeriesRows]:
        """Yield the rows in pieces of whole villages."""
        return self.series.pieces(self.material, least)

    def figures(self, count: str, rows: slice | AnyInts) -> AnyInts:
        """Return the figures of some rows of the table, negative where nothing is reported."""
        figures: AnyInts = self.material.table.column(count)[rows]
        return figures


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
    single = material.single.astype(np.int32)
    months = np.arange(material.span.start, material.span.end + 1)
    series = Series(single, material.start[single] - material.span.start, months, 1)
    return _Rows(
        material,
        series,
        tuple(material.counts(Nature.FLOW)),
        np.searchsorted(single, material.first_row.astype(np.int32)),
    )


def _of_areas(rows: _Rows) -> Iterator[Rise]:
    """Yield the runs of months in which a flow falls in no village of an area, the largest areas first."""
    areas = rows.material.table.areas
    sums = AreaSums(areas, rows.series.dates)
    bar = min(SURE, math.log(CHANCE / 2 / (sums.number * sums.dates * len(rows.flows))))
    for flow in rows.flows:
        falling = sums.nothing()
        for piece in rows.pieces(max(PIECE, falling.size)):
            sums.add(falling, piece, falls(piece.village, rows.figures(flow, piece.rows)).astype(np.float64))
        sums.carry_up(falling)
        found = [(sums.position(line), run) for line, run in _steady(falling)]
        for area, run in sorted(found, key=lambda one: (-1 if one[0] == EVERYWHERE else areas.level_of[one[0]], one)):
            yield from _checked(rows, flow, area, run, bar)


def _steady(fallen: Floats) -> Iterator[tuple[int, Run]]:
    """Yield the lines with a run of months, three or more, within which nothing falls."""
    line, first, last = stretches(fallen[:, 1:] == 0)
    long = last > first
    found = zip(line[long].tolist(), first[long].tolist(), last[long].tolist(), strict=True)
    yield from ((place, Run(start, end + 1)) for place, start, end in found)


def _checked(rows: _Rows, flow: str, area: int, run: Run, bar: float) -> Iterator[Rise]:
    inside = rows.series.rows[rows.within(area, run.start, run.end)]
    figures = rows.figures(flow, inside)
    villages = rows.material.members.of(area)
    number = np.searchsorted(villages, rows.material.village[inside].astype(np.int64))
    risen = (number[1:] == number[:-1]) & (figures[1:] > np.maximum(figures[:-1], 0))
    if risen.sum() >= FEWEST_RISES and log_chance(figures, number, len(villages)).sum() < bar:
        several = int((np.bincount(number[figures >= 0]) > 1).sum())
        at_end = run.end < rows.material.span.months - 1
        anew = _anew(_months(rows, run), at_start=run.start > 0, at_end=at_end)
        yield Rise(area, _months(rows, run), anew, (flow,), several)


def _months(rows: _Rows, run: Run) -> Run:
    return Run(run.start + rows.material.span.start, run.end + rows.material.span.start)


def _of_villages(rows: _Rows) -> Iterator[Rise]:
    """Yield the stretches in which all flows of a village together, or one of them, never fall."""
    usual = _Usual.of(rows)
    kept = independent(rows.material.catalogue, rows.flows)
    flows = [flow for flow in rows.flows if flow in kept and usual.events[flow]]
    bar = min(SURE_OF_ONE, math.log(CHANCE / 2 / max(len(rows.series.rows) * len(flows), 1)))
    together = [tuple(flows)] if len(flows) > 1 else []
    for some in [*together, *((flow,) for flow in flows)]:
        for piece in rows.pieces():
            yield from _of_flows(rows, piece, some, bar, usual)


def _of_flows(rows: _Rows, piece: SeriesRows, flows: Sequence[str], bar: float, usual: _Usual) -> Iterator[Rise]:
    figures = [rows.figures(flow, piece.rows) for flow in flows]
    found = cut(piece.village, np.logical_or.reduce([falls(piece.village, one) for one in figures]))
    long = found.last - found.first + 1 >= fewest_months(bar / len(flows))
    # Monthly figures that hardly move are no figures to date: these begin with one month and end with the whole year.
    first, last = (sum(np.maximum(one[edge], 0) for one in figures) for edge in (found.first, found.last))
    grown = last * (YEAR + 1 - np.minimum(found.last - found.first + 1, YEAR)) / YEAR
    long &= first <= grown + 3 * np.sqrt(grown) + 1
    chosen = np.flatnonzero(long[found.number])
    number = found.number[chosen]
    events = sum(np.bincount(number, np.maximum(one[chosen], 0), len(long)) for one in figures)
    people = np.bincount(number, _people(rows, usual.stock, piece)[chosen], len(long))
    long &= events >= usual.at_most(flows, people)
    chance = sum(log_chance(one[chosen], number, len(long)) for one in figures)
    for spot in np.flatnonzero(long & (chance < bar)).tolist():
        start, end = int(found.first[spot]), int(found.last[spot])
        village = int(piece.village[start])
        run = _months(rows, Run(int(piece.date[start]), int(piece.date[end])))
        at_start, at_end = (_is_of(piece, edge, village) for edge in (start - 1, end + 1))
        anew = _anew(run, at_start=at_start, at_end=at_end)
        yield Rise(village, run, anew, tuple(flows), 1)


class _Usual(Struct, frozen=True, eq=False):
    """The usual: all events of each flow, and those of rows that count people, beside whom these happen."""

    events: Mapping[str, float]
    beside_people: Mapping[str, float]
    people: float
    stock: str | None

    @classmethod
    def of(cls, rows: _Rows) -> _Usual:
        """Return it of all rows."""
        stock = next(iter(rows.material.counts(Nature.STOCK)), None)
        events, beside = (dict.fromkeys(rows.flows, 0.0) for _ in range(2))
        people = 0.0
        for piece in rows.pieces():
            counted = _people(rows, stock, piece)
            people += float(counted.sum(dtype=np.float64))
            for flow in rows.flows:
                figures = np.maximum(rows.figures(flow, piece.rows), 0)
                events[flow] += float(figures.sum(dtype=np.float64))
                beside[flow] += float(figures[counted > 0].sum(dtype=np.float64))
        return cls(events, beside, people, stock)

    def at_most(self, flows: Sequence[str], people: AnyInts | Floats) -> Floats:
        """Return how many events so many people have usually, or by chance: figures to date, which hold each month
        several times over, are more. Where nobody counts people there are none, and any figure may be one.
        """
        expected = sum(self.beside_people[flow] for flow in flows) / max(self.people, 1.0) * people
        most: Floats = expected + CLEARLY * np.sqrt(expected)
        return most


def _people(rows: _Rows, stock: str | None, piece: SeriesRows) -> AnyInts:
    return np.maximum(rows.figures(stock, piece.rows), 0) if stock else np.zeros(len(piece.village), dtype=np.int64)


def _is_of(piece: SeriesRows, row: int, village: int) -> bool:
    return 0 <= row < len(piece.village) and int(piece.village[row]) == village


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
    single = rows.series.rows[chosen[np.argsort(rows.series.date[chosen], kind="stable")]]
    first_of_files = np.unique(material.table.column(FILE)[single], return_index=True)[1]
    places = [place for place in material.places(single[np.sort(first_of_files)], *one.flows) if place]
    files = list(dict.fromkeys(place.file for place in places))
    message = looks_cumulative(one, files, material.calendar, alone=0 <= one.area < material.table.areas.villages)
    place = places[0] if places else None
    return Finding("LOOKS_CUMULATIVE", WARNING, one.area, one.run.start, one.run.end, one.flows[0], message, place)
