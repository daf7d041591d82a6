"""The formulas of catalogue files as they are written, parsed once and held against the names of counts.

Entries that are wrong in another way are read, too, so that all mistakes come out together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field

from popcalc.definitions.catalogue import Formula
from popcalc.definitions.formula import FormulaError, Rule, parse, parse_rule, position_of
from popcalc.definitions.strict_yaml import Document, Node, at
from popcalc.errors import Fault, did_you_mean, fault
from popcalc.language import Text, text

_PARTS = {"counts": ("derive",), "indicators": ("numerator", "denominator"), "identities": ("rule",)}


class Formulas(Struct, frozen=True):
    """The formulas and rules of all files by their text; only those whose counts all exist."""

    sums: Mapping[str, Formula] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)


def read_formulas(documents: Sequence[Document]) -> tuple[Formulas, list[Fault]]:
    """Return every formula of the documents and what is wrong with the others."""
    counts = dict.fromkeys(_keys(documents, "counts"))
    indicators = frozenset(_keys(documents, "indicators"))
    sums: dict[str, Formula] = {}
    rules: dict[str, Rule] = {}
    faults: list[Fault] = []
    for document in documents:
        for node, written in _written(document.data):
            try:
                found = parse_rule(written) if node[0] == "identities" else parse(written)
            except FormulaError as problem:
                faults.append(fault("BAD_FORMULA", at(node, problem.text), document.place(node, problem.position)))
                continue
            unknown = [name for name in found.counts if name not in counts]
            for name in unknown:
                place = document.place(node, position_of(name, written))
                faults.append(fault("UNKNOWN_COUNT", at(node, _unknown(name, counts, indicators)), place))
            if unknown:
                continue
            if isinstance(found, Rule):
                rules[written.strip()] = found
            else:
                sums[written.strip()] = found
    return Formulas(sums, rules), faults


def _keys(documents: Sequence[Document], section: str) -> Iterator[str]:
    return (key for document in documents for key, _ in _entries(document.data, section))


def _entries(data: object, section: str) -> Iterator[tuple[str, object]]:
    found = data.get(section) if isinstance(data, dict) else None
    if isinstance(found, dict):
        yield from found.items()


def _written(data: object) -> Iterator[tuple[Node, str]]:
    """Yield every formula that stands in a file, with its path."""
    for section, parts in _PARTS.items():
        for key, entry in _entries(data, section):
            if not isinstance(entry, dict):
                continue
            for part in parts:
                value = entry.get(part)
                node: Node = (section, key, part)
                several = value if isinstance(value, list) else [value]
                for index, one in enumerate(several):
                    if isinstance(one, str) and one.strip():
                        yield (*node, index) if several is value else node, one


def _unknown(name: str, counts: Collection[str], indicators: Collection[str]) -> Text:
    if name in indicators:
        return text("{name} is an indicator: a formula is made of counts", name=name)
    return text("there is no count {name}{hint}", name=name, hint=did_you_mean(name, list(counts)))
