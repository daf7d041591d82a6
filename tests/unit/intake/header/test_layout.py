from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.header.lexicon import header_lexicon
from popcalc.intake.header.locate import find_header
from popcalc.intake.header.second_header import second_headers
from tests.unit.intake.reading import CATALOGUE, faults, figures, message, notices, read

ROLES = header_lexicon(CATALOGUE, Columns())


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_that_makes_headers_known_is_taken(delimiter: str) -> None:
    text = "village,month,births,deaths\nA,2013-01,5,6\n".replace(",", delimiter)

    assert figures(read(text)) == {("A", "2013-01"): {"births": 5, "deaths": 6}}


def test_the_header_is_found_below_titles_which_are_said_to_be_skipped() -> None:
    table = read("2013年统计表,,\n单位：人,,\n\n村 名,月份,出　生　人　数(人)\nA,2013年1月,5\n")

    assert figures(table) == {("A", "2013-01"): {"births": 5}}
    assert "3 rows above the header skipped" in str(table.notices[0].text)


@pytest.mark.parametrize(
    "second",
    [
        "村,月份,出生人数,死亡人数",
        "1,2,3,4",
        "(1),(2),(3),(4)",
        "2,3,4,5",
        "甲,乙,1,2",
        "甲,乙,①,②",
        "A,B,1,2",
    ],
)
def test_a_second_header_row_is_skipped(second: str) -> None:
    table = read(f"village,month,births,deaths\n{second}\nA,2013-01,5,6\n")

    assert len(table.rows) == 1
    assert notices(table) == ["SECOND_HEADER"]


def test_a_first_row_of_small_figures_is_no_second_header() -> None:
    table = read({"2013-01.csv": "village_code,births,deaths\n1,2,4\n"})

    assert figures(table) == {("1", "2013-01"): {"births": 2, "deaths": 4}}


def test_rows_that_are_numbered_on_are_data_though_the_first_looks_like_column_numbers() -> None:
    head = "序号,村名,出生人数,死亡人数\n1,2,3,4\n"

    assert figures(read({"2013-01.csv": f"{head}2,3,5,6\n"})) == {
        ("2", "2013-01"): {"births": 3, "deaths": 4},
        ("3", "2013-01"): {"births": 5, "deaths": 6},
    }
    assert notices(read({"2013-01.csv": f"{head}1,松谷村,5,6\n"})) == ["SECOND_HEADER"]


@pytest.mark.parametrize("row", ["甲", "A"])
def test_a_village_of_one_letter_is_no_letter_of_a_column(row: str) -> None:
    assert len(read({"2013-01.csv": f"村,出生人数,死亡人数\n{row},1,2\n乙,3,4\n"}).rows) == 2


def test_areas_of_one_letter_are_no_letters_of_columns() -> None:
    table = read({"2013-01.csv": "县,镇,村,出生人数,死亡人数\nA,B,C,1,2\nA,B,D,3,4\n"})

    assert len(table.rows) == 2


@pytest.mark.parametrize("cells", [["1", "2"], ["1", "3", "4"], ["0", "1", "2"], ["1", "2", "x"], ["3", "4", "5"]])
def test_what_does_not_count_on_is_no_row_of_column_numbers(cells: list[str]) -> None:
    header = find_header("village,month,births\n" + ",".join(cells) + "\n", ROLES)

    assert second_headers(header, ROLES) == 0


def test_columns_not_used_are_listed_once() -> None:
    files = {name: "village,month,births,mood,序号,\nA,2013-01,5,good,1,\n" for name in ("a.csv", "b.csv", "c.csv")}

    (unused, given, _) = read(files).notices

    assert str(unused.text) == "columns not used: mood (and in 2 more files)"
    assert given.code == "GIVEN_TWICE"


def test_empty_columns_at_the_end_are_no_columns() -> None:
    assert figures(read("village,month,births,,\nA,2013-01,5\nB,2013-01,6,,\nC,2013-01,7,\n")) == {
        (village, "2013-01"): {"births": births} for village, births in (("A", 5), ("B", 6), ("C", 7))
    }


def test_a_value_without_a_header_is_a_row_too_long() -> None:
    assert faults("village,month,births,,\nA,2013-01,1,234,\n") == ["data.csv:2:4 LONG_ROW"]
    assert "a thousands separator may have split a number" in message("village,month,births\nA,2013-01,1,234\n")


@pytest.mark.parametrize("block_bytes", [1, 20, 1 << 20])
def test_rows_of_a_wrong_length_that_make_up_for_each_other_are_found(block_bytes: int) -> None:
    rows = "A,2013-01,1,2,3\nB,2013-01,1\nC,2013-01,1,2\n"

    assert faults("village,month,births,deaths\n" + rows, block_bytes=block_bytes) == [
        "data.csv:2:5 LONG_ROW",
        "data.csv:3:4 SHORT_ROW",
    ]


def test_a_quoted_separator_does_not_make_up_for_a_missing_cell() -> None:
    assert faults('village,month,births,deaths\nA,2013-01,"1,234"\nB,2013-01,"5,678"\n') == [
        "data.csv:2:4 SHORT_ROW",
        "data.csv:3:4 SHORT_ROW",
    ]
    table = read('village,month,births,deaths\nA,2013-01,"1,234","5,678"\n')
    assert figures(table) == {("A", "2013-01"): {"births": 1234, "deaths": 5678}}


def test_two_columns_for_one_count_are_an_error_naming_both() -> None:
    files = "village,month,births,出生数,month\nA,2013-01,5,6,2013-01\n"

    assert faults(files) == ["data.csv:1:4 TWO_COLUMNS", "data.csv:1:5 TWO_COLUMNS"]
    assert "columns 3 (births) and 4 (出生数) both hold births" in message(files)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("foo,bar,baz", "NO_HEADER"),
        ("village,month", "NO_HEADER"),
        ("month,births,deaths", "NO_AREA"),
        ("village,births,deaths", "NO_PERIOD"),
    ],
)
def test_a_header_without_what_is_needed_says_what_is_missing(header: str, code: str) -> None:
    assert faults(f"{header}\n1,2,3\n") == [f"data.csv:1 {code}"]


def test_faults_of_all_files_come_at_once() -> None:
    files = {"a.csv": "foo,bar\n", "b.csv": "", "c.csv": "village,births,deaths\nA,1,2\n"}
    assert faults(files) == ["a.csv:1 NO_HEADER", "b.csv EMPTY_FILE", "c.csv:1 NO_PERIOD"]

    files = {"a.csv": "village,month,births\nA,2013-01,x\n", "b.csv": "village,month,births\nA,2013-13,1\n"}
    assert faults(files) == ["a.csv:2:3 NOT_A_COUNT", "b.csv:2:2 NOT_A_PERIOD"]


@pytest.mark.parametrize(
    "header",
    [
        "姓名",
        "身份证号",
        "身 份 证 号",
        "出生日期",
        "联系电话",
        "家庭住址",
        "Full Name",
        "surname",
        "ID number",
        "Date of birth",
        "phone",
    ],
)
def test_columns_about_persons_stop_the_run_at_once_and_alone(header: str) -> None:
    files = {
        "a.csv": "village,month,births\nA,2013-01,x\n",
        "b.csv": f"village,month,births,{header}\nA,2013-01,1,Li\n",
    }

    assert faults(files) == ["b.csv:1:4 PERSONAL_DATA"]
    assert "Li" not in message(files).replace("Live", "")


def test_a_register_of_persons_is_refused_though_no_header_is_known() -> None:
    assert faults("姓名,身份证号,电话\n李四,1,2\n") == ["data.csv:1:1 PERSONAL_DATA"]


def test_identity_numbers_are_refused_under_any_header_and_not_shown() -> None:
    files = "village,month,births,number\nA,2013-01,1,11010519491231002X\n"

    assert faults(files) == ["data.csv:1:4 PERSONAL_DATA"]
    assert "1949" not in message(files)


def test_name_is_an_areas_name_and_no_persons() -> None:
    assert figures(read("name,month,births\nA,2013-01,1\n")) == {("A", "2013-01"): {"births": 1}}


def test_months_come_from_the_files_name_where_no_column_says_them() -> None:
    rows = "village,births\nA,5\n"
    table = read({"2013-06.csv": rows, "2013/07/data.csv": rows, "2013Q4.csv": rows})

    assert [month for _, month in figures(table)] == ["2013-06", "2013-07", "2013-10..2013-12"]


def test_months_in_every_written_form_are_one_month() -> None:
    forms = ("2013-06", "201306", "2013/6", "2013.6", "2013年6月", "2013-06-30", "10206", "41426", "２０１３年６月")
    table = read("village,month,births\n" + "".join(f"V{spot},{form},1\n" for spot, form in enumerate(forms)))

    assert {month for _, month in figures(table)} == {"2013-06"}


def test_a_month_that_is_none_is_a_fault_at_its_cell() -> None:
    files = "village,month,births\nA,2013-13,5\nB,,5\nC,合计,9\n"

    assert faults(files) == ["data.csv:2:2 NOT_A_PERIOD", "data.csv:3:2 NOT_A_PERIOD"]


def test_an_overlong_cell_is_a_fault_and_long_names_are_kept_whole() -> None:
    long = "村" * 60
    assert read(f"village,month,births\n{long},2013-01,5\nB,2013-01,6\n").areas.names[-1] == long
    assert faults(f"village,month,births\nB,2013-01,6\n{'村' * 200},2013-01,5\n") == ["data.csv:3:1 LONG_CELL"]


def test_a_quote_that_is_never_closed_is_named_with_its_row() -> None:
    rows = "".join(f"V{number},2013-01,5\n" for number in range(50))
    for block_bytes in (10, 1 << 20):
        assert faults(f'village,month,births\nA,2013-01,5\n"B,2013-01,5\n{rows}', block_bytes=block_bytes) == [
            "data.csv:3 UNCLOSED_QUOTE"
        ]


def test_a_quote_inside_a_name_is_part_of_it() -> None:
    for block_bytes in (1, 1 << 20):
        table = read('village,month,births\n5" Gate,2013-01,5\nB,2013-01,6\n', block_bytes=block_bytes)
        assert sorted(table.areas.names) == ['5" Gate', "B"]


def test_more_than_ten_thousand_faults_stop_the_reading() -> None:
    rows = "".join(f"V{number},2013-01,x\n" for number in range(20_000))
    for block_bytes in (5_000, 1 << 20):
        found = faults(f"village,month,births\n{rows}", block_bytes=block_bytes)
        assert found[:2] == ["data.csv:2:3 NOT_A_COUNT", "data.csv:3:3 NOT_A_COUNT"]
        assert 10_000 < len(found) < 10_500


def test_a_header_far_below_and_of_four_rows() -> None:
    above = "".join(f"第{number}条说明,,,\n" for number in range(1, 41))
    table = read(f"{above}村名,月份,人口变动,\n,,出生人数,\n,,一孩,\n,,男,女\nA,2013-01,3,2\n")

    assert figures(table) == {("A", "2013-01"): {"births_first_male": 3, "births_first_female": 2}}
