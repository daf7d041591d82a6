"""The rules of the catalogue, held against every row: `births = births_male + births_female`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

import numpy as np

from popcalc.arrays import AnyInts, Bools, Ints
from popcalc.definitions.catalogue import NUMBER, Comparison, Formula, Identity, Kind, Moment, Rule, Term
from popcalc.language import text
from popcalc.quality.cases import Cases, cases_of, given
from popcalc.quality.findings import ERROR, EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material
from popcalc.quality.rule_words import MIRRORED, Side, broken_words, rule_words

SYSTEMATIC_SHARE = 0.5
SYSTEMATIC_ROWS = 12
"""A soft rule that fails in more than this share of at least so many rows says more about the rule, or the meaning of
the columns, than about the rows: it is one finding."""

SMALL = 2**31
"""Sums below this fit into 32 bits, which are added up twice as fast."""

ABOVE_WHOLE = "PART_ABOVE_WHOLE"


def check_rules(material: Material) -> Iterator[Finding]:
    """Yield the rows in which a rule of the catalogue does not hold, of those that report all its counts."""
    for rule in material.catalogue.identities.values():
        yield from _broken(material, rule, rule.key.upper())


def check_proportions(material: Material) -> Iterator[Finding]:
    """Yield the rows in which the part of a proportion is larger than its whole, or below zero.

    Of proportions of flows to flows and of stocks to stocks; a flow over a stock is coverage, which a single month
    says nothing about. What a rule of the catalogue says already is not said again.
    """
    said = {
        _canonical(rule)
        for rule in material.catalogue.identities.values()
        if rule.comparison in (Comparison.AT_MOST, Comparison.AT_LEAST) and rule.level is None and rule.over == "month"
    }
    for rule in rules_of_proportions(material):
        form = _canonical(rule)
        if form not in said and any(coefficient < 0 for _, coefficient in form):
            said.add(form)
            yield from _broken(material, rule, ABOVE_WHOLE)


def rules_of_proportions(material: Material) -> Iterator[Identity]:
    """Yield for each proportion that it is not above 1, and not below 0."""
    for one in material.catalogue.indicators.values():
        if one.kind is not Kind.PROPORTION or one.denominator is None:
            continue
        if len({material.catalogue.counts[count].nature for count in one.counts}) == 1:
            yield Identity(one.key, Rule(one.numerator, Comparison.AT_MOST, one.denominator), ERROR, one.label)
            taken = tuple(_negated(term) for term in one.numerator if term.coefficient < 0)
            added = tuple(term for term in one.numerator if term.coefficient > 0)
            if taken and added:
                yield Identity(one.key, Rule(Formula(taken), Comparison.AT_MOST, Formula(added)), ERROR, one.label)


def _negated(term: Term) -> Term:
    return Term(-term.coefficient, term.count, term.moment)


def _canonical(rule: Identity) -> frozenset[tuple[tuple[str, bool], int]]:
    """Return what a rule says is not below zero, the same for every way to write it."""
    sums: dict[tuple[str, bool], int] = {}
    larger = 1 if rule.comparison is Comparison.AT_MOST else -1
    for sign, formula in ((-larger, rule.left), (larger, rule.right)):
        for term in formula:
            name = (term.count, term.moment is Moment.OPENING)
            sums[name] = sums.get(name, 0) + sign * term.coefficient
    return frozenset((name, coefficient) for name, coefficient in sums.items() if coefficient)


def _broken(material: Material, rule: Identity, code: str) -> Iterator[Finding]:
    counts = rule.rule.counts
    if not set(counts) <= set(material.table.counts):
        return
    cases = cases_of(material, rule)
    if cases is None:
        return
    broken = np.flatnonzero(_failing(material, rule, cases) & cases.judged)
    if not len(broken):
        return
    checked = int(cases.judged.sum())
    if rule.severity == WARNING and checked >= SYSTEMATIC_ROWS and len(broken) > SYSTEMATIC_SHARE * checked:
        yield _systematic(material, rule, code, cases, broken, checked)
        return
    decimals = material.decimals(counts)
    shown = _left_to_right(rule.rule)
    left, right = _sides(material, rule, cases, broken)
    if shown is not rule.rule:
        left, right = right, left
    messages = broken_words(shown, left, right, decimals)
    columns = (
        broken.tolist(),
        material.places(cases.rows(broken), *counts),
        messages,
        (left.total / 10**decimals).tolist(),
        (right.total / 10**decimals).tolist(),
    )
    factor = max(abs(shown.left.terms[0].coefficient), 1)
    for case, place, message, found, expected in zip(*columns, strict=True):
        yield Finding(
            code=code,
            severity=rule.severity,
            area=int(cases.area[case]),
            start=int(cases.start[case]),
            end=int(cases.end[case]),
            count=(shown.left.counts or shown.right.counts)[0],
            message=message,
            place=place,
            expected=expected,
            found=found,
            stake=abs(found - expected) / factor,
        )


def _left_to_right(rule: Rule) -> Rule:
    """Return a rule with a count on its left: 50 <= population is said as population >= 50."""
    if rule.left.counts or rule.comparison not in MIRRORED:
        return rule
    return Rule(rule.right, MIRRORED[rule.comparison], rule.left)


def _systematic(material: Material, rule: Identity, code: str, cases: Cases, broken: Ints, checked: int) -> Finding:
    message = text(
        "{rule} fails in {count} of {checked} rows: do the columns mean what the rule takes them for?",
        rule=rule_words(rule),
        count=f"{len(broken):,}",
        checked=f"{checked:,}",
    )
    return Finding(
        code=code,
        severity=rule.severity,
        area=EVERYWHERE,
        start=int(cases.start[broken].min()),
        end=int(cases.end[broken].max()),
        count=rule.rule.counts[0],
        message=message,
        place=material.places(cases.rows(broken[:1]), *rule.rule.counts)[0],
    )


def _failing(material: Material, rule: Identity, cases: Cases) -> Bools:
    """Return in which cases a rule does not hold, were all of its terms there."""
    on_left = len(rule.left.terms)
    fails: Bools
    match rule.comparison:
        case Comparison.EQUAL:
            fails = _excess(material, rule, cases) != 0
        case Comparison.NOT_EQUAL:
            fails = _excess(material, rule, cases) == 0
        case Comparison.AT_MOST:
            fails = _excess(material, rule, cases) > 0
        case Comparison.LESS:
            fails = _excess(material, rule, cases) >= 0
        case Comparison.AT_LEAST:
            fails = _excess(material, rule, cases) < 0
        case Comparison.MORE:
            fails = _excess(material, rule, cases) <= 0
        case Comparison.AGREE:
            part, whole = rule.rule.within.as_integer_ratio()
            left, right = _sides(material, rule, cases, np.arange(len(cases.area)))
            fails = 100 * whole * np.abs(left.total - right.total) > part * np.abs(right.total)
        case Comparison.COMPULSORY:
            fails = given(cases.terms[:on_left]) != given(cases.terms[on_left:])
        case Comparison.EXCLUSIVE:
            fails = given(cases.terms[:on_left]) & given(cases.terms[on_left:])
        case _:
            assert_never(rule.comparison)
    return fails


def _excess(material: Material, rule: Identity, cases: Cases) -> AnyInts:
    """Return by how much the left side is above the right one in every case; what is not given is 0."""
    terms = [*rule.left, *(_negated(term) for term in rule.right)]
    scales = _scales(material, rule)
    factors = [scale * term.coefficient for scale, term in zip(scales, terms, strict=True)]
    most = sum(abs(factor) * int(column.max(initial=0)) for factor, column in zip(factors, cases.terms, strict=True))
    kind = np.int32 if most < SMALL else np.int64
    excess: AnyInts = np.zeros(len(cases.area), dtype=kind)
    for factor, column in zip(factors, cases.terms, strict=True):
        known = column if rule.missing == "skip_if_any" else np.maximum(column, 0)
        excess += known.astype(kind, copy=False) * factor
    return excess


def _scales(material: Material, rule: Identity) -> Sequence[int]:
    """Return how many of the smallest unit of a rule one of each of its terms' is; a number is of whole units."""
    decimals = material.decimals(rule.rule.counts)
    own = (0 if term.count == NUMBER else material.decimals([term.count]) for term in (*rule.left, *rule.right))
    return [10 ** (decimals - one) for one in own]


def _sides(material: Material, rule: Identity, cases: Cases, which: Ints) -> tuple[Side, Side]:
    """Return both sides of a rule in some cases."""
    figures = [
        np.where(column[which] < 0, column[which], column[which].astype(np.int64) * scale)
        for column, scale in zip(cases.terms, _scales(material, rule), strict=True)
    ]
    on_left = len(rule.left.terms)
    return Side.of(rule.left, figures[:on_left]), Side.of(rule.right, figures[on_left:])
