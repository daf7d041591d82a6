"""What a target file calls areas, found in the data: by key, by name, or by what the areas file knows them as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from popcalc.areas import Areas, Registry
from popcalc.areas.folding import folded_name
from popcalc.areas.registry import Entry
from popcalc.areas.tree import name_key, plain_code, stem


class AreaNames:
    """The areas of the data by every name that leads to them; looked up once for all targets."""

    def __init__(self, areas: Areas, registry: Registry | None = None) -> None:
        self._areas = areas
        self._registry = registry or Registry()
        self._keys: Mapping[str, list[int]] | None = None
        self._names: Mapping[str, list[int]] = {}

    def find(self, word: str) -> list[int]:
        """Return the positions of the areas that a word means: their key, else their name, else a former name."""
        found = self._in_data(word, word)
        if not found:
            entries = self._entries(word)
            found = [
                position
                for entry in entries
                for position in self._in_data(entry.code, entry.name)
                if self._areas.levels[self._areas.level_of[position]] == entry.level
            ]
        return sorted(set(found))

    def is_known(self, word: str) -> bool:
        """Whether the data or the areas file have an area of this name or code."""
        return bool(self._in_data(word, word) or self._entries(word))

    def _in_data(self, code: str, name: str) -> list[int]:
        if self._keys is None:
            self._keys = _positions({key, name_key(key)} for key in self._areas.keys)
            self._names = _positions({name_key(other)} for other in self._areas.names)
        spelled = {plain_code(code), stem(plain_code(code))} if code else ()
        by_key = [
            *(spot for one in sorted(spelled) for spot in self._keys.get(one, ())),
            *self._keys.get(name_key(name), ()),
        ]
        return by_key or self._names.get(name_key(name), [])

    def _entries(self, word: str) -> list[Entry]:
        code, name = plain_code(word), folded_name(word)
        found = [entry for (_, own), entry in self._registry.by_code.items() if own in (code, stem(code))]
        for named in (self._registry.by_name, self._registry.by_alias):
            found += [entry for (_, own), entries in named.items() if own == name for entry in entries]
        return found


def _positions(forms: Iterable[set[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position, words in enumerate(forms):
        for word in words:
            found.setdefault(word, []).append(position)
    return found
