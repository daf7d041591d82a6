"""Areas that appear, close or join another: no gaps, but worth a line, with what the areas file would say of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from popcalc.areas.drafting import name_of, row_of
from popcalc.areas.registry import COLUMNS
from popcalc.arrays import Bools, Ints
from popcalc.language import Text, plural, text
from popcalc.periods import month_label
from popcalc.quality.findings import INFO, Finding
from popcalc.quality.material import Material


class _Coming(Struct, frozen=True):
    """Some villages with the same change, together all of their area or a single one, and whom they went into."""

    area: int
    villages: tuple[int, ...]
    month: int
    into: int | None


def check_comings(material: Material) -> Iterator[Finding]:
    """Yield the villages, or areas of villages, that report from a month on, or until a month, and who follows them."""
    changes, areas = material.changes, material.table.areas
    known = np.ones(areas.villages, dtype=bool) if areas.lives is None else material.exists.all(axis=1)
    followed = np.zeros(areas.villages, dtype=bool)
    followed[changes.into[changes.into >= 0]] = True
    for one in _grouped(material, changes.new & ~followed & known, changes.first):
        yield _finding(material, one, "NEW_AREA", _opened(material, one))
    for one in _grouped(material, changes.closed & known, changes.last):
        yield _finding(material, one, "CLOSED_AREA" if one.into is None else "MERGED_AREA", _closed(material, one))


def _grouped(material: Material, marked: Bools, month: Ints) -> Iterator[_Coming]:
    """Yield marked villages, as one those of an area that all have the same month, and go into the same area."""
    areas = material.table.areas
    above = areas.parent_of[: areas.villages]
    for parent in np.unique(above[marked]).tolist():
        inside = np.flatnonzero(above == parent)
        chosen = inside[marked[inside]].tolist()
        into = [int(material.changes.into[one]) for one in chosen]
        goals = {int(above[one]) if one >= 0 else None for one in into}
        if parent >= 0 and len(chosen) == len(inside) > 1 and len({*month[chosen].tolist()}) == len(goals) == 1:
            yield _Coming(parent, tuple(chosen), int(month[chosen[0]]), goals.pop())
        else:
            for village, goal in zip(chosen, into, strict=True):
                yield _Coming(village, (village,), int(month[village]), goal if goal >= 0 else None)


def _opened(material: Material, one: _Coming) -> Text:
    month = month_label(material.span.start + one.month)
    return text(
        "reports from {month} on, others before: if it is new, the areas file says so{rows}",
        month=month,
        rows=_rows(material, one, opened=month),
    )


def _closed(material: Material, one: _Coming) -> Text:
    month, areas = month_label(material.span.start + one.month), material.table.areas
    if one.into is None:
        sentence = text("reports until {month}, others after that: if it was closed, the areas file says so{rows}")
    else:
        sentence = text("reports until {month}, then its people are in {other}: the areas file says so{rows}")
    into = "" if one.into is None else name_of(areas, one.into)
    other = "" if one.into is None else areas.names[one.into]
    return text(sentence.template, month=month, other=other, rows=_rows(material, one, closed=month, into=into))


def _rows(material: Material, one: _Coming, **fields: str) -> Text:
    """Return the row of the areas file; of several villages how it is had."""
    if one.area not in one.villages:
        return plural(len(one.villages), "", " of its {count} villages (inspect --draft-areas FILE)")
    areas = material.table.areas
    parent = int(areas.parent_of[one.area])
    line = io.StringIO(newline="")
    row = row_of(areas, one.area, name_of(areas, parent) if parent >= 0 else "")
    csv.DictWriter(line, COLUMNS, restval="", lineterminator="").writerow({**row, **fields})
    return text(" ({row})", row=line.getvalue())


def _finding(material: Material, one: _Coming, code: str, message: Text) -> Finding:
    month = material.span.start + one.month
    rows = material.row_of[list(one.villages), one.month]
    place = material.places(rows[rows >= 0][:1])
    return Finding(
        code=code,
        severity=INFO,
        area=one.area,
        start=month,
        end=month,
        count="",
        message=message,
        place=place[0] if place else None,
    )
