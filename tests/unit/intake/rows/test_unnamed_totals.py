"""Rows that nothing but their figures betrays, and how likely chance alone would have made them."""

from __future__ import annotations

import numpy as np
import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.rows.sums import chance_of, compare
from popcalc.intake.rows.values import Rows
from tests.unit.intake.reading import CATALOGUE, faults, figures, message, notices, read

PARENT = {"2021-04.csv": "district,population_male,population_female\nW,60,66\nA,10,11\nB,20,22\nC,30,33\n"}


def areas(files: dict[str, str] | str, columns: Columns | None = None, counts: list[str] | None = None) -> list[str]:
    """Return the areas that files are read as."""
    return sorted({key for key, _ in figures(read(files, columns, counts=counts))})


def test_a_row_that_heads_its_parts_is_a_total() -> None:
    """60 = 10 + 20 + 30 and 66 = 11 + 22 + 33: 2 places x 1/61 x 1/67 = 1/2043."""
    assert areas(PARENT) == ["A", "B", "C"]
    assert notices(read(PARENT)) == ["TOTAL_BY_FIGURES", "TOTAL_ROWS"]


def test_chance_is_places_times_one_in_each_figure_and_one() -> None:
    """2 / (61 x 67) of both sexes; that all together agree as well, 126 = 21 + 42 + 63, follows from it."""
    row = np.arange(2, 6, dtype=np.int32)
    month = np.full(4, 24_000, dtype=np.int32)
    counts = {
        "population_male": np.array([60, 10, 20, 30]),
        "population_female": np.array([66, 11, 22, 33]),
        "population": np.array([126, 21, 42, 63]),
    }
    rows = Rows({"town": row}, month, month, counts, row)
    compared = compare(rows, np.array([0, -1, -1, -1]), np.array([-1, 0, 0, 0]))

    assert chance_of(rows, [0], compared, 2, CATALOGUE) == pytest.approx(2 / (61 * 67))


def test_a_stock_that_stays_tells_nothing_more_in_the_next_month() -> None:
    """60 in both months, then 63: 1/61 x 1/1 x 1/4."""
    row = np.arange(9, dtype=np.int32)
    month = np.repeat(np.array([24_000, 24_001, 24_002], dtype=np.int32), 3)
    counts = {"population": np.array([60, 20, 40, 60, 20, 40, 63, 21, 42])}
    rows = Rows({"town": row % 3}, month, month, counts, row)
    totals = np.where(row % 3 == 0, row // 3, -1)
    compared = compare(rows, totals, np.where(row % 3 > 0, row // 3, -1))

    assert chance_of(rows, [0, 3, 6], compared, 2, CATALOGUE) == pytest.approx(2 / 61 / 4)


def test_what_a_row_is_does_not_depend_on_the_counts_that_were_asked_for() -> None:
    """5 = 3 + 2 births, but 2141 is not 1200 + 3050 people: North is a town."""
    rows = "2013-06,North,5,2141\n2013-06,South,3,1200\n2013-06,Mid,2,3050\n"
    files = {"data.csv": f"month,town,births,population\n{rows}"}

    assert areas(files) == areas(files, counts=["births"]) == ["Mid", "North", "South"]
    assert areas(PARENT, counts=["population_male"]) == ["A", "B", "C"]


def test_a_sum_that_chance_makes_often_is_an_area_without_a_word() -> None:
    """2 places x 1/6 = 1/3."""
    written = "month,town,births\n2013-06,North,5\n2013-06,South,3\n2013-06,Mid,2\n"

    assert len(areas(written)) == 3
    assert notices(read(written)) == []


def test_a_sum_that_chance_makes_now_and_then_is_asked_about_and_the_columns_file_answers() -> None:
    """59 = 19 + 40: 2 places x 1/60 = 1/30."""
    written = "month,town,population\n2013-06,甲镇,59\n2013-06,乙镇,19\n2013-06,丙镇,40\n"

    assert faults(written) == ["data.csv:2:2 TOTAL_OR_AREA"]
    assert "once in 30 such files" in message(written)
    assert len(areas(written, Columns(totals=("甲镇",)))) == 2
    assert len(areas(written, Columns(not_totals=("甲镇",)))) == 3


def test_months_are_weighed_together() -> None:
    """2 places x 1/61 x 1/71 in two months of births = 1/2166."""
    rows = "2013-01,N,60\n2013-01,S,20\n2013-01,M,40\n2013-02,N,70\n2013-02,S,30\n2013-02,M,40\n"

    assert areas("month,town,births\n" + rows) == ["M", "S"]
    assert len(areas("month,town,births\n" + rows.replace("N,70", "N,71"))) == 3


@pytest.mark.parametrize("order", [1, -1], ids=["heads", "closes"])
def test_counties_that_head_or_close_their_towns_in_a_list(order: int) -> None:
    """500 = 200 + 300 and 900 = 450 + 250 + 200 people, births 50 = 20 + 30 and 90 = 45 + 25 + 20."""
    rows = ["C,500,50", "a,200,20", "b,300,30", "D,900,90", "e,450,45", "f,250,25", "g,200,20"][::order]
    files = {"2013-06.csv": "\n".join(["area,population,births", *rows]) + "\n"}

    assert areas(files) == ["a", "b", "e", "f", "g"]


def test_a_town_that_equals_the_others_of_one_county_among_many_is_a_town() -> None:
    """52 = 30 + 22 in one county of forty: 2 x 1/53 x 40 counties is above one in ten."""
    rows = ["C0,a0,52", "C0,b0,30", "C0,c0,22"]
    rows += [f"C{county},{town}{county},{50 + county}" for county in range(1, 40) for town in "abc"]
    files = {"2013-06.csv": "county,town,births\n" + "\n".join(rows) + "\n"}

    assert len(areas(files)) == 120
    assert notices(read(files)) == []


def test_two_rows_are_no_total_and_its_part() -> None:
    assert len(areas({"2013-06.csv": "county,town,population\nC,C1,5000\nC,t,5000\n"})) == 2


def test_what_a_printed_total_adds_up_is_no_total_itself() -> None:
    """C = 10 + 20, as chance has it once in 15; but 60 = 10 + 20 + 30 says that C is one of them."""
    rows = "town,population\nA,10\nB,20\nC,30\n"

    assert faults({"2013-06.csv": rows}) == ["2013-06.csv:4:1 TOTAL_OR_AREA"]
    assert areas({"2013-06.csv": f"{rows}合计,60\n"}) == ["A", "B", "C"]


def test_a_row_of_great_figures_that_differs_once_is_a_total_and_its_difference_is_said() -> None:
    """In one month of twelve it is 60,001,008, not the sum of the others; chance makes no such figures."""
    months = [
        f"2013-{month:02},{area},{births}\n"
        for month in range(1, 13)
        for area, births in (
            ("W", 60_001_000 + month + (month == 7)), ("A", 10_000_000), ("B", 20_001_000), ("C", 30_000_000 + month)
        )
    ]  # fmt: skip
    table = read("month,village,births\n" + "".join(months))

    assert {area for area, _ in figures(table)} == {"A", "B", "C"}
    assert notices(table) == ["TOTAL_DIFFERS", "TOTAL_BY_FIGURES", "TOTAL_ROWS"]
    assert "its births is 60001008, and they give 60001007" in str(table.notices[0].text)


def test_a_row_whose_figures_are_sums_in_nearly_every_month_is_asked_about() -> None:
    """In one month of twelve it is 61, not 60 = 10 + 20 + 30."""
    months = [
        f"2013-{month:02},{area},{births}\n"
        for month in range(1, 13)
        for area, births in (("W", 60 + month + (month == 7)), ("A", 10), ("B", 20), ("C", 30 + month))
    ]
    rows = "month,village,births\n" + "".join(months)

    assert faults(rows) == ["data.csv:2:2 TOTAL_OR_AREA"]
    assert areas(rows, Columns(totals=("W",))) == ["A", "B", "C"]
    assert areas(rows, Columns(not_totals=("W",))) == ["A", "B", "C", "W"]
    # In two months of twelve, by more than one, it is an area.
    assert areas(rows.replace("2013-05,W,65", "2013-05,W,72")) == ["A", "B", "C", "W"]
