"""How people move: what the change of a village's people says of its births or deaths, where no migration is told."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from popcalc.arrays import Bools, Floats, Ints, distinct_values
from popcalc.quality.exchanged import NORMAL, STILL, medians
from popcalc.quality.material import POPULATIONS, Material
from popcalc.quality.slips import LARGEST, MOVES
from popcalc.quality.usual import VITAL, across, ratio

SIGNS = dict(zip(VITAL, (1, -1), strict=True))
"""A birth adds one to the people, a death takes one away."""
MONTHS = 6
"""With fewer moves nothing tells how a village moves."""
ENOUGH = 2000
"""So many villages, evenly taken, say how rare large moves are."""
BEYOND, FEWEST = 50, 20
"""The largest moves, a fiftieth of all and so many at least, say how they become rarer with their size."""
FEW = 100
"""With fewer moves in all nothing tells how rare large ones are."""


def by_moves(material: Material, flow: str, village: Ints, month: Ints, excess: Floats) -> Floats:
    """Return how much likelier people moved as they did, were a village's events in a month so many fewer (logarithm).

    A move is what the people of a village change by in a month beside births and deaths, less the usual one (the median
    of its months), in standard deviations of the village. Moves are taken to be normal, and beyond the largest fiftieth
    of all to become rarer by a power of their size, which these tell (Hill): a household may move in everywhere.
    Nothing is said (0) where migration is reported, so that a balance says more, or people are not counted each month.
    """
    found = np.zeros(len(village))
    counts = material.table.counts
    name = next((name for name in POPULATIONS if name in counts), None)
    if name is None or not set(VITAL) <= set(counts) or set(MOVES) <= set(counts) or material.step != 1:
        return found
    number = material.shape[0]
    some = np.linspace(0, number - 1, min(number, ENOUGH)).astype(np.int64)
    villages = distinct_values(np.concatenate([some, village]))
    moves, known, people = _moves(material, name, villages)
    deviation = _deviation(moves, known, people)
    far = np.abs(moves) / deviation[:, None]
    sample = np.searchsorted(villages, some)
    density = _Density.of(far[sample][known[sample]])
    if density is None:
        return found
    place = np.searchsorted(villages, village)
    says = known[place, month]
    place, month = place[says], month[says]
    true = np.abs(moves[place, month] + SIGNS[flow] * excess[says]) / deviation[place]
    found[says] = density.log(true) - density.log(far[place, month])
    return found


def _moves(material: Material, name: str, villages: Ints) -> tuple[Floats, Bools, Floats]:
    """Return the moves of some villages in each month, beside the usual one; where they are known; and the people."""
    rows = material.row_of[villages]
    stock, births, deaths = (
        np.where(rows >= 0, material.table.column(count)[rows], -1).astype(np.float64) for count in (name, *VITAL)
    )
    known: Bools = (stock > 0) & (births >= 0) & (deaths >= 0)
    known[:, 1:] &= stock[:, :-1] > 0
    known[:, :1] = False
    change, natural = np.diff(stock, axis=1, prepend=0) * known, (births - deaths) * known
    still = across(((change == 0) & (natural != 0)).astype(np.float64))
    months = across(known.astype(np.float64))
    known &= ((months >= MONTHS) & (still < STILL * months))[:, None]
    moves = (change - natural) * known
    people = ratio(across(stock * known), across(known.astype(np.float64)))
    return (moves - medians(moves, known)[:, None]) * known, known, people


def _deviation(moves: Floats, known: Bools, people: Floats) -> Floats:
    """Return the standard deviation of each village's moves but the largest, at least that of so many people."""
    squares = np.sort(moves**2 * known, axis=1)[:, : max(moves.shape[1] - LARGEST, 0)]
    variance = ratio(across(squares), across(known.astype(np.float64)) - LARGEST)
    some = variance > 0
    each = float(np.median(variance[some] / people[some])) if some.any() else 0.0
    found: Floats = np.sqrt(np.maximum(np.maximum(variance, each * people), 1.0))
    return found


class _Density(Struct, frozen=True):
    """How dense moves of some size are, in standard deviations and without sign.

    Up to `edge` they are normal, of a deviation of `scale`. The `share` beyond falls by a `power` of the size.
    """

    scale: float
    edge: float
    share: float
    power: float

    @classmethod
    def of(cls, far: Floats) -> _Density | None:
        """Return it as some moves tell, None where these are few."""
        if len(far) < FEW:
            return None
        ordered = np.sort(far)
        beyond = max(len(far) // BEYOND, FEWEST)
        scale = max(float(np.median(ordered)) / NORMAL, 1 / FEWEST)
        edge = max(float(ordered[-beyond]), scale)
        excess = float(np.log(np.maximum(ordered[-beyond:], edge) / edge).mean())
        return cls(scale, edge, beyond / len(far), 1 / max(excess, 1 / FEWEST))

    def log(self, far: Floats) -> Floats:
        """Return the logarithm of the density at some sizes."""
        core = -0.5 * (far / self.scale) ** 2 - np.log(self.scale * np.sqrt(np.pi / 2))
        beyond = np.log(np.maximum(far, self.edge) / self.edge)
        tail = np.log(self.share * self.power / self.edge) - (self.power + 1) * beyond
        found: Floats = np.where(far > self.edge, np.maximum(core, tail), core)
        return found
