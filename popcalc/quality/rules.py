"""The rules of the catalogue, held against every row: `births = births_male + births_female`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Ints, packed
from popcalc.definitions.catalogue import Formula, Identity, Kind, Moment, Rule, Term
from popcalc.errors import Place
from popcalc.language import Text, text
from popcalc.quality.findings import ERROR, EVERYWHERE, WARNING, Finding
from popcalc.quality.material import Material
from popcalc.table import MISSING

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
    said = {_canonical(rule) for rule in material.catalogue.identities.values() if rule.comparison == "<="}
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
            yield Identity(one.key, Rule(one.numerator, "<=", one.denominator), ERROR, one.label)
            taken = tuple(_negated(term) for term in one.numerator if term.coefficient < 0)
            given = tuple(term for term in one.numerator if term.coefficient > 0)
            if taken and given:
                yield Identity(one.key, Rule(Formula(taken), "<=", Formula(given)), ERROR, one.label)


def _negated(term: Term) -> Term:
    return Term(-term.coefficient, term.count, term.moment)


def _canonical(rule: Identity) -> frozenset[tuple[tuple[str, bool], int]]:
    """Return what a rule says is not below zero, the same for every way to write it."""
    sums: dict[tuple[str, bool], int] = {}
    for sign, formula in ((-1, rule.left), (1, rule.right)):
        for term in formula:
            name = (term.count, term.moment is Moment.OPENING)
            sums[name] = sums.get(name, 0) + sign * term.coefficient
    return frozenset((name, coefficient) for name, coefficient in sums.items() if coefficient)


class _Side(Struct, frozen=True, eq=False):
    """One side of a rule in some rows: what each term's count is there, and the sum; money in hundredths."""

    formula: Formula
    terms: Sequence[Ints]
    total: Ints

    def words(self, decimals: int) -> list[str]:
        """Return the figure in each row, a sum with its terms: `2 + 4 = 6`."""
        totals = [_number(total, decimals) for total in self.total.tolist()]
        if len(self.terms) == 1 and self.formula.terms[0].coefficient == 1:
            return totals
        columns = [
            [f"{_factor(term, first=not place)}{_number(figure, decimals)}" for figure in figures.tolist()]
            for place, (term, figures) in enumerate(zip(self.formula, self.terms, strict=True))
        ]
        return [f"{' '.join(terms)} = {total}" for total, *terms in zip(totals, *columns, strict=True)]


def _factor(term: Term, *, first: bool) -> str:
    sign = ("-" if term.coefficient < 0 else "") if first else ("- " if term.coefficient < 0 else "+ ")
    return sign if abs(term.coefficient) == 1 else f"{sign}{abs(term.coefficient)} * "


def _number(value: int, decimals: int) -> str:
    if not decimals:
        return f"{value:,}"
    sign, hundredths = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{hundredths // 10**decimals:,}.{hundredths % 10**decimals:0{decimals}}"


def _broken(material: Material, rule: Identity, code: str) -> Iterator[Finding]:
    counts = rule_counts(rule)
    if not set(counts) <= set(material.table.counts):
        return
    broken, checked = _failing(material, rule)
    if not len(broken):
        return
    if rule.severity == WARNING and checked >= SYSTEMATIC_ROWS and len(broken) > SYSTEMATIC_SHARE * checked:
        yield _systematic(material, rule, code, broken, checked)
        return
    decimals = material.decimals(counts)
    left, right = _sides(material, rule, decimals, broken)
    sentence = (
        text("{left} is {found}, but {right} is {expected}")
        if rule.comparison == "="
        else text("{left} is {found}, more than {right}, which is {expected}")
    )
    columns = (
        broken.tolist(),
        material.places(broken, *counts),
        left.words(decimals),
        right.words(decimals),
        (left.total / 10**decimals).tolist(),
        (right.total / 10**decimals).tolist(),
    )
    for row, place, left_words, right_words, found, expected in zip(*columns, strict=True):
        message = text(sentence.template, left=rule.left, found=left_words, right=rule.right, expected=right_words)
        yield _finding(material, rule, code, row, message, place, expected=expected, found=found)


def _finding(
    material: Material,
    rule: Identity,
    code: str,
    row: int,
    message: Text,
    place: Place | None,
    *,
    expected: float,
    found: float,
) -> Finding:
    return Finding(
        code=code,
        severity=rule.severity,
        area=int(material.village[row]),
        start=int(material.start[row]),
        end=int(material.end[row]),
        count=rule.left.counts[0],
        message=message,
        place=place,
        expected=expected,
        found=found,
    )


def _systematic(material: Material, rule: Identity, code: str, broken: Ints, checked: int) -> Finding:
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
        start=int(material.start[broken].min()),
        end=int(material.end[broken].max()),
        count=rule.left.counts[0],
        message=message,
        place=material.places(broken[:1], *rule.left.counts)[0],
    )


def rule_words(rule: Identity) -> str:
    """Return a rule as it is written: `births = births_male + births_female`."""
    return f"{rule.left} {rule.comparison} {rule.right}"


def _failing(material: Material, rule: Identity) -> tuple[Ints, int]:
    """Return the rows in which a rule does not hold, and in how many of them every term has a figure."""
    terms = [*rule.left, *(_negated(term) for term in rule.right)]
    columns = [_column(material, term) for term in terms]
    scales = [10 ** (material.decimals(rule_counts(rule)) - material.decimals([term.count])) for term in terms]
    factors = [scale * term.coefficient for scale, term in zip(scales, terms, strict=True)]
    most = sum(abs(factor) * int(column.max(initial=0)) for factor, column in zip(factors, columns, strict=True))
    kind = np.int32 if most < SMALL else np.int64
    excess: AnyInts = np.zeros(len(columns[0]), dtype=kind)
    for factor, column in zip(factors, columns, strict=True):
        excess += column.astype(kind, copy=False) * factor
    fails = excess != 0 if rule.comparison == "=" else excess > 0
    empty = [column < 0 for column in columns if column.min(initial=0) < 0]
    if not empty:
        return np.flatnonzero(fails), len(fails)
    known = ~np.logical_or.reduce(empty)
    return np.flatnonzero(fails & known), int(known.sum())


def _column(material: Material, term: Term) -> AnyInts:
    return openings(material, term.count) if term.moment is Moment.OPENING else material.table.column(term.count)


def rule_counts(rule: Identity) -> tuple[str, ...]:
    """Return the counts that a rule speaks of, each once."""
    return tuple(dict.fromkeys((*rule.left.counts, *rule.right.counts)))


def _sides(material: Material, rule: Identity, decimals: int, rows: Ints) -> tuple[_Side, _Side]:
    """Return both sides of a rule in some rows."""
    terms = (*rule.left, *rule.right)
    scales = [10 ** (decimals - material.decimals([term.count])) for term in terms]
    figures = [
        _column(material, term)[rows].astype(np.int64) * scale for term, scale in zip(terms, scales, strict=True)
    ]
    on_left = len(rule.left.terms)
    return _side(rule.left, figures[:on_left]), _side(rule.right, figures[on_left:])


def _side(formula: Formula, figures: Sequence[Ints]) -> _Side:
    total = np.zeros(len(figures[0]), dtype=np.int64)
    for term, column in zip(formula, figures, strict=True):
        total += term.coefficient * column
    return _Side(formula, figures, total)


def openings(material: Material, stock: str) -> Ints:
    """Return for each row the stock at the month-end before it: as reported there, else as the row's own opening."""
    column = material.table.column(stock)
    openings = _the_row_before(material, column) if material.monthly else _before(material, column)
    for key, count in material.catalogue.counts.items():
        if count.opening_of == stock and key in material.table.counts:
            openings = np.where(openings >= 0, openings, material.table.column(key))
    return openings


def _the_row_before(material: Material, column: AnyInts) -> Ints:
    """Return for each row of a single month what the month before it says, `MISSING` where there is none."""
    found = np.full(len(column), MISSING, dtype=np.int64)
    follows = material.village[1:] == material.village[:-1]
    follows &= material.start[1:] == material.start[:-1] + 1
    follows &= column[:-1] >= 0
    found[1:][follows] = column[:-1][follows]
    return found


def _before(material: Material, column: AnyInts) -> Ints:
    """Return for each row what ends with the month before it says, `MISSING` where there is none."""
    said = np.flatnonzero(column >= 0)
    keys = packed(material.village[said], material.end[said])
    order = np.argsort(keys, kind="stable")
    wanted = packed(material.village, material.start - 1)
    found = np.full(len(wanted), MISSING, dtype=np.int64)
    if len(said):
        spot = np.searchsorted(keys[order], wanted)
        there = keys[order].take(spot, mode="clip") == wanted
        found[there] = column[said[order[spot[there]]]]
    return found
