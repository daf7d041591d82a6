"""What goes wrong on real files, kind by kind: the figures are right, or the run is refused with words that say why.

Two files of each kind, in other languages, with other counts or of other sorts than those in which the kinds were met.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Popcalc


@dataclass(frozen=True)
class Of:
    """A file of a kind: what is asked of it, and the right value of all by indicator, or what is said when refused."""

    kind: str
    files: Mapping[str, str | bytes]
    right: Mapping[str, float | None] = field(default_factory=dict)
    says: Sequence[str] = ()
    options: Sequence[str] = ()
    told: Sequence[str] = ()
    never: Sequence[str] = ()


AREAS = "code,name,level,parent,aliases,opened,closed,into\n"
CASES = [
    Of(
        "halves of a village",
        {
            "人口.csv": "月份,村名,期末总人口\n2013-06,东村一组,602\n2013-06,东村二组,602\n",
            "a.csv": AREAS + ",东村,village,,,,,\n,东村一组,village,,,,,东村\n,东村二组,village,,,,,东村\n",
        },
        {"population": 1204},
        options=["人口.csv", "--areas", "a.csv"],
    ),
    Of(
        "halves of a village",
        {
            "deaths.csv": "month,village,deaths\n2013-06,Reed Bank,2\n2013-06,Reed Bank East,2\n",
            "a.csv": AREAS + ",Reed Bank,village,,Reed Bank East,,,\n",
        },
        says=["Reed Bank East", "Reed Bank"],
        options=["deaths.csv", "--areas", "a.csv"],
    ),
    Of(
        "areas below an unknown header", {"a.csv": "月份,网格,出生人数\n2013-06,甲网格,3\n"}, says=["网格", "--columns"]
    ),
    Of(
        "areas below an unknown header",
        {"a.tsv": "month\tpatch\tdeaths\n2013-06\tEast\t3\n"},
        says=["patch", "--columns"],
    ),
    Of(
        "areas across",
        {"births.csv": "month,Northhill,Southbank\n2013-06,3,2\n2013-07,1,4\n"},
        says=["area"],
        never=["did you mean"],
    ),
    Of("areas across", {"死亡.csv": "月份,北岭镇,南河镇\n2013-06,3,2\n"}, {"deaths": 5}),
    Of(
        "dates with the day first",
        {"a.csv": "date,town,deaths\n30/04/2013,East,2\n31/05/2013,East,3\n"},
        {"deaths": 5},
    ),
    Of(
        "dates with the day first",
        {"a.csv": "日期;乡镇;出生人数\n01.06.2013;北岭镇;3\n01.07.2013;北岭镇;4\n"},
        says=["period"],
    ),
    Of(
        "thousands with a dot",
        {"a.csv": "month;town;population\n2013-05;East;12.000\n2013-06;East;13.000\n"},
        says=["thousands", "12.000"],
    ),
    Of(
        "thousands with a dot",
        {
            "a.csv": "月份;乡镇;期末总人口\n2013-06;北岭镇;2.141\n2013-06;南河镇;12.882\n",
            "c.yaml": 'version: 1\nthousands: "."\n',
        },
        {"population": 15023},
        options=["a.csv", "--columns", "c.yaml"],
    ),
    Of(
        "old encodings",
        {"a.csv": "month,town,deaths\n2013-06,Städtchen,3\n2013-06,Größe,2\n".encode("cp1252")},
        {"deaths": 5},
    ),
    Of(
        "old encodings",
        {"a.csv": "月份,鄉鎮,出生人數\n2013-06,橫山鄉,3\n2013-06,關西鎮,2\n".encode("big5")},
        {"births": 5},
    ),
    Of(
        "years that begin elsewhere",
        {"a.csv": "district,year,deaths,population\nEast,2012/13,1200,60000\n"},
        says=["--year-start"],
    ),
    Of(
        "years that begin elsewhere",
        {"a.csv": "county,year,births,population\nEast,2012-13,1200,60000\n"},
        {"births": 1200},
        options=["a.csv", "--year-start", "10"],
    ),
    Of(
        "a line below the table",
        {"2013-06.csv": "乡镇,死亡人数,期末总人口\n北岭镇,2,2141\n,,某某县统计局 2013年7月3日\n"},
        {"deaths": 2, "population": 2141},
    ),
    Of(
        "a line below the table",
        {"2013-06.csv": "town,births,population\nEast,2,2141\nSource: civil register of the county,,\n"},
        {"births": 2, "population": 2141},
    ),
    Of(
        "headers of a language that is not known",
        {"a.csv": "kunta,vuosi,syntyneet\nEspoo,2020,12\n"},
        says=["kunta", "vuosi", "syntyneet"],
    ),
    Of(
        "headers of a language that is not known",
        {
            "a.csv": "kunta,vuosi,kuolleet\nEspoo,2020,12\nVantaa,2020,8\n",
            "c.yaml": "version: 1\ncolumns: {kunta: town, vuosi: year, kuolleet: deaths}\n",
        },
        {"deaths": 20},
        options=["a.csv", "--columns", "c.yaml"],
    ),
    Of(
        "totals in groups",
        {
            "2020.csv": ",合计,,男,,女,\n"
            "乡镇,期末总人口,65岁及以上人口,期末总人口,65岁及以上人口,期末总人口,65岁及以上人口\n东镇,100,20,49,9,51,11\n"
        },
        {"population": 100, "population_male": 49},
    ),
    Of(
        "a row of labels below the header",
        {
            "a.csv": "town,month,births,deaths_infant\nName of town,Month,All live births,Deaths under 1 year\n"
            "East,2019-01,20,1\nEast,2019-02,21,0\n"
        },
        {"births": 41, "deaths_infant": 1},
    ),
    Of(
        "a row of labels below the header",
        {"a.csv": "乡镇,月份,出生人数,死亡人数\n乡镇名称,统计月份,本月出生的人数,本月死亡的人数\n北岭镇,2019-01,3,1\n"},
        {"births": 3, "deaths": 1},
    ),
    Of(
        "a lower word of a group in a columns file",
        {
            "2018-04.csv": ",Movements,,Stocks\ntown,in,out,heads\nEast,4,1,100\n",
            "c.yaml": "version: 1\ncolumns: {in: migration_in, out: migration_out, heads: population}\n",
        },
        {"migration_in": 4, "migration_out": 1, "population": 100},
        options=["2018-04.csv", "--columns", "c.yaml"],
    ),
    Of(
        "a month below an unknown header",
        {"a.csv": "town,year,mnth,deaths,population\nEast,2020,3,100,100000\nWest,2020,3,50,50000\n"},
        {"deaths": 150},
        told=[],
    ),
    Of(
        "a month below an unknown header",
        {"a.csv": "town,year,Monat,births\nEast,2020,März,10\nEast,2020,April,11\n"},
        says=["Monat"],
    ),
    Of(
        "the month in the title",
        {"a.csv": "2013年6月死亡情况,,\n乡镇,死亡人数,备注\n北岭镇,3,\n南河镇,2,\n"},
        {"deaths": 5},
    ),
    Of("the month in the title", {"x.csv": "Population at 30 June 2013,\ntown,population\nEast,300\n"}, says=["month"]),
    Of(
        "spellings of one name",
        {"a.csv": "month,town,births\n2013-01,St. Mary's,3\n2013-02,ST MARYS,2\n2013-03,St Mary’s,1\n"},
        {"births": 6},
        told=["ST MARYS"],
    ),
    Of(
        "spellings of one name",
        {"a.csv": "月份,乡镇,村名,出生人数\n2013-01,橫山鎮,東村,3\n2013-02,横山镇,东村,2\n"},
        {"births": 5},
        told=["東村"],
    ),
    Of("a column that narrows", {"a.csv": "月份,乡镇,性质,出生人数\n2013-06,北岭镇,计划,20\n"}, says=["性质", "计划"]),
    Of(
        "a column that narrows",
        {"a.csv": "month,town,group,deaths\n2013-06,East,65+,20\n"},
        says=["group", "65+"],
    ),
    Of(
        "a note below the header",
        {
            "a.csv": "乡镇,月份,出生人数,死亡人数\n"
            ",,按户籍地填报每月发生的人数,\n北岭镇,2019-01,200,2\n北岭镇,2019-02,210,1\n"
        },
        {"births": 410, "deaths": 3},
    ),
    Of(
        "a note below the header",
        {"a.tsv": "town\tmonth\tbirths\n\t\tonly those registered in the month\nEast\t2019-01\t7\n"},
        {"births": 7},
    ),
    Of(
        "an area above in a row",
        {"2021-04.csv": "乡镇,男性人口,女性人口\n西县,60,66\n甲镇,10,11\n乙镇,20,22\n丙镇,30,33\n"},
        {"population_male": 60, "population_female": 66},
    ),
    Of(
        "an area above in a row",
        {
            "2021-04.csv": "code,name,births,deaths\n320000,All of it,600,66\n320100,Aton,100,11\n"
            "320200,Bton,200,22\n320300,Cton,300,33\n"
        },
        {"births": 600, "deaths": 66},
    ),
    Of(
        "quarters in a column",
        {"a.csv": "乡镇,年份,季度,出生人数,期末总人口\n北岭镇,2020,第一季度,12,1000\n北岭镇,2020,第二季度,11,1000\n"},
        {"births": 23},
        options=["a.csv", "--period", "all"],
    ),
    Of(
        "quarters in a column",
        {"a.csv": "town,year,part,deaths\nEast,2020,Q1,12\nEast,2020,Q2,11\n"},
        {"deaths": 23},
    ),
    Of(
        "a quote after a space",
        {"e.csv": 'month, village, deaths\n2013-06, "Old Mill, West", 3\n2013-06, Ford, 2\n'},
        {"deaths": 5},
    ),
    Of(
        "classes in rows",
        {"a.csv": "村名,年份,性别,期末总人口\n甲村,2023,男,100\n甲村,2023,女,110\n"},
        says=["性别", "男"],
        never=["keep the right one"],
    ),
    Of(
        "classes in rows",
        {"a.csv": "village,month,age,deaths\nHill,2023-01,0-4,1\nHill,2023-01,5+,3\n"},
        says=["age", "0-4"],
        never=["keep the right one"],
    ),
    Of("a sep line", {"a.csv": "sep=\t\n月份\t乡镇\t死亡人数\n2013-06\t北岭镇\t3\n"}, {"deaths": 3}),
    Of("a sep line", {"a.csv": 'SEP=;\n"month";"town";"births"\n"2013-06";"East";"3"\n'}, {"births": 3}),
    Of(
        "a total that differs",
        {"a.csv": "编码,乡镇,月份,死亡人数\n,合计,2020-01,35\n1,甲镇,2020-01,10\n2,乙镇,2020-01,20\n"},
        {"deaths": 30},
        told=["35", "30"],
    ),
    Of(
        "two tables",
        {
            "2015-07.csv": "乡镇,期末总人口\n甲镇,100\n乙镇,200\n\n自然变动\n"
            "乡镇,出生人数,死亡人数\n甲镇,1,2\n乙镇,3,4\n"
        },
        {"population": 300, "births": 4, "deaths": 6},
        told=["2 tables"],
    ),
    Of(
        "a unit above the table",
        {"2020.csv": "总人口（万人）情况,\n单位：万人,\n县,期末总人口\n甲县,56.8\n"},
        {"population": 568000},
    ),
    Of(
        "a unit above the table",
        {"2020-06.csv": "(in thousands),\ncounty,population\nEast,568\n"},
        {"population": 568000},
    ),
    Of(
        "a column of units",
        {"a.csv": "县,单位,年份,死亡人数\n甲县,人,2020,10\n乙县,人,2020,20\n"},
        {"deaths": 30},
    ),
    Of("units of many in a header", {"a.csv": "county,year,births (thousands)\nEast,2018,12.5\n"}, {"births": 12500}),
    Of("units of many in a header", {"a.csv": "省,年份,死亡人口（千）\n某省,2018,12.5\n"}, {"deaths": 12500}),
    Of(
        "weeks",
        {"a.csv": "日期,乡镇,死亡人数\n2013-06-03,甲镇,3\n2013-06-10,甲镇,2\n2013-06-17,甲镇,4\n"},
        says=["weeks"],
        never=["keep the right one"],
    ),
    Of(
        "years dated on a day",
        {"a.csv": "county,date,deaths\nEast,2019-12-31,1200\nEast,2020-12-31,1210\n"},
        {"deaths": 2410},
        options=["a.csv", "--period", "all"],
    ),
    Of(
        "a column of years beside a name",
        {"2013.csv": "年份,乡镇,出生人数\n2012,甲镇,30\n2013,甲镇,36\n"},
        {"births": 66},
        options=["2013.csv", "--period", "all"],
    ),
    Of(
        "a column of years beside a name",
        {"deaths 2013.csv": "year,town,deaths\n2012,East,30\n"},
        {"deaths": 30},
        told=["2012", "2013"],
    ),
    Of(
        "two tables",
        {"2015-07.csv": "town,births\nEast,1\nWest,2\n\n,\nDeaths\ntown,deaths\nEast,3\n"},
        {"births": 3, "deaths": 3},
        told=["2 tables"],
    ),
    Of(
        "a long table",
        {
            "a.csv": "place,month,what,how many\nEast,2023-01,newborn,14\nWest,2023-01,newborn,20\n",
            "c.yaml": "version: 1\ncolumns: {place: town, what: measure, how many: value, newborn: births}\n",
        },
        {"births": 34},
        options=["a.csv", "--columns", "c.yaml"],
    ),
    Of(
        "a long table",
        {"a.csv": "地区;时间;指标;数值\n甲镇;2023-01;出生人数;14\n乙镇;2023-01;出生人数;20\n乙镇;2023-01;死亡人数;3\n"},
        {"births": 34, "deaths": 3},
    ),
    Of(
        "months across",
        {"2023 deaths.tsv": "town\tJan\tFeb\tMar\nEast\t3\t2\t1\nWest\t1\t0\t2\n"},
        {"deaths": 9},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{one.kind} {number}" for number, one in enumerate(CASES)])
def test_a_file_of_a_kind(popcalc: Popcalc, tmp_path: Path, case: Of) -> None:
    for name, content in case.files.items():
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    options = case.options or list(case.files)
    asked = ["--indicator", ",".join(case.right)] if case.right else []

    result = popcalc("compute", *options, *asked, "--by", "all", "-f", "json", cwd=tmp_path)

    said = result.stderr.decode()
    assert result.code == (2 if case.says else 0), said
    assert not [words for words in (*case.says, *case.told) if words not in said], said
    assert not [words for words in case.never if words in said], said
    if case.right:
        found = {one["indicator"]: one["value"] for one in json.loads(result.stdout)["records"]}
        assert found == dict(case.right)
