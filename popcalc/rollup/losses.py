"""Events that were reported and do not enter a figure: how many, where, and what is missing for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from popcalc.arrays import Bools, Ints
from popcalc.definitions.catalogue import Indicator
from popcalc.rollup.frame import Frame, Mask
from popcalc.rollup.plan import LeftOut


def losses(
    indicator: Indicator, frame: Frame, conditions: Sequence[tuple[str, Bools]], mask: Mask
) -> Iterator[LeftOut]:
    """Yield the events of the numerator that a figure leaves out, by the first thing that is missing for them."""
    inside, across = frame.flows, frame.straddling
    if mask.every and not len(across.runs):
        return
    for flow in (count for count in indicator.numerator.counts if count in inside.events):
        events = inside.events[flow]
        whole = int(events[events > 0].sum()) + int(across.events[flow].clip(min=0).sum())
        lost = ~mask.rows & (events > 0)
        for cause, known in conditions:
            rows = np.flatnonzero(lost & ~known)
            lost &= known
            if len(rows):
                yield _left_out(indicator, flow, cause, events[rows], whole, inside.runs.village[rows])
        rows = np.flatnonzero(across.events[flow] > 0)
        if len(rows):
            yield _left_out(indicator, flow, None, across.events[flow][rows], whole, across.runs.village[rows])


def _left_out(indicator: Indicator, flow: str, cause: str | None, events: Ints, whole: int, villages: Ints) -> LeftOut:
    return LeftOut(indicator.key, flow, cause, int(events.sum()), whole, tuple(np.unique(villages).tolist()))
