"""What headings with groups mean, and that no group is guessed away."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.header.headings import heading
from popcalc.intake.header.lexicon import header_lexicon
from popcalc.intake.header.meanings import UNKNOWN, Meaning
from tests.unit.intake.reading import CATALOGUE

ROLES = header_lexicon(CATALOGUE, Columns())


def meaning(written: str) -> Meaning:
    return ROLES.meaning(heading(*written.split(" > ")))


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("本期出生人数 > 一孩出生 > 男", "births_first_male"),
        ("本期出生人数 > 一孩出生 > 男婴", "births_first_male"),
        ("本期出生人数 > 第二孩 > 女性", "births_second_female"),
        ("出生人数 > 三孩及以上 > 男", "births_third_plus_male"),
        ("本期出生人数 > 多孩出生 > 其中:计划内", "births_third_plus_in_policy"),
        ("出生人数 > 其中：政策内", "births_in_policy"),
        ("出生人数 > 期中：计划内", "births_in_policy"),
        ("出生人數 > 小計", "births"),
        ("死亡人数 > 合计", "deaths"),
        ("死亡人数 > 人数(人)", "deaths"),
        ("总人口 > 女", "population_female"),
        ("已婚育龄妇女人数 > 无孩", "married_women_no_child"),
        ("采取避孕措施人数 > 男扎", "users_male_sterilization"),
        ("流动人口 > 流入", "mobile_in"),
        ("行政村 > 名称", "village"),
        ("乡镇 > 代码", "town_code"),
        ("Deaths > Male", "deaths_male"),
        ("Population > Total", "population"),
    ],
)
def test_groups_are_joined_from_the_top(written: str, role: str) -> None:
    assert meaning(written) == Meaning(role)


@pytest.mark.parametrize("written", ["出生 > 男 > 一孩", "一孩 > 男 > 出生", "男 > 一孩 > 出生"])
def test_the_order_of_qualifiers_makes_no_difference(written: str) -> None:
    assert meaning(written) == Meaning("births_first_male")


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("人口变动情况 > 死亡人数", "deaths"),
        ("机械变动 > 迁出人数", "migration_out"),
        ("本期 > 出生人数", "births"),
        ("期末 > 总人口", "population"),
        ("死亡人数 > 其中 > 婴儿死亡", "deaths_infant"),
        ("总人口 > 育龄妇女人数", "women_15_49"),
        ("基本情况 > 村", "village"),
    ],
)
def test_a_group_that_narrows_nothing_may_be_left_out(written: str, role: str) -> None:
    assert meaning(written) == Meaning(role)


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("流入人口 > 出生人数", "births"),
        ("流动人口情况 > 死亡", "deaths"),
        ("本年累计 > 出生", "births"),
        ("政策外出生 > 一孩出生", "births_first"),
        ("本期出生人数 > 死亡人数", "deaths"),
        ("期初 > 育龄妇女人数", "women_15_49"),
    ],
)
def test_a_group_that_may_narrow_its_columns_is_never_left_out_in_silence(written: str, role: str) -> None:
    assert meaning(written) == Meaning(role, sure=False)


@pytest.mark.parametrize(
    "written", ["男婴 > 死亡人数", "死亡人数 > 男婴", "男孩 > 期末总人口", "人口 > 男孩", "第一孩 > 育龄妇女人数"]
)
def test_what_is_a_count_by_itself_is_no_mere_qualifier_of_another(written: str) -> None:
    assert meaning(written).role in (None, *(meaning(level).role for level in written.split(" > ")))


def test_what_fits_two_counts_is_neither() -> None:
    assert meaning("总人口 > 出生 > 男") == Meaning(rivals=("births_male", "population_male"))


@pytest.mark.parametrize(
    "written",
    [
        "男",
        "小计",
        "人数",
        "其中:男",
        "本期 > 人数",
        "常住人口 > 男",
        "出生人数 > 上年同期",
        "出生人数 > 三孩 > 男",
        "出生人数 > 率(‰)",
        "出生人数 > %",
        "出生人数(‰)",
        "出生人数 > *",
    ],
)
def test_words_without_their_group_and_rates_mean_nothing(written: str) -> None:
    assert meaning(written) == UNKNOWN


@pytest.mark.parametrize("now", ["本期", "本月", "当月", "期内"])
def test_the_rows_own_months_may_be_said_in_any_header(now: str) -> None:
    assert meaning(f"{now}死亡人数") == Meaning("deaths")


def test_the_columns_file_settles_a_group() -> None:
    roles = header_lexicon(CATALOGUE, Columns(headers={"流入人口 > 出生人数": "ignore", "总人口出生男": "births_male"}))

    assert roles.meaning(heading("流入人口", "出生人数")) == Meaning("ignore")
    assert roles.meaning(heading("总人口", "出生", "男")) == Meaning("births_male")


@pytest.mark.parametrize("count", sorted(CATALOGUE.counts))
def test_every_header_of_the_catalogue_means_its_count_below_a_topic_too(count: str) -> None:
    for header in CATALOGUE.counts[count].headers:
        assert meaning(header).role == count
        assert meaning(f"人口情况 > {header}").role == count
