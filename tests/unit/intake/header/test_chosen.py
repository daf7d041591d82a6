"""Columns that are chosen from or added up over, found by what they are called."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, notices, read

ROWS = (
    "月份,乡镇,性别,status,births\n"
    "2013-06,北岭镇,男,final,5\n2013-06,北岭镇,女,final,4\n2013-06,南河镇,男,draft,3\n2013-06,南河镇,女,final,2\n"
)


@pytest.mark.parametrize("name", ["性别", " 性 别 ", "3"])
def test_a_column_is_called_by_its_header_or_its_number(name: str) -> None:
    assert figures(read(ROWS, Columns(where={name: ("女",)}))) == {
        ("北岭镇", "2013-06"): {"births": 4},
        ("南河镇", "2013-06"): {"births": 2},
    }


@pytest.mark.parametrize("name", ["乡镇", "town"])
def test_a_column_that_is_read_is_called_by_what_it_holds_too(name: str) -> None:
    chosen = Columns(where={name: ("南河镇",), "性别": ("男",)})

    assert figures(read(ROWS, chosen)) == {("南河镇", "2013-06"): {"births": 3}}


def test_values_are_compared_whatever_their_case_and_width() -> None:
    chosen = Columns(where={"STATUS": ("ＦＩＮＡＬ",), "性别": ("男",)})

    assert figures(read(ROWS, chosen)) == {("北岭镇", "2013-06"): {"births": 5}}


def test_a_column_that_no_file_has_is_an_error_that_lists_those_there_are() -> None:
    assert "no column sta (did you mean status?); the columns are 月份, 乡镇, 性别, status, births" in message(
        ROWS, Columns(where={"sta": ("final",)})
    )


def test_a_value_that_no_row_has_is_an_error_that_lists_those_there_are() -> None:
    chosen = Columns(where={"status": ("final", "finl"), "性别": ("女",)})

    assert faults(ROWS, chosen) == ["data.csv:1:4 UNKNOWN_VALUE"]
    assert "no row has “finl” in the column status (did you mean final?); there are draft, final" in message(
        ROWS, chosen
    )


def test_a_column_that_is_empty_and_a_file_without_rows() -> None:
    chosen = Columns(where={"sex": ("Male",)})
    header = "month,town,sex,births\n"

    assert "no row has “Male” in the column sex; there are “”" in message(f"{header}2013-06,N,,3\n", chosen)
    assert figures(read(f"{header}2013-06,N,,3\n2013-06,S,x,2\n", Columns(where={"sex": ("",)}))) == {
        ("N", "2013-06"): {"births": 3}
    }
    assert faults(header, chosen) == ["data.csv NO_ROWS"]
    assert faults(header, Columns(sum_over=("sex",))) == ["data.csv NO_ROWS"]


def test_values_that_no_row_has_together_leave_nothing() -> None:
    chosen = Columns(where={"status": ("draft",), "性别": ("女",)})

    assert faults(ROWS, chosen) == ["data.csv NO_ROWS"]
    assert "no row has all the values that are chosen" in message(ROWS, chosen)


def test_a_file_without_the_column_is_read_whole_and_said() -> None:
    files = {"births.csv": ROWS.replace("女", "合计"), "deaths.csv": "month,town,deaths\n2013-06,北岭镇,7\n"}
    table = read(files, Columns(where={"性别": ("合计",)}))

    assert figures(table)["北岭镇", "2013-06"] == {"births": 4, "deaths": 7}
    assert "NO_CHOICE" in notices(table)


def test_columns_of_one_name_are_told_apart_by_number() -> None:
    doubled = ROWS.replace("status", "性别")

    assert faults(doubled, Columns(where={"性别": ("女",)})) == ["data.csv:1:4 TWO_COLUMNS"]
    assert "columns 3, 4 are all called 性别" in message(doubled, Columns(where={"性别": ("女",)}))


def test_rows_are_not_added_up_over_a_column_that_is_read() -> None:
    assert faults(ROWS, Columns(sum_over=("乡镇",))) == ["data.csv:1:2 SUM_OVER"]


def test_a_column_may_be_chosen_from_and_added_up_over() -> None:
    rows = "month,town,age,births\n" + "".join(
        f"2013-06,N,{age},{n}\n" for age, n in (("0-4", 3), ("5-9", 2), ("0-14", 9))
    )

    assert figures(read(rows, Columns(where={"age": ("0-4", "5-9")}, sum_over=("age",)))) == {
        ("N", "2013-06"): {"births": 5}
    }


def test_a_column_of_figures_may_be_chosen_from() -> None:
    rows = "month,town,births,deaths\n2013-05,N,5,1\n2013-06,N,05,2\n2013-07,N,7,3\n"

    assert figures(read(rows, Columns(where={"births": ("5",)}))) == {("N", "2013-05"): {"births": 5, "deaths": 1}}


def test_rows_of_a_second_table_are_chosen_as_well() -> None:
    rows = "month,town,sex,births\n2013-05,N,Male,5\nmonth,town,sex,deaths\n2013-05,N,Male,1\n2013-05,N,Female,2\n"

    table = read(rows, Columns(where={"sex": ("Male",)}))
    assert figures(table) == {("N", "2013-05"): {"births": 5, "deaths": 1}}


def test_some_persons_are_not_held_against_everybody_of_another_file() -> None:
    files = {
        "events.csv": "month,village,sex,births\n2013-06,Mill,Female,3\n2013-06,Mill,Total,7\n",
        "people.csv": "month,village,population\n2013-06,Mill,900\n",
    }

    assert faults(files, Columns(where={"sex": ("Female",)})) == ["people.csv:1 NO_CHOICE"]
    assert figures(read(files, Columns(where={"sex": ("Total",)}))) == {
        ("Mill", "2013-06"): {"births": 7, "population": 900}
    }
