"""Empty cells by what stands beside them, and by what the columns file says."""

from __future__ import annotations

from typing import Literal

import pytest

from popcalc.definitions.columns import Columns
from popcalc.doubts import Reading
from tests.unit.intake.reading import read

DATA = "month,village,births,deaths,marriages\n2013-01,Ash,1,1,1\n2013-02,Ash,1,,\n2013-03,Ash,,,1\n"


def test_a_flow_that_nobody_asked_for_speaks_for_its_row() -> None:
    found = read(DATA, counts=["births", "deaths"])
    assert (found.doubts.empty["births"].number, found.doubts.empty["deaths"].number) == (1, 2)


def test_what_is_wrong_with_a_flow_that_nobody_asked_for_is_no_matter() -> None:
    found = read(DATA.replace(",,,1", ",,,one"), counts=["births", "deaths"])
    assert set(found.doubts.empty) == {"deaths"}


@pytest.mark.parametrize(
    ("empty", "births", "deaths", "open_"),
    [
        ({"all": "zero"}, [1, 1, 0], [1, 0, 0], set()),
        ({"all": "missing"}, [1, 1, -1], [1, -1, -1], set()),
        ({"deaths": "zero"}, [1, 1, -1], [1, 0, 0], {"births"}),
        ({"all": "zero", "births": "missing"}, [1, 1, -1], [1, 0, 0], set()),
    ],
)
def test_the_columns_file_decides(
    empty: dict[str, Literal["missing", "zero"]], births: list[int], deaths: list[int], open_: set[str]
) -> None:
    found = read(DATA, Columns(empty=empty), counts=["births", "deaths"])
    assert (found.column("births").tolist(), found.column("deaths").tolist()) == (births, deaths)
    assert set(found.doubts.empty) == open_


def test_zero_is_none_only_in_the_row_of_another_flow() -> None:
    found = read("month,village,births,deaths\n2013-01,Ash,1,1\n2013-02,Ash,,\n", Columns(empty={"all": "zero"}))
    assert found.column("births").tolist() == [1, -1]


def test_an_empty_cell_of_a_total_is_no_open_cell() -> None:
    data = "month,town,village,births,deaths\n2013-01,N,Ash,1,1\n2013-01,N,Elm,1,1\n2013-01,N,合计,2,\n"
    assert read(data).doubts.empty == {}
    assert read(data, Columns(empty={"all": "zero"})).totals == ()


def test_a_row_of_a_long_table_reports_no_other_flow() -> None:
    data = "month,village,indicator,value\n2013-01,Ash,births,1\n2013-01,Ash,deaths,\n2013-02,Ash,deaths,1\n"
    assert read(data).doubts.empty == {}


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (Columns(sum_over=("sex",)), "2013-06,Ash,Male,{0},1\n2013-06,Ash,Female,{1},1\n"),
        (Columns(events="daily"), "2013-06-10,Ash,,{0},1\n2013-06-20,Ash,,{1},1\n"),
    ],
    ids=["parts", "days"],
)
@pytest.mark.parametrize(
    ("cells", "missing", "zero"),
    [
        (("2", ""), -1, 2),
        (("", "0"), -1, 0),
        (("", ""), -1, 0),
        (("2", "-"), -1, -1),
        (("", "-"), -1, -1),
        (("2", "3"), 5, 5),
    ],
)
def test_a_sum_of_an_empty_cell_and_others_may_be_that_of_the_others(
    columns: Columns, rows: str, cells: tuple[str, str], missing: int, zero: int
) -> None:
    others = rows.replace("Ash", "Elm").format("1", "1")
    header = "month,village,sex,births,deaths\n" if columns.sum_over else "date,village,x,births,deaths\n"
    found = read(header + rows.format(*cells) + others, columns)
    assert found.column("births").tolist() == [missing, 2]
    assert found.column("deaths").tolist() == [2, 2]
    assert found.read_as(Reading(frozenset({"births"}))).column("births").tolist() == [zero, 2]
    assert bool(found.doubts.empty) is (missing != zero)


@pytest.mark.parametrize(("written", "is_open"), [("4", True), ("3", False)])
def test_a_sum_is_open_where_so_many_events_or_fewer_are_no_surprise(written: str, is_open: bool) -> None:
    # Of a mean of 9 a month, 4 or fewer have a chance of 5.5 %, 3 or fewer of 2.1 %.
    rows = f"2013-05,Ash,Male,6,1\n2013-05,Ash,Female,3,1\n2013-06,Ash,Male,{written},1\n2013-06,Ash,Female,,1\n"
    found = read("month,village,sex,births,deaths\n" + rows, Columns(sum_over=("sex",)))
    assert ("births" in found.doubts.empty) is is_open
