"""Rows that are dated by days or weeks: events are added up to their month, or it is asked how they are meant.

A date stands for its month where each area has one row a month and the dates are those of a month's report: all near
a month's end or first day, all in its first ten days, or all within a week of the same day. Otherwise the rows are of
days or weeks.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.labels import code_role, combine
from popcalc.arrays import distinct_values
from popcalc.definitions.catalogue import Nature
from popcalc.errors import COUNTED, Fault, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows
from popcalc.language import text
from popcalc.periods import days_in_month, month_label
from popcalc.table import EMPTY, MISSING, are_empty, were_empty_zero

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

FIRST_OF_END = 25
LAST_OF_TURN = 5
LAST_OF_BEGINNING = 10
A_WEEK = 7

Dates = Set[tuple[int, int]]
"""Months, and days of them."""


class ByMonth(Struct, frozen=True):
    """Rows with one for each area and month, as far as those of days could be added up."""

    rows: Rows
    faults: tuple[Fault, ...] = ()


def are_of_months(dates: Dates) -> bool:
    """Whether the dates of a file tell, without a look at its areas, that its rows are of months."""
    days = [day for _, day in dates if day]
    one_a_month = len({month for month, day in dates if day}) == len(days)
    alike = (
        all(map(_is_at_a_turn, days)) or max(days, default=0) <= LAST_OF_BEGINNING or max(days) - min(days) <= A_WEEK
    )
    return alike and (one_a_month or not days)


def _is_at_a_turn(day: int) -> bool:
    return day >= FIRST_OF_END or day <= LAST_OF_TURN


def by_month(rows: Rows, layout: Layout, reading: Reading) -> ByMonth:
    """Return the rows of one file by months; `rows.day` is the day of each, 0 where it has none."""
    assert rows.day is not None
    area = combine(list(rows.words.values()))
    month = combine([area, rows.start, rows.end + 1])
    several = _of_several_days(month, rows.day)
    if reading.columns.events != "daily":
        asked = several & ~_covered(month, rows)
        unlike = _unlike(area, rows.day) & ~several
        has_flow = any(reading.catalogue.counts[one.key].nature is Nature.FLOW for one in layout.counts)
        unlike &= has_flow
        if asked.any() or unlike.any():
            return ByMonth(rows, tuple(_faults(asked, unlike, area, month, rows, layout, reading)))
    return ByMonth(_added(rows, month, several, reading) if several.any() else rows)


def _of_several_days(month: AnyInts, day: AnyInts) -> Bools:
    """Return which rows are of an area and month that has rows of several days."""
    least, most = _ends(month, day)
    several: Bools = ((least < most) & (least > 0))[month]
    return several


def _ends(group: AnyInts, day: AnyInts) -> tuple[AnyInts, AnyInts]:
    least, most = np.full(int(group.max()) + 1, 99), np.zeros(int(group.max()) + 1, dtype=np.int64)
    np.minimum.at(least, group, day)
    np.maximum.at(most, group, day)
    return least, most


def _covered(month: AnyInts, rows: Rows) -> Bools:
    """Return which rows are of an area and month that has a row for every day."""
    assert rows.day is not None
    distinct = distinct_values(month * 32 + rows.day) // 32
    days = np.bincount(distinct, minlength=int(month.max()) + 1)
    months = distinct_values(rows.end)
    length = np.zeros(len(months), dtype=np.int64)
    for at, one in enumerate(months.tolist()):
        length[at] = days_in_month(one)
    covered: Bools = days[month] == length[np.searchsorted(months, rows.end)]
    return covered


def _unlike(area: AnyInts, day: AnyInts) -> Bools:
    """Return which rows are of an area whose dates are none of reports by the month."""
    dated = day > 0
    if not dated.any():
        return dated
    least, most = _ends(area[dated], day[dated])
    elsewhere = np.zeros(len(least), dtype=bool)
    elsewhere[area[dated & (day > LAST_OF_TURN) & (day < FIRST_OF_END)]] = True
    alike = ~elsewhere | (most <= LAST_OF_BEGINNING) | (most - least <= A_WEEK)
    unlike = np.zeros(len(day), dtype=bool)
    unlike[dated] = ~alike[area[dated]]
    return unlike


def _added(rows: Rows, month: AnyInts, several: Bools, reading: Reading) -> Rows:
    """Return the rows with those of several days of an area and month as one: flows added up, of others the last."""
    assert rows.day is not None
    order = np.lexsort((rows.row, rows.day, month))
    chosen = order[several[order]]
    first = np.flatnonzero(np.diff(month[chosen], prepend=-1))
    last = np.append(first[1:], len(chosen)) - 1
    single = np.flatnonzero(~several)
    counts: dict[str, AnyInts] = {}
    for key, values in rows.counts.items():
        of_days = values[chosen].astype(np.int64)
        if reading.catalogue.counts[key].nature is Nature.FLOW:
            # A day that is missing is not zero.
            empty = are_empty(of_days)
            summed = np.add.reduceat(np.where(empty, were_empty_zero(of_days), of_days), first)
            summed = np.where(np.logical_or.reduceat(empty, first), EMPTY - summed, summed)
            merged = np.where(np.logical_or.reduceat((of_days < 0) & ~empty, first), MISSING, summed)
        else:
            merged = of_days[last]
        counts[key] = np.concatenate([values[single].astype(np.int64), merged])
    kept = np.concatenate([single, chosen[first]])
    found = replace(rows, counts={}, day=None)[kept]
    again = np.argsort(found.row, kind="stable")
    return replace(found[again], counts={key: values[again] for key, values in counts.items()})


def _faults(
    asked: Bools, unlike: Bools, area: AnyInts, month: AnyInts, rows: Rows, layout: Layout, reading: Reading
) -> Iterator[Fault]:
    """Yield a fault for the first rows of each area that are of days or weeks."""
    column = layout.place_columns().get(PERIOD)
    for marked, group in ((asked, month), (unlike, area)):
        spots = np.flatnonzero(marked)
        _, first = np.unique(area[spots], return_index=True)
        for spot in spots[np.sort(first)][:COUNTED].tolist():
            own = np.flatnonzero(marked & (group == group[spot]))
            dates = tuple(_date(rows, one) for one in own[:SHOWN].tolist()) + (("...",) if len(own) > SHOWN else ())
            sentence = text(
                "the rows of {area} are dated {dates}: days or weeks are no months; `events: daily` in a --columns "
                "file adds their events up to the month; if each row is of a whole month, give its month without a day",
                area=_name(rows, spot, layout, reading),
                dates=dates,
            )
            yield fault("ROWS_OF_DAYS", sentence, Place(layout.name, int(rows.row[own[-1]]), column))


SHOWN = 3


def _date(rows: Rows, spot: int) -> str:
    assert rows.day is not None
    return f"{month_label(int(rows.end[spot]))}-{int(rows.day[spot]):02}"


def _name(rows: Rows, spot: int, layout: Layout, reading: Reading) -> str:
    roles = [role for role in (layout.leaf, code_role(layout.leaf)) if role in rows.words]
    return next(filter(None, (reading.areas[role].pool.words[int(rows.words[role][spot])] for role in roles)), "")
