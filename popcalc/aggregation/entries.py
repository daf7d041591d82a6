"""The terms of one indicator, summed: over the village-months that match, or over everything that is reported."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from popcalc.arrays import Bools, Ints
from popcalc.definitions.catalogue import Moment
from popcalc.moments import Moments, MonthEnd
from popcalc.quotas import Quotas
from popcalc.rollup.frame import Rows, mask_of
from popcalc.rollup.matching import Match
from popcalc.rollup.needs import Needs
from popcalc.rollup.workbench import Workbench

WEAKNESSES = ("supplied", "extrapolated", "bridged")
"""What person-days may rest on: columns of `PersonDays`, and flags."""


@dataclass(eq=False)
class Parts:
    """What one indicator rests on, by area and period: its terms, person-days, coverage and flags."""

    reported: Ints
    terms: dict[tuple[Moment, str], Ints] = field(default_factory=dict)
    twice: Ints | int = 0
    twice_leap: Ints | int = 0
    flags: dict[str, Ints] = field(default_factory=dict)
    seen: Bools | None = None


def matched(bench: Workbench, needs: Needs, match: Match) -> Parts:
    """Return the sums over what an indicator rests on."""
    parts = Parts(_coverage(bench, match))
    if match.rows:
        for flow in needs.flows:
            parts.terms[Moment.PERIOD, flow] = match.rows.frame.sum_flow(flow, match.rows.mask)
        for stock, weight in needs.stocks.items():
            _add_person_time(bench, parts, match.rows, stock, weight)
    if match.moments and match.places is not None:
        for end, figures in match.moments.figures.items():
            parts.terms[end] = bench.sum_places(figures, match.places)
        parts.flags["stale"] = bench.sum_places(match.moments.stale, match.places)
    if match.quotas:
        _add_quotas(bench, parts, match.quotas)
    return parts


def kept(bench: Workbench, needs: Needs, match: Match, of_matched: Parts) -> Parts:
    """Return the sums over everything that is reported, each count by itself; coverage stays that of what matches.

    Person-time is that of all months asked for, of every village that has the stock.
    """
    parts = Parts(of_matched.reported)
    seen = [np.ones(bench.groups.size, dtype=bool)]
    for flow in needs.flows:
        frame = bench.frame()
        reported = mask_of([frame.known(flow)])
        parts.terms[Moment.PERIOD, flow] = frame.sum_flow(flow, reported)
        seen.append(frame.sum_months(reported) > 0)
    for stock, weight in needs.stocks.items():
        lived = np.zeros(bench.groups.size, dtype=np.int64)
        for rows in (match.rows, bench.rest(match.rows)) if match.rows else ():
            known = Rows(rows.frame, mask_of([rows.mask.rows, bench.person_days(rows.frame, stock).known]))
            _add_person_time(bench, parts, known, stock, weight)
            lived += known.frame.sum_months(known.mask)
        seen.append(lived > 0)
    for end in needs.month_ends:
        seen.append(_add_month_end(bench, parts, bench.moments(*needs.month_ends), end) > 0)
    for count in needs.quotas:
        quotas = bench.quotas((count,))
        _add_quotas(bench, parts, quotas)
        seen.append(bench.spread_years(quotas, 1, bench.timeline.months_by_year) > 0)
    parts.seen = np.logical_and.reduce(seen)
    return parts


def _coverage(bench: Workbench, match: Match) -> Ints:
    """Return the village-months that match; a month-end speaks for all months of its period, a quota for its year's."""
    if match.rows:
        return match.rows.frame.sum_months(match.rows.mask)
    if match.places is not None:
        lengths = np.tile(bench.timeline.lengths, bench.table.areas.villages)
        return bench.sum_places(lengths, match.places)
    assert match.quotas
    return bench.spread_years(match.quotas, 1, bench.timeline.months_by_year)


def _add_person_time(bench: Workbench, parts: Parts, rows: Rows, stock: str, weight: int) -> None:
    bench.person_days(rows.frame, stock)
    parts.twice = parts.twice + weight * rows.frame.sum_days(stock, "twice", rows.mask)
    parts.twice_leap = parts.twice_leap + weight * rows.frame.sum_days(stock, "twice_leap", rows.mask)
    for flag in WEAKNESSES:
        parts.flags[flag] = parts.flags.get(flag, 0) + rows.frame.sum_days(stock, flag, rows.mask)


def _add_month_end(bench: Workbench, parts: Parts, together: Moments, end: MonthEnd) -> Ints:
    """Add the month-ends of one stock, those that all stocks share or else its own; return how many there are."""
    alone = bench.moments(end)
    places = together.known | alone.known
    parts.terms[end] = bench.sum_places(np.where(together.known, together.figures[end], alone.figures[end]), places)
    stale = bench.sum_places(np.where(together.known, together.stale, alone.stale), places)
    parts.flags["stale"] = parts.flags.get("stale", 0) + stale
    return bench.sum_places(places, places)


def _add_quotas(bench: Workbench, parts: Parts, quotas: Quotas) -> None:
    """Add the quotas of the years that each period touches, whether or not anything was done."""
    touched = (bench.timeline.months_by_year > 0).astype(np.int64)
    for count, values in quotas.values.items():
        parts.terms[Moment.PERIOD, count] = bench.spread_years(quotas, values, touched)
