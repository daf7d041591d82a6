"""Facts about persons are refused wherever they stand; counts, areas and area codes are not taken for them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.definitions.columns import Columns
from popcalc.definitions.headers import normal_header
from popcalc.intake.header.lexicon import header_lexicon
from popcalc.intake.header.persons import (
    column_of_identity_numbers,
    is_about_persons,
    is_of_a_maker,
    may_hold_identity_numbers,
)
from popcalc.intake.header.words import known_roles
from tests.unit.intake.reading import CATALOGUE, faults, figures, message, read

# The specimen of the standard (GB 11643-1999), and numbers made up with the check digit that it prescribes.
SPECIMEN = "11010519491231002X"
OLD = "320803670401001"


@pytest.mark.parametrize(
    "header",
    [
        *(
            "姓名",
            "母亲姓名",
            "丈夫身份证号",
            "新生儿姓名",
            "产妇姓名",
            "婴儿出生日期",
            "户主姓名",
            "身份证号码",
            "公民身份号码",
        ),
        *(
            "联系电话",
            "母亲联系电话",
            "手机号码",
            "现住址",
            "家庭住址",
            "户籍地址",
            "母亲",
            "父亲",
            "丈夫",
            "妻子",
            "姓　名",
        ),
        *("mobile", "身分證字號", "身份證", "统一编号"),
        *("Full name", "Surname", "first_name", "ID number", "National ID", "Date of birth", "DOB", "Phone number"),
        *("Mother", "Husband", "Mother's name", "mother_name", "Father's date of birth", "child name", "Home address"),
    ],
)
def test_a_persons_fact_is_known_by_its_header(header: str) -> None:
    assert is_about_persons(normal_header(header))


@pytest.mark.parametrize(
    "header", ["name", "名称", "村名", "单位名称", "产妇数", "母亲学校数", "mobile population", "childbirths"]
)
def test_an_area_or_a_count_is_no_person(header: str) -> None:
    assert not is_about_persons(normal_header(header))


@pytest.mark.parametrize(
    "header",
    [
        *("填报人", "审核人", "制表人", "審核人", "填报人电话", "单位负责人（签字）", "审核人签名", "联系人姓名"),
        *("filled in by", "Prepared By", "checked_by", "Contact person", "clerk's name", "reporter phone"),
    ],
)
def test_who_made_the_form_is_nobody_who_is_counted(header: str) -> None:
    assert is_of_a_maker(normal_header(header))
    assert not is_about_persons(normal_header(header))


@pytest.mark.parametrize(
    "header", ["母亲电话", "姓名", "填报单位", "负责人数", "审核人数", "births checked by", "产妇联系电话"]
)
def test_persons_who_are_counted_and_counts_are_no_makers(header: str) -> None:
    assert not is_of_a_maker(normal_header(header))


@pytest.mark.parametrize(
    "headers",
    [
        "填报人,联系电话",
        "联系电话,审核人",
        "手机,填报人电话",
        "phone,prepared by",
        "填报人联系电话,备注",
        "Contact phone,Reporter",
    ],
)
def test_makers_and_their_telephones_are_neither_read_nor_shown(headers: str) -> None:
    table = read(f"village,month,births,{headers}\nA,2013-01,1,Li,13800001111\n")

    assert figures(table) == {("A", "2013-01"): {"births": 1}}
    assert not [notice for notice in table.notices if "Li" in str(notice.text) or "1380" in str(notice.text)]


def test_a_telephone_is_the_makers_in_whichever_language_the_maker_is_named() -> None:
    files = "village,month,births,phone,by whom\n村,月份,出生人数,联系电话,填报人\nA,2013-01,1,13800001111,Li\n"

    assert figures(read(files)) == {("A", "2013-01"): {"births": 1}}


def test_a_table_below_a_group_has_makers_too() -> None:
    files = "村名,月份,出生人数,填报人,\n,,,姓名,电话\nA,2013-01,1,李四,13800001111\n"

    assert figures(read(files)) == {("A", "2013-01"): {"births": 1}}


@pytest.mark.parametrize(
    ("headers", "column"),
    [
        ("填报人,母亲姓名", 5),
        ("联系电话,姓名", 4),
        ("填报人,母亲电话", 5),
        ("联系电话,备注", 4),
        ("clerk,mother's phone", 5),
    ],
)
def test_facts_about_those_counted_are_refused_beside_makers(headers: str, column: int) -> None:
    assert faults(f"village,month,births,{headers}\nA,2013-01,1,Li,Wang\n") == [f"data.csv:1:{column} PERSONAL_DATA"]


def test_an_identity_number_of_a_maker_is_refused() -> None:
    assert faults(f"village,month,births,填报人\nA,2013-01,1,{SPECIMEN}\n") == ["data.csv:1:4 PERSONAL_DATA"]


def test_no_known_header_is_about_persons() -> None:
    known = [*header_lexicon(CATALOGUE, Columns()).roles, *known_roles()]

    assert not [header for header in known if is_about_persons(header) or is_of_a_maker(header)]


def test_a_person_below_a_group_is_refused_at_the_cell() -> None:
    files = "村名,月份,出生人数,婴儿,\n,,,姓名,性别\nA,2013-01,1,王小明,男\n"

    assert faults(files) == ["data.csv:2:4 PERSONAL_DATA"]
    assert "王小明" not in message(files)


def test_a_person_in_the_second_header_row_is_refused() -> None:
    assert faults("village,month,births,who\n村,月份,出生人数,母亲姓名\nA,2013-01,1,李梅\n") == [
        "data.csv:2:4 PERSONAL_DATA"
    ]


def test_the_form_filler_in_a_title_or_a_footer_is_no_column() -> None:
    table = read("填报人,张三,,联系电话:1\n村名,月份,出生,死亡\nA,2013-01,1,2\n填报人,张三,联系电话,5551234\n")

    assert figures(table) == {("A", "2013-01"): {"births": 1, "deaths": 2}}


@pytest.mark.parametrize(
    "number",
    [SPECIMEN, SPECIMEN.lower(), f"'{SPECIMEN}", "110105-19491231-002X", "１１０１０５１９４９１２３１００２Ｘ"],
)
@pytest.mark.parametrize("column", [0, 1, 3, 4])
def test_one_identity_number_in_any_column_is_enough(number: str, column: int) -> None:
    row = ["A", "2013-01", "1", "x", "y"]
    row[column] = number
    files = f"village,month,births,remark,x\nB,2013-01,2,,\n{','.join(row)}\n"

    assert faults(files) == [f"data.csv:1:{column + 1} PERSONAL_DATA"]
    assert "1949" not in message(files)


def test_a_masked_identity_number_is_one() -> None:
    assert faults("village,month,births,x\nA,2013-01,1,110105********002X\n") == ["data.csv:1:4 PERSONAL_DATA"]


def test_a_wrong_check_digit_needs_half_of_the_column() -> None:
    wrong = [f"11010519491231{serial}0" for serial in ("001", "003", "005")]
    rows = "".join(f"A{spot},2013-01,1,{number}\n" for spot, number in enumerate(wrong))

    assert faults(f"village,month,births,x\n{rows}") == ["data.csv:1:4 PERSONAL_DATA"]
    assert figures(read(f"village,month,births,x\nA,2013-01,1,{wrong[0]}\nB,2013-01,1,7\nC,2013-01,1,8\n"))


def test_the_old_form_of_fifteen_digits_needs_half_of_the_column() -> None:
    rows = "A,2013-01,1,320803670401001\nB,2013-01,1,320803711123002\nC,2013-01,1,320803850630003\n"

    assert faults(f"village,month,births,x\n{rows}") == ["data.csv:1:4 PERSONAL_DATA"]


def test_a_register_of_persons_without_a_header_shows_none_of_them() -> None:
    files = f"张三,{SPECIMEN},出生\n李四,{SPECIMEN},1\n"

    assert faults(files) == ["data.csv:1:2 PERSONAL_DATA"]
    assert "column 2 holds what looks like identity numbers" in message(files)


@pytest.mark.parametrize("header", ["village_code", "区划代码", "统计用区划代码", "机构编码", "x"])
@pytest.mark.parametrize("tail", ["", "001", "00111", "11100"])
def test_area_codes_of_every_length_are_no_identity_numbers(header: str, tail: str) -> None:
    """Town 100 or 670 with villages 201 to 231 reads like a date of birth in the old form: 10-02-01, 67-02-01."""
    codes = [f"320803{town}{village}{tail}" for town in ("100", "101", "670") for village in range(201, 229)]
    rows = "".join(f"V{spot},2013-01,1,{code}\n" for spot, code in enumerate(codes))

    if header == "x":
        assert len(read(f"village,month,births,x\n{rows}").rows) == len(codes)
    else:
        assert len(read(f"name,month,births,{header}\n{rows}").rows) == len(codes)


@given(st.text(alphabet="0123456789,-' \n村a", max_size=200), st.sampled_from([SPECIMEN, OLD, "110105********002X"]))
def test_the_quick_look_misses_no_number(around: str, number: str) -> None:
    assert may_hold_identity_numbers(f"{around},{number},{around}")


def _with_check_digit(area: int, birth: date, serial: int) -> str:
    """Append the digit that makes the sum of all, each times a power of two, one more than a multiple of eleven.

    That is the pure system of ISO 7064 (MOD 11-2), which the standard names; the code that is tested has a table.
    """
    digits = f"{area}{birth:%Y%m%d}{serial:03}"
    total = sum(int(digit) * 2 ** (17 - spot) for spot, digit in enumerate(digits))
    return digits + "0123456789X"[(1 - total) % 11]


@given(st.integers(110000, 829999), st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999))
def test_every_number_with_a_day_of_birth_and_its_check_digit_is_found(area: int, birth: date, serial: int) -> None:
    number = _with_check_digit(area, birth, serial)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")

    assert column_of_identity_numbers([("A", "1"), ("B", number)], []) == 1
    assert column_of_identity_numbers([("A", "1"), ("B", wrong)], []) is None


@pytest.mark.parametrize(
    "cell",
    ["身份证32080319900101123X", "身分證 320803199001011231", f"补登 {SPECIMEN}", f"{SPECIMEN}（已核）", "A123456789"],
)
def test_an_identity_number_in_a_text_or_of_taiwan_is_found_and_not_shown(cell: str) -> None:
    files = f"月份,村名,出生人数,备注\n2013-01,A,3,{cell}\n"

    assert faults(files) == ["data.csv:1:4 PERSONAL_DATA"]
    assert cell not in message(files)


@pytest.mark.parametrize("cells", [["A123456788"], ["A123456789", "A123456788"], ["批号 320803199001011231"]])
def test_numbers_without_a_right_check_digit_are_no_identity_numbers(cells: list[str]) -> None:
    assert column_of_identity_numbers([[cell] for cell in cells], ()) is None


def test_codes_of_areas_are_not_asked_for_letters_and_digits() -> None:
    assert figures(read("月份,村代码,出生人数\n2013-01,A123456789,3\n"))
