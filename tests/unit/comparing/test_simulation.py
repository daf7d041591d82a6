"""A small run of the simulation that docs/comparison.md reports: limits hold the truth, chance alone is seldom sure."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from popcalc.definitions.loading import load_catalogue

PATH = Path(__file__).parents[2] / "benchmarks" / "simulate_comparisons.py"
DRAWS = 3_000


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulate_comparisons", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("events", [5, 20, 100])
def test_limits_hold_the_true_difference_and_chance_is_seldom_clear(simulation: ModuleType, events: int) -> None:
    catalogue = load_catalogue()
    for case in simulation.CASES:
        for effect in simulation.EFFECTS:
            found = simulation.simulate(case, catalogue, events=events, size=4, effect=effect, draws=DRAWS, seed=1)
            assert found.holding[0] >= 0.95 - 3 * (0.05 * 0.95 / DRAWS) ** 0.5, case.name
            assert found.holding[1] >= 0.998 - 3 * (0.002 * 0.998 / DRAWS) ** 0.5, case.name
            # The test would also pass if the limits were never left, and nothing ever clear.
            assert found.holding[0] < 0.9999, case.name
            assert effect != 1 or 0.001 < found.clear <= 0.05 + 3 * (0.05 * 0.95 / DRAWS) ** 0.5, case.name
