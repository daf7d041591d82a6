"""Villages that have the figures of others."""

from __future__ import annotations

import re

import numpy as np

from tests.unit.quality.conftest import Found, Record, page

HEADER = "births,deaths,population"


def drawn(seed: int, people: int = 2000, months: int = 12) -> list[tuple[int, ...]]:
    """Months of a village in which three are born, two die, and some come and go."""
    dice = np.random.default_rng(seed)
    rows: list[tuple[int, ...]] = []
    for births, deaths, moves in zip(*(dice.poisson(mean, months).tolist() for mean in (3, 2, 4)), strict=True):
        people += births - deaths + moves - 4
        rows.append((births, deaths, people))
    return rows


def without_folder(record: Record) -> str:
    return re.sub(r"\(/\S*/", "(", record["message"])


def county(number: int = 12) -> dict[str, list[tuple[int, ...]]]:
    return {
        f"{town}/{town}{one}": drawn(one + 100 * ord(town), 900 + 31 * one) for town in "AB" for one in range(number)
    }


def test_figures_of_a_neighbour_are_told_of_the_village_whose_people_leave_their_way(found: Found) -> None:
    every = county()
    every["A/A3"][7:] = every["A/A4"][7:]
    (record,) = found(page(HEADER, every))
    assert (record["code"], record["severity"], record["area"]) == ("SAME_FIGURES", "warning", "A/A3")
    assert (record["period"], record["row"]) == ("2013-08..2013-12", 2 + 3 * 12 + 7)
    assert without_folder(record) == (
        "births, deaths, population are those of A4 (a.csv:57) in 5 months: copied from there?"
    )


def test_leap_to_the_figures_of_a_larger_village_is_one_finding(found: Found) -> None:
    every = county()
    every["A/A3"][7:] = every["A/A11"][7:]
    assert [(one["code"], one["area"]) for one in found(page(HEADER, every))] == [("SAME_FIGURES", "A/A3")]


def test_one_village_under_two_names_is_told_of_the_row_further_down(found: Found) -> None:
    every = county() | {"B/Seventh": county()["B/B7"]}
    (record,) = found(page(HEADER, every))
    assert (record["code"], record["area"], record["period"]) == ("SAME_FIGURES", "B/Seventh", "2013")
    assert without_folder(record) == (
        "births, deaths, population are those of B7 (a.csv:230) in 12 months: copied, or one village under two names?"
    )


def test_village_of_another_town_is_named_with_it(found: Found) -> None:
    every = county()
    every["B/B2"][4:] = every["A/A2"][4:]
    (record,) = found(page(HEADER, every), "SAME_FIGURES")
    assert record["area"] in ("A/A2", "B/B2")
    assert "those of A2 (A) (a.csv:30) in 8 months" in without_folder(record)


def test_slip_among_the_months_does_not_make_two_of_it(found: Found) -> None:
    every = county()
    every["A/A3"][4:] = every["A/A4"][4:]
    births, deaths, people = every["A/A3"][8]
    every["A/A3"][8] = (births + 1, deaths, people)
    (record,) = found(page(HEADER, every), "SAME_FIGURES")
    assert record["period"] == "2013-05..2013-12"
    assert "in 7 months" in record["message"]


def test_month_in_which_small_villages_agree_by_chance_is_not_told(found: Found) -> None:
    every = county()
    every["A/A3"][7] = every["A/A4"][7]
    assert found(page(HEADER, every), "SAME_FIGURES") == []


def test_people_in_whole_hundreds_are_often_the_same(found: Found) -> None:
    dice = np.random.default_rng(4)
    every = {
        f"A/v{one}": [(*dice.poisson((2, 1)).tolist(), 1000 + 100 * (one % 10)) for _ in range(12)]
        for one in range(120)
    }
    assert found(page(HEADER, every), "SAME_FIGURES") == []


def test_villages_without_events_or_people_are_not_compared(found: Found) -> None:
    assert found(page(HEADER, {f"A/v{one}": [(0, 0, 0)] * 12 for one in range(5)}), "SAME_FIGURES") == []
