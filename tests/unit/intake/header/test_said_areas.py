"""Areas that lines above a table and names of sheets, files and folders say."""

from __future__ import annotations

from pathlib import Path

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.header.lexicon import header_lexicon
from popcalc.intake.header.said_areas import Known, Near, area_named, said_areas
from popcalc.intake.sources.source import Source
from tests.unit.intake.reading import CATALOGUE

LEXICON = header_lexicon(CATALOGUE, Columns())
KNOWN: Known = {"northhill": ("town", "Northhill"), "东街": ("town", "东街")}


def said(*line: str, file: str = "data.csv", known: Known | None = None) -> list[tuple[str, tuple[str, ...], Near]]:
    source = Source(file, Path(file), endings=(".csv",))
    return [
        (one.name, one.levels, one.near) for one in said_areas([line] if line else [], source, LEXICON, known or {})
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("青河县城关镇2025年10月人口变动情况统计表", [("青河县", "county"), ("城关镇", "town")]),
        ("2025年上半年青河县人口情况", [("青河县", "county")]),
        ("2025年10月青河县各乡镇人口", [("青河县", "county")]),
        ("填报单位：城关镇人民政府（盖章）", [("城关镇", "town")]),
        ("填报单位：青河县卫生健康局", [("青河县", "county")]),
        ("內湖區人口統計", [("內湖區", "county")]),
        ("Northhill Town, births 2013", [("Northhill Town", "town")]),
        ("Monthly return of Green Hill Township", [("Green Hill Township", "town")]),
        ("Births by month in Kisumu County 2013", [("Kisumu County", "county")]),
        ("Town: Northhill", [("Northhill", "town")]),
        ("Laporan bulanan Kecamatan Sukamaju tahun 2023", [("Sukamaju", "town")]),
        ("Naissances, commune de Bonneville", [("Bonneville", "town")]),
        ("2026年各乡镇出生人数分月统计表", []),
        ("全县人口与计划生育情况", []),
        ("出生人口城镇化监测地区", []),
        ("城镇和农村出生人数", []),
        ("Births by town and district", []),
        ("制表：城关镇卫生院", []),
        ("备注：含城关镇迁出人口", []),
        ("Prepared by: Northhill Town", []),
        ("Population on 1 January 2013", []),
        ("Meiyuan County excluding Northhill Town", []),
        ("青河县（除城关镇）人口", []),
        ("城关镇以外人口", []),
        ("我镇人口情况", []),
        ("关于北关镇2013年人口情况的报告", [("北关镇", "town")]),
        ("關於轉發北關鎮報表的通知", [("北關鎮", "town")]),
        ("印发河口县东坡镇人口报表", [("河口县", "county"), ("东坡镇", "town")]),
        ("关于撤销北关镇的报告", []),
        ("附城镇人口", [("附城镇", "town")]),
        ("和平镇人口", [("和平镇", "town")]),
        ("平成25年1月北町人口", [("北町", "town")]),
        ("2025年第一季度河口县人口", [("河口县", "county")]),
        ("建制镇人口", []),
        ("示范村出生情况", []),
        ("河口县所辖乡镇人口", [("河口县", "county")]),
        ("河口县所轄各鄉鎮人口", [("河口县", "county")]),
        ("農村鄉鎮人口", []),
        ("各町の人口", []),
    ],
)
def test_what_a_line_says(line: str, found: list[tuple[str, str]]) -> None:
    assert [(name, levels[0]) for name, levels, _ in said(line)] == found


@pytest.mark.parametrize(
    "line",
    [
        ("地址 北关镇人民路12号",),
        ("北关镇建设大道5号",),
        ("抄送北关镇",),
        ("主送：", "北关镇"),
        ("Address 12 High Street, Northhill Town",),
        ("Northhill Town, Mill Road 5",),
        ("Copy to Northhill Town",),
        ("Printed in Northhill Town",),
        ("Copy to:", "Northhill Town"),
        ("住所 北町1-2",),
        ("北町2丁目",),
        ("주소 강원 특별자치도",),
        ("수신 강원 특별자치도",),
        ("Dirección municipio de Norte",),
        ("Copia para municipio de Norte",),
        ("Calle Mayor 5, municipio de Norte",),
        ("Endereço município de Norte",),
        ("Rua Alta 12, município de Norte",),
        ("Adresse commune de Nord",),
        ("12 rue Haute, commune de Nord",),
        ("Alamat Kecamatan Utara",),
        ("Tembusan Kecamatan Utara",),
        ("Адрес Северный район",),
        ("ул. Новая, 5, Северный район",),
        ("العنوان بلدية الشمال",),
        ("نسخة إلى بلدية الشمال",),
    ],
)
def test_a_line_that_names_a_place_elsewhere_says_no_area(line: tuple[str, ...]) -> None:
    assert said(*line) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (("Market Street Town 2013",), "Market Street Town"),
        (("北街街道2013年人口",), "北街街道"),
        (("Telford Town, births",), "Telford Town"),
        (("填报单位：", "北关镇"), "北关镇"),
        (("Town:", "Northhill"), "Northhill"),
    ],
)
def test_names_that_begin_or_sound_like_an_address_are_areas(line: tuple[str, ...], found: str) -> None:
    assert [name for name, _, _ in said(*line)][:1] == [found]


def test_the_name_of_a_file_in_the_language_of_offices() -> None:
    assert said(file="关于报送北关镇2013年人口报表.csv") == [("北关镇", ("town",), Near.FILE)]
    assert said(file="所辖乡镇.csv") == []


def test_what_may_be_of_two_levels_says_both_the_lowest_first() -> None:
    assert said("青河市2025年人口") == [("青河市", ("county", "prefecture"), Near.LINE)]


def test_a_label_and_its_area_may_stand_in_two_cells() -> None:
    assert set(said("填报单位：", "", "城关镇")) == {("城关镇", ("town",), Near.LINE)}
    assert said("Reporting unit: Old Mill") == [("Old Mill", (), Near.LINE)]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("青河县/城关镇2025-06.csv", [("城关镇", Near.FILE), ("青河县", Near.FOLDER)]),
        ("returns/Northhill_Town_2013.csv", [("Northhill Town", Near.FILE)]),
        ("东街村.csv", [("东街村", Near.FILE)]),
        ("2026年分乡镇.csv", []),
        ("births by town.csv", []),
        ("downtown_2013.csv", []),
    ],
)
def test_what_a_name_says(file: str, found: list[tuple[str, Near]]) -> None:
    assert [(name, near) for name, _, near in said(file=file)] == found


def test_other_tables_tell_what_a_name_without_the_word_of_a_level_is() -> None:
    assert said(file="northhill 2013.csv", known=KNOWN) == [("Northhill", ("town",), Near.FILE)]
    assert said("Northhill, 2013", known=KNOWN) == [("Northhill", ("town",), Near.LINE)]
    assert said("Northhill Town 2013", known=KNOWN) == [("Northhill", ("town",), Near.LINE)]
    assert said(file="northhill 2013.csv") == []
    assert said(file="all but northhill.csv", known=KNOWN) == []
    assert said(file="East Northhill.csv", known=KNOWN) == []
    assert said(file="births of Northhill June 2013.csv", known=KNOWN) == [("Northhill", ("town",), Near.FILE)]


def test_the_level_of_a_given_name() -> None:
    assert area_named("城关镇", LEXICON, {}) == ("town", "城关镇")
    assert area_named("Northhill", LEXICON, KNOWN) == ("town", "Northhill")
    assert area_named("Old Mill", LEXICON, {}) == ("village", "Old Mill")
