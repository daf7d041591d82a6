"""Columns of figures beside those of periods: marks are no part of a period, and none is passed over in silence."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, notices, read

GERMAN = "Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember"


def _table(headers: str) -> str:
    """Return a table of two areas with one figure for each header."""
    number = len(headers.split(","))
    rows = "".join(
        f"{area},{','.join(str(first + one) for one in range(number))}\n" for area, first in (("A", 10), ("B", 25))
    )
    return f"town,{headers}\n{rows}"


def _years(last: str) -> dict[str, str]:
    return {"births.csv": _table(f"2021,2022,{last}")}


@pytest.mark.parametrize(
    "last",
    [
        "2023*", "2023p", "2023 p", "2023 (p)", "2023¹", "2023ᵖ", "2023 1)", "2023(2)", "2023 a)", "2023r", "2023 p*",
        "2023 provisional", "2023 (Provisional)", "prov. 2023", "2023年（初步）", "2023年快报数", "2023（暫定）",
        "2023年（速報値）", "2023 (잠정)", "2023 (données provisoires)", "2023 предварительно", "Year 2023", "Año 2023",
        "births 2023*", "births 2023 (p)", "2023年出生人数（初步数）",
    ],
)  # fmt: skip
def test_a_mark_beside_a_year_is_no_part_of_it(last: str) -> None:
    table = read(_years(last))

    assert figures(table)["A", "2023"] == {"births": 12}
    assert "UNUSED_COLUMNS" not in notices(table)


@pytest.mark.parametrize("last", ["Nov p", "Nov. (p)", "11月（快报）", "November provisional", "Nov*", "2013-11p"])
def test_a_mark_beside_a_month_is_no_part_of_it(last: str) -> None:
    assert figures(read({"2013 births.csv": _table(f"Sep,Oct,{last}")}))["B", "2013-11"] == {"births": 27}


def test_a_range_of_months_may_stand_behind_its_year() -> None:
    table = read({"births.csv": _table("2023,2024 Jan-Jun")})

    assert figures(table)["A", "2024-01..2024-06"] == {"births": 11}


def test_marks_in_rows_of_periods_below_groups() -> None:
    written = "town,births,,,deaths,,\n,2021,2022,2023p,2021,2022,2023p\nA,1,2,3,4,5,6\n"

    assert figures(read(written))["A", "2023"] == {"births": 3, "deaths": 6}


def test_a_figure_and_its_later_one_are_given_twice() -> None:
    assert faults({"births.csv": _table("2022,2022r,2023p")}) == ["births.csv:1:3 TWO_COLUMNS"]


def test_letters_that_may_be_counts_are_no_marks() -> None:
    assert faults({"births.csv": _table("2022 p,2022 b,2023 p,2023 b")}) == ["births.csv:1 NO_HEADER"]
    assert faults({"births.csv": _table("2021,2022,2023 p,2023 b")}) == [
        "births.csv:1:4 WHICH_PERIOD",
        "births.csv:1:5 WHICH_PERIOD",
    ]


@pytest.mark.parametrize(
    "last",
    [
        "2023e", "2023 est.", "2023P", "2023F", "2023 (m)", "2023（预计）", "CY2023", "Yr 2023", "2023年报", "2023#",
        "2023/p", "FY 23", "2020x", "births 2023e", "2023p births",
    ],
)  # fmt: skip
def test_a_year_that_is_not_understood_is_asked_about(last: str) -> None:
    assert faults(_years(last)) == ["births.csv:1:4 WHICH_PERIOD"]
    assert f"columns: {{{last}: ignore}}" in message(_years(last))
    without = read(_years(last), Columns(headers={last: "ignore"}))
    assert {month for _, month in figures(without)} == {"2021", "2022"}


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (GERMAN, [2, 3, 4, 13]),
        ("januari,februari,maart,april", [4]),
        ("mars,april,maj,juni", [4]),
        ("gennaio,febbraio,marzo,agosto", [2, 3]),
        ("Januray,Feb,Mar", [2]),
        ("Feb,Mar,Aprl", [4]),
        ("Jan,Feb,M,Apr", [4]),
        ("1月,2月,三,4月", [4]),
    ],
)
def test_a_month_that_is_not_known_is_asked_about(headers: str, columns: list[int]) -> None:
    expected = [f"2013 births.csv:1:{column} WHICH_PERIOD" for column in columns]

    assert faults({"2013 births.csv": _table(headers)}) == expected


@pytest.mark.parametrize(
    "last",
    [
        "% change", "Rank", "Code", "2021-2022", "2022/2021", "Change since 2010", "2023 target", "2023 forecast",
        "2023目标", "Average 2013-2022", "Growth 2020-2022", "Area 2011", "GDP", "增长率", "同比", "5 yr avg", "Serial",
        "stillborn 2022", "Variación 2023", "2023 rank", "No. 2023",
    ],
)  # fmt: skip
def test_what_is_plainly_something_else_stays_beside_periods(last: str) -> None:
    table = read(_years(last))

    assert {month for _, month in figures(table)} == {"2021", "2022"}


@pytest.mark.parametrize(
    "headers",
    ["Jan,Rank,Feb,Rank", "Jan,%,Feb,%", "1月,环比,2月,环比", "Jan,Feb,Max", "Code,Jan,Feb", "Jan,Change,Feb"],
)
def test_and_between_them(headers: str) -> None:
    assert {month for _, month in figures(read({"2013 births.csv": _table(headers)}))} == {"2013-01", "2013-02"}


def test_a_column_between_that_adds_up_those_on_its_left_is_no_period() -> None:
    table = read({"2013 births.csv": "town,Jan,Feb,Mar,Ist Quart,Apr\nA,1,2,3,6,4\nB,1,1,1,3,5\n"})

    assert figures(table)["B", "2013-04"] == {"births": 5}


def test_a_year_that_is_by_chance_the_sum_of_others_is_asked_about() -> None:
    assert faults({"births.csv": "town,2021,2022,2023e\nA,1,2,3\n"}) == ["births.csv:1:4 WHICH_PERIOD"]


def test_another_count_by_year_is_left_alone() -> None:
    table = read("town,births 2021,stillborn 2021,births 2022,stillborn 2022,stillborn 2023\nA,1,2,3,4,5\n")

    assert figures(table) == {("A", "2021"): {"births": 1}, ("A", "2022"): {"births": 3}}


def test_years_across_in_a_long_table() -> None:
    written = "town,indicator,2021,2022,{}\nA,births,1,2,3\nA,deaths,4,5,6\n"

    assert figures(read(written.format("2023p")))["A", "2023"] == {"births": 3, "deaths": 6}
    assert faults(written.format("2023e")) == ["data.csv:1:5 WHICH_PERIOD"]
