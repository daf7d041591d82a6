"""Columns that split rows: rows of totals chosen unasked, and what is said where that cannot be."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, notices, read

HEADER = "month,village,sex,age,births\n"
CROSSED = (
    "2013-06,A,Total,All ages,9\n2013-06,A,Male,All ages,5\n2013-06,A,Female,All ages,4\n"
    "2013-06,A,Total,0-4,3\n2013-06,A,Total,5+,6\n2013-06,B,Total,All ages,2\n"
)
DHIS2 = (
    "dataElement,period,orgUnit,categoryOptionCombo,attributeOptionCombo,value,storedBy,lastUpdated\n"
    "Live births,202301,Hill,male,default,14,a,2023-02-01\nLive births,202301,Hill,female,default,13,a,2023-02-01\n"
    "Live births,202301,Hill,total,default,27,a,2023-02-02\n"
    "Deaths,202301,Hill,male,default,2,b,2023-02-01\nDeaths,202301,Hill,female,default,3,b,2023-02-03\n"
    "Population,202301,Hill,default,default,900,b,2023-02-01\n"
)


def test_totals_of_all_columns_together_are_chosen_unasked() -> None:
    table = read(HEADER + CROSSED)

    assert figures(table) == {("A", "2013-06"): {"births": 9}, ("B", "2013-06"): {"births": 2}}
    assert "TOTALS_CHOSEN" in notices(table)


def test_totals_that_no_row_has_together_are_not_chosen() -> None:
    """B has a total by sex and one by age, and none by both."""
    apart = CROSSED.replace("2013-06,B,Total,All ages,2\n", "2013-06,B,Total,0-4,2\n2013-06,B,Male,All ages,2\n")

    assert faults(HEADER + apart) == ["data.csv:7:3 DIMENSION", "data.csv:7:4 DIMENSION"]
    assert "births of B in 2013-06 has no row of the whole, such as Total" in message(HEADER + apart)


def test_a_total_that_is_empty_is_none() -> None:
    assert faults(HEADER + CROSSED.replace("A,Total,All ages,9", "A,Total,All ages,"))[0].endswith("DIMENSION")


def test_a_total_is_chosen_beside_a_column_that_is_added_up_over() -> None:
    summed = Columns(sum_over=("age",))

    assert figures(read(HEADER + CROSSED, summed)) == {("A", "2013-06"): {"births": 9}, ("B", "2013-06"): {"births": 2}}


def test_what_happened_is_chosen_beside_what_was_planned() -> None:
    rows = "月份,村名,类型,出生人数\n2013-06,甲,计划,9\n2013-06,甲,实际,7\n2013-07,甲,计划,8\n"

    assert figures(read(rows + "2013-07,甲,实际,5\n")) == {
        ("甲", "2013-06"): {"births": 7},
        ("甲", "2013-07"): {"births": 5},
    }
    assert (
        "births of 甲 in 2013-07 has no row of the whole, such as 实际: --where 类型=实际 keeps those rows alone"
        in (message(rows))
    )


def test_printed_totals_of_areas_are_chosen_alike() -> None:
    total = "2013-06,合计,Total,All ages,12\n2013-06,合计,Male,All ages,5\n"
    table = read(HEADER + CROSSED + total)

    [odd] = table.totals
    assert (odd.count, odd.printed, odd.summed) == ("births", 12, 11)


def test_a_total_missing_for_one_element_of_a_dhis2_export_is_an_error_that_names_it() -> None:
    assert faults(DHIS2) == ["data.csv:5:4 DIMENSION"]
    assert (
        "the column categoryOptionCombo splits its rows (male, female, total, default), and Deaths of Hill in 2023-01 "
        "has no row of the whole, such as total: --sum-over categoryOptionCombo gives all figures"
    ) in message(DHIS2)


def test_the_option_that_is_offered_gives_all_figures() -> None:
    table = read(DHIS2, Columns(sum_over=("categoryOptionCombo",)))

    assert figures(table) == {("Hill", "2023-01"): {"live_births": 27, "deaths": 5, "population": 900}}


def test_a_dhis2_export_with_all_its_totals_reads_bare() -> None:
    table = read(DHIS2 + "Deaths,202301,Hill,total,default,5,b,2023-02-01\n")

    assert figures(table) == {("Hill", "2023-01"): {"live_births": 27, "deaths": 5, "population": 900}}


def test_a_pivot_with_a_category_of_sex() -> None:
    rows = (
        "organisationunitname,periodname,sex,Live births,Deaths\n"
        "Hill,January 2023,Male,14,2\nHill,January 2023,Female,13,3\nHill,January 2023,Both sexes,27,\n"
    )

    assert faults(rows) == ["data.csv:2:3 DIMENSION"]
    assert "deaths of Hill in 2023-01 has no row of the whole, such as Both sexes: --sum-over sex gives all" in (
        message(rows)
    )


OFFERED = {
    "the column sex narrows its rows (Male, Female), so that their figures are not those of everybody: --sum-over sex "
    "gives all figures; where it": "month,village,sex,births\n2013-06,A,Male,5\n2013-06,A,Female,4\n",
    "--where sex=Female keeps those rows alone": "month,village,sex,births\n2013-06,A,Female,5\n",
    "--sum-over sex --sum-over 'Age group' gives all figures": (
        "month,village,sex,Age group,births\n2013-06,A,Male,0-4,5\n2013-06,A,Male,5+,5\n2013-06,A,Female,0-4,4\n"
        "2013-06,A,Female,5+,4\n"
    ),
    "--where 'Age group=0-4|5-14' --sum-over 'Age group' keeps those rows alone": (
        "month,village,Age group,births\n2013-06,A,0-14,5\n2013-06,A,0-4,4\n2013-06,A,5-14,1\n"
    ),
    "--where type=Target keeps those rows alone": (
        "month,village,type,births\n2013-06,A,Target,5\n2013-06,A,Forecast,4\n"
    ),
    "--sum-over sex adds them up, as far as no part is missing": (
        "month,village,sex,births\n2013-06,A,Male,5\n2013-06,A,Female,4\n2013-06,B,Male,5\n"
    ),
    "if it splits the figures, --sum-over setting gives all figures; if its values count the same": (
        "month,village,setting,births\n2013-06,A,ward,5\n2013-06,A,home,4\n"
    ),
    "--sum-over sex gives all": "no,month,village,sex,births\n1,2013-06,A,Male,5\n2,2013-06,A,Female,4\n",
}


@pytest.mark.parametrize("offer", OFFERED)
def test_the_error_offers_the_option_that_would_do_for_this_file(offer: str) -> None:
    assert offer in message(OFFERED[offer])


def test_a_column_that_narrows_is_told_when_its_first_row_is_a_total_by_its_code() -> None:
    rows = (
        "month,village_code,sex,births\n2013-06,320803100000,Female,5\n2013-06,320803100201,Female,2\n"
        "2013-06,320803100202,Female,3\n"
    )

    assert faults(rows) == ["data.csv:2:3 DIMENSION"]


def test_a_column_that_the_columns_file_calls_a_dimension_is_dealt_with_as_one() -> None:
    rows = "month,village,setting,births\n2013-06,A,home,5\n2013-07,A,ward,4\n"
    said = {"setting": "dimension"}

    assert figures(read(rows)) == {("A", "2013-06"): {"births": 5}, ("A", "2013-07"): {"births": 4}}
    assert faults(rows, Columns(headers=said)) == ["data.csv:2:3 DIMENSION"]
    assert figures(read(rows, Columns(headers=said, where={"setting": ("home",)}))) == {("A", "2013-06"): {"births": 5}}
    assert figures(read(rows.replace("ward", "Total").replace("home", "all"), Columns(headers=said))) == figures(
        read(rows)
    )


def test_what_is_of_which_is_no_total() -> None:
    rows = "月份,村名,性别,出生人数\n2013-06,甲,合计,9\n2013-06,甲,其中：女,4\n"

    assert figures(read(rows)) == {("甲", "2013-06"): {"births": 9}}
    assert faults(rows.replace("合计", "男")) == ["data.csv:2:3 DIMENSION"]


def test_numbers_of_rows_split_none_where_another_column_does() -> None:
    written = "id,month,village,sex,births\n1,2013-06,A,Male,5\n2,2013-06,A,Female,4\n3,2013-06,B,Male,1\n"

    assert faults(written) == ["data.csv:2:4 DIMENSION"]


def test_a_column_that_counts_the_same_once_more_may_be_chosen_from() -> None:
    written = "year,village,basis,births\n2013,A,registered,5\n2013,A,occurred,4\n"

    assert "if its values count the same once more, --where basis=registered keeps one of them" in message(written)
