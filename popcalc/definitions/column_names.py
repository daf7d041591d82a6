"""What a columns file calls levels, counts and other meanings of columns: by key, or by a name in any language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from popcalc.areas.labels import code_role
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import EVERY_COUNT, IGNORE, LEVELS, MEANINGS
from popcalc.definitions.named import names_of_counts
from popcalc.naming import COLUMNS, EVERY_INDICATOR, Names, in_all_languages, names_of_levels


class ColumnNames:
    """The names that a columns file may write, for the levels that it lists; without a catalogue counts have none."""

    def __init__(self, levels: Sequence[str], catalogue: Catalogue | None) -> None:
        self.levels = tuple(level_key(level) for level in levels)
        self.catalogue = catalogue

    def level(self, written: str) -> str:
        """Return the level that a word means among those of the file; the word itself where it means none."""
        return _one(names_of_levels(self.levels).meant(written), written)

    def count(self, written: str) -> str:
        """Return the count that a word means, `ignore` or `all`; the word itself where it means none, or several."""
        return _one(self.counts.meant(written), written)

    def meaning(self, written: str) -> str:
        """Return what a column is said to be; the word itself where it says nothing that is known."""
        return _one(self.meanings.meant(written), written)

    @cached_property
    def counts(self) -> Names:
        """The counts of the catalogue, and what may stand in the place of one."""
        others = {IGNORE: in_all_languages(COLUMNS[IGNORE]), EVERY_COUNT: in_all_languages(EVERY_INDICATOR)}
        return Names({**self._counts.by_key, **others}, self._counts.also)

    @cached_property
    def meanings(self) -> Names:
        """All that a column may be."""
        of_levels = names_of_levels([*self.levels, *map(code_role, self.levels)])
        others = {meaning: in_all_languages(COLUMNS[meaning]) for meaning in MEANINGS}
        return Names({**self._counts.by_key, **of_levels.by_key, **others}, {**self._counts.also, **of_levels.also})

    @property
    def _counts(self) -> Names:
        return names_of_counts(self.catalogue) if self.catalogue else Names({})


def level_key(written: str) -> str:
    """Return the key of a level that popcalc has, by its key or a name; another word stands as it is."""
    return written if written in LEVELS else _one(names_of_levels(LEVELS).meant(written), written)


def _one(meant: tuple[str, ...], written: str) -> str:
    return meant[0] if len(meant) == 1 else written
