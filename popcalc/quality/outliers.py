"""Events that are not what is usual: a month, a stretch of months or all of them, of a village or a larger area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from popcalc.arrays import Bools, Floats
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
    flows = _flows(material)
    people, counted = people_of(material)
    usual = ((several, usual_of(material, several, people, counted)) for several in flows)
    for one in departures(material.table.areas, usual, len(flows)):
        yield _finding(material, one)


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


def usual_of(material: Material, flows: tuple[str, ...], people: Floats, counted: Bools) -> Usual:
    """Return what is usual of some flows together."""
    first, *others = (material.figures(flow) for flow in flows)
    known = first >= 0
    events = np.where(known, first, 0).astype(np.float64)
    for figures in others:
        known &= figures >= 0
        events += figures
    events[~known] = 0
    return Usual(events, known, people, counted)


def _finding(material: Material, one: Departure) -> Finding:
    start, end = material.span.start + one.first, material.span.start + one.last
    code, sentence = _said(one)
    message = text(
        sentence.template,
        found=f"{one.found:,.0f}",
        flows=one.flows,
        due=about(one.due),
        villages=villages_words(material, one.area),
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
        place=place_of(material, one.area, one.first, one.last, one.flows),
        expected=round(one.due, 1),
        found=one.found,
    )


def about(due: float) -> str:
    """Return what is usual in words."""
    return f"{due:,.0f}" if due >= TENTHS else f"{due:,.1f}"


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


def villages_words(material: Material, area: int) -> Text:
    """Return of how many villages an area is, where it is of several."""
    if 0 <= area < material.table.areas.villages:
        return text("")
    return plural(int(material.inside(area).sum()), " in its one village", " in {count} villages")


def place_of(material: Material, area: int, first: int, last: int, flows: Sequence[str]) -> Place | None:
    """Return the first row of some months of an area."""
    rows = material.row_of[material.inside(area), first : last + 1].T.ravel()
    rows = rows[rows >= 0]
    return next((place for place in material.places(rows[:1], *flows)), None)
