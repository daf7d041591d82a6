"""What is said of rules of the catalogue, and of figures that break them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np
from msgspec import Struct

from popcalc.arrays import Ints
from popcalc.definitions.catalogue import NUMBER, Comparison, Formula, Identity, Rule, Term
from popcalc.language import Text, text

MIRRORED: Mapping[Comparison, Comparison] = {
    Comparison.EQUAL: Comparison.EQUAL,
    Comparison.NOT_EQUAL: Comparison.NOT_EQUAL,
    Comparison.LESS: Comparison.MORE,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
"""What a comparison is when its sides change places."""
NOTHING = "–"
"""Stands for a figure that is not given."""
SENTENCES: Mapping[Comparison, tuple[Text, Text]] = {
    Comparison.EQUAL: (
        text("{left} is {found}, but {right} is {expected}"),
        text("{left} is {found}, not {expected}"),
    ),
    Comparison.NOT_EQUAL: (
        text("{left} is {found}, just as {right}"),
        text("{left} is {found}, which it must not be"),
    ),
    Comparison.LESS: (
        text("{left} is {found}, not less than {right}, which is {expected}"),
        text("{left} is {found}, not less than {expected}"),
    ),
    Comparison.AT_MOST: (
        text("{left} is {found}, more than {right}, which is {expected}"),
        text("{left} is {found}, more than {expected}"),
    ),
    Comparison.MORE: (
        text("{left} is {found}, not more than {right}, which is {expected}"),
        text("{left} is {found}, not more than {expected}"),
    ),
    Comparison.AT_LEAST: (
        text("{left} is {found}, less than {right}, which is {expected}"),
        text("{left} is {found}, less than {expected}"),
    ),
}
"""What is said of figures that break a rule: where its right side is made of counts, and where it is a number."""


class Side(Struct, frozen=True, eq=False):
    """One side of a rule in some cases: what each term's count is there, and the sum; money in hundredths.

    What is not given is negative; it is not in the sum.
    """

    formula: Formula
    terms: Sequence[Ints]
    total: Ints

    @classmethod
    def of(cls, formula: Formula, figures: Sequence[Ints]) -> Side:
        """Return a side of which the figures of each term are known."""
        total = np.zeros(len(figures[0]), dtype=np.int64)
        for term, column in zip(formula, figures, strict=True):
            total += term.coefficient * np.maximum(column, 0)
        return cls(formula, figures, total)

    def words(self, decimals: int) -> list[str]:
        """Return the figure in each case, a sum with its terms: `2 + 4 = 6`; a dash for what is not given."""
        totals = [_number(total, decimals) for total in self.total.tolist()]
        if len(self.terms) == 1 and (self.formula.terms[0].coefficient == 1 or not self.formula.counts):
            given = (self.terms[0] >= 0).tolist()
            return [total if is_given else NOTHING for total, is_given in zip(totals, given, strict=True)]
        columns = [
            [_addend(term, figure, decimals, first=not place) for figure in figures.tolist()]
            for place, (term, figures) in enumerate(zip(self.formula, self.terms, strict=True))
        ]
        return [f"{' '.join(terms)} = {total}" for total, *terms in zip(totals, *columns, strict=True)]

    def given(self) -> Sequence[bool]:
        """Return in which cases any term is given."""
        found: list[bool] = np.logical_or.reduce([figures >= 0 for figures in self.terms]).tolist()
        return found


def _addend(term: Term, figure: int, decimals: int, *, first: bool) -> str:
    sign = ("-" if term.coefficient < 0 else "") if first else ("- " if term.coefficient < 0 else "+ ")
    if term.count == NUMBER:
        return f"{sign}{_number(abs(term.coefficient) * figure, decimals)}"
    factor = "" if abs(term.coefficient) == 1 else f"{abs(term.coefficient)} * "
    return f"{sign}{factor}{_number(figure, decimals) if figure >= 0 else NOTHING}"


def _number(value: int, decimals: int) -> str:
    if not decimals:
        return f"{value:,}"
    sign, hundredths = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{hundredths // 10**decimals:,}.{hundredths % 10**decimals:0{decimals}}"


def rule_words(rule: Identity) -> Text:
    """Return a rule as it is written, `births = births_male + births_female`, or what it says of two sums."""
    fields = {"a": str(rule.left), "b": str(rule.right)}
    match rule.comparison:
        case Comparison.AGREE:
            return text("{a} and {b} agree within {within} %", **fields, within=_percent(rule.rule.within))
        case Comparison.COMPULSORY:
            return text("{a} and {b} are given together", **fields)
        case Comparison.EXCLUSIVE:
            return text("{a} and {b} are not both given", **fields)
        case _:
            return text("{rule}", rule=f"{rule.left} {rule.comparison} {rule.right}")


def broken_words(rule: Rule, left: Side, right: Side, decimals: int) -> Iterator[Text]:
    """Yield what is wrong in each of some cases in which a rule does not hold."""
    found, expected = left.words(decimals), right.words(decimals)
    match rule.comparison:
        case Comparison.AGREE:
            for one, other, apart in zip(found, expected, _apart(left, right), strict=True):
                yield text(
                    "{left} is {found} and {right} is {expected}: {apart} % apart, more than {within} %",
                    left=rule.left,
                    found=one,
                    right=rule.right,
                    expected=other,
                    apart=apart,
                    within=_percent(rule.within),
                )
        case Comparison.COMPULSORY:
            for one, other, is_left in zip(found, expected, left.given(), strict=True):
                given, missing = (rule.left, rule.right) if is_left else (rule.right, rule.left)
                figure = one if is_left else other
                yield text("{given} is {found}, but {missing} is not given", given=given, found=figure, missing=missing)
        case Comparison.EXCLUSIVE:
            for one, other in zip(found, expected, strict=True):
                yield text(
                    "{left} is {found} and {right} is {expected}: only one of them is to be given",
                    left=rule.left,
                    found=one,
                    right=rule.right,
                    expected=other,
                )
        case _:
            sentence = SENTENCES[rule.comparison][0 if rule.right.counts else 1]
            for one, other in zip(found, expected, strict=True):
                yield text(sentence.template, left=rule.left, found=one, right=rule.right, expected=other)


def _apart(left: Side, right: Side) -> Iterator[str]:
    """Yield by how many per cent of the right side the left one is away from it, one decimal; more where it is 0."""
    for one, other in zip(left.total.tolist(), right.total.tolist(), strict=True):
        yield f"{100 * abs(one - other) / abs(other):,.1f}" if other else "100+"


def _percent(within: Decimal) -> str:
    return f"{within.normalize():f}"
