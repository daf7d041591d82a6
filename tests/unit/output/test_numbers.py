from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.output.numbers import half_up, half_up_float, shortest, shortest_all

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def rounded_by_decimal(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=400))


@given(st.integers(-(10**30), 10**30), st.integers(0, 9), st.integers(0, 6))
def test_a_decimal_fraction_rounds_as_the_decimal_module_does(hundredths: int, scale: int, places: int) -> None:
    exact = Decimal(hundredths).scaleb(-scale, Context(prec=400))
    assert Decimal(half_up(hundredths, 10**scale, places)) == rounded_by_decimal(exact, places)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**9), st.integers(0, 6))
def test_the_rounded_figure_is_within_half_a_unit_of_the_fraction(above: int, below: int, places: int) -> None:
    difference = abs(Fraction(half_up(above, below, places)) - Fraction(above, below))
    assert difference <= Fraction(1, 2 * 10**places)


@given(FINITE.filter(lambda value: abs(value) < 1e15), st.integers(0, 4))
def test_a_float_rounds_as_the_exact_number_it_is(value: float, places: int) -> None:
    assert Decimal(half_up_float(value, places)) == rounded_by_decimal(Decimal(value), places)


@pytest.mark.parametrize(
    ("above", "below", "places", "shown"),
    [
        (199 * 100, 233, 2, "85.41"),  # printed as 85.4 in the report it is from
        (3200, 33, 2, "96.97"),
        (116550, 10**6, 2, "0.12"),
        (1, 8, 2, "0.13"),
        (-1, 8, 2, "-0.13"),
        (-1, 1000, 2, "0.00"),
        (5, -2, 0, "-3"),
        (0, 7, 2, "0.00"),
        (580 * 100, 509, 2, "113.95"),
    ],
)
def test_a_tie_goes_away_from_zero_and_nothing_is_minus_zero(above: int, below: int, places: int, shown: str) -> None:
    assert half_up(above, below, places) == shown


def test_thousands_are_separated_when_asked() -> None:
    assert half_up(-123456789, 100, 2, thousands=",") == "-1,234,567.89"
    assert half_up(1234567, 1, 0, thousands=",") == "1,234,567"


@given(st.lists(FINITE | st.sampled_from([0.0, -0.0, 1e15, 1e16, 1e22, 5e-5, 1e-4, 233.0, -1e-7])))
def test_a_number_for_scripts_reads_back_the_same_and_has_no_exponent(values: list[float]) -> None:
    texts = shortest_all(np.array(values, dtype=np.float64), null="")
    assert [float(text) for text in texts] == values
    assert texts == [shortest(value) for value in values]
    for text in texts:
        assert "e" not in text
        assert not text.endswith(".0")
        assert text != "-0"


def test_what_is_not_finite_is_null() -> None:
    assert shortest_all(np.array([np.nan, np.inf, -np.inf, 233.0]), null="null") == ["null", "null", "null", "233"]
