"""Reports that were sent late, or before their month was over, where the files say when they were sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from popcalc.arrays import AnyInts, Bools, Ints
from popcalc.errors import Place
from popcalc.language import Text, plural
from popcalc.periods import last_day
from popcalc.quality.findings import EVERYWHERE, INFO, WARNING, Finding
from popcalc.quality.material import Material
from popcalc.table import FILE, ROW

IN_TIME = 15
"""Days after the end of its months within which a report is timely, as DHIS2 has it unless told otherwise."""
MOSTLY = 0.5
"""If more than this share of the dates lies before the end of the months, they are no dates of sending."""


def check_sending(material: Material) -> Iterator[Finding]:
    """Yield, for each area above villages, how many reports came late, and how many before their months were over.

    A late report is worth knowing; one that was sent before its month was over cannot hold all of it.
    """
    sent = _days_sent(material)
    if sent is None:
        return
    rows = np.flatnonzero(sent > 0)
    after = sent[rows] - _last_days(material.end[rows])
    if not len(rows) or float((after < 0).mean()) > MOSTLY:
        return
    for area, inside in _areas(material, rows):
        late, early = inside & (after > IN_TIME), inside & (after < 0)
        if late.any():
            start, end, place = _where(material, rows[late])
            message = _late(rows[late], after[late], sent, inside)
            yield Finding("SENT_LATE", INFO, area, start, end, "", message, place)
        if early.any():
            start, end, place = _where(material, rows[early])
            message = _early(rows[early], sent, inside)
            yield Finding("SENT_EARLY", WARNING, area, start, end, "", message, place)


def _days_sent(material: Material) -> AnyInts | None:
    """Return the day on which each row was sent, 0 where nothing says it; None where no file does."""
    table = material.table
    if not table.sent:
        return None
    file, row = table.column(FILE), table.column(ROW)
    days = np.zeros(len(file), dtype=np.int64)
    for number, one in enumerate(table.sent):
        if one is not None:
            of_file = np.flatnonzero(file == number)
            days[of_file] = one.days_of(row[of_file])
    return days


def _last_days(months: AnyInts) -> Ints:
    """Return the last day of each month, as days since the year 1."""
    distinct, at = np.unique(months, return_inverse=True)
    return np.array([last_day(month).toordinal() for month in distinct.tolist()], dtype=np.int64)[at]


def _areas(material: Material, rows: Ints) -> Iterator[tuple[int, Bools]]:
    """Yield each area directly above villages, and which of some rows are of it."""
    parents = material.table.areas.parent_of[material.village[rows]]
    for area in np.unique(parents).tolist():
        yield area if area >= 0 else EVERYWHERE, parents == area


def _late(rows: Ints, after: AnyInts, sent: AnyInts, inside: Bools) -> Text:
    worst = int(np.argmax(after))
    return plural(
        len(rows),
        "{count} of {all} reports was sent more than {days} days after its months ended: on {day}, {after} days after",
        "{count} of {all} reports were sent more than {days} days after their months ended; the latest on {day}, "
        "{after} days after",
        all=f"{int(inside.sum()):,}",
        days=IN_TIME,
        day=date.fromordinal(int(sent[rows[worst]])).isoformat(),
        after=int(after[worst]),
    )


def _early(rows: Ints, sent: AnyInts, inside: Bools) -> Text:
    return plural(
        len(rows),
        "{count} of {all} reports was sent before its months were over, on {day}: are the last days in it?",
        "{count} of {all} reports were sent before their months were over, the first on {day}: are the last days in "
        "them?",
        all=f"{int(inside.sum()):,}",
        day=date.fromordinal(int(sent[rows].min())).isoformat(),
    )


def _where(material: Material, rows: Ints) -> tuple[int, int, Place | None]:
    """Return the first and the last month of some rows, and where the earliest stands."""
    first = rows[np.argsort(material.start[rows], kind="stable")[:1]]
    return int(material.start[rows].min()), int(material.end[rows].max()), material.places(first)[0]
