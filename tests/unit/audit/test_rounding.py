"""The values that a rule of rounding prints, against Python's own decimal arithmetic."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.audit.rounding import Range, Rounding, range_of, widest_range

MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.TRUNCATED: ROUND_DOWN,
    Rounding.FLOORED: ROUND_FLOOR,
}
VALUES = st.decimals(min_value=-200, max_value=200, places=4)
PLACES = st.integers(0, 3)


def printed(value: Decimal, places: int, mode: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=mode, context=Context(prec=40))


@pytest.mark.parametrize("rounding", MODES)
@given(value=VALUES, other=VALUES, places=PLACES)
def test_a_range_holds_exactly_what_the_rule_prints(
    rounding: Rounding, value: Decimal, other: Decimal, places: int
) -> None:
    figure, step = Fraction(printed(value, places, MODES[rounding])), Fraction(1, 10**places)
    found = range_of(rounding, figure, step)
    assert found.holds(Fraction(value))
    assert found.holds(Fraction(other)) == (printed(other, places, MODES[rounding]) == figure)


@given(value=VALUES, places=PLACES)
def test_the_widest_range_holds_what_any_rule_prints(value: Decimal, places: int) -> None:
    for mode in MODES.values():
        figure = Fraction(printed(value, places, mode))
        assert widest_range(figure, Fraction(1, 10**places)).holds(Fraction(value))


def test_ties_go_as_each_rule_says() -> None:
    step = Fraction(1, 10)
    assert range_of(Rounding.HALF_UP, Fraction(3, 10), step).holds(Fraction(1, 4))
    assert not range_of(Rounding.HALF_UP, Fraction(2, 10), step).holds(Fraction(1, 4))
    assert range_of(Rounding.HALF_EVEN, Fraction(2, 10), step).holds(Fraction(1, 4))
    assert range_of(Rounding.HALF_UP, Fraction(-3, 10), step).holds(Fraction(-1, 4))


@pytest.mark.parametrize(
    ("span", "whole"),
    [
        (Range(Fraction(3, 2), Fraction(7, 2)), (2, 3)),
        (Range(Fraction(2), Fraction(4), False, False), (3, 3)),
        (Range(Fraction(2), Fraction(4)), (2, 4)),
        (Range(Fraction(5, 4), Fraction(7, 4)), (2, 1)),
    ],
)
def test_whole_numbers_of_a_range(span: Range, whole: tuple[int, int]) -> None:
    assert span.whole == whole
