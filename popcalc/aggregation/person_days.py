"""Person-days of runs of months: by the chosen average, by supplied averages, and by the length of the year.

A village's stock is a piecewise-linear curve through its reported month-ends, flat before the first and after the
last. Twice the person-days of a month is a whole number, `(opening + closing) x days`, so that every sum of them is
exact (United Nations, Principles and Recommendations for a Vital Statistics System, Rev. 3: rates are events over
person-years lived).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import numpy as np
from msgspec import Struct

from popcalc.aggregation.curve import by_curve
from popcalc.aggregation.runs import VillageRuns
from popcalc.aggregation.segments import Segments, flat, in_order
from popcalc.aggregation.stocks import Stock
from popcalc.aggregation.timeline import Timeline
from popcalc.aggregation.yearbook import Rule, by_ends, by_middle
from popcalc.arrays import Array, Bools, Ints, packed
from popcalc.definitions.catalogue import Average

BLOCK = 1 << 17
"""Runs worked on at a time: few enough that what is between steps stays small and near the processor."""


class PersonDays(Struct, frozen=True, eq=False):
    """Twice the person-days of runs of months, and those of them in statistical years of 366 days.

    `known` says where the village has any stock, or a supplied average for the run; elsewhere person-days mean nothing.
    """

    twice: Ints
    twice_leap: Ints
    known: Bools
    supplied: Bools
    extrapolated: Bools
    bridged: Bools


def person_days(stock: Stock, runs: VillageRuns, timeline: Timeline, average: Average = Average.CURVE) -> PersonDays:
    """Return the person-days of runs of months, which are sorted by village and lie each in one period."""
    starts = range(0, max(len(runs), 1), BLOCK)
    blocks = [_of_block(stock, runs[start : start + BLOCK], timeline, average) for start in starts]
    return PersonDays(*(_joined([getattr(block, name) for block in blocks]) for name in PersonDays.__struct_fields__))


def _joined(parts: Sequence[Array]) -> Array:
    """Return the parts in a row; a column of nothing but zeros takes no room."""
    if not any(part.any() for part in parts):
        return np.broadcast_to(parts[0].dtype.type(0), (sum(map(len, parts)),))
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def _of_block(stock: Stock, runs: VillageRuns, timeline: Timeline, average: Average) -> PersonDays:
    lines = segments(stock, runs, timeline, average)
    twice = lines.sum_by_run(lines.twice)
    one_year = timeline.year(runs.start) == timeline.year(runs.end)
    leap = np.where(one_year & timeline.in_leap_year(runs.start), twice, 0)
    several = np.flatnonzero(~one_year)
    if len(several):
        within, row = in_leap_years(runs[several], timeline)
        parts = segments(stock, within, timeline, average)
        np.add.at(leap, several[row], parts.sum_by_run(parts.twice))
    return PersonDays(
        twice,
        leap,
        ~lines.any_by_run(~lines.known),
        *(lines.any_by_run(flag) for flag in (lines.supplied, lines.extrapolated, lines.bridged)),
    )


def in_leap_years(runs: VillageRuns, timeline: Timeline) -> tuple[VillageRuns, Ints]:
    """Return what of runs of months lies in statistical years of 366 days, and the run that each is a part of."""
    rows = [np.flatnonzero((runs.start <= year.end) & (runs.end >= year.start)) for year in timeline.leap_years]
    parts = [runs[row].clipped(year.start, year.end) for row, year in zip(rows, timeline.leap_years, strict=True)]
    return VillageRuns.joined([runs[:0], *parts]), np.concatenate([np.zeros(0, dtype=np.int64), *rows])


def segments(stock: Stock, runs: VillageRuns, timeline: Timeline, average: Average) -> Segments:
    """Return the straight lines of runs of months: supplied averages where they are, elsewhere as the average has it.

    Where an average covers part of a run, its months have it and the others the rule, one by one.
    """
    rule, supply = _rule(average), stock.supply
    if not len(supply.keys) or not len(runs):
        return rule(stock, runs, timeline)
    spot, later = (supply.begun_by(packed(runs.village, edge)) for edge in (runs.start, runs.end))
    whole = (spot >= 0) & (supply.end[spot] >= runs.end)
    partly = ~whole & (later >= 0) & (supply.end[later] >= runs.start)
    others = np.flatnonzero(~(whole | partly))
    if len(others) == len(runs):
        return rule(stock, runs, timeline)
    found = [
        flat(runs[whole], supply.value[spot[whole]].astype(np.int64), timeline, known=True, supplied=True),
        rule(stock, runs[others], timeline),
    ]
    of_run = [np.flatnonzero(whole), others[found[1].run]]
    if partly.any():
        months, _ = runs[partly].month_by_month()
        found.append(segments(stock, months, timeline, average))
        of_run.append(np.repeat(np.flatnonzero(partly), runs[partly].months))
    return in_order(found, of_run)


def _rule(average: Average) -> Rule:
    match average:
        case Average.CURVE:
            return by_curve
        case Average.ENDS:
            return by_ends
        case Average.MID:
            return by_middle
        case _:
            assert_never(average)
