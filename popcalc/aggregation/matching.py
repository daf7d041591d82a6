"""The village-months that one figure rests on: those for which everything that it needs is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.frames import Frame, Rows, mask_of
from popcalc.aggregation.month_ends import MonthEnds
from popcalc.aggregation.needs import Needs, needs_of
from popcalc.aggregation.quotas import Quotas
from popcalc.aggregation.sums import Loss
from popcalc.arrays import AnyInts, Bools, Ints
from popcalc.definitions.catalogue import Indicator

Condition = tuple[str, Bools]
"""A count that a figure needs, and the rows of a frame for which it is known."""


class Match(Struct, frozen=True, eq=False):
    """What a figure rests on: rows for its flows, places for its month-ends, quotas; None for what it does not need.

    `conditions` are those that the rows fulfil, all of them; `places` are the places whose month-ends enter,
    `quota_places` those whose quotas do, None for all.
    """

    indicator: Indicator
    needs: Needs
    conditions: Sequence[Condition]
    rows: Rows | None
    month_ends: MonthEnds | None
    places: Bools | None
    quotas: Quotas | None
    quota_places: Bools | None = None


def match(aggregation: Aggregation, indicator: Indicator) -> Match:
    """Return what an indicator rests on."""
    needs = needs_of(indicator, aggregation.plan.catalogue)
    month_ends = aggregation.month_ends(*needs.month_ends) if needs.month_ends else None
    quotas = aggregation.quotas(needs.quotas) if needs.quotas else None
    places = month_ends.known & aggregation.inside if month_ends else None
    if not needs.flows:
        if places is not None and quotas:
            places &= places_with(aggregation, quotas)
        return Match(indicator, needs, (), None, month_ends, places, quotas)
    frame = aggregation.frame(needs.flows)
    conditions = _conditions(aggregation, frame, needs, month_ends)
    rows = Rows(frame, mask_of([known for _, known in conditions]))
    if places is not None:
        places &= places_of(aggregation, rows)
    return Match(indicator, needs, conditions, rows, month_ends, places, quotas)


def _conditions(aggregation: Aggregation, frame: Frame, needs: Needs, together: MonthEnds | None) -> list[Condition]:
    runs = frame.flows.runs
    known = [(flow, frame.known(flow)) for flow in needs.flows]
    known += [(stock, aggregation.person_days(frame, stock).known) for stock in needs.stocks]
    if together:
        place = aggregation.places(runs.village, frame.period)
        known += [(end[1], aggregation.month_ends(end).known[place]) for end in needs.month_ends]
        known.append((needs.month_ends[0][1], together.known[place]))
    year = aggregation.timeline.year(runs.end) if needs.quotas else runs.end
    return known + [(count, aggregation.quotas((count,)).has(runs.village, year)) for count in needs.quotas]


def places_of(aggregation: Aggregation, rows: Rows) -> Bools:
    """Return the places in which a row lies."""
    there = np.zeros(len(aggregation.inside), dtype=bool)
    chosen = rows.mask.rows
    there[aggregation.places(rows.frame.flows.runs.village[chosen], rows.frame.period[chosen])] = True
    return there


def places_with(aggregation: Aggregation, quotas: Quotas) -> Bools:
    """Return the places whose village has its quotas for the year in which the period ends."""
    villages, periods = len(aggregation.part.villages), aggregation.groups.periods
    year = np.tile(aggregation.timeline.year(aggregation.timeline.ends), villages)
    return quotas.has(np.repeat(np.arange(villages), periods), year)


def losses(aggregation: Aggregation, found: Match) -> dict[tuple[str, str | None], Loss]:
    """Return the events of the numerator that a figure leaves out, by count and the first thing missing for them.

    A cause of None is a run of months that lies across the edge of a period. Causes without events are there, too.
    """
    if not found.rows:
        return {}
    lost: dict[tuple[str, str | None], Loss] = {}
    frame, mask = found.rows.frame, found.rows.mask
    for flow in (count for count in found.indicator.numerator.counts if count in found.needs.flows):
        events, across = frame.flows.events[flow], frame.straddling.events[flow]
        left = np.flatnonzero(~mask.rows & (events > 0))
        rows: dict[str, list[Ints]] = {}
        for cause, known in found.conditions:
            rows.setdefault(cause, []).append(left[~known[left]])
            left = left[known[left]]
        for cause, chosen in rows.items():
            lost[flow, cause] = _loss(aggregation, events, np.concatenate(chosen), frame.flows.runs.village)
        lost[flow, None] = _loss(aggregation, across, np.flatnonzero(across > 0), frame.straddling.runs.village)
    return lost


def _loss(aggregation: Aggregation, events: AnyInts, rows: Ints, village: AnyInts) -> Loss:
    return Loss(int(events[rows].sum(dtype=np.int64)), aggregation.villages_above(village[rows]))
