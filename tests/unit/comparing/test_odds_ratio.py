"""The exact conditional odds ratio against scipy.stats, and its properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom
from scipy.stats.contingency import odds_ratio as of_scipy

from popcalc.arrays import Ints
from popcalc.comparing.odds_ratio import odds_ratio, surely_larger

counts = st.one_of(st.integers(0, 12), st.integers(0, 400), st.integers(0, 4000))


def column(count: int) -> Ints:
    return np.array([count], dtype=np.int64)


def limits_of(a: int, b: int, c: int, d: int, confidence: float) -> tuple[float, float]:
    lower, upper = odds_ratio(column(a), column(b), column(c), column(d), confidence)
    return float(lower[0]), float(upper[0])


@settings(max_examples=60, deadline=None)
@given(counts, counts, counts, counts, st.sampled_from([0.9, 0.95, 0.998]))
def test_limits_are_those_of_scipy(a: int, b: int, c: int, d: int, confidence: float) -> None:
    lower, upper = limits_of(a, b, c, d, confidence)
    if not (a + b and c + d and a + c and b + d):
        assert (lower, upper) == (0, np.inf), "nothing is known"
        return
    low, high = of_scipy([[a, b], [c, d]], kind="conditional").confidence_interval(confidence)
    # scipy stops within 2e-12 of its root.
    assert lower == pytest.approx(low, rel=1e-6, abs=2e-12)
    assert upper == pytest.approx(high, rel=1e-6, abs=0)


@settings(max_examples=60, deadline=None)
@given(counts, counts, counts, counts, st.sampled_from([0.025, 0.001, 1e-6]))
def test_what_is_surely_larger_has_its_whole_interval_above_one(a: int, b: int, c: int, d: int, tail: float) -> None:
    sure = bool(surely_larger(column(a), column(b), column(c), column(d), tail)[0])
    chance = hypergeom.sf(a - 1, a + b + c + d, a + c, a + b) if a + b + c + d else 1.0
    if not np.isclose(chance, tail, rtol=1e-6):
        assert sure == (chance < tail)
        assert sure == (limits_of(a, b, c, d, 1 - 2 * tail)[0] > 1)


def test_limits_of_many_rows_are_those_of_each_alone() -> None:
    chance = np.random.default_rng(11)
    a, b, c, d = (chance.integers(0, high, 50) for high in (5, 90, 2000, 30))
    together = zip(*odds_ratio(a, b, c, d, 0.95), strict=True)
    for row, limits in enumerate(together):
        assert limits == pytest.approx(limits_of(a[row], b[row], c[row], d[row], 0.95), rel=1e-12)


def test_a_million_births_have_limits_near_those_of_a_normal_distribution() -> None:
    table = (515_000, 485_000, 512_000, 488_000)
    lower, upper = limits_of(*table, confidence=0.95)
    middle = np.log(table[0] * table[3] / table[1] / table[2])
    spread = 1.959963984540054 * np.sqrt(sum(1 / one for one in table))
    assert np.log([lower, upper]) == pytest.approx([middle - spread, middle + spread], abs=1e-5)


def test_a_count_below_zero_has_no_limits() -> None:
    assert np.isnan(limits_of(-1, 3, 2, 2, 0.95)).all()
