"""One cause is one finding: what another finding explains already is not told again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from popcalc.arrays import Bools
from popcalc.definitions.catalogue import Moment
from popcalc.periods import Run
from popcalc.quality.findings import EVERYWHERE, Finding
from popcalc.quality.material import Material
from popcalc.quality.members import lineage

DEPARTURES = frozenset({"OUTLIER", "SHIFT", "SILENT", "UNUSUAL_RATE"})
BALANCES = "BALANCES"
"""Stands for the rules of the catalogue on opening stocks."""
EXPLAINS: Mapping[str, frozenset[str]] = {
    "SENT_TWICE": DEPARTURES | {BALANCES},
    "SAME_FIGURES": DEPARTURES | {BALANCES, "POPULATION_JUMP", "POPULATION_SLIP"},
    "EXCHANGED": DEPARTURES | {BALANCES},
    "MORE_THAN_PEOPLE": DEPARTURES,
    "TEN_TIMES": frozenset({"POPULATION_SLIP"}),
    "POPULATION_JUMP": frozenset({"POPULATION_SLIP"}),
}
"""What a finding of a kind explains, where areas and counts are the same, or some of them, in most of its months."""
DOUBTS = frozenset({"SENT_TWICE", "SAME_FIGURES", "TEN_TIMES", "POPULATION_JUMP"})
"""Findings that doubt a month-end, which opens the month after it."""


def without_explained(found: Sequence[Finding], material: Material) -> list[Finding]:
    """Return findings without those that others explain, or people who moved with a village that came or went."""
    areas = material.table.areas
    found = _own(found, material)
    inside: dict[int, list[Finding]] = defaultdict(list)
    exactly: dict[int, list[Finding]] = defaultdict(list)
    for cause in (one for one in found if one.code in EXPLAINS):
        exactly[cause.area].append(cause)
        for area in lineage(areas, cause.area):
            inside[area].append(cause)

    def causes(one: Finding) -> Iterator[Finding]:
        yield from inside[one.area]
        for area in lineage(areas, one.area):
            yield from exactly[area]

    explained = frozenset[str]().union(*EXPLAINS.values())
    balances = _balances(material)
    kinds = [BALANCES if one.code in balances else one.code for one in found]
    return [
        one
        for one, kind in zip(found, kinds, strict=True)
        if kind not in explained or not any(_explains(cause, one, kind) for cause in causes(one))
    ]


def _balances(material: Material) -> frozenset[str]:
    """Return the codes of the rules on opening stocks."""
    return frozenset(
        key.upper()
        for key, rule in material.catalogue.identities.items()
        if any(term.moment is Moment.OPENING for term in (*rule.left, *rule.right))
    )


def _own(found: Sequence[Finding], material: Material) -> list[Finding]:
    """Return findings without those of rules on opening stocks that another month, or another village, explains.

    That is where the month before failed by just as much to the other side, or where another finding doubts its stock:
    it is wrong, and opens this one.
    """
    rules = _balances(material)
    months = material.span.months
    doubted = _doubted(found, material)
    kept: list[Finding] = []
    over: dict[tuple[str, int, int], float] = {}
    for one in sorted(found, key=lambda one: one.start):
        if one.code in rules and one.found is not None and one.expected is not None and one.area != EVERYWHERE:
            month = one.start - material.span.start
            if one.area < material.shape[0] and 0 <= month < months and material.changes.moved[one.area, month]:
                continue
            if one.area < material.shape[0] and 0 < month < months and _opens_doubted(material, doubted, one):
                continue
            excess = one.found - one.expected
            if excess and over.get((one.code, one.area, one.start)) == -excess:
                continue
            over[one.code, one.area, one.end + 1] = excess
        kept.append(one)
    return kept


def _doubted(found: Sequence[Finding], material: Material) -> Bools:
    """Return the grid of months whose stocks a finding doubts."""
    doubted = np.zeros(material.shape, dtype=bool)
    for one in (one for one in found if one.code in DOUBTS):
        doubted[material.members.of(one.area), material.columns(Run(one.end, one.end))] = True
    return doubted


def _opens_doubted(material: Material, doubted: Bools, one: Finding) -> bool:
    """Whether the month before that of a village's finding is doubted, or its stock is to blame for a printed total.

    That is where the total of its file differs from its parts by as much as this balance fails to the other side.
    """
    month = one.start - material.span.start - 1
    if doubted[one.area, month]:
        return True
    scale = 10 ** material.decimals([one.count])
    files = {
        total.file
        for total in material.table.totals
        if (total.count, total.run.end) == (one.count, one.start - 1)
        and (total.summed - total.printed) / scale == (one.expected or 0) - (one.found or 0)
    }
    rows = material.row_of[[one.area], month] if files else np.zeros(0, dtype=np.int64)
    return any(place and place.file in files for place in material.places(rows[rows >= 0], one.count))


def _explains(cause: Finding, one: Finding, kind: str) -> bool:
    shared = min(cause.end, one.end) - max(cause.start, one.start) + 1
    same_count = not cause.count or not one.count or cause.count == one.count
    return kind in EXPLAINS[cause.code] and 2 * shared >= one.end - one.start + 1 and same_count
