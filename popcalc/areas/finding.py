"""What people call areas, found in the data: by key, by name, or by what the areas file knows them as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from popcalc.areas import Areas, Registry
from popcalc.areas.folding import folded_name, folded_names
from popcalc.areas.registry import Entry
from popcalc.areas.tree import name_key, plain_code, plain_name, stem
from popcalc.errors import ALIKE, Fault, Hint, Place, fault
from popcalc.language import text
from popcalc.naming import ALIKE_IN_HAN

NAMED_AT_MOST = 6
"""Keys of areas of one name that a message lists."""


class AreaNames:
    """The areas of the data by every name that leads to them; looked up once for all."""

    def __init__(self, areas: Areas, registry: Registry | None = None) -> None:
        self._areas = areas
        self._registry = registry or Registry()
        self._keys: Mapping[str, list[int]] | None = None
        self._names: Mapping[str, list[int]] = {}
        self._folded: Mapping[str, list[int]] | None = None

    def find(self, word: str) -> list[int]:
        """Return the positions of the areas that a word means: their key, else their name, else a former name.

        A name is also known where only case, width, signs or traditional characters differ.
        """
        found = self._in_data(word, word) or self._alike(word)
        if not found:
            entries = self._entries(word)
            found = [
                position
                for entry in entries
                for position in self._in_data(entry.code, entry.name)
                if self._areas.levels[self._areas.level_of[position]] == entry.level
            ]
        return sorted(set(found))

    def one(self, word: str, place: Place | None = None) -> int | Fault:
        """Return the position of the one area that a word means, or what is wrong with it."""
        found = self.find(word)
        if len(found) == 1:
            return found[0]
        if not found:
            return fault(
                "UNKNOWN_AREA", text("no area {name} in the data{hint}", name=word, hint=self.hint(word)), place
            )
        sentence = text(
            "{name} is the name of {number} areas; give one of their keys: {keys}",
            name=word,
            number=len(found),
            keys=tuple(self._areas.keys[position] for position in found[:NAMED_AT_MOST]),
        )
        return fault("AMBIGUOUS_AREA", sentence, place)

    def hint(self, word: str) -> Hint:
        """Return the name that was most likely meant, among those of the data and of the areas file."""
        known = [name for named in (self._registry.by_name, self._registry.by_alias) for name in _written(named)]
        return Hint(word, [*self._areas.names, *self._areas.keys, *known], ALIKE if word.isascii() else ALIKE_IN_HAN)

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

    def _alike(self, word: str) -> list[int]:
        if self._folded is None:
            self._folded = _positions({name} for name in folded_names(list(map(plain_name, self._areas.names))))
        return self._folded.get(folded_name(word), [])

    def _entries(self, word: str) -> list[Entry]:
        code, name = plain_code(word), folded_name(word)
        found = [entry for (_, own), entry in self._registry.by_code.items() if own in (code, stem(code))]
        for named in (self._registry.by_name, self._registry.by_alias):
            found += [entry for (_, own), entries in named.items() if own == name for entry in entries]
        return found


def _written(entries: Mapping[tuple[str, str], Iterable[Entry]]) -> set[str]:
    return {name for some in entries.values() for entry in some for name in (entry.name, *entry.aliases)}


def _positions(forms: Iterable[set[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position, words in enumerate(forms):
        for word in words:
            found.setdefault(word, []).append(position)
    return found
