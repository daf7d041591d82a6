"""Events that are not what is usual: a month, a stretch of months or all of them, of a village or a larger area."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from popcalc.arrays import Bools
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.wholes import wholes
from popcalc.language import Text, plural, text
from popcalc.quality.apart import Departure
from popcalc.quality.cumulative import figures_to_date
from popcalc.quality.departures import departures
from popcalc.quality.exchanged import exchanges
from popcalc.quality.findings import WARNING, Finding
from popcalc.quality.material import Material
from popcalc.quality.moving import by_moves
from popcalc.quality.saying import about, place_of, villages_words
from popcalc.quality.usual import VITAL, Ground, people_of, usual_of

MONTHS = 3
"""With fewer months, or years, nothing is usual."""
YEAR = 12


def check_outliers(material: Material) -> Iterator[Finding]:
    """Yield the months, and stretches of months, in which an area has too many events, too few, or none.

    Of villages, towns, larger areas and all together, by months, and by years or quarters where rows are of these; see
    `departures` and `scan`. A count that is part of another adds
    nothing, and so do amounts of money, which have no chance of their own.
    """
    lengths = np.flatnonzero(np.bincount(material.end - material.start + 1))
    for step in lengths.tolist():
        of_step = material if step == 1 else material.in_steps(step)
        if of_step is not None and of_step.shape[1] >= MONTHS:
            yield from _of_steps(of_step)


def _of_steps(material: Material) -> Iterator[Finding]:
    flows, ground = _flows(material), ground_of(material)
    yield from exchanges(material, ground)
    usual = ((several, usual_of(material, several, ground)) for several in flows)
    for one in departures(material.table.areas, usual, len(flows), YEAR // material.step, partial(by_moves, material)):
        yield _finding(material, one)


def ground_of(material: Material) -> Ground:
    """Return what events are held against; those that look cumulative are known to be wrong."""
    wrong: dict[str, Bools] = {}
    for area, run, flows in figures_to_date(material):
        for flow in flows:
            marked = wrong.setdefault(flow, np.zeros(material.shape, dtype=bool))
            marked[material.members.of(area), material.columns(run)] = True
    people, counted = people_of(material)
    return Ground(people, counted, wrong)


def _flows(material: Material) -> list[tuple[str, ...]]:
    """Return births and deaths together, and each flow that is part of no other."""
    part_of = wholes(material.catalogue)
    single = [flow for flow in material.counts(Nature.FLOW) if not material.decimals([flow])]
    whole = [
        flow
        for place, flow in enumerate(single)
        if not any(
            other != flow and other in part_of[flow] and (flow not in part_of[other] or spot < place)
            for spot, other in enumerate(single)
        )
    ]
    return [*([VITAL] if set(VITAL) <= set(whole) else []), *((flow,) for flow in whole)]


def _finding(material: Material, one: Departure) -> Finding:
    run = material.run(one.first, one.last)
    code, sentence = _said(one)
    message = text(
        sentence.template,
        found=f"{one.found:,.0f}",
        flows=one.flows,
        due=about(one.due),
        villages=villages_words(material, one.area),
        months=plural(run.months, "", " in {count} months"),
    )
    return Finding(
        code=code,
        severity=WARNING,
        area=one.area,
        start=run.start,
        end=run.end,
        count=one.flows[0] if len(one.flows) == 1 else "",
        message=message,
        place=place_of(material, one.area, one.first, one.last, one.flows),
        expected=round(one.due, 1),
        found=one.found,
    )


def _said(one: Departure) -> tuple[str, Text]:
    """Return the code and the sentence of a departure."""
    if not one.found:
        return "SILENT", text(
            "no {flows}{villages}{months}, where about {due} would be usual: not reported, rather than none?"
        )
    if one.whole:
        return "UNUSUAL_RATE", text(
            "{found} {flows}{villages}{months}, where so many people have about {due} elsewhere: counted twice or in "
            "part, or are the people wrong?"
        )
    if one.first < one.last:
        return "SHIFT", text(
            "{found} {flows}{villages}{months}, where about {due} would be usual: counted twice or in part, or of "
            "another area?"
        )
    return "OUTLIER", text("{found} {flows}{villages}, where about {due} would be usual: a slip?")
