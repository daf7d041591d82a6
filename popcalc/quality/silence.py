"""Villages that report no event for so long that chance does not explain it: not reporting, rather than zero."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from popcalc.arrays import Floats
from popcalc.language import text
from popcalc.periods import Run
from popcalc.quality.findings import CHANCE, WARNING, Finding
from popcalc.quality.material import Material, stretches

MONTHS = 6
PEOPLE = 500
EVENTS = ("births", "deaths")
"""The events that every village has; how often is taken from all villages together."""
POPULATION = "population"


def check_silence(material: Material) -> Iterator[Finding]:
    """Yield villages of more than `PEOPLE` in which nobody is born or dies for `MONTHS` months or longer.

    Told when chance would make such a silence in fewer than one of twenty sets of data of this size: events come at
    the rate of all villages (births and deaths per person-month), so that none in a stretch has the probability
    exp(-rate x person-months) (Poisson), and each village could be silent from any month on.
    """
    events = [flow for flow in EVENTS if flow in material.table.counts]
    if not events or POPULATION not in material.table.counts or material.span.months < MONTHS:
        return
    figures = [material.figures(flow) for flow in events]
    spoken = np.logical_and.reduce([grid >= 0 for grid in figures])
    happened = np.sum(figures, axis=0)
    people = _people(material)
    rate = happened[spoken].sum() / max(people[spoken].sum(), 1)
    tests = int((people.max(axis=1, initial=0) > PEOPLE).sum()) * (material.span.months - MONTHS + 1)
    village, first, last = stretches(spoken & (happened == 0))
    long = last - first + 1 >= MONTHS
    for place, begin, until in zip(village[long].tolist(), first[long].tolist(), last[long].tolist(), strict=True):
        around = people[place, begin : until + 1]
        due = float(rate * around.sum())
        if around.mean() > PEOPLE and math.exp(-due) * tests < CHANCE:
            yield _silent(material, place, Run(begin, until), events, around.mean(), due)


def _silent(material: Material, village: int, months: Run, events: Sequence[str], people: float, due: float) -> Finding:
    """Return the finding of a village and its months, counted from the first of the span."""
    message = text(
        "no {events} for {months} months in a village of {people} people, where {due} would be usual: not reported, "
        "rather than none?",
        events=tuple(events),
        months=months.months,
        people=f"{people:,.0f}",
        due=f"{due:.1f}",
    )
    row = material.row_of[village, months.start : months.start + 1]
    start, end = material.span.start + months.start, material.span.start + months.end
    return Finding("SILENT", WARNING, village, start, end, "", message, material.places(row, *events)[0], due, 0.0)


def _people(material: Material) -> Floats:
    """Return the grid of people: those of each month-end, where there is none the mean of the village's others."""
    figures = material.figures(POPULATION).astype(np.float64)
    known = figures >= 0
    months = known.sum(axis=1, keepdims=True)
    mean = np.divide(np.where(known, figures, 0).sum(axis=1, keepdims=True), months, where=months > 0, out=months * 0.0)
    people: Floats = np.where(known, figures, mean)
    return people
