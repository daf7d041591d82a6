"""Which counts are parts of which: male births of births, first births within policy of births."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from popcalc.definitions.catalogue import NUMBER, Catalogue, Comparison, Formula, Kind, Rule


def wholes(catalogue: Catalogue) -> Mapping[str, frozenset[str]]:
    """Return for each count the counts that it is a part of, directly or through another, itself among them.

    The catalogue says so where a count is the sum of others (identities, derivations), stays within another
    (identities) or stands above it in a proportion.
    """
    direct: dict[str, set[str]] = {key: set() for key in catalogue.counts}
    for part, whole in _pairs(catalogue):
        direct[part].add(whole)
    return {key: frozenset(_reached(key, direct)) for key in direct}


def independent(catalogue: Catalogue, counts: Sequence[str]) -> list[str]:
    """Return those of some counts that are part of no other of them; of two that stand for each other the first."""
    part_of = wholes(catalogue)
    return [
        part
        for place, part in enumerate(counts)
        if not any(
            whole != part and whole in part_of[part] and (part not in part_of[whole] or spot < place)
            for spot, whole in enumerate(counts)
        )
    ]


def _pairs(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield each part with the whole that a rule of the catalogue names."""
    for count in catalogue.counts.values():
        for formula in count.derive:
            yield from _parts_of_sum(count.key, formula)
    for identity in catalogue.identities.values():
        for parts, side in _sides(identity.rule):
            if (single := _single(side)) is not None:
                yield from _parts_of_sum(single, parts)
    for indicator in catalogue.indicators.values():
        whole = _single(indicator.denominator) if indicator.denominator else None
        if indicator.kind is Kind.PROPORTION and whole is not None:
            yield from _parts_of_sum(whole, indicator.numerator)


def _sides(rule: Rule) -> Iterator[tuple[Formula, Formula]]:
    """Yield the side of a rule whose terms are parts of the other, with that one."""
    match rule.comparison:
        case Comparison.EQUAL | Comparison.AT_LEAST | Comparison.MORE:
            yield rule.right, rule.left
        case Comparison.AT_MOST | Comparison.LESS:
            yield rule.left, rule.right
        case Comparison.NOT_EQUAL | Comparison.AGREE | Comparison.COMPULSORY | Comparison.EXCLUSIVE:
            pass
        case _:
            assert_never(rule.comparison)


def _parts_of_sum(whole: str, formula: Formula) -> Iterator[tuple[str, str]]:
    if formula.is_sum:
        yield from ((term.count, whole) for term in formula)


def _single(formula: Formula) -> str | None:
    terms = tuple(formula)
    return terms[0].count if len(terms) == 1 and terms[0].coefficient == 1 and terms[0].count != NUMBER else None


def _reached(start: str, direct: Mapping[str, set[str]]) -> set[str]:
    found = {start}
    pending = [start]
    while pending:
        more = direct[pending.pop()] - found
        found |= more
        pending += more
    return found
