"""Months that are not there: a village that sends nothing while others do, a cell left empty, a month of nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from msgspec import Struct

from popcalc.arrays import Bools, Ints
from popcalc.definitions.catalogue import Nature
from popcalc.errors import Place
from popcalc.language import Text, plural, text
from popcalc.periods import month_label
from popcalc.quality.findings import EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material, by_month, by_village, stretches

GAP = "GAP"
NEVER = "NEVER_REPORTED"
NO_MONTH = "MONTH_WITHOUT_FILE"
EMPTY = "EMPTY_CELLS"
NOBODY = "NOBODY_REPORTS"

Piece = tuple[int, int, int, int]
"""Area, first month, last month and number of villages."""

WHAT = {Nature.FLOW: text("events"), Nature.STOCK: text("figures of a month-end")}


def check_gaps(material: Material) -> Iterator[Finding]:
    """Yield months of the span in which villages report no events, or no stocks, at all, from their first month on.

    Who ends before the others is closed (`comings`), unless that may be late: see `Changes.closed`.

    A stock may be given for some months only, so that of stocks those months count in which any village gives one.
    Where all villages of the area above miss the same months, it is one finding.
    """
    silences: dict[Nature, dict[Piece, None]] = {}
    for nature, other in ((Nature.FLOW, Nature.STOCK), (Nature.STOCK, Nature.FLOW)):
        spoken = material.spoken[nature]
        if not spoken.any():
            continue
        anyone, ever = by_month(spoken), by_village(spoken)
        if nature is Nature.FLOW:
            yield from _months_of_nobody(material, anyone)
        silent = ~spoken & ever[:, None] & material.exists & material.changes.lives(material.span.months)
        silences[nature] = dict.fromkeys(_pieces(material, _Silence(silent, anyone, ever)))
        yield from _never(material, ~ever & by_village(material.spoken[other]), nature)
    yield from _gaps(silences)


def check_empty_cells(material: Material) -> Iterator[Finding]:
    """Yield cells left empty where the village gives the count in other months, and others give it in that month."""
    for nature in (Nature.FLOW, Nature.STOCK):
        for count in material.counts(nature):
            column = material.table.column(count)
            reported = column >= 0
            if reported.all() or not reported.any():
                continue
            given = material.covered(reported)
            anyone = by_month(given)
            if nature is Nature.FLOW:
                yield from _nobody(material, count, by_month(material.spoken[nature]) & ~anyone)
            ever = by_village(given)
            empty = material.covered(column < 0) & material.spoken[nature] & ~given
            yield from _empty(material, _Silence(empty & ever[:, None], anyone, ever), count)


class _Silence(Struct, frozen=True, eq=False):
    """Where villages are silent (a grid), in which months anyone speaks, and which villages do at all."""

    silent: Bools
    anyone: Bools
    ever: Bools


def _pieces(material: Material, found: _Silence) -> Iterator[Piece]:
    """Yield each stretch of silence.

    Months in which nobody speaks are passed over. An area whose villages are all silent stands for them.
    """
    areas = material.table.areas
    months = np.flatnonzero(found.anyone)
    silent = found.silent[:, months]
    if not silent.any():
        return
    above = areas.parent_of[: areas.villages].astype(np.int64)
    villages = np.bincount(above[found.ever & (above >= 0)], minlength=len(areas.keys))
    together = np.zeros((len(areas.keys), len(months)), dtype=np.int64)
    np.add.at(together, above[above >= 0], silent[above >= 0])
    whole = (together == villages[:, None]) & (villages > 1)[:, None]
    alone = silent & ~(whole[above] & (above >= 0)[:, None])
    for marked in (whole, alone):
        for area, first, last in zip(*(column.tolist() for column in stretches(marked)), strict=True):
            start, end = int(months[first]), int(months[last])
            size = int(villages[area]) if marked is whole else 1
            yield area, material.span.start + start, material.span.start + end, size


def _gaps(silences: Mapping[Nature, Mapping[Piece, None]]) -> Iterator[Finding]:
    """Yield each stretch of silence, once where neither events nor stocks are reported."""
    both = set.intersection(*map(set, silences.values())) if len(silences) > 1 else set()
    for nature, pieces in silences.items():
        for piece in pieces:
            if piece not in both or nature is Nature.FLOW:
                area, start, end, size = piece
                message = plural(
                    size,
                    "no {what}, though others report them: not sent?",
                    "no {what} from any of the {count} villages, though others report them: not sent?",
                    what=text("figures at all") if piece in both else WHAT[nature],
                )
                yield Finding(GAP, WARNING, area, start, end, "", message)


def _empty(material: Material, found: _Silence, count: str) -> Iterator[Finding]:
    for area, start, end, size in _pieces(material, found):
        message = plural(
            size,
            "{name} is not given, though the village gives it in other months",
            "{name} is not given by any of the {count} villages, though they give it in other months",
            name=count,
        )
        yield Finding(EMPTY, WARNING, area, start, end, count, message, _place(material, area, start, count))


def _place(material: Material, area: int, month: int, count: str) -> Place | None:
    """Return the first row that leaves a count empty."""
    areas = material.table.areas
    inside = material.village == area if area < areas.villages else areas.parent_of[material.village] == area
    covers = (material.start <= month) & (material.end >= month) & (material.table.column(count) < 0)
    rows = np.flatnonzero(inside & covers)
    return material.places(rows[:1], count)[0] if len(rows) else None


def _never(material: Material, never: Bools, nature: Nature) -> Iterator[Finding]:
    """Yield the villages that are known from one kind of figure and give none of the other."""
    whole = _Silence(never[:, None], np.array([True]), np.ones(len(never), dtype=bool))
    other = WHAT[Nature.STOCK if nature is Nature.FLOW else Nature.FLOW]
    for area, _, _, size in _pieces(material, whole):
        message = plural(
            size,
            "{other}, but no {what} in any month: another name or code in other files (--areas), or not sent?",
            "{other}, but no {what} in any month from all of the {count} villages: another name or code in other files "
            "(--areas), or not sent?",
            other=other,
            what=WHAT[nature],
        )
        yield Finding(NEVER, WARNING, area, material.span.start, material.span.end, "", message)


def _months_of_nobody(material: Material, anyone: Bools) -> Iterator[Finding]:
    for _, first, last in zip(*(column.tolist() for column in stretches(~anyone[None, :])), strict=True):
        start, end = material.span.start + first, material.span.start + last
        yield Finding(NO_MONTH, WARNING, EVERYWHERE, start, end, "", text("no village reports any events"))


def _nobody(material: Material, count: str, missing: Bools) -> Iterator[Finding]:
    """Yield once that a count is given in some months only, by anyone."""
    months = np.flatnonzero(missing)
    if not len(months):
        return
    start, end = (material.span.start + int(months[place]) for place in (0, -1))
    yield Finding(NOBODY, WARNING, EVERYWHERE, start, end, count, _nobody_words(material, count, months))


def _nobody_words(material: Material, count: str, months: Ints) -> Text:
    listed = [month_label(month) for month in (months + material.span.start).tolist()]
    return plural(
        len(listed),
        "no village gives {name} in {months}, though it is given in other months",
        "no village gives {name} in {count} months ({months}), though it is given in others",
        name=count,
        months=tuple(listed),
    )
