"""Person-days of runs of months: by the chosen average, by supplied averages, and by the length of the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from popcalc.arrays import Bools, Ints, packed, same_village
from popcalc.calendars import Timeline
from popcalc.person_time.average import Average
from popcalc.person_time.curve import Lived, area_under_curve
from popcalc.person_time.stocks import Stock
from popcalc.person_time.yearbook import from_ends, from_middle
from popcalc.runs import VillageRuns

if TYPE_CHECKING:
    import numpy.typing as npt


BLOCK = 1 << 17
"""Runs worked on at a time: few enough that what is between steps stays small and near the processor."""

Rule = Callable[[Stock, VillageRuns, Timeline], Lived]

RULES: Mapping[Average, Rule] = {
    Average.CURVE: area_under_curve,
    Average.ENDS: from_ends,
    Average.MID: from_middle,
}


@dataclass(frozen=True, eq=False)
class PersonDays:
    """Twice the person-days of runs of months, and those of them in statistical years of 366 days.

    `known` says where the village has any stock, or a supplied average for the run; elsewhere person-days are 0.
    """

    twice: Ints
    twice_leap: Ints
    known: Bools
    supplied: Bools
    extrapolated: Bools
    bridged: Bools


def person_days(stock: Stock, runs: VillageRuns, timeline: Timeline, average: Average = Average.CURVE) -> PersonDays:
    """Return the person-days of runs of months, which are sorted by village and lie each in one period."""
    rule = RULES[average]
    blocks = [_of_block(rule, stock, runs[at : at + BLOCK], timeline) for at in range(0, max(len(runs), 1), BLOCK)]
    return PersonDays(*(_joined([getattr(block, one.name) for block in blocks]) for one in fields(PersonDays)))


def _joined(parts: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Return the parts in a row; a column of nothing but zeros takes no room."""
    if not any(part.any() for part in parts):
        return np.broadcast_to(parts[0].dtype.type(0), (sum(map(len, parts)),))
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def _of_block(rule: Rule, stock: Stock, runs: VillageRuns, timeline: Timeline) -> PersonDays:
    lived, supplied = _with_supplied(rule, stock, runs, timeline)
    year = timeline.year(runs.start)
    one_year = year == timeline.year(runs.end)
    leap = np.where(one_year & timeline.in_leap_year(runs.start), lived.twice, 0)
    several = np.flatnonzero(~one_year)
    for leap_year in timeline.leap_years if len(several) else ():
        touching = several[(runs.start[several] <= leap_year.end) & (runs.end[several] >= leap_year.start)]
        within = runs[touching].clipped(leap_year.start, leap_year.end)
        leap[touching] += _with_supplied(rule, stock, within, timeline)[0].twice
    return PersonDays(lived.twice, leap, lived.known, supplied, lived.extrapolated, lived.bridged)


def _with_supplied(rule: Rule, stock: Stock, runs: VillageRuns, timeline: Timeline) -> tuple[Lived, Bools]:
    """Return what a rule gives, or the supplied average where there is one, and where that is."""
    lived = rule(stock, runs, timeline)
    supply = stock.supply
    if not len(supply.keys) or not len(runs):
        return lived, np.zeros(len(runs), dtype=bool)
    spot = _last_begun(supply.keys, packed(runs.village, runs.start))
    whole = (spot >= 0) & (supply.end[spot] >= runs.end)
    days = timeline.day(runs.end) - timeline.day(runs.start - 1)
    twice = np.where(whole, 2 * supply.value[spot].astype(np.int64) * days, lived.twice)
    lived = Lived(twice, lived.known | whole, lived.extrapolated & ~whole, lived.bridged & ~whole)
    later = _last_begun(supply.keys, packed(runs.village, runs.end))
    partly = np.flatnonzero(~whole & (later >= 0) & (supply.end[later] >= runs.start))
    if len(partly):
        # An average covers part of the run: its months have it, the others the rule.
        months, first = runs[partly].month_by_month()
        of_months, supplied = _with_supplied(rule, stock, months, timeline)
        lived.twice[partly] = np.add.reduceat(of_months.twice, first)
        lived.known[partly] = np.logical_and.reduceat(of_months.known, first)
        lived.extrapolated[partly] = np.logical_or.reduceat(of_months.extrapolated, first)
        lived.bridged[partly] = np.logical_or.reduceat(of_months.bridged, first)
        whole[partly] = np.logical_or.reduceat(supplied, first)
    return lived, whole


def _last_begun(keys: Ints, asked: Ints) -> Ints:
    """Return the last of the village's keys at or before each that is asked for, -1 for none."""
    spot = np.searchsorted(keys, asked, side="right") - 1
    return np.where((spot >= 0) & same_village(keys[spot], asked), spot, -1)
