"""The entries of several catalogue files side by side, before they become a catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from popcalc.definitions import rules
from popcalc.definitions.catalogue import Indicator, Nature
from popcalc.definitions.models import CatalogueFile, CountModel, IdentityModel, IndicatorModel, LabelModel
from popcalc.definitions.strict_model import StrictModel
from popcalc.definitions.strict_yaml import Document, Node
from popcalc.definitions.written_formulas import Formulas
from popcalc.errors import Place
from popcalc.language import Label

M = TypeVar("M", bound=StrictModel, covariant=True)


class Entry(Struct, Generic[M], frozen=True):
    """One entry of a file; `order` is the file's, so that a later one can be told."""

    key: str
    model: M
    section: str
    document: Document
    order: int

    def node(self, *below: str | int) -> Node:
        """Return the path of a part of the entry."""
        return (self.section, self.key, *below)

    def place(self, *below: str | int) -> Place:
        """Return where a part of the entry stands; its key for the whole entry."""
        return self.document.place(self.node(*below)) if below else self.document.key_place(self.node())


class Entries(Struct, frozen=True):
    """The entries that hold, one for each key, in the order of files and keys."""

    counts: Mapping[str, Entry[CountModel]]
    indicators: Mapping[str, Entry[IndicatorModel]]
    identities: Mapping[str, Entry[IdentityModel]]
    natures: Mapping[str, Nature]


def merged(documents: Sequence[Document], files: Sequence[CatalogueFile | None]) -> Entries:
    """Return the entries of all files; a later one takes the place of an earlier one with its key."""

    def section(name: str) -> dict[str, Entry[M]]:
        return {
            key: Entry(key, model, name, document, order)
            for order, (document, file) in enumerate(zip(documents, files, strict=True))
            if file
            for key, model in getattr(file, name).items()
        }

    counts: dict[str, Entry[CountModel]] = section("counts")
    natures = {key: entry.model.nature for key, entry in counts.items()}
    return Entries(counts, section("indicators"), section("identities"), natures)


def indicator_from(
    key: str, model: IndicatorModel, formulas: Formulas, natures: Mapping[str, Nature]
) -> Indicator | None:
    """Return the indicator that an entry defines, or None when a formula of it does not hold."""
    numerator = formulas.sums.get(model.numerator)
    denominator = formulas.sums.get(model.denominator) if model.denominator else None
    if numerator is None or (model.denominator and denominator is None):
        return None
    if not all(term.count in natures for term in (*numerator, *(denominator or ()))):
        return None
    return Indicator(
        key=key,
        label=label_from(model.label),
        kind=model.kind,
        numerator=numerator,
        denominator=denominator,
        per=model.per or 1,
        unit=model.unit,
        interval=model.interval or rules.default_interval(model.kind, numerator, denominator, natures),
        headline=model.headline,
        aliases=model.aliases,
        group=model.group,
        source=model.source,
        note=model.note,
    )


def label_from(model: LabelModel) -> Label:
    """Return the label of a model."""
    return Label(model.en, model.zh)
