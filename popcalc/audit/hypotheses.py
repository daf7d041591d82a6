"""What would make a wrong figure right: the numbers that would print it, and single slips that explain it.

All of these are hypotheses: several slips may explain the same figure, and none of them need have happened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from msgspec import Struct

from popcalc.audit.classes import OF_ROUNDING, Class
from popcalc.audit.material import Material
from popcalc.audit.rounding import Range, Rounding, range_of
from popcalc.audit.values import Computed, Counts, completed, derivations, figures_of, missing, twice_people, written

TRIED = (Rounding.HALF_UP, Rounding.TRUNCATED, Rounding.FLOORED)
"""The rules by which a figure may have been printed from the right counts."""


class Slip(StrEnum):
    """A single slip, the likeliest first."""

    SWAPPED = "swapped"
    ONE_DIGIT = "one_digit"
    OTHER_COUNT = "other_count"


class Side(StrEnum):
    """What of a quotient is another number."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


class Repair(Struct, frozen=True):
    """The whole numbers, `low` to `high`, that print the figure in place of one part, by a rule."""

    side: Side
    low: int
    high: int
    found: Class


class Hypothesis(Struct, frozen=True):
    """One slip that explains a figure: in the count `key`, empty for the printed figure itself.

    `stands` is what the report has, `instead` what the right figure would come from; `other` is the count that it was
    taken for.
    """

    slip: Slip
    key: str
    stands: str
    instead: str
    found: Class
    other: str = ""


class Wrong(Struct, frozen=True):
    """What is known of a wrong figure."""

    repairs: tuple[Repair, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()


def explain_wrong(
    material: Material, computed: Computed, others: Mapping[str, int], confirmed: Collection[str] = ()
) -> Wrong:
    """Return what would make a figure right; `others` are the counts of the same file for the same area and period.

    `confirmed` are counts that figures which are right rest on, too: a slip in them comes last.
    """
    found = dict.fromkeys((*_in_figure(material, computed), *_in_counts(material, computed, others)))
    slips, classes = list(Slip), list(Class)
    ranked = sorted(found, key=lambda one: (one.key in confirmed, slips.index(one.slip), classes.index(one.found)))
    return Wrong(tuple(_repairs(material, computed)), tuple(ranked))


def _repairs(material: Material, computed: Computed) -> Iterator[Repair]:
    """Yield the whole numerators and denominators that print the figure, by the likeliest rule that allows any.

    A value is proportional to its numerator, and to one over its denominator.
    """
    figure = material.figure
    ranges = {rounding: range_of(rounding, figure.value, figure.step) for rounding in TRIED}
    if not computed.value:
        return
    base = computed.people if computed.people is not None else computed.denominator
    one = computed.value / computed.numerator
    if one > 0:
        numerators = {rounding: span.divided(one) for rounding, span in ranges.items()}
        yield from _first_of(Side.NUMERATOR, numerators)
    if base is not None:
        top = computed.value * base
        spans = {rounding: span for rounding, span in ranges.items() if span.low * top > 0 and span.high * top > 0}
        yield from _first_of(Side.DENOMINATOR, {rounding: span.dividing(top) for rounding, span in spans.items()})


def _first_of(side: Side, found: Mapping[Rounding, Range]) -> Iterator[Repair]:
    for rounding, span in found.items():
        low, high = span.whole
        if low <= high:
            yield Repair(side, low, high, OF_ROUNDING[rounding])
            return


def _in_figure(material: Material, computed: Computed) -> Iterator[Hypothesis]:
    """Yield slips of the printed digits: another figure with as many decimals is what the counts print."""
    form = material.figure.printed
    digits = "".join(one for one in form.written if one.isdecimal())
    if not digits.isascii():
        return
    for slip in (Slip.SWAPPED, Slip.ONE_DIGIT):
        for other in _slipped(digits, slip):
            instead = _in_place(form.written, other)
            number = Fraction(int(other), 10**form.places) * (-1 if material.figure.value < 0 else 1)
            value = number * form.factor(material.figure.indicator)
            if range_of(Rounding.HALF_UP, value, material.figure.step).holds(computed.value):
                yield Hypothesis(slip, "", form.written, instead, Class.ROUNDED)


def _in_place(written: str, digits: str) -> str:
    rest = iter(digits)
    return "".join(next(rest) if one.isdecimal() else one for one in written)


def _slipped(digits: str, slip: Slip) -> Iterator[str]:
    """Yield the numbers that a slip makes of digits, or that it made them of, with as many digits."""
    match slip:
        case Slip.SWAPPED:
            for place in range(len(digits) - 1):
                first, second = digits[place], digits[place + 1]
                if first != second:
                    yield f"{digits[:place]}{second}{first}{digits[place + 2 :]}"
        case Slip.ONE_DIGIT:
            for place, stands in enumerate(digits):
                for other in "0123456789":
                    if other != stands:
                        yield f"{digits[:place]}{other}{digits[place + 1 :]}"
        case Slip.OTHER_COUNT:
            return
        case _:
            assert_never(slip)


def _in_counts(material: Material, computed: Computed, others: Mapping[str, int]) -> Iterator[Hypothesis]:
    """Yield slips of the counts printed beside the figure: with another number the figure is right."""
    if material.totals is not None:
        # Sums of many cells have no digits that anybody wrote.
        return
    tried = [
        (slip, key, number, other)
        for key, stands in material.given.items()
        for slip, number, other in _other_numbers(key, stands, others)
    ]
    rows = [{**material.given, key: number} for _, key, number, _ in tried]
    for (slip, key, number, other), rounding in zip(tried, _printing(material, computed, rows), strict=True):
        if rounding is not None:
            stands, instead = (written(one, key, material.catalogue) for one in (material.given[key], number))
            yield Hypothesis(slip, key, stands, instead, OF_ROUNDING[rounding], other)


def _other_numbers(key: str, stands: int, others: Mapping[str, int]) -> Iterator[tuple[Slip, int, str]]:
    """Yield the numbers that a slip may have made a count of; one digit off also carries: 95 for 105."""
    digits = str(stands)
    seen = {stands}
    near = [stands + sign * 10**place for place in range(len(digits)) for sign in (1, -1)]
    for slip, numbers in (
        (Slip.SWAPPED, [int(one) for one in _slipped(digits, Slip.SWAPPED)]),
        (Slip.ONE_DIGIT, [*(int(one) for one in _slipped(digits, Slip.ONE_DIGIT)), *near]),
    ):
        for number in numbers:
            if number >= 0 and number not in seen:
                seen.add(number)
                yield slip, number, ""
    for other, number in others.items():
        if other != key and number != stands:
            yield Slip.OTHER_COUNT, number, other


def _printing(material: Material, computed: Computed, rows: Sequence[Counts]) -> list[Rounding | None]:
    """Return by which rule each row of counts prints the figure, all computed as the figure was."""
    figure, catalogue = material.figure, material.catalogue
    steps = derivations(material.given, catalogue)
    whole = [completed(row, steps) for row in rows]
    good = [place for place, row in enumerate(whole) if not missing(figure.indicator, row, catalogue)]
    found: list[Rounding | None] = [None] * len(rows)
    if not good:
        return found
    people = computed.way.people
    twice = [twice_people(figure.indicator, whole[place], catalogue)[people] if people else 0 for place in good]
    basis = computed.way.basis or material.said[0]
    figures = figures_of(figure.indicator, [whole[place] for place in good], twice, material.time, basis, catalogue)
    tops, bottoms = figures.exact_numerator.tolist(), figures.exact_denominator.tolist()
    ranges = {rounding: range_of(rounding, figure.value, figure.step) for rounding in TRIED}
    for place, top, bottom in zip(good, tops, bottoms, strict=True):
        if bottom:
            value = Fraction(top, bottom)
            found[place] = next((rounding for rounding, span in ranges.items() if span.holds(value)), None)
    return found
