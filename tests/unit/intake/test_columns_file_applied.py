"""What a columns file changes in reading."""

from __future__ import annotations

from typing import Literal

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, read


def test_custom_headers_mean_what_the_file_says() -> None:
    columns = Columns(headers={"Ward": "village", "Ward no": "village_code", "When": "period", "Babies": "births"})
    table = read(
        "Ward,Ward no,When,Babies,births\nA,1,2013-01,5,9\n", Columns(headers={**columns.headers, "births": "ignore"})
    )

    assert figures(table) == {("1", "2013-01"): {"births": 5}}
    assert faults("Ward,Ward no,When,Babies,births\nA,1,2013-01,5,9\n", columns) == ["data.csv:1:5 TWO_COLUMNS"]


@pytest.mark.parametrize("header", ["address", "full name", "姓名"])
def test_a_header_about_persons_cannot_be_ignored(header: str) -> None:
    files = f"village,month,births,{header}\nA,2013-01,5,x\n"

    assert faults(files, Columns(headers={header: "ignore"})) == ["data.csv:1:4 PERSONAL_DATA"]


def test_a_header_that_is_an_areas_after_all_may_be_said_to_be() -> None:
    table = read("address,month,births\nA,2013-01,5\n", Columns(headers={"address": "village"}))

    assert figures(table) == {("A", "2013-01"): {"births": 5}}


def test_code_levels_cut_the_areas_above_from_the_code() -> None:
    table = read("code,month,births\nAB-1,2013-01,5\nAC-1,2013-01,6\n", Columns(code_levels={"county": 1, "town": 2}))

    assert table.areas.levels == ("county", "town", "village")
    assert sorted(table.areas.keys) == ["A", "AB", "AB1", "AC", "AC1"]


def test_periods_are_read_by_the_form_that_the_file_gives() -> None:
    columns = Columns(period="%d/%m/%Y")

    assert list(figures(read("village,month,births\nA,30/06/2013,5\n", columns))) == [("A", "2013-06")]
    assert faults("village,month,births\nA,2013-06,5\nB,30/06/0013,5\n", columns) == [
        "data.csv:2:2 NOT_A_PERIOD",
        "data.csv:3:2 NOT_A_PERIOD",
    ]
    assert "does not have the form %d/%m/%Y" in message("village,month,births\nA,2013-06,5\n", columns)


ROWS = "village,month,births\nA,2013-01,-\nB,2013-01,\nC,2013-01,999\nD,2013-01,－９\nE,2013-01,3\n"


def births(columns: Columns) -> list[int | None]:
    return [found["births"] for found in figures(read(ROWS, columns)).values()]


def test_nil_marks_are_missing_unless_the_file_says_zero() -> None:
    assert births(Columns(nil_marks=("-9",))) == [None, None, 999, None, 3]
    assert births(Columns(nil="zero", nil_marks=("-9",))) == [0, None, 999, 0, 3]


def test_a_number_may_be_a_nil_mark_in_clean_columns_too() -> None:
    assert births(Columns(nil_marks=("-9", "999"))) == [None, None, None, None, 3]
    clean = "village,month,births\nA,2013-01,999\nB,2013-01,3\n"
    assert [found["births"] for found in figures(read(clean, Columns(nil_marks=("999",)))).values()] == [None, 3]


@pytest.mark.parametrize(("population", "expected"), [(None, 10), ("registered", 10), ("resident", 20)])
def test_the_population_that_is_meant_is_taken(
    population: Literal["registered", "resident"] | None, expected: int
) -> None:
    table = read("村,月份,户籍人口,常住人口\nA,2013-01,10,20\n", Columns(population=population))

    assert figures(table)["A", "2013-01"]["population"] == expected


def test_of_two_columns_for_the_population_the_one_that_is_meant_is_taken() -> None:
    text = "村,月份,户籍人口,期末常住人口数\nA,2013-01,10,20\n"

    assert faults(text) == ["data.csv:1:4 TWO_COLUMNS"]
    assert figures(read(text, Columns(population="registered")))["A", "2013-01"] == {
        "population": 10,
        "population_resident": 20,
    }
    assert figures(read(text, Columns(population="resident")))["A", "2013-01"] == {
        "population": 20,
        "population_registered": 10,
    }


FILES = {
    "events.csv": "village,month,births,deaths\nA,2013-01,1,\nB,2013-02,2,3\n",
    "population.csv": "village,month,population\nA,2013-01,10\nB,2013-01,20\nC,2013-01,30\nC,2013-03,30\n",
}


def test_absent_rows_are_missing_by_default() -> None:
    assert figures(read(FILES))["C", "2013-01"] == {"population": 30}


def test_absent_rows_are_zero_when_asked_in_months_that_have_events() -> None:
    table = read(FILES, Columns(absent="zero"))

    assert figures(table) == {
        ("A", "2013-01"): {"births": 1, "deaths": None, "population": 10},
        ("A", "2013-02"): {"births": 0, "deaths": 0},
        ("B", "2013-01"): {"births": 0, "deaths": 0, "population": 20},
        ("B", "2013-02"): {"births": 2, "deaths": 3},
        ("C", "2013-01"): {"births": 0, "deaths": 0, "population": 30},
        ("C", "2013-02"): {"births": 0, "deaths": 0},
        ("C", "2013-03"): {"population": 30},
    }


def test_a_row_that_is_there_and_says_nothing_stays_missing() -> None:
    table = read("village,month,births\nA,2013-01,\nB,2013-01,1\n", Columns(absent="zero"))

    assert figures(table) == {("A", "2013-01"): {"births": None}, ("B", "2013-01"): {"births": 1}}


def test_months_within_a_longer_run_are_not_absent() -> None:
    files = {"a.csv": "village,month,births\nA,2013Q1,5\nB,2013-01,1\nB,2013-02,1\n", "b.csv": FILES["population.csv"]}
    table = read(files, Columns(absent="zero"))

    assert {key: found["births"] for key, found in figures(table).items() if "births" in found} == {
        ("A", "2013-01..2013-03"): 5,
        ("B", "2013-01"): 1,
        ("B", "2013-02"): 1,
        ("C", "2013-01"): 0,
        ("C", "2013-02"): 0,
    }
