"""The terms of a formula, each summed by run of months, month-end or year."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from popcalc.arrays import Ints, months_of, packed
from popcalc.definitions.catalogue import Moment, Nature, Term
from popcalc.explaining.facts import Part, TermFacts
from popcalc.moments import MonthEnd
from popcalc.periods import CALENDAR_YEAR, Run
from popcalc.rollup.frame import Rows, mask_of
from popcalc.rollup.matching import Match
from popcalc.rollup.needs import Needs
from popcalc.rollup.workbench import Workbench


def term_facts(bench: Workbench, needs: Needs, match: Match, terms: Iterable[Term]) -> tuple[TermFacts, ...]:
    """Return the terms that are sums of counts; stocks that stand for their person-time are not among them."""
    counts = bench.plan.catalogue.counts
    facts = []
    for term in terms:
        count = counts[term.count]
        if term.moment is not Moment.PERIOD:
            parts = _month_ends(bench, needs, match, (term.moment, term.count))
        elif count.nature is Nature.QUOTA:
            parts = _years(bench, match, term.count)
        elif count.nature is Nature.FLOW:
            parts = _runs(bench, match, term.count)
        else:
            continue
        facts.append(TermFacts(term, count, parts))
    return tuple(facts)


def _runs(bench: Workbench, match: Match, flow: str) -> tuple[Part, ...]:
    """Return a flow by run of months."""
    assert match.rows is not None
    rows = match.rows
    if bench.plan.keep_unmatched:
        frame = bench.frame()
        rows = Rows(frame, mask_of([frame.known(flow)]))
    chosen = rows.mask.rows
    runs, values = rows.frame.flows.runs[chosen], rows.frame.flows.values[flow][chosen]
    return _parts([runs.start, runs.end], values)


def _years(bench: Workbench, match: Match, count: str) -> tuple[Part, ...]:
    """Return a quota by statistical year, of those that the period touches."""
    assert match.quotas is not None
    quotas = bench.quotas((count,)) if bench.plan.keep_unmatched else match.quotas
    touched = np.array(bench.timeline.years)[bench.timeline.months_by_year[:, 0] > 0]
    chosen = (bench.groups.cell_of[quotas.village] >= 0) & np.isin(quotas.year, touched)
    return tuple(
        Part(f"{year:04d}", int(quotas.values[count][chosen & (quotas.year == year)].sum()), int(villages))
        for year, villages in zip(*np.unique(quotas.year[chosen], return_counts=True), strict=True)
    )


def _month_ends(bench: Workbench, needs: Needs, match: Match, end: MonthEnd) -> tuple[Part, ...]:
    """Return a stock by the month-end at which it was read."""
    assert match.moments is not None
    assert match.places is not None
    inside = bench.groups.cell_of >= 0
    together = [one for one in needs.month_ends if one[0] is end[0]]
    places = inside & match.places
    figures, moments = match.moments.figures[end], _moments(bench, together)
    if bench.plan.keep_unmatched:
        alone = bench.moments(end)
        own = ~match.moments.known
        figures = np.where(own, alone.figures[end], figures)
        moments = np.where(own, _moments(bench, [end]), moments)
        places = inside & (match.moments.known | alone.known)
    return _parts([moments[places], moments[places]], figures[places])


def _moments(bench: Workbench, ends: list[MonthEnd]) -> Ints:
    """Return the month-end at which some stocks are read together, by village; anything where there is none."""
    villages = np.arange(bench.table.areas.villages, dtype=np.int64)
    first, last = int(bench.timeline.starts[0]), int(bench.timeline.ends[0])
    if ends[0][0] is Moment.OPENING:
        return np.full(len(villages), first - 1, dtype=np.int64)
    keys, *others = [bench.stocks[count].points.keys for _, count in ends]
    for other in others:
        keys = np.intersect1d(keys, other, assume_unique=True)
    if not len(keys):
        return np.zeros(len(villages), dtype=np.int64)
    spot = np.searchsorted(keys, packed(villages, last), side="right") - 1
    return np.asarray(months_of(keys.take(spot, mode="clip")), dtype=np.int64)


def _parts(runs: list[Ints], values: Ints) -> tuple[Part, ...]:
    table = pd.DataFrame({"start": runs[0], "end": runs[1], "total": values.astype(np.int64), "villages": 1})
    summed = table.groupby(["start", "end"]).sum()
    return tuple(
        Part(CALENDAR_YEAR.label_of(Run(int(start), int(end))), int(total), int(villages))
        for (start, end), total, villages in zip(summed.index, summed["total"], summed["villages"], strict=True)
    )
