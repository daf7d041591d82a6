"""Names that are written in several ways: `Old Mill` and `OLD MILL`, `东门村` and `東門村`.

Spellings that agree in compared form are one area, unless both have a figure for the same month and count. Then they
are two areas where one file has both side by side, and an error where nothing tells whether they are two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.folding import folded_names
from popcalc.areas.labels import Labels, Seen, code_role
from popcalc.areas.tiers import Tier
from popcalc.arrays import combine, numbered
from popcalc.errors import COUNTED, Fault, Notice, Place, fault
from popcalc.language import plural, text

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

SHOWN = 5
PlaceOf = Callable[..., Place]


class Spelled(Struct, frozen=True):
    """Labels whose names are those that they are compared by, and what is wrong.

    `written` leads from each level in which names were united to the names as they were written.
    """

    labels: Labels
    written: Mapping[str, AnyInts]
    faults: tuple[Fault, ...] = ()


class _Suspects(Struct, frozen=True):
    """Labels of one level whose name has other spellings: which, the compared form, the path above and the code."""

    label: AnyInts
    name: AnyInts
    form: AnyInts
    path: AnyInts
    code: AnyInts


def unite_spellings(labels: Labels, sightings: Seen, place_of: PlaceOf) -> Spelled:
    """Return the labels with one name for all spellings of an area, level by level from the top."""
    words, written = dict(labels.words), {}
    faults: list[Fault] = []
    for level in labels.levels:
        forms = _forms(labels.pools[level].words) if level in words else None
        if forms is None:
            continue
        united = replace(labels, words=words)
        suspects = _suspects(united, level, forms)
        if suspects is None:
            continue
        apart, wrong = _kept_apart(suspects, united, level, sightings, place_of)
        faults += wrong
        names = words[level].astype(np.int64, copy=True)
        written[level] = words[level]
        names[suspects.label] = _one_name(suspects, apart)
        words = {**words, level: names}
    return Spelled(replace(labels, words=words), written, tuple(faults))


def _forms(names: Sequence[str]) -> AnyInts | None:
    """Return the number of each name's compared form; None where all are different."""
    folded = folded_names(names)
    if len(set(folded)) == len(names):
        return None
    return numbered(np.array(folded, dtype=object))[0]


def _suspects(labels: Labels, level: str, forms: AnyInts) -> _Suspects | None:
    """Return the labels of a level whose name is used in several spellings, None where there are none."""
    names = labels.names(level)
    used = np.zeros(len(forms), dtype=bool)
    used[names] = True
    used[0] = False
    spellings = np.bincount(forms[used], minlength=int(forms.max()) + 1)
    label = np.flatnonzero((names > 0) & (spellings[forms[names]] > 1))
    if not len(label):
        return None
    above = labels.levels[: labels.levels.index(level)]
    columns = [labels.names(one) for one in above] + [labels.codes(one) for one in above]
    form = forms[names[label]]
    path = combine([form, *(column[label] for column in columns)])
    return _Suspects(label, names[label], form, path, labels.codes(level)[label])


def _one_name(suspects: _Suspects, apart: Bools) -> AnyInts:
    """Return the name that each label is compared by: one for a form, but for paths whose spellings stay `apart`."""
    mixed = np.zeros(int(suspects.form.max()) + 1, dtype=bool)
    mixed[suspects.form[apart[suspects.path]]] = True
    lowest = np.full(len(mixed), np.iinfo(np.int64).max)
    np.minimum.at(lowest, suspects.form, suspects.name)
    of_path = np.full(len(apart), np.iinfo(np.int64).max)
    np.minimum.at(of_path, suspects.path, suspects.name)
    by_form = np.where(mixed[suspects.form], of_path[suspects.path], lowest[suspects.form])
    return np.where(apart[suspects.path], suspects.name, by_form)


def _kept_apart(
    suspects: _Suspects, labels: Labels, level: str, sightings: Seen, place_of: PlaceOf
) -> tuple[Bools, list[Fault]]:
    """Return by path whether its spellings are areas of their own, and a fault where nothing tells."""
    apart = np.zeros(int(suspects.path.max()) + 1, dtype=bool)

    import pandas as pd

    frame = pd.DataFrame({"path": suspects.path, "name": suspects.name, "code": suspects.code, "label": suspects.label})
    coded = frame[frame["code"] > 0].groupby("path")["code"].nunique()
    apart[coded.index[coded > 1].to_numpy()] = True
    own = frame.groupby(["path", "name"]).agg({"code": "max", "label": "min"})
    names_of = own.groupby("path").size()
    doubtful: list[tuple[int, int]] = []
    uncoded = own[(own["code"] == 0).to_numpy() & apart[own.index.get_level_values("path")]]
    for path, name in uncoded.index[:COUNTED].tolist():
        with_code = own.loc[path]
        doubtful.append((int(own.loc[(path, name), "label"]), int(with_code.loc[with_code["code"].idxmax(), "label"])))
    for path, pairs in _side_by_side(suspects, labels, level, sightings).items():
        apart[path] = True
        names = int(names_of[path])
        if len(pairs) == names * (names - 1) // 2 and all(pairs.values()):
            continue
        ends = own.loc[path].index
        pair = next((one for one, in_one_file in pairs.items() if not in_one_file), (ends[0], ends[-1]))
        doubtful.append((int(own.loc[(path, pair[1]), "label"]), int(own.loc[(path, pair[0]), "label"])))
        if len(doubtful) > COUNTED:
            break
    return apart, [_unclear(labels, level, *pair, place_of) for pair in doubtful]


def _side_by_side(
    suspects: _Suspects, labels: Labels, level: str, sightings: Seen
) -> dict[int, dict[tuple[int, int], bool]]:
    """Return by path the pairs of spellings that both have a figure for a month and count.

    The value tells whether one file gives both. Labels of a level above are held against each other below by below:
    two towns of one name are two when both have a figure of the same village.
    """
    path_of = np.full(len(labels), -1, dtype=np.int64)
    below = labels.levels[labels.levels.index(level) + 1 :]
    rest = [column for one in below for column in (labels.names(one), labels.codes(one))]
    uncoded = (suspects.code == 0).astype(np.int64)
    path_of[suspects.label] = combine([suspects.path, *(column[suspects.label] for column in rest)])
    own = sightings.only(path_of >= 0)
    label = own.label
    name, group = labels.names(level)[label], path_of[label]
    path = np.zeros(len(labels), dtype=np.int64)
    path[suspects.label] = suspects.path
    lone = np.zeros(len(labels), dtype=bool)
    lone[suspects.label] = uncoded > 0
    found: dict[int, dict[tuple[int, int], bool]] = {}
    for values in own.counts.values():
        told = values >= 0
        for keys, same_file in (([], False), ([own.file], True)):
            columns = [group, own.month, *keys]
            for one, other in _pairs(columns, path[label], name, told):
                # Spellings that share a code are one area, which the code says.
                if lone[label[one]] or lone[label[other]]:
                    pair = (int(name[one]), int(name[other]))
                    of_path = found.setdefault(int(path[label[one]]), {})
                    of_path[pair] = of_path.get(pair, False) or same_file
    return found


def _pairs(columns: Sequence[AnyInts], path: AnyInts, name: AnyInts, told: Bools) -> Iterator[tuple[int, int]]:
    """Yield rows that share all columns and differ in the name, each pair of names of a path once."""
    chosen = np.flatnonzero(told)

    import pandas as pd

    frame = pd.DataFrame({"key": combine([column[chosen] for column in columns], len(chosen)), "name": name[chosen]})
    frame["row"] = chosen
    frame = frame.drop_duplicates(["key", "name"]).sort_values(["key", "name"], kind="stable")
    key, row = frame["key"].to_numpy(), frame["row"].to_numpy()
    same = np.flatnonzero(key[1:] == key[:-1])
    found = pd.DataFrame({"path": path[row[same]], "one": name[row[same]], "other": name[row[same + 1]], "at": same})
    for at in found.drop_duplicates(["path", "one", "other"])["at"].tolist():
        yield int(row[at]), int(row[at + 1])


def _unclear(labels: Labels, level: str, label: int, other: int, place_of: PlaceOf) -> Fault:
    names = labels.spelled(level)
    role = code_role(level)
    sentence = text(
        "{name} here and {other} in {place} differ only in spelling (capitals, signs, traditional characters), and "
        "nothing tells whether they are one area: write one name in all files, or give each area its own code",
        name=names[int(labels.names(level)[label])],
        other=names[int(labels.names(level)[other])],
        place=place_of(other, level, role),
    )
    return fault("SPELLINGS_OF_TWO", sentence, place_of(label, level, role))


def with_usual_spellings(
    tiers: Sequence[Tier], spelled: Spelled, sightings: Seen
) -> tuple[list[Tier], list[tuple[tuple[str, ...], str]]]:
    """Return the tiers in which an area goes by its usual spelling, and the spellings of those that have several.

    The usual one stands in the most rows; then the latest, then code-point order.
    """
    found: list[Tier] = []
    united: list[tuple[tuple[str, ...], str]] = []
    for tier in tiers:
        if tier.level in spelled.written:
            tier = _usual(tier, spelled.labels, spelled.written[tier.level], sightings, united)
        found.append(tier)
    return found, united


def _usual(
    tier: Tier, labels: Labels, written: AnyInts, sightings: Seen, united: list[tuple[tuple[str, ...], str]]
) -> Tier:
    compared = labels.names(tier.level)
    changed = np.zeros(max(int(compared.max()), int(written.max())) + 1, dtype=bool)
    changed[compared[compared != written]] = True
    label = np.flatnonzero(changed[compared] & (tier.of_label >= 0))
    rows = sightings.rows(len(labels))

    import pandas as pd

    spellings = pd.DataFrame(
        {"area": tier.of_label[label], "name": written[label], "rows": rows[label], "last": labels.last[label]}
    )
    names, words = list(tier.names), labels.spelled(tier.level)
    by_name = spellings.groupby(["area", "name"]).agg({"rows": "sum", "last": "max"}).reset_index()
    by_name["word"] = [words[spot] for spot in by_name["name"].tolist()]
    ordered = by_name.sort_values(["area", "rows", "last", "word"], ascending=[True, False, False, True])
    words_of: dict[int, list[str]] = {}
    for area, word in zip(ordered["area"].tolist(), ordered["word"].tolist(), strict=True):
        words_of.setdefault(area, []).append(word)
    shared = dict(zip(tier.of_label[label].tolist(), (words[spot] for spot in compared[label].tolist()), strict=True))
    for area, (used, *others) in words_of.items():
        # An area of one code may have another name by now.
        if names[area] in (used, *others, shared[area]):
            names[area] = used
        if others:
            united.append((tuple(others), used))
    return replace(tier, names=names)


def spelled_notices(united: Sequence[tuple[Sequence[str], str]]) -> Iterator[Notice]:
    """Yield one notice for the areas that are written in several ways: the other spellings, and the one in use."""
    if not united:
        return
    pairs = [f"{' = '.join(others)} = {used}" for others, used in sorted(united)]
    shown = ", ".join(pairs[:SHOWN]) + (" ..." if len(pairs) > SHOWN else "")
    yield Notice(
        "SPELLINGS",
        plural(
            len(pairs),
            "{count} area is spelled in several ways and taken for one area, as they differ only in capitals, signs "
            "or traditional characters: {pairs}",
            "{count} areas are each spelled in several ways and taken for one area, as they differ only in capitals, "
            "signs or traditional characters: {pairs}",
            pairs=shown,
        ),
    )
