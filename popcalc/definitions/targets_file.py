"""A target file turned into `Targets`, with every mistake found at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.definitions.strict_yaml import Document, Node, at
from popcalc.definitions.targets import AreaBound, Bound, Operator, Rule, Targets, is_paced, possible_range
from popcalc.definitions.targets_model import BOUNDS, BoundModel, TargetModel, TargetsFile
from popcalc.definitions.validation import validated
from popcalc.errors import DefinitionError, Fault, did_you_mean, fault
from popcalc.language import Text, text
from popcalc.periods import PeriodError, Run, label_of, read_run, year_run

_Complaint = tuple[str, Node, Text]


def assemble(document: Document, catalogue: Catalogue) -> Targets:
    """Return the targets of a document; raises DefinitionError with every mistake."""
    model, faults = validated(TargetsFile, document)
    rules: list[Rule] = []
    if model is not None:
        year = year_run(model.year, model.year_start)
        for position, target in enumerate(model.targets):
            node: Node = ("targets", position)
            complaints = list(_wrong(target, node, catalogue, year))
            complaints = [one for one in complaints if not (one[0] == "MISSING_BOUND" and _was_given(document, one[1]))]
            faults += [fault(code, at(where, sentence), document.place(where)) for code, where, sentence in complaints]
            if not complaints and not faults:
                rules.append(_rule(target, node, document, catalogue))
        faults += [
            fault("OVERLAPPING_TARGETS", at(("targets", place), sentence), rules_place.place)
            for place, rules_place, sentence in _overlaps(rules, year)
        ]
    if faults or model is None:
        raise DefinitionError(sorted(faults, key=_position))
    return Targets(model.name, model.year, model.year_start, tuple(_named(rules)))


def _position(found: Fault) -> tuple[int, int]:
    return (found.place.row or 0, found.place.column or 0) if found.place else (0, 0)


def _wrong(target: TargetModel, node: Node, catalogue: Catalogue, year: Run) -> Iterator[_Complaint]:
    """Yield what is wrong with one target."""
    indicator = catalogue.indicators.get(target.indicator)
    if indicator is None:
        hint = did_you_mean(target.indicator, list(catalogue.indicators))
        sentence = text("{key} is not an indicator{hint}", key=target.indicator, hint=hint)
        yield "UNKNOWN_INDICATOR", (*node, "indicator"), sentence
    for where, bounds in _bounds(target, node):
        yield from _wrong_bound(bounds, where, indicator)
    yield from _wrong_months(target, node, year)
    if target.min_coverage is not None and not 0 <= target.min_coverage <= 1:
        yield "BAD_VALUE", (*node, "min_coverage"), text("a share from 0 to 1 is wanted here, such as 0.95")
    if target.weight is not None and target.weight < 0:
        yield "BAD_VALUE", (*node, "weight"), text("a weight is not negative")
    if indicator is None:
        return
    if target.basis is not None and not indicator.has_basis:
        sentence = text("{key} is no rate: leave out the basis", key=indicator.key)
        yield "BAD_VALUE", (*node, "basis"), sentence
    if target.pace == "linear" and not is_paced(indicator, catalogue):
        sentence = text("{key} does not grow through the year: leave out pace", key=indicator.key)
        yield "BAD_VALUE", (*node, "pace"), sentence


def _was_given(document: Document, node: Node) -> bool:
    """Whether a bound stands in the file that the model has dropped for a mistake of its own."""
    part: Any = document.data
    for step in node:
        part = part[step]
    return isinstance(part, dict) and any(bound in part for bound in BOUNDS)


def _bounds(target: TargetModel, node: Node) -> list[tuple[Node, BoundModel]]:
    """Return the bound of a target and those of its areas, each with its place in the file."""
    return [(node, target), *(((*node, "areas", area), bound) for area, bound in target.areas.items())]


def _wrong_bound(bounds: BoundModel, node: Node, indicator: Indicator | None) -> Iterator[_Complaint]:
    given = [name for name in BOUNDS if getattr(bounds, name) is not None]
    if not given:
        sentence = text("a bound is missing: give one of {bounds}", bounds=", ".join(BOUNDS))
        yield "MISSING_BOUND", node, sentence
    if len(given) > 1:
        sentence = text("{given} are both given: keep one, or write between: [low, high]", given=_and(given))
        yield "SEVERAL_BOUNDS", (*node, given[1]), sentence
    if len(given) != 1:
        return
    bound = _bound(bounds)
    if bound.low is not None and bound.high is not None and bound.low > bound.high:
        sentence = text(
            "the low end {low} is above the high end {high}", low=_written(bound.low), high=_written(bound.high)
        )
        yield "BAD_BOUND", (*node, given[0]), sentence
    if indicator is None:
        return
    least, greatest = possible_range(indicator)
    for end in (bound.low, bound.high):
        if end is None or ((least is None or end >= least) and (greatest is None or end <= greatest)):
            continue
        sentence = text(
            "{end} is no value that {key} can have: it is {range}",
            end=_written(end),
            key=indicator.key,
            range=_range(least, greatest),
        )
        yield "BAD_BOUND", (*node, given[0]), sentence


def _and(words: list[str]) -> Text:
    return text("{some} and {last}", some=", ".join(words[:-1]), last=words[-1])


def _range(least: int | None, greatest: int | None) -> Text:
    if greatest is None:
        return text("at least {least}", least=least)
    return text("from {least} to {greatest}", least=least, greatest=greatest)


def _written(number: Fraction) -> str:
    return f"{float(number):g}"


def _wrong_months(target: TargetModel, node: Node, year: Run) -> Iterator[_Complaint]:
    if target.effective is None:
        return
    months: dict[str, int] = {}
    for name, written in (("from", target.effective.from_), ("to", target.effective.to)):
        if written is None:
            continue
        where = (*node, "effective", name)
        try:
            month = read_run(written).start
        except PeriodError as error:
            yield "BAD_VALUE", where, error.text
            continue
        months[name] = month
        if not year.start <= month <= year.end:
            sentence = text("{month} is outside the target year, {year}", month=written, year=label_of(year, 1))
            yield "BAD_VALUE", where, sentence
    if len(months) == 2 and months["from"] > months["to"]:
        yield "BAD_VALUE", (*node, "effective"), text("the first month is after the last")


def _rule(target: TargetModel, node: Node, document: Document, catalogue: Catalogue) -> Rule:
    indicator = catalogue.indicators[target.indicator]
    effective = target.effective
    return Rule(
        name=target.name or target.indicator,
        indicator=indicator,
        bound=_bound(target),
        place=document.place(node),
        basis=(target.basis or "annual") if indicator.has_basis else "",
        level=target.level,
        areas=tuple(
            AreaBound(area, _bound(bound), document.key_place((*node, "areas", area)))
            for area, bound in target.areas.items()
        ),
        first=read_run(effective.from_).start if effective and effective.from_ else None,
        last=read_run(effective.to).start if effective and effective.to else None,
        paced=is_paced(indicator, catalogue) and target.pace != "none",
        min_events=target.min_events,
        min_coverage=Fraction(target.min_coverage) if target.min_coverage is not None else None,
        warning_only=target.severity == "warn",
        source=target.source,
        weight=Fraction(target.weight) if target.weight is not None else None,
        veto=target.veto,
    )


def _bound(model: BoundModel) -> Bound:
    """Return the bound, exactly as written."""
    if model.between is not None:
        low, high = model.between
        return Bound(Operator.BETWEEN, Fraction(low), Fraction(high))
    if model.equal is not None:
        return Bound(Operator.EQUAL, Fraction(model.equal), Fraction(model.equal))
    if model.at_least is not None:
        return Bound(Operator.AT_LEAST, Fraction(model.at_least), None)
    assert model.at_most is not None
    return Bound(Operator.AT_MOST, None, Fraction(model.at_most))


def _overlaps(rules: list[Rule], year: Run) -> Iterator[tuple[int, Rule, Text]]:
    """Yield each target that bounds the same indicator, level, basis and months as an earlier one, the same way."""
    for place, rule in enumerate(rules):
        for other in rules[:place]:
            same = (rule.indicator.key, rule.level, rule.basis, rule.bound.operator) == (
                other.indicator.key, other.level, other.basis, other.bound.operator,
            )  # fmt: skip
            apart = _end(rule, year) < _start(other, year) or _end(other, year) < _start(rule, year)
            if same and not apart:
                sentence = text(
                    "{key} has a target of the same kind in line {line} for the same months; "
                    "keep one, or part their months by effective",
                    key=rule.indicator.key,
                    line=other.place.row,
                )
                yield place, rule, sentence


def _start(rule: Rule, year: Run) -> int:
    return year.start if rule.first is None else rule.first


def _end(rule: Rule, year: Run) -> int:
    return year.end if rule.last is None else rule.last


def _named(rules: list[Rule]) -> Iterator[Rule]:
    """Yield the targets, those of one name numbered from the second on so that records tell them apart."""
    used: dict[str, int] = {}
    for rule in rules:
        used[rule.name] = used.get(rule.name, 0) + 1
        yield rule if used[rule.name] == 1 else replace(rule, name=f"{rule.name}#{used[rule.name]}")
