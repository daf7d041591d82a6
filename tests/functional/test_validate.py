"""The command `validate`: what it prints, on terminals and in pipes, and the codes it ends with."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from popcalc.records import COMPLETENESS_FIELDS, FINDING_FIELDS

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc
    from tests.functional.conftest import Shown, Terminal

FAULTY = "validate sample_data/faulty"

SHOWN = {
    "faulty-csv": FAULTY,
    "faulty-plain": f"{FAULTY} -f plain -q",
    "faulty-markdown": f"{FAULTY} -f markdown -q",
    "faulty-by-county": f"{FAULTY} -f table -q --by county",
    "clean": "validate sample_data/monthly -f table",
    "clean-zh": "validate sample_data/monthly_zh -f table --lang zh -q",
    "unknown-level": f"{FAULTY} --by twon",
    "bom-in-json": f"{FAULTY} --bom -f json",
}


@pytest.mark.parametrize("name", SHOWN)
def test_findings_are_shown(name: str, shown: Shown) -> None:
    shown(f"validate/{name}", SHOWN[name])


@pytest.mark.parametrize(("name", "options"), [("english", ""), ("chinese", " --lang zh")])
def test_table_fits_the_terminal(name: str, options: str, terminal: Terminal, golden: Golden) -> None:
    golden(f"validate/terminal-{name}-80.txt", terminal(f"{FAULTY} --exit-zero --color never{options}"))


CLEAN = "month,town,village,births,births_male,births_female\n2013-01,A,one,300,150,150\n2013-02,A,one,300,150,150\n"
WARNED = CLEAN + "2013-01,A,two,1,1,0\n"
WRONG = CLEAN.replace("300,150,150", "300,150,149", 1)


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (CLEAN, "", 0),
        (CLEAN, "--strict", 0),
        (WARNED, "", 0),
        (WARNED, "--strict", 1),
        (WARNED, "--strict --exit-zero", 0),
        (WRONG, "", 1),
        (WRONG, "--exit-zero", 0),
        ("month,town,village,births\n2013-01,A,one,x\n", "", 2),
        ("month,town,village,births\n2013-01,A,one,\n", "", 2),
    ],
)
def test_exit_code(text: str, options: str, code: int, popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text)
    result = popcalc("validate", "a.csv", *shlex.split(options), cwd=tmp_path)
    assert result.code == code, result.stderr.decode()


def test_nothing_found_is_said(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CLEAN)
    shown("validate/nothing", "validate a.csv -f plain", cwd=tmp_path)
    shown("validate/nothing-csv", "validate a.csv", cwd=tmp_path)


def test_rules_of_a_catalogue_file_are_held_too(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CLEAN)
    (tmp_path / "rules.yaml").write_text(
        "version: 1\nidentities:\n  few_boys: {rule: 2 * births_male <= births_female, label: few boys}\n"
    )
    shown("validate/own-rule", "validate a.csv --catalogue rules.yaml -f plain", cwd=tmp_path)


def test_records_are_the_same_in_every_format(popcalc: Popcalc) -> None:
    asked = FAULTY.split()
    wrapped = json.loads(popcalc(*asked, "-f", "json").stdout)
    lines = [json.loads(line) for line in popcalc(*asked, "-f", "jsonl").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(popcalc(*asked).stdout.decode(), newline="")))
    assert wrapped["schema"] == "popcalc/findings/1"
    assert wrapped["records"] == lines
    assert [{name: "" if cell is None else str(cell) for name, cell in line.items()} for line in lines] == rows
    assert tuple(rows[0]) == FINDING_FIELDS
    assert all(tuple(one) == COMPLETENESS_FIELDS for one in wrapped["completeness"])


def test_records_are_the_same_in_every_locale(popcalc: Popcalc, environment: dict[str, str]) -> None:
    plain = popcalc(*FAULTY.split()).stdout
    assert popcalc(*FAULTY.split(), env={**environment, "LC_ALL": "zh_CN.UTF-8"}).stdout == plain
    assert popcalc(*FAULTY.split(), "--lang", "zh").stdout != plain


def test_the_rest_is_shown_by_number(popcalc: Popcalc, tmp_path: Path) -> None:
    rows = "".join(f"2013-01,A,v{number},2,{number % 2},{1 - number % 2}\n" for number in range(25))
    (tmp_path / "a.csv").write_text(f"month,town,village,births,births_male,births_female\n{rows}")
    shown = popcalc("validate", "a.csv", "-f", "plain", cwd=tmp_path).stdout.decode()
    assert "and 15 more: -f csv lists all" in shown
    assert len(popcalc("validate", "a.csv", cwd=tmp_path).stdout.splitlines()) == 27
