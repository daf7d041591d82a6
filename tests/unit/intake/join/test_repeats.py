"""Rows with the same figures that may be of two areas."""

from __future__ import annotations

from tests.unit.intake.reading import faults, figures, message, notices, read

NORTH, EAST = "2013年1月/北岭镇.csv", "2013年1月/东桥镇.csv"
FIRST, SECOND = "甲2013年1月.csv", "乙2013年1月.csv"


def test_rows_of_one_file_that_an_unknown_column_tells_apart_are_no_duplicates() -> None:
    written = "town,village,cluster,month,births\nNorth,a,upper,2013-01,3\nNorth,a,lower,2013-01,3\n"

    assert faults(written) == ["data.csv:3:3 DIMENSION"]
    assert "the column cluster tells rows of one area and month apart (upper, lower)" in message(written)


def test_the_number_of_a_row_and_a_remark_tell_nothing_apart() -> None:
    written = "序号,town,village,month,births,备注\n1,North,a,2013-01,3,\n2,North,a,2013-01,3,again\n"

    assert list(figures(read(written)).values()) == [{"births": 3}]
    assert "GIVEN_TWICE" in notices(read(written))


def test_the_same_row_of_a_village_twice_counts_once() -> None:
    written = "town,village,other,month,births\nNorth,a,x,2013-01,3\nNorth,a,x,2013-01,3\n"

    assert list(figures(read(written)).values()) == [{"births": 3}]


def test_two_rows_of_a_town_may_be_of_two_villages() -> None:
    written = "town,month,births\nNorth,2013-01,3\nNorth,2013-01,3\n"

    assert faults(written) == ["data.csv:3:1 TWO_ROWS"]
    assert "names the village" in message(written)


def test_rows_of_one_area_that_report_different_counts_are_one_row_in_two() -> None:
    written = "town,month,births,deaths\nNorth,2013-01,3,\nNorth,2013-01,,2\n"

    assert list(figures(read(written)).values()) == [{"births": 3, "deaths": 2}]


def test_a_column_that_tells_rows_apart_is_named_with_the_row_of_the_file() -> None:
    written = "标题\n乡镇,村名,小组,月份,出生人数\n北岭镇,a,甲组,2013-01,3\n\n北岭镇,a,乙组,2013-01,3\n".encode(
        "gb18030"
    )

    assert faults(written) == ["data.csv:5:3 DIMENSION"]


def test_two_figures_of_a_village_in_files_that_say_no_town_may_be_two_villages() -> None:
    files = {FIRST: "村名,出生人数\n新村,1\n", SECOND: "村名,出生人数\n新村,2\n"}

    assert "add a column of the area above" in message(files)
    assert "add a column" not in message(
        {name: f"乡镇,{one}".replace("\n新", "\n甲,新") for name, one in files.items()}
    )


def test_the_same_figures_of_a_village_in_files_that_say_no_town_are_told() -> None:
    files = {FIRST: "村名,出生人数\n新村,1\n", SECOND: "村名,出生人数\n新村,1\n"}

    table = read(files)

    assert list(figures(table)) == [("新村", "2013-01")]
    assert notices(table) == ["GIVEN_TWICE", "SAME_IN_TWO_FILES"]
