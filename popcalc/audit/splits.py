"""A figure of which one part is missing: which whole numbers of it would print the figure."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct

from popcalc.audit.material import Material
from popcalc.audit.rounding import Range, Rounding, range_of
from popcalc.definitions.catalogue import Basis, Kind

RULES = (Rounding.HALF_UP, Rounding.TRUNCATED, Rounding.FLOORED, Rounding.HALF_EVEN)


class Split(Struct, frozen=True):
    """The whole numbers of a count, `first` to `last`, that print a figure; `number` of them, `of` its whole."""

    count: str
    first: int
    last: int
    of: int

    @property
    def number(self) -> int:
        """How many there are."""
        return max(self.last - self.first + 1, 0)


def find_split(material: Material, lacking: tuple[str, ...]) -> Split | None:
    """Return the numbers of the missing part of a known whole that print a figure; None where no whole is known.

    A share or a ratio grows with its part, so that the first and the last number are found by halving. Rounding half up
    is tried first, then the other rules.
    """
    indicator, figure = material.figure.indicator, material.figure
    if indicator.kind not in (Kind.PROPORTION, Kind.RATIO) or len(indicator.numerator.terms) != 1:
        return None
    part = indicator.numerator.terms[0].count
    whole = max(material.given.values(), default=0)
    if part not in lacking or not whole:
        return None

    def value(number: int) -> Fraction | None:
        tried = material.with_counts({**material.given, part: number})
        if tried.lacking:
            return None
        found = tried.computed(Basis.PERIOD)
        return None if found is None or found.impossible else found.value

    if value(0) is None:
        return None
    found = (0, -1)
    for rounding in RULES:
        found = _numbers(value, whole, range_of(rounding, figure.value, figure.step))
        if found[0] <= found[1]:
            break
    return Split(part, *found, whole)


def _numbers(value: Callable[[int], Fraction | None], whole: int, wanted: Range) -> tuple[int, int]:
    def reaches(number: int) -> bool:
        found = value(number)
        return found is None or found > wanted.low or (wanted.has_low and found == wanted.low)

    def passes(number: int) -> bool:
        found = value(number)
        return found is None or found > wanted.high or (not wanted.has_high and found == wanted.high)

    return _first(reaches, whole), _first(passes, whole) - 1


def _first(holds: Callable[[int], bool], whole: int) -> int:
    """Return the first number from 0 for which something holds that then holds for all; whole + 1 for none."""
    low, high = 0, whole + 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
