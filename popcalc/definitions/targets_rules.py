"""What makes the targets of a file sensible: known indicators, bounds that can be met, months of the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.definitions.strict_yaml import Document, Node
from popcalc.definitions.targets import Bound, Rule, is_paced, possible_range
from popcalc.definitions.targets_model import BOUNDS, BoundModel, TargetModel, TargetsFile
from popcalc.errors import did_you_mean
from popcalc.language import Text, text
from popcalc.periods import CALENDAR_YEAR, PeriodError, Run, read_months

Complaint = tuple[str, Node, Text]
"""The code of a mistake, the part of the file, and what is wrong with it."""


def check_target(
    target: TargetModel, node: Node, document: Document, catalogue: Catalogue, year: Run
) -> Iterator[Complaint]:
    """Yield what is wrong with one target beyond its shape."""
    indicator = catalogue.indicators.get(target.indicator)
    if indicator is None:
        hint = did_you_mean(target.indicator, list(catalogue.indicators))
        sentence = text("{key} is not an indicator{hint}", key=target.indicator, hint=hint)
        yield "UNKNOWN_INDICATOR", (*node, "indicator"), sentence
    for where, bounds in _bounds(target, node):
        yield from _wrong_bound(bounds, where, document, indicator)
    yield from _other_sides(target, node)
    yield from _wrong_months(target, node, year)
    yield from wrong_coverage(target, node)
    if target.name is not None and ";" in target.name:
        yield "BAD_VALUE", (*node, "name"), text("a name has no ; in it: lists of names are separated by it")
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


def wrong_coverage(model: TargetModel | TargetsFile, node: Node) -> Iterator[Complaint]:
    """Yield that the `min_coverage` of a target, or of a file, is no share."""
    if model.min_coverage is not None and not 0 <= model.min_coverage <= 1:
        yield "BAD_VALUE", (*node, "min_coverage"), text("a share from 0 to 1 is wanted here, such as 0.95")


def has_bounds(target: TargetModel) -> bool:
    """Whether the target and its areas have each the one bound that the model kept; a wrong one it has dropped."""
    return all(len(_given(bounds)) == 1 for bounds in (target, *target.areas.values()))


def _given(bounds: BoundModel) -> list[str]:
    return [name for name in BOUNDS if getattr(bounds, name) is not None]


def _bounds(target: TargetModel, node: Node) -> list[tuple[Node, BoundModel]]:
    """Return the bound of a target and those of its areas, each with its place in the file."""
    return [(node, target), *(((*node, "areas", area), bound) for area, bound in target.areas.items())]


def _wrong_bound(
    bounds: BoundModel, node: Node, document: Document, indicator: Indicator | None
) -> Iterator[Complaint]:
    given = _given(bounds)
    written = _written(document, node)
    for name in (name for name, value in written.items() if value is None):
        yield "MISSING_BOUND", (*node, name), text("nothing stands after {bound}: give a number", bound=name)
    if not given and not written:
        sentence = text("a bound is missing: give one of {bounds}", bounds=", ".join(BOUNDS))
        yield "MISSING_BOUND", node, sentence
    if len(given) > 1:
        sentence = text("{given} are both given: keep one, or write between: [low, high]", given=_and(given))
        yield "SEVERAL_BOUNDS", (*node, given[1]), sentence
    if len(given) != 1:
        return
    low, high = _ends(bounds)
    if low is not None and high is not None and low > high:
        sentence = text("the low end {low} is above the high end {high}", low=f"{low:f}", high=f"{high:f}")
        yield "BAD_BOUND", (*node, given[0]), sentence
    least, greatest = possible_range(indicator) if indicator else (None, None)
    for end in dict.fromkeys((low, high)):
        if end is None or ((least is None or end >= least) and (greatest is None or end <= greatest)):
            continue
        sentence = text(
            "{end} is no value that {key} can have: it is {range}",
            end=f"{end:f}",
            key=indicator.key if indicator else "",
            range=_range(least, greatest),
        )
        yield "BAD_BOUND", (*node, given[0]), sentence


def _other_sides(target: TargetModel, node: Node) -> Iterator[Complaint]:
    """Yield the areas whose own bound looks the other way: it would take the target's away, not change it."""
    if len(_given(target)) != 1:
        return
    for area, bounds in target.areas.items():
        own, others = _given(bounds), _given(target)
        if len(own) == 1 and {own[0], others[0]} == {"at_least", "at_most"}:
            sentence = text(
                "an area's own bound stands in place of the target's, so {own} would lift its {other}; write {own} as "
                "a target of its own",
                own=own[0],
                other=others[0],
            )
            yield "BAD_BOUND", (*node, "areas", area, own[0]), sentence


def _written(document: Document, node: Node) -> Mapping[str, Any]:
    """Return the bounds as they stand in the file; the model drops one that has a mistake of its own."""
    part: Any = document.data
    for step in node:
        part = part[step]
    return {name: part[name] for name in BOUNDS if name in part} if isinstance(part, dict) else {}


def _ends(bounds: BoundModel) -> tuple[Decimal | None, Decimal | None]:
    if bounds.between is not None:
        return bounds.between
    if bounds.equal is not None:
        return bounds.equal, bounds.equal
    return bounds.at_least, bounds.at_most


def _and(words: list[str]) -> Text:
    return text("{some} and {last}", some=tuple(words[:-1]), last=words[-1])


def _range(least: int | None, greatest: int | None) -> Text:
    if greatest is None:
        return text("at least {least}", least=least)
    return text("from {least} to {greatest}", least=least, greatest=greatest)


def _wrong_months(target: TargetModel, node: Node, year: Run) -> Iterator[Complaint]:
    if target.effective is None:
        return
    months: dict[str, int] = {}
    for name, written in (("from", target.effective.from_), ("to", target.effective.to)):
        if written is None:
            continue
        where = (*node, "effective", name)
        try:
            month = read_months(written).start
        except PeriodError as error:
            yield "BAD_VALUE", where, error.text
            continue
        months[name] = month
        if not year.start <= month <= year.end:
            shown = CALENDAR_YEAR.label_of(year)
            sentence = text("{month} is outside the target year, {year}", month=written, year=shown)
            yield "BAD_VALUE", where, sentence
    if len(months) == 2 and months["from"] > months["to"]:
        yield "BAD_VALUE", (*node, "effective"), text("the first month is after the last")


def overlaps(rules: Mapping[Node, Rule], year: Run) -> Iterator[tuple[Node, Text]]:
    """Yield each target that bounds the same side of the same figures, as severely, as an earlier one."""
    earlier: list[Rule] = []
    for node, rule in rules.items():
        other = next((one for one in earlier if overlap(rule, one, rule.level, one.level, year)), None)
        if other is not None:
            yield node, overlap_sentence(rule, other)
        earlier.append(rule)


def overlap(one: Rule, other: Rule, level: str | None, other_level: str | None, year: Run) -> bool:
    """Whether two targets that are judged at some levels bound the same side of the same figures, as severely.

    A warning at 90 beside a fail at 85 is two targets, and so are a floor and a cap.
    """
    if (one.indicator.key, level, one.basis) != (other.indicator.key, other_level, other.basis):
        return False
    if one.warning_only != other.warning_only or not _sides(one.bound) & _sides(other.bound):
        return False
    return _months(one, year).overlaps(_months(other, year))


def overlap_sentence(rule: Rule, other: Rule) -> Text:
    """Return what is wrong with a target that overlaps another."""
    return text(
        "{key} has a target of the same kind in line {line} that holds in the same months or some of them; "
        "keep one, part their months by effective, or write them in files of their own",
        key=rule.indicator.key,
        line=other.place.row,
    )


def _sides(bound: Bound) -> set[str]:
    return {side for side, end in (("low", bound.low), ("high", bound.high)) if end is not None}


def _months(rule: Rule, year: Run) -> Run:
    return Run(year.start if rule.first is None else rule.first, year.end if rule.last is None else rule.last)
