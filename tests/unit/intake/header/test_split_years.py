"""Years of two numbers, of which those from 2000-01 to 2011-12 look like months: 2009-10."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading import faults, figures, notices, read

TABLE = "county,births\nEast,30\n"


def test_a_name_or_a_title_that_says_such_a_year_is_asked_for_its_first_month() -> None:
    assert faults({"Kerala2009-10.csv": TABLE}) == ["Kerala2009-10.csv AMBIGUOUS_PERIOD"]
    assert faults({"Kerala2012-13.csv": TABLE}) == ["Kerala2012-13.csv AMBIGUOUS_PERIOD"]
    assert faults({"2009-10/Kerala.csv": TABLE}) == ["Kerala.csv AMBIGUOUS_PERIOD"]
    assert faults({"a.csv": f"Vital events 2009/10\n{TABLE}"}) == ["a.csv:1:1 AMBIGUOUS_PERIOD"]


@pytest.mark.parametrize("files", [{"Kerala2009-10.csv": TABLE}, {"a.csv": f"Vital events 2009-10\n{TABLE}"}])
def test_the_first_month_of_years_makes_a_year_of_it_and_that_is_said(files: dict[str, str]) -> None:
    table = read(files, year_start=4)

    assert figures(table) == {("East", "2009-04..2010-03"): {"births": 30}}
    assert notices(table)[-1] == "NAME_PERIOD"


def test_rows_and_titles_that_say_the_month_decide() -> None:
    rows = "month,county,births\n2010-02,East,30\n"
    assert figures(read({"Kerala2009-10.csv": rows})) == {("East", "2010-02"): {"births": 30}}
    titled = f"Births, November 2009\n{TABLE}"
    assert figures(read({"Kerala2009-10.csv": titled})) == {("East", "2009-11"): {"births": 30}}


def test_a_title_of_other_years_than_the_rows_is_a_contradiction() -> None:
    rows = "month,county,births\n2013-02,East,30\n"

    assert faults({"a.csv": f"Births 2009-10\n{rows}"}) == ["a.csv:1:1 TITLE_PERIOD"]
    assert figures(read({"a.csv": f"Births 2012-13\n{rows}"})) == {("East", "2013-02"): {"births": 30}}


def test_a_title_of_a_part_of_such_a_year_is_no_whole_year() -> None:
    for title in ("April to June", "April-June", "Births to date (cumulative)"):
        assert faults({"Kerala2009-10.csv": f"{title}\n{TABLE}"}, year_start=4) == [
            "Kerala2009-10.csv AMBIGUOUS_PERIOD"
        ]


def test_a_year_column_beside_such_a_name_may_be_narrowed_by_it() -> None:
    rows = "year,county,births\n2009,East,30\n"

    assert faults({"Kerala2009-10.csv": rows}) == ["Kerala2009-10.csv AMBIGUOUS_PERIOD"]
    assert figures(read({"Kerala2009-10.csv": f"{rows}2010,East,40\n"})) == {
        ("East", "2009"): {"births": 30},
        ("East", "2010"): {"births": 40},
    }


@pytest.mark.parametrize("names", [("b 2010-10.csv", "b 2010-11.csv"), ("2010-10/b.csv", "2010-11/b.csv")])
@pytest.mark.parametrize("year_start", [1, 10])
def test_names_that_differ_in_their_months_alone_are_months(names: tuple[str, str], year_start: int) -> None:
    assert figures(read(dict.fromkeys(names, TABLE), year_start=year_start)) == {
        ("East", "2010-10"): {"births": 30},
        ("East", "2010-11"): {"births": 30},
    }


def test_names_of_such_years_alone_are_no_months() -> None:
    files = {"b 2009-10.csv": TABLE, "b 2010-11.csv": TABLE}

    assert faults(files) == ["b 2009-10.csv AMBIGUOUS_PERIOD", "b 2010-11.csv AMBIGUOUS_PERIOD"]
    assert list(figures(read(files, year_start=4))) == [("East", "2009-04..2010-03"), ("East", "2010-04..2011-03")]


def test_columns_of_such_years_are_no_months() -> None:
    across = "births,,,\ncounty,2009-10,2010-11,2012-13\nEast,1,2,3\n"

    assert faults(across) == ["data.csv:2:2 AMBIGUOUS_PERIOD"]
    assert figures(read(across, year_start=4)) == {
        ("East", "2009-04..2010-03"): {"births": 1},
        ("East", "2010-04..2011-03"): {"births": 2},
        ("East", "2012-04..2013-03"): {"births": 3},
    }


def test_columns_of_months_one_of_which_looks_like_such_a_year_are_months() -> None:
    across = "births,,,\ncounty,2010-10,2010-11,2010-12\nEast,1,2,3\n"

    assert list(figures(read(across))) == [("East", "2010-10"), ("East", "2010-11"), ("East", "2010-12")]


def test_a_column_of_periods_in_which_all_are_such_years_holds_no_months() -> None:
    rows = "period,county,births\n2009-10,East,1\n2010-11,East,2\n"

    assert faults(rows) == ["data.csv:2:1 NOT_A_PERIOD", "data.csv:3:1 NOT_A_PERIOD"]
    assert list(figures(read(rows, year_start=4))) == [("East", "2009-04..2010-03"), ("East", "2010-04..2011-03")]
    months = "period,county,births\n2010-10,East,1\n2010-11,East,2\n"
    assert list(figures(read(months))) == [("East", "2010-10"), ("East", "2010-11")]


@pytest.mark.parametrize(("january", "april"), [("January", "April"), ("1", "4"), ("1月", "4月")])
def test_a_month_beside_such_a_year_is_the_one_of_that_year(january: str, april: str) -> None:
    rows = f"year,month,county,births\n2012-13,{january},East,1\n2012-13,{april},East,2\n"

    assert figures(read(rows, year_start=4)) == {("East", "2012-04"): {"births": 2}, ("East", "2013-01"): {"births": 1}}
    assert faults(rows) == ["data.csv:2:2 NOT_A_PERIOD", "data.csv:3:2 NOT_A_PERIOD"]


def test_a_quarter_beside_such_a_year_is_one_of_that_year() -> None:
    rows = "year,quarter,county,births\n2012-13,4,East,1\n"

    assert figures(read(rows, year_start=4)) == {("East", "2013-01..2013-03"): {"births": 1}}
