"""Dates far from all others, as a wrong year makes them: what the other checks look at ends before them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from popcalc.answerable import reported_span
from popcalc.arrays import AnyInts, distinct_values
from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.language import Text, plural, text
from popcalc.periods import Run, month_label
from popcalc.quality.findings import EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material
from popcalc.table import END, START, reporting
from popcalc.village_months import VillageMonths

YEAR = 12
FAR = 5 * YEAR
"""So many months without any row lie between dates that are far from each other."""
FEW = 0.1
"""Dates with a smaller part of the rows than this are no series of their own."""


class Dates(Struct, frozen=True):
    """The months that the checks look at, and those of rows that lie far from them."""

    span: Run
    far: tuple[Run, ...]


def dates_of(table: VillageMonths, catalogue: Catalogue) -> Dates:
    """Return from when to when a table reports events (stocks where it has no flows), but for dates that lie far off.

    Raises RequestError when it holds no figure at all.
    """
    span = reported_span(table, catalogue)
    if span.months <= FAR:
        return Dates(span, ())
    flows = [key for key in table.counts if catalogue.counts[key].nature is Nature.FLOW]
    found = reporting(table.whole, flows, beside=True)
    if not len(found[START]):
        return Dates(span, ())
    stretches = _stretches(found[START], found[END], span)
    rows = np.histogram(found[START], [*(run.start for run in stretches), span.end + 1])[0]
    main = [run for run, number in zip(stretches, rows.tolist(), strict=True) if number >= FEW * rows.max()]
    looked_at = Run(main[0].start, main[-1].end)
    return Dates(looked_at, tuple(run for run in stretches if not looked_at.overlaps(run)))


def check_far_dates(material: Material) -> Iterator[Finding]:
    """Yield the dates that lie so far from all others that a wrong year must have made them, if few rows have them."""
    dates = dates_of(material.table, material.catalogue)
    flows = material.counts(Nature.FLOW)
    for run in dates.far:
        within = np.flatnonzero((material.start >= run.start) & (material.end <= run.end))
        given = [within[material.table.column(flow)[within] >= 0] for flow in flows]
        rows = distinct_values(np.concatenate([within[:0], *given]))
        if len(rows):
            villages = distinct_values(material.village[rows])
            area = int(villages[0]) if len(villages) == 1 else EVERYWHERE
            message = _message(len(rows), run, dates.span, _instead(material, area, run, dates.span))
            yield Finding("FAR_DATE", WARNING, area, run.start, run.end, "", message, material.places(rows[:1])[0])


def _stretches(start: AnyInts, end: AnyInts, span: Run) -> list[Run]:
    """Return the months of rows as runs with `FAR` months or more without a row between them."""
    begun = np.bincount(start - span.start, minlength=span.months + 1)
    ended = np.bincount(end - span.start + 1, minlength=span.months + 1)
    months = np.flatnonzero(np.cumsum(begun - ended)) + span.start
    return [Run(int(some[0]), int(some[-1])) for some in np.split(months, np.flatnonzero(np.diff(months) > FAR) + 1)]


def _instead(material: Material, area: int, run: Run, span: Run) -> Run | None:
    """Return the one month of the span that the only row of a village may be of: it is missing there."""
    if area == EVERYWHERE or run.months > 1:
        return None
    own = material.rows_of(area)
    there = set(material.start[own].tolist())
    months = [month for month in range(span.start, span.end + 1) if (month - run.start) % YEAR == 0]
    missing = [month for month in months if month not in there]
    return Run(missing[0], missing[0]) if len(missing) == 1 else None


def _message(rows: int, run: Run, span: Run, instead: Run | None) -> Text:
    missing = text(" ({month} is missing)", month=month_label(instead.start)) if instead else text("")
    if run.end < span.start:
        return plural(
            rows,
            "{count} row is dated {years} years before all others{missing}: a wrong year?",
            "{count} rows are dated {years} years before all others{missing}: a wrong year?",
            years=(span.start - run.end) // YEAR,
            missing=missing,
        )
    return plural(
        rows,
        "{count} row is dated {years} years after all others{missing}: a wrong year?",
        "{count} rows are dated {years} years after all others{missing}: a wrong year?",
        years=(run.start - span.end) // YEAR,
        missing=missing,
    )
