"""Labels: the distinct ways in which rows name their area, as positions of words in pools."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import numpy as np
from msgspec import Struct, field

from popcalc.areas.tree import codes_of_level, name_keys_of, plain_names
from popcalc.arrays import AnyInts, Bools, Ints, distinct_pairs
from popcalc.arrays import combine as combine


def code_role(level: str) -> str:
    """Return the name of the label column that holds the codes of a level; its names are under the level itself."""
    return f"{level}_code"


class Pool(Struct):
    """The distinct words of one label column; position 0 is no word at all.

    Words that compare as equal (spaces in names, `-` in codes) share a position. The spelling that is kept is the
    first in code-point order, so that it does not depend on the order in which they came. `positions` leads from the
    compared form of a word, and from any other form that is put there, to its position. `raw` are words as a file
    writes them, which are shown otherwise.
    """

    is_code: bool
    level: str = ""
    words: list[str] = field(default_factory=lambda: [""])
    positions: dict[str, int] = field(default_factory=lambda: {"": 0})
    raw: dict[int, str] = field(default_factory=dict)

    def position(self, written: str) -> int:
        """Return the position of a word as a file writes it."""
        return self.positions_of([written])[0]

    def positions_of(self, written: Sequence[str]) -> Sequence[int]:
        """Return the positions of words as a file writes them."""
        words = codes_of_level(written, self.level) if self.is_code else plain_names(written)
        compared = words if self.is_code else name_keys_of(words)
        if words is written and len(set(compared)) == len(compared) and self.positions.keys().isdisjoint(compared):
            positions = range(len(self.words), len(self.words) + len(words))
            self.positions.update(zip(compared, positions, strict=True))
            self.words.extend(words)
            return positions
        return [self._place(*one) for one in zip(written, words, compared, strict=True)]

    def take_over(self, words: Sequence[str], raw: Mapping[int, str]) -> AnyInts:
        """Return for each position of another pool, of these words, that of its word here, where it now is, too."""
        compared = words if self.is_code else name_keys_of(words)
        written = (raw.get(spot, word) for spot, word in enumerate(words))
        return np.array([self._place(*one) for one in zip(written, words, compared, strict=True)], dtype=np.int32)

    def _place(self, written: str, word: str, compared: str) -> int:
        position = self.positions.setdefault(compared, len(self.words))
        if position == len(self.words):
            self.words.append(word)
            if word != written and not written.isascii():
                self.raw[position] = written
        elif word < self.words[position]:
            self.words[position] = word
        return position


class Labels(Struct, frozen=True):
    """The distinct labels: for each role (a level or its code) the position of each label's word in the role's pool.

    `last` is the last month in which a label is used; `levels` are those that some label names, from the top down, the
    level of the rows at the end.
    """

    words: Mapping[str, AnyInts]
    last: AnyInts
    pools: Mapping[str, Pool]
    levels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.last)

    @property
    def leaf(self) -> str:
        """The level of the rows."""
        return self.levels[-1]

    def codes(self, level: str) -> AnyInts:
        """Return the position of each label's code in a level, 0 where it has none."""
        return self._role(code_role(level))

    def names(self, level: str) -> AnyInts:
        """Return the position of each label's name in a level, 0 where it has none."""
        return self._role(level)

    def _role(self, role: str) -> AnyInts:
        return self.words[role] if role in self.words else np.zeros(len(self), dtype=np.int32)

    def leaf_words(self, number: int) -> tuple[str, str]:
        """Return the name and the code that one label gives in the level of the rows, empty for none."""
        name, code = self.names(self.leaf)[number], self.codes(self.leaf)[number]
        return self.spelled(self.leaf)[int(name)], self.spelled(code_role(self.leaf))[int(code)]

    def spelled(self, role: str) -> Sequence[str]:
        """Return the words of a role, by position."""
        return self.pools[role].words if role in self.pools else [""]


class Sightings(Struct, frozen=True):
    """Where each row's label was seen: in which file and which month, as whole numbers, with which figures."""

    label: AnyInts
    file: AnyInts
    month: AnyInts
    counts: Mapping[str, AnyInts] = field(default_factory=dict)

    def only(self, chosen: Bools, counts: Collection[str] | None = None) -> Sightings:
        """Return those of the labels that are chosen, with all figures or those of some counts."""
        rows = np.flatnonzero(chosen[self.label])
        kept = {key: values[rows] for key, values in self.counts.items() if counts is None or key in counts}
        return Sightings(self.label[rows], self.file[rows], self.month[rows], kept)

    def rows(self, labels: int) -> Ints:
        """Return how many rows each of so many labels has."""
        return np.bincount(self.label, minlength=labels)

    @property
    def moments(self) -> tuple[Ints, Ints]:
        """The distinct pairs of label and moment (a month in a file)."""
        return distinct_pairs(self.label, combine([self.file, self.month]))


class Seen(Protocol):
    """Where labels were seen, wherever the rows are."""

    def only(self, chosen: Bools, counts: Collection[str] | None = None) -> Sightings:
        """Return the sightings of the labels that are chosen, with all figures or those of some counts."""

    def rows(self, labels: int) -> Ints:
        """Return how many rows each of so many labels has."""
