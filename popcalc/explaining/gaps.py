"""The village-months that a figure rests on, and which are missing: where, when, and for want of what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from popcalc.aggregation import Totals
from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.matching import Match
from popcalc.aggregation.runs import VillageRuns
from popcalc.areas import Areas
from popcalc.arrays import Ints
from popcalc.explaining.facts import Coverage, Gap
from popcalc.periods import CALENDAR_YEAR, Run

NAMED = 3
"""So many villages with gaps are named, those that lack most first."""
NOT_SENT = "nothing"
"""Stands for a month of which the village's files hold no row."""


def find_coverage(aggregation: Aggregation, found: Match, totals: Totals, areas: Areas) -> Coverage:
    """Return what a figure rests on; with unmatched sums kept this is still what matches."""
    months = int(aggregation.timeline.lengths[0])
    villages = np.flatnonzero(aggregation.inside)
    missing = months - _reported(aggregation, found)
    lacking = sorted(villages[missing[villages] > 0].tolist(), key=lambda one: (-int(missing[one]), areas.names[one]))
    return Coverage(
        villages=len(villages),
        months=months,
        reported=int(totals.reported[0]),
        expected=int(totals.expected[0]),
        villages_with_gaps=len(lacking),
        gaps=tuple(gap for village in lacking[:NAMED] for gap in _gaps(aggregation, found, village, areas)),
    )


def _reported(aggregation: Aggregation, found: Match) -> Ints:
    """Return by village how many months of the period enter."""
    villages, timeline = len(aggregation.part.villages), aggregation.timeline
    if found.rows:
        runs = found.rows.frame.flows.runs[found.rows.mask.rows]
        village, months = runs.village, runs.months
    elif found.places is not None:
        village, months = np.flatnonzero(found.places), np.full(int(found.places.sum()), timeline.lengths[0])
    else:
        assert found.quotas
        village, months = found.quotas.village, timeline.months_by_year[found.quotas.year - timeline.years[0], 0]
    return np.bincount(village, weights=months, minlength=villages).astype(np.int64)


def _gaps(aggregation: Aggregation, found: Match, village: int, areas: Areas) -> Iterator[Gap]:
    """Yield what a village lacks, the same thing of several months together."""
    start, end = int(aggregation.timeline.starts[0]), int(aggregation.timeline.ends[0])
    lacking = {month: _lacking(aggregation, found, village, month) for month in range(start, end + 1)}
    for cause in dict.fromkeys(lacking.values()):
        if cause is not None:
            months = [month for month in lacking if lacking[month] == cause]
            yield Gap(areas.names[village], name_above(areas, village), _labels(months), cause)


def name_above(areas: Areas, position: int) -> str:
    """Return the name of the area above one, empty where there is none."""
    above = int(areas.parent_of[position])
    return areas.names[above] if above >= 0 else ""


def _lacking(aggregation: Aggregation, found: Match, village: int, month: int) -> str | None:
    """Return the first term that is missing for a village-month, None where none is."""
    needs = found.needs
    if found.rows:
        frame = found.rows.frame
        row = _row_of(frame.flows.runs, village, month)
        if row is None:
            return NOT_SENT if _row_of(frame.straddling.runs, village, month) is None else ""
        if found.rows.mask.rows[row]:
            return None
        cause = next(cause for cause, known in found.conditions if not known[row])
        if cause in (*needs.flows, *needs.stocks):
            return cause
    if found.month_ends and not found.month_ends.known[village]:
        return ", ".join(f"{moment}({count})" for moment, count in needs.month_ends)
    year = aggregation.timeline.year(np.array([month]))
    if found.quotas and not found.quotas.has(np.array([village]), year)[0]:
        return ", ".join(needs.quotas)
    return None


def _row_of(runs: VillageRuns, village: int, month: int) -> int | None:
    rows = np.flatnonzero((runs.village == village) & (runs.start <= month) & (month <= runs.end))
    return int(rows[0]) if len(rows) else None


def _labels(months: list[int]) -> tuple[str, ...]:
    """Return months as labels, those that adjoin as a run."""
    runs = [[month for _, month in group] for _, group in groupby(enumerate(months), lambda pair: pair[1] - pair[0])]
    return tuple(CALENDAR_YEAR.label_of(Run(run[0], run[-1])) for run in runs)
