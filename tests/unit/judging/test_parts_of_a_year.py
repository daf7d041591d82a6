"""Parts of a year, bounds that look like fractions, targets not in effect, villages of which nothing is left."""

from __future__ import annotations

from pathlib import Path

import pytest

import popcalc
from popcalc.definitions.loading import load_catalogue, load_targets
from popcalc.judging.check import check as judge
from popcalc.question import ask
from tests.unit.judging.conftest import Check, Row

HALF: Row = {"month": "2013-01..2013-06", "births": 400, "deaths": 10, "population_average": 20_000}
WHOLE: Row = {**HALF, "month": "2013-01..2013-12"}


@pytest.mark.parametrize(
    ("row", "basis", "evidence"),
    [(HALF, "annual", "clear"), (HALF, "period", ""), (WHOLE, "annual", "strong"), (WHOLE, "period", "strong")],
)
def test_evidence_on_a_part_of_the_year_is_never_strong_and_of_a_part_against_a_whole_none(
    check: Check, row: Row, basis: str, evidence: str
) -> None:
    target = f"  - {{indicator: crude_birth_rate, at_most: 5, basis: {basis}}}\n"
    found = check([{"town": "A", **row}], target).iloc[0]
    assert (found["status"], found["evidence"]) == ("fail", evidence)


def test_proportions_on_a_part_of_the_year_keep_their_evidence(check: Check) -> None:
    row = {**HALF, "town": "A", "births_in_policy": 200}
    found = check([row], "  - {indicator: policy_compliance_rate, at_least: 90}\n").iloc[0]
    assert found["evidence"] == "strong"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("policy_compliance_rate, at_least: 0.95", "write 95"),
        ("policy_compliance_rate, at_least: 95", ""),
        # 30 of 200 are 15 %, near neither 95 nor 50: a cap of 0.5 % may be meant, a floor of 0.95 % asks nothing.
        ("out_of_policy_birth_rate, at_least: 0.95", "write 95"),
        ("out_of_policy_birth_rate, at_most: 0.5", ""),
        ("sex_ratio_at_birth, between: [1.03, 1.07]", "1.03 to 1.07 is far from the figures of sex_ratio_at_birth"),
        ("crude_birth_rate, at_most: 0.012", "write 12"),
        ("births, at_most: 1", ""),
    ],
)
def test_bound_that_looks_like_a_fraction_is_asked_about(check: Check, target: str, said: str) -> None:
    row: Row = {
        "month": "2013-01..2013-12", "town": "A", "births": 200, "births_in_policy": 170, "births_male": 106,
        "births_female": 94, "population_average": 15_000,
    }  # fmt: skip
    notices = check([row], f"  - {{indicator: {target}}}\n").attrs["notices"]
    found = [notice for notice in notices if "if a fraction was meant" in notice]
    assert [said in notice for notice in found] == ([True] if said else [])


def test_targets_not_in_effect_are_outside_and_named(check: Check) -> None:
    later = "  - {indicator: births, at_most: 9, effective: {from: 2013-07}}\n"
    found = check([{"town": "A", **HALF}], f"{later}  - {{indicator: births, at_least: 9}}\n")
    assert found["target"].tolist() == ["births#2"]
    assert "not in effect in 2013-01..2013-06, and so not judged: births" in found.attrs["notices"]
    alone = check([{"town": "A", **HALF}], later)
    assert len(alone) == 0
    assert any("not in effect" in notice for notice in alone.attrs["notices"])


def test_nothing_judged_is_said(check: Check) -> None:
    found = check([{"month": "2013-03", "town": "A", "births": 5}], "  - {indicator: births, at_most: 90}\n")
    assert found["reason"].tolist() == ["incomplete"]
    assert "nothing could be judged: the one verdict is without data" in found.attrs["notices"]


def test_area_without_its_only_reporting_village_has_no_figure(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(
        "month,town,village,births,deaths\n2013-01..2013-12,T,A,50,1\n2013-01..2013-12,T,B,,1\n", encoding="utf-8"
    )
    (tmp_path / "t.yaml").write_text(
        "version: 1\nyear: 2013\ntargets:\n  - {indicator: births, at_most: 10}\n", encoding="utf-8"
    )
    counts, known = popcalc.read(tmp_path / "c.csv"), load_catalogue()
    results, _ = judge(
        counts.table, load_targets(tmp_path / "t.yaml", known), known, counts.available, ask(), drivers=2
    )
    assert results.drivers is not None
    assert results.drivers["village_name"].tolist() == ["A"]
    assert results.drivers["without"].isna().tolist() == [True]
    assert results.drivers["without_status"].tolist() == [""]
