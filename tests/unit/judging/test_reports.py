"""The figures of real reports, against the targets that stood above them: what issue and design say must come out."""

from __future__ import annotations

import pytest

from popcalc.intervals import odds
from tests.unit.judging.conftest import Check, Row

HALF_YEAR = "2012-10..2013-03"
TOWNSHIP: Row = {
    "period": HALF_YEAR,
    "town": "Northhill",
    "births": 233,
    "births_male": 120,
    "births_female": 113,
    "births_in_policy": 199,
    "deaths": 95,
    "population_average": 35_573,
}


def test_township_births_against_its_cap_for_the_year(check: Check) -> None:
    found = check([TOWNSHIP], "  - {indicator: births, at_most: 510}\n", year_start=10).iloc[0]
    assert (found["period"], found["status"], found["evidence"]) == ("2012-10..2013-03", "pass", "")
    assert found["applied_high"] == pytest.approx(254.301370, abs=1e-6)
    assert (found["bound_high"], found["to_go"], found["to_go_kind"]) == (510, 277, "allowed")


def test_township_natural_increase_passes_as_reports_print_it_and_fails_by_the_year(check: Check) -> None:
    targets = """
  - {indicator: natural_increase_rate, at_most: 5, basis: period}
  - {indicator: natural_increase_rate, at_most: 5, basis: annual}
"""
    found = check([TOWNSHIP], targets, year_start=10)
    assert found["value"].round(6).tolist() == [3.879347, 7.780008]
    assert found["basis"].tolist() == ["period", "annual"]
    assert found["status"].tolist() == ["pass", "fail"]


def test_township_sex_ratio_passes_its_band_and_could_be_chance(check: Check) -> None:
    found = check([TOWNSHIP], "  - {indicator: sex_ratio_at_birth, between: [105, 107]}\n", year_start=10).iloc[0]
    assert (round(found["value"], 2), found["status"], found["evidence"]) == (106.19, "pass", "uncertain")


@pytest.mark.parametrize(("floor", "status", "evidence"), [(85, "pass", "uncertain"), (96, "fail", "strong")])
def test_township_compliance(check: Check, floor: int, status: str, evidence: str) -> None:
    found = check([TOWNSHIP], f"  - {{indicator: policy_compliance_rate, at_least: {floor}}}\n", year_start=10).iloc[0]
    assert round(found["value"], 6) == 85.407725
    assert (found["status"], found["evidence"]) == (status, evidence)


def test_county_sex_ratio_is_outside_its_band_and_its_interval_reaches_into_it(check: Check) -> None:
    rows = [
        {"period": "2013", "town": name, "births_male": 463 * times, "births_female": 395 * times}
        for name, times in (("A", 1), ("B", 10))
    ]
    found = check(rows, "  - {indicator: sex_ratio_at_birth, between: [103, 107]}\n")
    limits = odds(463, 395, 0.95)
    assert [round(float(end[0]) * 100, 2) for end in (limits.lower, limits.upper)] == [102.27, 134.40]
    assert found["value"].round(2).tolist() == [117.22, 117.22]
    assert found["status"].tolist() == ["fail", "fail"]
    assert found["evidence"].tolist() == ["uncertain", "strong"]
    assert found["to_go"].isna().tolist() == [False, False]


def months(first: int, last: int) -> list[str]:
    return [f"2013-{month:02d}" for month in range(first, last + 1)]


@pytest.mark.parametrize(("births", "status", "reason"), [(20, "no_data", "incomplete"), (70, "fail", "")])
def test_half_the_village_months_missing_never_passes_a_cap(
    check: Check, births: int, status: str, reason: str
) -> None:
    """Of two villages one sends no month: 6 x 20 births are under the paced cap, 6 x 70 over that of the whole year."""
    rows: list[Row] = [
        {"month": month, "town": "Northhill", "village": "Mill", "births": births} for month in months(1, 6)
    ]
    rows += [{"month": month, "town": "Northhill", "village": "Ford", "births": ""} for month in months(1, 6)]
    found = check(rows, "  - {indicator: births, at_most: 400}\n").iloc[0]
    assert (found["status"], found["reason"]) == (status, reason)
    assert (found["village_months_reported"], found["village_months_expected"]) == (6, 12)


def test_part_larger_than_its_whole_is_no_pass(check: Check) -> None:
    rows = [{"period": "2013", "town": "A", "births": 1275, "births_in_policy": 1435}]
    found = check(rows, "  - {indicator: policy_compliance_rate, at_least: 90}\n").iloc[0]
    assert (found["status"], found["reason"], found["evidence"]) == ("no_data", "impossible", "")
    assert found["value"] > 100


def test_quota_may_be_exceeded(check: Check) -> None:
    rows = [{"period": "2013", "town": "A", "preconception_checks_done": 580, "preconception_checks_quota": 509}]
    found = check(rows, "  - {indicator: preconception_check_completion, at_least: 100}\n").iloc[0]
    assert (round(found["value"], 2), found["status"]) == (113.95, "pass")


def test_quota_at_mid_year_is_paced_and_counts_to_the_years_end(check: Check) -> None:
    rows = [
        {"period": "2013-01..2013-06", "town": "A", "preconception_checks_done": 205, "preconception_checks_quota": 420}
    ]
    found = check(rows, "  - {indicator: preconception_check_completion, at_least: 100}\n").iloc[0]
    assert (found["to_go"], found["to_go_kind"]) == (215, "needed")
    assert found["applied_low"] == pytest.approx(100 * 181 / 365)
