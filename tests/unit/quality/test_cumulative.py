from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.quality.rising import log_chance
from tests.unit.quality.conftest import Found, page


@settings(max_examples=50)
@given(st.lists(st.integers(-1, 3), min_size=2, max_size=6))
def test_chance_is_the_share_of_orders_that_never_fall(figures: list[int]) -> None:
    known = [figure for figure in figures if figure >= 0]
    orders = list(itertools.permutations(known))
    rising = sum(all(one <= other for one, other in itertools.pairwise(order)) for order in orders)
    (found,) = log_chance(np.sort(figures), np.zeros(len(figures), dtype=np.int64), 1)
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


def test_years_that_each_begin_anew_are_one_finding(found: Found) -> None:
    first = villages("A", cumulative=True)
    text = page("births", {name: [*figures, *figures] for name, figures in first.items()})
    assert [record["period"] for record in found(text, "LOOKS_CUMULATIVE")] == ["2013-01..2014-12"]


def test_one_village_among_others_is_found_with_all_its_flows(found: Found) -> None:
    chance = random.Random(3)
    monthly = {f"A/v{number}": [(chance.randint(0, 4), chance.randint(0, 3)) for _ in range(12)] for number in range(6)}
    births, deaths = zip(*monthly["A/v2"], strict=True)
    to_date = dict(monthly)
    to_date["A/v2"] = list(zip(itertools.accumulate(births), itertools.accumulate(deaths), strict=True))
    (record,) = found(page("births,deaths", to_date), "LOOKS_CUMULATIVE")
    assert (record["area"], record["period"]) == ("A/v2", "2013")
    assert record["message"].startswith("births, deaths never fall from one month to the next, in ")
    assert record["message"].endswith("; ask for the figures of the months, or read these alone with --cumulative")
    assert found(page("births,deaths", monthly), "LOOKS_CUMULATIVE") == []


def test_figures_that_only_grow_a_little_are_not_to_date(found: Found) -> None:
    rows = [(month // 2 + 40,) for month in range(12)]
    other = [(month % 3 + 40,) for month in range(12)]
    assert found(page("vaccine_doses", {"A/one": rows, "A/two": other}), "LOOKS_CUMULATIVE") == []


def to_date_from(month: int, first: int, number: int) -> list[tuple[int | str]]:
    """Births to date of a village by months of 2013 on, empty before `first`, whose year begins with a month."""
    chance = random.Random(number)
    cells: list[tuple[int | str]] = []
    passed = 0
    for place in range(24):
        passed = chance.randint(1, 4) + (0 if place % 12 == month - 1 else passed)
        cells.append((passed if first <= place < first + 12 else "",))
    return cells


def test_year_that_begins_elsewhere_is_named(found: Found) -> None:
    whole = {f"A/v{number}": to_date_from(10, 9, number) for number in range(4)}
    (record,) = found(page("births", whole), "LOOKS_CUMULATIVE")
    assert record["period"] == "2013-10..2014-09"
    assert (
        "go on into January, so that their year does not begin there but, as it seems, with October"
        in (record["message"])
    )
    assert record["message"].endswith("--cumulative --year-start 10 turns figures of the year to date into months")
    split = {f"A/v{number}": to_date_from(10, 2, number) for number in range(4)}
    (record,) = found(page("births", split), "LOOKS_CUMULATIVE")
    assert "begin anew with October" in record["message"]


@pytest.mark.parametrize(("towns", "told"), [(20, ["T0"]), (2500, [])])
def test_of_many_towns_one_rises_for_eleven_months_by_chance(found: Found, towns: int, told: list[str]) -> None:
    up_and_down = {f"T{number}/v": [3 + month % 2 for month in range(12)] for number in range(1, towns)}
    text = page("births", {"T0/v": [1, 1, 1, 2, 3, 4, 5, 6, 7, 7, 7, 4], **up_and_down})
    assert [record["area"] for record in found(text, "LOOKS_CUMULATIVE")] == told
