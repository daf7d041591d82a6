from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from popcalc.quality.scan import Spread, Spreads, largest_stretch, squared_variation, stretch, stretches_like, windows
from popcalc.quality.usual import Series

NONE = Spread(1e-12, 0)
PLAIN = Spreads(NONE, NONE, NONE)


def series(events: list[float], level: float = 0.0) -> Series:
    grid = np.array([events], dtype=np.float64)
    return Series(grid, np.ones(grid.shape), np.ones(grid.shape), np.full(grid.shape, level))


def of(one: Series, first: int, last: int) -> float:
    """The chance of a stretch without the number of such stretches."""
    edges = np.array([first]), np.array([last])
    found = stretch(one, PLAIN, np.array([0]), *edges)
    number = stretches_like(*edges, one.events.shape[1], none=found.found == 0)
    return float(found.chance[0] / number[0] / 2)


@pytest.mark.parametrize(("own", "tail"), [(14, "high"), (0, "low")])
def test_chance_is_binomial_given_the_other_months(own: int, tail: str) -> None:
    events = [3.0, 4, own, 5, 2, 3, 4, 3, 5, 4, 3, 4]
    total, share = int(sum(events)), 1 / 12
    expected = stats.binom.sf(own - 1, total, share) if tail == "high" else stats.binom.cdf(own, total, share)
    # Months that are not apart from the area's own have no chance at all.
    assert of(series(events), 2, 2) == pytest.approx(1 if 2 * expected >= 0.02 else 2 * expected, rel=1e-6)


def test_chance_beside_other_areas_is_poisson() -> None:
    one = Series(*(np.array([[30.0, 31, 29, 30]]), np.ones((1, 4)), np.ones((1, 4)), np.full((1, 4), 10.0)))
    assert of(one, 0, 3) == pytest.approx(2 * stats.poisson.sf(119, 40), rel=1e-6)


def test_spread_makes_the_same_figure_less_surprising() -> None:
    one = series([3, 4, 20, 5, 2, 3, 4, 3, 5, 4, 3, 4])
    wide = Spreads(Spread(0.2, 0), NONE, NONE)
    edges = np.array([0]), np.array([2]), np.array([2])
    assert stretch(one, wide, *edges).chance[0] > 100 * stretch(one, PLAIN, *edges).chance[0]


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=12))
def test_largest_stretch_is_that_of_all(scores: list[int]) -> None:
    first, last = largest_stretch(np.array([scores], dtype=np.float64))
    best = max(sum(scores[a : b + 1]) for a, b in itertools.combinations_with_replacement(range(len(scores)), 2))
    assert sum(scores[int(first[0]) : int(last[0]) + 1]) == best


def test_chance_of_all_is_spent_once() -> None:
    for months in (3, 12, 36):
        edges = np.array(list(itertools.combinations_with_replacement(range(months), 2)))
        assert (1 / stretches_like(edges[:, 0], edges[:, 1], months)).sum() <= 1.0


def test_months_of_ten_times_as_many_are_the_stretch_that_is_found() -> None:
    found = windows(series([3.0, 4, 2, 3, 30, 40, 20, 50, 3, 4, 2, 3, 4, 3]), PLAIN, 0.01)
    assert (found.first.tolist(), found.last.tolist(), found.found.tolist()) == ([4], [7], [140.0])
    assert found.due[0] == pytest.approx(4 * 31 / 10)


def test_variation_is_found_again_and_errors_do_not_widen_it() -> None:
    chance = np.random.default_rng(4)
    expected = np.full((400, 12), 200.0)
    events = chance.poisson(expected * chance.gamma(25, 1 / 25, expected.shape)).astype(np.float64)
    assert squared_variation(events, expected, 0.01, 12) == pytest.approx(1 / 25, rel=0.1)
    events[:20, 3] *= 10
    assert squared_variation(events, expected, 0.01, 12) < 1.6 / 25
