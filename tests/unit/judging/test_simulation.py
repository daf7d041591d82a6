"""A small run of the simulation that docs/verdicts.md reports: chance alone makes few clear and fewer strong fails."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from popcalc.definitions.loading import load_catalogue

PATH = Path(__file__).parents[2] / "benchmarks" / "simulate_verdicts.py"


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulate_verdicts", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_villages_on_their_bound_are_seldom_clear_fails(simulation: ModuleType) -> None:
    people = np.random.default_rng(1).integers(500, 4_000, simulation.VILLAGES)
    for case in simulation.CASES:
        clear, strong = simulation.shares_of_fails(case, load_catalogue(), people, 50, 1)
        assert clear <= case.bars[0], case.name
        assert strong <= case.bars[1], case.name
        # The test would also pass if nothing ever failed.
        assert clear > 0.005, case.name


def test_band_of_105_to_107_needs_about_174_000_births(simulation: ModuleType) -> None:
    fewest = 173_240
    assert simulation.can_be_clear(fewest, 105, 107)
    assert not any(simulation.can_be_clear(births, 105, 107) for births in range(fewest - 200, fewest))
    assert all(simulation.can_be_clear(births, 105, 107) for births in range(174_000, 174_050))
