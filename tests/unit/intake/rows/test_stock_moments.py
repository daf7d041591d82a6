"""The moment at which a stock stands, where its date is the first of a month, and the flags of figures."""

from __future__ import annotations

from typing import Literal

import pytest

from popcalc.definitions.columns import Columns
from popcalc.doubts import DATE_ASSUMED, HIDDEN, Reading
from popcalc.periods import month_label
from popcalc.village_months import VillageMonths
from tests.unit.intake.reading import read
from tests.unit.intake.spreadsheets import Cell, xlsx

DATED = "date,village,population\n2013-04-01,Ash,1000\n2013-05-01,Ash,1100\n2013-06-01,Ash,1050\n"
YEARS = "date,village,population\n2013-01-01,Ash,1000\n2014-01-01,Ash,1100\n"


def people(found: VillageMonths) -> dict[str, int]:
    """Return the month-ends at which people are known."""
    months, figures = found.column("end").tolist(), found.column("population").tolist()
    return {month_label(month): figure for month, figure in zip(months, figures, strict=True) if figure >= 0}


def test_a_date_on_the_first_of_a_month_is_taken_for_the_month_and_flagged() -> None:
    found = read(DATED)
    assert people(found) == {"2013-04": 1000, "2013-05": 1100, "2013-06": 1050}
    assert found.doubts.flags == {DATE_ASSUMED: frozenset({"population"})}
    (notice,) = [one for one in found.notices if one.code == "DATE_ASSUMED"]
    assert "2013-04-01" in str(notice.text)


@pytest.mark.parametrize(
    "said", ["population as of", "population (as at 1 January)", "现在人口", "現在人口", "年初人口数"]
)
def test_words_of_a_header_put_it_at_the_date_itself(said: str) -> None:
    found = read(DATED.replace("population", said), Columns({said: "population"}))
    assert people(found) == {"2013-03": 1000, "2013-04": 1100, "2013-05": 1050}
    assert found.doubts.flags == {}


@pytest.mark.parametrize(
    "title", ["People as of the first day of each month", "各月一日现在人口", "人口（各月1日現在）"]
)
def test_words_of_a_title_do_so_too(title: str) -> None:
    found = read(f"{title}\n{DATED}")
    assert people(found) == {"2013-03": 1000, "2013-04": 1100, "2013-05": 1050}


def test_a_span_that_begins_on_the_first_of_january_is_no_moment() -> None:
    found = read(f"Population, 1 January to 30 June 2013\n{DATED}")
    assert found.doubts.flags == {DATE_ASSUMED: frozenset({"population"})}


@pytest.mark.parametrize(
    ("stock_at", "ends"),
    [("start", ["2013-03", "2013-04", "2013-05"]), ("end", ["2013-04", "2013-05", "2013-06"])],
)
def test_the_columns_file_decides(stock_at: Literal["start", "middle", "end"], ends: list[str]) -> None:
    found = read(DATED, Columns(stock_at=stock_at))
    assert list(people(found)) == ends
    assert found.doubts.flags == {}
    assert not [one for one in found.notices if one.code == "DATE_ASSUMED"]


@pytest.mark.parametrize(
    ("stock_at", "ends"),
    [("start", ["2012-12", "2013-12"]), ("middle", ["2013-06", "2014-06"]), ("end", ["2013-12", "2014-12"])],
)
def test_the_moment_of_a_year(stock_at: Literal["start", "middle", "end"], ends: list[str]) -> None:
    assert list(people(read(YEARS, Columns(stock_at=stock_at)))) == ends
    assert list(people(read(YEARS.replace("-01-01", ""), Columns(stock_at=stock_at)))) == ends


def test_people_counted_on_the_first_of_july_of_each_year_stand_at_that_day_where_this_is_said() -> None:
    july = YEARS.replace("-01-01", "-07-01")
    assert list(people(read(july, Columns(stock_at="start")))) == ["2013-06", "2014-06"]
    assert list(people(read("Population as of 1 July\n" + july))) == ["2013-06", "2014-06"]


def test_flows_of_the_same_row_stay_where_they_are() -> None:
    data = DATED.replace("population", "births,population").replace("Ash,", "Ash,3,")
    found = read(data, Columns(stock_at="start"))
    births = dict(zip(map(month_label, found.column("end")), found.column("births").tolist(), strict=True))
    assert {month: figure for month, figure in births.items() if figure >= 0} == dict.fromkeys(
        ("2013-04", "2013-05", "2013-06"), 3
    )
    assert list(people(found)) == ["2013-03", "2013-04", "2013-05"]


def test_a_month_a_last_day_or_a_named_opening_is_not_assumed() -> None:
    for data in (
        DATED.replace("-01,", ","),
        DATED.replace("04-01", "04-30").replace("05-01", "05-31").replace("06-01", "06-30"),
        DATED.replace("population", "population_start"),
        DATED.replace("population", "births"),
    ):
        assert read(data).doubts.flags == {}


def test_without_the_figures_of_a_flag_they_are_missing() -> None:
    found = read({"a.csv": DATED, "b.csv": "month,village,population\n2013-07,Ash,1200\n"})
    assert people(found.read_as(Reading(without=DATE_ASSUMED))) == {"2013-07": 1200}
    assert HIDDEN not in found.doubts.flags


FORMATS = {'yyyy"年"m"月"': False, "mmm-yy": False, "[$-404]e/m": False, "yyyy-mm-dd": True, "d/m": True}


@pytest.mark.parametrize(("code", "flagged"), FORMATS.items())
def test_a_workbook_that_shows_months_is_dated_by_them(code: str, flagged: bool) -> None:
    days = {41365: 1000, 41395: 1100}
    dates: list[list[Cell]] = [[f'< s="1"><v>{day}</v>', "Ash", people] for day, people in days.items()]
    found = read({"a.xlsx": xlsx({"S": [["month", "village", "population"], *dates]}, formats=[code])})
    assert people(found) == {"2013-04": 1000, "2013-05": 1100}
    assert (DATE_ASSUMED in found.doubts.flags) is flagged


@pytest.mark.parametrize("title", ["月初人口", "人口（毎月1日現在）", "Population at 1 January"])
def test_months_without_a_day_below_a_title_of_their_first_are_flagged(title: str) -> None:
    found = read(f'"{title}",,\nmonth,village,population\n2013-01,Ash,1000\n2013-02,Ash,1100\n')
    assert people(found) == {"2013-01": 1000, "2013-02": 1100}
    assert found.doubts.flags == {DATE_ASSUMED: frozenset({"population"})}
    at_start = read(
        f'"{title}",,\nmonth,village,population\n2013-01,Ash,1000\n2013-02,Ash,1100\n', Columns(stock_at="start")
    )
    assert people(at_start) == {"2012-12": 1000, "2013-01": 1100}


def test_a_title_of_the_end_of_a_month_is_none_of_its_first() -> None:
    found = read("Population as of 31 January 2013,,\nmonth,village,population\n2013-01,Ash,1000\n")
    assert found.doubts.flags == {}


OF_YEARS = "year,village,population,births\n2012,Ash,1000,10\n2013,Ash,1100,12\n"


@pytest.mark.parametrize(
    "title",
    [
        "Mid-year population", "Population as of 1 July", "Population at July 1st", "Population at the end of June",
        "年中人口", "7月1日人口", "6月底人口", "7月1日現在人口", "年央人口", "연앙인구", "7월 1일 기준 인구",
        "Población a mitad de año", "Población a 1 de julio", "População no meio do ano", "População em 1º de julho",
        "Population au milieu de l'année", "Situation au 1er juillet", "Penduduk pertengahan tahun",
        "Penduduk per 1 Juli", "Население на середину года", "Население на 1 июля", "السكان في منتصف العام",
        "السكان في 1 يوليو",
    ],
)  # fmt: skip
def test_a_title_of_the_middle_of_the_year_puts_stocks_of_years_there(title: str) -> None:
    found = read(f'"{title}",,,\n{OF_YEARS}')
    assert people(found) == {"2012-06": 1000, "2013-06": 1100}
    assert found.doubts.flags == {}
    births = dict(zip(map(month_label, found.column("end")), found.column("births").tolist(), strict=True))
    assert {month: figure for month, figure in births.items() if figure >= 0} == {"2012-12": 10, "2013-12": 12}


@pytest.mark.parametrize(
    ("title", "ends"),
    [
        ("Population as of 1 January", ["2011-12", "2012-12"]),
        ("人口（10月1日現在）", ["2012-09", "2013-09"]),
        ("Population on 15 November", ["2012-10", "2013-10"]),
        ("Population on 16 November", ["2012-11", "2013-11"]),
    ],
)
def test_a_title_of_another_day_of_the_year(title: str, ends: list[str]) -> None:
    assert list(people(read(f"{title},,,\n{OF_YEARS}"))) == ends


@pytest.mark.parametrize(
    "title",
    [
        "Population at the end of the year",
        "Population, printed on 1 July",
        "Report of 1 July",
        "Births and deaths, 1 January to 30 June",
        "年末人口",
        "制表日期：7月1日",
        "Población, actualizado al 1 de julio",
        "Year-end and mid-year population",
    ],
)
def test_a_title_of_the_years_end_of_a_span_or_of_the_making_moves_nothing(title: str) -> None:
    assert people(read(f'"{title}",,,\n{OF_YEARS}')) == {"2012-12": 1000, "2013-12": 1100}


@pytest.mark.parametrize("title", ["Population as of 1 July 2013", "令和5年7月1日現在人口", "人口 2013-07-01"])
def test_a_day_of_one_year_over_several_is_flagged(title: str) -> None:
    found = read(f"{title},,,\n{OF_YEARS}")
    assert people(found) == {"2012-12": 1000, "2013-12": 1100}
    assert found.doubts.flags == {DATE_ASSUMED: frozenset({"population"})}
    (notice,) = [one for one in found.notices if one.code == "DATE_ASSUMED"]
    assert "not all rows are of that year" in str(notice.text)


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("Population as of 1 July 2013", "year,village,population\n2013,Ash,1000\n"),
        ("Population as of 1 July 2013", "month,village,population\n2013-07,Ash,1000\n"),
        ("平成25年7月1日現在人口", "year,village,population\n2013,Ash,1000\n"),
        ("民國102年7月1日人口", "year,village,population\n2013,Ash,1000\n"),
    ],
)
def test_a_day_of_the_only_months_of_a_table(title: str, rows: str) -> None:
    found = read(f"{title},,\n{rows}")
    assert people(found) == {"2013-06": 1000}
    assert found.doubts.flags == {}


def test_months_below_a_day_of_another_month_stay_where_they_are() -> None:
    found = read("Population as of 1 July 2013,,\nmonth,village,population\n2013-05,Ash,1000\n2013-06,Ash,1100\n")
    assert people(found) == {"2013-05": 1000, "2013-06": 1100}
    assert found.doubts.flags == {}


@pytest.mark.parametrize("name", ["Mid-year population", "population as of 1 July", "年中人口"])
def test_the_name_of_a_file_or_a_sheet_says_it_too(name: str) -> None:
    rows = [row.split(",") for row in OF_YEARS.splitlines()]
    csv, book = read({f"{name}.csv": OF_YEARS}), read({"a.xlsx": xlsx({name: rows})})
    assert list(people(csv)) == list(people(book)) == ["2012-06", "2013-06"]


def test_the_header_of_a_column_is_nearer_than_the_title() -> None:
    at_end = OF_YEARS.replace("population", "年末人口")
    assert list(people(read(f"Mid-year figures,,,\n{at_end}"))) == ["2012-12", "2013-12"]
    columns = Columns({"people (1 July)": "population"})
    assert list(people(read(OF_YEARS.replace("population", "people (1 July)"), columns))) == ["2012-06", "2013-06"]


def test_dates_of_each_year_below_a_title_of_its_middle() -> None:
    assert list(people(read(f"Mid-year population,,\n{YEARS.replace('-01-01', '-07-01')}"))) == ["2013-06", "2014-06"]


def test_columns_of_years_below_a_title_of_their_middle() -> None:
    found = read("Population as of 1 July,,\nvillage,2012,2013\nAsh,1000,1100\n")
    assert people(found) == {"2012-06": 1000, "2013-06": 1100}


def test_columns_dated_on_the_first_of_a_month_are_flagged_as_rows_are() -> None:
    rows = "village,2013-04-01,2013-05-01\nAsh,1000,1100\n"
    found = read({"population.csv": rows})
    assert people(found) == {"2013-04": 1000, "2013-05": 1100}
    assert found.doubts.flags == {DATE_ASSUMED: frozenset({"population"})}
    assert people(read(f"Population as of the day,,\n{rows}")) == {"2013-03": 1000, "2013-04": 1100}
