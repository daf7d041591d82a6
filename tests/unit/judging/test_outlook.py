"""The outlook: by hand, against a slow search, and a small run of the simulation that docs/verdicts.md reports."""

from __future__ import annotations

import importlib.util
import sys
from math import comb
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from popcalc.judging.projecting import _fewest, _most
from tests.unit.judging.conftest import Check, Row

PATH = Path(__file__).parents[2] / "benchmarks" / "simulate_outlook.py"


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulate_outlook", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def at_most(x: int, n: int, share: float) -> float:
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(x + 1))


@pytest.mark.parametrize("share", [0.25, 0.5, 0.8])
@pytest.mark.parametrize("x", [0, 1, 3, 17])
def test_events_to_come_are_those_that_the_binomial_leaves(x: int, share: float) -> None:
    most = max(y for y in range(400) if at_most(x, x + y, share) > 0.025)
    fewest = min(y for y in range(400) if 1 - (at_most(x - 1, x + y, share) if x else 0) > 0.025)
    counts, shares = np.array([float(x)]), np.array([share])
    assert (_most(counts, shares)[0], _fewest(counts, shares)[0]) == (most, fewest)


def months(year: int, births: list[int]) -> list[Row]:
    return [
        {"month": f"{year}-{month:02d}", "town": "T", "births": count, "deaths": 1}
        for month, count in enumerate(births, start=1)
    ]


def test_figure_is_projected_on_the_share_of_the_year(check: Check) -> None:
    found = check(months(2013, [10] * 6), "  - {indicator: births, at_most: 200}\n").iloc[0]
    assert found["projected"] == pytest.approx(60 * 365 / 181)
    assert found["projected_lower"] < found["projected"] < found["projected_upper"]
    assert (found["status"], found["likely"]) == ("pass", "met")


def test_last_years_share_by_the_same_month_is_taken_where_it_is_known(check: Check) -> None:
    last = months(2012, [10] * 6 + [30] * 6)
    found = check([*last, *months(2013, [10] * 6)], "  - {indicator: births, at_most: 150}\n").iloc[0]
    # A quarter of last year's births had come by June.
    assert found["projected"] == 240
    assert (found["status"], found["likely"]) == ("pass", "missed")


def test_whole_year_is_its_own_projection(check: Check) -> None:
    found = check(months(2013, [10] * 12), "  - {indicator: births, at_most: 100}\n").iloc[0]
    assert found[["projected", "projected_lower", "projected_upper"]].tolist() == [120, 120, 120]
    assert found["likely"] == "missed"


def test_nothing_is_projected_without_a_verdict_or_for_periods_by_themselves(check: Check) -> None:
    gap = [row for row in months(2013, [10] * 6) if row["month"] != "2013-02"]
    assert check(gap, "  - {indicator: births, at_most: 200}\n").iloc[0]["likely"] == ""
    by_quarter = check(months(2013, [10] * 6), "  - {indicator: births, at_most: 200}\n", period="quarter")
    assert by_quarter["projected"].isna().all()


def test_interval_holds_the_years_end_and_likely_is_seldom_wrong(simulation: ModuleType) -> None:
    for title, found in simulation.simulated(400):
        if "without season" in title:
            # 95 % less three standard errors of 400 years.
            assert found.held >= 0.917, (title, found)
        assert max(found.wrongly_met, found.wrongly_missed) <= 0.025, (title, found)
