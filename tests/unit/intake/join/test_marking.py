"""Figures of hidden rows and columns, from the file to the rows of the table that they went into."""

from __future__ import annotations

from popcalc.doubts import HIDDEN, INTAKE_FLAGS, Reading
from popcalc.intake.rows.marks import FINDERS
from tests.unit.intake.reading import read
from tests.unit.intake.spreadsheets import Cell, xlsx

ROWS: list[list[Cell]] = [
    ["month", "village", "births_male", "births_female"],
    ["2013-01", "Ash", 1, 1],
    ["2013-02", "Ash", 2, 2],
    ["2013-01", "Birch", 3, 3],
]


def test_the_figures_of_hidden_rows_are_flagged_and_no_others() -> None:
    found = read({"a.xlsx": xlsx({"S": ROWS}, hidden_rows=[3])}, counts=["births"])
    assert found.doubts.may_have(HIDDEN, ["births"])
    assert not found.doubts.may_have(HIDDEN, ["deaths"])
    assert found.column("births").tolist() == [2, 4, 6]
    assert found.read_as(Reading(without=HIDDEN)).column("births").tolist() == [2, -1, 6]


def test_the_figures_of_a_hidden_column_are_flagged_in_all_its_rows() -> None:
    columns = '<cols><col min="4" max="4" width="9" hidden="1"/></cols>'
    found = read({"a.xlsx": xlsx({"S": ROWS}, columns=columns)})
    assert found.doubts.flags == {HIDDEN: frozenset({"births_female"})}
    without = found.read_as(Reading(without=HIDDEN))
    assert without.column("births_male").tolist() == [1, 2, 3]
    assert without.column("births_female").tolist() == [-1, -1, -1]


def test_a_hidden_figure_that_another_file_gives_too_is_flagged_where_it_is() -> None:
    files: dict[str, str | bytes] = {
        "a.xlsx": xlsx({"S": ROWS}, hidden_rows=[3]),
        "b.csv": "month,village,births_male\n2013-02,Ash,2\n2013-01,Ash,1\n2013-03,Ash,9\n",
    }
    without = read(files, named=["b.csv", "a.xlsx"]).read_as(Reading(without=HIDDEN))
    assert without.column("births_male").tolist() == [1, -1, 9, 3]


def test_a_hidden_row_of_totals_flags_nothing() -> None:
    rows: list[list[Cell]] = [*ROWS, ["2013-01", "合计", 4, 4]]
    assert read({"a.xlsx": xlsx({"S": rows}, hidden_rows=[5])}).doubts.flags == {}


def test_every_flag_of_how_figures_were_read_is_looked_for() -> None:
    """One that INTAKE_FLAGS lacks was found and then left out of every record in silence."""
    assert sorted(FINDERS) == sorted(INTAKE_FLAGS)
