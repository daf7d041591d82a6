"""The village-months that one figure rests on: those for which everything that it needs is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from popcalc.arrays import Bools
from popcalc.definitions.catalogue import Indicator
from popcalc.moments import Moments
from popcalc.quotas import Quotas
from popcalc.rollup.frame import Frame, Rows, mask_of
from popcalc.rollup.losses import losses
from popcalc.rollup.needs import Needs
from popcalc.rollup.workbench import Workbench


@dataclass(frozen=True, eq=False)
class Match:
    """What a figure rests on: rows for its flows, places for its month-ends, quotas; None for what it does not need.

    `places` are the places whose month-ends enter.
    """

    rows: Rows | None
    moments: Moments | None
    places: Bools | None
    quotas: Quotas | None


def match(bench: Workbench, indicator: Indicator, needs: Needs) -> Match:
    """Return what an indicator rests on, and note on the workbench the events that are left out of it."""
    moments = bench.moments(*needs.month_ends) if needs.month_ends else None
    quotas = bench.quotas(needs.quotas) if needs.quotas else None
    rows, places = None, moments.known if moments else None
    if needs.flows:
        frame = bench.frame(needs.flows)
        conditions = _conditions(bench, frame, needs, moments)
        rows = Rows(frame, mask_of([known for _, known in conditions]))
        bench.left_out += losses(indicator, frame, conditions, rows.mask)
        if places is not None:
            places = places & _places_of(bench, rows)
    elif places is not None and quotas:
        places = places & _places_with(bench, quotas)
    return Match(rows, moments, places, quotas)


def _conditions(bench: Workbench, frame: Frame, needs: Needs, together: Moments | None) -> list[tuple[str, Bools]]:
    """Return each count that is needed and the rows of a frame for which it is known."""
    runs = frame.flows.runs
    known = [(flow, frame.known(flow)) for flow in needs.flows]
    known += [(stock, bench.person_days(frame, stock).known) for stock in needs.stocks]
    if together:
        place = bench.places(runs.village, frame.period)
        known += [(end[1], bench.moments(end).known[place]) for end in needs.month_ends]
        known.append((needs.month_ends[0][1], together.known[place]))
    year = bench.timeline.year(runs.end) if needs.quotas else runs.end
    return known + [(count, bench.quotas((count,)).has(runs.village, year)) for count in needs.quotas]


def _places_of(bench: Workbench, rows: Rows) -> Bools:
    """Return the places in which a row lies."""
    there = np.zeros(bench.table.areas.villages * bench.groups.periods, dtype=bool)
    chosen = rows.mask.rows
    there[bench.places(rows.frame.flows.runs.village[chosen], rows.frame.period[chosen])] = True
    return there


def _places_with(bench: Workbench, quotas: Quotas) -> Bools:
    """Return the places whose village has its quotas for the year in which the period ends."""
    villages = bench.table.areas.villages
    year = np.tile(bench.timeline.year(bench.timeline.ends), villages)
    return quotas.has(np.repeat(np.arange(villages), bench.groups.periods), year)
