"""The averages of yearbooks: the first and last stock of a period, or the one nearest its middle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from popcalc.arrays import months_of, packed, same_village
from popcalc.calendars import Timeline
from popcalc.person_time.curve import Lived, on_curve
from popcalc.person_time.stocks import Stock
from popcalc.runs import VillageRuns

Averages = Callable[[Stock, VillageRuns, Timeline], Lived]
"""Twice the average of whole periods, in place of twice the person-days."""


def from_ends(stock: Stock, runs: VillageRuns, timeline: Timeline) -> Lived:
    """Return twice the person-days of runs of months, by (first + last stock) / 2 of the period that each lies in."""
    return _by_period(_ends, stock, runs, timeline)


def from_middle(stock: Stock, runs: VillageRuns, timeline: Timeline) -> Lived:
    """Return twice the person-days of runs of months, by the stock nearest the middle of the period each lies in."""
    return _by_period(_middle, stock, runs, timeline)


def _by_period(averages: Averages, stock: Stock, runs: VillageRuns, timeline: Timeline) -> Lived:
    period = timeline.period(runs.start)
    same = (runs.village[1:] == runs.village[:-1]) & (period[1:] == period[:-1])
    first = np.flatnonzero(np.concatenate([[True], ~same])[: len(runs)])
    times = np.diff(np.append(first, len(runs)))
    whole = VillageRuns(runs.village[first], timeline.starts[period[first]], timeline.ends[period[first]])
    found = averages(stock, whole, timeline)
    days = timeline.day(runs.end) - timeline.day(runs.start - 1)
    return Lived(
        np.repeat(found.twice, times) * days,
        *(np.repeat(flag, times) for flag in (found.known, found.extrapolated, found.bridged)),
    )


def _ends(stock: Stock, periods: VillageRuns, timeline: Timeline) -> Lived:
    """Return first + last stock of whole periods; the month-end before a period is its first stock when reported.

    Where a period has no stock at all, the curve's figures at its ends are taken.
    """
    curve = on_curve(stock, periods, timeline)
    found = Lived(curve.opening + curve.closing, curve.known, curve.extrapolated, curve.bridged)
    keys = stock.points.keys
    begin, until = packed(periods.village, periods.start - 1), packed(periods.village, periods.end)
    low, high = stock.points.upto(begin - 1), stock.points.upto(until) - 1
    inside = np.flatnonzero(high >= low)
    low, high, begin, until = low[inside], high[inside], begin[inside], until[inside]
    first = np.where(keys[low] == begin, stock.leaving[low], stock.arriving[low]).astype(np.int64)
    last = np.where(keys[high] == until, stock.arriving[high], stock.leaving[high]).astype(np.int64)
    found.twice[inside] = first + last
    found.extrapolated[inside] = (keys[low] > begin + 1) | (keys[high] < until - 1)
    found.bridged[inside] = False
    return found


def _middle(stock: Stock, periods: VillageRuns, timeline: Timeline) -> Lived:
    """Return twice the stock nearest the middle of whole periods, by days; the earlier of two that are as near."""
    none = np.zeros(len(periods), dtype=bool)
    if not len(stock.points.keys):
        return Lived(np.zeros(len(periods), dtype=np.int64), none, none, none)
    begin, until = packed(periods.village, periods.start - 1), packed(periods.village, periods.end)
    twice_middle = timeline.day(periods.start - 1) + timeline.day(periods.end)
    middle = packed(periods.village, timeline.moment_before(twice_middle))
    upto = stock.points.upto(middle)
    left, right = (stock.points.keys.take(spot, mode="clip") for spot in (upto - 1, upto))
    has_left = (left <= middle) & same_village(left, middle)
    has_right = (right > middle) & same_village(right, middle)
    until_left = twice_middle - 2 * timeline.day(np.where(has_left, months_of(left), periods.end))
    until_right = 2 * timeline.day(np.where(has_right, months_of(right), periods.end)) - twice_middle
    take_left = has_left & (~has_right | (until_left <= until_right))
    of_left = np.where(
        left <= begin, stock.leaving.take(upto - 1, mode="clip"), stock.arriving.take(upto - 1, mode="clip")
    )
    value = np.where(take_left, of_left, np.where(has_right, stock.arriving.take(upto, mode="clip"), 0))
    outside = np.where(take_left, left < begin, has_right & (right > until))
    return Lived(2 * value.astype(np.int64), has_left | has_right, outside, none)
