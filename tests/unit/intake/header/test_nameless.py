"""Tables of one area that nothing names."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, notices, read
from tests.unit.intake.spreadsheets import xlsx

MONTHS = "month,births\n2013-05,3\n2013-06,4\n"
ROWS: list[list[str | int | float | None]] = [["month", "births"], ["2013-05", 3], ["2013-06", 4]]


def test_a_table_alone_with_a_row_for_each_month_is_of_one_area_called_after_its_file() -> None:
    table = read({"totals/nation.csv": MONTHS})

    assert figures(table) == {("nation", "2013-05"): {"births": 3}, ("nation", "2013-06"): {"births": 4}}
    assert notices(table) == ["NO_NAME"]


def test_a_sheet_alone_gives_the_name() -> None:
    book = {"book.xlsx": xlsx({"registered": ROWS, "happened": ROWS})}

    assert {area for area, _ in figures(read(book, sheets=["registered"]))} == {"registered"}


def test_a_sheet_called_after_the_whole_makes_no_totals_of_its_rows() -> None:
    book = {"book.xlsx": xlsx({"全国": ROWS, "happened": ROWS})}

    assert {area for area, _ in figures(read(book, sheets=["全国"]))} == {"book"}


@pytest.mark.parametrize(
    "written",
    [
        # A month twice: two areas, or a month that is corrected.
        "month,births\n2013-05,3\n2013-06,4\n2013-06,4\n",
        # What is said in words beside the months may be areas.
        "month,post,births\n2013-05,Ann,3\n2013-06,Ford,4\n",
    ],
)
def test_what_may_be_of_several_areas_is_asked(written: str) -> None:
    assert faults(written) == ["data.csv:1 NO_AREA"]


def test_two_files_without_areas_are_asked_about() -> None:
    assert faults({"a.csv": MONTHS, "b.csv": MONTHS}) == ["a.csv:1 NO_AREA", "b.csv:1 NO_AREA"]


def test_the_columns_file_names_it() -> None:
    table = read(MONTHS, Columns(area={"": "Northhill"}))

    assert {area for area, _ in figures(table)} == {"Northhill"}
    assert notices(table) == []


def test_sheets_without_areas_are_read_one_alone_and_the_options_are_named() -> None:
    book = {"book.xlsx": xlsx({"全国(登记)": ROWS, "全国(发生)": ROWS})}

    assert faults(book) == ["book.xlsx[全国(发生)]:1 NO_AREA", "book.xlsx[全国(登记)]:1 NO_AREA"]
    assert '--sheet "全国(登记)"' in message(book)


def test_a_line_of_units_names_no_area() -> None:
    table = read({"nation.csv": f"单位：人；‰,\n{MONTHS}"})

    assert {area for area, _ in figures(table)} == {"nation"}


def test_the_column_of_names_is_the_first_that_may_be_of_areas() -> None:
    written = {"2013-06.csv": "Statistic,cases,births\nAton,3,4\nBton,5,6\n"}

    assert "columns: {Statistic: village}: Statistic, cases" in message(written)
