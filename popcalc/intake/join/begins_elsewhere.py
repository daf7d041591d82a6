"""Figures to date whose year begins in another month than they are read by."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.definitions.catalogue import Count
from popcalc.errors import Fault, fault
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.steps_to_date import year_begins
from popcalc.language import plural, text
from popcalc.periods import Calendar, month_label, year_month
from popcalc.periods.month_words import month_name
from popcalc.table import END, VILLAGE

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints

NEARLY_ALL = 0.9
"""Slips of the pen among them do not hide what nearly all figures say."""
SURE = math.log(1e-6)
YEAR = 12


class _Pairs(Struct, frozen=True, eq=False):
    """Two figures of a village and of months that follow each other, the first above 0; rows of the table."""

    before: AnyInts
    after: AnyInts
    month: Ints
    falls: Bools
    begins_year: Bools
    months_to_date: Ints
    events: Ints

    def nearly_all_fall(self, which: Bools) -> bool:
        """Whether figures fall in nearly all of some pairs."""
        return bool(which.any()) and float(self.falls[which].mean()) >= NEARLY_ALL

    def nearly_none_falls(self, which: Bools) -> bool:
        """Whether figures fall in hardly any of some pairs."""
        return not which.any() or float(self.falls[which].mean()) <= 1 - NEARLY_ALL


def begins_elsewhere(read: AsRead, count: Count, calendar: Calendar) -> list[Fault]:
    """Return the fault of a flow to date that begins anew in another month than the statistical year, or none.

    It falls there in nearly all villages and goes on where the year begins; or there is nothing but the latter, and
    chance does not explain it.
    """
    pairs = _pairs(read, count, calendar)
    if not len(pairs.month) or not pairs.nearly_none_falls(pairs.begins_year):
        return []
    elsewhere = pairs.falls & ~pairs.begins_year
    for month in np.flatnonzero(np.bincount(pairs.month[elsewhere], minlength=YEAR)).tolist():
        there = ~pairs.begins_year & (pairs.month == month)
        enough = bool(pairs.begins_year.any()) or int((there & pairs.falls).sum()) > 1
        if enough and pairs.nearly_all_fall(there):
            return [_falls(read, count, pairs, there, calendar)]
    return [] if elsewhere.any() else _goes_on(read, count, pairs, calendar)


def _pairs(read: AsRead, count: Count, calendar: Calendar) -> _Pairs:
    table, values = read.table, read.table[count.key]
    rows = np.flatnonzero(values >= 0)
    rows = rows[np.lexsort((table[END][rows], table[VILLAGE][rows]))]
    before, after = rows[:-1], rows[1:]
    follows = (table[VILLAGE][before] == table[VILLAGE][after]) & (table[END][after] == table[END][before] + 1)
    follows &= values[before] > 0
    before, after = before[follows], after[follows]
    ends = table[END][after]
    return _Pairs(
        before=before,
        after=after,
        month=ends.astype(np.int64) % YEAR,
        falls=values[after] < values[before],
        begins_year=year_begins(ends, calendar) == ends,
        months_to_date=table[END][before] - year_begins(table[END][before], calendar) + 1,
        events=values[after].astype(np.int64) + values[before],
    )


def _falls(read: AsRead, count: Count, pairs: _Pairs, there: Bools, calendar: Calendar) -> Fault:
    first = int(np.argmax(there & pairs.falls))
    month = int(pairs.month[first]) + 1
    sentence = text(
        "{count} begins anew with {month}, in {falling} of {all}, and the year with {begin}: a year of these figures "
        "that begins with {month} needs --year-start {number} (year_start: {number} in a columns file)",
        count=count.key,
        month=month_name(month),
        falling=f"{int((there & pairs.falls).sum()):,}",
        all=plural(int(there.sum()), "{count} figure", "{count} figures"),
        begin=month_name(calendar.year_start),
        number=month,
    )
    return fault("YEAR_BEGINS_ELSEWHERE", sentence, read.place(int(pairs.after[first]), count))


def _goes_on(read: AsRead, count: Count, pairs: _Pairs, calendar: Calendar) -> list[Fault]:
    """Return the fault of figures that all go on where the year begins, which those of its first month hardly do."""
    begins = np.flatnonzero(pairs.begins_year)
    if not len(begins) or bool(pairs.falls[begins].any()) or _log_chance(pairs, begins) >= SURE:
        return []
    first = int(begins[0])
    ends = read.table[END][read.table[count.key] >= 0]
    month = year_month(int(ends.min()))[1]
    sentence = text(
        "{count} of {area} is {earlier} up to {month_before} and {later} up to {month_after}, where the year begins, "
        "and goes on so in all villages: these figures run from another month on; if it is {month}, from which on "
        "there are any, --year-start {number} says so (year_start: {number} in a columns file)",
        count=count.key,
        area=read.area(int(pairs.after[first])),
        earlier=read.figure(int(pairs.before[first]), count),
        month_before=month_label(read.run(int(pairs.before[first])).end),
        later=read.figure(int(pairs.after[first]), count),
        month_after=month_label(read.run(int(pairs.after[first])).end),
        month=month_name(month),
        number=month,
    )
    return [fault("YEAR_BEGINS_ELSEWHERE", sentence, read.place(int(pairs.after[first]), count))]


def _log_chance(pairs: _Pairs, begins: Ints) -> float:
    """Return at most how likely it is, as a logarithm, that none falls: a month has as many events as all before it.

    Of n events, each falls into the last of m + 1 months with the chance 1 / (m + 1); that at least n / 2 do has a
    probability of at most exp(-n D), D being the divergence of a half from that chance (Chernoff).
    """
    chance = 1 / (pairs.months_to_date[begins] + 1.0)
    divergence = 0.5 * np.log(0.25 / (chance * (1 - chance)))
    return float(-(pairs.events[begins] * divergence).sum())
