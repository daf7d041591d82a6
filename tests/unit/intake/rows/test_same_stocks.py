"""Stocks that are the same in all rows that are added up: they are not multiplied in silence."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, notices, read

BY_CAUSE = Columns(sum_over=("cause",))
SAME = {"A": (1000, 1000), "B": (700, 700)}


def _written(people: dict[str, tuple[int, ...]]) -> str:
    rows = [
        f"{area},2019,{cause},{number},{spot}\n"
        for area, own in people.items()
        for spot, (cause, number) in enumerate(zip(("injury", "cancer", "other"), own, strict=False))
    ]
    return f"town,year,cause,population,deaths\n{''.join(rows)}"


@pytest.mark.parametrize("people", [SAME, {"A": (1000, 1000, 1000)}, {area: (300, 300) for area in "ABCDEFGH"}])
def test_a_population_that_is_the_same_in_all_parts_is_asked_about(people: dict[str, tuple[int, ...]]) -> None:
    written = _written(people)

    assert faults(written, BY_CAUSE) == ["data.csv:2:4 SAME_STOCK"]
    assert [one.split()[-1] for one in faults(written)] == ["DIMENSION", "SAME_STOCK"]
    assert "--sum-over" not in message(written)
    assert notices(read(written, BY_CAUSE, counts=["deaths"])) == []


def test_it_is_read_from_a_file_of_its_own_as_the_message_says() -> None:
    deaths = "town,year,cause,deaths\nA,2019,injury,1\nA,2019,cancer,2\n"
    table = read({"deaths.csv": deaths, "people.csv": "town,year,population\nA,2019,1000\n"}, BY_CAUSE)

    assert figures(table) == {("A", "2019"): {"population": 1000, "deaths": 3}}


def test_what_may_be_chance_is_a_notice() -> None:
    table = read(_written({"A": (300, 300)}), BY_CAUSE)

    assert figures(table) == {("A", "2019"): {"population": 600, "deaths": 1}}
    assert notices(table) == ["SAME_STOCK"]


@pytest.mark.parametrize(
    "people", [{"A": (1000, 999), "B": (700, 700)}, {"A": (1000,), "B": (700,)}, {area: (0, 0) for area in "ABCDEFGH"}]
)
def test_populations_that_differ_are_added_up_without_a_word(people: dict[str, tuple[int, ...]]) -> None:
    assert "SAME_STOCK" not in notices(read(_written(people), BY_CAUSE))
