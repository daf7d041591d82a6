"""Bounds that look like a fraction of their unit: 0.95 for 95 %, 1.03 for 103 boys to 100 girls, 0.012 for 12 ‰."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from popcalc.definitions.catalogue import Kind
from popcalc.definitions.targets import Bound
from popcalc.errors import Notice, Place
from popcalc.judging.batches import Judgement
from popcalc.language import text

MOST = 1.5
"""A fraction of a whole, or of a ratio near 1, is no larger; of a rate a hundred times per / 100 of it."""
NEAR = 2.0
"""The bound that was likely meant lies within this factor of the figures."""


def written_as_fraction(one: Judgement) -> Iterator[Notice]:
    """Yield a notice for each bound that is far below all figures and near them as a fraction, or an idle floor."""
    values = one.figures.value[one.figures.defined]
    per = one.rule.indicator.per
    if per <= 1 or one.rule.indicator.denominator is None or not len(values):
        return
    middle = float(np.median(values))
    most = MOST * 100 / per
    bounds: list[tuple[Bound, Place]] = [(one.rule.bound, one.rule.place)]
    bounds += [(own.bound, own.place) for own in one.rule.areas]
    for bound, place in bounds:
        ends = [end for end in (bound.low, bound.high) if end]
        if not ends or middle <= most or not all(0 < end <= most for end in ends):
            continue
        if not all(_is_near(end * per, middle) for end in ends) and not _is_idle(bound, one.rule.indicator.kind):
            continue
        sentence = text(
            "{bound} is far from the figures of {key}, which are per {per} (about {middle}); if a fraction was meant, "
            "write {meant}",
            bound=" to ".join(_written(end) for end in dict.fromkeys(ends)),
            key=one.rule.indicator.key,
            per=f"{per:,}",
            middle=f"{middle:.4g}",
            meant=" to ".join(_written(end * per) for end in dict.fromkeys(ends)),
        )
        yield Notice("WRITTEN_AS_FRACTION", sentence, place)


def _is_idle(bound: Bound, kind: Kind) -> bool:
    """Whether a floor of 1 % at most asks nothing of figures above it; a cap as small may well be meant."""
    of_whole = kind in (Kind.PROPORTION, Kind.QUOTA)
    return of_whole and bound.high is None and bound.low is not None and bound.low <= 1


def _is_near(end: Fraction, middle: float) -> bool:
    return middle / NEAR <= float(end) <= middle * NEAR


def _written(end: Fraction) -> str:
    return f"{float(end):.12g}"
