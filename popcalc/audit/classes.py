"""The classes of printed figures, and which of them a figure is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from popcalc.audit.material import Material
from popcalc.audit.people import Implied, implied_people
from popcalc.audit.rounding import Range, Rounding, likelier, range_of, within
from popcalc.audit.splits import Split, find_split
from popcalc.audit.values import Computed
from popcalc.definitions.catalogue import Indicator, Kind
from popcalc.definitions.targets import possible_range

NEAR = Fraction(1, 50)
"""A population that fits is likely the average one when it lies so near to a known stock."""


class Class(StrEnum):
    """What a printed figure is, the likeliest first."""

    EXACT = "exact"
    ROUNDED = "rounded"
    HALF_EVEN = "half_even"
    TRUNCATED = "truncated"
    FLOORED = "floored"
    CAPPED = "capped"
    OTHER_BASIS = "other_basis"
    OTHER_DENOMINATOR = "other_denominator"
    WRONG = "wrong"
    IMPOSSIBLE = "impossible"
    CANNOT_CHECK = "cannot_check"


RIGHT = (Class.EXACT, Class.ROUNDED, Class.HALF_EVEN, Class.TRUNCATED, Class.FLOORED)
"""Classes of figures that the counts print, by some rule."""
FAILS = frozenset((Class.WRONG, Class.IMPOSSIBLE))
"""Classes of figures that no honest reading prints."""

OF_ROUNDING: Mapping[Rounding, Class] = {
    Rounding.EXACT: Class.EXACT,
    Rounding.HALF_UP: Class.ROUNDED,
    Rounding.HALF_EVEN: Class.HALF_EVEN,
    Rounding.TRUNCATED: Class.TRUNCATED,
    Rounding.FLOORED: Class.FLOORED,
}


class Reason(StrEnum):
    """What is behind a class that has several reasons."""

    FITS = "fits"
    TOLERANCE = "tolerance"
    ONLY_SPLIT = "only_split"
    NO_SPLIT = "no_split"
    SPLITS = "splits"
    OUT_OF_RANGE = "out_of_range"
    PART_ABOVE_WHOLE = "part_above_whole"
    OTHER_SIGN = "other_sign"
    MISSING = "missing"
    NO_AVERAGE = "no_average"
    PARTIAL = "partial"
    NO_VALUE = "no_value"
    NOTHING_FITS = "nothing_fits"


class Fit(Struct, frozen=True):
    """A way to compute a figure and a rule that prints the value as it stands."""

    found: Class
    rounding: Rounding
    computed: Computed


class Judged(Struct, frozen=True):
    """The class of a figure and why; `fits` are all ways that print it, the likeliest first.

    `computed` is the figure as the counts give it, None where they do not. `people` are the populations that would
    print it, `split` the whole numbers that would.
    """

    found: Class
    reason: Reason
    computed: Computed | None = None
    fits: tuple[Fit, ...] = ()
    missing: tuple[str, ...] = ()
    people: Implied | None = None
    split: Split | None = None


def classify(material: Material) -> Judged:
    """Return the class of a printed figure."""
    figure = material.figure
    lacking = tuple(material.lacking)
    if _is_out_of_range(figure.value, figure.indicator):
        return Judged(Class.IMPOSSIBLE, Reason.OUT_OF_RANGE, None if lacking else next(material.ways(), None))
    if lacking:
        return _without(material, lacking)
    computed = next(material.ways(), None)
    if computed is None:
        return Judged(Class.CANNOT_CHECK, Reason.NO_VALUE)
    if _is_capped(computed, figure.value, figure.indicator):
        return Judged(Class.CAPPED, Reason.FITS, computed)
    if computed.impossible:
        return Judged(Class.IMPOSSIBLE, Reason.PART_ABOVE_WHOLE, computed)
    fits = tuple(_fits(material))
    if fits:
        reason = Reason.TOLERANCE if _only_by_tolerance(fits[0], material) else Reason.FITS
        return Judged(fits[0].found, reason, fits[0].computed, fits)
    if material.gaps is not None:
        return Judged(Class.CANNOT_CHECK, Reason.PARTIAL, computed)
    people = _average_that_fits(material, computed)
    if people is not None:
        return Judged(Class.CANNOT_CHECK, Reason.NO_AVERAGE, computed, people=people)
    return Judged(Class.WRONG, Reason.NOTHING_FITS, computed)


Ranges = Mapping[Rounding, Range]
"""The values that each rule prints as a figure."""


def _fits(material: Material) -> Iterator[Fit]:
    figure = material.figure
    ranges = {rounding: range_of(rounding, figure.value, figure.step) for rounding in Rounding}
    for computed in material.ways():
        yield from _printed_by(computed, None, ranges, material)
    for computed in material.other_bases():
        yield from _printed_by(computed, Class.OTHER_BASIS, ranges, material)
    for computed in material.other_people():
        yield from _printed_by(computed, Class.OTHER_DENOMINATOR, ranges, material)


def _printed_by(computed: Computed, other: Class | None, ranges: Ranges, material: Material) -> Iterator[Fit]:
    """Yield the rules that print a value as the figure stands; another basis or population with the likeliest alone."""
    figure = material.figure
    found: list[Rounding] = []
    for rounding, printed in ranges.items():
        if printed.holds(computed.value) and likelier(rounding) not in found:
            found.append(rounding)
            yield Fit(other or OF_ROUNDING[rounding], rounding, computed)
            if other or rounding is Rounding.EXACT:
                return
    if other is None and figure.tolerance is not None and within(figure.value, figure.tolerance).holds(computed.value):
        yield Fit(Class.ROUNDED, Rounding.HALF_UP, computed)


def _only_by_tolerance(fit: Fit, material: Material) -> bool:
    figure = material.figure
    return not range_of(fit.rounding, figure.value, figure.step).holds(fit.computed.value)


def _without(material: Material, lacking: tuple[str, ...]) -> Judged:
    """Return what can be said of a figure whose counts lack some: the whole numbers that fit, or the population."""
    split = find_split(material, lacking)
    if split is not None:
        if not split.number:
            return Judged(Class.IMPOSSIBLE, Reason.NO_SPLIT, missing=lacking, split=split)
        if split.number == 1:
            whole = material.with_counts({**material.given, split.count: split.first})
            fits = tuple(_fits(whole))
            return Judged(fits[0].found, Reason.ONLY_SPLIT, fits[0].computed, fits, lacking, split=split)
        return Judged(Class.CANNOT_CHECK, Reason.SPLITS, missing=lacking, split=split)
    people = implied_people(material)
    if people is not None and people.span.high <= 0:
        return Judged(Class.IMPOSSIBLE, Reason.OTHER_SIGN, missing=lacking)
    return Judged(Class.CANNOT_CHECK, Reason.MISSING, missing=lacking, people=people)


def _average_that_fits(material: Material, computed: Computed) -> Implied | None:
    """Return the average populations that would print a rate of which only one stock is known, if near to that."""
    if not material.has_one_stock:
        return None
    people = implied_people(material)
    if people is None or computed.people is None:
        return None
    near = computed.people * NEAR
    return people if abs(people.middle - computed.people) <= near else None


def _is_capped(computed: Computed, printed: Fraction, indicator: Indicator) -> bool:
    is_share = indicator.kind in (Kind.PROPORTION, Kind.QUOTA)
    return is_share and printed == indicator.per and computed.value > indicator.per


def _is_out_of_range(printed: Fraction, indicator: Indicator) -> bool:
    low, high = possible_range(indicator)
    return (low is not None and printed < low) or (high is not None and printed > high)
