"""A target file turned into `Targets`, with every mistake found at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from popcalc.definitions.catalogue import Basis, Catalogue
from popcalc.definitions.forms import FORMS
from popcalc.definitions.reading import LEFT_OUT, Reader, in_order
from popcalc.definitions.strict_yaml import Document, Node, at
from popcalc.definitions.targets import AreaBound, Rule, Targets, gaps_of, is_paced
from popcalc.definitions.targets_rules import check_target, overlaps, wrong_coverage
from popcalc.errors import DefinitionError, fault


def assemble(document: Document, catalogue: Catalogue) -> Targets:
    """Return the targets of a document; raises DefinitionError with every mistake."""

    def of_area(node: Node, values: dict[str, Any]) -> Mapping[str, object]:
        return {"area": node[-1], "place": document.key_place(node)}

    def of_rule(node: Node, values: dict[str, Any]) -> Mapping[str, object]:
        indicator = values["indicator"]
        return {
            "name": values.get("title") or indicator.key,
            "place": document.place(node),
            "basis": (values.get("basis") or Basis.ANNUAL) if indicator.has_basis else None,
            "paced": is_paced(indicator, catalogue) and values.get("pace") != "none",
            "gaps": gaps_of(indicator, catalogue),
        }

    reader = Reader(document, FORMS, {AreaBound: of_area, Rule: of_rule}, catalogue)
    values = reader.file(Targets)
    faults = reader.faults
    whole = Targets(**{"year": 2000, "rules": (), **values})
    wrong_shares = wrong_coverage(whole.min_coverage, ())
    faults += [fault(code, at(where, sentence), document.place(where)) for code, where, sentence in wrong_shares]
    # A start that is wrong makes no month of the targets wrong.
    known = "year" in values and ("calendar" in values or ("year_start",) not in document.values)
    year = whole.run if known else None
    rules: dict[Node, Rule] = {}
    for kind, node, target, record in reader.records:
        if kind is not Rule:
            continue
        wrong = list(check_target(target, node, document, catalogue, year))
        faults += [fault(code, at(where, sentence), document.place(where)) for code, where, sentence in wrong]
        if record is not LEFT_OUT and not wrong:
            rules[node] = record
    if year is not None:
        for node, sentence in overlaps(rules, year):
            faults.append(fault("OVERLAPPING_TARGETS", at(node, sentence), document.place(node)))
    if faults:
        raise DefinitionError(in_order(faults))
    return replace(whole, rules=tuple(_named(tuple(_with_share(rule, whole.min_coverage) for rule in whole.rules))))


def _with_share(rule: Rule, of_file: Fraction | None) -> Rule:
    return rule if rule.min_coverage is not None else replace(rule, min_coverage=of_file)


def _named(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """Yield the targets, those of one name numbered from the second on so that records tell them apart."""
    used: set[str] = set()
    for rule in rules:
        name, number = rule.name, 1
        while name in used:
            number += 1
            name = f"{rule.name}#{number}"
        used.add(name)
        yield replace(rule, name=name)
