"""Figures that stand again under another date: a month, a file or a year that was sent twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from popcalc.arrays import AnyInts, Ints
from popcalc.definitions.catalogue import Nature
from popcalc.errors import Place
from popcalc.language import Text, plural, text
from popcalc.periods import Run
from popcalc.quality.findings import EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material
from popcalc.quality.repeats import Repeat, Repeats, Series

CODE = "SENT_TWICE"
YEAR = 12


def check_sent_twice(material: Material) -> Iterator[Finding]:
    """Yield the dates under which all villages of an area have the figures of another date again, beyond chance.

    Of whole years first, then of each length of run; of areas within areas the largest is told.
    """
    counts = {
        count: nature
        for nature in (Nature.FLOW, Nature.STOCK)
        for count in material.counts(nature)
        if not material.decimals([count])
    }
    told: list[tuple[int, Run]] = []
    for series in _series(material):
        found = sorted(Repeats(material, series, counts).found(), key=lambda one: _order(material, one))
        for one in found:
            run = _run(series, one.second)
            if not any(_is_within(material, one.area, area) and _covers(other, run) for area, other in told):
                told.append((one.area, run))
                yield _finding(material, series, one)


def _series(material: Material) -> Iterator[Series]:
    """Yield the rows as whole years of months, then of each length of run, where there are two dates or more."""
    lengths = material.end - material.start + 1
    for length in np.flatnonzero(np.bincount(lengths)).tolist():
        rows = np.flatnonzero(lengths == length)
        starts, date = _dates(material.start[rows])
        if length == 1:
            yield from _years(material, rows, starts, date)
        if len(starts) > 1:
            yield Series(rows, date, starts, length)


def _dates(months: AnyInts) -> tuple[Ints, Ints]:
    """Return the distinct months in order, and the place of each month among them."""
    first = int(months.min())
    there = np.bincount(months - first) > 0
    return np.flatnonzero(there) + first, (np.cumsum(there) - 1)[months - first]


def _years(material: Material, rows: Ints, starts: Ints, date: Ints) -> Iterator[Series]:
    """Yield the years of which all months are there, if they are two or more, made of rows of single months."""
    within = (starts - (material.calendar.year_start - 1)) % YEAR
    begun, number = np.unique(starts - within, return_counts=True)
    whole = begun[number == YEAR]
    if len(whole) > 1:
        inside = np.isin((starts - within)[date], whole)
        year = np.searchsorted(whole, (starts - within)[date[inside]])
        yield Series(rows[inside], year, whole, YEAR, within[date[inside]])


def _run(series: Series, date: int) -> Run:
    start = int(series.starts[date])
    return Run(start, start + series.months - 1)


def _order(material: Material, one: Repeat) -> tuple[int, int, int, int]:
    depth = -1 if one.area == EVERYWHERE else int(material.table.areas.level_of[one.area])
    return depth, one.second - one.first, one.second, one.area


def _is_within(material: Material, area: int, other: int) -> bool:
    """Whether an area is another, or lies in it."""
    while area not in (other, EVERYWHERE):
        area = int(material.table.areas.parent_of[area])
    return area == other


def _covers(one: Run, other: Run) -> bool:
    return one.start <= other.start and other.end <= one.end


def _finding(material: Material, series: Series, one: Repeat) -> Finding:
    first, second = _run(series, one.first), _run(series, one.second)
    before, after = (_place(material, run, one) for run in (first, second))
    message = text(
        "{counts} are those of {period}{file} again{villages}{more}: sent twice, under another date?",
        counts=one.counts,
        period=material.calendar.label_of(first),
        file=_other_file(before, after),
        villages=_villages(material, one.area),
        more=plural(one.more, ", and so in {count} more month", ", and so in {count} more months") if one.more else "",
    )
    return Finding(CODE, WARNING, one.area, second.start, second.end, "", message, after)


def _villages(material: Material, area: int) -> Text:
    if 0 <= area < material.table.areas.villages:
        return text("")
    return plural(int(material.inside(area).sum()), ", in its one village", ", in all {count} villages")


def _other_file(before: Place | None, after: Place | None) -> Text:
    if before is None or after is None or before.file == after.file:
        return text("")
    return text(" ({file})", file=before.file)


def _place(material: Material, run: Run, one: Repeat) -> Place | None:
    """Return the first row of the figures."""
    inside = (material.start >= run.start) & (material.end <= run.end) & material.inside(one.area)[material.village]
    rows = np.flatnonzero(inside & (material.table.column(one.counts[0]) >= 0))
    return material.places(rows[:1], *one.counts)[0] if len(rows) else None
