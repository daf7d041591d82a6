"""Rows of areas above those that stand further in below them: totals of their parts, never added to these.

| Area | Births |
|---|---|
| North | 7 |
| ␣␣Aton | 3 |
| ␣␣Bton | 4 |
| South | 5 |

Blanks may as well mean nothing: the figures decide. An area without parts stays one.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.labels import combine
from popcalc.areas.tree import name_key
from popcalc.definitions.catalogue import Nature
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.indents import depth_of
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.cells import as_written
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows
from popcalc.intake.text.bytestrings import distinct, texts_of
from popcalc.language import text

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools
    from popcalc.intake.text.bytestrings import Positions, Texts

ABOVE = "\0above"
"""Among the words of the last row of a block: the names above it by how far in they stand."""
SURE = log(20)
"""Agreeing figures whose chance is less than that leave no doubt about what the blanks mean."""


class Indents(Struct, frozen=True):
    """Whether the blanks before names mean levels, which rows are then of areas with parts, and a question."""

    hold: bool
    parents: Bools
    faults: tuple[Fault, ...] = ()


def with_parents(
    words: Mapping[str, Positions],
    names: Texts,
    data: Bools,
    above: Mapping[str, int],
    layout: Layout,
    reading: Reading,
) -> tuple[dict[str, Positions], dict[str, int]]:
    """Return the words of rows with the area that each stands further in than, and what the last row leaves behind."""
    numbers, written = distinct(names)
    depths = [depth_of(name) for name in written]
    own = reading.areas[layout.leaf].pool.words
    open_names = {int(key.removeprefix(ABOVE)): own[spot] for key, spot in above.items() if key.startswith(ABOVE)}
    found = [""] * len(numbers)
    leaf = words[layout.leaf]
    for spot in np.flatnonzero(data & (leaf > 0)).tolist():
        depth = depths[int(numbers[spot])]
        open_names = {further: name for further, name in open_names.items() if further < depth}
        found[spot] = open_names[max(open_names)] if open_names else ""
        open_names[depth] = own[int(leaf[spot])]
    pool = reading.areas[layout.leaf].pool
    left = {f"{ABOVE}{depth}": pool.positions[name_key(name)] for depth, name in open_names.items()}
    return {**words, layout.indent: reading.areas[layout.indent].of(texts_of(found))}, left


def find_indents(rows: Rows, layout: Layout, reading: Reading) -> Indents:
    """Return whether the blanks before the names of a file mean levels; `rows` have all of its counts."""
    leaf, above = rows.words[layout.leaf], _as_names(rows, layout, reading)
    key = combine([np.concatenate([leaf, above]), np.tile(rows.start, 2), np.tile(rows.end + 1, 2)])
    of_row, of_part = key[: len(rows)], key[len(rows) :]
    is_part = above > 0
    parts = np.bincount(of_part[is_part], minlength=int(key.max(initial=0)) + 1)
    parents = (parts[of_row] > 0) & ~reading.areas[layout.leaf].kept[leaf]
    once = np.bincount(of_row, minlength=len(parts))[of_row] == 1
    agree = 0.0
    differing: list[tuple[int, str, int, int]] = []
    exceeds = True
    for name, values in rows.counts.items():
        if reading.catalogue.counts[name].nature is Nature.QUOTA:
            continue
        summed, known = _sums(values, of_part, is_part, len(parts))
        compared = np.flatnonzero(parents & once & (values >= 0) & (known == parts)[of_row])
        equal = values[compared] == summed[of_row[compared]]
        agree += float(np.log1p(values[compared][equal].astype(np.float64)).sum())
        exceeds &= bool((values[compared] >= summed[of_row[compared]]).all())
        differing += [(spot, name, int(values[spot]), int(summed[of_row[spot]])) for spot in compared[~equal].tolist()]
    has_figures = any((values[parents] >= 0).any() for values in rows.counts.values())
    if not parents.any() or not has_figures:
        # Names without figures are headings of what stands below them.
        return Indents(bool(parents.any()), parents)
    if agree >= SURE and agree >= SURE * len(differing):
        return Indents(True, parents)
    if exceeds and (agree > 0 or differing):
        spot, name, printed, sum_of_parts = differing[0] if differing else _first(rows, parents)
        return Indents(False, parents, (_question(rows, spot, (name, printed, sum_of_parts), layout, reading),))
    return Indents(False, np.zeros(len(rows), dtype=np.bool_))


def _first(rows: Rows, parents: Bools) -> tuple[int, str, int, int]:
    """Return the first figure of an area with parts, which is their sum."""
    for spot in np.flatnonzero(parents).tolist():
        for name, values in rows.counts.items():
            if values[spot] > 0:
                return spot, name, int(values[spot]), int(values[spot])
    raise AssertionError(parents)


def _as_names(rows: Rows, layout: Layout, reading: Reading) -> AnyInts:
    """Return the area above each row as the position of its name among those of the lowest level."""
    known = reading.areas[layout.leaf].pool.positions
    words = reading.areas[layout.indent].pool.words
    return np.array([known.get(name_key(word), 0) if word else 0 for word in words], dtype=np.int64)[
        rows.words[layout.indent]
    ]


def _sums(values: AnyInts, of_part: AnyInts, is_part: Bools, size: int) -> tuple[AnyInts, AnyInts]:
    """Return the sum and the number of the figures of the parts of each area and months."""
    reported = is_part & (values >= 0)
    summed = np.zeros(size, dtype=np.int64)
    np.add.at(summed, of_part[reported], values[reported].astype(np.int64))
    return summed, np.bincount(of_part[reported], minlength=size)


def _question(rows: Rows, spot: int, figure: tuple[str, int, int], layout: Layout, reading: Reading) -> Fault:
    name, printed, summed = figure
    sentence = text(
        "names below {area} stand further in, as its parts do, and its {count} is {printed} where theirs give "
        "{summed}, which does not tell: if it is their total, list it under totals in a --columns file (totals: "
        "['{area}']); if not, under not_totals",
        area=reading.areas[layout.leaf].pool.words[int(rows.words[layout.leaf][spot])],
        count=name,
        printed=as_written(printed, reading.catalogue.counts[name]),
        summed=as_written(summed, reading.catalogue.counts[name]),
    )
    return fault("TOTAL_OR_AREA", sentence, Place(layout.name, int(rows.row[spot])))


def without_levels(rows: Rows, layout: Layout) -> Rows:
    """Return rows whose blanks mean nothing."""
    return replace(rows, words={role: one for role, one in rows.words.items() if role != layout.indent})


def with_own_names(rows: Rows, layout: Layout, reading: Reading) -> Rows:
    """Return rows without areas with parts; one that is no part of another is all of the area above it."""
    own = reading.areas[layout.leaf].pool.words
    alone = np.flatnonzero(rows.words[layout.indent] == 0)
    above = rows.words[layout.indent].copy()
    above[alone] = reading.areas[layout.indent].of(
        texts_of([own[int(rows.words[layout.leaf][spot])] for spot in alone])
    )
    return replace(rows, words={**rows.words, layout.indent: above})


def as_totals(rows: Rows, layout: Layout, reading: Reading) -> Rows:
    """Return rows of areas with parts as the totals of these areas."""
    own = reading.areas[layout.leaf].pool.words
    names = texts_of([own[int(spot)] for spot in rows.words[layout.leaf]])
    words = {**rows.words, layout.leaf: np.zeros_like(rows.words[layout.leaf])}
    return replace(rows, words={**words, layout.indent: reading.areas[layout.indent].of(names)})
