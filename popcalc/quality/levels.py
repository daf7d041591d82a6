"""The levels at which a stock stands one after the other, and which of them is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct

from popcalc.arrays import Bools, Floats, Ints

Fits = Callable[[float, float, int], bool]
"""Whether a figure may be followed by another, so many months later."""
SURE = 5.0
"""Logarithm of the likelihood ratio from which on the events say which level is right."""
FAR = 1.5
"""Rates of areas differ, so that events say nothing of levels nearer to each other than this factor."""


class Stretch(Struct, frozen=True):
    """Figures that follow each other and fit each other: positions `first` to `last`, and the level they are of."""

    first: int
    last: int
    level: int


def stretches(figures: Sequence[float], months: Sequence[int], fits: Fits) -> list[Stretch]:
    """Return figures cut where one does not fit the one before; what fits an earlier stretch is of its level."""
    starts = [
        place
        for place in range(len(figures))
        if not place or not fits(figures[place - 1], figures[place], months[place] - months[place - 1])
    ]
    found: list[Stretch] = []
    for first, after in zip(starts, [*starts[1:], len(figures)], strict=True):
        levels = (
            old.level
            for old in reversed(found)
            if fits(figures[old.last], figures[first], months[first] - months[old.last])
        )
        found.append(Stretch(first, after - 1, next(levels, max((old.level for old in found), default=-1) + 1)))
    return found


def right_level(cut: Sequence[Stretch], figures: Floats, events: Floats, rate: float) -> tuple[int, bool]:
    """Return the level that is right, and whether the events say so.

    Were a level right, the figures of the others should be as its median, and events (NaN: not known) come at the rate
    that they have for each person elsewhere (Poisson). Where the events do not decide, or would come from all figures
    as they stand, most of the figures are right.
    """
    level_of = np.concatenate([np.full(one.last - one.first + 1, one.level) for one in cut])
    levels = list(dict.fromkeys(one.level for one in cut))
    known = ~np.isnan(events)
    likely = [_likely(figures, events, rate, known)]
    for level in levels:
        of_it = level_of == level
        people = np.where(of_it, figures, np.median(figures[of_it]))
        likely.append(_likely(people, events, rate, known))
    best = int(np.argmax(likely[1:]))
    others = [one for place, one in enumerate(likely) if place != best + 1]
    if likely[best + 1] - max(others) > SURE and _are_far(level_of, figures, levels[best]):
        return levels[best], True
    months = [int((level_of == level).sum()) for level in levels]
    return levels[int(np.argmax(months))], False


def _likely(people: Floats, events: Floats, rate: float, known: Bools) -> float:
    due = np.maximum(rate * people[known], 1e-3)
    return float((events[known] * np.log(due) - due).sum())


def _are_far(level_of: Ints, figures: Floats, level: int) -> bool:
    own, other = np.median(figures[level_of == level]), np.median(figures[level_of != level])
    return bool(own > FAR * other or other > FAR * own)


def excursions(cut: Sequence[Stretch], right: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the positions from which to which figures are not of the right level, and whether they come back to it."""
    at_right = [place for place, one in enumerate(cut) if one.level == right]
    edges = [-1, *at_right, len(cut)]
    for before, after in pairwise(edges):
        if after - before > 1:
            yield cut[before + 1].first, cut[after - 1].last, before >= 0 and after < len(cut)
