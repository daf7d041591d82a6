"""Lines that are no data, and marks that repeat."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.rows.other_words import is_comparison, is_ditto, is_remark
from tests.unit.intake.reading import faults, figures, notices, read

TWO = {("A", "2013-01"): {"births": 1, "deaths": 2}, ("B", "2013-01"): {"births": 3, "deaths": 4}}
HEAD = "town,month,births,deaths\nA,2013-01,1,2\nB,2013-01,3,4\n"


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        (",,,Registry Office 2021-05-10", "FOOTER_ROWS"),
        (",,数据由统计局提供。,", "FOOTER_ROWS"),
        ("北岭镇卫生局,,,", "FOOTER_ROWS"),
        ("The figures were taken from the registers of both towns.,,,", "FOOTER_ROWS"),
        ("总计,,4,6", "TOTAL_ROWS"),
        (",すべて,4,6", "TOTAL_ROWS"),
        ("총계,2013-01,4,6", "TOTAL_ROWS"),
        ("Total general,,4,6", "TOTAL_ROWS"),
        ("A,合计,4,6", "TOTAL_ROWS"),
        ("同比增减(%),,12.5,-3", "COMPARISON_ROWS"),
        ("Average,2013-01,2,3", "COMPARISON_ROWS"),
        ("A,去年同期,9,9", "COMPARISON_ROWS"),
        (",2013-02,,", None),
    ],
)
def test_a_line_that_is_no_data_is_left_out(line: str, notice: str | None) -> None:
    for counts in (["births", "deaths"], ["births"]):
        table = read(f"{HEAD}{line}\n", counts=counts)

        assert {area: values["births"] for (area, _), values in figures(table).items()} == {"A": 1, "B": 3}
        assert notices(table) == ([notice] if notice else [])


def test_a_total_in_a_column_that_is_not_read_is_one_where_there_is_no_area() -> None:
    table = read("序号,乡镇,月份,出生人数\n1,甲镇,2013-01,1\n2,乙镇,2013-01,3\n合计,,2013-01,5\n")

    assert len(figures(table)) == 2
    assert notices(table) == ["TOTAL_ROWS", "TOTAL_DIFFERS"]


def test_a_figure_without_an_area_is_still_an_error() -> None:
    for line in (",2013-01,5,6", ",,5人,"):
        assert "data.csv:4:1 NO_AREA_IN_ROW" in faults(f"{HEAD}{line}\n", counts=["deaths"])


def test_a_total_with_a_code_of_its_own_is_held_against_its_rows() -> None:
    """10 + 20 = 30, not 35."""
    rows = "00,Total,2013-01,35\n01,A,2013-01,10\n02,B,2013-01,20\n"

    table = read("province_code,province,month,births\n" + rows)

    assert [(one.printed, one.summed) for one in table.totals] == [(35, 30)]


@pytest.mark.parametrize("block_bytes", [1, 40, 1 << 20])
def test_ditto_marks_repeat_what_they_point_to(block_bytes: int) -> None:
    chinese = "乡镇,村,月份,出生人数\n北岭镇,东村,2013-01,1\n〃,西村,同上,2\n合计,,,3\n同上,南村,〃,4\n"
    english = 'town,village,month,births\nT,a,2013-01,1\n"""",b,"""",2\ndo.,c,ditto,4\n'

    for written in (chinese, english):
        found = figures(read(written, block_bytes=block_bytes))
        assert [(key.split("/")[0], month) for key, month in found] == [
            (next(iter(found))[0].split("/")[0], "2013-01")
        ] * 3


def test_a_second_table_further_down_than_a_header_is_sought_is_an_error_with_its_row() -> None:
    second = "Town,Month,Marriages,Divorces\nA,2013-01,1,2\n"
    many = "".join(f"A{number},2013-01,{number},2\n" for number in range(150))

    assert faults(f"{HEAD}{many}{second}") == ["data.csv:154 SECOND_TABLE"]
    assert figures(read(f"{HEAD}\nOther events\n{second}"))["A", "2013-01"]["marriages"] == 1
    assert figures(read(f"{HEAD}Town,Month,Births,DEATHS\nC,2013-01,5,6\n"))["C", "2013-01"]["births"] == 5


def test_labels_below_a_header_may_have_a_digit() -> None:
    english = (
        "town,month,births,deaths\nName of town,Month,Births to women 15-49,All deaths\nA,2013-01,1,2\nB,2013-01,3,4\n"
    )
    chinese = "乡镇,月份,出生人数,死亡人数\n乡镇名,报告月,15至49岁妇女所生,5岁以下在内\nA,2013-01,1,2\nB,2013-01,3,4\n"

    assert figures(read(english)) == figures(read(chinese)) == TWO


def test_a_note_below_a_header_is_no_part_of_it() -> None:
    for note in ("Give the number reported by each clinic", "请填写各村上报的数字，不要留空"):
        for place in (0, 2):
            line = ",".join(note if at == place else "" for at in range(4))
            assert figures(read(HEAD.replace("\n", f"\n{line}\n", 1))) == TWO


@pytest.mark.parametrize("name", ["Average", "per cent change", "同比(±%)", "上月", "增减%", "평균", "Vorjahr"])
def test_comparisons(name: str) -> None:
    assert is_comparison(name)


@pytest.mark.parametrize("name", ["Averill", "上月村", "Meanwood", "平均村", "East"])
def test_names_that_are_no_comparisons_nor_remarks(name: str) -> None:
    assert not is_comparison(name)
    assert not is_ditto(name)
    assert not is_remark(name)


def test_the_columns_file_keeps_an_area_with_the_name_of_a_total() -> None:
    table = read(f"{HEAD}All,2013-01,4,6\n", Columns(not_totals=("All",)))

    assert len(figures(table)) == 3
