"""How likely it is that chance alone puts a figure under two dates: of events that come anew, of people who stay."""

from __future__ import annotations

import numpy as np

from popcalc.arrays import AnyInts, Floats, Ints
from popcalc.definitions.catalogue import Formula, Moment, Term
from popcalc.quality.material import Material

TABLED = 200
"""Up to here chances are made by the formula itself, above by its first terms, which then differ by less than 1e-6."""
MOVE_BITS = 32
LARGEST_MOVE = (1 << MOVE_BITS) - 1
"""Larger moves count as this, so that a village and its move sort as one number."""
UNKNOWN = -1
"""Stands for a move of which one end is not reported."""


def of_the_same(figures: AnyInts) -> Floats:
    """Return how likely two months have the same figure, of events that come in both at the rate of that figure.

    Poisson: the sum over k of the squared chance of k, which is exp(-2x) I0(2x), about 1 / (2 sqrt(pi x)). Months that
    come at different rates agree less often. That the rate is taken from what both have is on the safe side: on
    average over what chance gives, (1 if equal else 0) / product of these is below 1, so that a product below a bar
    comes no more often than the bar says.
    """
    events = np.maximum(figures, 0)
    rates = np.arange(TABLED + 1, dtype=np.float64)
    table = np.exp(-2 * rates) * np.i0(2 * rates)
    many = np.maximum(events, 1).astype(np.float64)
    beyond = (1 + 1 / (16 * many)) / (2 * np.sqrt(np.pi * many))
    chance: Floats = np.where(events <= TABLED, table[np.minimum(events, TABLED)], beyond)
    return chance


def of_the_same_people(material: Material, stock: str) -> Floats:
    """Return for each row of the table how likely its figure of a stock is just that of some other date.

    `u` is by how many the stock of the village usually (in the median) leaves what the flows of a row explain, `d` how
    far the row itself is away from what the rows on both sides would have, by the nearer of them:
    1 / ((1 + u) (1 + (d / (1 + u))^2)). As it falls no faster than that, a village that once leaps proves little.
    """
    unexplained = _unexplained(material, stock)
    usual = 1.0 + _usual(unexplained, material.village)
    edge = np.zeros(1, dtype=np.int64)
    before, after = np.concatenate([edge, unexplained]), np.concatenate([unexplained, edge])
    away = np.maximum(np.minimum(before, after), 0) / usual
    chance: Floats = np.where(material.table.column(stock) > 0, 1 / (usual * (1 + away**2)), 1.0)
    return chance


def steps(figures: AnyInts, village: AnyInts) -> Ints:
    """Return how far each row but the first is from the row of its village before it, `UNKNOWN` where there is none."""
    known = (village[1:] == village[:-1]) & (figures[1:] >= 0) & (figures[:-1] >= 0)
    return np.where(known, np.abs(figures[1:].astype(np.int64) - figures[:-1]), UNKNOWN)


def _unexplained(material: Material, stock: str) -> Ints:
    """Return by how many a stock moved from each row to the next beyond the flows of the latter, without sign.

    A stock may also be carried on from an earlier count: one that stays where it is needs no explanation.
    """
    figures = material.table.column(stock)
    known = (material.village[1:] == material.village[:-1]) & (material.start[1:] == material.end[:-1] + 1)
    known &= (figures[1:] >= 0) & (figures[:-1] >= 0)
    all_of_it = figures[1:].astype(np.int64) - figures[:-1]
    moved = all_of_it.copy()
    for term in _explaining(material, stock):
        moved -= term.coefficient * np.maximum(material.table.column(term.count)[1:], 0)
    return np.where(known, np.minimum(np.abs(moved), np.abs(all_of_it)), UNKNOWN)


def _explaining(material: Material, stock: str) -> tuple[Term, ...]:
    """Return the flows that move a stock, by the rule of the catalogue that balances it, as far as they are given."""
    balanced = Formula((Term(1, stock),))
    for rule in material.catalogue.identities.values():
        opening = any(term.count == stock and term.moment is Moment.OPENING for term in rule.right)
        if rule.left == balanced and opening:
            return tuple(term for term in rule.right if term.count != stock and term.count in material.table.counts)
    return ()


def _usual(moves: Ints, village: AnyInts) -> Ints:
    """Return for each row the median of its village's moves (the lower one of two), 0 where there is none."""
    known = np.flatnonzero(moves >= 0)
    own = village[1:][known].astype(np.int64)
    ordered = np.sort((own << MOVE_BITS) + np.minimum(moves[known], LARGEST_MOVE))
    number = np.bincount(own, minlength=int(village.max(initial=-1)) + 1)
    middle = np.cumsum(number) - number + (number - 1) // 2
    usual = np.zeros(len(number), dtype=np.int64)
    usual[number > 0] = ordered[middle[number > 0]] & LARGEST_MOVE
    found: Ints = usual[village]
    return found
