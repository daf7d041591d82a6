"""The same figures in the forms in which offices send them: whatever stands around them, the answer is the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc
    from tests.functional.conftest import Shown

VILLAGES = (
    ("北岭镇", "松谷村", (2, 1, 1, 1, 1, 0), 5, 3, 1200),
    ("北岭镇", "柳河村", (1, 1, 0, 1, 0, 1), 3, 2, 800),
    ("东桥镇", "双井村", (0, 2, 1, 0, 0, 0), 3, 1, 950),
)
"""Town, village, births by parity and sex, births within policy, deaths, population at the end of January 2013."""


def _row(village: tuple[str, str, tuple[int, ...], int, int, int]) -> str:
    town, name, births, in_policy, deaths, population = village
    return ",".join(map(str, (town, name, "2013-01", *births, in_policy, deaths, population)))


ROWS = "".join(f"{_row(village)}\n" for village in VILLAGES)
TIDY = (
    "town,village,month,births_first_male,births_first_female,births_second_male,births_second_female,"
    "births_third_plus_male,births_third_plus_female,births_in_policy,deaths,population\n" + ROWS
)
GROUPS = """\
乡镇,村名,月份,本期出生人数,,,,,,,死亡人数,期末总人口
,,,一孩出生,,二孩出生,,多孩出生,,其中：计划内,,
,,,男,女,男,女,男,女,,,
"""
TITLES = "2013年1月人口与计划生育统计报表,,,,,,,,,,,\n,,,,,,,,,,,\n填报单位：梅园县,,,,,,,,,,,单位：人\n"
NUMBERS = "甲,乙,丙,1,2,3,4,5,6,7,8,9\n"
FOOTERS = "单位负责人：王五,,,填表人：李四,,,填报日期：2013年2月3日,,,,,\n注：本表口径为户籍人口,不含流动人口\n"
ENGLISH = (
    "Town,Village,Month,Births,,,,,,,Deaths,Population\n"
    ",,,First births,,Second births,,Third and higher births,,Births within policy,,\n"
    ",,,Male,Female,Male,Female,Male,Female,,,\n"
)
FORMS = {
    "three rows of groups": GROUPS + ROWS,
    "titles and a unit": TITLES + GROUPS + ROWS,
    "column numbers": GROUPS + NUMBERS + ROWS,
    "another language below": GROUPS + ENGLISH + ROWS,
    "English groups": ENGLISH + ROWS,
    "footers": GROUPS + ROWS + FOOTERS,
    "pages": TITLES
    + GROUPS
    + NUMBERS
    + ROWS[: ROWS.index("\n") + 1]
    + TITLES
    + GROUPS
    + NUMBERS
    + ROWS[ROWS.index("\n") + 1 :]
    + FOOTERS,
    "groups that repeat their word": GROUPS.replace("本期出生人数,,,,,,,", "出生," * 7).replace(
        "一孩出生,,二孩出生,,多孩出生,,", "一孩,一孩,二孩,二孩,多孩,多孩,"
    )
    + ROWS,
    "two rows": "乡镇,村名,月份,一孩出生,,二孩出生,,三孩及以上出生,,出生人数,死亡人数,期末人口\n"
    ",,,男,女,男婴,女婴,男性,女性,期中:计划内,合计,\n" + ROWS,
    "traditional characters": "鄉鎮,村名,統計年月,一孩出生男,一孩出生女,二孩出生男,二孩出生女,多孩出生男,多孩出生女,"
    "計劃內出生,死亡人數,期末總人口\n" + ROWS,
    "spaces, full width, a typo, more columns": (
        "乡　镇,名　称,月 份,一孩 男,一孩 女,二孩 男,二孩 女,多孩 男,多孩 女,"
        "计划内出生（人）,死亡 人数(人),期未总人口,备注,,\n" + ROWS.replace("\n", ",无,,\n")
    ),
    "people in ten thousands": GROUPS.replace("期末总人口", "期末总人口（万人）")
    + "".join(f"{_row((*village[:5], 0))[:-1]}{village[5] / 10_000}\n" for village in VILLAGES),
}
COMMAND = ("compute", "-", "--by", "town", "-f", "csv", "--period", "month")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_bytes(form: str, popcalc: Popcalc) -> None:
    expected = popcalc(*COMMAND, input=TIDY.encode())
    found = popcalc(*COMMAND, input=FORMS[form].encode())

    assert expected.code == 0
    assert b",births,persons,,13," in expected.stdout
    assert (found.code, found.stdout) == (0, expected.stdout), found.stderr.decode()


def test_births_by_parity_and_sex_alone_give_all_figures_of_births(shown: Shown) -> None:
    indicators = "births,births_male,births_first,sex_ratio_at_birth,third_plus_birth_share,policy_compliance_rate"
    command = f"compute - --by town --period month --indicator {indicators} -f plain"
    shown("office-forms/parity-by-sex", command, input=(TITLES + GROUPS + NUMBERS + ROWS + FOOTERS).encode())


WRONG = {
    "fits-two-counts": "村名,月份,总人口,,死亡人数\n,,出生,,\n,,男,女,\n松谷村,2013-01,1,2,3\n",
    "group-may-narrow": "村名,月份,流入人口,,总人口\n,,出生,死亡,\n松谷村,2013-01,1,2,3\n",
    "doubled": "村名,月份,出生人数,出生人数\n松谷村,2013-01,1,1\n",
    "rates-only": "村名,月份,节育率,出生率(‰)\n松谷村,2013-01,81.2,6.5\n",
    "lost-characters": "??,月份,出生?数,死亡人数\n松谷村,2013-01,1,2\n",
    "misspelled": "村名,月份,出生人书,死忘人数\n松谷村,2013-01,1,2\n",
    "person-in-a-group": "村名,月份,出生人数,新生儿,\n,,,姓名,性别\n松谷村,2013-01,1,王小明,男\n",
    "identity-number": "村名,月份,出生人数,备注\n松谷村,2013-01,x,11010519491231002X\n",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_header_that_cannot_be_used_leads_to_its_cell(name: str, shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "village.csv").write_text(WRONG[name], encoding="utf-8")
    result = shown(f"office-forms/{name}", "compute village.csv", cwd=tmp_path)

    assert (result.code, result.stdout) == (2, b"")
    assert not any(value in result.stderr for value in ("王小明".encode(), b"1949"))
