"""Figures that stand again under another date: a month, a file or a year that was sent twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from popcalc.arrays import AnyInts, Ints, distinct_values
from popcalc.definitions.catalogue import Nature
from popcalc.errors import Place
from popcalc.language import Text, plural, text
from popcalc.periods import Run
from popcalc.quality.area_sums import Series
from popcalc.quality.findings import EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material
from popcalc.quality.members import lineage
from popcalc.quality.repeats import Repeat, Repeats

CODE = "SENT_TWICE"
YEAR = 12
MOST = 0.75
"""Areas with so many of a larger one's villages are told as that one: the others are new, or were mended."""


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
    told: dict[int, list[Run]] = defaultdict(list)
    for series in _series(material):
        repeats = _gathered(material, list(Repeats(material, series, counts).found()))
        found = sorted(repeats, key=lambda one: _order(material, one))
        for one in found:
            run = _run(series, one.second)
            if not any(_covers(other, run) for area in lineage(material.table.areas, one.area) for other in told[area]):
                told[one.area].append(run)
                yield _finding(material, series, one)


def _gathered(material: Material, found: Sequence[Repeat]) -> Iterator[Repeat]:
    """Yield the repeats, those of several areas under the same dates as one where they make up most of a larger one."""
    by_dates: dict[tuple[int, int], list[Repeat]] = {}
    for one in found:
        by_dates.setdefault((one.first, one.second), []).append(one)
    for same in by_dates.values():
        yield from _of_most(material, same) if len(same) > 1 else same


def _of_most(material: Material, same: list[Repeat]) -> list[Repeat]:
    """Return repeats of the same dates with those within a larger area that holds hardly more put together."""
    below: dict[int, list[Repeat]] = {}
    for one in same:
        for area in lineage(material.table.areas, one.area):
            below.setdefault(area, []).append(one)
    larger = [area for area, within in below.items() if len(within) > 1 and all(one.area != area for one in within)]
    for area in sorted(larger, key=lambda area: _depth(material, area)):
        within = below[area]
        if len(_concerned(material, within)) >= MOST * len(material.members.of(area)):
            counts = tuple(count for count in within[0].counts if all(count in one.counts for one in within))
            parts = tuple(sorted(part for one in within for part in one.parts or (one.area,)))
            inside = {one.area for one in within}
            rest = [one for one in same if one.area not in inside]
            return [*rest, Repeat(area, within[0].first, within[0].second, counts or within[0].counts, parts=parts)]
    return same


def _concerned(material: Material, repeats: Sequence[Repeat]) -> Ints:
    """Return the villages of which some repeats are, in order."""
    parts = {part for one in repeats for part in one.parts or (one.area,)}
    return distinct_values(np.concatenate([material.members.of(part) for part in parts]))


def _series(material: Material) -> Iterator[Series]:
    """Yield the rows as whole years of months, then of each length of run, where there are two dates or more."""
    for length in distinct_values(material.end - material.start + 1).tolist():
        if length == 1 and (years := _years(material)):
            yield years
        rows, starts, date = _of_length(material, length)
        if len(starts) > 1:
            yield Series(rows, date, starts, length)


def _of_length(material: Material, length: int) -> tuple[AnyInts, Ints, AnyInts]:
    """Return the rows of so many months, the distinct months they begin in, in order, and the place of each's."""
    rows = np.flatnonzero(material.end - material.start + 1 == length).astype(np.int32)
    months = material.start[rows]
    first = int(months.min())
    there = np.bincount(months - first) > 0
    place = (np.cumsum(there) - 1).astype(np.int32)
    return rows, np.flatnonzero(there) + first, place[months - first]


def _years(material: Material) -> Series | None:
    """Return the years of which all months are there, if they are two or more, made of rows of single months."""
    rows, starts, date = _of_length(material, 1)
    within = (starts - (material.calendar.year_start - 1)) % YEAR
    begun, number = np.unique(starts - within, return_counts=True)
    whole = begun[number == YEAR]
    if len(whole) < 2:
        return None
    year = np.searchsorted(whole, starts - within).astype(np.int32)
    inside = np.isin(starts - within, whole)[date]
    date = date[inside]
    return Series(rows[inside], year[date], whole, YEAR, within.astype(np.int8)[date])


def _run(series: Series, date: int) -> Run:
    start = int(series.starts[date])
    return Run(start, start + series.months - 1)


def _order(material: Material, one: Repeat) -> tuple[int, int, int, int]:
    return _depth(material, one.area), one.second - one.first, one.second, one.area


def _depth(material: Material, area: int) -> int:
    return -1 if area == EVERYWHERE else int(material.table.areas.level_of[area])


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
        villages=_villages(material, one),
        more=plural(one.more, ", and so in {count} more month", ", and so in {count} more months") if one.more else "",
    )
    return Finding(CODE, WARNING, one.area, second.start, second.end, "", message, after)


def _villages(material: Material, one: Repeat) -> Text:
    if 0 <= one.area < material.table.areas.villages:
        return text("")
    number, some = len(material.members.of(one.area)), len(_concerned(material, [one]))
    if some < number:
        return text(", in {some} of {count} villages", some=f"{some:,}", count=f"{number:,}")
    return plural(number, ", in its one village", ", in all {count} villages")


def _other_file(before: Place | None, after: Place | None) -> Text:
    if before is None or after is None or before.file == after.file:
        return text("")
    return text(" ({file})", file=before.file)


def _place(material: Material, run: Run, one: Repeat) -> Place | None:
    """Return the first row of the figures."""
    for part in sorted(one.parts or (one.area,), key=lambda part: int(material.members.of(part)[0])):
        rows = material.rows_of(part)
        inside = (material.start[rows] >= run.start) & (material.end[rows] <= run.end)
        given = rows[inside & (material.table.column(one.counts[0])[rows] >= 0)]
        if len(given):
            return material.places(given[:1], *one.counts)[0]
    return None
