"""Labels completed with what the areas file and the codes themselves tell: present names, codes, the levels above."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.labels import Labels, Pool, code_role
from popcalc.areas.registry import Entry, Registry
from popcalc.areas.tree import STATISTICAL_CODE_LEVELS
from popcalc.arrays import AnyInts, combine, distinct_values

STATISTICAL_CODE_DIGITS = frozenset({12, 15})
_OF_A_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")


def prefix_levels(labels: Labels, asked: Mapping[str, int], order: Sequence[str]) -> Mapping[str, int]:
    """Return the levels above the rows' that the front of a code names, with its digits, from the top down.

    As `asked`, else those of the statistical code when every code of the rows' level is one.
    """
    above = order[: order.index(labels.leaf)]
    if asked:
        return {level: asked[level] for level in above if level in asked}
    words = labels.spelled(code_role(labels.leaf))
    used = [words[position] for position in distinct_values(labels.codes(labels.leaf)).tolist() if position]
    statistical = bool(used) and (
        is_statistical(*used) or all(is_statistical(code) or level_of_code(code) == labels.leaf for code in used)
    )
    return {
        level: STATISTICAL_CODE_LEVELS[level] for level in above if statistical and level in STATISTICAL_CODE_LEVELS
    }


def is_statistical(*codes: str) -> bool:
    """Whether codes have the form of the statistical division code of a village, or of a group in one (15 digits)."""
    together = "".join(codes)
    return together.isascii() and together.isdigit() and set(map(len, codes)) <= STATISTICAL_CODE_DIGITS


def level_of_code(code: str) -> str | None:
    """Return the level above the villages that a statistical division code is of by its length, None for none."""
    digits = len(code) if code.isascii() and code.isdigit() and _OF_A_PROVINCE.match(code) else 0
    return next((level for level, its in STATISTICAL_CODE_LEVELS.items() if its == digits), None)


def with_prefixes(labels: Labels, digits: Mapping[str, int], order: Sequence[str]) -> Labels:
    """Return the labels with the codes of the levels that no column speaks of, read off the front of their own."""
    missing = [level for level in digits if level not in labels.levels]
    if not missing:
        return labels
    own = labels.spelled(code_role(labels.leaf))
    words, pools = dict(labels.words), dict(labels.pools)
    for level in missing:
        role = code_role(level)
        pool = pools[role] = Pool(is_code=True, level=level)
        length = digits[level]
        prefix = [pool.position(code[:length]) if len(code) > length else 0 for code in own]
        words[role] = np.array(prefix, dtype=np.int32)[labels.codes(labels.leaf)]
    levels = tuple(level for level in order if level in labels.levels or level in missing)
    return replace(labels, words=words, pools=pools, levels=levels)


class Completed(Struct, frozen=True):
    """The labels with what the areas file knows, and its entries, each with the labels that mean it."""

    labels: Labels
    found: Sequence[tuple[AnyInts, Entry]] = ()


def complete(labels: Labels, registry: Registry, order: Sequence[str]) -> Completed:
    """Return the labels with the areas file's present names and codes, and its areas above where a label has none.

    A part of an area takes the name and code of the whole.
    """
    if not registry.levels:
        return Completed(labels)
    known = [level for level in order if level in registry.levels]
    above_known = {entry.level for entries in registry.by_name.values() for one in entries for entry in one.chain}
    levels = tuple(level for level in order[: order.index(labels.leaf) + 1] if level in {*labels.levels, *above_known})
    pools, words = dict(labels.pools), {}
    for level in levels:
        for role, is_code in ((level, False), (code_role(level), True)):
            pools.setdefault(role, Pool(is_code, level))
            source = labels.codes(level) if is_code else labels.names(level)
            words[role] = source.astype(np.int32, copy=True)
    entries: list[tuple[AnyInts, Entry]] = []
    # From the top down, so that what stands above a village goes by its present name when the village is looked up.
    for level in [level for level in levels if level in known]:
        reach = levels[: levels.index(level) + 1]
        for chosen, found in _found(words, pools, reach, registry):
            _take(words, pools, chosen, found.whole)
            entries.append((chosen, found))
    # From the bottom up, so that a county that the town's line names is there for the province that its own line names.
    for level in reversed([level for level in levels if level in known]):
        reach = levels[: levels.index(level) + 1]
        for chosen, found in _found(words, pools, reach, registry):
            for upper in found.chain:
                if upper.level in levels:
                    unknown = chosen[(words[upper.level][chosen] == 0) & (words[code_role(upper.level)][chosen] == 0)]
                    _take(words, pools, unknown, upper)
    named = tuple(level for level in levels if level == labels.leaf or _is_named(words, level))
    return Completed(replace(labels, words=words, pools=pools, levels=named), entries)


def _is_named(words: Mapping[str, AnyInts], level: str) -> bool:
    return bool(words[level].any() or words[code_role(level)].any())


def _found(
    words: Mapping[str, AnyInts], pools: Mapping[str, Pool], reach: Sequence[str], registry: Registry
) -> list[tuple[AnyInts, Entry]]:
    """Return the entries of the areas file at the lowest level of `reach`, each with the labels that mean it."""
    roles = [role for level in reach for role in (code_role(level), level)]
    group = combine([words[role] for role in roles])
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    found = []
    for chosen in np.split(order, starts[1:]):
        spelled = {role: pools[role].words[int(words[role][chosen[0]])] for role in roles}
        above = {level: (spelled[code_role(level)], spelled[level]) for level in reach[:-1]}
        entry = registry.find(reach[-1], spelled[code_role(reach[-1])], spelled[reach[-1]], above)
        if entry is not None:
            found.append((chosen, entry))
    return found


def _take(words: Mapping[str, AnyInts], pools: Mapping[str, Pool], chosen: AnyInts, entry: Entry) -> None:
    """Give the chosen labels the entry's name, and its code where it has one."""
    words[entry.level][chosen] = pools[entry.level].position(entry.name)
    if entry.code:
        role = code_role(entry.level)
        words[role][chosen] = pools[role].position(entry.code)
