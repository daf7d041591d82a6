"""The command `check`: what it prints, on terminals and in pipes, and the codes it ends with."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from popcalc.records import DRIVER_FIELDS, SCORE_FIELDS, VERDICT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.conftest import Golden, Popcalc
    from tests.functional.conftest import Shown, Start, Terminal

ROOT = Path(__file__).parents[2]
COUNTY = "check sample_data/monthly --targets configs/targets-county.yaml"
TOWNSHIP = "check sample_data/monthly --targets configs/targets-township.yaml"
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")

ANSWERED = {
    "county": f"{COUNTY} -f plain",
    "township": f"{TOWNSHIP} -f plain",
    "grid": f"{COUNTY} -f plain --layout grid",
    "drivers-and-scores": f"{COUNTY} -f plain --drivers 3 --scores",
    "drivers-and-scores-json": f"{COUNTY} -f json --drivers 1 --scores --area Northhill",
    "csv-of-one-town": f"{COUNTY} --area Northhill",
    "quarters": f"{COUNTY} -f plain --period quarter --area Riverside",
    "villages": f"{COUNTY} -f plain --by village --area Riverside",
    "markdown": f"{COUNTY} -f markdown --area Riverside --scores",
    "html": f"{COUNTY} -f html --area Riverside",
    "latex": f"{COUNTY} -f latex --area Riverside",
}

REFUSED = {
    "targets-file-not-there": "check sample_data/monthly --targets nowhere.yaml",
    "drivers-in-csv": f"{COUNTY} --drivers 2 --scores",
    "grid-in-json": f"{COUNTY} --layout grid -f json",
    "bom-in-json": f"{COUNTY} --bom -f json",
    "another-year-start": f"{TOWNSHIP} --year-start 1",
    "unknown-area": f"{COUNTY} --area Northhil",
    "total": f"{COUNTY} --by all",
    "no-weights": f"{TOWNSHIP} --scores -f json",
}


@pytest.mark.parametrize("name", ANSWERED)
def test_verdicts_are_shown(name: str, shown: Shown) -> None:
    shown(f"check/{name}", ANSWERED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_question_is_refused_with_a_mend(name: str, shown: Shown) -> None:
    result = shown(f"check/{name}", REFUSED[name])
    assert (result.code, result.stdout) == (2, b"")


def test_every_mistake_of_a_target_file_is_said_at_its_place(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text("month,town,births\n2013-01,Northhill,3\n")
    (tmp_path / "targets.yaml").write_text(
        "version: 1\nyear: 2013\ntargets:\n"
        "  - {indicator: birth, at_most: 5}\n"
        "  - {indicator: births, at_most: 5%}\n"
        "  - {indicator: births}\n"
        "  - {indicator: policy_compliance_rate, between: [101, 85]}\n"
    )
    assert shown("check/mistakes", "check counts.csv --targets targets.yaml", cwd=tmp_path).code == 2
    (tmp_path / "targets.yaml").write_text(
        "version: 1\nyear: 2013\ntargets:\n"
        "  - {indicator: births, at_most: 5, areas: {Nrthhill: {at_most: 6}}}\n"
        "  - {indicator: births, at_least: 5, level: twon}\n"
    )
    assert shown("check/areas-not-there", "check counts.csv --targets targets.yaml", cwd=tmp_path).code == 2


COUNTS = "month,town,births,deaths\n2013-01,Northhill,3,\n2013-01,Riverside,9,1\n"


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    (tmp_path / "counts.csv").write_text(COUNTS)
    return tmp_path


@pytest.mark.parametrize(
    ("targets", "options", "code"),
    [
        ("{indicator: births, at_most: 200}", "", 0),
        ("{indicator: births, at_most: 60}", "", 1),
        ("{indicator: births, at_most: 60}", "--exit-zero", 0),
        ("{indicator: births, at_most: 60}", "--area Northhill", 0),
        ("{indicator: births, at_most: 60, severity: warn}", "", 0),
        ("{indicator: births, at_most: 60, severity: warn}", "--strict", 0),
        ("{indicator: deaths, at_most: 60}", "", 0),
        ("{indicator: deaths, at_most: 60}", "--strict", 1),
        ("{indicator: deaths, at_most: 60}", "--strict --exit-zero", 0),
        ("{indicator: deaths, at_most: 60}", "--strict --area Riverside", 0),
        ("{indicator: deaths, at_most: 60, severity: warn}", "--strict", 0),
        ("{indicator: births, at_most: 200}", "--by county", 2),
        # Not one could be judged, or none is in effect.
        ("{indicator: deaths, at_most: 60}", "--area Northhill", 1),
        ("{indicator: deaths, at_most: 60}", "--area Northhill --exit-zero", 0),
        ("{indicator: births, at_most: 60, effective: {from: 2013-07}}", "", 0),
        ("{indicator: births, at_most: 60, effective: {from: 2013-07}}", "-f table", 0),
        ("{indicator: births, at_most: 60, effective: {from: 2013-07}}", "-f plain --layout grid", 0),
        ("{indicator: births, at_most: 200}", "--to 2013-02", 1),
    ],
)
def test_exit_code(targets: str, options: str, code: int, popcalc: Popcalc, towns: Path) -> None:
    (towns / "t.yaml").write_text(f"version: 1\nyear: 2013\ntargets:\n  - {targets}\n")
    result = popcalc("check", "counts.csv", "--targets", "t.yaml", *shlex.split(options), cwd=towns)
    assert result.code == code, result.stderr.decode()


def test_counts_that_no_column_holds_are_named_and_the_rest_is_judged(shown: Shown, towns: Path) -> None:
    (towns / "t.yaml").write_text(
        "version: 1\nyear: 2013\ntargets:\n  - {indicator: births, at_least: 1}\n"
        "  - {indicator: policy_compliance_rate, at_least: 85}\n"
    )
    shown("check/counts-not-there", "check counts.csv --targets t.yaml -f plain", cwd=towns)


def test_records_have_the_fields_of_the_contract(popcalc: Popcalc) -> None:
    asked = (*COUNTY.split(), "--drivers", "2", "--scores")
    told = json.loads(popcalc(*asked, "-f", "json").stdout)
    assert list(told) == ["schema", "records", "drivers", "scores"]
    assert told["schema"] == "popcalc/verdicts/1"
    assert [tuple(record) for record in told["records"]] == [VERDICT_FIELDS] * len(told["records"])
    assert {tuple(record) for record in told["drivers"]} == {DRIVER_FIELDS}
    assert {tuple(record) for record in told["scores"]} == {SCORE_FIELDS}
    assert list(json.loads(popcalc(*COUNTY.split(), "-f", "json").stdout)) == ["schema", "records"]
    lines = popcalc(*COUNTY.split(), "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == told["records"]
    assert popcalc(*COUNTY.split()).stdout.decode().splitlines()[0] == ",".join(VERDICT_FIELDS)


def test_head_of_a_pipe_gets_records_without_colour_or_complaint(environment: Mapping[str, str]) -> None:
    command = f"{sys.executable} -P -m popcalc {COUNTY} --area Northhill -q | head -3"
    done = subprocess.run(command, shell=True, capture_output=True, env=dict(environment), cwd=ROOT, check=True)
    lines = done.stdout.decode("utf-8").splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("area,area_name,level,")
    assert all(line.split(",")[1] == "Northhill" for line in lines[1:])
    assert b"\x1b" not in done.stdout
    assert done.stderr == b""


def test_pipe_that_closes_at_once_leaves_no_traceback(start: Start) -> None:
    with start(*shlex.split(f"{COUNTY} --by village -f jsonl -q")) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("columns", [80, 160])
@pytest.mark.parametrize("layout", ["long", "grid"])
def test_table_fits_the_terminal(columns: int, layout: str, terminal: Terminal, golden: Golden) -> None:
    page = terminal(f"{COUNTY} --exit-zero --color never --layout {layout}", columns=columns)
    golden(f"check/terminal-{layout}-{columns}.txt", page)
    assert max(map(len, page.splitlines())) <= columns


def test_chinese_table_fits_the_terminal(terminal: Terminal, golden: Golden, tmp_path: Path) -> None:
    targets = (ROOT / "configs" / "targets-county.yaml").read_text(encoding="utf-8")
    (tmp_path / "targets.yaml").write_text(
        targets.replace("Northhill", "北岭镇").replace("County targets 2013", "2013 年度责任目标"), encoding="utf-8"
    )
    data = ROOT / "sample_data" / "monthly_zh"
    page = terminal(
        f"check {data} --targets targets.yaml --exit-zero --lang zh --color never --drivers 1 --scores", cwd=tmp_path
    )
    golden("check/terminal-chinese-80.txt", page)
    assert max(sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) for line in page.splitlines()) <= 80


def test_colours_add_nothing_but_colour(terminal: Terminal, golden: Golden) -> None:
    coloured = terminal(f"{COUNTY} --exit-zero --drivers 1 --scores", columns=160)
    assert ESCAPE.search(coloured)
    golden("check/terminal-coloured.txt", coloured.replace("\x1b", "␛"))
    plain = terminal(f"{COUNTY} --exit-zero --drivers 1 --scores --color never", columns=160)
    words = [re.findall(r"[\w.,?≥≤%]+", ESCAPE.sub("", line)) for line in coloured.splitlines()]
    assert [line for line in words if line] == [
        line for shown in plain.splitlines() if (line := re.findall(r"[\w.,?≥≤%]+", shown))
    ]


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(env: dict[str, str], terminal: Terminal) -> None:
    assert "\x1b" not in terminal(f"{COUNTY} --exit-zero", env=env)


def test_file_is_written_whole(popcalc: Popcalc, tmp_path: Path) -> None:
    result = popcalc(*COUNTY.split(), "-o", tmp_path / "verdicts.json", "--drivers", "1")
    assert (result.code, result.stdout) == (1, b"")
    assert json.loads((tmp_path / "verdicts.json").read_text(encoding="utf-8"))["drivers"]


BESIDE = {
    "compute-table": "-f plain --indicator births,natural_increase_rate,policy_compliance_rate",
    "compute-months": "-f plain --indicator policy_compliance_rate --period quarter --area Riverside",
    "compute-json": "-f json --indicator births,natural_increase_rate --area Riverside",
    "compute-wide": "--layout wide --indicator births,natural_increase_rate",
    "compute-other-basis": "-f plain --indicator natural_increase_rate --basis period",
    "compute-counties": "-f plain --by county --indicator policy_compliance_rate",
}


@pytest.mark.parametrize("name", BESIDE)
def test_compute_shows_verdicts_beside_its_figures_and_ends_with_0(name: str, shown: Shown) -> None:
    command = f"compute sample_data/monthly --targets configs/targets-county.yaml {BESIDE[name]}"
    assert shown(f"check/{name}", command).code == 0


def test_compute_with_targets_gives_the_verdicts_of_check(popcalc: Popcalc) -> None:
    targets = ("--targets", "configs/targets-county.yaml", "-f", "json")
    beside = json.loads(popcalc("compute", "sample_data/monthly", *targets).stdout)
    assert beside["schema"] == "popcalc/verdicts/1"
    checked = json.loads(popcalc("check", "sample_data/monthly", *targets).stdout)["records"]
    given = [record for record in beside["records"] if record["target"]]
    by_target = {(record["area"], record["target"]): record for record in checked if record["reason"] is None}
    assert {(record["area"], record["target"]): record for record in given} == by_target
    plain = json.loads(popcalc("compute", "sample_data/monthly", "-f", "json").stdout)["records"]
    figures = [{name: record[name] for name in plain[0]} for record in beside["records"]]
    assert figures == plain


@pytest.mark.parametrize(("period", "to_go"), [("quarter", 5), ("ytd", 43), ("all", 43)])
def test_compute_counts_what_is_left_as_check_does(popcalc: Popcalc, tmp_path: Path, period: str, to_go: int) -> None:
    """20 births of the first quarter: of 63 a year 15.53 are the quarter's, of 103 25.40."""
    (tmp_path / "c.csv").write_text("month,town,births\n2013-01..2013-03,A,20\n")
    at_most = 103 if period == "quarter" else 63
    (tmp_path / "t.yaml").write_text(
        f"version: 1\nyear: 2013\ntargets:\n  - {{indicator: births, at_most: {at_most}}}\n"
    )
    asked = ("c.csv", "--targets", "t.yaml", "--period", period, "-f", "json")
    (shown, *_) = json.loads(popcalc("compute", *asked, cwd=tmp_path).stdout)["records"]
    assert shown["to_go"] == to_go
    if period != "ytd":
        assert json.loads(popcalc("check", *asked, cwd=tmp_path).stdout)["records"][0]["to_go"] == to_go


def test_compute_outside_the_target_year_says_so(shown: Shown) -> None:
    command = "compute sample_data/monthly --targets configs/targets-township.yaml --indicator births -f plain"
    shown("check/compute-another-year", command)


def test_target_file_must_be_named(popcalc: Popcalc) -> None:
    """Not a golden: the hint at the help above the message differs between versions of click."""
    result = popcalc("check", "sample_data/monthly")
    assert result.code == 2
    assert result.stderr.endswith(b"Error: Missing option '-t' / '--targets'.\n")


def test_bound_of_an_area_below_the_level_judged_is_said_not_to_be_used(popcalc: Popcalc) -> None:
    result = popcalc(*COUNTY.split(), "--by", "county", "--exit-zero")
    assert result.code == 0
    assert (
        "configs/targets-county.yaml:11:7: note: the bound of Northhill is not used: it is a town"
        in result.stderr.decode("utf-8")
    )


def test_python_refuses_a_period_that_is_not_judged() -> None:
    import popcalc

    counts = popcalc.read(ROOT / "sample_data" / "monthly", indicators=["births"])
    with pytest.raises(popcalc.PopcalcError, match="period is one of month, quarter, half, all, not year"):
        popcalc.check(counts, ROOT / "configs" / "targets-county.yaml", period="year")
