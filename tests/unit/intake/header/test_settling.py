"""Areas that no column names: from the title, the sheet, the file; tables of one area."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import Written, faults, figures, message, notices, read
from tests.unit.intake.spreadsheets import Cell, xlsx

VILLAGES = "month,village,births\n2013-06,Old Mill,3\n2013-06,Ford,1\n"
MONTHS = "month,births\n2013-05,3\n2013-06,4\n"


def areas(files: Mapping[str, Written] | str, columns: Columns | None = None) -> set[str]:
    return {area for area, _ in figures(read(files, columns))}


def test_the_nearest_says_each_level_on_its_own() -> None:
    written = f"填报单位：城关镇人民政府,,\n{VILLAGES}"

    assert areas({"北岭镇.csv": written}) == {"城关镇/Old Mill", "城关镇/Ford"}
    assert areas({"青河县/城关镇.csv": VILLAGES, "清水县/城关镇.csv": VILLAGES}) == {
        f"{county}/城关镇/{village}" for county in ("青河县", "清水县") for village in ("Old Mill", "Ford")
    }


def test_one_county_of_everything_is_no_level() -> None:
    assert areas(f"青河县城关镇2013年6月人口情况,,\n{VILLAGES}") == {"城关镇/Old Mill", "城关镇/Ford"}
    assert areas("青河县人口情况,,\nmonth,town,births\n2013-06,城关镇,3\n") == {"城关镇"}


@pytest.mark.parametrize(
    ("files", "area"),
    [
        ({"城关镇.csv": MONTHS}, "城关镇"),
        ({"data.csv": f"Town: Northhill,\n{MONTHS}"}, "Northhill"),
        ({"data.csv": f"Reporting unit: Old Mill,\n{MONTHS}"}, "Old Mill"),
        ({"Kisumu County/2013.csv": MONTHS}, "Kisumu County"),
        ({"青河县.csv": f"城关镇2013年人口月报,\n{MONTHS}"}, "城关镇"),
    ],
)
def test_a_table_without_areas_is_of_the_one_that_is_said(files: dict[str, str], area: str) -> None:
    assert figures(read(files)) == {(area, "2013-05"): {"births": 3}, (area, "2013-06"): {"births": 4}}


def test_the_columns_file_names_the_area_of_a_table_without_areas() -> None:
    assert areas(MONTHS, Columns(area={"": "Northhill"})) == {"Northhill"}
    assert areas({"城关镇.csv": MONTHS}, Columns(area={"": "东街村"})) == {"城关镇/东街村"}
    assert areas(VILLAGES, Columns(area={"": "Northhill"})) == {"Old Mill", "Ford"}


def test_what_says_no_area_is_asked_for_it() -> None:
    undated = {"2013-06.csv": "births,deaths\n3,1\n4,2\n"}

    assert faults(undated) == ["2013-06.csv:1 NO_AREA"]
    assert "area: Northhill" in message(undated)


def test_a_total_in_the_column_of_months_is_one_also_without_areas() -> None:
    table = read({"城关镇.csv": f"{MONTHS}Total,7\n"})

    assert len(figures(table)) == 2
    assert "TOTAL_ROWS" in notices(table)


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"data.csv": "填报单位：北岭镇,,\nmonth,town,births\n2013-06,城关镇,3\n"}, "data.csv:1:1 TITLE_AREA"),
        ({"data.csv": "Kisumu County,,\nmonth,county,births\n2013-06,Nairobi,3\n"}, "data.csv:1:1 TITLE_AREA"),
        (
            {
                "a.csv": "Reporting unit: Ford,,\nmonth,town,births\n2013-06,Mill,3\n",
                "b.csv": "month,town,births\n2013-06,Ford,3\n",
            },
            "a.csv:1:1 TITLE_AREA",
        ),
    ],
)
def test_a_title_of_another_area_than_the_rows_is_an_error(files: dict[str, str], place: str) -> None:
    assert faults(files) == [place]


def test_a_title_of_one_of_the_areas_of_the_rows_is_none() -> None:
    assert areas("Kisumu County,,\nmonth,county,births\n2013-06,Kisumu,3\n2013-06,Nairobi,4\n") == {"Kisumu", "Nairobi"}


def test_a_file_of_another_area_than_its_rows_is_told() -> None:
    table = read({"北岭镇.csv": "month,town,births\n2013-06,城关镇,3\n"})

    assert {area for area, _ in figures(table)} == {"城关镇"}
    assert notices(table) == ["NAME_AREA"]


def test_a_column_that_tells_rows_apart_is_asked_about_though_a_line_says_an_area() -> None:
    written = "青河县人口,,\nmonth,医院,births\n2013-06,甲医院,3\n2013-06,乙医院,4\n"

    assert faults(written) == ["data.csv:4:2 DIMENSION"]


def test_areas_as_columns_are_no_counts_that_are_not_known() -> None:
    assert faults("date,East,West\n2023-01,3620,7774\n2023-04,3665,7809\n") == ["data.csv:1:2 AREAS_ACROSS"]
    assert faults("date,East,West\n2023-01,x,y\n") == ["data.csv:1 NO_HEADER"]


def test_what_stands_behind_another_label_is_no_area_of_the_table() -> None:
    assert areas(f"Copy to: Northhill Town,,\n{VILLAGES}") == {"Old Mill", "Ford"}


def test_a_line_of_a_unit_of_rates_above_counts_is_asked_about() -> None:
    assert faults(f"Unit: %,,\n{VILLAGES}") == ["data.csv:2:3 UNIT_OF_RATES"]
    assert faults("单位：‰,,\n月份,村名,出生人数\n2013-06,甲村,3\n") == ["data.csv:2:3 UNIT_OF_RATES"]
    assert len(figures(read("单位：人、‰,,\n月份,村名,出生人数\n2013-06,甲村,3\n"))) == 1


@pytest.mark.parametrize(
    "note", ["※　外国人を含む", "* includes foreigners", "(1) Estimated by the office", "（注）外国人を含む"]
)
def test_a_footnote_is_no_area_without_figures(note: str) -> None:
    assert areas({"2013-06.csv": f"village,births\nOld Mill,3\nFord,1\n{note},\n"}) == {"Old Mill", "Ford"}
    assert areas(f"{VILLAGES}{note},,\n") == {"Old Mill", "Ford"}


def book(*sheets: str, title: str = "") -> bytes:
    """A workbook whose sheets are the same table of months and births."""
    above: list[list[Cell]] = [[title]] if title else []
    rows: list[list[Cell]] = [*above, ["month", "births"], ["2013-05", 3], ["2013-06", 4]]
    return xlsx({name: rows for name in sheets})


@pytest.mark.parametrize("sheets", [("Northhill", "Southbank"), ("城关镇", "青山镇")])
def test_like_sheets_may_each_be_named_after_their_area(sheets: tuple[str, str]) -> None:
    assert areas({"2013.xlsx": book(*sheets)}) == set(sheets)


@pytest.mark.parametrize(
    "sheets",
    [("Urban", "Rural", "Both"), ("Plan", "Actual"), ("Draft", "Final"), ("Aville", "Aville old"), ("Data", "Summary")],
)
def test_sheets_of_something_else_are_no_areas(sheets: tuple[str, ...]) -> None:
    assert {fault.split()[-1] for fault in faults({"2013.xlsx": book(*sheets)})} == {"NO_AREA"}


def test_a_sheet_of_a_total_beside_sheets_of_areas_is_left_out_by_hand() -> None:
    files = {"2013.xlsx": book("Northhill", "Southbank", "Total")}

    assert faults(files) == ["2013.xlsx[Total] TOTAL_SHEET"]
    assert '--sheet "Northhill" --sheet "Southbank"' in message(files)


def test_a_line_that_was_copied_to_the_sheet_of_another_area_is_an_error() -> None:
    files = {"2013.xlsx": book("城关镇", "青山镇", title="城关镇人口月报")}

    assert faults(files) == ["2013.xlsx[青山镇]:1:1 SHEET_AREA"]


@pytest.mark.parametrize(
    "title",
    [
        "北岭镇流动人口情况月报",
        "北岭镇女性出生情况",
        "Births to non-residents 2013",
        "Northhill Town: births of girls",
        "Nacimientos de niñas",
    ],
)
def test_a_title_of_some_persons_alone_is_asked_about(title: str) -> None:
    assert faults(f'"{title}",,\n{VILLAGES}') == ["data.csv:1:1 TITLE_NARROWS"]


@pytest.mark.parametrize(
    "title",
    [
        "Births by age of women",
        "出生男婴女婴情况",
        "Male and female births",
        "育龄妇女生育情况",
        "出生人数（不含流动人口）",
    ],
)
def test_a_title_of_mothers_or_of_both_sexes_narrows_nothing(title: str) -> None:
    assert areas(f"{title},,\n{VILLAGES}") == {"Old Mill", "Ford"}


def test_a_title_may_speak_of_what_a_column_is_of() -> None:
    assert areas("流动人口情况,,,\nmonth,village,births,流动人口\n2013-06,Old Mill,3,7\n") == {"Old Mill"}


def test_an_area_of_the_columns_file_against_a_title_is_told() -> None:
    table = read({"data.csv": f"Northhill Town report,\n{MONTHS}"}, Columns(area={"town": "Eastbridge"}))

    assert {area for area, _ in figures(table)} == {"Eastbridge"}
    assert "NAME_AREA" in notices(table)


@pytest.mark.parametrize("villages", [20, 300, 4000])
def test_a_line_is_held_against_the_areas_of_all_rows(villages: int) -> None:
    first = "".join(f"2013-06,城关镇,村{number},3\n" for number in range(villages))
    header = "填报单位：北岭镇,,,\nmonth,town,village,births\n"

    assert faults(f"{header}{first}") == ["data.csv:1:1 TITLE_AREA"]
    assert read(f"{header}{first}2013-06,北岭镇,村,3\n").rows["births"].sum() == 3 * villages + 3
