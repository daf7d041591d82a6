"""Sex ratios at birth: those that rest on few births and say little, and those that no people has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from popcalc.answerable import DEFAULT_LEVEL
from popcalc.arrays import Floats, Ints
from popcalc.errors import Place
from popcalc.language import Text, plural, text
from popcalc.quality.findings import CHANCE, INFO, WARNING, Finding
from popcalc.quality.material import Material
from popcalc.quality.tiers import tiers

BIRTHS = 300
BOYS, GIRLS = "births_male", "births_female"
CONFIDENCE = 0.95
LEAST_BOYS, MOST_BOYS = 0.45, 0.58
"""The share of boys is 0.50 to 0.52 nearly everywhere, the highest of large regions was 0.57 (130 to 100 girls)."""
SHARE = 0.1
"""The part of the chance of a false finding that these have."""


def check_sex_ratio(material: Material) -> Iterator[Finding]:
    """Yield towns with fewer than `BIRTHS` births of known sex in all months: their ratios are not to be ranked.

    With the exact 95 % interval; towns without a girl have no ratio and no upper limit.
    """
    from popcalc.intervals import odds

    areas = material.table.areas
    if BOYS not in material.table.counts or GIRLS not in material.table.counts or DEFAULT_LEVEL not in areas.levels:
        return
    boys, girls = (material.table.column(count) for count in (BOYS, GIRLS))
    known = (boys >= 0) & (girls >= 0)
    town = areas.above(DEFAULT_LEVEL).astype(np.int64)[material.village]
    known &= town >= 0
    sums = [
        np.bincount(town[known], column[known], minlength=len(areas.keys)).astype(np.int64) for column in (boys, girls)
    ]
    few = np.flatnonzero((sums[0] + sums[1] > 0) & (sums[0] + sums[1] < BIRTHS))
    if not len(few):
        return
    limits = odds(sums[0][few], sums[1][few], CONFIDENCE)
    columns = [column.tolist() for column in (few, sums[0][few], sums[1][few], limits.lower, limits.upper)]
    for area, males, females, lower, upper in zip(*columns, strict=True):
        ratio = 100 * males / females if females else None
        message = text(
            "{births} births, {boys} boys and {girls} girls: a sex ratio of {ratio} with a 95 % interval from {lower} "
            "to {upper} is not to be ranked",
            births=males + females,
            boys=males,
            girls=females,
            ratio="–" if ratio is None else f"{ratio:.1f}",
            lower=f"{100 * lower:.1f}",
            upper=f"{100 * upper:.1f}" if np.isfinite(upper) else "∞",
        )
        yield Finding(
            "FEW_BIRTHS", INFO, area, material.span.start, material.span.end, BOYS, message, None, None, ratio
        )


def check_boys_and_girls(material: Material) -> Iterator[Finding]:
    """Yield the village-months, villages and larger areas with more boys, or girls, than any people has beyond chance.

    Were the share of boys `MOST_BOYS`, so many or more would come with a probability (binomial) below 0.05 x `SHARE` /
    number of village-months and areas; likewise so few at `LEAST_BOYS`. What is told of a part is left out of the sums
    of what holds it.
    """
    if BOYS not in material.table.counts or GIRLS not in material.table.counts:
        return
    boys, girls = (material.table.column(count).astype(np.int64) for count in (BOYS, GIRLS))
    known = (boys >= 0) & (girls >= 0)
    levels = tiers(material.table.areas)
    tests = len(boys) + sum(len(tier.areas) for tier in levels)
    boys, girls = boys * known, girls * known
    for row in _apart(boys, girls, tests).tolist():
        runs = int(material.start[row]), int(material.end[row])
        (place,) = material.places(np.array([row]), BOYS)
        yield _implausible(int(material.village[row]), runs, int(boys[row]), int(girls[row]), place, text(""))
        boys[row] = girls[row] = 0
    of_villages = [np.bincount(material.village, column, material.shape[0]) for column in (boys, girls)]
    whole = material.span.start, material.span.end
    for tier in levels:
        inside = tier.area_of >= 0
        sums = [np.bincount(tier.area_of[inside], one[inside], len(tier.areas)) for one in of_villages]
        for number in _apart(sums[0], sums[1], tests).tolist():
            area = tier.areas[number]
            of_it = tier.area_of == number
            villages = plural(int(of_it.sum()), "", " in {count} villages")
            place = _first_place(material, area)
            yield _implausible(area, whole, int(sums[0][number]), int(sums[1][number]), place, villages)
            for one in of_villages:
                one[of_it] = 0


def _apart(boys: Ints | Floats, girls: Ints | Floats, tests: int) -> Ints:
    """Return where boys or girls are more than chance gives."""
    from scipy import special

    births = boys + girls
    suspect = np.flatnonzero((boys > MOST_BOYS * births) | (boys < LEAST_BOYS * births))
    many, total = boys[suspect].astype(np.float64), births[suspect].astype(np.int64)
    high = np.where(many > 0, special.bdtrc(np.maximum(many - 1, 0), total, MOST_BOYS), 1.0)
    low = special.bdtr(many, total, LEAST_BOYS)
    found: Ints = suspect[np.minimum(high, low) * 2 * tests < CHANCE * SHARE]
    return found


def _first_place(material: Material, area: int) -> Place | None:
    rows = material.rows_of(area)
    first = rows[material.table.column(BOYS)[rows] > 0][:1]
    return next(iter(material.places(first, BOYS)), None)


def _implausible(
    area: int, months: tuple[int, int], boys: int, girls: int, place: Place | None, villages: Text
) -> Finding:
    message = text(
        "{boys} boys and {girls} girls{villages}: chance does not make so many of one sex; is a column wrong, or are "
        "births of one sex not reported?",
        boys=f"{boys:,}",
        girls=f"{girls:,}",
        villages=villages,
    )
    return Finding("UNUSUAL_SEX_RATIO", WARNING, area, *months, BOYS, message, place, None, boys)
