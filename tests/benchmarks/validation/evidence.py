"""How surely a planted error could be known at best: likelihoods under the very model that drew the figures.

Twice: by one who knows everything but the figures (rates, season, how much people move), and by one who must learn the
rate of each village from the file, and knows all else, so also how much rates vary from village to village. What the
first calls unknowable nobody can know; what the second calls so nobody can who has the file alone. Both look for this
one kind of error, and what they call knowable may still be hard for one who looks for all kinds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from tests.benchmarks.validation.county import LEAN, TOWNS_VARY, VILLAGES_VARY, Bools, County, Floats, Ints

BY_CHANCE = 0.05
"""How often chance alone may make such a finding in a data set of this size."""

FLOWS = ("births", "deaths")
PRIOR = 1 / (TOWNS_VARY**2 + VILLAGES_VARY**2)
"""So many events say as much of a village's rate as the rates of all other villages do."""


@dataclass(frozen=True)
class Evidence:
    """The logarithm of a likelihood ratio, for who knows all rates, and for who learns them from the file."""

    known: float
    learned: float


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


def of_slip(county: County, before: Mapping[str, Ints]) -> Evidence:
    """Return how much likelier the true figures are than the planted ones, as logarithm."""
    true, planted = likely(county, before), likely(county, county.figures)
    gain = {key: float((true[key] - planted[key]).sum()) for key in LEAN}
    learned = gain["population"]
    for key in FLOWS:
        due = expected(county, key, before)
        learned += learning(before[key], due, county.there) - learning(county.figures[key], due, county.there)
    return Evidence(sum(gain.values()), learned)


def of_repetition(county: County, before: Mapping[str, Ints], where: Bools, counts: Sequence[str]) -> Evidence:
    """Return how unlikely it is that sound figures are just these, which something else gives: a copy, or zeros.

    `where` marks the village-months that hold them; around these the planted figures are held against the true ones.
    """
    true, planted = likely(county, before), likely(county, county.figures)
    around = sum(float((true[key] - planted[key])[~where].sum()) for key in LEAN)
    found = {key: -float(planted[key][where].sum()) for key in counts}
    learned = around + found.get("population", 0.0)
    for key in FLOWS:
        figures, due = county.figures[key], expected(county, key, before)
        learned += learning(figures, due, county.there & ~where) - learning(figures, due, county.there)
    return Evidence(around + sum(found.values()), learned)


def of_factor(county: County, key: str, where: Bools, factor: float) -> tuple[Floats, Evidence]:
    """Return how much likelier the planted figures are at so many times the usual than at the usual.

    First by month, had all months so many of them in the villages concerned; then of the months concerned together.
    """
    figures, usual = county.figures[key], county.usual[key]
    gains = np.where(where.any(axis=0), poisson(figures, factor * usual) - poisson(figures, usual), 0.0)
    due = expected(county, key, county.figures)
    raised = np.where(where, factor * due, due)
    learned = learning(figures, raised, county.there) - learning(figures, due, county.there)
    return gains.sum(axis=1), Evidence(float(gains[where].sum()), learned)


def expected(county: County, key: str, figures: Mapping[str, Ints]) -> Floats:
    """Return what the people of each village would have at the rate of all villages in the month."""
    people = figures["population"] * county.there
    rate = (county.usual[key] * county.there).sum(axis=1) / people.sum(axis=1)
    found: Floats = figures["population"] * rate[:, None]
    return found


def learning(figures: Ints, due: Floats, where: Bools) -> float:
    """Return the logarithm of the probability of figures whose villages have any rate, as gamma variates have it."""
    at_least = np.maximum(due, 1e-9)
    each = np.where(where, figures * np.log(at_least) - gammaln(figures + 1.0), 0.0)
    events, whole = (np.where(where, grid, 0).sum(axis=0) for grid in (figures, due))
    rates = gammaln(PRIOR + events) - gammaln(PRIOR) + PRIOR * np.log(PRIOR)
    return float(each.sum() + (rates - (PRIOR + events) * np.log(PRIOR + whole)).sum())


def onsets(gains: Floats, first: int, last: int) -> frozenset[int]:
    """Return the months that the figures allow for the beginning of what lasts until `last`.

    They are those within a likelihood ratio of 20 of the true one. `gains` says by month how much likelier the figures
    are with the error than without.
    """
    begun = np.cumsum(gains[: last + 1][::-1])[::-1]
    near = range(max(0, first - 6), min(last, first + 6) + 1)
    return frozenset([first, *(month for month in near if begun[month] >= begun[first] - np.log(20))])
