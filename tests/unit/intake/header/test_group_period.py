"""The period that a group of columns says, and the day at which a line puts the stocks."""

from __future__ import annotations

from tests.unit.intake.reading import faults, figures, message, notices, read
from tests.unit.intake.spreadsheets import Cell, xlsx

GROUPED = """令和5年4月1日現在,,,,,
市町村名,人口,,令和5年3月中の人口増減,,前月1日
,総数,男,自然増減,,現在人口
,,,出生,死亡,
北町,100,48,3,1,98
南村,50,26,1,0,49
"""


def test_stocks_of_the_first_of_the_next_month_stand_at_the_end_of_the_months_of_the_events() -> None:
    found = figures(read({"table.csv": GROUPED}))

    assert found == {
        ("北町", "2023-03"): {
            "population": 100, "population_male": 48, "births": 3, "deaths": 1, "population_start": 98,
        },
        ("南村", "2023-03"): {
            "population": 50, "population_male": 26, "births": 1, "deaths": 0, "population_start": 49,
        },
    }  # fmt: skip
    assert read({"table.csv": GROUPED}).doubts.flags == {}


def test_a_group_of_another_month_than_the_line_above_is_an_error() -> None:
    assert faults({"table.csv": GROUPED.replace("3月中", "1月中")}) == ["table.csv:2 TITLE_PERIOD"]


def test_a_day_alone_is_the_end_of_the_month_before() -> None:
    written = "Population as of 1 April 2023,\nvillage,population\nMill,100\nFord,50\n"

    assert set(figures(read({"people.csv": written}))) == {("Mill", "2023-03"), ("Ford", "2023-03")}
    assert set(figures(read({"people.csv": written.replace("1 April", "31 March")}))) == {
        ("Mill", "2023-03"), ("Ford", "2023-03"),
    }  # fmt: skip


def test_events_beside_nothing_but_a_first_day_are_asked_about() -> None:
    written = "Population as of 1 April 2023,,\nvillage,population,births\nMill,100,3\nFord,50,1\n"

    assert faults({"people.csv": written}) == ["people.csv:2 NO_PERIOD"]
    assert "of which month births are" in message({"people.csv": written})
    assert ("Mill", "2023-03") in figures(read({"2023-03.csv": written}))


def test_sheets_of_outsiders_beside_sheets_of_all_are_not_read_and_named() -> None:
    whole: list[list[Cell]] = [["2023-03", "", ""], ["市町村名", "人口", "出生数"], ["北町", 100, 3], ["南村", 50, 1]]
    some: list[list[Cell]] = [
        ["2023-03 外国人", "", ""],
        ["市町村名", "人口", "出生数"],
        ["北町", 10, 1],
        ["南村", 5, 0],
    ]
    table = read({"book.xlsx": xlsx({"1": whole, "外1": some})})

    assert figures(table)["北町", "2023-03"] == {"population": 100, "births": 3}
    assert "NARROWER_SHEETS" in notices(table)
    assert faults({"book.xlsx": xlsx({"外1": some})}) == ["book.xlsx:1:1 TITLE_NARROWS"]
