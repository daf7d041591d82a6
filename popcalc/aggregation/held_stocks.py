"""Person-days of the time that is not in a figure, were every village's last stock to stand: gaps and days to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.groups import Groups
from popcalc.aggregation.matching import match
from popcalc.aggregation.stocks import Stock
from popcalc.aggregation.sums import Plan
from popcalc.arrays import Bools, Ints, months_of, packed, same_village
from popcalc.definitions.catalogue import Indicator
from popcalc.periods import Run, days_in_month
from popcalc.table import Table, TablePart

Asked = tuple[Indicator, tuple[Run, ...]]
"""A rate, and for each period the months from its start to the end of its time."""


def held_person_days(table: Table, asked: Sequence[Asked], groups: Groups, plan: Plan) -> list[Ints]:
    """Return for each rate the person-days, by area and period, of all days of its time that its figure has not.

    Every village's last stock stands through them, also one from before the period or a supplied average; where the
    first comes later, that. Villages without any stand for nothing, and so do days on which a village does not exist.
    """
    found = [np.zeros((len(groups.areas), groups.periods), dtype=np.int64) for _ in asked]
    for areas, columns in table.for_months(plan.months.months).each(
        partial(_of_part, asked=asked, groups=groups, plan=plan)
    ):
        for sums, column in zip(found, columns, strict=True):
            sums[areas] += column.reshape(-1, groups.periods)
    return [sums.ravel() for sums in found]


def _of_part(part: TablePart, asked: Sequence[Asked], groups: Groups, plan: Plan) -> tuple[Ints, list[Ints]]:
    own, areas = groups.of_part(part.villages)
    aggregation = Aggregation(part, own, plan, [indicator for indicator, _ in asked])
    return areas, [_person_days(aggregation, indicator, runs) for indicator, runs in asked]


def _person_days(aggregation: Aggregation, indicator: Indicator, runs: Sequence[Run]) -> Ints:
    found = match(aggregation, indicator)
    assert found.rows
    stocks: Mapping[str, int] = found.needs.stocks
    held = np.zeros(len(aggregation.inside), dtype=np.int64)
    known = aggregation.inside.copy()
    for stock, coefficient in stocks.items():
        figures, has = _last(aggregation.stocks[stock], aggregation)
        held += coefficient * figures
        known &= has
    frame, chosen = found.rows.frame, found.rows.mask.rows
    months = frame.flows.runs[chosen]
    in_figure = np.bincount(
        aggregation.places(months.village, frame.period[chosen]),
        weights=aggregation.timeline.days_of(months.start, months.end),
        minlength=len(held),
    ).astype(np.int64)
    return aggregation.sum_places(held * (_days(aggregation, runs) - in_figure), known)


def _days(aggregation: Aggregation, runs: Sequence[Run]) -> Ints:
    """Return on how many days of the time of its period the village of each place exists."""
    villages = len(aggregation.part.villages)
    lives = aggregation.part.lives
    if lives is None:
        return np.tile(np.array([run.days for run in runs], dtype=np.int64), villages)
    columns = []
    for run in runs:
        months = np.arange(run.start, run.end + 1)
        days = np.array([days_in_month(month) for month in months.tolist()], dtype=np.int64)
        columns.append((lives.months(months, months) > 0) @ days)
    return np.stack(columns, axis=1).ravel()


def _last(stock: Stock, aggregation: Aggregation) -> tuple[Ints, Bools]:
    """Return the last stock of the village of each place by the end of its period, else its first, and where one is."""
    periods = aggregation.groups.periods
    village = np.repeat(np.arange(len(aggregation.part.villages)), periods)
    asked = packed(village, np.tile(aggregation.timeline.ends, len(aggregation.part.villages)))
    points, supply = stock.points.keys, stock.supply
    figure, known = np.zeros(len(asked), dtype=np.int64), np.zeros(len(asked), dtype=bool)

    def take(has: Bools, values: Ints) -> None:
        figure[:] = np.where(has & ~known, values, figure)
        known[:] |= has

    upto = np.searchsorted(points, asked, side="right")
    begun = np.searchsorted(supply.keys, asked, side="right")
    at, has_point = _near(points, upto - 1, asked)
    given, has_average = _near(supply.keys, begun - 1, asked)
    if has_average.any():
        end = np.minimum(supply.end[given], months_of(asked))
        newer = has_point & (months_of(points[at]) >= end) if len(points) else has_point
        take(has_average & ~newer, supply.value[given])
    if len(points):
        take(has_point, stock.leaving[at])
    first, has_first = _near(points, upto, asked)
    later, has_later = _near(supply.keys, begun, asked)
    if has_later.any():
        sooner = has_later & (~has_first | (supply.keys[later] <= points[first] if len(points) else True))
        take(sooner, supply.value[later])
    if len(points):
        take(has_first, stock.arriving[first])
    return figure, known


def _near(keys: Ints, spot: Ints, asked: Ints) -> tuple[Ints, Bools]:
    """Return positions that exist, and where they are of the village that is asked for."""
    if not len(keys):
        return np.zeros(len(asked), dtype=np.int64), np.zeros(len(asked), dtype=bool)
    inside = spot.clip(0, len(keys) - 1)
    return inside, (inside == spot) & same_village(keys[inside], asked)
