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
from popcalc.language import Text, plural, text
from popcalc.periods import Calendar, Run, year_month
from popcalc.periods.month_words import month_name
from popcalc.quality.findings import CHANCE, EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material, stretches
from popcalc.quality.rising import cut, falls, fewest_months, log_chance
from popcalc.table import FILE

SURE = math.log(1e-6)
"""How unlikely it must be, as a logarithm, that monthly figures of an area stand in rising order by chance."""
SURE_OF_ONE = math.log(1e-5)
"""The same for one village, however few there are."""
RISE = float(1 << 26)
"""Falls and rises are counted in one go: more falls there are not in a month, and more than 2 ** 26 rises neither."""
FEWEST_RISES = 3
"""With fewer rises, of all villages in all months, monthly figures rise in order by chance oftener than that."""
CLEARLY = 2.33
"""So many standard deviations above what is expected lies one of a hundred by chance."""
YEAR = 12


class _Rise(Struct, frozen=True):
    """Flows of an area (a position in the tree, or `EVERYWHERE`) that never fall in a run of months in any village.

    `anew` are the months, 1 to 12, in which they begin anew: that with which the run begins, if they fell to it, and
    that behind it.
    """

    area: int
    run: Run
    anew: frozenset[int]
    flows: tuple[str, ...]
    villages: int


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


def check_cumulative(material: Material) -> Iterator[Finding]:
    """Yield flows that never fall from month to month, in all villages, in all of an area, or in one village.

    Were the figures monthly, those of a village could stand in any order alike: that none is below the one before has
    the probability (product of factorials of how often each figure is there) / n! given the figures. Of an area it is a
    finding when the product of this over its villages is below one in a million; of a village, when chance would make
    it in fewer than one of twenty sets of data of this size. Few villages, months or events are not enough.

    Where the figures begin anew says in which month their year begins.
    """
    rises = material.once(_rises_in)
    if rises:
        rows = _rows(material)
        yield from (_finding(rows, one) for one in rises)


def figures_to_date(material: Material) -> Iterator[tuple[int, Run, tuple[str, ...]]]:
    """Yield area, months and flows of what `check_cumulative` tells."""
    yield from ((one.area, one.run, one.flows) for one in material.once(_rises_in))


def _rises_in(material: Material) -> list[_Rise]:
    return list(_told(_rows(material)))


def _told(rows: _Rows) -> Iterator[_Rise]:
    if not rows.flows:
        return
    told: dict[int, list[_Rise]] = {}
    for one in [*_of_areas(rows), *_of_villages(rows)]:
        if not any(_says(other, one) for area in _above(rows.material, one.area) for other in told.get(area, ())):
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
    return _Rows(material, village, month, tuple(flows))


def _of_areas(rows: _Rows) -> Iterator[_Rise]:
    """Yield the runs of months in which a flow falls in no village of an area, the largest areas first."""
    areas, months = rows.material.table.areas, rows.material.span.months
    everywhere = len(areas.keys)
    above = np.where(areas.parent_of >= 0, areas.parent_of, everywhere).astype(np.int64)
    depth = np.append(areas.level_of, -1)
    cell = above[rows.village] * months + rows.month
    for flow in rows.flows:
        marks = np.bincount(cell, flow.fallen + RISE * _rises(rows, flow), (everywhere + 1) * months)
        risen, fallen = np.divmod(_in_areas(rows, above, marks.astype(np.int64)), int(RISE))
        found = sorted(_steady(fallen, risen), key=lambda one: (depth[one[0]], one))
        for area, run in found:
            yield from _checked(rows, flow, EVERYWHERE if area == everywhere else area, run)


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


def _checked(rows: _Rows, flow: _Flow, area: int, run: Run) -> Iterator[_Rise]:
    inside = rows.material.inside(area)[rows.village] & (rows.month >= run.start) & (rows.month <= run.end)
    village, figures = rows.village[inside], flow.figures[inside]
    if log_chance(figures, village, rows.material.table.areas.villages).sum() < SURE:
        several = int((np.bincount(village[figures >= 0]) > 1).sum())
        at_end = run.end < rows.material.span.months - 1
        anew = _anew(_months(rows, run), at_start=run.start > 0, at_end=at_end)
        yield _Rise(area, _months(rows, run), anew, (flow.key,), several)


def _months(rows: _Rows, run: Run) -> Run:
    return Run(run.start + rows.material.span.start, run.end + rows.material.span.start)


def _of_villages(rows: _Rows) -> Iterator[_Rise]:
    """Yield the stretches in which all flows of a village together, or one of them, never fall."""
    kept = independent(rows.material.catalogue, [flow.key for flow in rows.flows])
    flows = [flow for flow in rows.flows if flow.key in kept and bool((flow.figures > 0).any())]
    bar = min(SURE_OF_ONE, math.log(CHANCE / 2 / max(len(rows.village) * len(flows), 1)))
    together = [tuple(flows)] if len(flows) > 1 else []
    for some in [*together, *((flow,) for flow in flows)]:
        yield from _of_flows(rows, some, bar)


def _of_flows(rows: _Rows, flows: Sequence[_Flow], bar: float) -> Iterator[_Rise]:
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
        yield _Rise(village, run, anew, tuple(flow.key for flow in flows), 1)


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


def _above(material: Material, area: int) -> Iterator[int]:
    """Yield an area, those above it, and that of all together."""
    while area != EVERYWHERE:
        yield area
        area = int(material.table.areas.parent_of[area])
    yield EVERYWHERE


def _says(one: _Rise, other: _Rise) -> bool:
    """Whether what is said of an area says it of one within it as well."""
    return one.run.overlaps(other.run) and not set(one.flows).isdisjoint(other.flows)


def _joined(rises: Sequence[_Rise]) -> Iterator[_Rise]:
    """Yield the rises of one area, those of the same months, or of months that follow each other, as one."""
    joined: _Rise | None = None
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


def _year_begins(one: _Rise, calendar: Calendar) -> int | None:
    """Return the month, 1 to 12, with which the year of the figures begins; None where nothing tells."""
    if len(one.anew) == 1:
        return min(one.anew)
    if one.anew or one.run.months > YEAR:
        return calendar.year_start if calendar.year_start in one.anew else None
    goes_on = calendar.year_around(one.run.end).start > one.run.start
    return year_month(one.run.start)[1] if goes_on else calendar.year_start


def _finding(rows: _Rows, one: _Rise) -> Finding:
    material = rows.material
    inside = material.inside(one.area)[rows.village]
    months = rows.month + material.span.start
    chosen = np.flatnonzero(inside & (months >= one.run.start) & (months <= one.run.end))
    single = material.single[chosen[np.argsort(rows.month[chosen], kind="stable")]]
    first_of_files = np.unique(material.table.column(FILE)[single], return_index=True)[1]
    places = [place for place in material.places(single[np.sort(first_of_files)], *one.flows) if place]
    message = plural(
        len(one.flows),
        "{flows} never falls from one month to the next{villages}, in {files}: the figures look cumulative{begins}; "
        "{mend}",
        "{flows} never fall from one month to the next{villages}, in {files}: the figures look cumulative{begins}; "
        "{mend}",
        flows=one.flows,
        villages="" if 0 <= one.area < material.table.areas.villages else _villages(one.villages),
        files=_files(list(dict.fromkeys(place.file for place in places))),
        begins=_begins(one, material.calendar),
        mend=_mend(one, material.calendar),
    )
    place = places[0] if places else None
    return Finding("LOOKS_CUMULATIVE", WARNING, one.area, one.run.start, one.run.end, one.flows[0], message, place)


def _villages(number: int) -> Text:
    return plural(number, " in its one village", " in any of {count} villages")


def _files(files: Sequence[str]) -> Text:
    if len(files) < 2:
        return text("{file}", file="".join(files))
    return plural(len(files) - 1, "{file} and {count} more file", "{file} and {count} more files", file=files[0])


def _begins(one: _Rise, calendar: Calendar) -> Text:
    """Return with which month the year of the figures begins, where it is not that of the calendar."""
    month = _year_begins(one, calendar)
    if month is None or month == calendar.year_start:
        return text("")
    if one.anew:
        return text(" and begin anew with {month}", month=month_name(month))
    return text(
        " and go on into {next}, so that their year does not begin there but, as it seems, with {month}",
        next=month_name(calendar.year_start),
        month=month_name(month),
    )


def _mend(one: _Rise, calendar: Calendar) -> Text:
    month = _year_begins(one, calendar)
    option = "--cumulative" if month in (None, calendar.year_start) else f"--cumulative --year-start {month}"
    if one.area == EVERYWHERE:
        return text("{option} turns figures of the year to date into months", option=option)
    return text("ask for the figures of the months, or read these alone with {option}", option=option)
