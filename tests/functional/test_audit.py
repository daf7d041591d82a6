"""The command `audit`: what it prints, on terminals and in pipes, and the codes it ends with."""

from __future__ import annotations

import csv
import io
import json
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
