"""Names and codes that are the front of others."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.rows.fronts import names_before_others
from tests.unit.intake.reading import faults, figures, message, notices, read

HEAD = "month,village,births,population\n"


@pytest.mark.parametrize(
    ("names", "fronts"),
    [
        (["Westland", "Westland Aton", "Westland Bton"], ["Westland"]),
        (["北岭镇", "北岭镇东村", "北岭镇西村"], ["北岭镇"]),
        (["Ward 1", "Ward 10", "Ward 11"], []),
        (["North", "Northhill", "Northlake"], []),
        (["West", "West Hill"], []),
        (["A", "A B", "A B C", "A B D", "A E"], ["A", "A B"]),
    ],
)
def test_a_front_ends_at_a_blank_or_a_word_of_its_level(names: list[str], fronts: list[str]) -> None:
    assert names_before_others(names[::-1])[0] == fronts


def test_a_name_before_others_is_a_total_where_its_figures_agree() -> None:
    """5 = 3 + 2 and 105 = 60 + 45."""
    rows = "2013-01,North,5,105\n2013-01,North Hill,3,60\n2013-01,North Lake,2,45\n2013-01,Other,9,80\n"

    table = read(HEAD + rows)

    assert {key for key, _ in figures(table)} == {"North Hill", "North Lake", "Other"}
    assert notices(table) == ["TOTAL_ROWS"]


def test_a_name_before_others_is_an_error_where_they_contradict_and_the_columns_file_answers() -> None:
    """5 = 3 + 2, but 100 is not 60 + 45 = 105; also where only births are asked for."""
    rows = "2013-01,北岭镇,5,100\n2013-01,北岭镇东村,3,60\n2013-01,北岭镇西村,2,45\n"

    assert faults(HEAD + rows) == faults(HEAD + rows, counts=["births"]) == ["data.csv:2:2 TOTAL_OR_AREA"]
    assert "its population is 100 and theirs give 105" in message(HEAD + rows)
    assert len(figures(read(HEAD + rows, Columns(not_totals=("北岭镇",))))) == 3
    assert len(figures(read(HEAD + rows, Columns(totals=("北岭镇",))))) == 2


def test_a_village_smaller_than_those_that_begin_with_its_name_is_a_village() -> None:
    rows = "2013-01,North,1,50\n2013-01,North Hill,3,600\n2013-01,North Lake,2,450\n"

    assert len(figures(read(HEAD + rows))) == 3


def test_codes_of_any_length_with_zeros_at_the_end_need_their_figures() -> None:
    """60 = 10 + 20 + 30; 1000 of 1000 to 1003 is a number like the others."""
    rows = "1100000000,W,60\n1111000000,A,10\n1114000000,B,20\n1117000000,C,30\n"
    serial = "1000,W,6\n1001,A,9\n1002,B,2\n1003,C,3\n"

    assert len(figures(read({"2021-04.csv": "town_code,town,population\n" + rows}))) == 3
    assert len(figures(read({"2021-04.csv": "town_code,town,population\n" + serial}))) == 4


def test_a_prefecture_of_six_digits_is_the_total_of_its_counties() -> None:
    rows = "320800,P,50\n320803,A,20\n320811,B,30\n320900,Q,70\n"

    found = {key for key, _ in figures(read({"2021-04.csv": "county_code,county,births\n" + rows}))}

    assert len(found) == 3


@pytest.mark.parametrize(
    ("names", "above_one"),
    [
        (["Westland", "Westland Aton"], {"Westland": "Westland Aton"}),
        (["Westland", "Westland Aton", "Westland Bton"], {}),
        (["北岭镇", "北岭镇东村", "Other"], {"北岭镇": "北岭镇东村"}),
        (["Ward 1", "Ward 10"], {}),
    ],
)
def test_a_front_of_one_other_name(names: list[str], above_one: dict[str, str]) -> None:
    assert names_before_others(names[::-1])[1] == above_one


SEJONG = "3600000000,세종특별자치시,{},{}\n3611000000,세종특별자치시,{},{}\n"
SEOUL = "1100000000,서울특별시,30,300\n1111000000,종로구,10,100\n1114000000,중구,20,200\n"
CODED = "행정기관코드,행정기관,세대수,총인구수\n"


def test_a_code_above_one_other_with_the_same_figures_is_a_total() -> None:
    """40 households and 410 people stand twice: 1/41 x 1/411 is less than a thousandth."""
    table = read({"2021-04.csv": CODED + SEOUL + SEJONG.format(40, 410, 40, 410)})

    assert sum(int(one["population"] or 0) for one in figures(table).values()) == 300 + 410
    assert notices(table) == ["TOTAL_ROWS"]


def test_a_code_above_one_other_with_other_figures_is_an_area() -> None:
    table = read(
        {"2021-04.csv": CODED + SEOUL + SEJONG.format(40, 410, 11, 90).replace("세종특별자치시,11", "조치원,11")}
    )

    assert sum(int(one["population"] or 0) for one in figures(table).values()) == 300 + 410 + 90


def test_a_name_above_one_other_is_asked_about_where_chance_may_have_made_the_figures_the_same() -> None:
    """1/31 once in 31 files; 1/4 is no evidence."""
    rows = "month,village,births\n2013-01,North,{0}\n2013-01,North Hill,{0}\n2013-01,East,9\n"

    assert faults(rows.format(30)) == ["data.csv:2:2 TOTAL_OR_AREA"]
    assert len(figures(read(rows.format(3)))) == 3


def test_a_name_above_one_other_with_the_same_figures_is_a_total() -> None:
    rows = "2013-01,North,5,605\n2013-01,North Hill,5,605\n2013-01,Other,9,80\n"

    assert {key for key, _ in figures(read(HEAD + rows))} == {"North Hill", "Other"}
    assert {key for key, _ in figures(read(HEAD + rows, Columns(not_totals=("North",))))} == {
        "North",
        "North Hill",
        "Other",
    }
    # In some months they differ, if not in their sum.
    other = "2013-02,North,5,605\n2013-02,North Hill,4,605\n2013-03,North,4,605\n2013-03,North Hill,5,605\n"
    assert {key for key, _ in figures(read(HEAD + rows + other))} == {"North", "North Hill", "Other"}


def test_an_area_whose_offices_count_nobody_is_an_area_and_a_part_of_the_one_above() -> None:
    rows = "2800000000,시,300\n2811000000,중구,100\n2811400000,출장소,0\n2811800000,분소,0\n2814000000,동구,200\n"

    table = read({"2021-04.csv": "행정기관코드,행정기관,총인구수\n" + rows})

    assert sum(int(one["population"] or 0) for one in figures(table).values()) == 300
    assert len(figures(table)) == 4


def test_codes_of_six_digits_that_are_of_no_county_are_no_chinese_ones() -> None:
    """430700 Erechim is beside 430720 Ernestina and 430730, not above them."""
    rows = "430700,Erechim,1205\n430720,Ernestina,30\n430730,Erval Grande,40\n"

    assert len(figures(read({"2021.csv": "CODMUNRES,NOMEMUN,numero_nascidos_vivos\n" + rows}))) == 3
    # 430700 is Changde in Hunan.
    counties = rows.replace("Erechim", "常德市")
    assert faults({"2021.csv": "county_code,county,births\n" + counties}) == ["2021.csv:2:2 TOTAL_OR_AREA"]


YEARS_OF_CODED = [
    (year, code, name, births)
    for year in (2011, 2012, 2013)
    for code, name, births in [("430910", "Gram", 456), ("430912", "Gram Hill", 41), ("430915", "Gram Lake", 37)]
]


def test_a_name_before_others_whose_code_stands_beside_theirs_is_an_area_where_no_figure_agrees() -> None:
    rows = "".join(f"{year},{code},{name},{births}\n" for year, code, name, births in YEARS_OF_CODED)
    without_codes = "".join(f"{year},{name},{births}\n" for year, _, name, births in YEARS_OF_CODED)
    head = "year,town_code,town,births\n"

    assert {key for key, _ in figures(read(head + rows))} == {"430910", "430912", "430915"}
    assert faults(f"year,town,births\n{without_codes}") == ["data.csv:2:2 TOTAL_OR_AREA"]
    # Its code is the front of theirs, or its figures agree once: it may be a total with mistakes.
    assert faults(head + rows.replace("430910", "430900")) == ["data.csv:2:3 TOTAL_OR_AREA"]
    assert faults(head + rows.replace("456", "78", 1)) == ["data.csv:5:3 TOTAL_OR_AREA"]


def test_a_name_has_its_parts_within_the_area_above_it() -> None:
    """Two towns are called West: the offices of one are no parts of the other, whose figures would contradict."""
    of_south = "2013-01,South,West,5,105\n2013-01,South,West Hill,3,60\n2013-01,South,West Lake,2,45\n"

    table = read("month,county,town,births,population\n2013-01,North,West,9,400\n" + of_south)

    assert sorted(one["births"] or 0 for one in figures(table).values()) == [2, 3, 9]
