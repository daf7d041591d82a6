"""Months in which births and deaths have changed places: a column slipped, or the headers of a month's file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from popcalc.arrays import AnyInts, Bools, Floats
from popcalc.language import plural, text
from popcalc.quality.apart import IN_TIME
from popcalc.quality.findings import CHANCE, WARNING, Finding
from popcalc.quality.material import POPULATIONS, Material
from popcalc.quality.members import is_within
from popcalc.quality.saying import about, place_of, villages_words
from popcalc.quality.scan import fitted, largest_stretch, likelihood_ratio, parts
from popcalc.quality.tiers import Tier, added_up, sums_of, tiers
from popcalc.quality.usual import VITAL, Ground, Series, Sums, across, ratio, usual_of
from popcalc.table import ABSENT

SHARE = 0.1
"""The part of the chance of a false finding that these have."""
LITTLE = 0.01
"""Stands for what is never due."""
MONTHS = 4
"""With fewer months nothing is usual."""
AROUND = 2
"""Of all areas together so many months before and after say what is usual: they share the season."""
SEASON = 1.2
"""By this factor the months around may mislead all the same."""
NORMAL = 0.6745
"""The third quartile of the normal distribution: the median of distances from the mean, in standard deviations."""
FAR = 3.0
"""Migration is no more than so many standard deviations from what is usual."""
STILL = 0.3
"""People who stay the same in more than this part of the months, whoever is born or dies, are not counted monthly."""
AT_ENDS = 0.25
"""Villages, and all areas together, have so much of the chance beside what each level between them has: the events of a
village are too few to tell, and those of all together many.
"""
FITS = 4.0
"""No more than this, as the logarithm of a likelihood ratio, may the figures be apart from exchanged ones."""


def exchanges(material: Material, ground: Ground) -> Iterator[Finding]:
    """Yield the stretches of months in which an area's deaths are its births, and its births its deaths.

    Were they exchanged, the figures would be exp(l) times as likely as they are, with
    l = (deaths - births) x log(births due / deaths due) (Poisson), and, where the month-ends of people are known,
    - 2 (change of people - usual migration) x (births - deaths) / variance of migration (normal). By chance l comes
    above x with a probability of exp(-x) at the most (Markov), for each stretch of each area.
    """
    if not set(VITAL) <= set(material.table.counts) or material.shape[1] < MONTHS:
        return
    levels = tiers(material.table.areas)
    of_both = (sums_of(usual_of(material, (flow,), ground), levels) for flow in VITAL)
    by_people = _by_people(material, ground.people)
    balance = added_up(Sums((by_people,), (), ground.counted), levels)
    told: list[Finding] = []
    chance = CHANCE * SHARE * _parts(len(levels))
    for tier, part, births, deaths, moves in reversed(list(zip(levels, chance, *of_both, balance, strict=True))):
        for one in _of_tier(material, tier, births.series, deaths.series, moves.grids[0], float(part)):
            if not any(_is_part(material, one, other) for other in told):
                told.append(one)
    yield from told


def _parts(levels: int) -> Floats:
    """Return the part of the chance that each level has."""
    weights = np.ones(levels)
    weights[[0, -1]] = AT_ENDS
    parts_of_one: Floats = weights / weights.sum()
    return parts_of_one


def _is_part(material: Material, one: Finding, other: Finding) -> bool:
    same_months = one.start <= other.end and other.start <= one.end
    return same_months and is_within(material.table.areas, one.area, other.area)


def _by_people(material: Material, people: Floats) -> Floats:
    """Return how much more the change of a village's people speaks for exchanged births and deaths, by month.

    Migration is what remains of it; the usual one is the median of the village's months. Its variance is what their
    distances say, and at least so much for each person as in the villages in the middle. A month that does not fit
    exchanged figures either says nothing, nor do people who are not counted each month.
    """
    name = next((name for name in POPULATIONS if name in material.table.counts), None)
    stock = np.full(material.shape, ABSENT) if name is None else material.month_ends(name)
    births, deaths = (material.figures(flow) for flow in VITAL)
    known = (stock > 0) & (births >= 0) & (deaths >= 0)
    known[:, 1:] &= stock[:, :-1] > 0
    known[:, 0] = False
    natural = (births - deaths) * known
    change = np.diff(stock, axis=1, prepend=0) * known
    still = ((change == 0) & (natural != 0)).sum(axis=1)
    enough = (known.sum(axis=1) >= MONTHS) & (still < STILL * known.sum(axis=1))
    known &= enough[:, None]
    if not enough.any():
        return np.zeros(material.shape)
    apart = change - medians(change - natural, known)[:, None]
    variance = (medians(np.abs(apart - natural), known) / NORMAL) ** 2
    size = people[:, 0]
    variance = np.maximum(variance, size * np.median((variance / size)[enough]))[:, None] + 1
    fits = known & ((apart + natural) ** 2 < FAR**2 * variance)
    return np.where(fits, -2 * apart * natural / variance, 0.0)


def medians(figures: AnyInts | Floats, known: Bools) -> Floats:
    """Return the median of the known figures of each row, the lower one of two, 0 where none is known."""
    ordered = np.sort(np.where(known, figures, np.inf), axis=1)
    middle = np.maximum(known.sum(axis=1) - 1, 0) // 2
    found: Floats = ordered[np.arange(len(ordered)), middle]
    found[np.isinf(found)] = 0
    return found


def _of_tier(
    material: Material, tier: Tier, births: Series, deaths: Series, people: Floats, chance: float
) -> Iterator[Finding]:
    """Yield the findings of the areas of a level; `people` is what the change of people says for them.

    `chance` is what there is for all of them. Of n months each stretch has that of 1 / (n (n + 1)).
    """
    number, months = len(tier.areas), material.shape[1]
    expected = [_expected(series) for series in (births, deaths)]
    events = [births.events, deaths.events]
    score = (events[1] - events[0]) * np.log(np.maximum(expected[0], LITTLE) / np.maximum(expected[1], LITTLE))
    if number == 1:
        # The months around may mislead: only what is beyond that speaks.
        score -= np.abs(events[1] - events[0]) * np.log(SEASON)
    score += people
    needed = np.log(number * months / chance)
    rows = np.flatnonzero(across(np.maximum(score, 0)) > needed)
    first, last = largest_stretch(score[rows])
    if number == 1:
        first = last = np.argmax(score[rows], axis=1)
    length = last - first + 1
    weight = parts(score[rows], first, last)[0] - np.log((months - length + 1) * length * (length + 1) * number)
    inside = [parts(grid[rows], first, last)[0] for grid in (*events, *expected)]
    apart = _apart(inside[0], inside[3]) + _apart(inside[1], inside[2])
    for spot in np.flatnonzero((weight > -np.log(chance)) & (apart < FITS)).tolist():
        figures = (float(column[spot]) for column in inside)
        yield _finding(material, tier.areas[int(rows[spot])], int(first[spot]), int(last[spot]), *figures)


def _apart(found: Floats, due: Floats) -> Floats:
    """Return how far figures are from what is due, as the logarithm of a likelihood ratio, beyond what rates vary."""
    return likelihood_ratio(found, due) / (1 + IN_TIME**2 * due)


def _expected(series: Series) -> Floats:
    """Return what is due in each month; of all areas together the mean of the months around, each as it is known."""
    if len(series.events) > 1:
        return fitted(series.events, series.others)
    (events,), (known,) = series.events, series.own
    months = np.arange(len(events))
    near = np.abs(months[:, None] - months) <= AROUND
    np.fill_diagonal(near, val=False)
    found: Floats = known * ratio(near @ events, near @ known)
    return found[None, :]


def _finding(
    material: Material,
    area: int,
    first: int,
    last: int,
    births: float,
    deaths: float,
    due_births: float,
    due_deaths: float,
) -> Finding:
    run = material.run(first, last)
    message = text(
        "{births} births and {deaths} deaths{villages}{months}, where about {due_births} and {due_deaths} would be "
        "usual: have the columns changed places?",
        births=f"{births:,.0f}",
        deaths=f"{deaths:,.0f}",
        due_births=about(due_births),
        due_deaths=about(due_deaths),
        villages=villages_words(material, area),
        months=plural(run.months, "", " in {count} months"),
    )
    place = place_of(material, area, first, last, VITAL)
    return Finding("EXCHANGED", WARNING, area, run.start, run.end, "", message, place, round(due_births, 1), births)
