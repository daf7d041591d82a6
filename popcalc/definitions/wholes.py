"""Which counts are parts of which: male births of births, first births within policy of births."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from popcalc.definitions.catalogue import Catalogue, Formula, Kind


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
        whole = _single(identity.left if identity.comparison == "=" else identity.right)
        if whole is not None:
            yield from _parts_of_sum(whole, identity.right if identity.comparison == "=" else identity.left)
    for indicator in catalogue.indicators.values():
        whole = _single(indicator.denominator) if indicator.denominator else None
        if indicator.kind is Kind.PROPORTION and whole is not None:
            yield from _parts_of_sum(whole, indicator.numerator)


def _parts_of_sum(whole: str, formula: Formula) -> Iterator[tuple[str, str]]:
    if all(term.coefficient == 1 for term in formula):
        yield from ((term.count, whole) for term in formula)


def _single(formula: Formula) -> str | None:
    terms = tuple(formula)
    return terms[0].count if len(terms) == 1 and terms[0].coefficient == 1 else None


def _reached(start: str, direct: Mapping[str, set[str]]) -> set[str]:
    found = {start}
    pending = [start]
    while pending:
        more = direct[pending.pop()] - found
        found |= more
        pending += more
    return found
