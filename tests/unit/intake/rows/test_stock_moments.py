"""The moment at which a stock stands, where its date is the first of a month, and the flags of figures."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.doubts import DATE_ASSUMED, HIDDEN, Reading
from popcalc.periods import month_label
from popcalc.table import VillageMonths
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
def test_the_columns_file_decides(stock_at: str, ends: list[str]) -> None:
    found = read(DATED, Columns(stock_at=stock_at))
    assert list(people(found)) == ends
    assert found.doubts.flags == {}
    assert not [one for one in found.notices if one.code == "DATE_ASSUMED"]


@pytest.mark.parametrize(
    ("stock_at", "ends"),
    [("start", ["2012-12", "2013-12"]), ("middle", ["2013-06", "2014-06"]), ("end", ["2013-12", "2014-12"])],
)
def test_the_moment_of_a_year(stock_at: str, ends: list[str]) -> None:
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
