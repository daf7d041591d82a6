"""Lines among the rows: headings that stand again on a further page, and those of another unit, month or area."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading import faults, figures, message, notices, read

HEADING = "填报单位：{town},,\n{month},,\n单位：{unit},,\n村名,出生人数,死亡人数\n"
FIRST = HEADING.format(town="北岭镇", month="2013年6月", unit="人")
FOOT = "填报人：张三　2013年7月3日,,\n"


def pages(second: str, villages: int) -> str:
    """Two pages of a form, the first with so many villages."""
    rows = "".join(f"甲{number}村,3,1\n" for number in range(villages))
    return f"{FIRST}{rows}{FOOT}{second}丙村,5,2\n{FOOT}"


@pytest.mark.parametrize("villages", [2, 300])
def test_the_same_heading_on_a_further_page_changes_nothing(villages: int) -> None:
    table = read(pages(FIRST, villages))

    assert table.areas.villages == villages + 1
    assert table.rows["births"].sum() == 3 * villages + 5


@pytest.mark.parametrize("villages", [2, 300])
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("单位：人", "单位：万人", "LINE_UNIT"),
        ("单位：人", "计量单位：千人", "LINE_UNIT"),
        ("填报单位：北岭镇", "填报单位：南河镇", "LINE_AREA"),
        ("填报单位：北岭镇", "填报单位: 南河镇", "LINE_AREA"),
        ("填报单位：北岭镇", "填报单位：南河镇人民政府", "LINE_AREA"),
    ],
)
def test_a_heading_that_says_something_else_is_an_error(villages: int, old: str, new: str, code: str) -> None:
    found = faults(pages(FIRST.replace(old, new), villages))

    assert [one.split()[-1] for one in found] == [code]
    assert new.split("：")[-1].split(":")[-1].strip() in message(pages(FIRST.replace(old, new), villages))


def test_the_same_area_in_other_words_changes_nothing() -> None:
    same = FIRST.replace("填报单位：北岭镇", "填报单位：北岭镇人民政府")

    assert read(pages(same, 2)).rows["births"].sum() == 11


@pytest.mark.parametrize("villages", [2, 300])
def test_a_heading_of_another_month_begins_the_table_of_that_month(villages: int) -> None:
    july = FIRST.replace("2013年6月", "2013年7月")
    table = read(pages(july, villages))

    assert figures(table)["北岭镇/丙村", "2013-07"] == {"births": 5, "deaths": 2}
    assert figures(table)["北岭镇/甲0村", "2013-06"] == {"births": 3, "deaths": 1}
    assert "SEVERAL_TABLES" in notices(table)
    of_town = figures(read(pages(july.replace("北岭镇", "南河镇").replace("单位：人", "单位：千人"), villages)))
    assert of_town["南河镇/丙村", "2013-07"] == {"births": 5_000, "deaths": 2_000}


def test_a_heading_in_other_words_that_says_another_month_is_an_error() -> None:
    other = FIRST.replace("2013年6月", "下列为2013年7月份数据")

    assert faults(pages(other, 2)) == ["data.csv:9:1 LINE_PERIOD"]
    assert faults(pages(other, 300)) == ["data.csv:307:1 LINE_PERIOD"]


@pytest.mark.parametrize(
    "line", ["单位：万元", "注：2013年7月撤并", "填报人：李四", "2013年7月5日", "Prepared by Ann, July 2013"]
)
def test_lines_that_speak_of_something_else_are_left_out(line: str) -> None:
    rows = f'2013年6月,,\n村名,出生人数,死亡人数\n甲村,3,1\n"{line}",,\n乙村,4,2\n'

    assert sum(one["births"] or 0 for one in figures(read(rows)).values()) == 7


def test_a_unit_of_the_header_holds_below_any_line() -> None:
    rows = "2013年6月,,\n村名,出生人数（人）,死亡人数（人）\n甲村,3,1\n单位：万人,,\n乙村,4,2\n"

    assert sum(one["births"] or 0 for one in figures(read(rows)).values()) == 7
    assert "FOOTER_ROWS" in notices(read(rows))


@pytest.mark.parametrize("line", ["单位：万人", "注：单位：千人", "Note: in thousands", "Unit: thousand persons"])
def test_a_unit_below_the_table_is_that_of_its_figures(line: str) -> None:
    rows = "2013年6月,,\n{above}村名,出生人数,死亡人数\n甲村,3,1\n{below}"

    assert faults(rows.format(above="", below=f"{line},,\n")) == ["data.csv:4:1 LINE_UNIT"]
    both = figures(read(rows.format(above=f"{line},,\n", below=f"{line},,\n")))
    assert both["甲村", "2013-06"]["births"] in (3_000, 30_000)
    other = "填报单位：南河镇　2013年7月3日"
    assert figures(read(rows.format(above="填报单位：北岭镇,,\n", below=f"{other},,\n")))


@pytest.mark.parametrize(
    "line", ["Note: Thousand persons, end of year", "Note: Live births (thousands)", "Note: in Tausend"]
)
def test_a_note_below_that_says_thousands_by_half_or_of_another_name_of_the_count_is_an_error(line: str) -> None:
    rows = "village,month,births\nAsh,2013-06,620\nElm,2013-06,20\n{},,\n"

    assert faults(rows.format(f'"{line}"')) == ["data.csv:4:1 LINE_UNIT"]
    for note in ("Note: 1000 persons moved", "Note: births per thousand", "Note: Population (thousands) is in table 2"):
        assert figures(read(rows.format(f'"{note}"')))["Ash", "2013-06"] == {"births": 620}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Town: East", "Town: West"),
        ("东关镇2022年5月人口月报", "西关镇2022年5月人口月报"),
        ("2022年5月东关镇报表", "2022年5月西关镇报表"),
    ],
)
def test_a_heading_of_another_area_among_the_rows_is_an_error(first: str, second: str) -> None:
    page = "2022年5月,,\n{},,\n村名,出生人数,死亡人数\n{},2,1\n{},3,2\n"
    rows = page.format(first, "甲村", "乙村") + page.format(second, "丙村", "丁村").removeprefix("2022年5月,,\n")

    assert faults(rows) == ["data.csv:6:1 LINE_AREA"]


def test_a_table_below_a_blank_row_is_of_the_area_that_its_own_line_names() -> None:
    page = "2022年5月,,\n{},,\n村名,出生人数,死亡人数\n{},2,1\n"
    rows = page.format("东关镇", "甲村") + ",,\n" + page.format("西关镇", "丁村").removeprefix("2022年5月,,\n")

    assert {area for area, _ in figures(read(rows))} == {"东关镇/甲村", "西关镇/丁村"}


@pytest.mark.parametrize("line", ["2月", "2022年2月份", "二月"])
def test_a_line_of_the_next_month_among_the_rows_is_an_error(line: str) -> None:
    rows = f"2022年1月,,\n村名,出生人数,死亡人数\n甲村,3,1\n{line},,\n村名,出生人数,死亡人数\n乙村,4,1\n"

    assert [one.split()[-1] for one in faults(rows)] in (["LINE_PERIOD"], ["TITLE_PERIOD"])
