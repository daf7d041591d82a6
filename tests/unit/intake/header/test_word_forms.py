"""Forms in which headers stand beside their own words."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.header.lexicon import header_lexicon
from tests.unit.intake.reading import CATALOGUE

LEXICON = header_lexicon(CATALOGUE, Columns())


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Name of Village", "village"),
        ("Ward / Village", "village"),
        ("District/City", "area"),
        ("Area of usual residence", "area"),
        ("町村名", "town"),
        ("市町村別", "town"),
        ("町丁目・字名", "village"),
        ("里别", "village"),
        ("鄉鎮別", "town"),
        ("各村", "village"),
        ("행정구역(읍면동)별", "town"),
        ("동별", "town"),
        ("Nom de commune", "town"),
        ("Commune de résidence", "town"),
        ("Nama Desa/Kel", "village"),
        ("Наименование МО", "area"),
        ("Район/город", "area"),
        ("المديريات", "county"),
        ("No. of live births", "live_births"),
        ("Total number of deaths", "deaths"),
        ("Population (1 July)", "population_average"),
        ("Population (1 January)", "population_start"),
        ("人口（1月1日現在）", "population_start"),
        ("Численность населения на 1 января", "population_start"),
    ],
)
def test_a_header_in_another_form_means_what_its_words_do(header: str, role: str) -> None:
    assert LEXICON.of(header) == role


@pytest.mark.parametrize(
    "header",
    [
        "Name of mother",
        "性別",
        "年齢別",
        "種別",
        "月別",
        "Births per month",
        "Number of midwives",
        "Country/District chief",
    ],
)
def test_other_words_in_such_forms_mean_no_area_and_no_count(header: str) -> None:
    assert LEXICON.of(header) not in {"area", "village", "town", "county", "births", "population"}
