"""The village-months that a figure rests on, and which are missing: where, when, and for want of what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from popcalc.areas import Areas
from popcalc.arrays import Ints
from popcalc.explaining.facts import Coverage, Gap
from popcalc.periods import CALENDAR_YEAR, Run
from popcalc.rollup import Totals
from popcalc.rollup.matching import Match
from popcalc.rollup.needs import Needs
from popcalc.rollup.workbench import Workbench

NAMED = 3
"""So many villages with gaps are named, those that lack most first."""
NOT_SENT = "nothing"
"""Stands for a month of which the village's files hold no row."""


def find_coverage(bench: Workbench, needs: Needs, match: Match, totals: Totals) -> Coverage:
    """Return what a figure rests on; with unmatched sums kept this is still what matches."""
    months = int(bench.timeline.lengths[0])
    villages = np.flatnonzero(bench.groups.cell_of >= 0)
    missing = months - _reported(bench, match, months)[villages]
    lacking = villages[missing > 0]
    names = bench.table.areas.names
    order = sorted(
        lacking.tolist(), key=lambda village: (-int(missing[np.searchsorted(villages, village)]), names[village])
    )
    gaps = [gap for village in order[:NAMED] for gap in _gaps(bench, needs, match, village)]
    return Coverage(
        villages=len(villages),
        months=months,
        reported=int(totals.reported[0]),
        expected=int(totals.expected[0]),
        villages_with_gaps=len(lacking),
        gaps=tuple(gaps),
    )


def _reported(bench: Workbench, match: Match, months: int) -> Ints:
    """Return by village how many months of the period enter."""
    villages = bench.table.areas.villages
    if match.rows:
        runs = match.rows.frame.flows.runs[match.rows.mask.rows]
        return np.bincount(runs.village, weights=runs.months, minlength=villages).astype(np.int64)
    if match.places is not None:
        return np.where(match.places, months, 0)
    assert match.quotas is not None
    of_years = bench.timeline.months_by_year[match.quotas.year - bench.timeline.years[0], 0]
    return np.bincount(match.quotas.village, weights=of_years, minlength=villages).astype(np.int64)


def _gaps(bench: Workbench, needs: Needs, match: Match, village: int) -> Iterator[Gap]:
    """Yield what a village lacks, the same thing of several months together."""
    areas = bench.table.areas
    start, end = int(bench.timeline.starts[0]), int(bench.timeline.ends[0])
    lacking = {month: _lacking(bench, needs, match, village, month) for month in range(start, end + 1)}
    for cause in dict.fromkeys(lacking.values()):
        if cause is not None:
            months = [month for month in lacking if lacking[month] == cause]
            yield Gap(areas.names[village], name_above(areas, village), _labels(months), cause)


def name_above(areas: Areas, position: int) -> str:
    """Return the name of the area above one, empty where there is none."""
    above = int(areas.parent_of[position])
    return areas.names[above] if above >= 0 else ""


def _lacking(bench: Workbench, needs: Needs, match: Match, village: int, month: int) -> str | None:
    """Return the first term that is missing for a village-month, None where none is."""
    here = np.array([village])
    if match.rows:
        frame = match.rows.frame
        row = _row_of(frame.flows.runs.village, frame.flows.runs.start, frame.flows.runs.end, village, month)
        if row is None:
            across = frame.straddling.runs
            return NOT_SENT if _row_of(across.village, across.start, across.end, village, month) is None else ""
        if match.rows.mask.rows[row]:
            return None
        for flow in needs.flows:
            if not frame.known(flow)[row]:
                return flow
        for stock in needs.stocks:
            if not bench.person_days(frame, stock).known[row]:
                return stock
    if match.moments and not match.moments.known[village]:
        return ", ".join(f"{moment}({count})" for moment, count in needs.month_ends)
    if match.quotas and not match.quotas.has(here, bench.timeline.year(np.array([month])))[0]:
        return ", ".join(needs.quotas)
    return None


def _row_of(villages: Ints, starts: Ints, ends: Ints, village: int, month: int) -> int | None:
    found = np.flatnonzero((villages == village) & (starts <= month) & (month <= ends))
    return int(found[0]) if len(found) else None


def _labels(months: list[int]) -> tuple[str, ...]:
    """Return months as labels, those that adjoin as a run."""
    runs = [[month for _, month in group] for _, group in groupby(enumerate(months), lambda pair: pair[1] - pair[0])]
    return tuple(CALENDAR_YEAR.label_of(Run(run[0], run[-1])) for run in runs)
