"""Amounts of money that stand apart from a village's own months: they have no chance that could be reckoned."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from popcalc.arrays import Floats
from popcalc.definitions.catalogue import Nature
from popcalc.language import text
from popcalc.quality.findings import WARNING, Finding
from popcalc.quality.material import Material

MODIFIED_Z = 3.5
Z = 2.5
"""From here on a month stands apart. With n months no z-score exceeds sqrt(n - 1), 3.32 with twelve (population SD)."""
MONTHS = 6
"""With fewer months a village has no usual amount."""
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


def check_amounts(material: Material) -> Iterator[Finding]:
    """Yield months of an amount that are far by the modified z-score (Iglewicz and Hoaglin 1993) and the z-score.

    A score is skipped where MAD or SD (of the population) is 0.
    """
    for flow in material.counts(Nature.FLOW):
        if not material.decimals([flow]):
            continue
        grid = material.figures(flow)
        enough = np.flatnonzero((grid >= 0).sum(axis=1) >= MONTHS)
        scores = scored(np.where(grid[enough] >= 0, grid[enough], np.nan))
        spot, month = np.nonzero((scores.modified >= MODIFIED_Z) & (scores.z >= Z))
        unit = 10 ** material.decimals([flow])
        rows = material.row_of[enough[spot], month]
        for place_of, row, village, number, column in zip(
            material.places(rows, flow),
            rows.tolist(),
            enough[spot].tolist(),
            spot.tolist(),
            month.tolist(),
            strict=True,
        ):
            found = float(material.table.column(flow)[row]) / unit
            usual = {name: float(getattr(scores, name)[number, 0]) / unit for name in ("median", "mad", "mean", "sd")}
            message = text(
                "{flow} is {found}; the village's months have median {median}, MAD {mad}, mean {mean}, SD {sd}: "
                "modified z-score {modified}, z-score {z}",
                flow=flow,
                found=f"{found:,.15g}",
                median=f"{usual['median']:,.15g}",
                mad=f"{usual['mad']:,.15g}",
                mean=f"{usual['mean']:,.2f}",
                sd=f"{usual['sd']:,.2f}",
                modified=f"{scores.modified[number, column]:.2f}",
                z=f"{scores.z[number, column]:.2f}",
            )
            start = int(material.start[row])
            yield Finding("OUTLIER", WARNING, village, start, start, flow, message, place_of, usual["median"], found)


def scored(figures: Floats) -> Scores:
    """Return the scores of villages by months (NaN for none): |x - median| x 0.6745 / MAD, and |x - mean| / SD."""
    if not len(figures):
        nothing = np.zeros((0, 1))
        return Scores(nothing, nothing, nothing, nothing, figures, figures)
    median = np.nanmedian(figures, axis=1, keepdims=True)
    mad = np.nanmedian(np.abs(figures - median), axis=1, keepdims=True)
    mean, sd = np.nanmean(figures, axis=1, keepdims=True), np.nanstd(figures, axis=1, keepdims=True)
    modified = NORMAL * np.abs(figures - median) / np.where(mad > 0, mad, np.nan)
    return Scores(median, mad, mean, sd, modified, np.abs(figures - mean) / np.where(sd > 0, sd, np.nan))
