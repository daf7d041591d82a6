"""What the areas file knows: the tree when it is not in the columns, and areas that were renamed, split or merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from popcalc.areas.folding import folded_name
from popcalc.areas.tree import name_key

COLUMNS = ("code", "name", "level", "parent", "aliases", "opened", "closed", "into")
"""Of an areas file."""


class Entry(Struct, frozen=True, eq=False, dict=True):
    """One area of the areas file: its code (may be empty) and name, its level, the entry above it, its line.

    `opened` and `closed` are the first and the last month in which it exists, None where that is not said. `into` is
    the entry that it belongs to: without `closed` as one of its parts, else as the one that follows it; it is set once
    all entries are known.
    """

    code: str
    name: str
    level: str
    above: Entry | None = None
    aliases: tuple[str, ...] = ()
    line: int = 0
    opened: int | None = None
    closed: int | None = None
    into: Entry | None = None

    @property
    def chain(self) -> Iterator[Entry]:
        """The entries above it, from the nearest to the top."""
        entry = self.above
        while entry is not None:
            yield entry
            entry = entry.above

    @property
    def whole(self) -> Entry:
        """The area that its figures are added to: itself, unless it is a part of another."""
        entry = self
        while entry.into is not None and entry.closed is None:
            entry = entry.into
        return entry

    @cached_property
    def compared(self) -> str:
        """Its name in the form in which names are compared."""
        return folded_name(self.name)


class Registry(Struct, frozen=True):
    """The areas file, ready to be asked.

    `by_code` leads from a level and a code, own or former, to the one entry it means; `by_name` and `by_alias` from a
    level and a name in compared form to all that go or went by it, in different areas above. `file` is its name.
    """

    by_code: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    by_name: Mapping[tuple[str, str], Sequence[Entry]] = field(default_factory=dict)
    by_alias: Mapping[tuple[str, str], Sequence[Entry]] = field(default_factory=dict)
    file: str = ""

    @property
    def levels(self) -> frozenset[str]:
        """The levels that the file has areas of."""
        return frozenset(level for level, _ in self.by_name)

    @property
    def entries(self) -> Iterator[Entry]:
        """All areas of the file."""
        for same in self.by_name.values():
            yield from same

    def find(self, level: str, code: str, name: str, above: Mapping[str, tuple[str, str]]) -> Entry | None:
        """Return the entry of an area, None when the file has none or several fit.

        `above` holds the code and name that the same row gives for each level above. A code decides; a name counts
        where nothing above contradicts, and not against a code of the file's own, unless the file calls it an alias.
        """
        if code and (known := self.by_code.get((level, code))):
            return known
        if not name:
            return None
        key = (level, folded_name(name))
        same = [entry for entry in self.by_name.get(key, ()) if not (code and entry.code) and _fits(entry, above)]
        found = same or [entry for entry in self.by_alias.get(key, ()) if _fits(entry, above)]
        if len(found) > 1:
            # Of areas that differ only in case or signs, the one that is spelled so.
            found = [entry for entry in same if name_key(entry.name) == name_key(name)]
        return found[0] if len(found) == 1 else None


def _fits(entry: Entry, above: Mapping[str, tuple[str, str]]) -> bool:
    """Whether what a row says of the levels above agrees with the entries above, as far as both speak of them."""
    for upper in entry.chain:
        code, name = above.get(upper.level, ("", ""))
        if code and upper.code:
            if code != upper.code:
                return False
        elif name and folded_name(name) != upper.compared:
            return False
    return True
