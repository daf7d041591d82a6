"""Rows held against the sums of other rows: which figures agree, and how likely chance alone makes them agree.

A row that is no total, but of an area whose figure happens to be about `x`, equals the sum of some other rows with a
chance of about 1/(1 + x). So the chance that an area looks like a total is

    places x product of 1 / (1 + figure)

over the figures that agree. Places are how many rows could have been it. A figure that follows from others that agree
tells nothing more: the whole of an identity (births, where births_male and births_female are there), and what a stock
had in the month before, of which only the change counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.definitions.catalogue import Catalogue, Comparison, Nature
from popcalc.intake.rows.values import Rows

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

SURE = 1 / 1_000
"""A chance below which a row is a total."""
DOUBTFUL = 1 / 10
"""A chance below which the user is asked."""


class Compared(Struct, frozen=True):
    """Rows held against their parts: by count which rows tell anything, which of these agree, and the sums.

    `below` is how many figures of each row are less than the greatest of its parts, which no total's can be.
    """

    tells: Mapping[str, Bools]
    agrees: Mapping[str, Bools]
    sums: Mapping[str, AnyInts]
    below: AnyInts

    @property
    def told(self) -> AnyInts:
        """How many figures of each row can be held against a sum."""
        return _numbers(self.tells, len(self.below))

    @property
    def equal(self) -> AnyInts:
        """How many of these agree."""
        return _numbers(self.agrees, len(self.below))


def _numbers(marks: Mapping[str, Bools], rows: int) -> AnyInts:
    number = np.zeros(rows, dtype=np.int64)
    for mark in marks.values():
        number += mark
    return number


def compare(rows: Rows, of_total: AnyInts, of_part: AnyInts) -> Compared:
    """Return the rows of `of_total` held against those of `of_part` with the same number; -1 is none.

    Where a part is missing only a figure below the sum of the others tells anything; 0 as the sum of zeros never does.
    """
    groups = int(max(of_total.max(initial=-1), of_part.max(initial=-1))) + 1
    parts = np.flatnonzero(of_part >= 0)
    spots = np.flatnonzero(of_total >= 0)
    group, own = of_part[parts], of_total[spots]
    size = np.bincount(group, minlength=groups)
    tells: dict[str, Bools] = {}
    agrees: dict[str, Bools] = {}
    sums: dict[str, AnyInts] = {}
    below = np.zeros(len(rows), dtype=np.int64)
    for key, values in rows.counts.items():
        of_parts = values[parts].astype(np.int64)
        reported = of_parts >= 0
        summed, greatest = np.zeros(groups, dtype=np.int64), np.zeros(groups, dtype=np.int64)
        np.add.at(summed, group[reported], of_parts[reported])
        np.maximum.at(greatest, group[reported], of_parts[reported])
        known = np.bincount(group[reported], minlength=groups)
        printed, total = values[spots].astype(np.int64), summed[own]
        told = (printed >= 0) & (known[own] > 0) & ((printed > 0) | (total > 0))
        told &= (size[own] == known[own]) | (printed < total)
        tells[key], agrees[key] = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
        tells[key][spots], agrees[key][spots] = told, told & (printed == total)
        sums[key] = np.zeros(len(rows), dtype=np.int64)
        sums[key][spots] = total
        below[spots] += told & (printed < greatest[own])
    return Compared(tells, agrees, sums, below)


def chance_of(rows: Rows, spots: Sequence[int], compared: Compared, places: float, catalogue: Catalogue) -> float:
    """Return how likely the figures of one area, in the rows `spots`, agree with sums by chance."""
    evidence = 0.0
    before: dict[str, int] = {}
    for spot in sorted(spots, key=lambda one: int(rows.start[one])):
        agreeing = {key: int(rows.counts[key][spot]) for key, marks in compared.agrees.items() if marks[spot]}
        for key in _independent(agreeing, catalogue):
            stock = catalogue.counts[key].nature is not Nature.FLOW
            figure = abs(agreeing[key] - before[key]) if stock and key in before else agreeing[key]
            evidence += math.log1p(figure)
        before |= agreeing
    return places * math.exp(-evidence)


def _independent(figures: Mapping[str, int], catalogue: Catalogue) -> Iterator[str]:
    """Yield the counts whose agreement does not follow from that of others: of an identity all but the greatest."""
    left = dict(figures)
    for identity in catalogue.identities.values():
        terms = {term.count for term in (*identity.left.terms, *identity.right.terms)}
        if identity.comparison is Comparison.EQUAL and len(terms) > 1 and terms <= left.keys():
            del left[max(terms, key=lambda key: (left[key], key))]
    yield from left
