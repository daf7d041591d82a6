"""Catalogue files put together: later ones add entries or replace them by key, and every mistake is found at once.

The steps: each file by the declarations of its records; each formula against the names of counts; then, on what is
left standing, each entry against the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, assert_never

from msgspec.structs import replace

from popcalc.definitions import rules, strict_yaml
from popcalc.definitions.catalogue import Catalogue, Count, Formula, Identity, Indicator, Kind, Moment, Nature, Term
from popcalc.definitions.entries import Entries, Entry
from popcalc.definitions.forms import FORMS
from popcalc.definitions.formula import position_of
from popcalc.definitions.headers import lexicon
from popcalc.definitions.misfits import misfits
from popcalc.definitions.reading import LEFT_OUT, Reader, in_order
from popcalc.definitions.strict_yaml import Document, Node, at
from popcalc.errors import DefinitionError, Fault, did_you_mean, fault
from popcalc.language import LANGUAGES, SOURCE, Text, text
from popcalc.languages import Labels, labels

BUILT_IN = (
    "units.yaml",
    "vital.yaml",
    "population.yaml",
    "birth_policy.yaml",
    "reproductive_health.yaml",
    "mobile_population.yaml",
    "public_health.yaml",
    "childcare.yaml",
    "funding.yaml",
)
"""The files of the built-in catalogue, in the order in which their entries are shown."""
BUILT_IN_FOLDER = Path(__file__).parent / "builtin"


def built_in_documents() -> list[Document]:
    """Return the files that the built-in catalogue is made of, with the names that each language gives.

    Raises ValueError with all the names that a language lacks, or has for nothing, and the files that have no place.
    """
    found = [strict_yaml.parse((BUILT_IN_FOLDER / name).read_bytes(), f"builtin/{name}") for name in BUILT_IN]
    others = sorted({file.name for file in BUILT_IN_FOLDER.glob("*.yaml")} - set(BUILT_IN))
    wrong = [f"builtin/{name} has no place in BUILT_IN of catalogue_file.py" for name in others]
    wrong += [one for code in LANGUAGES if code != SOURCE for one in _named(found, code, labels(code))]
    if wrong:
        raise ValueError("\n".join(wrong))
    return found


def _named(documents: Sequence[Document], code: str, names: Labels) -> Iterator[str]:
    """Write the names of a language into the documents; yield what it lacks, or has and nothing bears."""
    left = {(section, key): name for section, of_section in names.items() for key, name in of_section.items()}
    for document in documents:
        for section, entries in document.data.items() if isinstance(document.data, dict) else ():
            for key, entry in entries.items() if isinstance(entries, dict) else ():
                holder, part = (entry, "label") if isinstance(entry, dict) and "label" in entry else (entries, key)
                name = holder[part]
                if isinstance(name, dict) and SOURCE not in name:
                    continue
                own = left.pop((section, key), None)
                known = name if isinstance(name, dict) else {SOURCE: name}
                if not own:
                    yield f"words/{code}/labels.yaml has no name for {section}.{key}: {known[SOURCE]}"
                holder[part] = {**known, code: own or known[SOURCE]}
    yield from (f"words/{code}/labels.yaml names what is not there: {section}.{key}" for section, key in left)


def assemble(documents: Sequence[Document], base: Catalogue | None = None) -> Catalogue:
    """Return the catalogue that the documents make together, upon one that holds already.

    Raises DefinitionError with every mistake of every file.
    """
    base = base or Catalogue()
    readers = [Reader(document, FORMS, dict.fromkeys((Count, Indicator, Identity), _key)) for document in documents]
    files = [reader.file(Catalogue) for reader in readers]
    faults = [found for reader in readers for found in reader.faults]
    # Entries that are wrong in another way are there all the same.
    counts = [*base.counts, *(key for reader in readers for key in _keys(reader, "counts"))]
    if not any(document.broken for document in documents):
        # A file that cannot be read may hold the counts that seem to be missing from the others.
        faults += _unknown_counts(readers, base, counts)
    entries = _merged(readers, base)
    faults += misfits(entries, base, counts)
    if faults:
        raise DefinitionError(in_order(faults, [document.file for document in documents]))
    return _catalogue(entries, files, base)


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


def _key(node: Node, values: dict[str, Any]) -> Mapping[str, object]:
    return {"key": node[-1]}


def _unknown_counts(readers: Sequence[Reader], base: Catalogue, counts: Sequence[str]) -> Iterator[Fault]:
    """Yield the names in formulas that are no counts."""
    indicators = {*base.indicators, *(key for reader in readers for key in _keys(reader, "indicators"))}
    known = frozenset(counts)
    for reader in readers:
        for node, written, formula in reader.parsed:
            for name in formula.counts:
                if name not in known:
                    place = reader.document.place(node, position_of(name, written))
                    yield fault("UNKNOWN_COUNT", at(node, _unknown(name, counts, indicators)), place)


def _keys(reader: Reader, section: str) -> Iterator[str]:
    data = reader.document.data
    found = data.get(section) if isinstance(data, dict) else None
    yield from found if isinstance(found, dict) else ()


def _unknown(name: str, counts: Sequence[str], indicators: set[str]) -> Text:
    if name in indicators - set(counts):
        return text("{name} is an indicator: a formula is made of counts", name=name)
    return text("there is no count {name}{hint}", name=name, hint=did_you_mean(name, counts))


def _merged(readers: Sequence[Reader], base: Catalogue) -> Entries:
    """Return the entries of all files; a later one takes the place of an earlier one with its key."""
    entries = Entries(
        {key: Entry(one, "counts") for key, one in base.counts.items()},
        {key: Entry(one, "indicators") for key, one in base.indicators.items() if key not in base.counts},
        {key: Entry(one, "identities") for key, one in base.identities.items()},
    )
    sections: Mapping[type, dict[str, Any]] = {
        Count: entries.counts,
        Indicator: entries.indicators,
        Identity: entries.identities,
    }
    for order, reader in enumerate(readers, start=1):
        for kind, node, values, record in reader.records:
            if record is not LEFT_OUT and kind in sections:
                section, key = map(str, node)
                sections[kind][key] = Entry(record, section, order, reader, frozenset(values))
    natures = entries.natures
    before = {key: one.nature for key, one in base.counts.items()}
    for key, entry in entries.indicators.items():
        entries.indicators[key] = replace(entry, record=_with_interval(entry, natures, before))
    return entries


def _with_interval(entry: Entry[Indicator], natures: Mapping[str, Nature], before: Mapping[str, Nature]) -> Indicator:
    """Return an indicator with the usual chance model of its kind where its file names none."""
    one = entry.record
    if not natures.keys() >= set(one.counts):
        return one
    if entry.reader is None:
        usual = one.interval is rules.default_interval(one.kind, one.numerator, one.denominator, before)
    else:
        usual = "interval" not in entry.given
    if not usual:
        return one
    return replace(one, interval=rules.default_interval(one.kind, one.numerator, one.denominator, natures))


def _catalogue(entries: Entries, files: Sequence[Mapping[str, Any]], base: Catalogue) -> Catalogue:
    counts = {key: entry.record for key, entry in entries.counts.items()}
    changed = [entry.record for entry in entries.counts.values() if entry.reader is not None]
    kept = {form: key for form, key in base.headers.items() if entries.counts[key].reader is None}
    return Catalogue(
        counts=counts,
        indicators={
            **{key: indicator_of_count(count) for key, count in counts.items()},
            **{key: entry.record for key, entry in entries.indicators.items()},
        },
        identities={key: entry.record for key, entry in entries.identities.items()},
        units={**base.units, **{key: one for file in files for key, one in file.get("units", {}).items()}},
        groups={**base.groups, **{key: one for file in files for key, one in file.get("groups", {}).items()}},
        headers={**kept, **lexicon(changed)},
    )
