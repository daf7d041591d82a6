"""Columns of days and weeks beside one of months or years: such rows are no parts to be added up."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, read

WEEKS = (
    "region,start_date,year,week,population,deaths\nEast,30/12/2019,2020,1,1000,3\n"
    "East,06/01/2020,2020,2,1000,4\nEast,13/01/2020,2020,3,1000,2\n"
)


def _rows(header: str, *days: str, months: str = "2020") -> str:
    rows = [f"{area},{months},{day},{spot + 1}\n" for area in "AB" for spot, day in enumerate(days)]
    return f"{header}\n{''.join(rows)}"


@pytest.mark.parametrize(
    ("header", "months", "days", "column"),
    [
        ("town,year,week,deaths", "2020", ("1", "2", "3"), 3),
        ("town,year,Epi week,deaths", "2020", ("1", "2", "3"), 3),
        ("town,year,span,deaths", "2020", ("Week 1", "Week 2"), 3),
        ("town,year,span,deaths", "2020", ("2020-W01", "2020-W02"), 3),
        ("乡镇,年份,周,死亡人数", "2020", ("第1周", "第2周"), 3),
        ("municipio,año,semana,defunciones", "2020", ("1", "2", "3"), 3),
        ("town,year,month,day,deaths", "2020,1", ("5", "6", "7"), 4),
        ("town,month,visit date,deaths", "2020-01", ("2020-01-05", "2020-01-06"), 3),
        ("town,month,when,deaths", "2020-01", ("05/01/2020", "06/01/2020"), 3),
    ],
)
def test_rows_of_days_and_weeks_are_no_parts(header: str, months: str, days: tuple[str, ...], column: int) -> None:
    written = _rows(header, *days, months=months)
    name = header.split(",")[column - 1]

    assert faults(written) == [f"data.csv:3:{column} ROWS_OF_DAYS"]
    assert faults(written, Columns(sum_over=(name,))) == [f"data.csv:2:{column} ROWS_OF_DAYS"]
    assert "--sum-over" not in message(written)


def test_the_dates_are_read_as_the_message_says() -> None:
    assert "`columns: {start_date: period, year: ignore}` reads their dates and `events: daily`" in message(WEEKS)
    assert faults(WEEKS, Columns(sum_over=("week",))) == ["data.csv:2:4 ROWS_OF_DAYS"]
    columns = Columns(headers={"start_date": "period", "year": "ignore"}, events="daily")
    assert figures(read(WEEKS, columns)) == {
        ("East", "2019-12"): {"population": 1000, "deaths": 3},
        ("East", "2020-01"): {"population": 1000, "deaths": 6},
    }


def test_a_column_that_splits_rows_beside_their_weeks_does_not_hide_these() -> None:
    rows = "".join(f"A,2020,{week},{sex},{week}\n" for week in (1, 2, 3) for sex in ("Male", "Female"))

    assert faults(f"town,year,week,sex,deaths\n{rows}") == ["data.csv:4:3 ROWS_OF_DAYS"]
    assert faults(f"town,year,week,sex,deaths\n{rows}", Columns(sum_over=("sex",))) == ["data.csv:4:3 ROWS_OF_DAYS"]


def test_dates_that_another_column_explains_or_that_are_of_sending_are_no_days_of_rows() -> None:
    changed = "month,town,sex,births,changed\n2020-01,A,Male,3,2020-02-01\n2020-01,A,Female,4,2020-02-03\n"

    assert "--sum-over sex gives all figures" in message(changed)
    assert figures(read(changed, Columns(sum_over=("sex",)))) == {("A", "2020-01"): {"births": 7}}
    sent = "town,month,date submitted,births\nA,2020-01,2020-02-05,3\nA,2020-01,2020-02-06,4\nB,2020-01,2020-02-07,2\n"
    assert faults(sent) == ["data.csv:3:3 DIMENSION"]
    assert "--sum-over" not in message(sent)


@pytest.mark.parametrize("values", [("W1", "W2"), ("Weekday", "Weekend"), ("1", "2")])
def test_values_that_are_no_days_are_parts_as_before(values: tuple[str, str]) -> None:
    written = _rows("town,year,kind,deaths", *values)

    assert figures(read(written, Columns(sum_over=("kind",))))["A", "2020"] == {"deaths": 3}
