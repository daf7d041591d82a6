"""How likely it is that chance alone puts a figure under two dates: of events that come anew, of people who stay."""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Bools, Floats, Ints
from popcalc.definitions.catalogue import Formula, Moment, Term
from popcalc.quality.material import Material

TABLED = 200
"""Up to here chances are made by the formula itself, above by its first terms, which then differ by less than 1e-6."""
NORMAL_MEDIAN = 0.6745
"""The median of a standard normal deviate without its sign."""
LARGEST_PART = 0.05
"""A stock that moves by more of itself leaps: what it missed in one month is less, and leaps say nothing of it."""
BEYOND, FEWEST_BEYOND, LEAST_SHARE = 50, 20, 1e-6
"""The part of the moves that shows how moves become rarer with their size, how many it takes, and what is least."""
STEPS = 16
"""Sizes of moves are told apart by this part of an octave."""
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
    chance: Floats = table[np.minimum(events, TABLED)]
    beyond = np.flatnonzero(events > TABLED)
    many = events[beyond].astype(np.float64)
    chance[beyond] = (1 + 1 / (16 * many)) / (2 * np.sqrt(np.pi * many))
    return chance


class SamePeople(Struct, frozen=True, eq=False):
    """How likely it is, for each row of the table, that its figure of a stock is just that of an earlier row.

    `stands` is it as such. A stock that stands where it stood has mostly left its way, so that the next row makes up
    for what was left out (`after`); where the figure is that of an `earlier` row than the one before, both moves are
    out of the ordinary. These two hold for one village alone: what moves all villages in a month is no chance. Where no
    rule balances the stock with flows they say no more than `stands`.
    """

    stands: Floats
    after: Floats
    earlier: Floats

    @classmethod
    def of(cls, material: Material, stock: str) -> SamePeople:
        """Return it for a stock.

        u is by how many the stock of a village usually (in the median) leaves what the flows of a row explain. Were its
        moves normal with that median, it would stand with the chance erf(0.5 / (s sqrt(2))), s = u / 0.6745; that is
        raised by as much as stocks stand oftener than so in the whole table. The other two are that times the share of
        all moves, of all villages, that are as large in terms of 1 + u and of the month's usual one.
        """
        unexplained, is_balanced = _unexplained(material, stock)
        usual = _usual(unexplained, material.village)
        known = unexplained >= 0
        figures = material.table.column(stock)
        at_zero = _at_zero(usual)
        stood = int((figures[1:][known] == figures[:-1][known]).sum())
        oftener = max(stood / max(float(at_zero[1:][known].sum()), 1.0), 1.0)
        stands = np.where(figures > 0, np.minimum(at_zero * oftener, 1.0), 1.0)
        if not is_balanced:
            return cls(stands, stands, stands)
        moves = np.where(known, unexplained / (1.0 + usual[1:]), 0.0)
        moves /= 1.0 + _usual_of_months(moves, material.start[1:], known)
        tail = _tail(moves, known & (unexplained <= LARGEST_PART * figures[1:]))
        edge = np.ones(1)
        # The less out of the ordinary of the moves to a row and from it.
        before, after = np.concatenate([edge, tail]), np.concatenate([tail, edge])
        return cls(stands, stands * after, stands * np.maximum(before, after))


def _at_zero(usual: Ints) -> Floats:
    """Return the chance that a normal move, of which the median without sign is given, rounds to none."""
    distinct, at = np.unique(usual, return_inverse=True)
    chance = [math.erf(0.5 * NORMAL_MEDIAN / (one * math.sqrt(2))) if one else 1.0 for one in distinct.tolist()]
    found: Floats = np.array(chance, dtype=np.float64)[at]
    return found


def _usual_of_months(moves: Floats, months: AnyInts, known: Bools) -> Floats:
    """Return for each move the median of all moves in its month."""
    place = months - (int(months.min()) if len(months) else 0)
    # Short numbers sort in one go over them.
    order = np.argsort(place[known].astype(np.int16), kind="stable")
    edges = np.cumsum(np.bincount(place[known], minlength=int(place.max(initial=-1)) + 1))
    of_months = np.split(moves[known][order], edges[:-1])
    usual = np.array([np.median(some) if len(some) else 0.0 for some in of_months])
    found: Floats = usual[place]
    return found


def _tail(moves: Floats, known: Bools) -> Floats:
    """Return the share of the known moves that are at least as large as each, to a step of 4 %; 1 for unknown ones.

    Beyond the largest fiftieth, if that is some, the share falls as exp(-excess / mean excess): there are too few to
    count what is beyond them all.
    """
    step = (STEPS * np.log2(1 + moves)).astype(np.int64)
    number = np.bincount(step[known], minlength=int(step.max(initial=0)) + 1)
    at_least = np.cumsum(number[::-1])[::-1]
    share: Floats = np.where(known, ((at_least + 1) / (known.sum() + 1))[step], 1.0)
    edge = np.flatnonzero(at_least <= known.sum() / BEYOND)
    threshold = 2 ** (edge[0] / STEPS) - 1 if len(edge) else np.inf
    beyond = known & (moves > threshold)
    if beyond.sum() >= FEWEST_BEYOND:
        excess = moves[beyond] - threshold
        share[beyond] = np.maximum(np.exp(-excess / excess.mean()) / BEYOND, LEAST_SHARE)
    return np.minimum(share, 1.0)


def steps(figures: AnyInts, village: AnyInts) -> Ints:
    """Return how far each row but the first is from the row of its village before it, `UNKNOWN` where there is none."""
    known = (village[1:] == village[:-1]) & (figures[1:] >= 0) & (figures[:-1] >= 0)
    return np.where(known, np.abs(figures[1:].astype(np.int64) - figures[:-1]), UNKNOWN)


def _unexplained(material: Material, stock: str) -> tuple[Ints, bool]:
    """Return by how many a stock moved from each row to the next beyond the flows of the latter, without sign, and
    whether there are such flows.

    A stock may also be carried on from an earlier count: one that stays where it is needs no explanation.
    """
    figures = material.table.column(stock)
    known = (material.village[1:] == material.village[:-1]) & (material.start[1:] == material.end[:-1] + 1)
    known &= (figures[1:] >= 0) & (figures[:-1] >= 0)
    all_of_it = figures[1:].astype(np.int64) - figures[:-1]
    moved = all_of_it.copy()
    flows = _explaining(material, stock)
    for term in flows:
        moved -= term.coefficient * np.maximum(material.table.column(term.count)[1:], 0)
    return np.where(known, np.minimum(np.abs(moved), np.abs(all_of_it)), UNKNOWN), bool(flows)


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
