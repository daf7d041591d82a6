"""Totals among the values of a column that are not exactly the sums of the others."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, read

BY_SEX = Columns(sum_over=("sex",))


def _written(values: str, *areas: tuple[int, ...]) -> str:
    rows = [
        f"2019,{area},{value},{figure}\n"
        for area, own in zip("ABCD", areas, strict=False)
        for value, figure in zip(values.split(), own, strict=True)
    ]
    return f"year,town,sex,deaths\n{''.join(rows)}"


@pytest.mark.parametrize("values", ["B M F", "b m f", "BTSX MLE FMLE"])
def test_letters_of_both_sexes_beside_those_of_each_are_the_whole(values: str) -> None:
    written = _written(values, (103, 50, 51), (202, 101, 100))
    whole = values.split()[0]

    assert figures(read(written)) == {("A", "2019"): {"deaths": 103}, ("B", "2019"): {"deaths": 202}}
    assert [one.split()[-1] for one in faults(written, BY_SEX)] == ["SUM_DIFFERS", "SUM_DIFFERS"]
    assert f"--where sex={whole}" in message(written, BY_SEX)


def test_a_letter_for_both_is_none_without_those_of_each_sex() -> None:
    assert figures(read(_written("B C", (3, 4)), BY_SEX)) == {("A", "2019"): {"deaths": 7}}


@pytest.mark.parametrize("values", ["T M F", "0 1 2", "9 Male Female", "X 男 女"])
@pytest.mark.parametrize(
    "areas", [[(103, 50, 51), (202, 101, 100)], [(103, 50, 51)], [(9, 4, 5), (8, 3, 4), (12, 6, 6)] * 4]
)
def test_a_value_that_is_nearly_both_sexes_is_asked_about(values: str, areas: list[tuple[int, ...]]) -> None:
    written = _written(values, *areas)
    total = values.split()[0]

    assert faults(written, BY_SEX) == ["data.csv:2:3 SUM_TWICE"]
    assert f"--where sex={total} keeps the total alone" in message(written, BY_SEX)
    assert "--sum-over" not in message(written)
    assert figures(read(written, Columns(where={"sex": (total,)})))["A", "2019"] == {"deaths": areas[0][0]}


@pytest.mark.parametrize(
    ("values", "areas"),
    [
        ("Male Female Unknown", [(100, 101, 3), (70, 69, 1)]),
        ("Male Female Unknown", [(1, 0, 1), (0, 1, 1), (1, 1, 2)]),
        ("1 2 9", [(103, 100, 4), (60, 58, 1)]),
        ("Men Women Minors", [(50, 51, 103), (100, 101, 260)]),
    ],
)
def test_other_values_are_added_up(values: str, areas: list[tuple[int, ...]]) -> None:
    found = figures(read(_written(values, *areas), BY_SEX))

    assert [one["deaths"] for one in found.values()] == [sum(own) for own in areas]


def test_of_values_that_are_no_sexes_only_exact_sums_are_asked_about() -> None:
    written = _written("First Second Third", (103, 50, 51), (202, 101, 100)).replace("sex", "kind")

    assert figures(read(written, Columns(sum_over=("kind",))))["A", "2019"] == {"deaths": 204}
