"""The population that a printed rate stands for, from the rate of one person."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from popcalc.audit.material import Material
from popcalc.audit.rounding import Range, widest_range
from popcalc.audit.values import figures_of, key_of
from popcalc.definitions.catalogue import Basis


class Implied(Struct, frozen=True):
    """The average populations that would print a rate by any rule, and the one that gives it as it stands."""

    span: Range
    middle: Fraction


def per_person(material: Material, basis: Basis | None = None) -> Fraction | None:
    """Return the rate of one person with all the events, None where the events are not known."""
    indicator = material.figure.indicator
    keys = [key_of(term, material.catalogue) for term in indicator.numerator]
    if not indicator.has_basis or any(key not in material.counts for key in keys):
        return None
    chosen = basis or material.said[0]
    figures = figures_of(indicator, [material.counts], [2], material.time, chosen, material.catalogue)
    return Fraction(int(figures.exact_numerator[0]), int(figures.exact_denominator[0]))


def implied_people(material: Material, basis: Basis | None = None) -> Implied | None:
    """Return the average populations that would print a rate, by any rule; None where the counts do not say.

    A range that ends at 0 or below holds none: events and figure have different signs.
    """
    one = per_person(material, basis)
    printed = widest_range(material.figure.value, material.figure.step)
    if not one or printed.holds_zero:
        return None
    low, high = sorted((one / printed.low, one / printed.high))
    return Implied(Range(low, high), one / material.figure.value)
