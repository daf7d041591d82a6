"""What makes the targets of a file sensible: bounds that can be met, months of the year, keys that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.definitions.forms import as_written
from popcalc.definitions.strict_yaml import Document, Node
from popcalc.definitions.targets import Bound, Effective, Operator, Rule, is_paced, possible_range
from popcalc.language import Text, text
from popcalc.periods import CALENDAR_YEAR, Run

Complaint = tuple[str, Node, Text]
"""The code of a mistake, the part of the file, and what is wrong with it."""


def check_target(
    target: Mapping[str, Any], node: Node, document: Document, catalogue: Catalogue, year: Run | None
) -> Iterator[Complaint]:
    """Yield what is wrong with one target among its fields that hold; a `year` of None is not known."""
    indicator: Indicator | None = target.get("indicator")
    bound: Bound | None = target.get("bound")
    areas = {own.area: own.bound for own in target.get("areas", ())}
    if indicator:
        for where, one in [(node, bound), *(((*node, "areas", area), own) for area, own in areas.items())]:
            yield from _impossible(one, where, document, indicator) if one else ()
    yield from _other_sides(bound, areas, node)
    if target.get("effective"):
        yield from _wrong_months(target["effective"], (*node, "effective"), document, year)
    yield from wrong_coverage(target.get("min_coverage"), node)
    if (target.get("weight") or 0) < 0:
        yield "BAD_VALUE", (*node, "weight"), text("a weight is not negative")
    if indicator is None:
        return
    if target.get("basis") is not None and not indicator.has_basis:
        yield "BAD_VALUE", (*node, "basis"), text("{key} is no rate: leave out the basis", key=indicator.key)
    if target.get("pace") == "linear" and not is_paced(indicator, catalogue):
        sentence = text("{key} does not grow through the year: leave out pace", key=indicator.key)
        yield "BAD_VALUE", (*node, "pace"), sentence


def wrong_coverage(share: Fraction | None, node: Node) -> Iterator[Complaint]:
    """Yield that the `min_coverage` of a target, or of a file, is no share."""
    if share is not None and not 0 <= share <= 1:
        yield "BAD_VALUE", (*node, "min_coverage"), text("a share from 0 to 1 is wanted here, such as 0.95")


def _impossible(bound: Bound, node: Node, document: Document, indicator: Indicator) -> Iterator[Complaint]:
    """Yield each end that no figure of the indicator can reach."""
    least, greatest = possible_range(indicator)
    where = (*node, bound.operator.value)
    written = document.at(where)
    ends = written if isinstance(written, list) else [written]
    for end in dict.fromkeys(ends):
        if (least is None or end >= least) and (greatest is None or end <= greatest):
            continue
        sentence = text(
            "{end} is no value that {key} can have: it is {range}",
            end=as_written(end),
            key=indicator.key,
            range=_range(least, greatest),
        )
        yield "BAD_BOUND", where, sentence


def _other_sides(bound: Bound | None, areas: Mapping[str, Bound], node: Node) -> Iterator[Complaint]:
    """Yield the areas whose own bound looks the other way: it would take the target's away, not change it."""
    for area, own in areas.items():
        if bound and {own.operator, bound.operator} == {Operator.AT_LEAST, Operator.AT_MOST}:
            sentence = text(
                "an area's own bound stands in place of the target's, so {own} would lift its {other}; write {own} as "
                "a target of its own",
                own=own.operator.value,
                other=bound.operator.value,
            )
            yield "BAD_BOUND", (*node, "areas", area, own.operator.value), sentence


def _range(least: int | None, greatest: int | None) -> Text:
    if greatest is None:
        return text("at least {least}", least=least)
    return text("from {least} to {greatest}", least=least, greatest=greatest)


def _wrong_months(effective: Effective, node: Node, document: Document, year: Run | None) -> Iterator[Complaint]:
    for name, month in (("from", effective.first), ("to", effective.last)):
        if month is not None and year is not None and not year.start <= month <= year.end:
            shown = CALENDAR_YEAR.label_of(year)
            written = document.at((*node, name))
            sentence = text("{month} is outside the target year, {year}", month=written, year=shown)
            yield "BAD_VALUE", (*node, name), sentence
    if effective.first is not None and effective.last is not None and effective.first > effective.last:
        yield "BAD_VALUE", node, text("the first month is after the last")


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
