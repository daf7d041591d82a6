"""Entries of the catalogue as records: what can be computed, and what is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from popcalc.definitions.catalogue import Catalogue, Count, Indicator
from popcalc.errors import RequestError, did_you_mean, fault
from popcalc.language import Language, text

Entry = Mapping[str, object]
Entries = Iterable[tuple[Entry, Iterable[str]]]
"""The fields of each entry, and the names by which it is found."""


class Listing(Struct, frozen=True):
    """A list of entries: their `fields`, and the `rows` of a catalogue."""

    fields: tuple[str, ...]
    rows: Callable[[Catalogue, Language], Entries]

    def found(self, catalogue: Catalogue, language: Language, words: Sequence[str] = ()) -> list[Entry]:
        """Return the entries that have all of some words in key, names or formula; raises RequestError for none."""
        every = list(self.rows(catalogue, language))
        wanted = [word.casefold() for word in words]
        found = [row for row, names in every if _has_all(wanted, [str(row["key"]), *names])]
        if not found:
            hint = did_you_mean(" ".join(wanted), [str(row["key"]) for row, _ in every])
            sentence = text("nothing has the words {words}{hint}", words=" ".join(wanted), hint=hint)
            raise RequestError([fault("NOT_FOUND", sentence)])
        return found


def _has_all(words: Sequence[str], names: Iterable[str]) -> bool:
    text_of_entry = "\n".join(names).casefold()
    return all(word in text_of_entry for word in words)


def _indicators(catalogue: Catalogue, language: Language) -> Iterator[tuple[Entry, Iterable[str]]]:
    for one in catalogue.indicators.values():
        if one.key not in catalogue.counts:
            names = (*one.label.names, *one.aliases, str(one.numerator), str(one.denominator or ""))
            yield _indicator(one, catalogue, language), names


def _indicator(one: Indicator, catalogue: Catalogue, language: Language) -> Entry:
    return {
        "key": one.key,
        "label": language.label(one.label),
        "kind": one.kind.value,
        "numerator": str(one.numerator),
        "denominator": str(one.denominator) if one.denominator else None,
        "per": one.per,
        "unit": one.unit,
        "interval": one.interval.value,
        "group": _group(one.group, catalogue, language),
        "source": one.source or None,
        "note": language(one.note) or None,
    }


def _counts(catalogue: Catalogue, language: Language) -> Iterator[tuple[Entry, Iterable[str]]]:
    for count in catalogue.counts.values():
        yield _count(count, catalogue, language), (*count.label.names, *count.headers)


def _count(count: Count, catalogue: Catalogue, language: Language) -> Entry:
    return {
        "key": count.key,
        "label": language.label(count.label),
        "nature": count.nature.value,
        "unit": count.unit,
        "derive": [str(formula) for formula in count.derive],
        "group": _group(count.group, catalogue, language),
        "note": language(count.note) or None,
        "headers": list(count.headers),
    }


def _group(key: str, catalogue: Catalogue, language: Language) -> str:
    group = catalogue.groups.get(key)
    return language.label(group) if group else key


INDICATORS = Listing(
    ("key", "label", "kind", "numerator", "denominator", "per", "unit", "interval", "group", "source", "note"),
    _indicators,
)
COUNTS = Listing(("key", "label", "nature", "unit", "derive", "group", "note", "headers"), _counts)
