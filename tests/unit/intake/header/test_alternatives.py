"""Columns that say the same twice, levels by their numbers, and figures whose header says only that they count."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.header.columns import columns_of_roles, interpreted, with_levels
from popcalc.intake.header.layout import ColumnClass
from popcalc.intake.header.lexicon import header_lexicon
from popcalc.intake.header.locate import find_header
from tests.unit.intake.reading import CATALOGUE, Figures, faults, figures, message, read, tree

LEXICON = header_lexicon(CATALOGUE, Columns())
RIGHT: Figures = {("Alder", "2023-01"): {"births": 4, "deaths": 1}, ("Birch", "2023-01"): {"births": 5, "deaths": 2}}


def named(written: str) -> Figures:
    """Return the figures of a file by the names of its areas."""
    table = read(written)
    names = {key: name for key, (_, name, _) in tree(table).items()}
    return {(names[key], month): counts for (key, month), counts in figures(table).items()}


def roles(written: str) -> list[str]:
    """Return the header of each column with what the column is of, as far as it is anything."""
    header = find_header(written, LEXICON)
    held = with_levels(columns_of_roles("data.csv", header, LEXICON).column_of, header, 0, LEXICON)
    found = interpreted(header, 0, held, LEXICON)
    return [f"{one.header} {one.key}" for one in found if one.column_class is ColumnClass.AREA and one.is_read]


PIVOT = (
    "organisationunitid,organisationunitname,organisationunitcode,organisationunitdescription,"
    "periodid,periodname,periodcode,perioddescription,Births,Deaths\n"
    "oAAAAAAAAA1,Alder,F01,,202301,January 2023,202301,,4,1\n"
    "oBBBBBBBBB2,Birch,{code},,202301,January 2023,202301,,5,2\n"
)


@pytest.mark.parametrize(("code", "chosen"), [("F02", "organisationunitcode"), ("", "organisationunitid")])
def test_of_an_id_and_a_code_the_code_is_read_where_every_area_has_one(code: str, chosen: str) -> None:
    written = PIVOT.format(code=code)

    assert named(written) == RIGHT
    assert f"{chosen} village_code" in roles(written)


def test_a_code_that_two_names_share_gives_way_to_one_that_is_their_own() -> None:
    written = "area code,area id,area,month,births,deaths\n7,1,Alder,2023-01,4,1\n7,2,Birch,2023-01,5,2\n"

    assert named(written) == RIGHT


def test_a_code_that_is_left_aside_and_splits_the_rows_of_an_area_stops_them() -> None:
    written = "area id,code,area,month,births\n1,X1,Alder,2023-01,4\n1,X2,Alder,2023-01,5\n2,X1,Birch,2023-01,5\n"

    assert "code" in message(written)


@pytest.mark.parametrize(
    "header",
    ["dataElement,dataElementName,period,orgUnit,orgUnitName,value", "dx,measure name,period,unit,name,value"],
)
def test_numbers_of_areas_and_figures_stand_beside_their_names(header: str) -> None:
    written = header + (
        "\nfbfJHSPpUQD,Births,202301,oAAAAAAAAA1,Alder,4\nfbfJHSPpUQE,Deaths,202301,oAAAAAAAAA1,Alder,1\n"
        "fbfJHSPpUQD,Births,202301,oBBBBBBBBB2,Birch,5\nfbfJHSPpUQE,Deaths,202301,oBBBBBBBBB2,Birch,2\n"
    )

    assert named(written) == RIGHT


def test_two_columns_of_other_areas_stay_an_error() -> None:
    written = "unit,location,month,births\nAlder,North,2023-01,4\nBirch,North,2023-01,5\n"

    assert "TWO_COLUMNS" in faults(written)[0]


@pytest.mark.parametrize(
    "header",
    [
        "orgunitlevel2,orgunitlevel3,periodname,births,deaths",
        "ADM1_EN,ADM2_EN,month,births,deaths",
        "admin1Name,admin2Name,month,births,deaths",
        "NAME_1,NAME_2,month,births,deaths",
        "행정구역별(1),행정구역별(2),month,births,deaths",
    ],
)
def test_levels_by_their_numbers_end_with_the_lowest(header: str) -> None:
    written = f"{header}\nNorth,Alder,2023-01,4,1\nNorth,Birch,2023-01,5,2\n"

    assert {key[0]: one for key, one in named(written).items()} == {key[0]: one for key, one in RIGHT.items()}
    assert [one.split()[-1] for one in roles(written)] == ["town", "village"]


def test_a_unit_below_the_levels_by_number_is_the_lowest() -> None:
    written = "orgunitlevel2,orgunitlevel3,orgUnit,month,births\nA,North,Alder,2023-01,4\nA,North,Birch,2023-01,5\n"

    assert roles(written) == ["orgunitlevel2 county", "orgunitlevel3 town", "orgUnit village"]


def test_a_unit_that_repeats_the_lowest_level_is_described_by_it() -> None:
    written = "orgUnit,orgunitlevel2,orgunitlevel3,month,births\nAlder,N,Alder,2023-01,4\nBirch,N,Birch,2023-01,5\n"

    assert roles(written) == ["orgunitlevel2 town", "orgunitlevel3 village"]


def test_who_stored_a_value_is_a_maker() -> None:
    written = "village,month,births,storedBy\nAlder,2023-01,4,someone\n"

    header = find_header(written, LEXICON)

    assert interpreted(header, 0, {}, LEXICON)[3].column_class is ColumnClass.MAKER


LONG = {
    "desa,bulan,indikator,jumlah": ("Kelahiran", "Kematian"),
    "commune,mois,indicateur,nombre": ("Naissances", "Décès"),
    "municipio,mes,indicador,número": ("Nacimientos", "Defunciones"),
    "município,mês,indicador,total": ("Nascimentos", "Óbitos"),
    "village,month,indicator,count": ("Births", "Deaths"),
    "village,month,indicator,qty": ("Births", "Deaths"),
    "村,月份,指标,人数": ("出生人数", "死亡人数"),
    "市町村,年月,項目,人数": ("出生数", "死亡数"),
    "읍면동,월,항목,명수": ("출생", "사망"),
    "район,месяц,показатель,количество": ("Родившиеся", "Умершие"),
    "القرية,الشهر,المؤشر,العدد": ("المواليد", "الوفيات"),
}


@pytest.mark.parametrize("header", LONG)
def test_figures_of_a_long_table_whose_header_says_only_that_they_count(header: str) -> None:
    births, deaths = LONG[header]
    written = (
        f"{header}\nAlder,2023-01,{births},4\nAlder,2023-01,{deaths},1\nBirch,2023-01,{births},5\n"
        f"Birch,2023-01,{deaths},2\n"
    )

    assert named(written) == RIGHT


@pytest.mark.parametrize("header", LONG)
def test_a_line_above_says_what_such_figures_are_of(header: str) -> None:
    area, month, _, figure = header.split(",")
    table = read(f"{LONG[header][0]} 2023,,\n{area},{month},{figure}\nAlder,2023-01,4\nBirch,2023-01,5\n")

    assert figures(table) == {("Alder", "2023-01"): {"births": 4}, ("Birch", "2023-01"): {"births": 5}}


def test_numbers_of_rows_are_no_figures_of_a_subject() -> None:
    written = "Births 2023\nnumber,village,month,visits\n1,Alder,2023-01,4\n2,Birch,2023-01,5\n"

    assert "NO_HEADER" in faults(written)[0]


def test_a_count_that_is_known_may_follow_many_that_are_not() -> None:
    others = "".join(f"Alder,2023-01,Visit {number},3\n" for number in range(200))
    table = read(f"orgUnit,period,dataElement,value\n{others}Alder,2023-01,Births,4\n")

    assert figures(table) == {("Alder", "2023-01"): {"births": 4}}


def test_a_long_table_without_a_known_count_names_what_it_has() -> None:
    written = "orgUnit,period,dataElement,value\nAlder,2023-01,Visits,3\n"

    assert faults(written) == ["data.csv:1:3 UNKNOWN_MEASURES"]
    assert "Visits" in message(written)


def test_a_kind_of_year_beside_the_year_is_no_period() -> None:
    """Twelve months by the calendar, and from July to June: the same births in two reckonings."""
    written = (
        "year,zone,timePeriod,births\n2012,Alder,Calendar Year,4\n2012,Alder,Mid Years,5\n2012,Birch,Calendar Year,6\n"
        "2012,Birch,Mid Years,7\n"
    )

    assert faults(written) == ["data.csv:3:3 DIMENSION"]


def test_a_unit_beside_an_area_names_none() -> None:
    written = "area,month,unit,births\nAlder,2023-01,persons,4\nBirch,2023-01,persons,5\n"

    assert named(written) == {("Alder", "2023-01"): {"births": 4}, ("Birch", "2023-01"): {"births": 5}}


def test_figures_of_a_subject_may_have_thousands() -> None:
    written = 'Births 2023\nvillage,month,total\nAlder,2023-01,"1,204"\nBirch,2023-01,980\n'

    assert named(written) == {("Alder", "2023-01"): {"births": 1204}, ("Birch", "2023-01"): {"births": 980}}


@pytest.mark.parametrize("name", ["Year", "Año de registro", "年份", "Tahun"])
def test_the_name_of_the_periods_stands_over_them(name: str) -> None:
    written = f"Births by district,,\nDistrict,{name},\n,2021,2022\nAlder,4,5\nBirch,6,7\nTotal,10,12\n"

    assert named(written) == {
        ("Alder", "2021"): {"births": 4},
        ("Alder", "2022"): {"births": 5},
        ("Birch", "2021"): {"births": 6},
        ("Birch", "2022"): {"births": 7},
    }
