"""More events than people: births and deaths that stand above the population they come from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from popcalc.arrays import Ints
from popcalc.errors import Place
from popcalc.impossible import ARRIVALS, POPULATION
from popcalc.language import Text, text
from popcalc.quality.cases import openings
from popcalc.quality.findings import ERROR, WARNING, Finding
from popcalc.quality.material import Material


def check_people(material: Material) -> Iterator[Finding]:
    """Yield the rows with more births or deaths than people.

    An error above everyone there was: the population at the start, and at the end, with all who were born (of deaths)
    or came meanwhile, as far as that is reported. A warning where the population at the start is not known.
    """
    if POPULATION not in material.table.counts:
        return
    closing = material.table.column(POPULATION)
    for event in (event for event in ARRIVALS if event in material.table.counts):
        events = material.table.column(event)
        rows = np.flatnonzero((closing >= 0) & (events > closing))
        if not len(rows):
            continue
        opening = openings(material, POPULATION)[rows]
        came = sum((_reported(material, count, rows) for count in ARRIVALS[event]), start=np.zeros_like(rows))
        everyone = np.maximum(opening, closing[rows]) + came
        above = events[rows] > everyone
        for row, place, was_known, people in zip(
            rows[above].tolist(),
            material.places(rows[above], event),
            (opening[above] >= 0).tolist(),
            everyone[above].tolist(),
            strict=True,
        ):
            yield _finding(material, event, row, place, people, certain=was_known)


def _reported(material: Material, count: str, rows: Ints) -> Ints:
    """Return a count in some rows, 0 where it is not reported."""
    if count not in material.table.counts:
        return np.zeros_like(rows)
    return np.maximum(material.table.column(count)[rows], 0).astype(np.int64)


def _finding(material: Material, event: str, row: int, place: Place | None, people: int, *, certain: bool) -> Finding:
    found = int(material.table.column(event)[row])
    sentence: Text = (
        text("{event} is {found}, more than everyone there was: {people} people at the most")
        if certain
        else text("{event} is {found}, more than the {people} people there are at the end")
    )
    message = text(sentence.template, event=event, found=f"{found:,}", people=f"{people:,}")
    village, start, end = (int(column[row]) for column in (material.village, material.start, material.end))
    severity = ERROR if certain else WARNING
    return Finding("MORE_THAN_PEOPLE", severity, village, start, end, event, message, place, people, found)
