"""Limits that others have published, to the digits that they printed."""

from __future__ import annotations

import numpy as np
import pytest

from popcalc.definitions.catalogue import CiMethod
from popcalc.intervals import Limits, binomial, odds, poisson

EXACT, PUBLIC_HEALTH = CiMethod.EXACT, CiMethod.PUBLIC_HEALTH


# The table of exact Poisson limits that is reprinted after Garwood (1936), e.g. by Breslow and Day (1987), Ulm (1990).
@pytest.mark.parametrize(
    ("x", "lower", "upper"),
    [
        (0, "0.000", "3.689"),
        (1, "0.025", "5.572"),
        (2, "0.242", "7.225"),
        (3, "0.619", "8.767"),
        (4, "1.090", "10.242"),
        (5, "1.623", "11.668"),
        (6, "2.202", "13.059"),
        (7, "2.814", "14.423"),
        (8, "3.454", "15.763"),
        (9, "4.115", "17.085"),
        (10, "4.795", "18.390"),
        (15, "8.40", "24.74"),
        (20, "12.22", "30.89"),
        (25, "16.18", "36.90"),
        (30, "20.24", "42.83"),
        (50, "37.11", "65.92"),
        (100, "81.36", "121.63"),
    ],
)
def test_exact_poisson_limits_are_those_of_the_tables_at_95(x: int, lower: str, upper: str) -> None:
    assert as_printed(poisson([x], 0.95), lower, upper) == (lower, upper)


def test_exact_poisson_limits_to_six_decimals() -> None:
    limits = poisson([0, 1, 10], 0.95)
    assert limits.lower.tolist() == pytest.approx([0, 0.025318, 4.795389], abs=5e-7)
    assert limits.upper.tolist() == pytest.approx([3.688879, 5.571643, 18.390356], abs=5e-7)


@pytest.mark.parametrize(
    ("x", "lower", "upper"),
    [(0, "0.00", "5.30"), (1, "0.01", "7.43"), (2, "0.10", "9.27"), (3, "0.34", "10.98"), (10, "3.72", "21.40")],
)
def test_exact_poisson_limits_are_those_of_the_tables_at_99(x: int, lower: str, upper: str) -> None:
    assert as_printed(poisson([x], 0.99), lower, upper) == (lower, upper)


# Newcombe RG. Two-sided confidence intervals for the single proportion. Stat Med 1998; 17: 857-872, table I.
@pytest.mark.parametrize(
    ("x", "n", "method", "lower", "upper"),
    [
        (81, 263, EXACT, "0.2527", "0.3676"),
        (15, 148, EXACT, "0.0578", "0.1617"),
        (0, 20, EXACT, "0.0000", "0.1684"),
        (1, 29, EXACT, "0.0009", "0.1776"),
        (81, 263, PUBLIC_HEALTH, "0.2553", "0.3662"),
        (15, 148, PUBLIC_HEALTH, "0.0624", "0.1605"),
        (0, 20, PUBLIC_HEALTH, "0.0000", "0.1611"),
        (1, 29, PUBLIC_HEALTH, "0.0061", "0.1718"),
    ],
)
def test_limits_of_a_proportion_are_those_of_newcombe(x: int, n: int, method: CiMethod, lower: str, upper: str) -> None:
    assert as_printed(binomial([x], [n], 0.95, method), lower, upper) == (lower, upper)


def test_exact_binomial_limits_are_those_of_conover() -> None:
    # 5 of 25 seedlings: Conover's table (1999) and R's epitools, http://influentialpoints.com (confidence intervals
    # of proportions).
    assert as_printed(binomial([5], [25], 0.95), "0.068", "0.407") == ("0.068", "0.407")


def test_exact_limit_of_nothing_seen_is_the_rule_of_three() -> None:
    # Hanley and Lippman-Hand, JAMA 1983; 249: 1743-1745: none of n leaves 1 - 0.05 ** (1 / n), one-sided at 95 %.
    n = np.array([10, 100, 1000])
    assert binomial(0, n, 0.90).upper.tolist() == pytest.approx((1 - 0.05 ** (1 / n)).tolist(), rel=1e-12)


# Tests of PHStatsMethods (Python) of the Department of Health and Social Care, and of R4EPI's sitrep (R).
def test_public_health_limits_are_those_of_the_departments_own_packages() -> None:
    assert poisson([100], 0.95, PUBLIC_HEALTH).lower[0] == pytest.approx(81.36210549052788, rel=1e-13)
    wilson = binomial([100], [10_000], 0.95, PUBLIC_HEALTH)
    assert wilson.lower[0] * 100 == pytest.approx(0.8229336148148417, rel=1e-13)
    assert wilson.upper[0] * 100 == pytest.approx(1.2146982255114647, rel=1e-13)
    lower = binomial([5, 50], [10, 100], 0.95, PUBLIC_HEALTH).lower * 100
    assert lower.tolist() == pytest.approx([23.659309, 40.383153], abs=1e-6)


def test_byar_is_as_near_to_exact_as_its_guidance_says() -> None:
    # Public Health England, Technical Guide: Confidence Intervals (2018): at 95 %, from ten events on, within 0.2 %.
    x = np.arange(10, 10_001)
    byar, exact = poisson(x, 0.95, PUBLIC_HEALTH), poisson(x, 0.95)
    assert set(byar.method) == {"byar"}
    assert np.abs(byar.lower / exact.lower - 1).max() < 0.002
    assert np.abs(byar.upper / exact.upper - 1).max() < 0.002


def test_sex_ratio_at_birth_of_a_township_and_of_a_county() -> None:
    boys, girls = [120, 463], [113, 395]
    exact, wilson = odds(boys, girls, 0.95), odds(boys, girls, 0.95, PUBLIC_HEALTH)
    assert [f"{100 * limit:.1f}" for limit in (exact.lower[0], exact.upper[0])] == ["81.4", "138.5"]
    assert [f"{100 * limit:.2f}" for limit in (exact.lower[1], exact.upper[1])] == ["102.27", "134.40"]
    assert [f"{100 * limit:.0f}" for limit in (wilson.lower[0], wilson.upper[0])] == ["82", "137"]


def test_a_cap_cannot_be_shown_met_below_369_expected_events_nor_a_floor_on_few_births() -> None:
    # Conventions of small numbers: no event at all still leaves 3.69; all of n reach a floor of 80 % from 17 on.
    assert f"{poisson([0], 0.95).upper[0]:.2f}" == "3.69"
    for n, floor in [(17, 0.80), (36, 0.90), (72, 0.95), (183, 0.98)]:
        below, reached = binomial([n - 1, n], [n - 1, n], 0.95).lower
        assert below < floor <= reached


def as_printed(limits: Limits, lower: str, upper: str) -> tuple[str, str]:
    """Return the limits with the decimals that the publication prints."""
    (low,), (high,) = limits.lower, limits.upper
    return f"{low:.{_decimals(lower)}f}", f"{high:.{_decimals(upper)}f}"


def _decimals(printed: str) -> int:
    return len(printed.partition(".")[2])
