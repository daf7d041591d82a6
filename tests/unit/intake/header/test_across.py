"""Tables with a column for each period."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import Figures, faults, figures, message, read

BIRTHS: Figures = {
    ("North/Mill", "2013-01"): {"births": 3},
    ("North/Mill", "2013-02"): {"births": 2},
    ("North/Ford", "2013-01"): {"births": 1},
    ("North/Ford", "2013-02"): {"births": 0},
}
ROWS = "North,Mill,3,2\nNorth,Ford,1,0\n"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("2013 births.csv", f"town,village,Jan,Feb\n{ROWS}"),
        ("2013出生.csv", f"乡镇,村名,1月,2月\n{ROWS}"),
        ("data.csv", f"2013年各村出生人数分月统计表,,,\n乡镇,村名,1月,2月\n{ROWS}"),
        ("data.csv", f"Births by month,,,\ntown,village,2013-01,2013-02\n{ROWS}"),
        ("data.csv", f"town,village,births 2013-01,births 2013-02\n{ROWS}"),
        ("data.csv", f"乡镇,村名,2013年1月出生人数,2013年2月出生人数\n{ROWS}"),
        ("data.csv", f",,2013-01,2013-02\ntown,village,births,births\n{ROWS}"),
        ("data.csv", f"town,village,births,\n,,2013-01,2013-02\n{ROWS}"),
        ("2013.csv", f"乡镇,村名,出生人数,\n,,1月,2月\n{ROWS}"),
        ("births.csv", "town,village,year,Jan,Feb\nNorth,Mill,2013,3,2\nNorth,Ford,2013,1,0\n"),
    ],
)
def test_a_column_for_each_month(name: str, written: str) -> None:
    assert figures(read({name: written})) == BIRTHS


def test_several_counts_in_blocks() -> None:
    by_month = ",2024-01,,2024-02,\ntown,births,population,births,population\nEast,3,1000,4,1001\n"
    by_count = "town,births,,population,\n,2024-01,2024-02,2024-01,2024-02\nEast,3,4,1000,1001\n"

    right: Figures = {
        ("East", "2024-01"): {"births": 3, "population": 1000},
        ("East", "2024-02"): {"births": 4, "population": 1001},
    }
    assert figures(read(by_month)) == figures(read(by_count)) == right


def test_years_and_quarters_across() -> None:
    years = "county,births 2019,births 2020\nEast,30,40\n"
    quarters = "2019年出生人数,,\n乡镇,一季度,二季度\nEast,30,40\n"

    assert figures(read(years)) == {("East", "2019"): {"births": 30}, ("East", "2020"): {"births": 40}}
    assert list(figures(read(quarters)).values()) == [{"births": 30}, {"births": 40}]


def test_rows_may_say_the_year_of_the_months_of_each() -> None:
    table = read({"births.csv": "town,year,Oct,Jan\nEast,2012,3,4\nEast,2013,5,6\n"})

    assert {month: values["births"] for (_, month), values in figures(table).items()} == {
        "2012-01": 4,
        "2012-10": 3,
        "2013-01": 6,
        "2013-10": 5,
    }


def test_totals_across_are_left_out_and_held_against_their_row() -> None:
    """3 + 2 + 1 = 6 and 6 + 5 = 11; the second row says 4 for 1 + 0 + 2."""
    written = "乡镇,1月,2月,3月,一季度,4月,合计\n北岭镇,3,2,1,6,5,11\n南河镇,1,0,2,3,0,4\n"
    table = read({"2025出生人数.csv": written})

    assert sum(values["births"] or 0 for values in figures(table).values()) == 14
    [odd] = table.totals
    assert (odd.row, odd.column, odd.printed, odd.summed) == (3, 7, 4, 3)


@pytest.mark.parametrize("header", ["births Total", "Total births", "Births: total", "合计", "Total"])
def test_a_total_says_so_before_or_behind_its_count(header: str) -> None:
    table = read({"2019 births.csv": f"town,births 2019-01,births 2019-02,{header}\nEast,3,4,8\n"})

    assert [values["births"] for values in figures(table).values()] == [3, 4]
    assert [(odd.printed, odd.summed) for odd in table.totals] == [(8, 7)]


def test_a_total_across_of_a_stock_is_no_sum() -> None:
    table = read("town,population 2019-01,population 2019-02,population Total\nEast,100,101,101\n")

    assert [values["population"] for values in figures(table).values()] == [100, 101]
    assert not table.totals


def test_without_a_count_it_is_asked_which() -> None:
    written = "town,2013-01,2013-02\nEast,3,4\n"

    assert faults(written) == ["data.csv:1:2 WHICH_COUNT"]
    assert "columns: {2013-01: births}" in message(written)
    mapped = Columns({"2013-01": "births", "2013-02": "births"})
    assert len(figures(read(written, mapped))) == 2


@pytest.mark.parametrize(
    "title",
    [
        "出生死亡情况",
        "女婴出生人数",
        "planned births",
        "births of migrants by month",
        '"deaths, 65 years and over"',
        "65岁以上死亡人数",
        "deaths of the elderly",
    ],
)
def test_a_title_that_names_several_counts_or_a_part_says_none(title: str) -> None:
    assert faults(f"{title},,\n乡镇,2013-01,2013-02\n北岭镇,3,4\n") == ["data.csv:2:2 WHICH_COUNT"]


@pytest.mark.parametrize("title", ["1-3月出生人数", "National births by month", "Births 2013: 25 towns"])
def test_a_title_that_says_other_things_beside_the_count_narrows_nothing(title: str) -> None:
    assert figures(read(f"{title},,\n乡镇,2013-01,2013-02\n北岭镇,3,4\n"))[("北岭镇", "2013-01")] == {"births": 3}


def test_a_count_without_a_period_beside_columns_that_have_one_is_an_error() -> None:
    """Deaths are those of which months? Nobody would miss them if they were passed over."""
    assert faults({"2013 b.csv": "town,births Jan,births Feb,deaths\nEast,3,4,5\n"}) == ["2013 b.csv:1:4 NO_PERIOD"]


def test_a_title_to_date_asks_for_the_option() -> None:
    written = "Cumulative births,,,\ntown,2013-01,2013-02,2013-03\nEast,3,7,9\n"

    assert faults(written) == ["data.csv:1:1 TO_DATE"]
    taken = figures(read(written, Columns({}, cumulative=True)))
    assert [values["births"] for values in taken.values()] == [3, 4, 2]
    assert len(figures(read("Cumulative births,,\ntown,2012,2013\nEast,3,7\n"))) == 2


def test_without_a_year_it_is_asked_which() -> None:
    assert faults({"births.csv": "town,Jan,Feb\nEast,3,4\n"}) == ["births.csv:1:2 NO_YEAR"]


def test_two_columns_of_one_month_are_an_error() -> None:
    written = "town,births 2013-01,births Jan 2013,births 2013-02\nEast,3,3,4\n"

    assert faults(written) == ["data.csv:1:3 TWO_COLUMNS"]


def test_a_wrong_cell_has_its_place_in_the_file() -> None:
    assert faults({"2013 births.csv": "town,Jan,Feb\nEast,3,x\nWest,1.5,2\n"}) == [
        "2013 births.csv:3:2 NOT_A_COUNT",
        "2013 births.csv:2:3 NOT_A_COUNT",
    ]


def test_two_files_that_differ_are_told_with_the_column_of_the_month() -> None:
    files = {"2013 births.csv": "town,Jan,Feb\nEast,3,4\n", "other.csv": "town,month,births\nEast,2013-02,5\n"}

    assert faults(files) == ["other.csv:2:3 TWO_FIGURES"]
    assert "2013 births.csv:2:3" in message(files)


def test_a_table_with_a_column_of_months_has_no_periods_across() -> None:
    written = "town,month,births,births 2012-06\nEast,2013-06,3,9\n"

    assert figures(read(written)) == {("East", "2013-06"): {"births": 3}}
    assert any("births 2012-06" in str(one.text) for one in read(written).notices)


def test_rows_of_totals_are_known_in_all_their_months() -> None:
    table = read({"2013出生.csv": "乡镇,1月,2月\n北岭镇,3,4\n南河镇,1,2\n合计,4,6\n"})

    assert {area for area, _ in figures(table)} == {"北岭镇", "南河镇"}
    assert any("1 row of totals left out" in str(one.text) for one in table.notices)


def test_months_that_go_on_over_the_end_of_a_year_are_asked_about() -> None:
    assert faults({"births 2024.csv": "town,Nov,Dec,Jan,Feb\nEast,1,2,3,4\n"}) == ["births 2024.csv:1:4 NO_YEAR"]
    assert len(figures(read({"births 2024.csv": "town,Jan,Feb,Dec\nEast,1,2,3\n"}))) == 3
    assert len(figures(read({"2024出生.csv": "乡镇,10月,11月,12月,1月\n北岭镇,1,2,3,4\n"}))) == 4


def test_rows_that_go_on_over_the_end_of_a_year_are_asked_about() -> None:
    rows = "town,month,births\nEast,Nov,1\nEast,Dec,2\nEast,Jan,3\n"

    assert faults({"2024.csv": rows}) == ["2024.csv NO_YEAR"]
    many = "town,month,births\n" + "".join(
        f"T{town},{month},3\n" for month in ("Nov", "Dec", "Jan") for town in range(300)
    )
    assert faults({"2024.csv": many}) == ["2024.csv NO_YEAR"]
    assert len(figures(read({"2024.csv": "town,month,births\nEast,Jan,1\nEast,Dec,2\nWest,Jan,3\nWest,Dec,4\n"}))) == 4
    assert len(figures(read({"2024.csv": "乡镇,月份,出生\n北岭镇,10月,1\n北岭镇,12月,2\n北岭镇,1月,3\n"}))) == 3


@pytest.mark.parametrize("title", ["令和5年度 出生数", "Births, fiscal year 2024", "Births FY 2024"])
def test_months_of_a_fiscal_year_are_asked_for_their_years(title: str) -> None:
    across = f'"{title}",,\ntown,Jan,Dec\nEast,1,2\n'
    down = f'"{title}",,\ntown,month,births\nEast,Jan,1\nEast,Dec,2\n'

    assert faults(across) == faults(down) == ["data.csv:1:1 NO_YEAR"]
    assert faults({"令和5年度 births.csv": "town,month,births\nEast,Jan,1\n"}) == ["令和5年度 births.csv NO_YEAR"]


def test_a_chinese_year_is_that_of_the_calendar() -> None:
    table = read("2013年度各村出生人数统计表,,\n乡镇,1月,12月\n北岭镇,1,2\n")

    assert {month for _, month in figures(table)} == {"2013-01", "2013-12"}


def test_counts_of_one_sex_below_each_month_are_read_as_they_are() -> None:
    written = ",2024-01,,,2024-02,,\ntown,population,population male,population female" + (
        ",population,population male,population female\nEast,1000,480,520,1001,481,520\n"
    )

    assert figures(read(written))["East", "2024-02"] == {
        "population": 1001, "population_male": 481, "population_female": 520,
    }  # fmt: skip
