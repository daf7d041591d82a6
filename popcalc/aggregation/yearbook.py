"""The averages of yearbooks: the first and last stock of a period, or the one nearest its middle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace

from popcalc.aggregation.curve import chords_of
from popcalc.aggregation.runs import VillageRuns
from popcalc.aggregation.segments import Segments, flat
from popcalc.aggregation.stocks import Stock
from popcalc.aggregation.timeline import Timeline
from popcalc.arrays import months_of, packed, same_village, stretches

Rule = Callable[[Stock, VillageRuns, Timeline], Segments]
"""How runs of months of a stock become straight lines."""


def by_ends(stock: Stock, runs: VillageRuns, timeline: Timeline) -> Segments:
    """Return for each run of months the first and the last stock of the period that it lies in."""
    return _of_periods(_ends, stock, runs, timeline)


def by_middle(stock: Stock, runs: VillageRuns, timeline: Timeline) -> Segments:
    """Return for each run of months the stock nearest the middle of the period that it lies in."""
    return _of_periods(_middle, stock, runs, timeline)


def _of_periods(rule: Rule, stock: Stock, runs: VillageRuns, timeline: Timeline) -> Segments:
    """Return for each run of months what a rule gives for its whole period."""
    period = timeline.period(runs.start)
    first = stretches(runs.village, period)
    whole = VillageRuns(runs.village[first], timeline.starts[period[first]], timeline.ends[period[first]])
    row = np.repeat(np.arange(len(first)), np.diff(first, append=len(runs)))
    of_runs = rule(stock, whole, timeline)[row]
    return replace(of_runs, months=runs, days=timeline.days_of(runs.start, runs.end))


def _ends(stock: Stock, periods: VillageRuns, timeline: Timeline) -> Segments:
    """Return first and last stock of whole periods; the month-end before a period is its first stock when reported.

    Where a period has no stock at all, the curve's figures at its ends are taken.
    """
    chords, _ = chords_of(stock, periods, timeline)
    keys = stock.points.keys
    begin, until = packed(periods.village, periods.start - 1), packed(periods.village, periods.end)
    low, high = stock.points.upto(begin - 1), stock.points.upto(until) - 1
    inside = np.flatnonzero(high >= low)
    low, high, begin, until = low[inside], high[inside], begin[inside], until[inside]
    found = replace(chords, closes=chords.closes.copy())
    found.opens[inside], found.closes[inside] = months_of(keys[low]), months_of(keys[high])
    found.opening[inside] = np.where(keys[low] == begin, stock.leaving[low], stock.arriving[low])
    found.closing[inside] = np.where(keys[high] == until, stock.arriving[high], stock.leaving[high])
    found.extrapolated[inside] = (keys[low] > begin + 1) | (keys[high] < until - 1)
    found.bridged[inside] = False
    return found


def _middle(stock: Stock, periods: VillageRuns, timeline: Timeline) -> Segments:
    """Return the stock nearest the middle of whole periods, by days; the earlier of two that are as near."""
    keys = stock.points.keys
    if not len(keys):
        return flat(periods, np.zeros(len(periods), dtype=np.int64), timeline, known=False)
    begin, until = packed(periods.village, periods.start - 1), packed(periods.village, periods.end)
    twice_middle = timeline.day(periods.start - 1) + timeline.day(periods.end)
    middle = packed(periods.village, timeline.moment_before(twice_middle))
    upto = stock.points.upto(middle)
    left, right = (keys.take(spot, mode="clip") for spot in (upto - 1, upto))
    has_left = (left <= middle) & same_village(left, middle)
    has_right = (right > middle) & same_village(right, middle)
    until_left = twice_middle - 2 * timeline.day(np.where(has_left, months_of(left), periods.end))
    until_right = 2 * timeline.day(np.where(has_right, months_of(right), periods.end)) - twice_middle
    take_left = has_left & (~has_right | (until_left <= until_right))
    before, after = upto - 1, np.where(has_right, upto, 0)
    of_left = np.where(left <= begin, stock.leaving.take(before, mode="clip"), stock.arriving.take(before, mode="clip"))
    of_right = np.where(has_right, stock.arriving[after], 0)
    figures = np.where(take_left, of_left, of_right).astype(np.int64)
    moments = months_of(np.where(take_left, left, right))
    return replace(
        flat(periods, figures, timeline, known=True),
        opens=moments,
        closes=moments,
        known=has_left | has_right,
        extrapolated=np.where(take_left, left < begin, has_right & (right > until)),
    )
