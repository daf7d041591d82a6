"""Every figure once; derived figures where a column is absent."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading import faults, figures, message, notices, read

HEAD = "village,month,births,population\n"


def test_the_same_figure_twice_counts_once_with_a_notice() -> None:
    table = read({"a.csv": HEAD + "A,2013-01,5,100\n", "b.csv": HEAD + "A,2013-01,5,100\n"})

    assert figures(table) == {("A", "2013-01"): {"births": 5, "population": 100}}
    assert "2 figures are given twice, the same both times" in str(table.notices[0].text)


def test_two_figures_for_one_village_and_month_are_an_error_naming_both_places() -> None:
    files = {"a.csv": HEAD + "A,2013-01,5,100\n", "b.csv": HEAD + "B,2013-01,1,1\nA,2013-01,6,100\n"}

    assert faults(files) == ["b.csv:3:3 TWO_FIGURES"]
    found = message(files)
    assert "births of A in 2013-01 is 6 here and 5 in " in found
    assert "a.csv:2:3; keep the right one" in found


def test_nothing_and_something_are_two_figures() -> None:
    assert faults(HEAD + "A,2013-01,0,100\nA,2013-01,5,100\n") == ["data.csv:3:3 TWO_FIGURES"]
    assert faults(HEAD + "A,2013-01,5,100\nA,2013-01,0,100\n") == ["data.csv:3:3 TWO_FIGURES"]


def test_two_areas_of_one_name_are_thought_of_only_where_no_file_has_codes() -> None:
    names, codes = "village,month,births\nA,2013-01,5\n", "village,village_code,month,births\nA,11,2013-01,6\n"
    advice = "or, if these are two areas of the same name"

    assert advice in message({"a.csv": names, "b.csv": names.replace("5", "6")})
    assert advice not in message({"a.csv": names, "b.csv": codes})
    assert advice not in message({"a.csv": codes, "b.csv": names})


def test_one_code_with_two_names_names_both() -> None:
    rows = "village,village_code,month,births\nPine,11,2013-01,5\nMill,11,2013-01,{}\n"

    assert faults(rows.format(6)) == ["data.csv:3:4 TWO_FIGURES"]
    said = message(rows.format(6))
    assert "births of Mill in 2013-01 is 6 here, and 5 in " in said
    assert "data.csv:2:4 for Pine with the same code 11; give each area its own code" in said
    assert notices(read(rows.format(5))) == ["RENAMED", "GIVEN_TWICE"]


def test_a_blank_and_a_figure_are_the_figure() -> None:
    table = read({"a.csv": HEAD + "A,2013-01,,100\n", "b.csv": HEAD + "A,2013-01,5,\n"})

    assert figures(table) == {("A", "2013-01"): {"births": 5, "population": 100}}
    assert not table.notices


def test_a_blank_beside_the_same_figure_twice_is_that_figure() -> None:
    table = read(HEAD + "A,2013-01,5,100\nA,2013-01,,100\nA,2013-01,5,\n")

    assert figures(table) == {("A", "2013-01"): {"births": 5, "population": 100}}
    assert faults(HEAD + "A,2013-01,5,100\nA,2013-01,,100\nA,2013-01,6,\n") == ["data.csv:4:3 TWO_FIGURES"]


def test_money_is_shown_as_it_is_written() -> None:
    spending = "village,month,计划生育事业费\n"

    assert "is 12.06 here and 12.05 in" in message({"a.csv": f"{spending}A,2013-01,12.05\nA,2013-01,12.06\n"})


def test_overlapping_runs_of_one_flow_are_an_error_naming_the_right_file() -> None:
    files = {
        "2013-02.csv": "village,births,population\nA,1,100\n",
        "2013-05.csv": "village,births,population\nA,2,100\n",
        "2013Q1.csv": "village,births,population\nA,9,100\n",
    }

    assert faults(files) == ["2013Q1.csv:2:2 OVERLAP"]
    assert "given here for 2013-01..2013-03 and in " in message(files)
    assert "2013-02.csv:2:2 for 2013-02, which overlaps" in message(files)


def test_every_month_within_a_run_overlaps_it_not_its_neighbour() -> None:
    rows = "A,2013Q1,9\nA,2013-02,1\nA,2013-03,1\nA,2013-04,1\nB,2013Q1,9\nB,2013-04,1\n"

    assert faults("village,month,births\n" + rows) == ["data.csv:3:3 OVERLAP", "data.csv:4:3 OVERLAP"]


def test_the_same_run_given_twice_is_a_repeat_and_no_overlap() -> None:
    table = read("village,month,births\nA,2013Q1,9\nA,2013Q1,9\nA,2013-04,1\n")

    assert notices(table) == ["GIVEN_TWICE"]
    assert faults("village,month,births\nA,2013Q1,9\nA,2013Q1,8\n") == ["data.csv:3:3 TWO_FIGURES"]
    assert faults("village,month,births\nA,2013Q1,9\nA,2013Q1,9\nA,2013-02,1\n") == ["data.csv:4:3 OVERLAP"]


def test_runs_of_different_counts_may_overlap() -> None:
    table = read({"a.csv": "village,month,births\nA,2013Q1,9\n", "b.csv": "village,month,deaths\nA,2013-02,1\n"})

    assert figures(table) == {("A", "2013-01..2013-03"): {"births": 9}, ("A", "2013-02"): {"deaths": 1}}


def test_a_stock_at_one_moment_is_the_same_whatever_run_ends_there() -> None:
    quarter, month = "village,month,population\nA,2013Q1,{}\n", "village,month,population\nA,2013-03,100\n"

    assert len(read({"a.csv": quarter.format(100), "b.csv": month}).rows) == 2
    files = {"a.csv": quarter.format(101), "b.csv": month}
    assert faults(files) == ["b.csv:2:3 TWO_FIGURES"]
    assert "is 100 here and 101 in" in message(files)


def test_a_quota_is_one_for_the_statistical_year() -> None:
    quota = "village,month,preconception_checks_quota\nA,2013-01,19\nA,2013-02,{}\nA,2014-01,25\n"

    assert len(read(quota.format(19)).rows) == 3
    assert faults(quota.format(20)) == ["data.csv:3:3 TWO_FIGURES"]


@pytest.mark.parametrize("block_bytes", [1, 1 << 20])
def test_conflicts_of_one_file_are_found_within_and_across_blocks(block_bytes: int) -> None:
    rows = "A,2013-01,1\nB,2013-01,1\nA,2013-01,2\nB,2013-01,1\n"

    assert faults("village,month,births\n" + rows, block_bytes=block_bytes) == ["data.csv:4:3 TWO_FIGURES"]


def test_births_are_derived_from_the_sexes_where_their_column_is_absent() -> None:
    files = {
        "a.csv": "village,month,births_male,births_female\nA,2013-01,2,3\nB,2013-01,2,\n",
        "b.csv": "village,month,births\nC,2013-01,7\n",
    }
    table = read(files, counts=["births"])

    assert {key: found["births"] for key, found in figures(table).items()} == {
        ("A", "2013-01"): 5,
        ("B", "2013-01"): None,
        ("C", "2013-01"): 7,
    }


def test_a_blank_cell_of_its_own_column_is_not_derived() -> None:
    table = read("village,month,births,births_male,births_female\nA,2013-01,,2,3\n", counts=["births"])

    assert figures(table)["A", "2013-01"]["births"] is None


def test_a_difference_below_zero_is_missing_with_a_notice() -> None:
    table = read("village,month,births,births_male\nA,2013-01,2,3\nB,2013-01,3,2\n", counts=["births_female"])

    assert [found["births_female"] for found in figures(table).values()] == [None, 1]
    assert notices(table) == ["NEGATIVE_DERIVED"]
    assert "births_female would come out below zero in 1 row" in str(table.notices[0].text)


def test_only_what_is_asked_for_is_in_the_table() -> None:
    table = read("village,month,births,deaths,population\nA,2013-01,1,2,3\n", counts=["deaths"])

    assert table.counts == ("deaths",)
