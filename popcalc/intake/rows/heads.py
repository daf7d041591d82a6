"""Rows whose name has the word of a level above that of the rows behind them: 西八代郡 above its 町 and 村.

Where one column names areas of several levels, the names tell which rows may be the totals of those that follow. Their
figures decide, as for all candidates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded


@cache
def _levels_of_endings() -> tuple[Mapping[str, tuple[int, int]], Mapping[str, tuple[int, int]]]:
    """Return the highest and the lowest level that each ending may say: with blanks before it, and without."""
    found: tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]] = {}, {}
    for language in vocabulary().languages.values():
        ends = found[0 if language.spaced else 1]
        for level, words in language.places.ends.items():
            place = DEFAULT_LEVELS.index(level)
            for word in map(folded, words):
                high, low = ends.get(word, (place, place))
                ends[word] = min(high, place), max(low, place)
    return found


@cache
def _last_letters() -> frozenset[str]:
    return frozenset(word[-1] for ends in _levels_of_endings() for word in ends)


@cache
def _longest() -> int:
    return max(map(len, _levels_of_endings()[1]))


def _levels(name: str) -> tuple[int, int] | None:
    """Return the highest and the lowest level that the last word of a name says, None where it says none."""
    plain = folded(name)
    if not plain or plain[-1] not in _last_letters():
        return None
    spaced, solid = _levels_of_endings()
    last = folded(name.split()[-1])
    if last != plain and last in spaced:
        return spaced[last]
    return next(
        (solid[plain[-size:]] for size in range(min(_longest(), len(plain) - 1), 0, -1) if plain[-size:] in solid), None
    )


def heads_above(names: Sequence[str]) -> list[dict[str, str]]:
    """Return the names behind heads of a list, with their heads, those of the lowest heads first.

    `names` stand in the order of their rows. A name that stands behind two heads, or twice, is behind none.
    """
    letters = {name[-1:].casefold() for name in names}
    if len(letters & _last_letters()) == 0 or len(set(names)) != len(names):
        return []
    of_level: dict[int, dict[str, str]] = {}
    open_heads: list[tuple[str, int]] = []
    for name in names:
        levels = _levels(name)
        if levels is None:
            open_heads = []
            continue
        high, low = levels
        open_heads = [(head, its_low) for head, its_low in open_heads if its_low < high]
        for head, its_low in open_heads:
            of_level.setdefault(its_low, {})[name] = head
        open_heads.append((name, low))
    return [of_level[level] for level in sorted(of_level, reverse=True)]
