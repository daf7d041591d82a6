"""Which rows are one village: codes, names, aliases, prefixes, and what cannot be told."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, notices, read, tree


def test_codes_are_text_without_separators() -> None:
    table = read(
        {
            "a.csv": "village_code,month,births\n0071-002,2013-01,1\n",
            "b.csv": "village_code,month,births\n'0071 002,2013-02,2\n",
            "c.csv": "village_code,month,births\n0071002.0,2013-03,3\n",
        }
    )

    assert list(figures(table)) == [("0071002", "2013-01"), ("0071002", "2013-02"), ("0071002", "2013-03")]


def test_codes_of_17_digits_are_those_of_the_village_and_15_are_a_level_below() -> None:
    table = read(
        {
            "2013-01.csv": "village_code,births\n320803100201,1\n",
            "2013-02.csv": "village_code,births\n32080310020101111,2\n",
            "2013-03.csv": "village_code,births\n320803-100-201-01-220,3\n",
            "2013-04.csv": "village_code,births\n320803100201007,4\n",
            "2013-05.csv": "village_code,births\n320803100201.00,5\n",
        }
    )

    assert [key for key, _ in figures(table)] == ["320803100201"] * 4 + ["320803100201007"]
    assert tree(table)["320803100201007"] == ("village", "320803100201007", "320803100")


@pytest.mark.parametrize("code", ["32080310020101999", "12345678901234567890", "AB080310020101111"])
def test_other_long_codes_are_kept_whole(code: str) -> None:
    assert list(figures(read(f"village_code,month,births\n{code},2013-01,1\n"))) == [(code, "2013-01")]


def test_names_are_compared_without_spaces_and_keep_one_spelling() -> None:
    files = {
        "a.csv": "town,village,month,births\nNorth  hill,石门　村,2013-01,1\n",
        "b.csv": "town,village,month,births\nNorthhill, 石门村\u00a0,2013-02,2\n",
    }

    table = read(files)

    assert list(figures(table)) == [("North hill/石门村", "2013-01"), ("North hill/石门村", "2013-02")]
    assert not table.notices


def test_the_same_village_name_in_two_towns_is_two_villages() -> None:
    table = read("town,village,month,births\nNorth,Xinhua,2013-01,1\nEast,Xinhua,2013-01,2\n")

    assert list(figures(table)) == [("East/Xinhua", "2013-01"), ("North/Xinhua", "2013-01")]


def test_one_file_gives_codes_and_another_names() -> None:
    table = read(
        {
            "both.csv": "town,village,village_code,month,births\nNorth,Xinhua,11,2013-01,1\n",
            "codes.csv": "village_code,month,deaths\n11,2013-01,2\n",
            "names.csv": "town,village,month,population\nNorth,Xinhua,2013-01,300\n",
        }
    )

    assert figures(table) == {("11", "2013-01"): {"births": 1, "deaths": 2, "population": 300}}


def test_renamed_village_is_one_under_its_latest_name() -> None:
    table = read(
        "village,village_code,month,births\nOld,11,2013-01,1\nNew,11,2013-02,2\nZ,12,2013-01,0\nZ,12,2013-02,0\n"
    )

    assert tree(table)["11"] == ("village", "New", "")
    assert notices(table) == ["RENAMED"]
    assert "Old → New" in str(table.notices[0].text)


def test_a_tie_of_names_goes_to_the_first_in_code_point_order() -> None:
    for names in ("B", "A"), ("A", "B"):
        files = {f"{name}.csv": f"village,village_code,month,births\n{name},11,2013-01,1\n" for name in names}
        assert tree(read(files))["11"] == ("village", "A", "")


def test_renamed_town_with_agreeing_village_codes_is_one_town() -> None:
    rows = "头份镇,A,11,2013-01,1\n头份镇,B,12,2013-01,1\n头份市,A,11,2013-02,1\n头份市,B,12,2013-02,1\n"
    table = read("town,village,village_code,month,births\n" + rows)

    assert tree(table) == {
        "11": ("village", "A", "头份市"),
        "12": ("village", "B", "头份市"),
        "头份市": ("town", "头份市", ""),
    }
    assert "2 villages" in str(table.notices[0].text)


def test_recoded_village_with_the_same_names_in_a_later_month_is_one() -> None:
    table = read(
        {
            "2012.csv": "town,village,village_code,month,births\nNorth,Xinhua,19,2012-12,1\n",
            "2013.csv": "town,village,village_code,month,births\nNorth,Xinhua,11,2013-01,2\n",
        }
    )

    assert list(figures(table)) == [("11", "2012-12"), ("11", "2013-01")]


def test_two_codes_side_by_side_in_one_file_stay_two_villages_of_one_name() -> None:
    table = read(
        "town,village,village_code,month,births\nNorth,Xinhua,11,2013-01,1\nNorth,Xinhua,12,2013-01,2\n"
        "North,Xinhua,11,2013-02,3\n"
    )

    assert list(figures(table)) == [("11", "2013-01"), ("11", "2013-02"), ("12", "2013-01")]


def test_a_name_that_fits_two_villages_known_to_be_apart_is_ambiguous() -> None:
    files = {
        "codes.csv": "town,village,village_code,month,births\nNorth,Xinhua,11,2013-01,1\nNorth,Xinhua,12,2013-01,2\n",
        "names.csv": "town,village,month,population\nNorth,Other,2013-01,5\nNorth,Xinhua,2013-01,300\n",
    }

    assert faults(files) == ["names.csv:3:2 AMBIGUOUS_AREA"]
    assert "Xinhua fits several areas (North/11, North/12); give its code" in message(files)


def test_a_village_name_without_its_town_finds_the_only_one_of_that_name() -> None:
    table = read(
        {
            "full.csv": "town,village,month,births\nNorth,Xinhua,2013-01,1\nEast,Pine,2013-01,2\n",
            "short.csv": "village,month,population\nXinhua,2013-01,300\nPine,2013-01,400\n",
        }
    )

    assert figures(table) == {
        ("East/Pine", "2013-01"): {"births": 2, "population": 400},
        ("North/Xinhua", "2013-01"): {"births": 1, "population": 300},
    }


def test_a_village_name_without_its_town_that_fits_two_is_ambiguous() -> None:
    files = {
        "full.csv": "town,village,month,births\nNorth,Xinhua,2013-01,1\nEast,Xinhua,2013-01,2\n",
        "short.csv": "village,month,population\nXinhua,2013-01,300\n",
    }

    assert faults(files) == ["short.csv:2:1 AMBIGUOUS_AREA"]


def test_a_town_without_its_county_that_fits_two_is_told_by_the_village_codes() -> None:
    full = "county,town,village,village_code,month,births\nC1,Chengguan,Xinhua,11,2013-01,1\n"
    full += "C2,Chengguan,Xinhua,12,2013-01,2\n"
    with_codes = "town,village,village_code,month,population\nChengguan,Xinhua,11,2013-02,300\n"
    without = "town,village,month,population\nChengguan,Xinhua,2013-02,300\n"

    table = read({"full.csv": full, "short.csv": with_codes})

    assert tree(table)["11"] == ("village", "Xinhua", "C1/Chengguan")
    assert faults({"full.csv": full, "short.csv": without}) == ["short.csv:2:1 AMBIGUOUS_AREA"]


def test_events_by_village_and_population_by_town_are_one_clear_error() -> None:
    files = {
        "events.csv": "town,village,month,births\nNorth,Xinhua,2013-01,1\n",
        "population.csv": "town,month,population\nNorth,2013-01,300\n",
        "more.csv": "town,village,month,deaths\nNorth,Xinhua,2013-01,1\n",
    }

    assert faults(files) == ["population.csv MIXED_LEVELS"]
    assert "events.csv of the level village" in message(files)


def test_rows_of_towns_alone_make_towns_the_lowest_level() -> None:
    table = read("county,town,month,births\nC,North,2013-01,1\n")

    assert tree(table) == {"C/North": ("town", "North", "C"), "C": ("county", "C", "")}


def test_statistical_codes_give_town_and_county_by_prefix() -> None:
    table = read("code,month,births\n320803100201,2013-01,1\n320803-101-201,2013-01,2\n320803100202.0,2013-01,3\n")

    assert tree(table) == {
        "320803100201": ("village", "320803100201", "320803100"),
        "320803100202": ("village", "320803100202", "320803100"),
        "320803101201": ("village", "320803101201", "320803101"),
        "320803100": ("town", "320803100", "320803"),
        "320803101": ("town", "320803101", "320803"),
        "320803": ("county", "320803", ""),
    }


def test_codes_of_another_form_give_no_levels() -> None:
    assert tree(read("code,month,births\n32080310020,2013-01,1\n")) == {"32080310020": ("village", "32080310020", "")}


def test_names_of_towns_are_kept_beside_codes_by_prefix() -> None:
    table = read(
        "town,village,village_code,month,births\n北岭镇,松坳村,990101101201,2013-01,1\n北岭镇,石门村,990101101202,2013-01,1\n"
        "东溪镇,东溪村,990101102201,2013-01,1\n"
    )

    assert {key: area for key, area in tree(table).items() if area[0] != "village"} == {
        "990101101": ("town", "北岭镇", "990101"),
        "990101102": ("town", "东溪镇", "990101"),
        "990101": ("county", "990101", ""),
    }


def test_a_town_whose_villages_disagree_on_its_code_goes_by_its_names() -> None:
    columns = Columns(code_levels={"town": 2})
    rows = "T,A,1101,2013-01,1\nT,B,1202,2013-01,1\nU,C,1303,2013-01,1\n"

    table = read("town,village,village_code,month,births\n" + rows, columns)

    assert {key: area[1] for key, area in tree(table).items() if area[0] == "town"} == {"T": "T", "13": "U"}


def test_a_village_of_which_only_the_code_is_known_finds_its_town_by_prefix() -> None:
    columns = Columns(code_levels={"town": 2})
    table = read(
        {
            "a.csv": "town,village,village_code,month,births\nTower,A,1101,2013-01,1\n",
            "b.csv": "village_code,month,births\n1102,2013-01,2\n1203,2013-01,3\n",
        },
        columns,
    )

    assert {key: above for key, (level, _, above) in tree(table).items() if level == "village"} == {
        "1101": "11",
        "1102": "11",
        "1203": "12",
    }


def test_code_column_without_a_level_is_of_villages_when_their_codes_stand_in_it() -> None:
    villages = read("区划代码,乡镇,月份,出生人数\n320803100201,北岭镇,2013-01,1\n320803100202,北岭镇,2013-01,2\n")
    towns = read("区划代码,乡镇,月份,出生人数\n320803100,北岭镇,2013-01,1\n")

    assert villages.areas.leaf == "village"
    assert tree(towns) == {
        "320803100": ("town", "北岭镇", "320803"),
        "320803": ("county", "320803", ""),
    }


def test_codes_in_scientific_form_are_refused_with_how_it_happened() -> None:
    files = "village_code,month,births\n3.20803E+11,2013-01,1\n320803100201,2013-01,2\n3.20803E+11,2013-02,1\n"

    assert faults(files) == ["data.csv:2:1 SCIENTIFIC_CODE", "data.csv:4:1 SCIENTIFIC_CODE"]
    assert "the spreadsheet has cut its digits" in message(files)


def test_a_row_without_its_village_is_a_fault_and_a_total_is_left_out() -> None:
    assert faults("town,village,month,births\nT,,2013-01,1\n,A,2013-01,1\nT,B,2013-01,1\n") == [
        "data.csv:2:2 NO_AREA_IN_ROW",
        "data.csv:3:1 NO_AREA_IN_ROW",
    ]
    table = read("town,village,month,births\n合 计,,2013-01,9\nT,小计：,2013-01,9\nT,A,2013-01,9\nT,Total,,9\n")
    assert figures(table) == {("T/A", "2013-01"): {"births": 9}}
    assert notices(table) == ["TOTAL_ROWS"]
    assert "3 rows of totals" in str(table.notices[0].text)


def test_a_blank_town_is_no_fault_where_the_code_tells_the_village() -> None:
    table = read("town,village,village_code,month,births\nT,A,11,2013-01,1\n,A,11,2013-02,1\n")

    assert list(figures(table)) == [("11", "2013-01"), ("11", "2013-02")]


@pytest.mark.parametrize("block_bytes", [1, 60, 1 << 20])
def test_a_code_that_ends_in_zeros_is_a_total_only_with_rows_beneath_it(block_bytes: int) -> None:
    rows = "320803100000,2013-01,3\n320803100201,2013-01,1\n320803100202,2013-01,2\n320803000000,2013-01,8\n"
    rows += "320803101000,2013-01,5\n"

    table = read("code,month,births\n" + rows, block_bytes=block_bytes)

    assert [key for key, _ in figures(table)] == ["320803100201", "320803100202", "320803101000"]
    assert "2 rows of totals" in str(table.notices[0].text)


def test_custom_levels_stand_in_the_order_of_the_columns_file() -> None:
    columns = Columns(headers={"Ward": "ward", "Zone": "zone"}, levels=("zone", "ward"))
    table = read("Ward,Zone,month,births\nW1,Z,2013-01,1\nW2,Z,2013-01,1\n", columns)

    assert tree(table) == {"Z/W1": ("ward", "W1", "Z"), "Z/W2": ("ward", "W2", "Z"), "Z": ("zone", "Z", "")}


def test_the_code_of_a_town_with_and_without_the_digits_of_villages_is_one() -> None:
    files = {
        "a.csv": "乡镇代码,月份,出生人数\n320803100,2013-01,1\n",
        "b.csv": "乡镇代码,月份,出生人数\n320803100000,2013-02,2\n",
    }

    assert list(figures(read(files))) == [("320803100", "2013-01"), ("320803100", "2013-02")]
    areas = "code,name,level\n320803100000,North,town\n"
    assert tree(read(files, areas=areas))["320803100"] == ("town", "North", "320803")


@pytest.mark.parametrize(
    ("codes", "level", "keys"),
    [
        (("320803", "320804"), "county", {"320803", "320804"}),
        (("320803000000", "320804"), "county", {"320803", "320804"}),
        (("320803100", "320803101"), "town", {"320803", "320803100", "320803101"}),
        (("320803100000", "320803101"), "town", {"320803", "320803100", "320803101"}),
        (("320803", "320803100"), "town", {"320803", "320803100"}),
        (("320803100000", "320803100201"), "village", {"320803", "320803100", "320803100201"}),
        (("100001", "100002"), "village", {"100001", "100002"}),
    ],
)
def test_codes_under_a_header_that_names_no_level_say_it_by_their_length(
    codes: tuple[str, str], level: str, keys: set[str]
) -> None:
    for head in ("区划代码", "名称,代码"):
        rows = [f"{'n' + code + ',' if ',' in head else ''}{code},2013-01,1\n" for code in codes]
        table = read(f"{head},月份,出生人数\n{''.join(rows)}")
        assert table.areas.leaf == level
        assert set(tree(table)) == keys


@pytest.mark.parametrize("written", ["'a", " 'a", '"=""a"""', '="a"'])
def test_what_marks_a_cell_as_text_is_no_part_of_a_name_or_code(written: str) -> None:
    table = read(f"village,month,births\na,2013-01,1\n{written},2013-02,2\n")
    coded = read(f"village_code,month,births\na,2013-01,1\n{written},2013-02,2\n")

    assert list(figures(table)) == list(figures(coded)) == [("a", "2013-01"), ("a", "2013-02")]


def test_names_of_towns_in_merged_cells_are_one_fault_that_says_how_to_fill_them() -> None:
    written = "月份,乡镇,村名,出生人数\n2013-01,甲,a,1\n2013-01,,b,2\n2013-01,,c,2\n"

    assert faults(written) == ["data.csv:3:2 NO_AREA_IN_ROW"]
    assert "2 rows from here on" in message(written)
    assert "fill the name down" in message(written)
