"""How much of a town's figures hangs on a finding, and what the records say of its place and its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

import popcalc
from popcalc.errors import Place
from popcalc.quality.mends import MENDS
from popcalc.quality.validating import MEANINGS
from tests.benchmarks.mutations.workbooks import Cell, Page, xlsx
from tests.unit.quality.conftest import Found, page

SEXES = "births,births_male,births_female"


def test_share_of_a_flow_is_the_difference_of_all_in_the_town(found: Found) -> None:
    text = page(SEXES, {"A/one": [(6, 2, 3), (4, 2, 2)], "A/two": [(10, 5, 5)] * 2, "B/three": [(70, 35, 35)] * 2})
    (record,) = found(text, "BIRTHS_BY_SEX")
    assert record["share"] == pytest.approx(100 * 1 / 30, abs=0.01)


def test_share_of_a_stock_is_of_person_months(found: Found) -> None:
    header = "births,population,population_male,population_female"
    every: dict[str, list[tuple[int, ...]]] = {"A/one": [(1, 300, 100, 100), (1, 200, 100, 100)]}
    text = page(header, {**every, "A/two": [(1, 500, 250, 250)] * 2})
    (record,) = found(text, "POPULATION_BY_SEX")
    assert record["share"] == pytest.approx(100 * 100 / (300 + 200 + 1000), abs=0.01)


def test_share_of_missing_months_is_of_the_people(found: Found) -> None:
    every: dict[str, list[tuple[int, int] | None]]
    every = {"A/one": [(1, 300), None, (1, 300), (1, 300)], "A/two": [(1, 100)] * 4, "B/three": [(1, 9000)] * 4}
    (record,) = found(page("births,population", every), "GAP")
    assert record["share"] == pytest.approx(100 * 300 / (4 * 400), abs=0.01)


def test_rule_with_factors_is_weighed_in_its_count(found: Found) -> None:
    own = "version: 1\nidentities:\n  own: {rule: 3 * births <= deaths}\n"
    text = page("births,deaths", {"A/one": [(10, 30), (10, 24)]})
    (record,) = found(text, "OWN", catalogue=own)
    # 30 are 6 more than 24: two births.
    assert (record["found"], record["expected"], record["share"]) == (30, 24, 10)


def test_the_finding_on_which_most_hangs_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(page(SEXES, {"A/one": [(5, 2, 2), (90, 10, 5), (5, 2, 3)], "A/two": [(5, 3, 1)] * 3}))
    frame = popcalc.validate(popcalc.read(path))
    errors = frame[frame["code"] == "BIRTHS_BY_SEX"]
    assert list(errors["period"])[:2] == ["2013-02", "2013-01"]
    assert list(errors["share"]) == sorted(errors["share"], reverse=True)


def test_cell_of_a_workbook_is_named_with_its_sheet(tmp_path: Path) -> None:
    june: list[list[Cell]] = [
        ["month", "town", "village", "births", "births_male", "births_female"],
        ["2013-06", "A", "one", 4, 2, 2],
        ["2013-06", "A", "two", 4, 2, 1],
    ]
    (tmp_path / "book.xlsx").write_bytes(xlsx([Page("June", june), Page("notes", [["how to fill in"]])]))
    frame = popcalc.validate(popcalc.read(tmp_path / "book.xlsx"))
    (record,) = frame[frame["code"] == "BIRTHS_BY_SEX"].to_dict("records")
    assert (record["sheet"], record["cell"], record["row"], record["column"]) == ("June", "D3", 3, 4)


def test_cell_of_a_table_with_periods_across_is_that_of_the_month(found: Found) -> None:
    lines = ["town,village,births 2013-01,births 2013-02,births_male 2013-01,births_male 2013-02"]
    lines += ["A,one,3,3,2,4", "A,two,5,5,2,2"]
    (record,) = found("\n".join(lines) + "\n", "BIRTHS_MALE_WITHIN_BIRTHS")
    assert (record["period"], record["row"], record["cell"]) == ("2013-02", 2, "F2")


@pytest.mark.parametrize(
    ("column", "cell"), [(1, "A7"), (26, "Z7"), (27, "AA7"), (52, "AZ7"), (703, "AAA7"), (None, "")]
)
def test_cells_are_called_as_a_spreadsheet_does(column: int | None, cell: str) -> None:
    assert Place("a.csv", 7, column).cell == cell


def test_every_kind_of_finding_says_what_to_do() -> None:
    assert set(MENDS) == set(MEANINGS)
