"""Mistakes that are often made, weighed against chance: a digit too many, months not reported, a half from a month on.

A scan looks for any factor in any stretch of months, and asks so much the more of each. What a mistake makes of the
figures is known beforehand, and they are so much likelier with it. By chance they are e^x times as likely or more with
a probability of e^(-x) at the most (Markov), for each place where it could stand.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from popcalc.arrays import Bools, Floats, Ints
from popcalc.quality.scan import Spread, Spreads, Windows, is_apart, largest_stretch, parts
from popcalc.quality.usual import Series, across, ratio

TEN = 10
FACTOR = 2.5
"""Only a figure of so many times the mean of its village's months is weighed as one with a digit too many."""
HALF, TWICE = 0.5, 2.0
"""What part of the events may be counted from a month on: those of one of two registers, or each of them twice."""
NEVER = -1e6
"""Stands for the weight of a month with events in a stretch without any."""
APART, WIDE = 0.1, 1.0
"""One of ten areas may be unlike all others (a home for the aged, a new quarter): what those have says of its rate as
much as one event."""
LEAST = 1e-6
"""Stands for what is nothing where one divides by it."""
SMALLEST = 1e-300
"""Stands for a chance of 0."""

Weigh = Callable[[Ints, Ints, Floats], Floats]
"""How much likelier the people of villages moved as they did, in months in which so many of the events are too many."""


class Rates(Struct, frozen=True, eq=False):
    """What is known of rates: the `events` that were seen elsewhere, where so many were `due` at the rate of others.

    `prior` is how many events the rates of other areas are worth, which vary by a coefficient of variation of
    1 / sqrt(prior); 0 where they tell nothing.
    """

    events: Floats
    due: Floats
    prior: Floats

    def log_chance(self, events: Floats, due: Floats, variation: Floats) -> Floats:
        """Return the logarithm of the chance of just so many events where so many are due at the rate of others.

        `variation` is the squared coefficient of variation by which rates vary in time.
        """
        from scipy import special

        def just(size: Floats, part: Floats) -> Floats:
            ways = special.gammaln(events + size) - special.gammaln(events + 1) - special.gammaln(size)
            found: Floats = ways + events * np.log(part) - (events + size) * np.log1p(part)
            return found

        return self._log_of_both(just, due, variation)

    def log_tail(self, events: Floats, due: Floats, variation: Floats, high: Bools) -> Floats:
        """Return the logarithm of the chance of so many or more events where `high`, else of so many or fewer."""
        from scipy import special

        def beyond(size: Floats, part: Floats) -> Floats:
            more = special.betainc(np.maximum(events, LEAST), size, part / (1 + part))
            fewer = special.betainc(size, events + 1, 1 / (1 + part))
            found: Floats = np.log(np.maximum(np.where(high, more, fewer), SMALLEST))
            return found

        return self._log_of_both(beyond, due, variation)

    def _log_of_both(self, chance: Callable[[Floats, Floats], Floats], due: Floats, variation: Floats) -> Floats:
        """Return the logarithm of a chance, be an area's rate as those of others are or, of one of ten, of any level.

        Both are gamma variates, weighed by what was seen elsewhere. `chance` is that of negative binomials, by their
        size and by what is due for each of it.
        """
        from scipy import special

        logs = []
        for prior, part in ((np.maximum(self.prior, WIDE), 1 - APART), (np.full_like(self.prior, WIDE), APART)):
            total, whole = prior + self.events, prior + self.due
            of_prior = prior * np.log(prior) - special.gammaln(prior)
            weight = np.log(part) + of_prior + special.gammaln(total) - total * np.log(whole)
            size = 1 / (1 / total + variation)
            logs.append((weight, weight + chance(size, np.maximum(due * total / whole, LEAST) / size)))
        (weight, one), (other_weight, other) = logs
        found: Floats = np.logaddexp(one, other) - np.logaddexp(weight, other_weight)
        return found


class _Due(Struct, frozen=True, eq=False):
    """What is due in each month to the people of areas at the rate of all others, else at their own; and `prior`."""

    grid: Floats
    prior: Floats

    @classmethod
    def of(cls, series: Series, level: Spread) -> _Due:
        told = across(series.level) > 0
        prior = np.where(told, 1 / max(level.long, LEAST), 0.0)
        return cls(np.where(told[:, None], series.level, series.others), prior)


def silences(series: Series, spread: Spreads, bar: float) -> Windows:
    """Return the stretches without an event that are less likely than a bar, one of each row at the most.

    Of the stretches that end with a month, one is the first to be so unlikely: each month counts once.
    """
    due, months = _Due.of(series, spread.level), series.events.shape[1]
    rows = np.flatnonzero(across(due.grid * (series.events == 0)) > np.log(1 / bar))
    grid = due.grid[rows]
    first, last = largest_stretch(np.where(series.events[rows] > 0, NEVER, grid))
    inside, outside = parts(grid, first, last)
    none = np.zeros(len(rows))
    rates = Rates(across(series.events[rows]), outside, due.prior[rows])
    weight = -rates.log_chance(none, inside, spread.others.of(last - first + 1))
    chance = months * np.exp(-weight)
    own = inside * ratio(rates.events, rates.due)
    return Windows(rows, first, last, chance, weight, none, own).of(np.flatnonzero(chance < bar))


def digits(series: Series, spread: Spreads, bar: float, weigh: Weigh) -> Windows:
    """Return the months whose figure has a digit too many: without its last one it fits, also to how people moved."""
    highest, total = series.events.max(axis=1, initial=0), across(series.events)
    rows = np.flatnonzero(highest >= TEN)
    rows = rows[highest[rows] * across((series.own[rows] > 0).astype(np.float64)) >= FACTOR * total[rows]]
    months = across((series.own[rows] > 0).astype(np.float64))[:, None]
    high = (series.events[rows] >= TEN) & (series.events[rows] * months >= FACTOR * total[rows, None])
    place, month = np.nonzero(high)
    of_rows = _Due.of(series.of(rows), spread.level)
    row, here = rows[place], of_rows.grid[place, month]
    found = series.events[row, month]
    rates = Rates(total[row] - found, across(of_rows.grid)[place] - here, of_rows.prior[place])
    variation = spread.others.of(np.ones(len(row), dtype=np.int64))
    true = np.floor(found / TEN)
    weight = rates.log_chance(true, here, variation) - rates.log_chance(found, here, variation)
    likely = np.flatnonzero((weight > 0) & (here > 0))
    weight = weight[likely] + weigh(row[likely], month[likely], (found - true)[likely])
    chance = series.events.shape[1] * np.exp(-weight)
    own = here * ratio(rates.events, rates.due)
    cells = Windows(row[likely], month[likely], month[likely], chance, weight, found[likely], own[likely])
    return cells.of(np.flatnonzero(chance < bar))


def halves(series: Series, spread: Spreads, bar: float) -> Windows:
    """Return the months from which on rows have half of their events, or twice as many.

    The month is the one from which on the figures speak most for it, beside what the months before and other areas say
    of a row's rate; its chance is that of so few events, or so many, times the number of months, and of both. Months
    that are not apart from the area's own are none: an error elsewhere moves what is due.
    """
    due, months = _Due.of(series, spread.level), series.events.shape[1]
    so_far = [np.cumsum(grid, axis=1) for grid in (series.events, due.grid)]
    events, expected = (grid[:, -1:] - grid[:, :-1] for grid in so_far)
    rows = np.flatnonzero(_far(events, expected, so_far[0], so_far[1], due.prior).max(axis=1) > np.log(1 / bar))
    events, expected = events[rows], expected[rows]
    prior = due.prior[rows, None] * np.ones((1, months - 1))
    rates = Rates(so_far[0][rows, :-1], so_far[1][rows, :-1], prior)
    variation = spread.others.of(np.arange(months - 1, 0, -1))
    sound = rates.log_chance(events, expected, variation)
    gains = np.stack([rates.log_chance(events, factor * expected, variation) - sound for factor in (HALF, TWICE)])
    row = np.arange(len(rows))
    first = np.argmax(gains.max(axis=0), axis=1)
    high = gains[1, row, first] > gains[0, row, first]
    rates = Rates(*(grid[row, first] for grid in (rates.events, rates.due, rates.prior)))
    events, expected = events[row, first], expected[row, first]
    chance = 2 * (months - 1) * np.exp(rates.log_tail(events, expected, variation[first], high))
    own, last = expected * ratio(rates.events, rates.due), np.full(len(row), months - 1)
    found = Windows(rows, first + 1, last, chance, gains.max(axis=0)[row, first], events, own)
    told = found.of(np.flatnonzero((chance < bar) & (found.speaks > 0)))
    return told.of(np.flatnonzero(is_apart(series, spread, told.rows, told.first, told.last)))


def _far(events: Floats, due: Floats, all_events: Floats, all_due: Floats, prior: Floats) -> Floats:
    """Return how far events are from what the other months, and the other areas, let expect: squared, in variances.

    The logarithm of a chance is about a half of that, of half of the events a little more: it is looked up where this
    is as large as the bar.
    """
    share = ratio(due, all_due[:, -1:])
    total = all_events[:, -1:]
    in_time = ratio((events - total * share) ** 2, total * share * (1 - share))
    level = ratio((events - due) ** 2, due + due**2 * ratio(np.ones_like(prior), prior)[:, None])
    found: Floats = in_time + np.where(prior[:, None] > 0, level, 0.0)
    return found
