"""Month-ends of a population that stand a little apart from those before and after, more than people come and go."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from popcalc.arrays import AnyInts, Bools, Floats
from popcalc.errors import Place
from popcalc.language import Text, text
from popcalc.quality.findings import CHANCE, WARNING, Finding
from popcalc.quality.material import POPULATIONS, Material

SHARE = 0.2
"""The part of the chance of a false finding that these have."""
VITAL = ("births", "deaths")
MOVES = ("migration_in", "migration_out")
LEAST = 9
"""Two neighbouring digits that changed places make a difference of nine at least."""
LARGEST = 2
"""So many of a village's largest moves do not count when its usual ones are reckoned: they may be the slip."""


def check_slips(material: Material) -> Iterator[Finding]:
    """Yield month-ends from which a population moves away and straight back, by more than it usually moves.

    A move is what a population changes by in a month beside births and deaths. Its variance is that of the village's
    other moves, and at least so much for each person as in the villages in the middle. Two moves that differ as much as
    these have a chance of at most 2 exp(-d^2 / (2 (2 v + d / 3))) (Bernstein's inequality). Where
    migration is reported, the balance says more.
    """
    counts = material.table.counts
    name = next((name for name in POPULATIONS if name in counts), None)
    if name is None or set(MOVES) <= set(counts) or not material.monthly:
        return
    moves, known = moves_of(material, name)
    if not known.any():
        return
    variance = _variance(moves, known, material.village, material.table.column(name))
    both = np.flatnonzero(known[1:] & known[:-1])
    apart = np.abs(moves[both] - moves[both + 1])
    chance = 2 * np.exp(-(apart**2) / (2 * (2 * variance[both] + apart / 3)))
    back = np.abs(moves[both] + moves[both + 1]) < apart / 2
    spots = both[(chance * len(both) < CHANCE * SHARE) & (apart >= 2 * LEAST) & back]
    for row, place in zip(spots.tolist(), material.places(spots, name), strict=True):
        yield _finding(material, name, row, moves, place)


def moves_of(material: Material, name: str) -> tuple[Floats, Bools]:
    """Return for each row how many came, less those who went, since the month before, and where that is known.

    `name` is a stock of people: what it changes by that is no birth and no death is a move.
    """
    people = material.table.column(name)
    follows = np.zeros(len(people), dtype=bool)
    follows[1:] = (material.village[1:] == material.village[:-1]) & (material.start[1:] == material.start[:-1] + 1)
    follows[1:] &= (people[1:] > 0) & (people[:-1] > 0)
    moves = np.zeros(len(people))
    moves[1:] = np.diff(people.astype(np.float64))
    for count, sign in zip(VITAL, (-1, 1), strict=True):
        if count in material.table.counts:
            moves += sign * np.maximum(material.table.column(count), 0)
    return moves, follows


def _variance(moves: Floats, known: Bools, village: AnyInts, people: AnyInts) -> Floats:
    """Return for each row the variance of its village's moves, without the largest, at least that of its people."""
    rows = np.flatnonzero(known)
    squares, own = moves[rows] ** 2, village[rows]
    order = np.lexsort((-squares, own))
    first = np.flatnonzero(np.diff(own[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(first, np.diff(first, append=len(order)))
    usual = order[rank >= LARGEST]
    villages = int(village.max()) + 1
    number = np.bincount(own[usual], minlength=villages)
    mean = np.bincount(own[usual], squares[usual], villages) / np.maximum(number, 1)
    size = np.bincount(own[usual], people[rows][usual], villages) / np.maximum(number, 1)
    each = float(np.median((mean / np.maximum(size, 1))[number > 0])) if number.any() else 0.0
    found: Floats = np.maximum(mean[village], each * np.maximum(people, 0))
    return np.maximum(found, 1.0)


def _finding(material: Material, name: str, row: int, moves: Floats, place: Place | None) -> Finding:
    found = int(material.table.column(name)[row])
    expected = round(found - (float(moves[row]) - float(moves[row + 1])) / 2)
    message = text(
        "{stock} is {found}, where the months before and after, with births and deaths, make about {expected}{how}",
        stock=name,
        found=f"{found:,}",
        expected=f"{expected:,}",
        how=_how(found, expected, tolerance=abs(found - expected) / 2),
    )
    month, village = int(material.start[row]), int(material.village[row])
    return Finding("POPULATION_SLIP", WARNING, village, month, month, name, message, place, expected, found)


def _how(found: int, expected: int, tolerance: float) -> Text:
    digits = str(found)
    swapped = (
        digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :] for place in range(len(digits) - 1)
    )
    if any(abs(int(one) - expected) <= tolerance for one in swapped):
        return text(": are two digits swapped?")
    return text(": a slip?")
