"""Stretches of months in which a flow never falls, and how likely that is of monthly figures."""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Bools, Floats, Ints


class Stretches(Struct, frozen=True, eq=False):
    """The rows of villages cut into stretches, each from a fall, or a village's first row, up to the next.

    `first` and `last` are rows; `number` is for each row that of its stretch.
    """

    first: Ints
    last: Ints
    number: Ints


def falls(village: AnyInts, figures: AnyInts) -> Bools:
    """Return the rows (in order of village and month) whose figure is below the one that the village gave before.

    A figure that is missing (negative) falls from nothing, and nothing falls from it.
    """
    fallen = np.zeros(len(figures), dtype=bool)
    if figures.min(initial=0) >= 0:
        fallen[1:] = (village[1:] == village[:-1]) & (figures[1:] < figures[:-1])
        return fallen
    known = np.flatnonzero(figures >= 0)
    fallen[known[1:]] = (village[known[1:]] == village[known[:-1]]) & (figures[known[1:]] < figures[known[:-1]])
    return fallen


def cut(village: AnyInts, fallen: Bools) -> Stretches:
    """Return the stretches of rows between falls."""
    begins = fallen.copy()
    begins[:1] = True
    begins[1:] |= village[1:] != village[:-1]
    first = np.flatnonzero(begins)
    return Stretches(first, np.append(first[1:], len(village)) - 1, np.cumsum(begins) - 1)


def log_chance(figures: AnyInts, number: AnyInts, stretches: int) -> Floats:
    """Return for each stretch the logarithm of the chance that its figures never fall, in any order alike.

    Given the figures, it is the product of the factorials of how often each is there / n!. The figures of a stretch
    stand in their order, `number` says of which each is; missing ones (negative) do not count.
    """
    known = figures >= 0
    figures, number = figures[known], number[known]
    fresh = np.ones(len(figures), dtype=bool)
    fresh[1:] = (figures[1:] != figures[:-1]) | (number[1:] != number[:-1])
    # The number of equals up to each figure: their logarithms add up to that of the factorials.
    place = np.arange(len(figures))
    equals = place - np.maximum.accumulate(np.where(fresh, place, 0)) + 1
    of_ties = np.bincount(number, np.log(equals), stretches)
    months = np.bincount(number, minlength=stretches)
    of_factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, int(months.max(initial=0)) + 1)))])
    logs: Floats = of_ties - of_factorials[months]
    return logs


def fewest_months(bar: float) -> int:
    """Return how many months at least a chance with a logarithm below `bar` takes."""
    months = 1
    while -math.lgamma(months + 1) >= bar:
        months += 1
    return months
