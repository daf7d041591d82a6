"""From the labels that areas go by to the tree: upper levels from columns, code prefixes or the areas file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popcalc.areas.registry import Registry
from popcalc.areas.tree import Areas

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

STATISTICAL_CODE_DIGITS = 12
STATISTICAL_CODE_LEVELS: Mapping[str, int] = {"county": 6, "town": 9}
"""Digits of the 12-digit statistical division code that name the county and the town (GB/T 2260, GB/T 10114)."""


@dataclass(frozen=True)
class Ladder:
    """What each village's row says of one level: its name and its code there, empty where it says nothing."""

    level: str
    names: Sequence[str]
    codes: Sequence[str]


@dataclass
class Node:
    """One area of an upper level while the tree grows."""

    level: int
    name: str
    code: str
    parent: int


def plant(
    villages: Ladder, upper: Sequence[Ladder], registry: Registry, levels: Sequence[str]
) -> tuple[Areas, npt.NDArray[np.int64]]:
    """Return the tree, and for each village the position that it has there.

    `upper` is aligned with `villages`, from the top down; `levels` are all levels that may occur, in order. Two
    villages are in one area of a level when its codes agree there, or, without codes, its names and all above.
    """
    import numpy as np

    count = len(villages.names)
    parents = np.full(count, -1, dtype=np.int64)
    nodes: list[Node] = []
    for ladder in upper:
        parents = _grow(ladder, parents, nodes, levels.index(ladder.level))
    _complete(nodes, registry, levels)
    present = sorted({node.level for node in nodes} | {levels.index(villages.level)})
    kept = tuple(levels[level] for level in present)
    keys = _keys(nodes)
    leaf_keys = _leaf_keys(villages, parents, keys)
    leaf_names = [name or code for name, code in zip(villages.names, villages.codes, strict=True)]
    order = np.array(
        sorted(range(count), key=lambda village: (leaf_keys[village], leaf_names[village])), dtype=np.int64
    )
    position_of = np.empty(count, dtype=np.int64)
    position_of[order] = np.arange(count)
    upper_order = sorted(range(len(nodes)), key=lambda node: (nodes[node].level, keys[node], nodes[node].name))
    new_position = {node: count + place for place, node in enumerate(upper_order)}
    above = np.array([*(new_position[node] for node in range(len(nodes))), -1], dtype=np.int32)
    areas = Areas(
        levels=kept,
        keys=[leaf_keys[village] for village in order] + [keys[node] for node in upper_order],
        names=[leaf_names[village] for village in order]
        + [nodes[node].name or nodes[node].code for node in upper_order],
        level_of=np.array(
            [len(kept) - 1] * count + [kept.index(levels[nodes[node].level]) for node in upper_order], dtype=np.int32
        ),
        parent_of=np.concatenate(
            [above[parents[order]], np.array([above[nodes[node].parent] for node in upper_order], dtype=np.int32)]
        ).astype(np.int32),
        villages=count,
    )
    return areas, position_of


def _grow(ladder: Ladder, parents: npt.NDArray[np.int64], nodes: list[Node], level: int) -> npt.NDArray[np.int64]:
    """Add the nodes of one level below the ones that stand; return each village's node, its old one where it has none."""
    import numpy as np

    by_code: dict[str, int] = {}
    by_name: dict[tuple[int, str], int] = {}
    grown = parents.tolist()
    for village, (parent, name, code) in enumerate(zip(grown, ladder.names, ladder.codes, strict=True)):
        if not (name or code):
            continue
        known = by_code.get(code) if code else by_name.get((parent, name))
        if known is None:
            known = len(nodes)
            nodes.append(Node(level, name, code, parent))
            if code:
                by_code[code] = known
            else:
                by_name[parent, name] = known
        grown[village] = known
    return np.array(grown, dtype=np.int64)


def _complete(nodes: list[Node], registry: Registry, levels: Sequence[str]) -> None:
    """Give the nodes the names, codes and parents that the areas file knows."""
    made: dict[tuple[int, str], int] = {}
    position = 0
    while position < len(nodes):
        node = nodes[position]
        entry = registry.entry(levels[node.level], node.code) if node.code else None
        entry = entry or (registry.entry(levels[node.level], node.name) if node.name else None)
        if entry:
            node.name = node.name or entry.name
            node.code = node.code or entry.code
            above = registry.above(entry)
            if above and (node.parent < 0 or nodes[node.parent].level < levels.index(above.level)):
                spot = (levels.index(above.level), above.code or above.name)
                if spot not in made:
                    made[spot] = next(
                        (
                            place
                            for place, other in enumerate(nodes)
                            if other.level == spot[0] and spot[1] in (other.code, other.name)
                        ),
                        len(nodes),
                    )
                    if made[spot] == len(nodes):
                        nodes.append(Node(spot[0], above.name, above.code, node.parent))
                node.parent = made[spot]
        position += 1


def _keys(nodes: Sequence[Node]) -> list[str]:
    """Return each node's key: its code, or the names from the top joined by `/`."""

    def path(position: int) -> str:
        node = nodes[position]
        own = node.name or node.code
        return f"{path(node.parent)}/{own}" if node.parent >= 0 else own

    return [node.code or path(position) for position, node in enumerate(nodes)]


def _leaf_keys(villages: Ladder, parents: npt.NDArray[np.int64], keys: Sequence[str]) -> list[str]:
    paths = [*keys, ""]
    return [
        code or (f"{paths[parent]}/{name}" if parent >= 0 else name)
        for code, name, parent in zip(villages.codes, villages.names, parents.tolist(), strict=True)
    ]


def prefixed(codes: Sequence[str], digits: int) -> list[str]:
    """Return the first digits of the codes."""
    return [code[:digits] for code in codes]


def prefix_levels(codes: Sequence[str], asked: Mapping[str, int]) -> Mapping[str, int]:
    """Return the levels that a prefix of the codes names: as asked, else by the 12-digit statistical code."""
    if asked:
        return asked
    statistical = bool(codes) and all(len(code) == STATISTICAL_CODE_DIGITS and code.isdigit() for code in codes)
    return STATISTICAL_CODE_LEVELS if statistical else {}


def agreed_codes(names: Sequence[str], prefixes: Sequence[str]) -> list[str]:
    """Return the prefixes as codes where each name (with all above) has one of its own, else no codes at all."""
    of_name: dict[str, set[str]] = {}
    of_prefix: dict[str, set[str]] = {}
    for name, prefix in zip(names, prefixes, strict=True):
        of_name.setdefault(name, set()).add(prefix)
        of_prefix.setdefault(prefix, set()).add(name)
    agreed = all(len(found) == 1 for found in (*of_name.values(), *of_prefix.values()))
    return list(prefixes) if agreed else [""] * len(names)
