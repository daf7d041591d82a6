"""How surely a planted error could be known at best: likelihoods under the very model that drew the figures.

Whoever checks the file knows less than this: neither the rates nor the season, nor how much people move. So what these
numbers call unknowable nobody can know, and what they call knowable may still be hard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import gammaln

from tests.benchmarks.validation.county import LEAN, Bools, County, Floats, Ints

BY_CHANCE = 0.05
"""How often chance alone may make such a finding in a data set of this size."""


def needed(places: int) -> float:
    """Return the logarithm of the likelihood ratio that an error needs which could stand in so many places."""
    return float(np.log(places / BY_CHANCE))


def poisson(figures: Ints, expected: Floats) -> Floats:
    """Return the logarithm of the probability of events, given how many are expected."""
    at_least = np.maximum(expected, 1e-9)
    likely: Floats = figures * np.log(at_least) - at_least - gammaln(figures + 1.0)
    return likely


def likely(county: County, figures: Mapping[str, Ints]) -> dict[str, Floats]:
    """Return, for births, deaths and population, how likely each village's month is, were the figures sound.

    A population is judged by its move since the month before, less births and plus deaths as reported.
    """
    found = {key: poisson(figures[key], county.usual[key]) for key in ("births", "deaths")}
    moves = np.diff(figures["population"], axis=0) - (figures["births"] - figures["deaths"] + county.joined)[1:]
    spread = np.maximum(county.moved[1:], 0.5)
    found["population"] = np.zeros(county.there.shape)
    found["population"][1:] = -0.5 * (moves**2 / spread + np.log(2 * np.pi * spread))
    return {key: np.where(county.there, one, 0.0) for key, one in found.items()}


def of_slip(county: County, before: Mapping[str, Ints]) -> float:
    """Return how much likelier the true figures are than the planted ones, as logarithm."""
    true, planted = likely(county, before), likely(county, county.figures)
    return float(sum((true[key] - planted[key]).sum() for key in LEAN))


def of_repetition(county: County, before: Mapping[str, Ints], where: Bools, counts: Sequence[str]) -> float:
    """Return how unlikely it is that sound figures are just these, which something else gives: a copy, or zeros.

    `where` marks the village-months that hold them; around these the planted figures are held against the true ones.
    """
    true, planted = likely(county, before), likely(county, county.figures)
    around = sum(float((true[key] - planted[key])[~where].sum()) for key in LEAN)
    return around - sum(float(planted[key][where].sum()) for key in counts)


def of_factor(county: County, counts: Sequence[str], villages: Sequence[int], factor: float) -> Floats:
    """Return by month how much likelier the planted figures are at so many times the usual than at the usual."""
    found = np.zeros(county.months)
    for key in counts:
        planted, usual = county.figures[key][:, villages], county.usual[key][:, villages]
        found += (poisson(planted, factor * usual) - poisson(planted, usual)).sum(axis=1)
    return found


def onsets(gains: Floats, first: int, last: int) -> frozenset[int]:
    """Return the months that the figures allow for the beginning of what lasts until `last`.

    They are those within a likelihood ratio of 20 of the true one. `gains` says by month how much likelier the figures
    are with the error than without.
    """
    begun = np.cumsum(gains[: last + 1][::-1])[::-1]
    near = range(max(0, first - 6), min(last, first + 6) + 1)
    return frozenset([first, *(month for month in near if begun[month] >= begun[first] - np.log(20))])
