"""Several breakdowns in one column: none is added to another."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, read

BY_CATEGORY = Columns(sum_over=("category",))
A, B = (60, 41, 50, 51), (30, 71, 45, 56)


def _written(values: str, *areas: tuple[int, ...]) -> str:
    rows = [
        f"2019,{area},{value},{figure}"
        for area, own in zip("ABCD", areas, strict=False)
        for value, figure in zip(values.split("|"), own, strict=True)
    ]
    return "\n".join(["year,town,category,deaths", *rows])


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ("Urban|Rural|Male|Female", "Male|Female"),
        ("城镇|农村|男|女", "男|女"),
        ("0-14|15+|Urban|Rural", "Urban|Rural"),
        ("15-19|20-49|First|Second and more", "15-19|20-49"),
        ("15-19|20-49|1st|2nd+", "15-19|20-49"),
        ("0-14|15+|0-4|5+", "0-14|15+"),
        ("Hospital|Home|Doctor|Nobody", "Hospital|Home"),
    ],
)
def test_two_breakdowns_are_not_added_up_and_the_option_that_is_offered_adds_up_one(values: str, kept: str) -> None:
    written = _written(values, A, B)

    assert [one.split()[-1] for one in faults(written, BY_CATEGORY)] == ["SUM_TWICE"]
    assert f"--where 'category={kept}' --sum-over category" in message(written, BY_CATEGORY)
    assert f"--where 'category={kept}' --sum-over category gives all figures" in message(written)
    one = Columns(sum_over=("category",), where={"category": tuple(kept.split("|"))})
    assert figures(read(written, one)) == {("A", "2019"): {"deaths": 101}, ("B", "2019"): {"deaths": 101}}


def test_two_breakdowns_are_known_in_any_order() -> None:
    assert faults(_written("Male|Urban|Rural|Female", (50, 60, 41, 51)), BY_CATEGORY) == ["data.csv:3:3 SUM_TWICE"]


def test_three_breakdowns_and_totals_beside_them_are_known() -> None:
    written = _written(
        "Total|Hospital|Home|Doctor|Nobody|Rich|Poor", (9, 2, 7, 3, 6, 4, 5), (5000, 1, 4999, 2, 4998, 9, 4991)
    )

    assert faults(written, BY_CATEGORY) == ["data.csv:5:3 SUM_TWICE"]
    assert figures(read(written)) == {("A", "2019"): {"deaths": 9}, ("B", "2019"): {"deaths": 5000}}


def test_of_breakdowns_with_some_persons_left_out_that_of_all_is_offered() -> None:
    written = _written("Male|Female|Urban|Rural|Unknown", (50, 49, 60, 41, 2))

    assert "--where 'category=Urban|Rural' --sum-over category gives all figures" in message(written)


@pytest.mark.parametrize(
    ("values", "of_a", "of_b"),
    [
        # Sums that differ; the same figures, or too few of them; and parts of one whole.
        ("North|South|East|West", (60, 41, 50, 51), (30, 71, 45, 57)),
        ("North|South|East|West", (100, 100, 100, 100), (100, 100, 100, 100)),
        ("North|South|East|West", (1, 2, 0, 3), (1, 1, 2, 0)),
        ("Men|Women|Children", (60, 41, 99), (30, 71, 99)),
        ("0-4|5-14|15-49|50+", (60, 41, 50, 52), (30, 71, 45, 57)),
    ],
)
def test_parts_of_one_breakdown_are_added_up(values: str, of_a: tuple[int, ...], of_b: tuple[int, ...]) -> None:
    written = _written(values, of_a, of_b)

    assert figures(read(written, BY_CATEGORY)) == {
        ("A", "2019"): {"deaths": sum(of_a)},
        ("B", "2019"): {"deaths": sum(of_b)},
    }


def test_counts_of_a_long_table_that_are_each_split_in_a_way_of_their_own_are_added_up() -> None:
    rows = ["Births,Male,5", "Births,Female,4", "Deaths,0-4,1", "Deaths,5+,3"]
    written = "\n".join(["year,town,indicator,category,value", *(f"2019,A,{row}" for row in rows)])

    assert figures(read(written, BY_CATEGORY)) == {("A", "2019"): {"births": 9, "deaths": 4}}
