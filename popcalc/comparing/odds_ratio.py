"""The exact conditional odds ratio of two pairs of counts: limits, and how likely such a pair is without a difference.

Given both sums of each pair and of each kind, the first count of the first pair follows Fisher's noncentral
hypergeometric distribution, whose one parameter is the odds ratio (Fisher 1935; Cornfield J. A statistical problem
arising from retrospective studies. Proceedings of the Third Berkeley Symposium 1956; 4: 135-148). A limit is the odds
ratio at which what was seen, or more (fewer), has the probability of a tail.

Only the counts near the one that was seen have a probability that a float can tell from none: sums run over a window
of `SPREAD` standard deviations and `LEAST` counts on either side.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import special

from popcalc.arrays import Bools, Floats, Ints

SPREAD, LEAST = 15, 60
CELLS = 2_000_000
"""So many probabilities are held at once."""
CLOSE_ENOUGH = 1e-13
MOST_STEPS = 200


def odds_ratio(a: Ints, b: Ints, c: Ints, d: Ints, confidence: float) -> tuple[Floats, Floats]:
    """Return the limits of the ratio of the odds behind `a` to `b` to those behind `c` to `d`.

    The lower limit is 0 where nothing speaks against it, the upper one infinite. Where a pair is empty, or one kind,
    nothing is known: 0 and infinite; NaN where a count is negative.
    """
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore"):
        upper: Floats = 1 / _lower(b, a, d, c, tail)
    return _lower(a, b, c, d, tail), upper


def surely_larger(a: Ints, b: Ints, c: Ints, d: Ints, tail: float) -> Bools:
    """Return where, without a difference, the odds of `a` to `b` would be so large beside `c` to `d` by a tail at most.

    That is where the lower limit of the odds ratio lies above 1.
    """
    larger = a * d > b * c
    # The counts that were seen alone: mostly they are likely enough already.
    log_seen = _log_seen(a, b, c, d)
    wanted = np.flatnonzero(larger & (log_seen < np.log(tail)))
    sure = np.zeros(len(a), dtype=np.bool_)

    def summed(window: _Window, rows: Ints) -> Floats:
        found: Floats = log_seen[rows] + np.log(np.exp(window.upper(np.zeros(len(rows)))).sum(axis=1))
        return found

    sure[wanted] = _by_window(a[wanted], b[wanted], c[wanted], d[wanted], wanted, summed) < np.log(tail)
    return sure


class _Window:
    """The logarithms of the weights of the counts around those that were seen, a row each; -inf outside the support."""

    def __init__(self, a: Ints, b: Ints, c: Ints, d: Ints, reach: int) -> None:
        step = np.arange(1, reach + 1, dtype=np.float64)
        self.steps = np.arange(-reach, reach + 1, dtype=np.float64)
        first, second, third, fourth = (one[:, None].astype(np.float64) for one in (a, b, c, d))
        with np.errstate(divide="ignore", invalid="ignore"):
            # From x to x + 1: one moves from b and c to a and d; and back.
            up = np.log(np.clip(second - step + 1, 0, None) * np.clip(third - step + 1, 0, None))
            up -= np.log((first + step) * (fourth + step))
            down = np.log(np.clip(first - step + 1, 0, None) * np.clip(fourth - step + 1, 0, None))
            down -= np.log((second + step) * (third + step))
        zero = np.zeros((len(a), 1))
        self.weights = np.concatenate([np.cumsum(down, axis=1)[:, ::-1], zero, np.cumsum(up, axis=1)], axis=1)
        self.middle = reach

    def at(self, log_ratio: Floats) -> Floats:
        """Return the logarithms of weights at an odds ratio of each row."""
        found: Floats = self.weights + log_ratio[:, None] * self.steps
        return found

    def upper(self, log_ratio: Floats) -> Floats:
        """Return those of what was seen and more."""
        return self.at(log_ratio)[:, self.middle :]

    def newton(self, log_ratio: Floats, log_tail: float) -> Floats:
        """Return the step from an odds ratio to that at which what was seen or more has the probability of the tail."""
        weights = self.at(log_ratio)
        top = weights.max(axis=1, keepdims=True)
        shares = np.exp(weights - top)
        part = shares[:, self.middle :]
        whole, above = shares.sum(axis=1), part.sum(axis=1)
        mean = shares @ self.steps / whole
        mean_above = part @ self.steps[self.middle :] / above
        step: Floats = (log_tail - np.log(above / whole)) / (mean_above - mean)
        return step


def _lower(a: Ints, b: Ints, c: Ints, d: Ints, tail: float) -> Floats:
    limits = np.where(np.minimum.reduce([a, b, c, d]) < 0, np.nan, 0.0)
    # Below the fewest that the sums allow nothing was possible: no limit.
    rows = np.flatnonzero((limits == 0) & (a > 0) & (d > 0))

    def solved(window: _Window, some: Ints) -> Floats:
        spread = np.sqrt(sum(1 / (one[some] + 0.5) for one in (a, b, c, d)))
        middle = np.log((a[some] + 0.5) * (d[some] + 0.5) / ((b[some] + 0.5) * (c[some] + 0.5)))
        log_ratio = middle + special.ndtri(tail) * spread
        for _ in range(MOST_STEPS):
            # The logarithm of the tail is concave: from either side the first step leads below the limit, and the
            # others climb to it; clipped, as the start may be far off where a count is small.
            step = np.clip(window.newton(log_ratio, np.log(tail)), -5, 5)
            log_ratio += step
            if (np.abs(step) < CLOSE_ENOUGH).all():
                break
        ratio: Floats = np.exp(log_ratio)
        return ratio

    limits[rows] = _by_window(a[rows], b[rows], c[rows], d[rows], rows, solved)
    return limits


def _log_seen(a: Ints, b: Ints, c: Ints, d: Ints) -> Floats:
    """Return the logarithm of the probability of the counts that were seen, without a difference."""

    def choose(one: Ints, other: Ints) -> Floats:
        found: Floats = -np.log1p(one + other) - special.betaln(one + 1.0, other + 1.0)
        return found

    return choose(a, b) + choose(c, d) - choose(a + c, b + d)


def _by_window(
    a: Ints, b: Ints, c: Ints, d: Ints, rows: Ints, answer: Callable[[_Window, Ints], Floats]
) -> npt.NDArray[np.float64]:
    """Return an answer for each row, rows of windows of about the same reach together."""
    spread = 1 / np.sqrt(sum(1 / (one + 0.5) for one in (a, b, c, d)))
    most = np.maximum(np.minimum(a, d), np.minimum(b, c))
    reach = np.minimum(np.ceil(SPREAD * spread) + LEAST, np.maximum(most, 1))
    reach = 2 ** np.ceil(np.log2(reach)).astype(np.int64)
    found = np.zeros(len(rows))
    for size in np.unique(reach).tolist():
        spots = np.flatnonzero(reach == size)
        for part in np.array_split(spots, len(spots) * (2 * size + 1) // CELLS + 1):
            found[part] = answer(_Window(a[part], b[part], c[part], d[part], size), rows[part])
    return found
