"""The terms of a formula, each summed by run of months, month-end or year."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.inputs import Inputs
from popcalc.arrays import AnyInts, months_of
from popcalc.definitions.catalogue import Moment, Term
from popcalc.explaining.facts import Part, TermFacts
from popcalc.periods import CALENDAR_YEAR, Run


def term_facts(aggregation: Aggregation, inputs: Inputs, terms: Iterable[Term]) -> tuple[TermFacts, ...]:
    """Return the terms that are sums of counts; stocks that stand for their person-time are not among them."""
    counts = aggregation.plan.catalogue.counts
    return tuple(
        TermFacts(term, counts[term.count], parts)
        for term in terms
        if (parts := _parts_of(aggregation, inputs, term)) is not None
    )


def _parts_of(aggregation: Aggregation, inputs: Inputs, term: Term) -> tuple[Part, ...] | None:
    if term.moment is not Moment.PERIOD:
        at = inputs.month_ends[term.moment, term.count]
        moment = months_of(at.keys[at.places])
        return _parts(moment, moment, at.figures[at.places])
    if term.count in inputs.flows:
        rows = inputs.flows[term.count]
        flows = rows.frame.flows[rows.mask.rows]
        return _parts(flows.runs.start, flows.runs.end, flows.values[term.count])
    if term.count in inputs.quotas:
        quotas, timeline = inputs.quotas[term.count], aggregation.timeline
        years = np.array(timeline.years)[timeline.months_by_year[:, 0] > 0]
        quotas = quotas[np.isin(quotas.year, years)]
        return _parts(quotas.year, None, quotas.values[term.count])
    return None


def _parts(start: AnyInts, end: AnyInts | None, values: AnyInts) -> tuple[Part, ...]:
    """Return the values by run of months, or by year where there is no end."""
    columns = {"start": start, "end": start if end is None else end, "total": values.astype(np.int64), "villages": 1}
    summed = pd.DataFrame(columns).groupby(["start", "end"], as_index=False).sum()
    return tuple(
        Part(f"{first:04d}" if end is None else CALENDAR_YEAR.label_of(Run(first, last)), total, villages)
        for first, last, total, villages in summed.to_numpy().tolist()
    )
