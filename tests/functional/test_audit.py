"""The command `audit`: what it prints, on terminals and in pipes, and the codes it ends with."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from popcalc.records import AUDIT_FIELDS, SCHEMA_AUDIT

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc
    from tests.functional.conftest import Shown, Terminal

TOWNSHIP = "audit configs/printed-township.yaml"
COUNTY = "audit configs/printed-county.yaml"

SHOWN = {
    "township-csv": TOWNSHIP,
    "township-verbose": f"{TOWNSHIP} -v -f plain",
    "township-zh": f"{TOWNSHIP} -v -f plain --lang zh",
    "county-json": f"{COUNTY} -f json",
    "county-plain": f"{COUNTY} -f plain",
    "other-year-start": f"{TOWNSHIP} sample_data/monthly --year-start 1",
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_was_found_is_shown(name: str, shown: Shown) -> None:
    shown(f"audit/{name}", SHOWN[name])


@pytest.mark.parametrize(("name", "options"), [("english", ""), ("chinese", " --lang zh")])
def test_table_fits_the_terminal(name: str, options: str, terminal: Terminal, golden: Golden) -> None:
    page = terminal(f"{TOWNSHIP} -v --exit-zero --color never{options}")
    assert max(map(wcswidth, page.splitlines())) <= 80
    golden(f"audit/terminal-{name}-80.txt", page)


RIGHT = "indicator,printed,births,births_in_policy\npolicy_compliance_rate,85.4%,233,199\n"
CODES = [
    (RIGHT, "", 0),
    (RIGHT.replace("85.4", "84.5"), "", 1),
    (RIGHT.replace("85.4", "84.5"), "--exit-zero", 0),
    (RIGHT.replace("85.4", "112.5"), "", 1),
    (RIGHT.replace("233,199", ","), "", 0),
    (RIGHT + "births,234,,\n", "", 1),
    (RIGHT.replace("85.4", "many"), "", 2),
]


@pytest.mark.parametrize(("text", "options", "code"), CODES)
def test_codes(text: str, options: str, code: int, popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    assert popcalc("audit", "r.csv", *shlex.split(options), cwd=tmp_path).code == code


def test_records_have_their_fields(popcalc: Popcalc) -> None:
    found = json.loads(popcalc(*shlex.split(TOWNSHIP), "-f", "json").stdout)
    assert found["schema"] == SCHEMA_AUDIT
    assert {tuple(one) for one in found["records"]} == {AUDIT_FIELDS}
    assert [one["class"] for one in found["records"]].count("wrong") == 1
    (wrong,) = (one for one in found["records"] if one["class"] == "wrong")
    assert (wrong["numerator"], wrong["denominator"]) == (138, 35573)
    assert any("deaths 105 instead of 95" in one for one in wrong["hypotheses"])


def test_records_are_english_unless_a_language_is_asked_for(popcalc: Popcalc) -> None:
    english = popcalc(*shlex.split(TOWNSHIP), env={"LC_ALL": "zh_CN.UTF-8"}).stdout
    assert b"rounded half up" in english
    assert "四舍五入" in popcalc(*shlex.split(TOWNSHIP), "--lang", "zh").stdout.decode()


SOURCES = "sample_data/monthly"
PERIOD = "2013-01..2013-06"


def test_figures_of_sources_are_those_of_compute(popcalc: Popcalc, tmp_path: Path) -> None:
    keys = "crude_birth_rate,natural_increase_rate,births,policy_compliance_rate,sex_ratio_at_birth,population"
    options = ("--from", "2013-01", "--to", "2013-06", "-f", "csv", "--by", "town", "--basis", "period")
    computed = list(
        csv.DictReader(io.StringIO(popcalc("compute", SOURCES, *options, "--indicator", keys).stdout.decode()))
    )
    assert len(computed) == 24
    lines = ["area,period,indicator,printed,basis"]
    for one in computed:
        area = "" if one["level"] == "all" else one["area_name"]
        lines.append(f"{area},{PERIOD},{one['indicator']},{float(one['value']):.4f},{one['basis']}")
    file = tmp_path / "r.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    audited = list(csv.DictReader(io.StringIO(popcalc("audit", file, SOURCES).stdout.decode())))
    for one, own in zip(audited, computed, strict=True):
        assert (one["value"], one["numerator"], one["denominator"]) == (
            own["value"],
            own["numerator"],
            own["denominator"],
        ), own
        assert one["class"] in ("exact", "rounded")


def test_areas_that_the_sources_lack_are_said_where_they_stand(popcalc: Popcalc, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("area,indicator,printed\nNorthhil,births,3\n", encoding="utf-8")
    result = popcalc("audit", file, SOURCES)
    assert result.code == 2
    assert "r.csv:2:1 UNKNOWN_AREA no area Northhil in the data (did you mean Northhill?)" in result.stderr.decode()


def test_a_period_that_the_sources_do_not_have_cannot_be_checked(popcalc: Popcalc, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("period,indicator,printed\n1999-01,births,3\n", encoding="utf-8")
    (found,) = csv.DictReader(io.StringIO(popcalc("audit", file, SOURCES).stdout.decode()))
    assert (found["class"], found["explanation"]) == ("cannot_check", "missing: births")


def test_the_answer_never_replaces_what_it_is_made_of(popcalc: Popcalc, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(RIGHT, encoding="utf-8")
    result = popcalc("audit", "r.csv", "-o", "r.csv", cwd=tmp_path)
    assert (result.code, file.read_text(encoding="utf-8")) == (2, RIGHT)
    assert b"OUTPUT_IS_INPUT" in result.stderr


MONTHS = """month,town,village,births,population
2012-12,A,one,,1000
2013-01,A,one,3,1000
2013-02,A,one,2,1100
2013-01,A,two,1,500
"""


def test_a_figure_of_incomplete_sources_is_not_called_wrong(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text(MONTHS, encoding="utf-8")
    (tmp_path / "r.csv").write_text("area,indicator,printed\nA,births,6\nA,births,7\n", encoding="utf-8")
    result = popcalc("audit", "r.csv", "counts.csv", "-q", cwd=tmp_path)
    right, other = csv.DictReader(io.StringIO(result.stdout.decode()))
    assert (right["class"], other["class"]) == ("exact", "cannot_check")
    assert "only 3 of 4 village-months are in the sources" in other["explanation"]


def test_a_rate_on_the_mean_of_both_ends_is_found_in_sources(popcalc: Popcalc, tmp_path: Path) -> None:
    """1,000 people at both ends of January and 1,100 after February: 1,024 by days, 1,050 by the ends."""
    (tmp_path / "counts.csv").write_text(MONTHS.replace("2013-01,A,two,1,500\n", ""), encoding="utf-8")
    lines = "area,indicator,printed,basis\nA,crude_birth_rate,4.88,period\nA,crude_birth_rate,4.76,period\n"
    (tmp_path / "r.csv").write_text(lines, encoding="utf-8")
    found = csv.DictReader(io.StringIO(popcalc("audit", "r.csv", "counts.csv", "-q", cwd=tmp_path).stdout.decode()))
    assert [one["class"] for one in found] == ["rounded", "other_denominator"]


BESIDE = {
    "county.csv": """乡镇,村,年份,出生人数,死亡人数,年平均人口,出生率(‰),自然增长率,总和生育率
东镇,一村,2023,12,7,1500,8.00,3.33,1.2
东镇,二村,2023,5,9,980,5.10,-4.80,1.1
东镇,小计,2023,17,16,2480,6.85,0.40,1.15
西镇,三村,2023,20,11,2105,9.50,4.28,1.3
西镇,四村,2023,8,8,1210,约6.6,0,—
西镇,小计,2023,28,19,3315,8.45,2.70,1.2
合计,,2023,45,35,5795,7.77,1.73,1.2
""",
    "across.csv": """village,births 2022,births 2023,people 2021,people 2022,people 2023,CBR 2022 (‰),CBR 2023 (‰)
Oak,12,14,1490,1500,1510,8.0,9.2
Elm,5,6,976,980,978,5.1,6.7
""",
    "long.csv": """commune;indicator;2022;2023
Aubigny;naissances;12;14
Aubigny;décès;9;8
Aubigny;population moyenne;1015;1025
Aubigny;taux de natalité (pour 1000 habitants);11,8;13,66
Aubigny;taux de mortalité (pour 1000 habitants);8,7;7,8
""",
    "quarters.csv": """village,period,births,population,birth rate
Oak,2023Q1,4,1000,0.0040
Oak,2023Q2,4,1000,0.0160
Oak,2023Q3,4,1000,0.0159
""",
    "no-people.csv": """village,year,births,deaths,birth rate,death rate
Oak,2023,12,7,8.0,4.7
Elm,2023,5,9,5.1,9.9
""",
}


@pytest.mark.parametrize("name", BESIDE)
def test_rates_are_held_against_the_counts_beside_them(name: str, shown: Shown, tmp_path: Path) -> None:
    (tmp_path / name).write_text(BESIDE[name], encoding="utf-8")
    shown(f"audit/beside-{name.removesuffix('.csv')}", f"audit {name} -v -f plain", cwd=tmp_path)


def test_rates_beside_counts_are_records_and_are_said_in_chinese(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "county.csv").write_text(BESIDE["county.csv"], encoding="utf-8")
    shown("audit/beside-csv", "audit county.csv -q", cwd=tmp_path)
    shown("audit/beside-zh", "audit county.csv -q -f plain --lang zh", cwd=tmp_path)


def test_files_without_rates_are_told_what_audit_takes(popcalc: Popcalc) -> None:
    result = popcalc("audit", SOURCES)
    assert (result.code, b"NO_RATES" in result.stderr) == (2, True)


def test_many_figures_are_counted_and_only_some_are_listed(popcalc: Popcalc, tmp_path: Path) -> None:
    rows = [f"V{number},2023,{number % 7},1000,{number % 7 + (number >= 700)}.00" for number in range(1000)]
    table = "\n".join(["village,year,births,population_average,birth rate (per 1000)", *rows])
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    result = popcalc("audit", "t.csv", "-f", "plain", cwd=tmp_path)
    page = result.stdout.decode()
    assert result.code == 1
    assert re.search(r"^exact +700$", page, re.MULTILINE)
    assert re.search(r"^wrong +300$", page, re.MULTILINE)
    assert "exact (700)" not in page
    assert "100 more: -v lists all" in page
    assert len(popcalc("audit", "t.csv", cwd=tmp_path).stdout.splitlines()) == 1001


def test_names_and_keys_are_the_same_in_a_file_of_printed_figures(popcalc: Popcalc, tmp_path: Path) -> None:
    by_key = "area,period,indicator,printed,births,births_in_policy\n"
    by_name = "area,period,indicator,printed,出生人数,Births within policy\n"
    rows = "{},{},{},85.4%,233,199\n{},{},{},5.64‰,,\n"
    (tmp_path / "key.csv").write_text(
        by_key
        + rows.format("Northhill", "2013H1", "policy_compliance_rate", "Northhill", "2013H1", "crude_birth_rate"),
        encoding="utf-8",
    )
    (tmp_path / "name.csv").write_text(
        by_name + rows.format("NORTHHILL", "2013年上半年", "符合政策生育率", "northhill", "2013-01..2013-06", "出生率"),
        encoding="utf-8",
    )
    found = [
        [{**one, "area": one["area"].casefold()} for one in csv.DictReader(io.StringIO(answer.stdout.decode()))]
        for answer in (popcalc("audit", tmp_path / name, SOURCES) for name in ("key.csv", "name.csv"))
    ]
    assert found[0] == found[1]
    assert {one["class"] for one in found[0]} == {"rounded"}


def test_a_count_that_is_named_twice_is_said(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("indicator,printed,births,出生人数\nbirths,3,3,3\n", encoding="utf-8")
    result = popcalc("audit", "r.csv", cwd=tmp_path)
    assert (result.code, b"are one count: keep one of them" in result.stderr) == (2, True)


def test_sources_of_a_project_are_no_part_of_files_that_are_named(popcalc: Popcalc, tmp_path: Path) -> None:
    for name in ("across.csv", "no-people.csv"):
        (tmp_path / name).write_text(
            BESIDE[name].replace("Oak", name[:3]).replace("Elm", f"{name[:2]}lm"), encoding="utf-8"
        )
    (tmp_path / "popcalc.yaml").write_text("version: 1\nsources: [across.csv]\n", encoding="utf-8")

    def figures(*arguments: str) -> int:
        return len(popcalc("audit", *arguments, cwd=tmp_path).stdout.splitlines()) - 1

    named, both, of_project = figures("no-people.csv"), figures("no-people.csv", "across.csv"), figures()
    assert (named, both, of_project) == (4, 8, 4)
    assert popcalc("audit", "--no-project", cwd=tmp_path).code == 2
