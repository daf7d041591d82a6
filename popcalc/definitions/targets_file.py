"""A target file turned into `Targets`, with every mistake found at once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import replace

from popcalc.definitions.catalogue import Basis, Catalogue
from popcalc.definitions.strict_yaml import Document, Node, at
from popcalc.definitions.targets import AreaBound, Bound, Operator, Rule, Targets, adds_up, is_paced
from popcalc.definitions.targets_model import BoundModel, TargetModel, TargetsFile
from popcalc.definitions.targets_rules import check_target, has_bounds, overlaps
from popcalc.definitions.validation import validated
from popcalc.errors import DefinitionError, Fault, fault
from popcalc.periods import Calendar, read_months


def assemble(document: Document, catalogue: Catalogue) -> Targets:
    """Return the targets of a document; raises DefinitionError with every mistake."""
    model, faults = validated(TargetsFile, document)
    if model is None:
        raise DefinitionError(sorted(faults, key=_position))
    calendar = Calendar(model.year_start)
    year = calendar.year_run(model.year)
    rules: dict[Node, Rule] = {}
    for node, target in _placed(model, document):
        wrong = list(check_target(target, node, document, catalogue, year))
        faults += [fault(code, at(where, sentence), document.place(where)) for code, where, sentence in wrong]
        if not wrong and has_bounds(target):
            rules[node] = _rule(target, node, document, catalogue)
    for node, sentence in overlaps(rules, year):
        faults.append(fault("OVERLAPPING_TARGETS", at(node, sentence), document.place(node)))
    if faults:
        raise DefinitionError(sorted(faults, key=_position))
    return Targets(model.name, model.year, calendar, tuple(_named(list(rules.values()))))


def _position(found: Fault) -> tuple[int, int]:
    return (found.place.row or 0, found.place.column or 0) if found.place else (0, 0)


def _placed(model: TargetsFile, document: Document) -> Iterator[tuple[Node, TargetModel]]:
    """Yield the targets with their places in the file; the model lacks those that name no indicator."""
    written = document.data["targets"] if isinstance(document.data, dict) else []
    position = 0
    for target in model.targets:
        while not isinstance(written[position], dict) or written[position].get("indicator") != target.indicator:
            position += 1
        yield ("targets", position), target
        position += 1


def _rule(target: TargetModel, node: Node, document: Document, catalogue: Catalogue) -> Rule:
    indicator = catalogue.indicators[target.indicator]
    effective = target.effective
    return Rule(
        name=target.name or target.indicator,
        indicator=indicator,
        bound=bound_of(target),
        place=document.place(node),
        title=target.name or "",
        basis=Basis(target.basis or Basis.ANNUAL) if indicator.has_basis else None,
        level=target.level,
        areas=tuple(
            AreaBound(area, bound_of(bound), document.key_place((*node, "areas", area)))
            for area, bound in target.areas.items()
        ),
        first=read_months(effective.from_).start if effective and effective.from_ else None,
        last=read_months(effective.to).start if effective and effective.to else None,
        paced=is_paced(indicator, catalogue) and target.pace != "none",
        adds_up=adds_up(indicator, catalogue),
        min_events=target.min_events,
        min_coverage=Fraction(target.min_coverage) if target.min_coverage is not None else None,
        warning_only=target.severity == "warn",
        source=target.source,
        weight=Fraction(target.weight) if target.weight is not None else None,
        veto=target.veto,
    )


def bound_of(model: BoundModel) -> Bound:
    """Return the one bound that is given, exactly as written."""
    if model.between is not None:
        low, high = model.between
        return Bound(Operator.BETWEEN, Fraction(low), Fraction(high))
    if model.equal is not None:
        return Bound(Operator.EQUAL, Fraction(model.equal), Fraction(model.equal))
    if model.at_least is not None:
        return Bound(Operator.AT_LEAST, Fraction(model.at_least), None)
    assert model.at_most is not None
    return Bound(Operator.AT_MOST, None, Fraction(model.at_most))


def _named(rules: list[Rule]) -> Iterator[Rule]:
    """Yield the targets, those of one name numbered from the second on so that records tell them apart."""
    used: set[str] = set()
    for rule in rules:
        name, number = rule.name, 1
        while name in used:
            number += 1
            name = f"{rule.name}#{number}"
        used.add(name)
        yield replace(rule, name=name)
