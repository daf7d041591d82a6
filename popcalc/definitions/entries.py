"""The entries of several catalogue files side by side, before they become a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from popcalc.definitions.catalogue import Count, Identity, Indicator, Nature
from popcalc.definitions.reading import Reader
from popcalc.definitions.strict_yaml import Node
from popcalc.errors import Place

R = TypeVar("R", Count, Indicator, Identity)


class Entry(Struct, Generic[R], frozen=True):
    """One entry of a file; `order` is the file's, so that a later one can be told; `given` are the fields it has.

    An entry of the catalogue that the files are laid upon has no reader: it holds already.
    """

    record: R
    section: str
    order: int = 0
    reader: Reader | None = None
    given: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The key of the entry."""
        return self.record.key

    def node(self, *below: str | int) -> Node:
        """Return the path of a part of the entry."""
        return (self.section, self.key, *below)

    def is_wrong(self, field: str) -> bool:
        """Whether a field stands in the file and does not hold, which has been said."""
        if self.reader is None or field in self.given or self.node(field) not in self.reader.document.values:
            return False
        return self.reader.document.at(self.node(field)) is not None

    def place(self, *below: str | int) -> Place | None:
        """Return where a part of the entry stands; its key for the whole entry."""
        if self.reader is None:
            return None
        document = self.reader.document
        return document.place(self.node(*below)) if below else document.key_place(self.node())


class Entries(NamedTuple):
    """The entries that hold, one for each key, in the order of files and keys."""

    counts: dict[str, Entry[Count]]
    indicators: dict[str, Entry[Indicator]]
    identities: dict[str, Entry[Identity]]

    @property
    def natures(self) -> Mapping[str, Nature]:
        """The nature of each count."""
        return {key: entry.record.nature for key, entry in self.counts.items()}
