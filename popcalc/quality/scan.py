"""The scan: the stretch of months in which an area's events stand apart most, and the chance of such a one.

Any month may begin a stretch and any may end it: one month, a year, all months from one on. Of all stretches the one is
taken in which the figures speak most for a factor (the largest likelihood ratio; Kulldorff 1997), and its chance is
reckoned with all the stretches that there are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.arrays import AnyInts, Bools, Floats, Ints
from popcalc.quality.usual import Series, across, ratio

FACTORS = (1e-6, 0.1, 1 / 3, 0.6, 0.8, 1.25, 1.6, 3.0, 10.0)
"""What the events may have been multiplied by; the first stands for none at all."""
CAP = 3.0
"""An area stands for so many standard deviations at the most when the spread is estimated: errors do not widen it."""
ENOUGH = 2000
"""So many areas that have events, evenly taken, say what the spread is."""
PRIOR = 5.0
"""With so few degrees of freedom the spread that is given beforehand counts as much as the estimate."""
STEPS = 12
"""Halvings of the interval from 0 to 1 in which the spread is looked for."""
NOTHING = -1e-9
"""What a month without figures says of any factor: so little that no stretch begins or ends with it."""
SMALLEST = 1e-9
"""Stands for no events where one divides by them."""
OWN = 0.02
"""Months that stand apart from other areas must also stand apart from the area's own, so far."""
AT_EDGE = 0.25
"""The part of the chance that is spent on stretches from a month on, or until a month."""
OF_NONE = 0.25
"""The same for stretches without an event."""
BLOCKS = 4
"""Parts of the time that are held against each other for the spread that does not even out over months."""


class Spread(Struct, frozen=True):
    """How rates vary beyond chance: the squared coefficient of variation, of single months and of long stretches."""

    month: float
    long: float

    def at_most(self, other: Spread) -> Spread:
        """Return the smaller of two."""
        return Spread(min(self.month, other.month), min(self.long, other.long))

    def of(self, months: AnyInts) -> Floats:
        """Return that of stretches of so many months."""
        found: Floats = self.month / months + self.long
        return found


class Spreads(Struct, frozen=True):
    """The spread beside the months of all others, beside an area's own, and of the levels of areas."""

    others: Spread
    own: Spread
    level: Spread

    def at_most(self, other: Spreads) -> Spreads:
        """Return the smaller of each."""
        return Spreads(self.others.at_most(other.others), self.own.at_most(other.own), self.level.at_most(other.level))


class Windows(Struct, frozen=True, eq=False):
    """A stretch of months (`first` to `last`) of some `rows`, with its `chance`, and what was `found` and `due` in it.

    The chance is two-sided, and times the number of stretches there are; `speaks` is how much the figures speak for a
    stretch, the logarithm of their likelihood ratio.
    """

    rows: Ints
    first: Ints
    last: Ints
    chance: Floats
    speaks: Floats
    found: Floats
    due: Floats

    def of(self, chosen: AnyInts) -> Windows:
        """Return some of them."""
        return Windows(*(getattr(self, field)[chosen] for field in self.__struct_fields__))


def spreads(series: Series, prior: float, of_levels: float) -> Spreads:
    """Return how rates vary beyond chance.

    `prior` is the coefficient of variation that little data leave standing for an area in time, `of_levels` that for
    areas beside each other.
    """
    rows = np.flatnonzero(across(series.events) > 0)
    series = series.of(rows[np.linspace(0, len(rows) - 1, min(len(rows), ENOUGH)).astype(np.int64)])
    events, level = (across(grid)[:, None] for grid in (series.events, series.level))
    between = squared_variation(events, level, of_levels**2, 1)
    others, own = (_in_time(series.events, due, prior**2) for due in (series.others, series.own))
    # Errors that many areas share widen the first; beside their own months alone areas vary more, by the season.
    others = others.at_most(own)
    return Spreads(others, own, Spread(others.month, between))


def _in_time(events: Floats, due: Floats, prior: float) -> Spread:
    expected = fitted(events, due)
    months = events.shape[1]
    edges = np.linspace(0, months, min(BLOCKS, months) + 1).astype(np.int64)[:-1]
    in_blocks, expected_in_blocks = (np.add.reduceat(grid, edges, axis=1) for grid in (events, expected))
    month = squared_variation(events, expected, prior, months - 1)
    long = squared_variation(in_blocks, expected_in_blocks, prior, len(edges) - 1)
    return Spread(month, max(long - month / (months / len(edges)), prior / 16))


def squared_variation(events: Floats, expected: Floats, prior: float, degrees: int) -> float:
    """Return the squared coefficient of variation of rates beyond chance (Poisson).

    It is the one with which the squared distances of the figures from what is expected, in variances, have a mean of 1
    for each degree of freedom. An area whose own are `CAP` standard deviations above that adds no more.
    """
    rows = np.flatnonzero(expected.any(axis=1))
    if not len(rows) or not degrees:
        return prior
    distance, expected = (events[rows] - expected[rows]) ** 2, np.maximum(expected[rows], 1e-9)
    most = 1 + CAP * np.sqrt(2 / degrees)

    def mean(variation: float) -> float:
        each = (distance / (expected + variation * expected**2)).sum(axis=1) / degrees
        return float(np.minimum(each, most).mean())

    low, high = 0.0, 1.0
    if mean(low) > 1:
        for _ in range(STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if mean(middle) > 1 else (low, middle)
    free = len(rows) * degrees
    return (free * low + PRIOR * prior) / (free + PRIOR)


def windows(series: Series, spread: Spreads, bar: float) -> Windows:
    """Return for each row that stretch for which the figures speak most, of those with a chance below a bar."""
    expected = [fitted(series.events, series.others), series.level]
    suspect = [_saturated(series.events, one) > -np.log(bar) for one in expected]
    rows = np.flatnonzero(np.logical_or(*suspect))
    chosen, number = series.of(rows), np.arange(len(rows))
    chance, speaks, found, due = (np.full(len(rows), none) for none in (np.inf, -np.inf, 0.0, 0.0))
    best = Windows(number.copy(), number.copy(), number.copy(), chance, speaks, found, due)
    for one in expected:
        for first, last in _stretches(chosen.events, one[rows]):
            likely = np.flatnonzero(_speaking(chosen, number, first, last) > -np.log(bar))
            other = stretch(chosen, spread, likely, first[likely], last[likely])
            better = (other.chance < bar) & (other.speaks > best.speaks[likely])
            for field in best.__struct_fields__:
                getattr(best, field)[likely[better]] = getattr(other, field)[better]
    told = best.of(np.flatnonzero(best.chance < bar))
    return replace(told, rows=rows[told.rows])


def fitted(events: Floats, due: Floats) -> Floats:
    """Return what is due with the sum that the events have."""
    found: Floats = due * ratio(across(events), across(due))[:, None]
    return found


def _saturated(events: Floats, expected: Floats) -> Floats:
    """Return for each row the logarithm of the likelihood ratio of all months together, which no stretch exceeds."""
    ratios = likelihood_ratio(events, expected)
    unknown = expected <= 0
    if unknown.any():
        ratios[unknown] = 0
    return across(ratios)


def _stretches(events: Floats, expected: Floats) -> Iterator[tuple[Ints, Ints]]:
    """Yield for each factor the stretch of each row that speaks most for it."""
    for factor in FACTORS:
        score = events * np.log(factor) - expected * (factor - 1)
        score[expected <= 0] = NOTHING
        yield largest_stretch(score)


def largest_stretch(score: Floats) -> tuple[Ints, Ints]:
    """Return the first and last month of the stretch of each row that has the largest sum (Kadane)."""
    rows, months = score.shape
    running, begun = np.full(rows, -1.0), np.zeros(rows, dtype=np.int64)
    best, first, last = np.full(rows, -np.inf), np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    for month in range(months):
        fresh = running < 0
        begun = np.where(fresh, month, begun)
        running = np.where(fresh, 0.0, running) + score[:, month]
        higher = running > best
        best, first, last = (
            np.where(higher, new, old) for new, old in ((running, best), (begun, first), (month, last))
        )
    return first, last


def stretch(series: Series, spread: Spreads, rows: Ints, first: Ints, last: Ints) -> Windows:
    """Return stretches of some rows with their chance: that of so many or so few events.

    The smaller one of two, twice: that given the events of the other months, were these months as they are in all
    other areas, and that given the rates of the other areas. Months that are not apart from the area's own have no
    chance: an error elsewhere moves what is due in all other areas, and a wrong population what is due in its own.

    Events are negative binomial; without any spread, and given those of the other months, that is the binomial
    distribution of all over both parts.
    """
    inside, outside = np.stack([parts(grid[rows], first, last) for grid in _grids(series)], axis=1)
    length = last - first + 1
    in_time = _two_sided(inside[0], outside[0], ratio(inside[1], outside[1]), spread.others.of(length))
    apart = _is_apart(inside, outside, spread, length)
    of_time = np.where((outside[1] > 0) & apart, in_time, 1.0)
    of_level = _tails(inside[0], inside[3], inside[3], 1 / spread.level.of(length), 1 / spread.level.of(length))
    of_level = np.where((inside[3] > 0) & ((outside[1] <= 0) | apart), of_level, 1.0)
    number = stretches_like(first, last, series.events.shape[1], none=inside[0] == 0)
    chance = 2 * np.minimum(of_time, of_level) * number
    due = np.where(of_time <= of_level, outside[0] * ratio(inside[1], outside[1]), inside[3])
    speaks = np.where(of_time <= of_level, _of_time(inside, outside), likelihood_ratio(inside[0], inside[3]))
    return Windows(rows, first, last, chance, speaks, inside[0], due)


def is_apart(series: Series, spread: Spreads, rows: Ints, first: Ints, last: Ints) -> Bools:
    """Return which stretches are apart from the other months of their area."""
    inside, outside = np.stack([parts(grid[rows], first, last) for grid in _grids(series)], axis=1)
    return _is_apart(inside, outside, spread, last - first + 1)


def _is_apart(inside: Floats, outside: Floats, spread: Spreads, length: Ints) -> Bools:
    chance = _two_sided(inside[0], outside[0], ratio(inside[2], outside[2]), spread.own.of(length))
    apart: Bools = chance < OWN
    return apart


def _grids(series: Series) -> tuple[Floats, ...]:
    return series.events, series.others, series.own, series.level


def _speaking(series: Series, rows: Ints, first: Ints, last: Ints) -> Floats:
    """Return how much the figures speak for stretches at the most, beside the other months or the other areas."""
    inside, outside = np.stack([parts(grid[rows], first, last) for grid in _grids(series)], axis=1)
    return np.maximum(_of_time(inside, outside), likelihood_ratio(inside[0], inside[3]))


def _of_time(inside: Floats, outside: Floats) -> Floats:
    """Return the logarithm of the likelihood ratio of events (0) inside and outside, beside what is due there (1)."""
    total = inside[0] + outside[0]
    share = ratio(inside[1], inside[1] + outside[1]) * total
    return likelihood_ratio(inside[0], share) + likelihood_ratio(outside[0], total - share)


def stretches_like(first: Ints, last: Ints, months: int, none: Bools | bool = False) -> Floats:
    """Return how many stretches of some months there are, as the chance of all is spent on them.

    A quarter of it on those that begin or end with all months, a quarter on those without an event, of which a month
    begins one at the most, and the rest on all, of n months as 1 / (n (n + 1)).
    """
    length = last - first + 1
    anywhere = (months - length + 1) * length * (length + 1) / (1 - AT_EDGE - OF_NONE)
    is_at_edge = (first == 0) | (last == months - 1)
    found = np.where(is_at_edge, np.minimum(anywhere, 2 * months / AT_EDGE), anywhere)
    # There may be too few of them, and not too many.
    silent: Floats = np.where(none, np.minimum(found, months / OF_NONE / 2), found)
    return silent


def likelihood_ratio(found: Floats, expected: Floats) -> Floats:
    """Return the logarithm of the likelihood ratio of figures, beside what is expected (Poisson)."""
    from scipy import special

    ratios: Floats = special.kl_div(found, np.maximum(expected, SMALLEST))
    return ratios


def _two_sided(found: Floats, outside: Floats, share: Floats, spread: Floats) -> Floats:
    """Return twice the smaller tail given the events outside; `share` is what is due inside for each of these."""
    sizes = [1 / (1 / number + spread) for number in (outside + 1, np.maximum(outside, SMALLEST))]
    return _tails(found, (outside + 1) * share, outside * share, *sizes)


def _tails(found: Floats, most: Floats, least: Floats, size_of_most: Floats, size_of_least: Floats) -> Floats:
    """Return twice the smaller tail of negative binomials: so many or more of the one, so few or fewer of the other."""
    from scipy import special

    part = most / (most + size_of_most)
    high = np.where(found > 0, special.betainc(np.maximum(found, 1), size_of_most, part), 1.0)
    low = special.betainc(size_of_least, found + 1, size_of_least / (least + size_of_least))
    found_twice: Floats = np.minimum(2 * np.minimum(high, low), 1.0)
    return found_twice


def parts(grid: Floats, first: Ints, last: Ints) -> tuple[Floats, Floats]:
    """Return the sums of each row of a grid within a stretch, and outside of it."""
    so_far = np.concatenate([np.zeros((len(grid), 1)), np.cumsum(grid, axis=1)], axis=1)
    rows = np.arange(len(grid))
    inside = so_far[rows, last + 1] - so_far[rows, first]
    return inside, so_far[:, -1] - inside
