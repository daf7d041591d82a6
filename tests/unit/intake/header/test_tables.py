"""Several tables in one sheet."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, notices, read
from tests.unit.intake.spreadsheets import Cell, xlsx

PEOPLE = "村名,期末总人口\nMill,100\nFord,50\n"
EVENTS = "村名,出生人数,死亡人数\nMill,3,1\nFord,1,0\n"
BOTH = {
    ("Mill", "2013-06"): {"population": 100, "births": 3, "deaths": 1},
    ("Ford", "2013-06"): {"population": 50, "births": 1, "deaths": 0},
}


@pytest.mark.parametrize(
    "written",
    [
        f"2013年6月\n表一\n{PEOPLE}\n表二\n{EVENTS}",
        f"2013年6月\n{PEOPLE}填报人：...\n,\n{EVENTS}合计,4,1\n",
        f"2013年6月\n{EVENTS}合计,4,1\n\n{PEOPLE}合计,150\n",
        f"2013年6月\n{PEOPLE}{EVENTS}",
        f"2013年6月\n{PEOPLE}\n,出生死亡,\n村名,出生人数,死亡人数\n,人,人\nMill,3,1\nFord,1,0\n",
    ],
)
def test_tables_below_each_other_are_read_as_two(written: str) -> None:
    assert figures(read(written)) == BOTH


def test_places_are_those_of_the_file_and_each_table_has_its_own_rows() -> None:
    assert faults(f"2013年6月\n{PEOPLE}\n{EVENTS.replace('Ford,1', 'Ford,x')}") == ["data.csv:8:2 NOT_A_COUNT"]


def test_each_table_is_of_the_period_and_area_of_its_own_lines() -> None:
    written = f"城关镇2013年6月\n{EVENTS}\n青山镇2013年7月\n{EVENTS}"

    assert {key for key, _ in zip(figures(read(written)), range(9), strict=False)} == {
        ("城关镇/Mill", "2013-06"),
        ("城关镇/Ford", "2013-06"),
        ("青山镇/Mill", "2013-07"),
        ("青山镇/Ford", "2013-07"),
    }


def test_units_above_one_table_are_of_that() -> None:
    written = f"2013年6月\n单位：万人\n{PEOPLE}\n单位：人\n{EVENTS}"

    assert figures(read(written))["Mill", "2013-06"] == {"population": 1_000_000, "births": 3, "deaths": 1}


def test_a_header_that_stands_again_on_a_new_page_goes_on_with_the_table() -> None:
    page = "城关镇2013年6月\n村名,出生人数,死亡人数\n"
    table = read(f"{page}Mill,3,1\n\n{page}Ford,1,0\n")

    assert set(figures(table)) == {("城关镇/Mill", "2013-06"), ("城关镇/Ford", "2013-06")}


def test_tables_of_a_sheet_have_their_places() -> None:
    rows: Sequence[Sequence[Cell]] = [
        ["2013年6月"], ["村名", "期末总人口"], ["Mill", 100], [], ["村名", "出生人数"], ["Mill", 3],
    ]  # fmt: skip
    table = read({"book.xlsx": xlsx({"S": rows})})

    assert figures(table) == {("Mill", "2013-06"): {"population": 100, "births": 3}}


def test_one_table_of_several_is_read_alone_by_its_header_row() -> None:
    written = f"2013年6月\n{PEOPLE}\n{EVENTS}"

    assert set(figures(read(written, Columns(header_row=(2,))))["Mill", "2013-06"]) == {"population"}
    assert set(figures(read(written, Columns(header_row=(6,))))["Mill", "2013-06"]) == {"births", "deaths"}


def test_series_without_areas_below_each_other_are_of_one_area() -> None:
    written = "year,births\n2011,3\n2012,4\n\nyear,deaths\n2011,1\n2012,2\n"
    table = read({"nation.csv": written})

    assert figures(table)["nation", "2012"] == {"births": 4, "deaths": 2}
    assert set(notices(table)) == {"NO_NAME", "SEVERAL_TABLES"}


def pages(first: str, second: str, header: str = "village,births,population") -> str:
    return f"{first}\n{header}\nAsh,3,300\nElm,4,400\n{second}\n{header}\nAsh,5,301\nOak,6,601\n"


OF_TWO_MONTHS = {
    ("Ash", "2013-05"): {"births": 3, "population": 300},
    ("Elm", "2013-05"): {"births": 4, "population": 400},
    ("Ash", "2013-06"): {"births": 5, "population": 301},
    ("Oak", "2013-06"): {"births": 6, "population": 601},
}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("May 2013", "June 2013"),
        ("2013年5月", "2013年6月"),
        ("2013-05,,", "2013-06,,"),
        ("Returns for May 2013", "Returns for June 2013"),
        ("北岭县2013年5月人口变动情况月报表", "北岭县2013年6月人口变动情况月报表"),
        ("人口变动情况表（2013年5月份）", "人口变动情况表（2013年6月份）"),
        ("Month: May 2013,,\nUnit: persons,,", "Month: June 2013,,\nUnit: persons,,"),
        ("May 2013", "Prepared by Ann\nJune 2013"),
        ("May 2013", ",,\nJune 2013"),
    ],
)
def test_a_page_of_another_month_is_a_table_of_its_own(first: str, second: str) -> None:
    table = read(pages(first, second))

    assert figures(table) == OF_TWO_MONTHS
    assert "SEVERAL_TABLES" in notices(table)


@pytest.mark.parametrize("second", ["June 2013", "June 2013,,", "2013-06", "2013年6月"])
@pytest.mark.parametrize("is_repeated", [False, True])
def test_a_row_that_says_nothing_but_a_month_gives_it_to_the_rows_below(second: str, is_repeated: bool) -> None:
    header = "village,births,population\n"
    again = header if is_repeated else ""
    table = read(f"{header}May 2013\nAsh,3,300\nElm,4,400\n{second}\n{again}Ash,5,301\nOak,6,601\n")

    assert figures(table) == OF_TWO_MONTHS
    assert [code for code in notices(table) if code in ("MONTH_ROWS", "OTHER_TIMES")] == ["MONTH_ROWS"]


@pytest.mark.parametrize("villages", [20, 150])
@pytest.mark.parametrize("title", ["Returns for 2013-{month:02}", "2013年{month}月"])
def test_twelve_pages_are_twelve_tables_however_long_each_is(villages: int, title: str) -> None:
    lines = [
        line
        for month in range(1, 13)
        for line in (
            title.format(month=month), "village,births", *(f"Village {one},{month}" for one in range(villages)),
        )
    ]  # fmt: skip
    table = read("\n".join(lines) + "\n")

    assert {(period, one["births"]) for (_, period), one in figures(table).items()} == {
        (f"2013-{month:02}", month) for month in range(1, 13)
    }
    assert len(figures(table)) == 12 * villages


@pytest.mark.parametrize("merged", [(), ("A2:C2", "A5:C5")])
def test_a_month_may_be_merged_over_the_table(merged: tuple[str, ...]) -> None:
    rows: list[list[Cell]] = [
        ["village", "births", "population"],
        ["May 2013", "", ""],
        ["Ash", 3, 300],
        ["Elm", 4, 400],
    ]
    rows += [["June 2013", "", ""], ["Ash", 5, 301], ["Oak", 6, 601]]

    assert figures(read({"book.xlsx": xlsx({"Sheet1": rows}, merged=merged)})) == OF_TWO_MONTHS
