"""Verdicts of small files at the command line, each figure of which a pocket calculator gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import popcalc as package

if TYPE_CHECKING:
    from tests.conftest import Popcalc, Result

Record = dict[str, Any]


def write(folder: Path, counts: str, *targets: str) -> None:
    (folder / "c.csv").write_text(counts, encoding="utf-8")
    listed = "".join(f"  - {{{target}}}\n" for target in targets)
    (folder / "t.yaml").write_text(f"version: 1\nyear: 2013\ntargets:\n{listed}", encoding="utf-8")


def run(popcalc: Popcalc, folder: Path, command: str) -> Result:
    return popcalc(*command.split(), cwd=folder)


def page(result: Result) -> str:
    """What is shown, in one line with single blanks."""
    return " ".join(result.stdout.decode().split())


def records(popcalc: Popcalc, folder: Path, command: str) -> list[Record]:
    told: list[Record] = json.loads(run(popcalc, folder, f"{command} -f json").stdout)["records"]
    return told


def verdicts(popcalc: Popcalc, folder: Path, counts: str, *targets: str) -> list[Record]:
    """The verdicts of the command, which are those of Python."""
    write(folder, counts, *targets)
    told = records(popcalc, folder, "check c.csv --targets t.yaml")
    frame = package.check(package.read(folder / "c.csv"), folder / "t.yaml")
    for name in ("period", "status", "village_months_reported", "village_months_expected", "to_go_kind", "evidence"):
        assert [record[name] or "" for record in told] == frame[name].tolist()
    assert [record["to_go"] for record in told] == [None if one != one else one for one in frame["to_go"]]
    return told


# What is not reported.

MANAGED = """\
month,town,village,births,population_65_plus,elderly_managed,population,fp_spending_yuan,\
preconception_checks_done,preconception_checks_quota
2013-01..2013-12,T,A,1,100,90,100,1000,60,60
2013-01..2013-12,T,B,1,100,,100,,0,
"""


@pytest.mark.parametrize(
    ("figure", "floor", "cap"),
    [
        # 90 of 100, and of B's 100 none or all: 45 to 95 %.
        ("elderly_management_rate", 70, 60),
        # 1,000 yuan for 100 people, and nothing or any sum for 100 more.
        ("fp_spending_per_capita", 10, 10),
        # 60 of 60, and none of a task that nobody knows.
        ("preconception_check_completion", 100, 90),
    ],
)
def test_what_a_silent_village_could_turn_has_no_verdict(
    popcalc: Popcalc, tmp_path: Path, figure: str, floor: int, cap: int
) -> None:
    targets = (f"indicator: {figure}, at_least: {floor}", f"indicator: {figure}, at_most: {cap}")
    found = verdicts(popcalc, tmp_path, MANAGED, *targets)
    assert [(one["status"], one["reason"]) for one in found] == [("no_data", "incomplete")] * 2
    result = run(popcalc, tmp_path, "check c.csv --targets t.yaml")
    assert result.code == 1
    assert b"nothing could be judged: all 2 verdicts are without data" in result.stderr


# One span.

EMPTY_MARCH = "month,town,village,births,deaths\n2013-01,T,A,20,5\n2013-02,T,A,20,5\n2013-03,T,A,,5\n"
MARCH_ALONE = "month,town,village,births,population\n2010-03,T,A,1,1000\n"


@pytest.mark.parametrize("asked", ["births", "births,deaths"])
def test_births_of_two_months_are_two_of_the_three_that_the_data_have(
    popcalc: Popcalc, tmp_path: Path, asked: str
) -> None:
    write(tmp_path, EMPTY_MARCH, "indicator: births, at_least: 200")
    births, *_ = records(popcalc, tmp_path, f"compute c.csv --by all --indicator {asked}")
    assert (births["period"], births["value"]) == ("2013-01..2013-03", 40)
    assert (births["village_months_reported"], births["village_months_expected"]) == (2, 3)


@pytest.mark.parametrize("others", [(), ("indicator: deaths, at_most: 90",)])
def test_the_verdict_on_births_does_not_hang_on_a_target_for_deaths(
    popcalc: Popcalc, tmp_path: Path, others: Sequence[str]
) -> None:
    births, *_ = verdicts(popcalc, tmp_path, EMPTY_MARCH, "indicator: births, at_least: 200", *others)
    assert (births["period"], births["status"], births["reason"]) == ("2013-01..2013-03", "no_data", "incomplete")
    # 90 of 365 days.
    assert births["applied_low"] == pytest.approx(200 * 90 / 365)


@pytest.mark.parametrize("ends", ["", "--from 2010-01 --to 2010-03", "--to 2010-03", "--from 2010-01"])
def test_one_birth_in_march_among_people_kept_for_the_quarter(popcalc: Popcalc, tmp_path: Path, ends: str) -> None:
    write(tmp_path, MARCH_ALONE)
    question = f"--period quarter --unmatched keep {ends}"
    (rate,) = records(popcalc, tmp_path, f"compute c.csv --by all --indicator crude_birth_rate {question}")
    # 1,000 people for 90 of 365 days; in March alone they were 31 days, and the rate 11.77.
    assert (rate["period"], rate["value"]) == ("2010Q1", pytest.approx(1000 / (1000 * 90 / 365)))
    shown = run(popcalc, tmp_path, f"explain crude_birth_rate c.csv {question}").stdout.decode()
    assert "1,000 x 1 / (90,000 / 365) = 4.055555556" in shown


def test_a_bridged_month_end_is_shown_with_its_village_and_the_two_it_comes_from(
    popcalc: Popcalc, tmp_path: Path
) -> None:
    rows = ["2013-01,T,A,1,1000", "2013-02,T,A,2,", "2013-03,T,A,1,1100"]
    rows += [f"2013-0{month},T,B,1,50" for month in (1, 2, 3)]
    write(tmp_path, "\n".join(["month,town,village,births,population", *rows]) + "\n")
    shown = run(popcalc, tmp_path, "explain crude_birth_rate c.csv --area T").stdout.decode()
    # 28 of 59 days after the end of January: 1,000 + 100 x 28 / 59 = 1,047.46.
    between = "between 1,000 at the end of 2013-01 and 1,100 at the end of 2013-03"
    assert f"bridged: A (T) at the end of 2013-02 1,047, {between}" in shown


# What is left.

BIRTH_RATE = "indicator: crude_birth_rate, at_least: 12"


@pytest.mark.parametrize(
    ("rows", "target", "needed", "status"),
    [
        # 12 per mille of 2,000 people who stand through the year.
        (
            "2012-12,T,A,,1000 2012-12,T,B,,1000 2013-01,T,A,0,1000 2013-01,T,B,0,",
            BIRTH_RATE, 24, "fail",
        ),
        # Of 1,000 people, through February too, of which nothing is known.
        ("2012-12,T,A,,1000 2013-01,T,A,0, 2013-03,T,A,0,", BIRTH_RATE, 12, "no_data"),
    ],
)  # fmt: skip
def test_births_that_a_rate_needs_are_those_of_all_people_through_all_days(
    popcalc: Popcalc, tmp_path: Path, rows: str, target: str, needed: int, status: str
) -> None:
    counts = "\n".join(["month,town,village,births,population", *rows.split()]) + "\n"
    (found,) = verdicts(popcalc, tmp_path, counts, target)
    assert (found["to_go"], found["to_go_kind"], found["status"]) == (needed, "needed", status)


def test_no_number_of_girls_leads_30_boys_to_25_into_a_band_of_105_to_107(popcalc: Popcalc, tmp_path: Path) -> None:
    band = "indicator: sex_ratio_at_birth, between: [105, 107]"
    # 30 to 28 are 107.14, 30 to 29 103.45.
    (found,) = verdicts(popcalc, tmp_path, "month,town,births_male,births_female\n2013-12,T,30,25\n", band)
    assert (found["status"], found["to_go"]) == ("fail", None)
    explained = run(popcalc, tmp_path, "explain sex_ratio_at_birth c.csv --targets t.yaml --area T").stdout
    assert b"no whole number of what may still happen leads into the band" in explained


# How bounds are shown, and what looks like a slip.


@pytest.mark.parametrize(
    ("bound", "shown"), [("0.004", "0.003 % ≤ 0.004 "), ("0.5", "0.00 % ≤ 0.5 "), ("12", "0.00 % ≤ 12 ")]
)
def test_a_bound_has_its_own_decimals_and_the_figure_no_fewer_than_it_needs(
    popcalc: Popcalc, tmp_path: Path, bound: str, shown: str
) -> None:
    counts = "month,town,births,births_third_plus_out_of_policy\n2013-01..2013-12,T,100000,3\n"
    write(tmp_path, counts, f"indicator: out_of_policy_third_plus_rate, at_most: {bound}")
    assert shown in page(run(popcalc, tmp_path, "check c.csv --targets t.yaml -f plain"))


@pytest.mark.parametrize(
    ("target", "means"),
    [
        ("indicator: policy_compliance_rate, at_least: 0.95", "write 95"),
        ("indicator: sex_ratio_at_birth, at_most: 1.03", "write 103"),
        ("indicator: crude_birth_rate, at_most: 0.012", "write 12"),
    ],
)
def test_a_bound_like_a_fraction_of_its_unit_is_asked_about(
    popcalc: Popcalc, tmp_path: Path, target: str, means: str
) -> None:
    head = "month,town,births,births_male,births_female,births_in_policy,population_average"
    write(tmp_path, f"{head}\n2013-01..2013-12,T,200,106,94,150,15000\n", target)
    told = run(popcalc, tmp_path, "check c.csv --targets t.yaml").stderr.decode()
    assert means in told.replace("\n", " ")


# Parts of a year.

GROWN = """\
month,town,village,births,population
2012-12,T,A,,1000
2013-01,T,A,4,1000
2013-02,T,A,4,1000
2013-03,T,A,4,1010
"""
PART = "A figure of the period is a part held against a bound for the whole year: no evidence."


def test_evidence_of_a_quarter_is_of_its_months_and_never_strong(popcalc: Popcalc, tmp_path: Path) -> None:
    counts = GROWN.replace(",4,", ",40,")
    targets = ("indicator: crude_birth_rate, at_most: 12", "indicator: crude_birth_rate, at_most: 12, basis: period")
    annual, of_period = verdicts(popcalc, tmp_path, counts, *targets)
    # 120 births in about 1,000 x 90 / 365 person-years: 485 per mille, twenty times what 2.96 expected would give.
    assert (annual["status"], annual["evidence"]) == ("fail", "clear")
    assert (of_period["status"], of_period["evidence"]) == ("fail", None)
    shown = page(run(popcalc, tmp_path, "check c.csv --targets t.yaml -f plain"))
    assert "of these months; season not included" in shown
    assert PART in shown


def test_change_is_of_the_period_and_says_so(popcalc: Popcalc, tmp_path: Path) -> None:
    (found,) = verdicts(popcalc, tmp_path, GROWN, "indicator: population_growth_rate, at_least: 10")
    # From 1,000 to 1,010 in three months: 10 per mille of the period, held against 10 as it stands.
    assert (found["value"], found["status"], found["evidence"]) == (10, "pass", None)
    assert PART in page(run(popcalc, tmp_path, "check c.csv --targets t.yaml -f plain"))
    growth = "compute c.csv --by all --indicator population_growth_rate -f plain"
    assert "‰ of the period" in page(run(popcalc, tmp_path, growth))


# Nothing judged, and nothing in effect.


def test_nothing_judged_ends_with_1_and_nothing_in_effect_with_0(popcalc: Popcalc, tmp_path: Path) -> None:
    later = "indicator: births, at_most: 9, effective: {from: 2013-07}"
    write(tmp_path, EMPTY_MARCH, "indicator: births, at_least: 200", later)
    result = run(popcalc, tmp_path, "check c.csv --targets t.yaml -f plain")
    assert result.code == 1
    told = result.stderr.decode().replace("\n", " ")
    assert "nothing could be judged: the one verdict is without data" in told
    assert "not in effect in 2013-01..2013-03, and so not judged: births#2" in told
    write(tmp_path, EMPTY_MARCH, later)
    assert run(popcalc, tmp_path, "check c.csv --targets t.yaml -f plain").code == 0


def test_an_area_without_its_only_village_that_reports_has_no_figure(popcalc: Popcalc, tmp_path: Path) -> None:
    rows = "2013-01..2013-12,T,A,50,1\n2013-01..2013-12,T,B,,1\n"
    write(tmp_path, f"month,town,village,births,deaths\n{rows}", "indicator: births, at_most: 10")
    result = run(popcalc, tmp_path, "check c.csv --targets t.yaml --drivers 2 -f json")
    (driver,) = json.loads(result.stdout)["drivers"]
    assert (driver["village_name"], driver["without"], driver["without_status"]) == ("A", None, None)
