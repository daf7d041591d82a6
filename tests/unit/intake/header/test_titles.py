"""Names and titles that say of a table that it covers several months, or the year to date."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, notices, read
from tests.unit.intake.spreadsheets import xlsx

TABLE = "村名,出生人数\n松谷村,{births}\n"
MAY_AND_TO_JUNE = {"2013年5月.csv": TABLE.format(births=3), "2013年6月累计.csv": TABLE.format(births=10)}


def test_a_file_named_cumulative_is_not_added_to_those_of_its_months() -> None:
    assert faults(MAY_AND_TO_JUNE) == ["2013年6月累计.csv:2:2 OVERLAP"]


def test_a_file_named_cumulative_is_turned_into_months_when_asked() -> None:
    assert figures(read(MAY_AND_TO_JUNE, Columns(cumulative=True))) == {
        ("松谷村", "2013-01..2013-05"): {"births": 3},
        ("松谷村", "2013-06"): {"births": 7},
    }


@pytest.mark.parametrize(
    ("title", "months"),
    [
        ("2013年1-6月累计情况表", "2013-01..2013-06"),
        ("1-6月情况表", "2013-01..2013-06"),
        ("2013年上半年", "2013-01..2013-06"),
        ("2013年7月", "2013-07"),
        ("Births, July 2013", "2013-07"),
    ],
)
def test_a_title_that_says_other_months_than_the_files_name_is_taken_as_the_nearer(title: str, months: str) -> None:
    table = read({"2013年6月.csv": f'"{title}"\n' + TABLE.format(births=3)})

    assert figures(table) == {("松谷村", months): {"births": 3}}
    assert notices(table) == ["TITLE_ROWS", "NAME_PERIOD"]


@pytest.mark.parametrize("title", ["2013年人口累计表", "Births and deaths, cumulative, January to month 6 of 2013"])
def test_a_title_to_date_makes_the_month_of_the_name_the_last_one(title: str) -> None:
    table = read({"2013年6月.csv": f'"{title}"\n' + TABLE.format(births=3)})

    assert figures(table) == {("松谷村", "2013-01..2013-06"): {"births": 3}}
    assert notices(table) == ["TITLE_ROWS", "TITLE_PERIOD"]


def test_titles_to_date_over_several_months_ask_for_the_option() -> None:
    files = {f"2013年{month}月.csv": "2013年人口累计表\n" + TABLE.format(births=month) for month in (5, 6)}

    assert faults(files) == ["2013年6月.csv:3:2 OVERLAP"]
    assert figures(read(files, Columns(cumulative=True)))["松谷村", "2013-06"] == {"births": 1}


def test_a_title_to_date_may_speak_of_columns_beside_those_of_the_month() -> None:
    header = "村名,出生人数,累计出生人数\n松谷村,3,10\n"
    for title in ("2013年6月人口情况（本月及累计）", "2013年1-6月累计情况表"):
        rows = f"{title}\n月份,{header}".replace("\n松谷村", "\n2013-06,松谷村")
        assert figures(read(rows)) == {("松谷村", "2013-06"): {"births": 3}}
    for title in ("2013年人口（含累计）", "2013年6月人口情况（本月及累计）", "2013年1-6月累计情况表"):
        assert figures(read({"2013年6月.csv": f"{title}\n{header}"})) == {("松谷村", "2013-06"): {"births": 3}}


@pytest.mark.parametrize("title", ["Births to date", "Nacimientos hasta la fecha", "今年以来出生情况", "출생 연초부터"])
def test_a_title_to_date_over_single_months_asks(title: str) -> None:
    rows = f"{title}\n月份,村名,出生人数\n2013-01,松谷村,3\n2013-02,松谷村,5\n"

    assert faults(rows) == ["data.csv:1:1 TITLE_PERIOD"]
    assert figures(read(rows, Columns(cumulative=True)))["松谷村", "2013-02"] == {"births": 2}


@pytest.mark.parametrize("name", ["births_to_date_2013.csv", "2013年出生累计.csv"])
def test_the_name_of_a_file_of_single_months_that_says_to_date_asks(name: str) -> None:
    rows = "月份,村名,出生人数\n2013-01,松谷村,3\n2013-02,松谷村,5\n"
    across = "村名,1月,2月\n松谷村,3,5\n"

    assert faults({name: rows}) == [f"{name} NAME_TO_DATE"]
    assert faults({name: across}) == [f"{name} NAME_TO_DATE"]
    assert figures(read({name: across}, Columns(cumulative=True)))["松谷村", "2013-02"] == {"births": 2}
    assert figures(read({"births up-to-date 2013.csv": rows}))["松谷村", "2013-02"] == {"births": 5}


def test_a_birth_cum_death_register_is_not_cumulative() -> None:
    table = read({"2013-06.csv": "Birth cum death register\n" + TABLE.format(births=3)})

    assert figures(table) == {("松谷村", "2013-06"): {"births": 3}}


@pytest.mark.parametrize(
    ("file", "title", "months"),
    [
        ("a.csv", "2013年6月人口变动情况统计表", "2013-06"),
        ("b.csv", "Births and deaths by district - January 2023", "2023-01"),
        ("2013/报表.csv", "6月人口变动情况", "2013-06"),
        ("2013-06.csv", "Births. Printed on 3 July 2013", "2013-06"),
    ],
)
def test_a_title_says_the_month_where_no_column_does(file: str, title: str, months: str) -> None:
    assert figures(read({file: f"{title}\n" + TABLE.format(births=3)})) == {("松谷村", months): {"births": 3}}


@pytest.mark.parametrize(
    ("files", "label"),
    [
        ({"a.csv": "2013年统计\n月份,村名,出生人数\n6月,松谷村,3\n"}, "2013-06"),
        ({"2013年.csv": "月份,村名,出生人数\n6,松谷村,3\n"}, "2013-06"),
        ({"2013/births.csv": "month,village,births\nJune,松谷村,3\n"}, "2013-06"),
        ({"births_201306.csv": "year,village,births\n2013,松谷村,3\n"}, "2013-06"),
        ({"report 2013.csv": "year,village,births\n2012,松谷村,3\n"}, "2012"),
        ({"a.csv": "year,quarter,village,births\n2013,2,松谷村,3\n"}, "2013-04..2013-06"),
        ({"a.csv": "年份,季度,村名,出生人数\n2013,二季度,松谷村,3\n"}, "2013-04..2013-06"),
        ({"a.csv": "year,Mes_reg,village,births\n2013,6,松谷村,3\n"}, "2013-06"),
        ({"a.csv": "year,mth,village,births\n2013,6,松谷村,3\n"}, "2013-06"),
        ({"a.csv": "year,part,village,births\n2013,上半年,松谷村,3\n2013,下半年,松谷村,4\n"}, "2013-01..2013-06"),
    ],
)
def test_each_part_of_a_period_comes_from_the_nearest_that_says_it(files: dict[str, str], label: str) -> None:
    assert next(iter(figures(read(files)))) == ("松谷村", label)


def test_a_year_of_two_names_below_a_years_header_needs_its_first_month() -> None:
    rows = "village,year,births\n松谷村,2012-13,30\n"

    assert faults({"a.csv": rows}) == ["a.csv:2:2 NOT_A_PERIOD"]
    assert figures(read(rows, year_start=10)) == {("松谷村", "2012-10..2013-09"): {"births": 30}}


def test_dates_on_one_day_of_each_year_are_years_also_where_the_first_year_fills_the_beginning() -> None:
    rows = "".join(f"{year}-01-01,A{village},{village}\n" for year in (2019, 2020) for village in range(6000))
    table = read(f"date,village,births\n{rows}Source: registry,,\n")

    assert {months for _, months in figures(table)} == {"2019", "2020"}
    monthly = read(f"date,village,births\n{rows}2020-02-01,A1,3\n")
    assert {months for _, months in figures(monthly)} == {"2019-01", "2020-01", "2020-02"}


def test_dates_on_one_day_of_each_year_are_years() -> None:
    rows = "village,date,births\nA,2019-01-01,1200\nA,2020-01-01,1210\n"

    assert figures(read(rows)) == {("A", "2019"): {"births": 1200}, ("A", "2020"): {"births": 1210}}


@pytest.mark.parametrize("title", ["2013年6月人口情况", "2013年度人口情况", "填报日期：2013年7月3日", "北岭镇人口情况"])
def test_a_title_that_says_no_other_months_is_not(title: str) -> None:
    assert notices(read({"2013年6月.csv": f"{title}\n" + TABLE.format(births=3)})) == ["TITLE_ROWS"]


def test_a_title_over_rows_that_say_their_months() -> None:
    above = "2013年1-6月累计情况表\n月份,村名,出生人数\n"

    assert faults(f"{above}2013-06,松谷村,3\n") == ["data.csv:1:1 TITLE_PERIOD"]
    assert faults(f"{above}2013-05,松谷村,3\n2013-06,松谷村,5\n") == ["data.csv:1:1 TITLE_PERIOD"]
    assert figures(read(f"{above}2013-01..2013-06,松谷村,3\n")) == {("松谷村", "2013-01..2013-06"): {"births": 3}}


@pytest.mark.parametrize("title", ["2013年5月出生情况", "2013年1-6月出生情况", "Births, July 2013"])
def test_a_title_of_other_months_than_the_column_is_an_error(title: str) -> None:
    assert faults(f'"{title}"\n月份,村名,出生人数\n2013-06,松谷村,3\n') == ["data.csv:1:1 TITLE_PERIOD"]


def county(months: Iterable[str], villages: int = 300) -> str:
    """Rows of a county, each month of all its villages before the next: the first rows are all of one month."""
    return "".join(f"{month},村{number},3\n" for month in months for number in range(villages))


HALF_A_YEAR = [f"2013-{month:02}" for month in range(1, 7)]


@pytest.mark.parametrize("villages", [20, 300, 2000])
def test_a_title_of_half_a_year_may_stand_over_rows_of_its_months(villages: int) -> None:
    rows = county(HALF_A_YEAR, villages)

    table = read(f"2013年1-6月出生情况\n月份,村名,出生人数\n{rows}")
    assert len(table.rows) == 6 * villages
    assert table.rows["births"].sum() == 18 * villages
    assert faults(f"2013年1-6月累计\n月份,村名,出生人数\n{rows}") == ["data.csv:1:1 TITLE_PERIOD"]


@pytest.mark.parametrize("villages", [20, 300, 4000])
def test_a_title_of_half_a_year_over_rows_of_one_month_is_an_error_however_many(villages: int) -> None:
    rows = county(["2013-06"], villages)

    assert faults(f"2013年1-6月出生情况\n月份,村名,出生人数\n{rows}") == ["data.csv:1:1 TITLE_PERIOD"]


@pytest.mark.parametrize("villages", [20, 300])
def test_figures_to_date_are_told_where_a_later_month_comes_far_down(villages: int) -> None:
    rows = county(HALF_A_YEAR, villages)

    assert faults(f"2013年累计\n月份,村名,出生人数\n{rows}") == ["data.csv:1:1 TITLE_PERIOD"]
    assert faults({"2013年累计.csv": f"月份,村名,出生人数\n{rows}"}) == ["2013年累计.csv NAME_TO_DATE"]


def test_a_sheet_is_of_a_month_that_comes_far_down() -> None:
    def book(months: Iterable[str]) -> dict[str, bytes]:
        lines = county(months).splitlines()
        return {"book.xlsx": xlsx({"6月": [["月份", "村名", "出生人数"], *(line.split(",") for line in lines)]})}

    assert read(book(HALF_A_YEAR)).rows["births"].sum() == 18 * 300
    assert faults(book(HALF_A_YEAR[:5])) == ["book.xlsx SHEET_PERIOD"]


def test_a_title_to_date_is_as_it_should_be_where_figures_to_date_are_read() -> None:
    files = {"2013年6月.csv": "2013年1-6月累计情况表\n" + TABLE.format(births=3)}

    assert notices(read(files, Columns(cumulative=True))) == ["TITLE_ROWS", "CUMULATIVE"]


def test_a_count_below_a_word_for_the_month_is_no_month() -> None:
    """One death of an infant in each village: 1 is no January."""
    form = "2013年6月统计表,,\n村名,本月死亡人数,\n,合计,其中：婴儿死亡\nA,3,1\nB,2,1\n"

    assert figures(read(form)) == {
        ("A", "2013-06"): {"deaths": 3, "deaths_infant": 1},
        ("B", "2013-06"): {"deaths": 2, "deaths_infant": 1},
    }
