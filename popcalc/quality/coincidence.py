"""How likely it is that chance alone puts a figure under two dates: of events that come anew, of people who stay."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Bools, Floats, Ints
from popcalc.definitions.catalogue import Formula, Moment, Term
from popcalc.quality.material import Material
from popcalc.quality.members import row_pieces

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


class Chances(Struct, frozen=True, eq=False):
    """How likely it is, for each of some rows, that its figure of a stock is just that of an earlier row.

    `stands` is it as such. A stock that stands where it stood has mostly left its way, so that the next row makes up
    for what was left out (`after`); where the figure is that of an `earlier` row than the one before, both moves are
    out of the ordinary. These two hold for one village alone: what moves all villages in a month is no chance. Where no
    rule balances the stock with flows they say no more than `stands`.
    """

    stands: Floats
    after: Floats
    earlier: Floats


class SamePeople:
    """How likely it is that the figures of a stock are just those of earlier rows, in all rows of a table.

    u is by how many the stock of a village usually (in the median) leaves what the flows of a row explain. Were its
    moves normal with that median, it would stand with the chance erf(0.5 / (s sqrt(2))), s = u / 0.6745; that is raised
    by as much as stocks stand oftener than so in the whole table. What is beyond it is that times the share of all
    moves, of all villages, that are as large in terms of 1 + u and of the month's usual one.

    Of millions of rows only their moves are kept; all else is made for the rows of some villages.
    """

    def __init__(self, material: Material, stock: str) -> None:
        self._village, self._start, self._end = material.village, material.start, material.end
        self._figures = material.table.column(stock)
        self._pieces = row_pieces(material.first_row)
        self._moves = np.full(len(self._figures), UNKNOWN, dtype=self._figures.dtype)
        self._usual = np.zeros(material.table.areas.villages, dtype=np.int64)
        flows = [(term.coefficient, material.table.column(term.count)) for term in _explaining(material, stock)]
        self._stands = self._chance_to_stand(flows)
        self._is_balanced = bool(flows)
        if self._is_balanced:
            self._first = int(self._start.min()) if len(self._start) else 0
            self._of_months = self._usual_of_months()
            self._tail = Tail.of(lambda: (self._relative(rows)[self._is_ordinary(rows)] for rows in self._pieces))

    def of_rows(self, rows: slice) -> Chances:
        """Return it for a stretch of rows, all those of their villages."""
        stands = np.where(self._figures[rows] > 0, self._stands[self._village[rows]], 1.0)
        if not self._is_balanced:
            return Chances(stands, stands, stands)
        ordinary = self._is_ordinary(rows)
        before = np.ones(len(stands))
        before[ordinary] = self._tail.share(self._relative(rows)[ordinary])
        # The less out of the ordinary of the moves to a row and from it.
        after = np.append(before[1:], 1.0)
        return Chances(stands, stands * after, stands * np.maximum(before, after))

    def _chance_to_stand(self, flows: Sequence[tuple[int, AnyInts]]) -> Floats:
        """Return for each village how likely its stock stands where it stood, and keep its moves."""
        known = np.zeros(len(self._usual), dtype=np.int64)
        stood = 0
        for rows in self._pieces:
            figures, moves = self._figures[rows], self._unexplained(rows, flows)
            self._moves[rows] = moves
            first = int(self._village[rows.start])
            village = self._village[rows] - first
            among = slice(first, first + int(village[-1]) + 1)
            number = np.bincount(village[moves >= 0], minlength=among.stop - first)
            known[among], self._usual[among] = number, _usual(moves, village, number)
            stood += int(((moves >= 0)[1:] & (figures[1:] == figures[:-1])).sum())
        chance = _at_zero(self._usual)
        oftener = max(stood / max(float((chance * known).sum()), 1.0), 1.0)
        return np.minimum(chance * oftener, 1.0)

    def _unexplained(self, rows: slice, flows: Sequence[tuple[int, AnyInts]]) -> Ints:
        """Return by how many the stock moved to each row beyond the flows of it, without sign.

        A stock may also be carried on from an earlier count: one that stays where it is needs no explanation.
        """
        figures, village = self._figures[rows].astype(np.int64), self._village[rows]
        known = (village[1:] == village[:-1]) & (self._start[rows][1:] == self._end[rows][:-1] + 1)
        known &= (figures[1:] >= 0) & (figures[:-1] >= 0)
        all_of_it = np.diff(figures)
        moved = all_of_it.copy()
        for coefficient, flow in flows:
            moved -= coefficient * np.maximum(flow[rows][1:], 0)
        moves = np.where(known, np.minimum(np.abs(moved), np.abs(all_of_it)), UNKNOWN)
        return np.append(UNKNOWN, moves)

    def _is_ordinary(self, rows: slice) -> Bools:
        """Return which moves are known and no leaps."""
        moves = self._moves[rows]
        return (moves >= 0) & (moves <= LARGEST_PART * self._figures[rows])

    def _in_usual_ones(self, rows: slice) -> Floats:
        """Return the move to each row in terms of those that are usual in its village, 0 where it is not known."""
        found: Floats = np.maximum(self._moves[rows], 0) / (1.0 + self._usual[self._village[rows]])
        return found

    def _relative(self, rows: slice) -> Floats:
        """Return the same in terms of those that are usual in its month, too."""
        found: Floats = self._in_usual_ones(rows) / (1.0 + self._of_months[self._start[rows] - self._first])
        return found

    def _usual_of_months(self) -> Floats:
        """Return for each month from the first the median of all known moves to it."""
        moves, places = [np.zeros(0, dtype=np.float32)], [np.zeros(0, dtype=np.int16)]
        for rows in self._pieces:
            known = self._moves[rows] >= 0
            moves.append(self._in_usual_ones(rows)[known].astype(np.float32))
            # Short numbers sort in one go over them.
            places.append((self._start[rows] - self._first)[known].astype(np.int16))
        place = np.concatenate(places)
        months = int(self._start.max(initial=self._first)) - self._first + 1
        edges = np.cumsum(np.bincount(place, minlength=months))
        ordered = np.concatenate(moves)[np.argsort(place, kind="stable")]
        of_months = np.split(ordered, edges[:-1])
        return np.array([float(np.median(some)) if len(some) else 0.0 for some in of_months])


class Tail(Struct, frozen=True, eq=False):
    """The share of some moves that are at least as large as one, to a step of 4 %.

    Beyond the largest fiftieth, if that is some, the share falls as exp(-excess / mean excess): there are too few to
    count what is beyond them all.
    """

    shares: Floats
    threshold: float
    mean_excess: float

    @classmethod
    def of(cls, pieces: Callable[[], Iterable[Floats]]) -> Tail:
        """Return it of the moves in some pieces, which are asked for twice."""
        number = np.zeros(0, dtype=np.int64)
        for moves in pieces():
            found = np.bincount(_size(moves), minlength=len(number))
            found[: len(number)] += number
            number = found
        at_least = np.cumsum(number[::-1])[::-1]
        edge = np.flatnonzero(at_least <= number.sum() / BEYOND)
        threshold = 2 ** (int(edge[0]) / STEPS) - 1 if len(edge) else math.inf
        beyond, excess = 0, 0.0
        for moves in pieces():
            larger = moves[moves > threshold]
            beyond, excess = beyond + len(larger), excess + float((larger - threshold).sum())
        enough = beyond >= FEWEST_BEYOND
        return cls(
            np.minimum((at_least + 1) / (number.sum() + 1), 1.0),
            threshold if enough else math.inf,
            excess / beyond if enough else 1.0,
        )

    def share(self, moves: Floats) -> Floats:
        """Return the share of the moves at least as large as each of some of them."""
        found: Floats = self.shares[_size(moves)]
        beyond = moves > self.threshold
        share = np.exp(-(moves[beyond] - self.threshold) / self.mean_excess) / BEYOND
        found[beyond] = np.maximum(share, LEAST_SHARE)
        return found


def _size(moves: Floats) -> Ints:
    return (STEPS * np.log2(1 + moves)).astype(np.int64)


def _at_zero(usual: Ints) -> Floats:
    """Return the chance that a normal move, of which the median without sign is given, rounds to none."""
    distinct, at = np.unique(usual, return_inverse=True)
    chance = [math.erf(0.5 * NORMAL_MEDIAN / (one * math.sqrt(2))) if one else 1.0 for one in distinct.tolist()]
    found: Floats = np.array(chance, dtype=np.float64)[at]
    return found


def steps(figures: AnyInts, village: AnyInts) -> Ints:
    """Return how far each row but the first is from the row of its village before it, `UNKNOWN` where there is none."""
    known = (village[1:] == village[:-1]) & (figures[1:] >= 0) & (figures[:-1] >= 0)
    return np.where(known, np.abs(figures[1:].astype(np.int64) - figures[:-1]), UNKNOWN)


def _explaining(material: Material, stock: str) -> tuple[Term, ...]:
    """Return the flows that move a stock, by the rule of the catalogue that balances it, as far as they are given."""
    balanced = Formula((Term(1, stock),))
    for rule in material.catalogue.identities.values():
        opening = any(term.count == stock and term.moment is Moment.OPENING for term in rule.right)
        if rule.left == balanced and opening:
            return tuple(term for term in rule.right if term.count != stock and term.count in material.table.counts)
    return ()


def _usual(moves: Ints, village: AnyInts, number: Ints) -> Ints:
    """Return for each village the median of its known moves, `number` of them (the lower one of two); 0 without any."""
    known = moves >= 0
    own = village[known].astype(np.int64)
    ordered = np.sort((own << MOVE_BITS) + np.minimum(moves[known], LARGEST_MOVE))
    middle = np.cumsum(number) - number + (number - 1) // 2
    usual = np.zeros(len(number), dtype=np.int64)
    usual[number > 0] = ordered[middle[number > 0]] & LARGEST_MOVE
    return usual
