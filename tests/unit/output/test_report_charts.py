"""Charts: text stays text, the same figures give the same bytes, limits are those of the distribution."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy import stats

from popcalc.output.report.charts.drawing import canvas, drawn
from popcalc.output.report.charts.funnel import limits


def chart(name: str, label: str) -> str:
    with canvas(name, 2) as (figure, axes):
        axes.plot((0, 1), (0, 1), marker="o")
        axes.set_title(label)
        return str(drawn(figure, name, label))


def test_words_are_text_and_escaped() -> None:
    found = chart("a", "城关镇 <script>&")
    assert "城关镇 &lt;script&gt;&amp;" in found
    assert "<script" not in found
    assert "font-family" not in found


def test_a_chart_is_the_same_twice_and_has_no_address_and_no_date() -> None:
    assert chart("a", "x") == chart("a", "x")
    assert "://" not in chart("a", "x")
    assert "metadata" not in chart("a", "x")


def test_ids_of_two_charts_differ() -> None:
    ids = [set(re.findall(r'\bid="([^"]*)"', chart(name, "x"))) for name in ("a", "b")]
    assert ids[0]
    assert ids[0].isdisjoint(ids[1])


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_limits_of_a_funnel_are_exact_poisson_tails(level: float) -> None:
    rate, tail = 0.012, (1 - level) / 2
    people = [50.0, 200.0, 1000.0, 5000.0]
    for low, high, number in zip(*limits(rate, people, level), people, strict=True):
        expected = rate * number
        every = np.arange(400)
        few = every[stats.poisson.cdf(every, expected) <= tail]
        many = every[stats.poisson.sf(every - 1, expected) <= tail]
        assert np.array_equal(every[every <= low], few)
        assert np.array_equal(every[every >= high], many)
