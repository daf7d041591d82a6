from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.quality.amounts import scored
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


def test_amount_that_both_scores_call_far_is_told_with_its_numbers(found: Found) -> None:
    amounts = ["2.50", "1", "3", "2", "22.25", "1", "2", "4", "2", "1", "3", "2"]
    (record,) = found(
        page("投入(元),births", {"A/one": [(amount, 1) for amount in amounts], "A/two": [(2, 1)] * 12}), "OUTLIER"
    )
    assert (record["area"], record["period"], record["expected"], record["found"]) == ("A/one", "2013-05", 2.0, 22.25)
    assert record["message"] == (
        "fp_spending_yuan is 22.25; the village's months have median 2, MAD 1, mean 3.81, SD 5.63: modified z-score "
        "13.66, z-score 3.28"
    )


def test_few_months_have_no_usual_amount(found: Found) -> None:
    assert (
        found(page("投入(元),births", {"A/one": [(amount, 1) for amount in ("2", "1", "90.5", "2", "1")]}), "OUTLIER")
        == []
    )
