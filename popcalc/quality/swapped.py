"""Month-ends in which two counts that add up to a whole, as men and women, have changed places: the whole hides it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from popcalc.arrays import Bools, Floats
from popcalc.definitions.catalogue import Comparison, Nature
from popcalc.language import plural, text
from popcalc.quality.exchanged import FAR, MONTHS, NORMAL, SHARE, medians
from popcalc.quality.findings import CHANCE, WARNING, Finding
from popcalc.quality.material import Material, stretches
from popcalc.quality.saying import place_of, villages_words
from popcalc.quality.tiers import tiers


def check_swapped(material: Material) -> Iterator[Finding]:
    """Yield the months in which two stocks of one sum are each other's, in all villages of an area that can show it."""
    if material.shape[1] < MONTHS:
        return
    for one, other in _pairs(material):
        yield from _of_pair(material, one, other)


def _pairs(material: Material) -> list[tuple[str, str]]:
    """Return the pairs of stocks that the rules of the catalogue add up to another."""
    given = set(material.counts(Nature.STOCK))
    found: dict[tuple[str, str], None] = {}
    for rule in material.catalogue.identities.values():
        parts = [term.count for term in rule.right.terms if term.count in given]
        if rule.comparison is Comparison.EQUAL and len(rule.left.terms) == 1 and len(parts) == len(rule.right.terms):
            found.update(dict.fromkeys(itertools.combinations(parts, 2)))
    return list(found)


def _of_pair(material: Material, one: str, other: str) -> Iterator[Finding]:
    """Yield the findings of a pair.

    Were they exchanged, the figures would be exp(l) times as likely, l = -2 d D / v, where d is their difference, D the
    usual (median) one of the village and v its variance (normal). By chance l comes above x with a probability of
    exp(-x) at the most (Markov), for each month of each village. The same must hold beside the month before these and
    the month behind them, with the variance of the steps from month to month: two counts that slowly change places are
    sound.
    """
    figures = [material.month_ends(count).astype(np.float64) for count in (one, other)]
    known: Bools = (figures[0] >= 0) & (figures[1] >= 0)
    apart = (figures[0] - figures[1]) * known
    usual = medians(apart, known)[:, None]
    variance = (medians(np.abs(apart - usual), known) / NORMAL)[:, None] ** 2 + 1
    needed = np.log(max(int(known.sum()), 1) / (CHANCE * SHARE))
    shows = known & (known.sum(axis=1) >= MONTHS)[:, None] & (2 * usual**2 > needed * variance)
    swapped = shows & (-2 * apart * usual > needed * variance) & ((apart + usual) ** 2 < FAR**2 * variance)
    swapped &= _leaps(apart, known, swapped, needed)
    if not swapped.any():
        return
    for tier in reversed(tiers(material.table.areas)):
        inside = tier.area_of >= 0
        number = np.zeros((2, len(tier.areas), known.shape[1]), dtype=np.int64)
        for place, grid in enumerate((shows, swapped)):
            np.add.at(number[place], tier.area_of[inside], grid[inside])
        whole = (number[1] > 0) & (number[1] == number[0])
        for area, first, last in zip(*(column.tolist() for column in stretches(whole)), strict=True):
            yield _finding(material, tier.areas[area], first, last, (one, other))
        swapped &= ~(whole[tier.area_of] & inside[:, None])


def _leaps(apart: Floats, known: Bools, swapped: Bools, needed: float) -> Bools:
    """Return the stretches of months whose differences turn round beside those before and after them, both ways."""
    steps = np.diff(apart, axis=1)
    pairs = known[:, 1:] & known[:, :-1]
    variance = (medians(np.abs(steps), pairs) / NORMAL) ** 2 + 1
    row, first, last = stretches(swapped)
    turns = np.ones(len(row), dtype=bool)
    for inner, outer in ((first, first - 1), (last, last + 1)):
        at_edge = (outer < 0) | (outer >= apart.shape[1])
        beside = np.clip(outer, 0, apart.shape[1] - 1)
        one, other = apart[row, inner], apart[row, beside]
        turned = (-2 * one * other > needed * variance[row]) & ((one + other) ** 2 < FAR**2 * variance[row])
        turns &= turned | at_edge | ~known[row, beside]
    found = np.zeros_like(swapped)
    for place in np.flatnonzero(turns).tolist():
        found[row[place], first[place] : last[place] + 1] = True
    return found


def _finding(material: Material, area: int, first: int, last: int, pair: tuple[str, str]) -> Finding:
    run = material.run(first, last)
    message = text(
        "{one} and {other} are each other's{villages}{months}, beside the months around: have the columns changed "
        "places?",
        one=pair[0],
        other=pair[1],
        villages=villages_words(material, area),
        months=plural(run.months, "", " in {count} months"),
    )
    place = place_of(material, area, first, last, pair)
    return Finding("EXCHANGED", WARNING, area, run.start, run.end, "", message, place)
