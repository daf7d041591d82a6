from __future__ import annotations

import random
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from popcalc.quality.outliers import chance_of, scored
from tests.unit.quality.conftest import Found, page


@given(st.lists(st.integers(0, 60), min_size=6, max_size=24))
def test_scores_are_those_of_the_definition(figures: list[int]) -> None:
    scores = scored(np.array([figures], dtype=np.float64))
    median, mean, sd = statistics.median(figures), statistics.fmean(figures), statistics.pstdev(figures)
    mad = statistics.median(abs(figure - median) for figure in figures)
    for place, figure in enumerate(figures):
        modified, z = scores.modified[0, place], scores.z[0, place]
        assert np.isnan(modified) if mad == 0 else modified == pytest.approx(0.6745 * abs(figure - median) / mad)
        assert np.isnan(z) if len(set(figures)) == 1 else z == pytest.approx(abs(figure - mean) / sd)


def test_no_score_of_twelve_months_exceeds_its_bound() -> None:
    scores = scored(np.array([[0.0] * 11 + [1000.0]]))
    assert scores.z.max() == pytest.approx(11**0.5)


def test_chance_is_the_larger_of_two_binomial_tails() -> None:
    grid = np.array([[1, 0, 9, 2, 1, -1], [5, 5, 20, 5, 5, 5]])
    (chance,) = chance_of(grid, np.array([0]), np.array([2]))
    evenly = 2 * stats.binom.sf(8, 13, 1 / 5)
    elsewhere = 2 * stats.binom.sf(8, 13, 20 / 40)
    assert elsewhere > evenly
    assert chance == pytest.approx(min(elsewhere, 1.0))


def test_figure_typed_twice_is_told_with_its_numbers(found: Found) -> None:
    deaths = [2, 1, 3, 2, 22, 1, 2, 4, 2, 1, 3, 2]
    (record,) = found(page("deaths", {"A/one": deaths, "A/two": [2] * 12}), "OUTLIER")
    assert (record["area"], record["period"], record["expected"], record["found"]) == ("A/one", "2013-05", 2.0, 22.0)
    assert record["message"] == (
        "deaths is 22; the village's months have median 2, MAD 1, mean 3.75, SD 5.57: modified z-score 13.49, "
        "z-score 3.28"
    )


def test_months_of_chance_are_not_told(found: Found) -> None:
    chance = random.Random(1)
    villages = {
        f"A/v{number}": [sum(chance.random() < 0.1 for _ in range(20)) for _ in range(12)] for number in range(100)
    }
    scores = scored(np.array(list(villages.values()), dtype=np.float64))
    assert int(((scores.modified >= 3.5) | (scores.z >= 2.5)).sum()) > 5
    assert found(page("births", villages), "OUTLIER") == []


def test_month_in_which_all_villages_have_more_is_not_told(found: Found) -> None:
    villages = {f"A/v{number}": [20, 21, 20, 19, 20, 60, 20, 21, 19, 20, 20, 20] for number in range(5)}
    assert found(page("marriages", villages), "OUTLIER") == []
    alone = {f"A/v{number}": [20] * 12 for number in range(4)} | {"A/v4": villages["A/v4"]}
    assert [record["period"] for record in found(page("marriages", alone), "OUTLIER")] == ["2013-06"]


def test_few_months_have_no_usual_figure(found: Found) -> None:
    assert found(page("deaths", {"A/one": [2, 1, 90, 2, 1]}), "OUTLIER") == []
