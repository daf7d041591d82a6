"""What values say of the persons in their rows."""

from __future__ import annotations

import pytest

from popcalc.intake.rows.dimension_values import band_of, is_plan, is_whole, narrows, overlapping


@pytest.mark.parametrize(
    "value",
    [
        "Total",
        "both sexes",
        "All ages",
        "合计",
        "不分性别",
        "すべて",
        "actual",
        "default",
        "Total, month of birth",
        "实际",
    ],
)
def test_values_of_everybody(value: str) -> None:
    assert is_whole(value)
    assert not narrows(value)


@pytest.mark.parametrize("value", ["Male", "女", "0-4", "65+", "Male, 0-4", "Total, male", "计划", "under 5 (girls)"])
def test_values_of_some_persons_or_of_what_was_planned(value: str) -> None:
    assert narrows(value)
    assert not is_whole(value)


@pytest.mark.parametrize("value", ["North", "Month of birth, January", "ordinary", "", "2013"])
def test_values_that_say_nothing_of_persons(value: str) -> None:
    assert not narrows(value)
    assert not is_whole(value)


def test_a_plan_is_told_from_a_sex() -> None:
    assert is_plan("计划")
    assert is_plan("Target (2013)")
    assert not is_plan("Male")


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("0-4", 0, 5),
        ("0~4岁", 0, 5),
        ("1 to 4 years", 1, 5),
        ("65+", 65, 130),
        ("65 and over", 65, 130),
        ("65岁及以上", 65, 130),
        ("over 65", 66, 130),
        ("under 5", 0, 5),
        ("<1", 0, 1),
        ("不满1岁", 0, 1),
        ("7", 7, 8),
    ],
)
def test_ages_that_a_value_names(value: str, low: int, high: int) -> None:
    found = band_of(value)

    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("value", ["2013-2014", "Zone 5", "Male", "", "1-2-3"])
def test_values_without_ages(value: str) -> None:
    assert band_of(value) is None


@pytest.mark.parametrize(
    ("values", "pair"),
    [
        (["0-4", "5-9", "0-14"], ("0-4", "0-14")),
        (["70-74", "65+"], ("65+", "70-74")),
        (["under 1", "under 5"], ("under 1", "under 5")),
        (["0-4岁", "0-14"], ("0-4岁", "0-14")),
        (["0-4", "5-9", "10+"], None),
        (["60-65", "over 65"], None),
        (["0-27 days", "1-11 months", "Male"], None),
    ],
)
def test_groups_of_ages_that_have_persons_in_common(values: list[str], pair: tuple[str, str] | None) -> None:
    assert overlapping(values) == pair
