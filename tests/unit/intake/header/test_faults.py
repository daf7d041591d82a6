"""Headers that cannot be used: where, why, and what to do."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, read


def test_a_header_near_to_known_ones_is_shown_with_what_it_was_meant_to_be() -> None:
    files = "Title\n村名,月份,出生人书\nA,2013-01,1\n"

    assert faults(files) == ["data.csv:2 NO_HEADER"]
    assert "row 2: known: 村名, 月份, 出生人书 (did you mean 出生人数?)" in message(files)


def test_what_is_near_to_nothing_may_be_anything_and_is_not_shown() -> None:
    assert "赵钱孙" not in message("赵钱孙,村名\n周吴郑,1\n")


@pytest.mark.parametrize(
    ("header", "needed"),
    [
        ("村名,月份,节育率", "contraceptive_users, married_women_15_49"),
        ("村名,月份,出生率(‰),死亡率(‰)", "births, population, deaths"),
        ("village,month,Crude birth rate", "births, population"),
    ],
)
def test_rates_alone_are_named_as_such_with_the_counts_to_give(header: str, needed: str) -> None:
    files = f"{header}\nA,2013-01,1,2\n"

    assert faults(files) == ["data.csv:1 RATES_ONLY"]
    assert f"give columns of {needed}" in message(files)


def test_rates_beside_counts_are_not_used() -> None:
    table = read("村名,月份,出生人数,出生率(‰)\nA,2013-01,1,2.5\n")

    assert figures(table) == {("A", "2013-01"): {"births": 1}}
    assert str(table.notices[0].text) == "columns not used: 出生率(‰)"


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("村名,月份,出生?数,死亡人数", [3]),
        ("村名,月份,出生人数,死亡人?", [4]),
        ("????,??,????", [1, 2, 3]),
        ("村名,月份,出生\ufffd\ufffd,死亡人数", [3]),
        ("锟斤拷,月份,出生人数", [1]),
    ],
)
def test_lost_characters_in_a_header_are_named_with_their_cells(header: str, columns: list[int]) -> None:
    files = f"{header}\nA,2013-01,1,2\n"

    assert faults(files) == [f"data.csv:1:{column} LOST_CHARACTERS" for column in columns]
    assert "export it again as CSV UTF-8" in message(files)


@pytest.mark.parametrize(("written", "read_as"), [("utf-8", "gb18030"), ("utf-8", "latin-1"), ("gb18030", "latin-1")])
def test_headers_read_in_another_encoding_and_saved_are_named_with_what_they_were(written: str, read_as: str) -> None:
    files = "月份,村名,出生人数\n2013-01,A,1\n".encode(written).decode(read_as)

    assert "NO_HEADER" not in message(files)
    assert "data.csv:1:1 MISREAD_HEADER" in faults(files)
    assert "is 月份, read in an encoding other than its own" in message(files)


def test_one_misread_header_among_known_ones_is_no_unused_column() -> None:
    assert faults("month,village,deaths,鍑虹敓浜烘暟\n2013-01,A,1,2\n") == ["data.csv:1:4 MISREAD_HEADER"]


def test_western_words_are_no_misread_headers() -> None:
    assert figures(read("month,village,births,Größe,Ménage\n2013-01,A,1,2,3\n"))


def test_a_question_mark_of_its_own_is_no_lost_character() -> None:
    assert figures(read("village,month,births,checked?\nA,2013-01,1,yes\n")) == {("A", "2013-01"): {"births": 1}}


def test_a_doubled_header_and_two_headers_for_one_count() -> None:
    files = "村名,月份,出生人数,出 生 人 数\nA,2013-01,1,2\n"
    assert faults(files) == ["data.csv:1:4 TWO_COLUMNS"]
    assert "stands twice, in columns 3 and 4" in message(files)

    files = "村名,月份,本期出生,,出生人数\n,,合计,男,\nA,2013-01,1,1,2\n"
    assert faults(files) == ["data.csv:1:5 TWO_COLUMNS"]
    assert "columns 3 (本期出生 > 合计) and 5 (出生人数) both hold births" in message(files)


def test_no_month_says_where_it_may_come_from() -> None:
    said = message("村名,出生人数\nA,1\n")
    assert "a column `month`" in said
    assert "write the month in a line above the table, or name the file or its folder after it" in said


def test_columns_that_are_to_be_ignored_are_not_listed_as_unused() -> None:
    table = read("村名,月份,出生,旧码,备注\nA,2013-01,1,2,x\n", Columns(headers={"旧码": "ignore"}))

    assert not table.notices


@pytest.mark.parametrize(
    ("titles", "said"), [(1, "1 row above the header skipped"), (3, "3 rows above the header skipped")]
)
def test_rows_above_the_header_are_counted(titles: int, said: str) -> None:
    table = read("2013年,统计,表\n" * titles + "村名,月份,出生\nA,2013-01,1\n")

    assert [str(notice.text) for notice in table.notices] == [said]


@pytest.mark.parametrize(
    "header",
    [
        "村　名,月 份,出　生　人　数（人）,期未总人口",
        "村名,月份,出生人數,期末總人口",
        "Ｖｉｌｌａｇｅ,Ｍｏｎｔｈ,ＢＩＲＴＨＳ,Population (persons)",
        "名称,统计月份,本期出生人数,总人口(单位:人)",
        "村名,月份,出生\u200b人数\u00a0,人口",
    ],
)
def test_headers_as_offices_write_them(header: str) -> None:
    assert figures(read(f"{header},,\n松谷村,2013-01,1,200,,\n")) == {
        ("松谷村", "2013-01"): {"births": 1, "population": 200}
    }


@pytest.mark.parametrize(
    ("header", "count"),
    [
        ("死亡人数/人", "deaths"),
        ("No. of births", "births"),
        ("Pop.", "population"),
        ("Population (end of month)", "population"),
        ("本期末总人口数", "population"),
        ("月末人口数", "population"),
    ],
)
def test_more_ways_to_head_a_count(header: str, count: str) -> None:
    assert figures(read(f"月份,村名,{header}\n2013-01,A,1\n")) == {("A", "2013-01"): {count: 1}}


@pytest.mark.parametrize("heads", ["日期,所属乡镇,村（居）名", "date,town,hamlet"])
def test_more_ways_to_head_months_and_areas(heads: str) -> None:
    assert figures(read(f"{heads},births\n2013-01-31,B,A,1\n")) == {("B/A", "2013-01"): {"births": 1}}
