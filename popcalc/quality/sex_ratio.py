"""Sex ratios at birth that rest on few births, with the interval that says how little they mean."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from popcalc.language import text
from popcalc.quality.findings import INFO, Finding
from popcalc.quality.material import Material
from popcalc.question import DEFAULT_LEVEL

BIRTHS = 300
BOYS, GIRLS = "births_male", "births_female"
CONFIDENCE = 0.95


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
