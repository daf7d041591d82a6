"""Events that are not what is usual: a month, a stretch of months or all of them, of a village or a larger area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from popcalc.arrays import Bools, Floats, Ints
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.wholes import wholes
from popcalc.errors import Place
from popcalc.language import Text, plural, text
from popcalc.quality.departures import VITAL, Departure, departures
from popcalc.quality.findings import WARNING, Finding
from popcalc.quality.material import Material
from popcalc.quality.usual import Usual, people_of

MONTHS = 3
"""With fewer months nothing is usual."""
TENTHS = 10
"""Below this, what is usual is said with a decimal."""


def check_outliers(material: Material) -> Iterator[Finding]:
    """Yield the months, and stretches of months, in which an area has too many events, too few, or none.

    Of villages, towns, larger areas and all together; see `departures` and `scan`. A count that is part of another adds
    nothing, and so do amounts of money, which have no chance of their own.
    """
    if material.span.months < MONTHS:
        return
    for one in departures(material.table.areas, _usual(material)):
        yield _finding(material, one)


def _usual(material: Material) -> Mapping[tuple[str, ...], Usual]:
    """Return what is usual of births and deaths together, and of each flow that is part of no other."""
    part_of = wholes(material.catalogue)
    flows = material.counts(Nature.FLOW)
    single = [flow for flow in flows if not material.decimals([flow])]
    whole = [
        flow
        for place, flow in enumerate(single)
        if not any(
            other != flow and other in part_of[flow] and (flow not in part_of[other] or spot < place)
            for spot, other in enumerate(single)
        )
    ]
    people, counted = people_of(material)
    figures = {flow: material.figures(flow) for flow in whole}
    usual: dict[tuple[str, ...], Usual] = {}
    vital = tuple(flow for flow in VITAL if flow in figures)
    if len(vital) > 1:
        known = np.logical_and.reduce([figures[flow] >= 0 for flow in vital])
        together: Ints = np.sum([figures[flow] for flow in vital], axis=0)
        usual[vital] = _of(together, known, people, counted)
    for flow, grid in figures.items():
        usual[flow,] = _of(grid, grid >= 0, people, counted)
    return usual


def _of(figures: Ints, known: Bools, people: Floats, counted: Bools) -> Usual:
    return Usual(np.where(known, figures, 0).astype(np.float64), known, people, counted)


def _finding(material: Material, one: Departure) -> Finding:
    start, end = material.span.start + one.first, material.span.start + one.last
    code, sentence = _said(one)
    message = text(
        sentence.template,
        found=f"{one.found:,.0f}",
        flows=one.flows,
        due=f"{one.due:,.0f}" if one.due >= TENTHS else f"{one.due:,.1f}",
        villages=_villages(material, one.area),
        months=plural(end - start + 1, "", " in {count} months"),
    )
    return Finding(
        code=code,
        severity=WARNING,
        area=one.area,
        start=start,
        end=end,
        count=one.flows[0] if len(one.flows) == 1 else "",
        message=message,
        place=_place(material, one),
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


def _villages(material: Material, area: int) -> Text:
    if 0 <= area < material.table.areas.villages:
        return text("")
    return plural(int(material.inside(area).sum()), " in its one village", " in {count} villages")


def _place(material: Material, one: Departure) -> Place | None:
    """Return the first row of the figures."""
    rows = material.row_of[material.inside(one.area), one.first : one.last + 1].T.ravel()
    rows = rows[rows >= 0]
    return next((place for place in material.places(rows[:1], *one.flows)), None)
