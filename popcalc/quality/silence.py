"""Villages that report no event for so long that chance does not explain it: not reporting, rather than zero."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Nature
from popcalc.language import text
from popcalc.quality.findings import CHANCE, WARNING, Finding
from popcalc.quality.material import Material, stretches

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

MONTHS = 6
PEOPLE = 500
EVENTS = ("births", "deaths")
"""The events that every village has; how often is taken from all villages together."""
POPULATION = "population"


def check_silence(material: Material) -> Iterator[Finding]:
    """Yield villages of more than `PEOPLE` in which nothing at all happens for `MONTHS` months or longer.

    Told when chance would make such a silence in fewer than one of twenty sets of data of this size: events come at
    the rate of all villages (births and deaths per person-month), so that none in a stretch has the probability
    exp(-rate x person-months) (Poisson), and each village could be silent from any month on.
    """
    flows = [flow for flow in material.counts(Nature.FLOW) if material.decimals([flow]) == 0]
    events = [flow for flow in EVENTS if flow in flows]
    if not events or POPULATION not in material.table.counts or material.span.months < MONTHS:
        return
    happened = sum(material.figures(flow).clip(min=0) for flow in flows)
    spoken = material.covered(material.table.column(events[0]) >= 0)
    people = _people(material)
    rate = sum(material.figures(flow)[spoken].clip(min=0).sum() for flow in events) / max(people[spoken].sum(), 1)
    tests = int((people.max(axis=1, initial=0) > PEOPLE).sum()) * (material.span.months - MONTHS + 1)
    for village, first, last in zip(*(column.tolist() for column in stretches(spoken & (happened == 0))), strict=True):
        around = people[village, first : last + 1]
        if last - first + 1 < MONTHS or around.mean() <= PEOPLE:
            continue
        due = float(rate * around.sum())
        if math.exp(-due) * tests >= CHANCE:
            continue
        rows = material.row_of[village, first : first + 1]
        start, end = material.span.start + first, material.span.start + last
        message = text(
            "nothing but zeros for {months} months in a village of {people} people, where {due} births and deaths "
            "would be usual: not reported, rather than none?",
            months=last - first + 1,
            people=f"{around.mean():,.0f}",
            due=f"{due:.1f}",
        )
        place = material.places(rows, *events)[0] if rows[0] >= 0 else None
        yield Finding("SILENT", WARNING, village, start, end, "", message, place, due, 0.0)


def _people(material: Material) -> Floats:
    """Return the grid of people: those of each month-end, where there is none the mean of the village's others."""
    figures = material.figures(POPULATION).astype(np.float64)
    known = figures >= 0
    months = known.sum(axis=1, keepdims=True)
    mean = np.divide(np.where(known, figures, 0).sum(axis=1, keepdims=True), months, where=months > 0, out=months * 0.0)
    people: Floats = np.where(known, figures, mean)
    return people
