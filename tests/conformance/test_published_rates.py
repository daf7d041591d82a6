"""Rates of today's offices, as they were published beside the counts that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

import popcalc

CENSUS_2020 = {"0-14岁": 253_383_938, "15-59岁": 894_376_020, "60岁及以上": 264_018_766, "65岁及以上": 190_635_280}
"""Seventh national census of China, bulletin no. 5: https://view.inews.qq.com/a/FIN2021051100225000."""
TAIWAN_2020 = {"year": [2019, 2020], "population": [23_561_236 + 41_885, 23_561_236]}
"""Ministry of the Interior, 41,885 fewer than a year before: https://www.taiwannews.com.tw/en/news/4098166."""
CHINA_2024 = {"year": [2023, 2024], "年末人口": [1_409_670_000, 1_408_280_000]}
"""National Bureau of Statistics, population at the end of 2023 and 2024, in tens of thousands."""
PUBLISHED = (
    # The same bulletin.
    (CENSUS_2020, "share_60_plus", "18.70"),
    (CENSUS_2020, "share_65_plus", "13.50"),
    # Crude rates of 2020, in the same report: over the mean of both ends of the year.
    ({**TAIWAN_2020, "marriages": [None, 121_702]}, "crude_marriage_rate", "5.16"),
    ({**TAIWAN_2020, "divorces": [None, 51_680]}, "crude_divorce_rate", "2.19"),
    # Ministry of Civil Affairs, bulletin 2024: 610.6 and 351.3 ten thousand couples.
    ({**CHINA_2024, "结婚登记": [None, 6_106_000]}, "结婚率", "4.3"),
    ({**CHINA_2024, "依法办理离婚手续对数": [None, 3_513_000]}, "离婚率", "2.5"),
    # Report to the National People's Congress of 10 September 2024: 4.77 million places at the end of 2023.
    ({"托位数": 4_770_000, "常住人口": 1_409_670_000}, "childcare_places_per_1000", "3.38"),
    # National Health Commission, 25 April 2023: about 3.5 million places at the end of 2022.
    ({"托位数": 3_500_000, "常住人口": 1_411_750_000}, "千人口托位数", "2.5"),
    # Yuecheng district, report on the health of people aged 65 and over, 2023: http://m.u1s5d6.cn/newsview224454.html.
    ({"人口": 1_117_900, "65岁以上老年人口": 165_746}, "share_65_plus", "14.83"),
    ({"65岁以上老年人口": 165_746, "65岁以上老年人健康管理人数": 129_432}, "elderly_management_rate", "78.09"),
    # Zhongshan Yearbook 2023, ten thousands: men 99.01, women 109.12 of the registered at the end of 2022.
    ({"户籍人口男": 990_100, "户籍人口女": 1_091_200}, "population_sex_ratio", "90.73"),
)  # fmt: skip


PARITIES = {
    "births": 342_433,
    "First births": 171_565,
    "Second births": 135_912,
    "其中三孩": 27_314,
    "四孩及以上出生数": 7_642,
}
"""INE (Spain), births of 2005 by order, where 5,126 are fourth ones and 2,516 higher ones; no shares are printed:
https://www.ine.es/jaxiPx/files/_px/en/csv_bdsc/t20/e301/nacim/a2005/l1/01015.csv_bdsc."""
ZHONGSHAN = {"年末常住人口": 4_431_100, "户籍人口": 2_081_300}
"""Zhongshan Yearbook 2023, the end of 2022: http://www.zsdag.cn/book/nj2023/06%E8%B5%84%E6%96%99/Z4023.htm."""


def read(counts: Mapping[str, object], columns: Path | None = None) -> popcalc.Counts:
    """Return counts of one area and year, or more, from a table with the headers of their source."""
    year = {} if "year" in counts else {"year": [2020]}
    return popcalc.read(pd.DataFrame({"county": "Northshire", **year, **counts}), columns=columns)


def value(counts: popcalc.Counts, indicator: str) -> float:
    """Return the figure of the last year."""
    return float(popcalc.compute(counts, indicator, by="all", period="year")["value"].iloc[-1])


@pytest.mark.parametrize(("counts", "indicator", "printed"), PUBLISHED, ids=[one[1] for one in PUBLISHED])
def test_the_published_figure_comes_out(counts: Mapping[str, object], indicator: str, printed: str) -> None:
    computed = Decimal(repr(value(read(counts), indicator)))
    assert str(computed.quantize(Decimal(printed), ROUND_HALF_UP)) == printed


def test_shares_of_births_by_order_are_those_of_the_counts() -> None:
    counts = read(PARITIES)
    for indicator, births in {
        "一孩率": 171_565,
        "二孩率": 135_912,
        "三孩率": 27_314,
        "四孩及以上率": 7_642,
        "多孩率": 27_314 + 7_642,
    }.items():
        assert value(counts, indicator) == pytest.approx(float(Fraction(100 * births, 342_433)), rel=1e-15)
    assert popcalc.validate(counts).empty


def test_the_ageing_index_is_the_old_over_the_children() -> None:
    computed = value(read(CENSUS_2020), "老少比")
    assert computed == pytest.approx(float(Fraction(100 * 190_635_280, 253_383_938)), rel=1e-15)


def test_the_census_is_the_sum_of_its_ages() -> None:
    """The bulletin's own total of the country."""
    assert value(read(CENSUS_2020), "population") == 1_411_778_724


@pytest.mark.parametrize(
    ("meant", "population"), [(None, 2_081_300), ("registered", 2_081_300), ("resident", 4_431_100)]
)
def test_residents_stand_beside_the_registered(tmp_path: Path, meant: str | None, population: int) -> None:
    """Whichever is the one that rates rest on, both are there, and one over the other."""
    columns = tmp_path / "columns.yaml"
    columns.write_text(f"version: 1\npopulation: {meant}\n" if meant else "version: 1\n")
    counts = read(ZHONGSHAN, columns)
    assert value(counts, "population") == population
    assert value(counts, "population_resident") == 4_431_100
    assert value(counts, "population_registered") == 2_081_300
    assert value(counts, "常住人口与户籍人口之比") == pytest.approx(float(Fraction(100 * 44_311, 20_813)), rel=1e-15)


def test_one_population_alone_is_not_compared_with_itself() -> None:
    indicators = {one.key for one in read({"人口": 2_081_300}).indicators}
    assert not indicators & {"population_registered", "population_resident", "resident_registered_ratio"}


TODAY = {
    "出生人数": 253,
    "政策外四孩及以上": 1,
    "3岁以下婴幼儿数": 1_000,
    "托位数": 160,
    "其中普惠托位": 72,
    "在托婴幼儿数": 168,
    "60岁及以上老年人口": 500,
    "60岁及以上老年人健康管理人数": 325,
}


@pytest.mark.parametrize(
    ("indicator", "exact"),
    [
        ("政策外四孩及以上率", Fraction(100, 253)),
        ("入托率", Fraction(168, 10)),
        ("托位使用率", Fraction(105)),
        ("普惠托位占比", Fraction(45)),
        ("60岁及以上老年人健康管理率", Fraction(65)),
    ],
)
def test_figures_that_nobody_prints_with_their_counts(indicator: str, exact: Fraction) -> None:
    assert value(read(TODAY), indicator) == pytest.approx(float(exact), rel=1e-15)
