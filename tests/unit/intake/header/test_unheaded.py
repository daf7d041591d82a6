"""Columns of years or months without a header."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading import faults, figures, read


def table(header: str, *rows: str) -> dict[str, str]:
    return {"nation.csv": "\n".join((header, *rows)) + "\n"}


def test_the_last_column_may_be_that_of_the_years_with_marks_of_footnotes() -> None:
    found = figures(read(table("births,deaths,", "3,1,(4)1970", "4,2,1971", "5,2,1972(15)")))

    assert found == {
        ("nation", "1970"): {"births": 3, "deaths": 1},
        ("nation", "1971"): {"births": 4, "deaths": 2},
        ("nation", "1972"): {"births": 5, "deaths": 2},
    }


@pytest.mark.parametrize(
    ("rows", "periods"),
    [
        (("2013-05,3", "2013-06,4", "2013-07,5"), {"2013-05", "2013-06", "2013-07"}),
        (("民國98年,3", "民國99年,4", "民國100年,5"), {"2009", "2010", "2011"}),
        (("1990,3", "2000,4", "2010,5", "2020,6"), {"1990", "2000", "2010", "2020"}),
    ],
)
def test_the_first_column_may_be_that_of_the_periods(rows: tuple[str, ...], periods: set[str]) -> None:
    assert {period for _, period in figures(read(table(",births", *rows)))} == periods


def test_months_without_a_year_take_that_of_the_line_above() -> None:
    found = figures(read(table("2013,\n,births", "Jan,3", "Feb,4", "Mar,5")))

    assert {period for _, period in found} == {"2013-01", "2013-02", "2013-03"}


def test_years_stand_again_for_each_area() -> None:
    found = figures(read(table("village,,births", "Mill,2011,3", "Mill,2012,4", "Ford,2011,5", "Ford,2012,6",
                               "Well,2011,1", "Well,2012,1", "Well,2013,1")))  # fmt: skip

    assert ("Ford", "2012") in found


@pytest.mark.parametrize(
    "cells",
    [
        # People, not years: they do not go on from one to the next.
        ("1931", "2044", "1988"),
        ("1951", "1953", "1957"),
        # Too few.
        ("2011", "2012"),
    ],
)
def test_figures_without_a_header_are_no_years(cells: tuple[str, ...]) -> None:
    rows = [f"Mill {number},{cell},3" for number, cell in enumerate(cells)]

    assert faults(table("village,,births", *rows)) == ["nation.csv:1 NO_PERIOD"]
