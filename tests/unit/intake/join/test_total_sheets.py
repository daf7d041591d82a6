"""Sheets that add up the others of their workbook."""

from __future__ import annotations

import pytest

from popcalc.intake.header.total_sheets import is_of_a_total
from tests.unit.intake.reading import Figures, faults, figures, message, notices, read
from tests.unit.intake.spreadsheets import Cell, xlsx

RIGHT: Figures = {
    ("Alder", "2023-01"): {"births": 4, "population": 100},
    ("Birch", "2023-01"): {"births": 5, "population": 200},
    ("Alder", "2023-02"): {"births": 1, "population": 101},
    ("Birch", "2023-02"): {"births": 2, "population": 202},
}


def sheet(*rows: tuple[str, int, int]) -> list[list[Cell]]:
    head: list[Cell] = ["village", "births", "population"]
    cells: list[list[Cell]] = [[*row] for row in rows]
    return [head, *cells]


def book(name: str, *rows: tuple[str, int, int], months: tuple[str, str] = ("Jan", "Feb")) -> dict[str, bytes]:
    """Return a book of two months and one more sheet."""
    january, february = months
    of_months = {
        january: sheet(("Alder", 4, 100), ("Birch", 5, 200)),
        february: sheet(("Alder", 1, 101), ("Birch", 2, 202)),
    }
    return {"2023.xlsx": xlsx({**of_months, name: sheet(*rows)})}


@pytest.mark.parametrize("name", ["Total", "合计", "全年", "汇总", "Rekap", "2023 Total", "2023年"])
def test_a_sheet_of_the_year_beside_its_months_is_left_out(name: str) -> None:
    table = read(book(name, ("Alder", 5, 101), ("Birch", 7, 202), months=("1月", "2月")))

    assert figures(table) == RIGHT
    assert "TOTAL_SHEET" in notices(table)


def test_a_difference_is_said_with_its_place() -> None:
    table = read(book("Total", ("Alder", 5, 101), ("Birch", 8, 202)))

    assert figures(table) == RIGHT
    assert [(one.row, one.column, one.printed, one.summed) for one in table.totals] == [(3, 2, 8, 7)]


def test_figures_that_are_none_of_the_sums_are_an_error_that_names_the_option() -> None:
    files = book("Total", ("Alder", 50, 7), ("Birch", 80, 9))

    assert faults(files) == ["2023.xlsx[Total]:2:2 TOTAL_SHEET"]
    assert "--sheet" in message(files)


def test_an_area_that_no_other_sheet_has_is_an_error_that_names_it() -> None:
    files = book("Total", ("Alder", 5, 101), ("Cedar", 8, 90))

    assert faults(files) == ["2023.xlsx[Total]:3 TOTAL_SHEET"]
    assert "Cedar" in message(files)


def test_a_total_that_says_no_month_is_left_out_and_said() -> None:
    files = book("Total", ("Alder", 5, 101), months=("2023-01", "2023-02"))
    table = read({"book.xlsx": files["2023.xlsx"]})

    assert figures(table) == RIGHT
    assert "held against nothing" in str(next(one.text for one in table.notices if one.code == "TOTAL_SHEET"))


@pytest.mark.parametrize("level", ["village", "town"])
def test_a_sheet_of_all_towns_beside_their_own(level: str) -> None:
    head: list[Cell] = ["village", "month", "births"]
    towns: dict[str, list[list[Cell]]] = {
        "North Town": [head, ["Alder", "2023-01", 4], ["Birch", "2023-01", 5]],
        "South Town": [head, ["Cedar", "2023-01", 6], ["Dogwood", "2023-01", 7]],
    }
    rows: list[list[Cell]] = [row for one in towns.values() for row in one[1:]]
    if level == "town":
        rows = [["North Town", "2023-01", 9], ["South Town", "2023-01", 13]]
    table = read({"towns.xlsx": xlsx({**towns, "Total": [[level, "month", "births"], *rows]})})

    assert sum(one["births"] or 0 for one in figures(table).values()) == 22
    assert len(figures(table)) == 4


def test_a_sheet_with_a_count_of_its_own_is_no_total() -> None:
    files = {
        "2023.xlsx": xlsx(
            {
                "Jan": [["village", "births"], ["Alder", 4]],
                "Feb": [["village", "births"], ["Alder", 1]],
                "Total": [["village", "population"], ["Alder", 100]],
            }
        )
    }

    assert figures(read(files))["Alder", "2023"]["population"] == 100


@pytest.mark.parametrize("name", ["Northhill", "1月", "2023-01", "totals of staff"])
def test_other_names_call_no_sheet_a_total(name: str) -> None:
    assert not is_of_a_total(name)
