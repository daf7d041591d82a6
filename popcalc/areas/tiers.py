"""The areas of one level: which labels speak of the same one, and what it goes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from msgspec import Struct

from popcalc.areas.labels import Labels, Seen, code_role
from popcalc.arrays import AnyInts, Bools, combine, distinct_pairs

if TYPE_CHECKING:
    import numpy.typing as npt


Value = TypeVar("Value", bound=np.generic)

NONE = -1
LAST_IN_ORDER = "\U0010ffff"
"""Stands for no word where words are put in order: what has none comes after what has one."""


class Tier(Struct, frozen=True):
    """The areas of a level, numbered from 0.

    `of_label` is each label's area, -1 where the label says nothing of the level or what it says fits several areas
    (then it is in `unclear`); `codes`, `names` and, for each level above, the number of the area there (`above`, -1
    where none is known) are by area.
    """

    level: str
    of_label: AnyInts
    unclear: Bools
    codes: list[str]
    names: list[str]
    above: Mapping[str, AnyInts]


class _Entries(Struct, frozen=True):
    """The distinct ways in which labels name an area of a level: its code, its name and the areas above.

    `above` has a row for each level above, from the top down; `nearest` is one number for the nearest area that is
    known above, 0 for none.
    """

    code: AnyInts
    name: AnyInts
    above: AnyInts
    nearest: AnyInts
    last: AnyInts

    def __len__(self) -> int:
        return len(self.code)


def make_tier(level: str, labels: Labels, upper: Sequence[Tier], sightings: Seen) -> Tier:
    """Return the areas of a level; `upper` are the tiers above, from the top down.

    Two labels speak of one area when their codes agree, or when their names agree and all that is known above. Names
    do not unite codes that one file gives for one month side by side. A label that leaves out levels above is one with
    a longer one of its name, if only one area fits.
    """
    code, name = labels.codes(level), labels.names(level)
    speaks = np.flatnonzero((code > 0) | (name > 0))
    blocked = np.logical_or.reduce([tier.unclear for tier in upper]) if upper else np.zeros(len(labels), dtype=bool)
    columns = [code[speaks], name[speaks], blocked[speaks].astype(np.int32)]
    of_entry = combine([*columns, *(tier.of_label[speaks] + 1 for tier in upper)])
    _, first = np.unique(of_entry, return_index=True)
    spots = speaks[first]
    last = np.full(len(first), np.iinfo(np.int64).min, dtype=np.int64)
    np.maximum.at(last, of_entry, labels.last[speaks])
    above = _above(upper, spots)
    # A name below an area that is not clear says nothing; only a code does.
    entries = _Entries(code[spots], np.where(blocked[spots], 0, name[spots]), above, _nearest(above), last)
    group, unclear = _grouped(entries, _Seen(labels, sightings, speaks, of_entry))
    unclear |= blocked[spots] & (entries.code == 0)
    return _tier(level, labels, upper, entries, group, unclear, (speaks, of_entry))


def _above(upper: Sequence[Tier], spots: AnyInts) -> AnyInts:
    """Return the areas above some labels: those that the labels name, else those above the ones that they name."""
    above = np.full((len(upper), len(spots)), NONE, dtype=np.int64)
    for row, tier in reversed(list(enumerate(upper))):
        above[row] = tier.of_label[spots]
        for lower in range(row + 1, len(upper)):
            known = (above[row] < 0) & (above[lower] >= 0)
            above[row, known] = upper[lower].above[tier.level][above[lower, known]]
    return above


def _nearest(above: AnyInts) -> AnyInts:
    """Return one number per entry for the nearest known area above it: 0 for none, else different for all areas."""
    nearest = np.zeros(above.shape[1], dtype=np.int64)
    offset = 1
    for row in above:
        nearest = np.where(row >= 0, row + offset, nearest)
        offset += int(row.max(initial=-1)) + 1
    return nearest


def _paths(entries: _Entries) -> AnyInts:
    """Return the number of each entry's name below what is known above it, -1 where it has no name."""
    return np.where(entries.name > 0, combine([entries.nearest, entries.name]), NONE)


class _Seen(Struct, frozen=True):
    """Where entries were seen, by way of the labels that use them."""

    labels: Labels
    sightings: Seen
    speaks: AnyInts
    of_entry: AnyInts

    def side_by_side(self, entries: _Entries, kin: AnyInts) -> Bools:
        """Return which kin (numbers of entries, -1 for none) have two codes that one file gives for one month.

        Such codes are different areas, whatever they are called there.
        """
        coded = np.flatnonzero((entries.code > 0) & (kin >= 0))
        number, code = distinct_pairs(kin[coded], entries.code[coded])
        kin_with = np.bincount(number, minlength=int(kin.max(initial=0)) + 1)
        suspects = code[kin_with[number] > 1]
        if not len(suspects):
            return np.zeros(len(kin_with), dtype=bool)
        chosen = np.isin(entries.code, suspects)
        wanted = np.zeros(len(self.labels), dtype=bool)
        wanted[self.speaks] = chosen[self.of_entry]
        label, moment = self.sightings.only(wanted, ()).moments
        code_at, moment_at = distinct_pairs(self.labels_codes(entries)[label], moment)

        import pandas as pd

        moments = pd.DataFrame({"code": code_at, "moment": moment_at})
        kinship = pd.DataFrame({"kin": number, "code": code})[kin_with[number] > 1]
        together = kinship.merge(moments, on="code").groupby(["kin", "moment"])["code"].nunique()
        result = np.zeros(len(kin_with), dtype=bool)
        result[together.index[together > 1].get_level_values("kin").to_numpy()] = True
        return result

    def labels_codes(self, entries: _Entries) -> AnyInts:
        """Return the code of each label in the level of the entries."""
        codes = np.zeros(len(self.labels), dtype=np.int64)
        codes[self.speaks] = entries.code[self.of_entry]
        return codes


def _grouped(entries: _Entries, seen: _Seen) -> tuple[AnyInts, Bools]:
    """Return the area of each entry (numbers with gaps), and which entries fit several areas."""
    paths = _paths(entries)
    codes = np.where(entries.code > 0, entries.code, NONE)
    # Where the names do not tell codes apart, the codes alone do.
    shared = (paths >= 0) & seen.side_by_side(entries, paths)[paths]
    group = _components([codes, np.where(shared, NONE, paths)])
    unclear = shared & (entries.code == 0)
    depth = (entries.above >= 0).sum(axis=0)
    for short in sorted(set(depth[(entries.name > 0) & ~unclear].tolist()), reverse=True)[1:]:
        pairs, doubtful = _longer_ones(entries, group, depth, short, unclear)
        unclear = unclear | doubtful
        group = _tied(group, pairs)
    # Codes that stand side by side and are tied all the same, by a chain of former names.
    return group, unclear | seen.side_by_side(entries, group)[group]


def _components(tokens: Sequence[AnyInts]) -> AnyInts:
    """Return for each entry the smallest number of those that it is tied to by shared tokens (-1 ties nothing)."""
    group = np.arange(len(tokens[0]), dtype=np.int64)
    while True:
        before = group
        for token in tokens:
            tied = np.flatnonzero(token >= 0)
            lowest = np.full(int(token.max(initial=0)) + 1, len(group), dtype=np.int64)
            np.minimum.at(lowest, token[tied], group[tied])
            group = group.copy()
            group[tied] = lowest[token[tied]]
        group = group[group]
        if (group == before).all():
            return group


def _tied(group: AnyInts, pairs: Sequence[tuple[int, int]]) -> AnyInts:
    """Return the areas after pairs of them have been found to be one."""
    root = {area: area for pair in pairs for area in pair}

    def find(area: int) -> int:
        while root[area] != area:
            area = root[area]
        return area

    for pair in pairs:
        low, high = sorted(map(find, pair))
        root[high] = low
    becomes = np.arange(len(group), dtype=np.int64)
    becomes[list(root)] = [find(area) for area in root]
    return becomes[group]


def _longer_ones(
    entries: _Entries, group: AnyInts, depth: AnyInts, short: int, unclear: Bools
) -> tuple[list[tuple[int, int]], Bools]:
    """Find for entries that leave out levels above (`short` levels are known) the one longer entry's area that fits.

    Returns pairs of areas that are one, and the entries that fit several.
    """
    coded = np.zeros(len(entries), dtype=bool)
    coded[group[entries.code > 0]] = True
    pairs: list[tuple[int, int]] = []
    doubtful = np.zeros(len(entries), dtype=bool)
    usable = (entries.name > 0) & ~unclear
    wanted = set(entries.name[usable & (depth == short)].tolist())
    longer_of: dict[int, list[int]] = {}
    for entry in np.flatnonzero(usable & (depth > short)).tolist():
        if int(entries.name[entry]) in wanted:
            longer_of.setdefault(int(entries.name[entry]), []).append(entry)
    same_path: dict[tuple[int, int], list[int]] = {}
    for entry in np.flatnonzero(usable & (depth == short)).tolist():
        same_path.setdefault((int(entries.nearest[entry]), int(entries.name[entry])), []).append(entry)
    for (_, name), here in same_path.items():
        own = {int(group[entry]) for entry in here}
        known = [(row, area) for row, area in enumerate(entries.above[:, here[0]].tolist()) if area >= 0]
        fitting = {
            int(group[entry])
            for entry in longer_of.get(name, ())
            if all(entries.above[row, entry] == area for row, area in known)
        } - own
        # Another code is another area, unless the names agree from the top down.
        if any(coded[area] for area in own):
            fitting = {area for area in fitting if not coded[area]}
        if len(own) == len(fitting) == 1:
            pairs.append((own.pop(), fitting.pop()))
        elif fitting and len(own) == 1:
            doubtful[[entry for entry in here if not entries.code[entry]]] = True
            if any(coded[area] for area in own):
                doubtful[[entry for entry in longer_of[name] if int(group[entry]) in fitting]] = True
        elif fitting:
            doubtful[[entry for entry in longer_of[name] if int(group[entry]) in fitting]] = True
    return pairs, doubtful


def _tier(
    level: str,
    labels: Labels,
    upper: Sequence[Tier],
    entries: _Entries,
    group: AnyInts,
    unclear: Bools,
    where: tuple[AnyInts, AnyInts],
) -> Tier:
    """Number the areas and find what each goes by: the latest, then the smallest code, then code-point order."""
    codes = np.array(labels.spelled(code_role(level)), dtype=object)[entries.code]
    names = np.array(labels.spelled(level), dtype=object)[entries.name]
    clear = np.flatnonzero(~unclear)
    numbers, area = np.unique(group[clear], return_inverse=True)
    best = _best_first(clear, area, entries, codes, names, upper)
    speaks, of_entry = where
    area_of_entry = np.full(len(entries), NONE, dtype=np.int64)
    area_of_entry[clear] = area
    of_label = np.full(len(labels), NONE, dtype=np.int64)
    of_label[speaks] = area_of_entry[of_entry]
    label_unclear = np.zeros(len(labels), dtype=bool)
    label_unclear[speaks] = unclear[of_entry]
    return Tier(
        level,
        of_label,
        label_unclear,
        _first_known(codes, codes != "", area_of_entry, best, len(numbers), "").tolist(),
        _first_known(names, names != "", area_of_entry, best, len(numbers), "").tolist(),
        {
            tier.level: _first_known(row, row >= 0, area_of_entry, best, len(numbers), NONE)
            for tier, row in zip(upper, entries.above, strict=True)
        },
    )


def _best_first(
    clear: AnyInts,
    area: AnyInts,
    entries: _Entries,
    codes: npt.NDArray[np.object_],
    names: npt.NDArray[np.object_],
    upper: Sequence[Tier],
) -> AnyInts:
    """Return the clear entries, those of one area from the best to the least."""
    members = np.bincount(area, minlength=1)
    alone = members[area] == 1

    def rank(entry: int) -> tuple[object, ...]:
        spots = [
            (tier.names[spot] or LAST_IN_ORDER, tier.codes[spot] or LAST_IN_ORDER) if spot >= 0 else (LAST_IN_ORDER,)
            for tier, spot in zip(upper, entries.above[:, entry].tolist(), strict=True)
        ]
        return -int(entries.last[entry]), codes[entry] or LAST_IN_ORDER, spots, names[entry] or LAST_IN_ORDER

    several = sorted(clear[~alone].tolist(), key=rank)
    return np.concatenate([clear[alone], np.array(several, dtype=np.int64)])


def _first_known(
    values: npt.NDArray[Value], known: Bools, area_of_entry: AnyInts, best: AnyInts, areas: int, nothing: object
) -> npt.NDArray[Value]:
    """Return for each area the value of its best entry that has one."""
    found = np.full(areas, nothing, dtype=values.dtype)
    # Written from the least to the best, so that the best stays.
    order = best[known[best]][::-1]
    found[area_of_entry[order]] = values[order]
    return found
