"""A moment in brackets behind the name of a stock, and years that are called fiscal."""

from __future__ import annotations

import pytest

from popcalc.errors import InputError
from tests.unit.intake.reading import figures, read


@pytest.mark.parametrize(
    ("header", "month"),
    [
        ("人口（10月1日現在）", "2020-09"),
        ("总人口（7月1日）", "2020-06"),
        ("Population (as of 1 October)", "2020-09"),
        ("Population (end of year)", "2020"),
        ("Población (1 de octubre)", "2020-09"),
        ("Население (1 октября)", "2020-09"),
        ("인구 (10월 1일)", "2020-09"),
    ],
)
def test_a_stock_stands_where_its_brackets_say(header: str, month: str) -> None:
    (period,) = {run for _, run in figures(read(f"year,town,{header}\n2020,East,500\n"))}
    assert period == month


def test_events_have_no_moment() -> None:
    with pytest.raises(InputError, match="NO_HEADER"):
        read("year,town,births (as of 1 July)\n2020,East,500\n")


FISCAL = ["FY2010", "FY 2010", "Fiscal year 2010", "FY2009-10"]


@pytest.mark.parametrize("year", FISCAL)
def test_a_fiscal_year_is_one_of_two_numbers(year: str) -> None:
    later = year.replace("10", "12").replace("09", "11")
    across = f"town,births {year},births {later}\nEast,500,510\n"
    below = f"year,town,births\n{year},East,500\n"
    for written in (across, below):
        assert {run for _, run in figures(read(written, year_start=7))} >= {"2009-07..2010-06"}
        with pytest.raises(InputError, match="say with --year-start in which month it begins"):
            read(written)


def test_a_unit_of_rates_beside_names_and_periods_is_asked_about() -> None:
    with pytest.raises(InputError, match="‰"):
        read("(‰),,,\narea,indicator,Jan 2020,Feb 2020\nEast,Births,12,3\n")
