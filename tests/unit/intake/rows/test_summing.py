"""Rows that differ only in one column, added up."""

from __future__ import annotations

from itertools import product

import pytest

from popcalc.definitions.columns import Columns
from popcalc.doubts import Reading
from tests.unit.intake.reading import Figures, faults, figures, message, notices, read

BY_SEX = Columns(sum_over=("sex",))
BY_BOTH = Columns(sum_over=("sex", "age"))
HEADER = "month,village,sex,births,population\n"
RIGHT: Figures = {
    ("A", "2013-06"): {"births": 9, "population": 100},
    ("B", "2013-06"): {"births": 5, "population": 70},
}
ROWS = "2013-06,A,Male,5,60\n2013-06,A,Female,4,40\n2013-06,B,Male,3,30\n2013-06,B,Female,2,40\n"


def _crossed(*, margins: bool) -> tuple[str, int]:
    """Return figures by sex and age, without or with those of all ages and both sexes, and their sum."""
    born = {("Male", "0-4"): 1, ("Male", "5+"): 2, ("Female", "0-4"): 4, ("Female", "5+"): 8}
    rows = dict(born)
    if margins:
        for sex, age in product(["Male", "Female", "Total"], ["0-4", "5+", "All ages"]):
            rows[sex, age] = sum(n for (s, a), n in born.items() if sex in (s, "Total") and age in (a, "All ages"))
    written = "".join(f"2013-06,A,{sex},{age},{n}\n" for (sex, age), n in rows.items())
    return "month,village,sex,age,deaths\n" + written, sum(born.values())


def test_flows_and_stocks_are_added_up() -> None:
    assert figures(read(HEADER + ROWS, BY_SEX)) == RIGHT


def test_the_order_of_rows_and_the_size_of_blocks_change_nothing() -> None:
    backwards = HEADER + "".join(reversed(ROWS.splitlines(keepends=True)))

    assert figures(read(backwards, BY_SEX, block_bytes=32)) == RIGHT


@pytest.mark.parametrize("margins", [False, True])
def test_several_columns_are_added_up_over_whether_their_margins_are_given_or_not(margins: bool) -> None:
    written, total = _crossed(margins=margins)

    assert figures(read(written, BY_BOTH)) == {("A", "2013-06"): {"deaths": total}}


@pytest.mark.parametrize("word", ["Total", "合计", "both", "不分性别", "すべて"])
def test_a_total_is_left_out_of_the_sum(word: str) -> None:
    table = read(f"{HEADER}{ROWS}2013-06,A,{word},9,100\n", BY_SEX)

    assert figures(table) == RIGHT
    assert "TOTAL_ROWS" in notices(table)


def test_a_total_that_differs_is_an_error_that_names_both_places() -> None:
    written = f"{HEADER}2013-06,A,Total,9,101\n{ROWS}"

    assert faults(written, BY_SEX) == ["data.csv:2:5 SUM_DIFFERS"]
    assert "population of A in 2013-06 is 101 in the row of sex Total, and its parts from" in message(written, BY_SEX)
    assert "data.csv:3:5 on add up to 100; mend what is wrong, or choose with --where sex=Total" in message(
        written, BY_SEX
    )


def test_two_totals_that_differ_are_an_error() -> None:
    written = "month,village,sex,births\n2013-06,A,Total,9\n2013-06,A,both,8\n2013-06,B,Male,1\n2013-06,B,Female,2\n"

    assert faults(written, BY_SEX) == ["data.csv:3:4 TWO_FIGURES"]


def test_a_blank_cell_beside_others_is_held_against_them() -> None:
    assert figures(read(f"{HEADER}{ROWS}2013-06,A,,9,100\n", BY_SEX)) == RIGHT
    assert faults(f"{HEADER}{ROWS}2013-06,A,,1,100\n", BY_SEX) == ["data.csv:6:4 SUM_DIFFERS"]


def test_a_figure_that_has_only_a_total_is_that() -> None:
    written = f"{HEADER}{ROWS}2013-06,C,Total,7,80\n2013-06,D,,6,90\n"

    assert figures(read(written, BY_SEX)) == {
        **RIGHT,
        ("C", "2013-06"): {"births": 7, "population": 80},
        ("D", "2013-06"): {"births": 6, "population": 90},
    }


def test_a_missing_part_leaves_the_sum_missing() -> None:
    table = read(HEADER + ROWS.replace("B,Female,2,40", "B,Female,,40"), BY_SEX)

    assert figures(table)["B", "2013-06"] == {"births": None, "population": 70}
    [notice] = [one for one in table.notices if one.code == "SUM_LACKS"]
    assert "1 figure is missing, as not all values of sex give it: births of B in 2013-06" in str(notice.text)


def test_an_empty_part_beside_other_events_is_what_it_is_said_to_be() -> None:
    header = "month,village,sex,births,deaths\n"
    written = f"{header}2013-06,A,Male,5,1\n2013-06,A,Female,4,\n2013-06,B,Male,3,\n2013-06,B,Female,2,\n"
    table = read(written, BY_SEX)

    assert figures(table)["A", "2013-06"] == {"births": 9, "deaths": None}
    assert table.doubts.empty["deaths"].number == 2
    assert table.read_as(Reading(frozenset({"deaths"}))).column("deaths").tolist() == [1, 0]
    zero = Columns(sum_over=("sex",), empty={"deaths": "zero"})
    assert figures(read(written, zero)) == {
        ("A", "2013-06"): {"births": 9, "deaths": 1},
        ("B", "2013-06"): {"births": 5, "deaths": 0},
    }


def test_a_part_without_a_row_leaves_the_sum_missing_unless_it_is_said_to_be_zero() -> None:
    written = HEADER + ROWS.replace("2013-06,B,Female,2,40\n", "")

    assert figures(read(written, BY_SEX))["B", "2013-06"] == {"births": None, "population": None}
    zero = Columns(sum_over=("sex",), absent="zero")
    assert figures(read(written, zero))["B", "2013-06"] == {"births": 3, "population": None}


def test_a_total_stands_in_for_parts_that_are_missing() -> None:
    written = HEADER + ROWS.replace("B,Female,2,40", "B,Female,,40") + "2013-06,B,Total,5,70\n"

    assert figures(read(written, BY_SEX)) == RIGHT
    less = written.replace("B,Total,5", "B,Total,2")
    assert faults(less, BY_SEX) == ["data.csv:6:4 SUM_DIFFERS"]


def test_a_row_given_twice_counts_once_and_two_figures_are_an_error() -> None:
    table = read(f"{HEADER}{ROWS}2013-06,B,male,3,30\n", BY_SEX)

    assert figures(table) == RIGHT
    assert "GIVEN_TWICE" in notices(table)
    assert faults(f"{HEADER}{ROWS}2013-06,B,MALE,4,30\n", BY_SEX) == ["data.csv:6:4 TWO_FIGURES"]


def test_one_sex_alone_is_no_sum() -> None:
    written = "month,village,sex,births\n2013-06,A,Female,4\n2013-06,B,Female,2\n"

    assert faults(written, BY_SEX) == ["data.csv:2:3 ONE_PART"]
    assert "say --where sex=Female" in message(written, BY_SEX)


@pytest.mark.parametrize(("one", "other"), [("0-14", "0-4"), ("65+", "70-74"), ("不满5岁", "0-14岁")])
def test_groups_of_ages_with_persons_in_common_are_an_error(one: str, other: str) -> None:
    written = f"month,village,age,births\n2013-06,A,{one},4\n2013-06,A,{other},2\n"

    assert faults(written, Columns(sum_over=("age",)))[0].endswith("OVERLAPPING")


def test_files_of_one_month_that_lack_a_part_of_others_are_an_error() -> None:
    files = {"2013-06.csv": HEADER + ROWS, "2013-07.csv": f"{HEADER}2013-07,A,Male,5,60\n2013-07,A,Total,5,60\n"}

    assert faults(files, BY_SEX) == ["2013-07.csv:1:3 SUM_LACKS", "2013-07.csv:1:3 SUM_LACKS"]
    assert "sex has no Female for births here" in message(files, BY_SEX)


def test_rows_of_days_are_added_up_to_months_behind_the_column() -> None:
    days = "".join(f"2013-06-{day:02},A,{sex},1\n" for day in range(1, 31) for sex in ("Male", "Female"))

    assert figures(read(f"month,village,sex,births\n{days}", BY_SEX)) == {("A", "2013-06"): {"births": 60}}


def test_periods_across_are_added_up_as_other_tables_are() -> None:
    written = "村,性别,2013年1月出生人数,2013年2月出生人数\n甲,男,1,2\n甲,女,3,4\n甲,合计,4,6\n"

    assert figures(read(written, Columns(sum_over=("性别",)))) == {
        ("甲", "2013-01"): {"births": 4},
        ("甲", "2013-02"): {"births": 6},
    }


def test_printed_totals_of_areas_are_added_up_and_held_against_the_sums() -> None:
    total = "2013-06,合计,Male,8,90\n2013-06,合计,Female,7,80\n"
    table = read(HEADER + ROWS + total, BY_SEX)

    assert figures(table) == RIGHT
    [odd] = table.totals
    assert (odd.count, odd.printed, odd.summed) == ("births", 15, 14)


def test_a_long_table_is_added_up_figure_by_figure() -> None:
    written = "orgUnit,period,dataElement,sex,value\n" + "".join(
        f"Hill,202301,{element},{sex},{value}\n"
        for element, sex, value in (
            ("Live births", "male", 14), ("Live births", "female", 13), ("Deaths", "default", 2),
        )
    )  # fmt: skip

    assert figures(read(written, BY_SEX)) == {("Hill", "2023-01"): {"live_births": 27, "deaths": 2}}
    assert figures(read(written, BY_SEX, counts=["deaths"])) == {("Hill", "2023-01"): {"deaths": 2}}


@pytest.mark.parametrize("total", ["T", "M+F", "Both."])
def test_a_value_that_is_the_sum_of_the_others_is_not_added_to_them(total: str) -> None:
    rows = "".join(
        f"2013-06,{village},M,{one},90\n2013-06,{village},F,{other},80\n2013-06,{village},{total},{one + other},170\n"
        for village, one, other in (("A", 5, 4), ("B", 7, 9), ("C", 6, 3))
    )

    assert faults(HEADER + rows, BY_SEX) == ["data.csv:4:3 SUM_TWICE"]
    assert f"--where sex={total}" in message(HEADER + rows, BY_SEX).replace("'", "")


@pytest.mark.parametrize("rows", ["Total,9|Male,3|Female,2", "Male,3|Female,2", "Male,3"])
@pytest.mark.parametrize("columns", [BY_SEX, Columns()])
def test_of_rows_whose_period_is_none_that_alone_is_wrong(rows: str, columns: Columns) -> None:
    wrong = [f"2014x,A,{row}" for row in rows.split("|")]
    written = "\n".join(["year,town,sex,deaths", "2013,A,Total,5", "2013,A,Male,3", "2013,A,Female,2", *wrong])

    assert faults(written, columns) == [f"data.csv:{5 + spot}:1 NOT_A_PERIOD" for spot in range(len(wrong))]
