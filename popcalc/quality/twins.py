"""Villages that have each other's figures: a row that was copied into another, or one village under two names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.arrays import AnyInts, Bools, Floats, Ints, distinct_values
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.wholes import independent, wholes
from popcalc.language import Text, plural, text
from popcalc.quality.alike import EVENTS
from popcalc.quality.coincidence import of_the_same
from popcalc.quality.findings import CHANCE, WARNING, Finding
from popcalc.quality.material import POPULATIONS, Material
from popcalc.quality.slips import moves_of

SHARE = 0.1
"""The part of the chance of a false finding that these have."""
OF_AN_AREA = 0.9
"""The part of that which is for two villages of one area: their rows stand beside each other."""
AROUND = (1.25, 1.05, 1.01)
"""Month-ends within these factors of a figure say how often there are just so many people: the densest counts."""
SAMPLE = 100_000
"""So many month-ends, evenly taken, say how many people villages have."""
BETWEEN = 2
"""Months with no more than so many others between them are one run: a slip may be among them."""
SEED = 20131101


class _Pairs(Struct, frozen=True, eq=False):
    """Rows of two villages with the same figures in the same months, in order of both villages and month.

    `log_flows` and `log_people` are the logarithms of the chances that the flows, and the people, are the same.
    """

    rows: Ints
    others: Ints
    log_flows: Floats
    log_people: Floats


def check_twins(material: Material) -> Iterator[Finding]:
    """Yield two villages that report the same events and people in a month or in months that follow each other.

    Two months that expect the same number of events have it with the chance of `of_the_same`; that two villages have
    just so many people is as likely as the people of all villages say, and counts once in a run of months. It is a
    finding when chance would make it in fewer than one of twenty sets of data of this size; the most of that is for
    villages of one area. It is told of the village whose people leave their way where the run begins or ends, else of
    the one whose row stands further down.
    """
    counts = _compared(material)
    if not counts:
        return
    pairs = _pairs(material, counts)
    if not len(pairs.rows):
        return
    bars = _bars(material)
    areas = material.table.areas
    village = material.village
    first = _begins(material, pairs)
    last = np.append(first[1:], len(pairs.rows)) - 1
    score = np.add.reduceat(pairs.log_flows, first) + np.minimum.reduceat(pairs.log_people, first)
    same_area = areas.parent_of[village[pairs.rows[first]]] == areas.parent_of[village[pairs.others[first]]]
    for spot in np.flatnonzero(score < np.where(same_area, *bars)).tolist():
        run = np.arange(first[spot], last[spot] + 1)
        yield _finding(material, counts, pairs.rows[run], pairs.others[run])


def _compared(material: Material) -> list[str]:
    """Return the events of lives, and the people, that the rows give: what follows from these says no more."""
    part_of = wholes(material.catalogue)
    flows = [count for count in material.counts(Nature.FLOW) if EVENTS & part_of[count]]
    stocks = [count for count in material.counts(Nature.STOCK) if count in POPULATIONS]
    return [*independent(material.catalogue, flows), *stocks[:1]] if flows else []


def _pairs(material: Material, counts: Sequence[str]) -> _Pairs:
    """Return the rows that have the same figures of all counts as one of another village in the same months."""
    columns = [material.start, material.end, *(material.table.column(count) for count in counts)]
    weights = np.random.default_rng(SEED).integers(1, 1 << 62, len(columns))
    # Numbers that run over: what has the same is looked at once more.
    mixed = np.zeros(len(material.village), dtype=np.int64)
    for column, weight in zip(columns, weights.tolist(), strict=True):
        mixed += column * np.int64(weight)
    order = np.argsort(mixed)
    spots = np.flatnonzero(np.diff(mixed[order]) == 0)
    chosen = distinct_values(np.concatenate([order[spots], order[spots + 1]]))
    order = chosen[np.argsort(mixed[chosen], kind="stable")]
    spots = np.flatnonzero(np.diff(mixed[order]) == 0)
    rows, others = order[spots], order[spots + 1]
    alike: Bools = np.logical_and.reduce([column[rows] == column[others] for column in columns])
    given = np.logical_and.reduce([column[rows] >= 0 for column in columns])
    some = np.logical_or.reduce([column[rows] > 0 for column in columns[2:]])
    chosen = np.flatnonzero(alike & given & some)
    rows, others = rows[chosen], others[chosen]
    by_village = np.lexsort((material.start[rows], material.village[others], material.village[rows]))
    rows, others = rows[by_village], others[by_village]
    flows, people = np.zeros(len(rows)), np.zeros(len(rows))
    for count in counts:
        figures = material.table.column(count)
        if count in POPULATIONS:
            distinct, at = np.unique(figures[rows], return_inverse=True)
            people = np.log(_of_so_many_people(figures, distinct))[at]
        else:
            flows += np.log(of_the_same(figures[rows]))
    return _Pairs(rows, others, flows, people)


def _of_so_many_people(all_figures: AnyInts, figures: AnyInts) -> Floats:
    """Return the chance that another village has just so many people.

    It is the share of all month-ends near it, as a density; ten times that where it ends in 0 as all others do, and so
    on.
    """
    known = np.sort(all_figures[all_figures > 0])
    known = known[np.linspace(0, len(known) - 1, min(len(known), SAMPLE)).astype(np.int64)]
    people = np.maximum(figures, 1).astype(np.float64)
    chance = np.zeros(len(figures))
    for factor in AROUND:
        low, high = people / factor, people * factor
        near = np.searchsorted(known, high, "right") - np.searchsorted(known, low, "left")
        chance = np.maximum(chance, near / max(len(known), 1) / np.maximum(high - low, 1.0))
    oftener = np.ones(len(figures))
    for unit in (10, 100, 1000, 10000):
        share = float((known % unit == 0).mean()) if len(known) else 0.0
        oftener = np.where(figures % unit == 0, np.maximum(oftener, unit * share), oftener)
    return np.where(figures > 0, np.minimum(chance * oftener, 1.0), 1.0)


def _begins(material: Material, pairs: _Pairs) -> Ints:
    """Return where each run of months begins that follow each other, but for a few, of the same two villages."""
    start, end = material.start, material.end
    own, other = (material.village[rows] for rows in (pairs.rows, pairs.others))
    follows = np.zeros(len(own), dtype=bool)
    follows[1:] = (own[1:] == own[:-1]) & (other[1:] == other[:-1])
    follows[1:] &= start[pairs.rows[1:]] <= end[pairs.rows[:-1]] + 1 + BETWEEN
    return np.flatnonzero(~follows)


def _bars(material: Material) -> tuple[float, float]:
    """Return the logarithm below which the chance is a finding, of two villages of one area and of others."""
    areas = material.table.areas
    months = max(len(np.unique(material.start)), 1)
    together = np.bincount(areas.parent_of[: areas.villages] + 1)
    of_areas, all_pairs = (float((number * (number - 1) / 2).sum()) for number in (together, np.array(areas.villages)))
    parts = ((OF_AN_AREA, of_areas), (1 - OF_AN_AREA, all_pairs - of_areas))
    near, far = (float(np.log(CHANCE * SHARE * part / max(pairs * months, 1))) for part, pairs in parts)
    return near, far


def _finding(material: Material, counts: Sequence[str], rows: Ints, others: Ints) -> Finding:
    own, other = (_apart(material, counts, some) for some in (rows, others))
    if own > other:
        rows, others, own, other = others, rows, other, own
    place, source = material.places(np.array([others[0], rows[0]]), *counts)
    months = int((material.end[others] - material.start[others] + 1).sum())
    words = {
        "counts": tuple(counts),
        "other": _name(material, int(material.village[rows[0]]), int(material.village[others[0]])),
        "where": text(" ({place})", place=str(replace(source, column=None))) if source else "",
        "months": plural(months, "", " in {count} months"),
    }
    message = (
        text("{counts} are those of {other}{where}{months}: copied from there?", **words)
        if other > own
        else text("{counts} are those of {other}{where}{months}: copied, or one village under two names?", **words)
    )
    start, end = int(material.start[others[0]]), int(material.end[others[-1]])
    return Finding("SAME_FIGURES", WARNING, int(material.village[others[0]]), start, end, "", message, place)


def _name(material: Material, village: int, other: int) -> Text | str:
    """Return the name of a village, with that of its area where it is not the other's."""
    areas = material.table.areas
    above, others_above = int(areas.parent_of[village]), int(areas.parent_of[other])
    if above < 0 or above == others_above:
        return areas.names[village]
    return text("{village} ({above})", village=areas.names[village], above=areas.names[above])


def _apart(material: Material, counts: Sequence[str], rows: Ints) -> float:
    """Return how many people more than usual a village moves by where a run of its rows begins and where it ends."""
    stock = next((count for count in counts if count in POPULATIONS), None)
    if stock is None:
        return 0.0
    moves, known = material.once(_moves[stock])
    edges = np.array([rows[0], rows[-1] + 1])
    edges = edges[edges < len(moves)]
    return float(np.abs(moves[edges])[known[edges]].sum())


_moves = {stock: partial(moves_of, name=stock) for stock in POPULATIONS}
