"""Words above a table, and of its sheet and file, that make its figures those of some alone, or no counts."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, read
from tests.unit.intake.spreadsheets import xlsx

TABLE = "month,village,births,population\n2013-01,Old Mill,3,1000\n"
CASES = {
    "projections": [
        "Projected births 2013", "Population forecast", "人口预测表", "2013年出生人口计划", "将来推計人口",
        "目標出生数",
        "장래인구", "출생 전망", "Proyección de población", "Nacimientos esperados", "Projeção da população",
        "Nascimentos previstos", "Naissances prévues", "Projections de population", "Proyeksi penduduk",
        "Sasaran kelahiran", "Прогноз населения", "Плановые показатели", "توقعات السكان", "المواليد المتوقعة",
    ],
    "births of one kind": [
        "Second births 2013", "Births out of plan", "2013年二孩出生情况", "計劃外出生情況", "第2子の出生", "計画外出生",
        "둘째아 출생", "혼외 출생", "Segundos nacimientos", "Nacimientos de madres adolescentes",
        "Segundos nascimentos", "Nascimentos prematuros", "Deuxièmes naissances", "Naissances de mères adolescentes",
        "Naissances hors mariage", "Hors du mariage : naissances",
        "Kelahiran kedua", "Kelahiran prematur", "Вторые рождения", "Рождения вне брака", "المولود الثاني",
        "مواليد خارج إطار الزواج",
    ],
    "town or country": [
        "Rural births", "Urban population", "农村人口情况", "城鎮出生人數", "都市部人口", "郡部の人口", "농촌 인구",
        "도시 출생", "Población rural", "Nacimientos urbanos", "População rural", "Nascimentos urbanos",
        "Population rurale", "Naissances urbaines", "Penduduk perkotaan", "Kelahiran perdesaan",
        "Сельское население", "Городское население", "المواليد الريفيون", "السكان الريفيون",
    ],
    "ages": ["Births to mothers under 20", "65岁及以上人口", "65歳以上の人口", "Población de 65 años y más"],
    "brackets": ["出生人数（男）", "Births (women)", "人口（65岁及以上）", "Population (men)"],
    "groups": [
        "Births to refugees", "Elderly population", "残疾人人口", "老年人口情况", "高齢者人口", "노인 인구",
        "Población en edad escolar", "População de idosos", "Population: personnes âgées", "Penduduk lansia",
        "Население пожилых", "السكان كبار السن",
    ],
    "another period or no counts": [
        "Births of the same period last year", "Monthly averages", "上年同期出生情况", "月均出生人数", "前年同月の出生",
        "人口構成比", "전년동월 출생", "평균 출생", "Nacimientos del año anterior", "Promedio de nacimientos",
        "Nascimentos do ano anterior", "Participação percentual dos nascimentos", "Naissances de l'année précédente",
        "Moyenne des naissances", "Kelahiran tahun lalu", "Rata-rata kelahiran", "Рождения прошлого года",
        "Доля рождений", "مواليد العام الماضي", "المتوسط الشهري للمواليد",
    ],
    "rates": [
        "Births per 1,000 population", "Births (‰)", "出生人口千分之", "出生（%）", "出生 人口千対",
        "出生（パーセント）",
        "인구 천명당 출생", "출생 (퍼센트)", "Nacimientos por mil habitantes", "Nacimientos en porcentaje",
        "Nascimentos por mil habitantes", "Percentual de nascimentos", "Naissances pour mille",
        "Naissances en pourcentage", "Kelahiran per 1.000 penduduk", "Kelahiran (persen)",
        "Рождения на 1000 населения", "Рождения в процентах", "المواليد لكل ألف نسمة", "نسبة مئوية",
    ],
}  # fmt: skip


@pytest.mark.parametrize("title", [title for titles in CASES.values() for title in titles])
def test_words_above_a_table_that_narrow_it_are_asked_about(title: str) -> None:
    assert faults(f'"{title}",,,\n{TABLE}') == ["data.csv:1:1 TITLE_NARROWS"]


@pytest.mark.parametrize(
    "title",
    [
        "2013年人口与计划生育报表",
        "全面二孩政策实施情况",
        "一孩、二孩、多孩出生情况",
        "计划内外出生情况",
        "2013年计划完成情况",
        "Planned and actual births",
        "Urban and rural births",
        "Rural District of Northhill",
        "Family planning report",
        "Population estimates",
        "推計人口",
        "人口情况（含流动人口）",
        "Population, including migrants",
        "Births, 95 % of villages",
        "Births in the last 5 years",
        "户籍人口出生情况",
        "与去年同期比较",
        "Births compared with last year",
        "年平均人口和出生",
        "Average population and births",
        "Male and female births",
        "出生（其中：男）",
        "Live births",
        "가족계획 출생",
        "Planificación familiar: nacimientos",
        "Planification familiale",
        "Estimasi penduduk",
        "Население, включая мигрантов",
    ],
)
def test_words_that_only_look_so_narrow_nothing(title: str) -> None:
    assert figures(read(f'"{title}",,,\n{TABLE}'))


@pytest.mark.parametrize("name", ["projected births 2013", "流动人口", "二孩出生", "births_per_1000", "male"])
def test_the_name_of_a_file_says_it_too(name: str) -> None:
    assert faults({f"{name}.csv": TABLE}) == [f"{name}.csv TITLE_NARROWS"]


@pytest.mark.parametrize("sheet", ["Male", "计划", "流动人口", "Forecast", "Per 1000"])
def test_the_name_of_a_sheet_says_it_too(sheet: str) -> None:
    rows = [row.split(",") for row in TABLE.splitlines()]

    assert faults({"a.xlsx": xlsx({sheet: rows})}) == ["a.xlsx TITLE_NARROWS"]
    assert "the name of the sheet" in message({"a.xlsx": xlsx({sheet: rows})})


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("2013年二孩出生情况", "month,village,出生人数,二孩出生人数"),
        ("流动人口情况", "month,village,流入人口,流出人口"),
        ("Births and rates per 1,000", "month,village,births,birth rate (‰)"),
        ("Target population", "month,village,population,target population"),
    ],
)
def test_a_column_may_speak_of_it(title: str, header: str) -> None:
    assert figures(read(f'"{title}",,,\n{header}\n2013-01,Old Mill,30,10\n'))


def test_a_title_over_columns_of_years_is_looked_at_where_they_name_their_count() -> None:
    rows = "village,births 2013,births 2014\nOld Mill,3,4\n"

    assert faults(f"Female births,,\n{rows}") == ["data.csv:1:1 TITLE_NARROWS"]
    named = figures(read("Female births,,\nvillage,2013,2014\nOld Mill,3,4\n", counts=["births_female"]))
    assert named["Old Mill", "2013"] == {"births_female": 3}


@pytest.mark.parametrize("title", ["Infant deaths 2013", "婴儿死亡情况"])
def test_a_title_of_one_kind_of_events_over_a_column_of_all(title: str) -> None:
    rows = "month,village,deaths\n2013-01,Old Mill,3\n"

    assert faults(f"{title},,\n{rows}") == ["data.csv:1:1 TITLE_NARROWS"]
    assert figures(read(f"{title},,\n{rows.replace('deaths', 'infant deaths')}"))


def test_a_title_over_a_long_table_is_looked_at() -> None:
    rows = "orgUnit,period,dataElement,value\nOld Mill,201301,Births,3\n"

    assert faults(f"Projected figures,,,\n{rows}") == ["data.csv:1:1 TITLE_NARROWS"]


def test_the_columns_file_says_which_counts_they_are() -> None:
    columns = Columns({"births": "births_second", "population": "ignore"})

    assert figures(read(f"Second births,,,\n{TABLE}", columns)) == {("Old Mill", "2013-01"): {"births_second": 3}}
