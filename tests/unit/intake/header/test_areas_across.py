"""Columns of areas with few figures in them."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading import faults, figures, message, notices, read

_TITLE = "births.csv"


def _table(headers: str, mark: str, last: str = "41") -> str:
    return f"month,{headers}\n2013-01,11,20,{mark}\n2013-02,12,21,{mark}\n2013-03,13,22,{last}\n"


@pytest.mark.parametrize("mark", ["-", "—", "…", "", "n/a", "无"])
@pytest.mark.parametrize(
    "headers",
    ["North Town,South Town,East Town", "North Town births,South Town births,East Town births", "北镇,南镇,东镇"],
)
def test_a_column_of_an_area_with_mostly_nil_marks_is_read(headers: str, mark: str) -> None:
    table = read({_TITLE: _table(headers, mark)})
    name = "东镇" if "东镇" in headers else "East Town"

    assert [figures(table)[name, f"2013-0{month}"] for month in (1, 2, 3)] == [
        {"births": None},
        {"births": None},
        {"births": 41},
    ]
    assert "UNUSED_COLUMNS" not in notices(table)


def test_a_column_of_an_area_with_nothing_but_nil_marks_is_missing() -> None:
    assert figures(read({_TITLE: _table("North Town,South Town,East Town", "-", "-")}))["East Town", "2013-03"] == {
        "births": None
    }


@pytest.mark.parametrize("mark", [":", "x", "未报", "not reported"])
def test_other_marks_in_it_are_asked_about(mark: str) -> None:
    assert faults({_TITLE: _table("North Town,South Town,East Town", mark)}) == [
        "births.csv:2:4 NOT_A_COUNT",
        "births.csv:3:4 NOT_A_COUNT",
    ]
    assert mark in message({_TITLE: _table("North Town,South Town,East Town", mark)})


def test_a_column_of_words_beside_areas_is_none() -> None:
    table = read({_TITLE: _table("North Town,South Town,Town office", "open", "closed")})

    assert {area for area, _ in figures(table)} == {"North Town", "South Town"}
    assert "UNUSED_COLUMNS" in notices(table)
