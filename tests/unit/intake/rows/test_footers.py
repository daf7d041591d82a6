"""Lines below a table, and headers that stand again: left out, counted, their names not shown."""

from __future__ import annotations

import pytest

from popcalc.intake.header.labels import is_label
from tests.unit.intake.reading import faults, figures, notices, read

HEADER = "乡镇,村名,月份,出生人数,死亡人数\n"
ROW = "北岭镇,松谷村,2013-01,5,6\n"
FOUND = {("北岭镇/松谷村", "2013-01"): {"births": 5, "deaths": 6}}

FOOTERS = [
    "填报人：张三,,审核人：李四,,填报日期：2013年2月3日",
    "填报人：张三",
    "填报人,张三,,,",
    "单位负责人：,王五,填表人：,李四,联系电话：",
    "单位负责人（签字）：王五   填表人：李四   报出日期：2013-02-03",
    ",,,制表人：张三,",
    "联系电话,13800001111,,,",
    "注：本表口径为户籍人口,不含流动人口",
    "说明：1、按月填报,2、次月3日前报送,3、不得漏报,4、不得迟报,5、附名册",
    "备注：,全部核对,,,",
    "Note: registered population,,,,",
    "Source: county office",
    "Prepared by Li Lei,,,,",
    "第1页 共3页,,,,",
    "报出日期：,2013-02-03,,,",
    "打印日期：2013-02-03",
    "(盖章)：,,,,",
    "（盖章）",
    "以上数据已核对无误",
    "本表由统计办填报",
    "特此報送并请查收",
    "导出日期：2013-02-03",
    "導出時間,2013-02-03",
    ",以上數據已核對無誤,,,",
    "All figures checked and correct,,,,",
]


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("block_bytes", [1, 1 << 20])
def test_a_line_below_the_table_is_left_out_and_said_without_names(footer: str, block_bytes: int) -> None:
    table = read(f"{HEADER}{ROW}{footer}\n", block_bytes=block_bytes)

    assert figures(table) == FOUND
    assert [str(notice.text) for notice in table.notices] == ["1 line below the table left out"]


@pytest.mark.parametrize("footer", FOOTERS)
def test_the_month_in_the_files_name_makes_no_footer_a_village(footer: str) -> None:
    table = read({"2013-01.csv": f"乡镇,村名,出生人数,死亡人数,总人口\n北岭镇,松谷村,5,6,7\n{footer}\n"})

    assert figures(table) == {("北岭镇/松谷村", "2013-01"): {"births": 5, "deaths": 6, "population": 7}}
    assert notices(table) == ["FOOTER_ROWS"]


def test_the_text_of_a_footer_goes_on_in_the_lines_below_it() -> None:
    table = read(f"{HEADER}{ROW}说明：\n一、按月填报\n二、次月报送\n")

    assert figures(table) == FOUND
    assert str(table.notices[0].text) == "3 lines below the table left out"


def test_data_may_follow_a_footer() -> None:
    table = read(f"{HEADER}{ROW}填报人：张三,,,,\n北岭镇,柳河村,2013-01,1,2\n")

    assert len(figures(table)) == 2


@pytest.mark.parametrize("village", ["说明", "填报人", "注：村", "备注", "Source", "审核"])
def test_a_row_with_a_month_and_a_figure_is_data_whatever_its_name(village: str) -> None:
    rows = f"{village},2013-01,5\n"
    assert [figure["births"] for figure in figures(read(f"village,month,births\n{rows}")).values()] == [5]
    table = read({"2013-01.csv": f"village,births\n{village},5\n"})
    assert [figure["births"] for figure in figures(table).values()] == [5]


@pytest.mark.parametrize("village", ["松谷村", "注溪村", "来源村", "人民路社区", "Notehill", "说明村"])
def test_a_village_that_reports_nothing_stays_a_village(village: str) -> None:
    assert not is_label(village)
    table = read({"2013-01.csv": f"village,births,deaths,备注\nA,1,2,\n{village},,,备注：缺报\n"})
    assert len(figures(table)) == 2


def test_a_line_that_is_neither_data_nor_known_is_still_an_error() -> None:
    assert faults(f"{HEADER}{ROW}北岭镇,柳河村\n") == ["data.csv:3:3 SHORT_ROW"]
    assert faults(f"{HEADER}{ROW}北岭镇,柳河村,,1,2\n") == ["data.csv:3:3 NOT_A_PERIOD"]


@pytest.mark.parametrize("block_bytes", [1, 60, 1 << 20])
def test_a_page_that_begins_anew_repeats_title_header_and_column_numbers(block_bytes: int) -> None:
    above = "2013年统计表,,,,\n乡镇,村名,月份,本期,\n,,,出生人数,死亡人数\n甲,乙,丙,1,2\n"
    table = read(f"{above}{ROW}{above}北岭镇,柳河村,2013-01,1,2\n{above}", block_bytes=block_bytes)

    assert figures(table) == {**FOUND, ("北岭镇/柳河村", "2013-01"): {"births": 1, "deaths": 2}}
    assert notices(table) == ["TITLE_ROWS", "SECOND_HEADER", "HEADER_AGAIN"]
    assert str(table.notices[2].text) == "8 rows that repeat the header left out"


def test_column_numbers_of_a_new_page_are_no_village() -> None:
    above = "村名,出生人数,死亡人数\n1,2,3\n"
    table = read({"2013-01.csv": f"{above}松谷村,5,6\n{above}柳河村,1,2\n"})

    assert sorted(village for village, _ in figures(table)) == ["松谷村", "柳河村"]


@pytest.mark.parametrize(
    "line",
    ["p = provisional", "(p) Provisional", ": not available", "¹ Including Nairobi", "© Registrar",
     "www.registrar.example", "Last updated 20.3.2021", "Footnotes"],
)  # fmt: skip
@pytest.mark.parametrize("blanks", ["", ",,"])
def test_a_legend_below_a_table_is_no_row_of_it(line: str, blanks: str) -> None:
    table = read(f"village,month,births\nAsh,2013-06,3\n\n{line}{blanks}\n")

    assert figures(table) == {("Ash", "2013-06"): {"births": 3}}
    assert "FOOTER_ROWS" in notices(table)


@pytest.mark.parametrize("name", ["Keyworth", "P. Mill", "(North) Mill"])
def test_a_village_that_reports_nothing_is_no_legend(name: str) -> None:
    assert "FOOTER_ROWS" not in notices(read(f"month,village,births\n2013-06,Ash,3\n2013-06,{name},\n"))
