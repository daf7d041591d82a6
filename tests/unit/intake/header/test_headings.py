"""Files with headers of two and three rows."""

from __future__ import annotations

import pytest

from popcalc.intake.header.headings import join_rows
from tests.unit.intake.reading import CATALOGUE, faults, figures, message, notices, read


def joined(*rows: str) -> list[str]:
    return [str(one) for one in join_rows([row.split(",") for row in rows])]


def test_merged_cells_are_filled_forward_within_the_group_above_only() -> None:
    assert joined(
        "村名,本期出生人数,,,,死亡人数,,期末总人口,",
        ",一孩出生,,二孩出生,,,,,",
        ",男,女,男,女,男,女,,",
    ) == [
        "村名",
        "本期出生人数 > 一孩出生 > 男",
        "本期出生人数 > 一孩出生 > 女",
        "本期出生人数 > 二孩出生 > 男",
        "本期出生人数 > 二孩出生 > 女",
        "死亡人数 > 男",
        "死亡人数 > 女",
        "期末总人口",
        "",
    ]


def test_merged_cells_that_were_exported_filled_are_the_same() -> None:
    assert joined("村名,出生,出生,死亡", "村名,男,女,死亡") == ["村名", "出生 > 男", "出生 > 女", "死亡"]


THREE_ROWS = """\
乡镇,村名,月份,本期出生人数,,,,,,死亡人数,期末总人口
,,,一孩出生,,二孩出生,,多孩出生,,,
,,,男,女,男,女,男,女,,
北岭镇,松谷村,2013-01,2,1,1,1,1,0,3,200
"""
BY_PARITY_AND_SEX = {
    "births_first_male": 2,
    "births_first_female": 1,
    "births_second_male": 1,
    "births_second_female": 1,
    "births_third_plus_male": 1,
    "births_third_plus_female": 0,
}


def test_births_given_by_parity_and_sex_under_three_rows() -> None:
    assert figures(read(THREE_ROWS)) == {
        ("北岭镇/松谷村", "2013-01"): {**BY_PARITY_AND_SEX, "deaths": 3, "population": 200}
    }


def test_births_sexes_and_parities_follow_from_the_six_cells() -> None:
    asked = ["births", "births_male", "births_female", "births_first", "births_second", "births_third_plus"]
    ((_, found),) = figures(read(THREE_ROWS, counts=asked)).items()

    assert {key: found[key] for key in asked} == {
        "births": 6,
        "births_male": 4,
        "births_female": 2,
        "births_first": 3,
        "births_second": 2,
        "births_third_plus": 1,
    }


@pytest.mark.parametrize(
    "rows",
    [
        "村名,月份,出生人数,,死亡人数\n,,小计,其中:计划内,\n",
        "村名,月份,出生人数,,死亡人数\n,,合计,政策内,人数\n",
        ",,本期出生,,本期\n村名,月份,人数,期中：计划内,死亡人数\n",
        "村名,月份,出生人数,出生人数,死亡人数\n村名,月份,小计,计划内,死亡人数\n",
        "村名,月份,出生人数,,死亡人数\n,,小计,其中:计划内,\n,,人,人,人\n",
        "Village,Month,Births,,Deaths\n,,Total,Births within policy,\n",
    ],
)
def test_two_rows_however_they_are_merged(rows: str) -> None:
    assert figures(read(f"{rows}松谷村,2013-01,5,4,3\n")) == {
        ("松谷村", "2013-01"): {"births": 5, "births_in_policy": 4, "deaths": 3}
    }


@pytest.mark.parametrize(
    "rows",
    [
        "月份,村名,出生人数,出生人数,出生人数\n月份,村名,合计,男,女\n",
        "月份,村名,出生人数,,\n月份,村名,合计,男,女\n",
        "month,village,births,births,births\nmonth,village,total,male,female\n",
        ",,出生人数,出生人数,出生人数\n,,合计,男,女\n月份,村名,,,\n",
        "月份,村名,出生人数,出生人数,出生人数\nUnnamed: 0_level_1,Unnamed: 1_level_1,合计,男,女\n",
    ],
)
def test_groups_whose_word_stands_over_each_of_their_columns(rows: str) -> None:
    assert figures(read(f"{rows}2013-01,松谷村,3,2,1\n")) == {
        ("松谷村", "2013-01"): {"births": 3, "births_male": 2, "births_female": 1}
    }


def test_three_rows_whose_words_stand_over_each_of_their_columns() -> None:
    table = read(
        "月份,村名,本期出生人数,本期出生人数,本期出生人数,本期出生人数,死亡人数\n"
        "月份,村名,一孩出生,一孩出生,二孩出生,二孩出生,死亡人数\n"
        "月份,村名,男,女,男,女,死亡人数\n2013-01,松谷村,2,1,0,1,4\n"
    )

    assert figures(table) == {
        ("松谷村", "2013-01"): {
            "births_first_male": 2,
            "births_first_female": 1,
            "births_second_male": 0,
            "births_second_female": 1,
            "deaths": 4,
        }
    }


def test_a_doubled_header_is_no_group_though_another_language_doubles_it_too() -> None:
    assert faults("月份,村名,出生人数,出生人数\nMonth,Village,Births,Births\n2013-01,松谷村,3,2\n") == [
        "data.csv:1:4 TWO_COLUMNS"
    ]


def test_a_grouped_header_below_titles_and_above_column_numbers_and_totals() -> None:
    table = read(
        "2013年1月,人口统计,报表,,\n填报单位：北岭镇,,,,单位：人\n\n"
        "村名,出生人数,,死亡人数,\n,男,女,男,女\n甲,1,2,3,4\n合计,3,2,1,0\n松谷村,3,2,1,0\n".replace(
            "村名", "月份,村名"
        )
        .replace("\n,男", "\n,,男")
        .replace("甲,", "甲,乙,")
        .replace("合计,", "2013-01,合计,")
        .replace("\n松谷村,", "\n2013-01,松谷村,")
    )

    assert figures(table) == {
        ("北岭镇/松谷村", "2013-01"): {"births_male": 3, "births_female": 2, "deaths_male": 1, "deaths_female": 0}
    }
    assert notices(table) == ["TITLE_ROWS", "SECOND_HEADER", "TOTAL_ROWS"]


def test_the_same_groups_in_another_language_are_skipped() -> None:
    table = read(
        "村名,月份,出生人数,,死亡人数\n,,男,女,\nVillage,Month,Births,,Deaths\n,,Male,Female,\n松谷村,2013-01,3,2,1\n"
    )

    assert figures(table) == {("松谷村", "2013-01"): {"births_male": 3, "births_female": 2, "deaths": 1}}


def test_the_first_row_of_data_is_never_taken_for_a_header() -> None:
    rows = "松谷村,2013-01,,\n村名,月份,出生,死亡\n柳河村,2013-01,1,2\n"
    table = read(f"村名,月份,出生,死亡\n{rows}")
    assert [village for village, _ in figures(table)] == ["松谷村", "柳河村"]

    table = read({"2013-01.csv": "村名,出生,死亡\n松谷村,,\n柳河村,1,2\n"})
    assert [village for village, _ in figures(table)] == ["松谷村", "柳河村"]


def test_a_group_that_may_narrow_a_count_is_an_error_at_the_cell() -> None:
    files = "村名,月份,流入人口,\n,,出生,死亡\n松谷村,2013-01,1,2\n"

    assert faults(files) == ["data.csv:2:3 AMBIGUOUS_HEADER", "data.csv:2:4 AMBIGUOUS_HEADER"]
    assert "column 3 (流入人口 > 出生) may hold births of all or only of the group" in message(files)


def test_a_group_that_may_narrow_a_count_is_not_used_beside_a_column_of_all() -> None:
    table = read("村名,月份,本月,,本年累计,\n,,出生,死亡,出生,死亡\n松谷村,2013-01,1,2,7,8\n")

    assert figures(table) == {("松谷村", "2013-01"): {"births": 1, "deaths": 2}}
    assert str(table.notices[0].text) == "columns not used: 本年累计 > 出生, 本年累计 > 死亡"


def test_a_header_that_fits_two_counts_is_an_error_naming_both() -> None:
    files = "村名,月份,总人口,,死亡人数\n,,出生,,\n,,男,女,\n松谷村,2013-01,1,2,3\n"

    assert faults(files) == ["data.csv:3:3 AMBIGUOUS_HEADER", "data.csv:3:4 AMBIGUOUS_HEADER"]
    assert "column 3 (总人口 > 出生 > 男) may hold births_male, population_male" in message(files)


def test_units_come_from_the_column_its_group_or_the_line_above_the_table() -> None:
    rows = "单位：万人\n村名,月份,出生人数(人),总人口,投入(万元)\n松谷村,2013-01,5,2,3\n"
    assert figures(read(rows)) == {
        ("松谷村", "2013-01"): {"births": 5, "population": 20_000, "fp_spending_yuan": 3_000_000}
    }
    rows = "单位：人、万元\n村名,月份,出生人数,投入\n松谷村,2013-01,5,3\n"
    assert figures(read(rows)) == {("松谷村", "2013-01"): {"births": 5, "fp_spending_yuan": 3_000_000}}
    rows = "村名,月份,出生人数,财政投入(万元),\n,,,应投入,已投入\n松谷村,2013-01,5,4,3\n"
    assert figures(read(rows)) == {
        ("松谷村", "2013-01"): {"births": 5, "fp_budget_yuan": 4_000_000, "fp_spending_yuan": 3_000_000}
    }
    rows = "村名,月份,出生人数,总人口\n,,(人),(万人)\n松谷村,2013-01,5,4\n"
    assert figures(read(rows)) == {("松谷村", "2013-01"): {"births": 5, "population": 40_000}}


def test_an_office_that_is_named_beside_the_word_unit_is_no_unit() -> None:
    table = read("单位：万人坪镇\n村名,月份,总人口\n松谷村,2013-01,200\n")
    assert figures(table) == {("万人坪镇/松谷村", "2013-01"): {"population": 200}}


def test_a_name_on_the_right_of_a_town_is_the_villages_and_on_the_left_of_it_the_countys() -> None:
    assert list(figures(read("乡镇,名称,月份,出生\n北岭镇,松谷村,2013-01,5\n"))) == [("北岭镇/松谷村", "2013-01")]
    table = read("地区,乡镇,月份,出生\n梅园县,北岭镇,2013-01,5\n")
    assert table.areas.levels == ("county", "town")


def test_the_catalogue_knows_every_word_of_the_real_form() -> None:
    held = {column for key in figures(read(THREE_ROWS)).values() for column in key}
    assert held <= set(CATALOGUE.counts)


@pytest.mark.parametrize("female", ["其中：女", "女"])
def test_of_which_in_one_row_is_a_part_of_the_count_on_its_left(female: str) -> None:
    heads = f"月份,村名,出生人数,其中：男,{female},死亡人数,其中：男,{female}"

    assert figures(read(f"{heads}\n2013-01,松谷村,3,2,1,5,4,1\n")) == {
        ("松谷村", "2013-01"): {
            "births": 3,
            "births_male": 2,
            "births_female": 1,
            "deaths": 5,
            "deaths_male": 4,
            "deaths_female": 1,
        }
    }
