"""Which rows speak of the same area.

Every distinct way in which rows name their area is a *label*: the names and codes in its columns. Two labels are one
area when their codes agree, or when their names agree from the top down; the areas file's aliases come first. An area
goes by its latest name; ties go to the smallest code, then to code-point order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from popcalc.areas.registry import Registry
from popcalc.areas.planting import Ladder, agreed_codes, plant, prefix_levels, prefixed
from popcalc.areas.tree import DEFAULT_LEVELS, Areas, plain_code, plain_name
from popcalc.errors import Notice
from popcalc.language import plural

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

LAST = "last"
"""Column of a label table: the last month in which the label is used."""

RENAMED_SHOWN = 5


def code_role(level: str) -> str:
    """Return the name of the label column that holds the codes of a level."""
    return f"{level}_code"


@dataclass
class Pool:
    """The distinct words of one label column; position 0 is the empty word.

    Words that are compared as equal (spaces, `-`) share a position; the spelling that is kept does not depend on the
    order in which they came.
    """

    level: str
    is_code: bool
    registry: Registry
    words: list[str] = field(default_factory=lambda: [""])
    positions: dict[str, int] = field(default_factory=lambda: {"": 0})
    seen: dict[str, int] = field(default_factory=lambda: {"": 0})

    def position(self, written: str) -> int:
        """Return the position of a word as a file writes it."""
        found = self.seen.get(written)
        if found is None:
            found = self.seen[written] = self._admit(written)
        return found

    def _admit(self, written: str) -> int:
        if self.is_code:
            word = compared = self.registry.code(self.level, plain_code(written))
        else:
            word = self.registry.name(self.level, plain_name(written))
            compared = word.replace(" ", "")
        position = self.positions.setdefault(compared, len(self.words))
        if position == len(self.words):
            self.words.append(word)
        else:
            self.words[position] = min(self.words[position], word)
        return position


@dataclass(frozen=True)
class Labels:
    """The distinct labels: for each role (a level or its code) the position of its word in the role's pool.

    `frame` has one int32 column per role and `LAST`; `levels` runs from the top down, the leaf last.
    """

    frame: pd.DataFrame
    pools: Mapping[str, Pool]
    levels: tuple[str, ...]

    @property
    def leaf(self) -> str:
        """The level of the rows."""
        return self.levels[-1]

    def codes(self) -> npt.NDArray[np.int32]:
        """Return the position of each label's leaf code, 0 where it has none."""
        return self._role(code_role(self.leaf))

    def names(self, level: str) -> npt.NDArray[np.int32]:
        """Return the position of each label's name in a level, 0 where it has none."""
        return self._role(level)

    def _role(self, role: str) -> npt.NDArray[np.int32]:
        import numpy as np

        if role not in self.frame:
            return np.zeros(len(self.frame), dtype=np.int32)
        found: npt.NDArray[np.int32] = self.frame[role].to_numpy()
        return found


@dataclass(frozen=True)
class Identified:
    """The tree, and for each label the position of its village in it."""

    areas: Areas
    village_of: npt.NDArray[np.int32]
    notices: tuple[Notice, ...] = ()


def identify(
    labels: Labels, registry: Registry, code_levels: Mapping[str, int], apart: set[tuple[int, int]]
) -> Identified:
    """Return the areas that the labels mean.

    `apart` holds pairs of leaf codes (positions in their pool) that stand in the same file for the same month under
    the same names: they are different areas, whatever their names say.
    """
    import numpy as np

    group = _groups(labels, _paths(labels), apart)
    winners = _winners(labels, group)
    leaf, *above = reversed([_ladder(labels, winners, level) for level in labels.levels])
    upper = _with_prefixes(leaf, list(reversed(above)), code_levels)
    order = labels.levels if set(labels.levels) - set(DEFAULT_LEVELS) else DEFAULT_LEVELS
    areas, position_of = plant(leaf, upper, registry, order)
    place_of_group = np.full(int(group.max(initial=0)) + 1, -1, dtype=np.int64)
    place_of_group[winners.index.to_numpy()] = position_of
    village_of = place_of_group[group].astype(np.int32)
    return Identified(areas, village_of, _renamed(labels, village_of, areas))


def _ladder(labels: Labels, winners: pd.DataFrame, level: str) -> Ladder:
    return Ladder(level, _spelled(labels, winners, level), _spelled(labels, winners, code_role(level)))


def _spelled(labels: Labels, winners: pd.DataFrame, role: str) -> list[str]:
    if role not in winners:
        return [""] * len(winners)
    words = labels.pools[role].words
    return [words[position] for position in winners[role].tolist()]


def _with_prefixes(leaf: Ladder, upper: Sequence[Ladder], code_levels: Mapping[str, int]) -> list[Ladder]:
    """Return the upper ladders with the codes that are prefixes of the villages' codes, and the levels they add."""
    digits = prefix_levels(leaf.codes, code_levels)
    ladders = {ladder.level: ladder for ladder in upper}
    nothing = [""] * len(leaf.names)
    for level, length in digits.items():
        if level == leaf.level:
            continue
        prefixes = prefixed(leaf.codes, length)
        ladder = ladders.get(level, Ladder(level, nothing, nothing))
        if not any(ladder.names):
            ladders[level] = Ladder(level, ladder.names, ladder.codes if any(ladder.codes) else prefixes)
        elif not any(ladder.codes):
            ladders[level] = Ladder(level, ladder.names, agreed_codes(_joined(upper, level), prefixes))
    order = [level for level in (*DEFAULT_LEVELS, *ladders) if level in ladders]
    named = [ladder.level for ladder in upper]
    return [
        ladders[level]
        for level in (dict.fromkeys(order) if set(named) <= set(DEFAULT_LEVELS) else dict.fromkeys(named))
    ]


def _joined(upper: Sequence[Ladder], level: str) -> list[str]:
    """Return each village's names from the top down to a level, joined."""
    down_to = [ladder.names for ladder in upper[: [ladder.level for ladder in upper].index(level) + 1]]
    return ["/".join(names) for names in zip(*down_to, strict=True)]


def _renamed(labels: Labels, village_of: npt.NDArray[np.int32], areas: Areas) -> tuple[Notice, ...]:
    """Return a notice for each upper area whose villages' rows also give another name than the one it goes by."""
    import numpy as np

    found: dict[tuple[str, str], set[int]] = {}
    for level in labels.levels:
        words = np.array(labels.pools[level].words, dtype=object)[labels.names(level)]
        at = areas.above(level)[village_of] if level in areas.levels else np.full(len(words), -1)
        now = np.array([*areas.names, ""], dtype=object)[at]
        for label in np.flatnonzero((words != "") & (now != "") & (words != now)):
            found.setdefault((str(words[label]), str(now[label])), set()).add(int(village_of[label]))
    if not found:
        return ()
    pairs = [f"{old} → {new}" for old, new in sorted(found)]
    shown = ", ".join(pairs[:RENAMED_SHOWN]) + (" ..." if len(pairs) > RENAMED_SHOWN else "")
    villages = {village for members in found.values() for village in members}
    return (
        Notice(
            "RENAMED",
            plural(
                len(villages),
                "{count} village is given under two names; the latest is used: {pairs}",
                "{count} villages are given under two names; the latest is used: {pairs}",
                pairs=shown,
            ),
        ),
    )


def combine(columns: Sequence[npt.NDArray[np.int32]]) -> npt.NDArray[np.int64]:
    """Return one whole number per row that is the same where all columns are the same (numbered as they come)."""
    import numpy as np
    import pandas as pd

    combined = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        wide = combined * (int(column.max(initial=0)) + 1) + column
        combined = pd.factorize(wide)[0].astype(np.int64)
    return combined


def _paths(labels: Labels) -> npt.NDArray[np.int64]:
    """Return the number of each label's path of names, -1 where the leaf has no name."""
    import numpy as np

    paths = combine([labels.names(level) for level in labels.levels])
    return np.where(labels.names(labels.leaf) > 0, paths, -1)


def _groups(labels: Labels, paths: npt.NDArray[np.int64], apart: set[tuple[int, int]]) -> npt.NDArray[np.int64]:
    """Return the number of the area that each label means."""
    import numpy as np
    import pandas as pd

    codes = labels.codes()
    same_depth = all(((column := labels.names(level)) > 0).all() or not column.any() for level in labels.levels[:-1])
    coded = bool((codes > 0).all())
    if (
        coded
        and len(np.unique(codes)) == len(codes)
        and (not (paths >= 0).all() or len(np.unique(paths)) == len(paths))
    ):
        return np.arange(len(codes), dtype=np.int64)
    if not codes.any() and same_depth:
        return pd.factorize(paths)[0].astype(np.int64)
    return _united(labels, codes, paths, apart, same_depth=same_depth)


def _united(
    labels: Labels,
    codes: npt.NDArray[np.int32],
    paths: npt.NDArray[np.int64],
    apart: set[tuple[int, int]],
    *,
    same_depth: bool,
) -> npt.NDArray[np.int64]:
    import numpy as np

    root = list(range(len(codes)))

    def find(label: int) -> int:
        while root[label] != label:
            root[label] = root[root[label]]
            label = root[label]
        return label

    def unite(one: int, other: int) -> None:
        low, high = sorted((find(one), find(other)))
        root[high] = low

    by_code: dict[int, int] = {}
    by_path: dict[int, list[int]] = {}
    for label, (code, path) in enumerate(zip(codes.tolist(), paths.tolist(), strict=True)):
        if code:
            unite(by_code.setdefault(code, label), label)
        if path >= 0:
            by_path.setdefault(path, []).append(label)
    for sharing in by_path.values():
        for label in sharing[1:]:
            pair = sorted((int(codes[sharing[0]]), int(codes[label])))
            if (pair[0], pair[1]) not in apart:
                unite(sharing[0], label)
    if not same_depth:
        for shorter, longer in _suffix_matches(labels):
            unite(shorter, longer)
    return np.array([find(label) for label in range(len(root))], dtype=np.int64)


def _suffix_matches(labels: Labels) -> list[tuple[int, int]]:
    """Return pairs of labels of which one leaves out upper levels and only one longer path ends as it does."""
    columns = [labels.names(level).tolist() for level in labels.levels]
    paths = list(zip(*columns, strict=True))
    depth = len(columns)
    longer: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
    first: dict[tuple[int, ...], int] = {}
    for label, path in enumerate(paths):
        first.setdefault(path, label)
        top = next((place for place, word in enumerate(path) if word), depth)
        for cut in range(top + 1, depth):
            longer.setdefault(path[cut:], set()).add(path)
    matches = []
    for label, path in enumerate(paths):
        top = next((place for place, word in enumerate(path) if word), depth)
        found = longer.get(path[top:], set()) if 0 < top < depth else set()
        if len(found) == 1:
            matches.append((label, first[next(iter(found))]))
    return matches


def _winners(labels: Labels, group: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Return the label that each area goes by: the latest, then the smallest code, then the smallest names."""
    import numpy as np
    import pandas as pd

    frame = labels.frame.copy()
    if len(np.unique(group)) == len(group):
        return frame.set_index(group)
    ranks = {role: _ranks(labels.pools[role].words) for role in frame.columns if role != LAST}
    roles = [code_role(labels.leaf), *labels.levels]
    order = pd.DataFrame({"group": group, "last": -frame[LAST].to_numpy()})
    for role in roles:
        if role in frame:
            order[role] = ranks[role][frame[role].to_numpy()]
    order = order.sort_values(list(order.columns), kind="stable")
    best = frame.iloc[order.index[~order["group"].duplicated()].to_numpy()].copy()
    best.index = pd.Index(order["group"].drop_duplicates().to_numpy())
    for role in frame.columns:
        if role != LAST:
            best[role] = _first_known(frame[role].to_numpy(), order, best.index.to_numpy())
    return best


def _first_known(
    words: npt.NDArray[np.int32], order: pd.DataFrame, groups: npt.NDArray[np.int64]
) -> npt.NDArray[np.int32]:
    """Return for each group the best label's word, or the next best one's where that has none."""
    import pandas as pd

    ranked = pd.Series(words[order.index.to_numpy()], index=order["group"].to_numpy())
    known = ranked[ranked > 0]
    first = known[~known.index.duplicated()]
    found: npt.NDArray[np.int32] = first.reindex(groups, fill_value=0).to_numpy().astype("int32")
    return found


def _ranks(words: Sequence[str]) -> npt.NDArray[np.int32]:
    """Return the place of each word in code-point order; no word at all comes last."""
    import numpy as np

    order = sorted(range(len(words)), key=lambda position: (not words[position], words[position]))
    ranks = np.empty(len(words), dtype=np.int32)
    ranks[order] = np.arange(len(words), dtype=np.int32)
    return ranks
