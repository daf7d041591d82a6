from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.quality.cumulative import log_chance
from tests.unit.quality.conftest import Found, page


@settings(max_examples=50)
@given(st.lists(st.integers(-1, 3), min_size=2, max_size=6))
def test_chance_is_the_share_of_orders_that_never_fall(figures: list[int]) -> None:
    known = [figure for figure in figures if figure >= 0]
    orders = list(itertools.permutations(known))
    rising = sum(all(one <= other for one, other in itertools.pairwise(order)) for order in orders)
    (found,) = log_chance(np.array([figures]))
    assert found == pytest.approx(math.log(rising / len(orders)))


def villages(town: str, *, cumulative: bool, months: int = 12) -> dict[str, list[int]]:
    chance = random.Random(town)
    monthly = {f"{town}/v{number}": [chance.choice([0, 1, 2, 3]) for _ in range(months)] for number in range(4)}
    return {name: list(itertools.accumulate(figures)) if cumulative else figures for name, figures in monthly.items()}


def test_figures_of_the_year_to_date_are_found_with_their_files(found: Found) -> None:
    both = {**villages("A", cumulative=True), **villages("B", cumulative=True)}
    files = {"one.csv": page("births", both), "two.csv": page("deaths", villages("A", cumulative=False))}
    (record,) = found(files, "LOOKS_CUMULATIVE")
    assert (record["area"], record["period"], record["count"], record["file"]) == ("", "2013", "births", "one.csv")
    assert "any of 8 villages" in record["message"]
    assert "--cumulative" in record["message"]


def test_one_town_among_others_is_found(found: Found) -> None:
    text = page("births", {**villages("A", cumulative=True), **villages("B", cumulative=False)})
    assert [record["area"] for record in found(text, "LOOKS_CUMULATIVE")] == ["A"]


def test_monthly_figures_are_not_told(found: Found) -> None:
    text = page("births", {**villages("A", cumulative=False), **villages("B", cumulative=False)})
    assert found(text, "LOOKS_CUMULATIVE") == []


def test_few_months_that_rise_are_not_enough(found: Found) -> None:
    assert found(page("births", {"A/one": [1, 2, 3, 4, 5, 6], "A/two": [0, 0, 0, 0, 0, 0]}), "LOOKS_CUMULATIVE") == []


def test_each_year_begins_anew(found: Found) -> None:
    first = villages("A", cumulative=True)
    text = page("births", {name: [*figures, *figures] for name, figures in first.items()})
    assert [record["period"] for record in found(text, "LOOKS_CUMULATIVE")] == ["2013", "2014"]
