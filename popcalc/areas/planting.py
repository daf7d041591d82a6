"""From the areas of each level to the tree: what stands above what, under which key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.tiers import NONE, Tier
from popcalc.areas.tree import Areas
from popcalc.arrays import AnyInts, distinct_pairs, distinct_values, numbered


def with_agreed_codes(tiers: Sequence[Tier], digits: Mapping[str, int]) -> list[Tier]:
    """Return the tiers, areas above the villages being given the code that the villages' own codes begin with.

    Only where both sides agree: all villages of the area begin with that code, and no village of another does. A
    village of which nothing but the code is known finds its area so, or makes one.
    """
    *upper, leaf = tiers
    found: list[Tier] = []
    for tier in upper:
        if tier.level in digits:
            length = digits[tier.level]
            tier, leaf = _agreed(tier, leaf, [code[:length] if len(code) > length else "" for code in leaf.codes])
        found.append(tier)
    return [*found, leaf]


def _agreed(tier: Tier, leaf: Tier, prefixes: Sequence[str]) -> tuple[Tier, Tier]:
    numbers, words = numbered(np.array(prefixes, dtype=object))
    above = leaf.above[tier.level].copy()
    known = np.flatnonzero((above >= 0) & np.array([word != "" for word in words], dtype=bool)[numbers])
    prefixes_of: dict[int, list[str]] = {}
    areas_of: dict[str, set[int]] = {code: {area} for area, code in enumerate(tier.codes) if code}
    for area, number in zip(*(column.tolist() for column in distinct_pairs(above[known], numbers[known])), strict=True):
        prefixes_of.setdefault(area, []).append(words[number])
        areas_of.setdefault(words[number], set()).add(area)
    codes, names, higher = list(tier.codes), list(tier.names), {name: [*col] for name, col in tier.above.items()}
    for area, its in prefixes_of.items():
        if len(its) == 1 and areas_of[its[0]] == {area}:
            codes[area] = codes[area] or its[0]
    for village in np.flatnonzero(above < 0).tolist():
        prefix = prefixes[village]
        if prefix and prefix not in areas_of:
            areas_of[prefix] = {len(codes)}
            codes.append(prefix)
            names.append("")
            for level, column in higher.items():
                column.append(leaf.above[level][village])
        if len(fitting := areas_of.get(prefix, set())) == 1:
            (above[village],) = fitting
    grown = replace(
        tier, codes=codes, names=names, above={name: np.array(col, dtype=np.int64) for name, col in higher.items()}
    )
    return grown, replace(leaf, above={**leaf.above, tier.level: above})


class _Upper(Struct, frozen=True):
    """The areas above the villages that the tree holds: `spot` leads from a level and a number there to its place."""

    codes: list[str]
    names: list[str]
    level: list[int]
    parent: list[int]
    spot: dict[tuple[int, int], int]


def plant(tiers: Sequence[Tier]) -> tuple[Areas, AnyInts]:
    """Return the tree of the areas that stand above villages, and the position that each village has in it."""
    *upper_tiers, leaf = tiers
    upper, parents = _climb(upper_tiers, leaf)
    keys = _keys(upper)
    paths = [*keys, ""]
    leaf_keys = [
        code or (f"{paths[parent]}/{name}" if parent >= 0 else name)
        for code, name, parent in zip(leaf.codes, leaf.names, parents, strict=True)
    ]
    leaf_names = [name or code for name, code in zip(leaf.names, leaf.codes, strict=True)]
    villages = len(leaf_keys)
    order = sorted(range(villages), key=leaf_keys.__getitem__)
    position_of = np.empty(villages, dtype=np.int32)
    position_of[order] = np.arange(villages)
    upper_order = sorted(range(len(keys)), key=lambda node: (upper.level[node], keys[node], upper.names[node]))
    place = {node: villages + position for position, node in enumerate(upper_order)} | {NONE: NONE}
    used = sorted({upper.level[node] for node in upper_order})
    areas = Areas(
        levels=(*(upper_tiers[level].level for level in used), leaf.level),
        keys=[leaf_keys[village] for village in order] + [keys[node] for node in upper_order],
        names=[leaf_names[village] for village in order]
        + [upper.names[node] or upper.codes[node] for node in upper_order],
        level_of=np.array(
            [len(used)] * villages + [used.index(upper.level[node]) for node in upper_order], dtype=np.int32
        ),
        parent_of=np.array(
            [place[parents[village]] for village in order] + [place[upper.parent[node]] for node in upper_order],
            dtype=np.int32,
        ),
        villages=villages,
    )
    return areas, position_of


def _climb(tiers: Sequence[Tier], leaf: Tier) -> tuple[_Upper, list[int]]:
    """Return the areas that stand above villages, and the place of each village's parent (-1 for none)."""
    upper = _Upper([], [], [], [], {})

    def place(level: int, number: int) -> int:
        if (level, number) not in upper.spot:
            upper.spot[level, number] = spot = len(upper.codes)
            tier = tiers[level]
            upper.codes.append(tier.codes[number])
            upper.names.append(tier.names[number])
            upper.level.append(level)
            upper.parent.append(NONE)
            upper.parent[spot] = parent({name: int(column[number]) for name, column in tier.above.items()}, level)
        return upper.spot[level, number]

    def parent(above: Mapping[str, int], level: int) -> int:
        for higher in reversed(range(level)):
            if (number := above[tiers[higher].level]) >= 0:
                return place(higher, number)
        return NONE

    parents = np.full(len(leaf.codes), NONE, dtype=np.int64)
    for level in reversed(range(len(tiers))):
        number = leaf.above[tiers[level].level]
        numbers, at = np.unique(number, return_inverse=True)
        orphans = parents < 0
        needed = distinct_values(at[orphans & (number >= 0)]).tolist()
        spots = np.full(len(numbers), NONE, dtype=np.int64)
        spots[needed] = [place(level, int(numbers[one])) for one in needed]
        parents[orphans] = spots[at[orphans]]
    return upper, parents.tolist()


def _keys(upper: _Upper) -> list[str]:
    """Return each area's key: its code, or the names from the top joined by `/`."""

    def path(node: int) -> str:
        own = upper.names[node] or upper.codes[node]
        return f"{path(upper.parent[node])}/{own}" if upper.parent[node] >= 0 else own

    return [code or path(node) for node, code in enumerate(upper.codes)]
