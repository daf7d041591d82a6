"""Names that stand further in than the one above them: its parts, where one column names areas of two levels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

_WIDTHS = {" ": 1, "\u00a0": 1, "\u3000": 2, "\t": 4}
LEAST = 2
"""Names further in than others that are no slip."""


def depth_of(name: str) -> int:
    """Return how far in a name stands: a full-width blank counts as two."""
    width = 0
    for character in name:
        if character not in _WIDTHS:
            break
        width += _WIDTHS[character]
    return width


def level_of_indents(names: Sequence[str], leaf: str, levels: Sequence[str], held: Collection[str]) -> str:
    """Return the level of the areas that the indented names of a column may be parts of, empty where none are.

    That is the one above `leaf`, where nothing else says it (`held` are the levels and codes that something says). The
    first name stands as far out as any.
    """
    place = levels.index(leaf) if leaf in levels else 0
    depths = [depth_of(name) for name in names if name.strip()]
    if not place or levels[place - 1] in held or not depths or depths[0] > min(depths):
        return ""
    further_in = sum(depth > depths[0] for depth in depths)
    is_nested = any(below > above for above, below in pairwise(depths))
    return levels[place - 1] if is_nested and further_in >= LEAST else ""
