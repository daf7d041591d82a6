"""Catalogue files put together: later ones add entries or replace them by key, and every mistake is found at once.

The steps: each file against its model; each formula against the grammar and the names of counts; then, on what is
left standing, each entry against the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import assert_never

from popcalc.definitions import strict_yaml
from popcalc.definitions.catalogue import (
    Catalogue,
    Count,
    Formula,
    Identity,
    Indicator,
    Kind,
    Moment,
    Nature,
    Term,
)
from popcalc.definitions.entries import Entries, indicator_from, label_from, merged
from popcalc.definitions.headers import lexicon
from popcalc.definitions.misfits import misfits
from popcalc.definitions.models import CatalogueFile, CountModel, IdentityModel
from popcalc.definitions.strict_yaml import Document
from popcalc.definitions.validation import validated
from popcalc.definitions.written_formulas import Formulas, read_formulas
from popcalc.errors import DefinitionError, Fault, Place

BUILT_IN = (
    "units.yaml",
    "vital.yaml",
    "population.yaml",
    "birth_policy.yaml",
    "reproductive_health.yaml",
    "mobile_population.yaml",
    "public_health.yaml",
    "funding.yaml",
)
"""The files of the built-in catalogue, in the order in which their entries are shown."""


def built_in_documents() -> list[Document]:
    """Return the files that the built-in catalogue is made of."""
    folder = Path(__file__).parent / "builtin"
    return [strict_yaml.parse((folder / name).read_bytes(), f"builtin/{name}") for name in BUILT_IN]


def assemble(documents: Sequence[Document]) -> Catalogue:
    """Return the catalogue that the documents make together, the built-in ones first.

    Raises DefinitionError with every mistake of every file.
    """
    files = []
    faults: list[Fault] = []
    for document in documents:
        file, found = validated(CatalogueFile, document)
        files.append(file)
        faults += found
    formulas = Formulas()
    if not any(document.broken for document in documents):
        # A file that cannot be read may hold the counts that seem to be missing from the others.
        formulas, found = read_formulas(documents)
        faults += found
    entries = merged(documents, files)
    faults += misfits(entries, formulas)
    if faults:
        order = {document.file: index for index, document in enumerate(documents)}
        raise DefinitionError(sorted(faults, key=lambda found: _position(found, order)))
    return _catalogue(entries, formulas, [file for file in files if file])


def indicator_of_count(count: Count) -> Indicator:
    """Return the indicator that every count is under its own key: its sum, a stock at the end of the period."""
    match count.nature:
        case Nature.STOCK:
            moment = Moment.CLOSING
        case Nature.FLOW | Nature.QUOTA:
            moment = Moment.PERIOD
        case _:
            assert_never(count.nature)
    return Indicator(
        key=count.key,
        label=count.label,
        kind=Kind.COUNT,
        numerator=Formula((Term(1, count.key, moment),)),
        unit=count.unit,
        headline=count.headline,
        group=count.group,
        note=count.note,
    )


def _position(found: Fault, order: Mapping[str, int]) -> tuple[int, int, int]:
    place = found.place or Place("")
    return order.get(place.file, 0), place.row or 0, place.column or 0


def _catalogue(entries: Entries, formulas: Formulas, files: Sequence[CatalogueFile]) -> Catalogue:
    counts = {key: _count(key, entry.model, formulas) for key, entry in entries.counts.items()}
    indicators = {key: indicator_of_count(count) for key, count in counts.items()}
    for key, entry in entries.indicators.items():
        indicator = indicator_from(key, entry.model, formulas, entries.natures)
        assert indicator is not None, "without faults every formula holds"
        indicators[key] = indicator
    identities = {key: _identity(key, entry.model, formulas) for key, entry in entries.identities.items()}
    units = {key: label_from(model) for file in files for key, model in file.units.items()}
    groups = {key: label_from(model) for file in files for key, model in file.groups.items()}
    return Catalogue(counts, indicators, identities, units, groups, lexicon(counts.values()))


def _count(key: str, model: CountModel, formulas: Formulas) -> Count:
    return Count(
        key=key,
        nature=model.nature,
        label=label_from(model.label),
        unit=model.unit,
        headers=model.headers,
        decimals=model.decimals,
        derive=tuple(formulas.sums[written] for written in model.derive),
        opening_of=model.opening_of,
        average_of=model.average_of,
        group=model.group,
        note=model.note,
        headline=model.headline,
    )


def _identity(key: str, model: IdentityModel, formulas: Formulas) -> Identity:
    rule = formulas.rules[model.rule]
    label = label_from(model.label) if model.label else None
    return Identity(key, rule.left, rule.comparison, rule.right, model.severity, label)
