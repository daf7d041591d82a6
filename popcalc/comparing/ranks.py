"""Where areas stand among those of their level: by value, and what is sure of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

import numpy as np

from popcalc.aggregation import TOTAL
from popcalc.areas import Areas
from popcalc.arrays import Bools, Floats, Ints
from popcalc.comparing.odds_ratio import surely_larger
from popcalc.definitions.catalogue import CiMethod, IntervalModel
from popcalc.definitions.targets import Operator, Rule
from popcalc.doubts import EMPTY_CELLS
from popcalc.evidence import CLEAR_LEVEL
from popcalc.question import Rank
from popcalc.rates import Figures, interval

ROWS = 512
"""So many areas are held against all others at once."""


def best_of(asked: Rank, rules: Iterable[Rule]) -> dict[str, Rank]:
    """Return which figures of each indicator are best: a target's direction where there is one."""
    found: dict[str, Rank] = {}
    for rule in rules:
        found.setdefault(rule.indicator.key, _direction(rule.bound.operator, asked))
    return found


def _direction(operator: Operator, asked: Rank) -> Rank:
    match operator:
        case Operator.AT_LEAST:
            return Rank.HIGH
        case Operator.AT_MOST:
            return Rank.LOW
        case Operator.BETWEEN | Operator.EQUAL:
            return asked
        case _:
            assert_never(operator)


def rank(figures: Figures, areas: Sequence[int], tree: Areas, periods: int, best: Rank) -> dict[str, Floats]:
    """Return the rank of each area among those of its level that have a figure, in each period; NaN for none.

    `rank` is by value, 1 the best, the same for equal figures. `rank_best` is 1 + the areas that are surely better,
    `rank_worst` the number of areas less those that are surely worse: all pairs together are right with 95 %
    confidence (Bonferroni). They are NaN where there is no interval. The grand total has no rank.
    """
    levels = np.array([-1 if area == TOTAL else int(tree.level_of[area]) for area in areas], dtype=np.int64)
    found = {name: np.full(len(figures.value), np.nan) for name in ("rank", "rank_best", "rank_worst")}
    for level in np.unique(levels[levels >= 0]).tolist():
        for period in range(periods):
            rows = np.flatnonzero(levels == level) * periods + period
            rows = rows[figures.defined[rows]]
            _rank(figures, rows, found, best)
    return found


def _rank(figures: Figures, rows: Ints, found: dict[str, Floats], best: Rank) -> None:
    value = figures.value[rows]
    ordered = np.sort(value)
    larger = len(rows) - np.searchsorted(ordered, value, side="right")
    smaller = np.searchsorted(ordered, value, side="left")
    found["rank"][rows] = 1 + (larger if best is Rank.HIGH else smaller)
    if figures.indicator.interval is IntervalModel.NONE:
        return
    sure_below, sure_above = sure_of(figures, rows)
    better, worse = (sure_above, sure_below) if best is Rank.HIGH else (sure_below, sure_above)
    found["rank_best"][rows] = 1 + better
    found["rank_worst"][rows] = len(rows) - worse


def sure_of(figures: Figures, rows: Ints) -> tuple[Ints, Ints]:
    """Return how many other areas lie surely below each, and how many surely above."""
    number = len(rows)
    below, above = np.zeros(number, dtype=np.int64), np.zeros(number, dtype=np.int64)
    if number < 2:
        return below, above
    tail = (1 - CLEAR_LEVEL) / 2 / (number * (number - 1) / 2)
    lower, upper, _ = interval(figures, 1 - 2 * tail, CiMethod.EXACT)
    low, high = lower[rows], upper[rows]
    value = figures.value[rows]
    judged = ~np.isnan(low) & ~figures.flags.get(EMPTY_CELLS, np.zeros_like(figures.defined))[rows]
    for start in range(0, number, ROWS):
        some = np.arange(start, min(start + ROWS, number))
        is_larger = value[some, None] > value[None, :]
        is_larger &= judged[some, None] & judged[None, :]
        if figures.indicator.interval is IntervalModel.ODDS:
            sure = _odds_larger(figures, rows, some, is_larger, tail)
        else:
            reach = np.hypot(value[some, None] - low[some, None], high[None, :] - value[None, :])
            sure = is_larger & (value[some, None] - value[None, :] > reach)
        below[some] += sure.sum(axis=1)
        above += sure.sum(axis=0)
    return below, above


def _odds_larger(figures: Figures, rows: Ints, some: Ints, is_larger: Bools, tail: float) -> Bools:
    first, second = figures.totals.numerator[rows], figures.totals.denominator[rows]
    one, other = np.nonzero(is_larger)
    sure = np.zeros_like(is_larger)
    sure[one, other] = surely_larger(first[some[one]], second[some[one]], first[other], second[other], tail)
    return sure
