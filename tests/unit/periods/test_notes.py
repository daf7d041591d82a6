"""Marks of footnotes on periods."""

from __future__ import annotations

import pytest

from popcalc.periods.notes import without_notes


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("(4)1970", "1970"),
        ("2023(15)", "2023"),
        ("2019*", "2019"),
        ("2020¹", "2020"),
        ("平成23年 a)b)", "平成23年"),
        ("24年 a)", "24年"),
        ("2019", "2019"),
        ("Jun-13", "Jun-13"),
        ("2013年（上半年）", "2013年（上半年）"),
        ("(4)", "(4)"),
    ],
)
def test_the_marks_before_and_behind_a_period_are_taken_off(written: str, period: str) -> None:
    assert without_notes(written) == period
