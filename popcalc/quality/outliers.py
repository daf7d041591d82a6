"""Outliers: months that stand apart from a village's own months, and that chance does not explain."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from popcalc.arrays import Floats, Ints
from popcalc.definitions.catalogue import Nature
from popcalc.language import text
from popcalc.quality.findings import CHANCE, WARNING, Finding
from popcalc.quality.material import Material

MODIFIED_Z = 3.5
Z = 2.5
"""From here on a month stands apart. With n months no z-score exceeds sqrt(n - 1), 3.32 with twelve (population SD)."""
MONTHS = 6
"""With fewer months a village has no usual figure."""
NORMAL = 0.6745
"""The third quartile of the normal distribution, which makes a modified z-score comparable with a z-score."""


class Scores(Struct, frozen=True, eq=False):
    """What is usual in each village, and how far each of its months is from it; NaN where a score is skipped."""

    median: Floats
    mad: Floats
    mean: Floats
    sd: Floats
    modified: Floats
    z: Floats


def check_outliers(material: Material) -> Iterator[Finding]:
    """Yield months of a flow by the modified z-score (Iglewicz and Hoaglin 1993) or the z-score (population SD).

    A score is skipped where MAD or SD is 0. On the few births of a village either score is often beaten by chance
    alone; so a month is a finding only when chance would make such a one in fewer than one of twenty sets of data of
    this size, the village's events falling into its months at random (binomial), evenly or as they do in all other
    villages. Amounts of money have no such chance, and need both scores.
    """
    flows = material.counts(Nature.FLOW)
    for flow in flows:
        grid = material.figures(flow)
        known = grid >= 0
        enough = np.flatnonzero(known.sum(axis=1) >= MONTHS)
        figures = np.where(known[enough], grid[enough], np.nan)
        scores = scored(figures)
        by_modified, by_z = scores.modified >= MODIFIED_Z, scores.z >= Z
        money = material.decimals([flow]) > 0
        spot, month = np.nonzero(by_modified & by_z if money else by_modified | by_z)
        if not money and len(spot):
            chance = chance_of(grid, enough[spot], month)
            unlikely = chance * known[enough].sum() * len(flows) < CHANCE
            spot, month = spot[unlikely], month[unlikely]
        yield from _outliers(material, flow, enough, scores, spot, month)


def scored(figures: Floats) -> Scores:
    """Return the scores of villages by months (NaN for none): |x - median| x 0.6745 / MAD, and |x - mean| / SD."""
    if not len(figures):
        nothing = np.zeros((0, 1))
        return Scores(nothing, nothing, nothing, nothing, figures, figures)
    # Several times as quick as what passes over missing months, which few tables have.
    whole = not np.isnan(figures).any()
    middle, average, spread = (np.median, np.mean, np.std) if whole else (np.nanmedian, np.nanmean, np.nanstd)
    median = middle(figures, axis=1, keepdims=True)
    mad = middle(np.abs(figures - median), axis=1, keepdims=True)
    mean = average(figures, axis=1, keepdims=True)
    sd = spread(figures, axis=1, keepdims=True)
    modified = NORMAL * np.abs(figures - median) / np.where(mad > 0, mad, np.nan)
    return Scores(median, mad, mean, sd, modified, np.abs(figures - mean) / np.where(sd > 0, sd, np.nan))


def chance_of(grid: Ints, village: Ints, month: Ints) -> Floats:
    """Return the two-sided probability of some months' figures, given the village's total over its months.

    The larger one of two: every month alike, and months as they are in all other villages together.
    """
    from scipy import special

    known = grid >= 0
    counted = np.where(known, grid, 0)
    own, total = counted[village, month], counted[village].sum(axis=1)
    evenly = 1 / known[village].sum(axis=1)
    others = (counted.sum(axis=0) - counted[village]) * known[village]
    rest = others.sum(axis=1)
    elsewhere = np.where(rest > 0, others[np.arange(len(month)), month] / np.maximum(rest, 1), evenly)
    tails = []
    for share in (evenly, elsewhere):
        low = special.bdtr(own.astype(np.float64), total, share)
        high = np.where(own > 0, special.bdtrc(np.maximum(own - 1, 0).astype(np.float64), total, share), 1.0)
        tails.append(np.minimum(2 * np.minimum(low, high), 1.0))
    larger: Floats = np.maximum(*tails)
    return larger


def _outliers(
    material: Material, flow: str, villages: Ints, scores: Scores, spot: Ints, month: Ints
) -> Iterator[Finding]:
    rows = material.row_of[villages[spot], month]
    unit = 10 ** material.decimals([flow])
    found = material.table.column(flow)[rows] / unit
    columns = [column[:, 0][spot] / unit for column in (scores.median, scores.mad, scores.mean, scores.sd)]
    for village, row, place, own, modified, z, median, mad, mean, sd in zip(
        villages[spot].tolist(),
        rows.tolist(),
        material.places(rows, flow),
        found.tolist(),
        scores.modified[spot, month].tolist(),
        scores.z[spot, month].tolist(),
        *(column.tolist() for column in columns),
        strict=True,
    ):
        message = text(
            "{flow} is {found}; the village's months have median {median}, MAD {mad}, mean {mean}, SD {sd}: modified "
            "z-score {modified}, z-score {z}",
            flow=flow,
            found=f"{own:,.15g}",
            median=f"{median:,.15g}",
            mad=f"{mad:,.15g}",
            mean=f"{mean:,.2f}",
            sd=f"{sd:,.2f}",
            modified=_score(modified),
            z=_score(z),
        )
        start = int(material.start[row])
        yield Finding("OUTLIER", WARNING, village, start, start, flow, message, place, median, own)


def _score(score: float) -> str:
    return "–" if score != score else f"{score:.2f}"
