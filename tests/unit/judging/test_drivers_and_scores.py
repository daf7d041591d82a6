"""Drivers and scores: exact parts of a shortfall, and points."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

import popcalc
from popcalc.definitions.loading import load_targets
from popcalc.judging.check import check
from popcalc.question import ask
from popcalc.records import DRIVER_FIELDS, SCORE_FIELDS, VerdictResults

VILLAGES = [f"V{number}" for number in range(8)]


def judged(
    tmp_path: Path,
    rows: list[dict[str, object]],
    targets: str,
    *,
    drivers: int = 0,
    scores: bool = False,
    by: str | None = None,
    period: str = "all",
) -> VerdictResults:
    data, aims = tmp_path / "counts.csv", tmp_path / "targets.yaml"
    pd.DataFrame(rows).to_csv(data, index=False)
    aims.write_text(f"version: 1\nyear: 2013\ntargets:\n{targets}", encoding="utf-8")
    counts = popcalc.read(data)
    known = load_targets(aims, counts.catalogue)
    results, _ = check(
        counts.table,
        known,
        counts.catalogue,
        counts.available,
        ask(by=by, period=period),
        drivers=drivers,
        scores=scores,
    )
    return results


def random_rows(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows = []
    for village in VILLAGES:
        births = draw.randrange(4, 60)
        boys = draw.randrange(births)
        rows.append(
            {
                "period": "2013-01..2013-06",
                "town": "Northhill",
                "village": village,
                "births": births,
                "births_male": boys,
                "births_female": births - boys,
                "births_in_policy": draw.randrange(births + 1),
                "deaths": draw.randrange(30),
                "population_average": draw.randrange(400, 4_000),
                "preconception_checks_done": draw.randrange(20),
                "preconception_checks_quota": draw.randrange(20, 60),
            }
        )
    return rows


HALF = Fraction(181, 365)
PARTS = {
    "policy_compliance_rate, at_least: 95": ("births_in_policy", "", "births", Fraction(100), Fraction(95), False),
    "policy_compliance_rate, at_most: 5": ("births_in_policy", "", "births", Fraction(100), Fraction(5), True),
    "sex_ratio_at_birth, between: [10, 12]": ("births_male", "", "births_female", Fraction(100), Fraction(12), True),
    "natural_increase_rate, at_most: -30": (
        "births", "deaths", "population_average", 1000 / HALF, Fraction(-30), True,
    ),
    "natural_increase_rate, at_most: -30, basis: period": (
        "births", "deaths", "population_average", Fraction(1000), Fraction(-30), True,
    ),
    "preconception_check_completion, at_least: 90": (
        "preconception_checks_done", "", "preconception_checks_quota", Fraction(100), 90 * HALF, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("target", PARTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_contributions_are_the_exact_parts_of_the_shortfall(tmp_path: Path, target: str, seed: int) -> None:
    above, less, below, scale, bound, is_cap = PARTS[target]
    rows = random_rows(seed)
    results = judged(tmp_path, rows, f"  - {{indicator: {target}}}\n", drivers=99)
    found = results.drivers
    assert found is not None
    assert results.frame["status"].tolist() == ["fail"]

    def numbers(row: dict[str, object]) -> tuple[int, int]:
        return int(str(row[above])) - (int(str(row[less])) if less else 0), int(str(row[below]))

    parts = {str(row["village"]): numbers(row) for row in rows}
    shortfall = {name: (x - bound / scale * n) * (1 if is_cap else -1) for name, (x, n) in parts.items()}
    ranked = sorted((name for name in parts if shortfall[name] > 0), key=lambda name: (-shortfall[name], name))
    assert found["village_name"].tolist() == ranked
    assert found["rank"].tolist() == list(range(1, len(ranked) + 1))
    assert found["contribution"].tolist() == [float(shortfall[name]) for name in ranked]
    rest_x, rest_n = (sum(part[place] for part in parts.values()) for place in (0, 1))
    for name, value, without in zip(ranked, found["value"], found["without"], strict=True):
        x, n = parts[name]
        assert value == float(scale * x / n) if n else value != value
        rest_x, rest_n = rest_x - x, rest_n - n
        assert without == float(scale * rest_x / rest_n) if rest_n else without != without


def test_count_is_ranked_by_the_count_itself(tmp_path: Path) -> None:
    rows = random_rows(3)
    found = judged(tmp_path, rows, "  - {indicator: births, at_most: 10}\n", drivers=3).drivers
    assert found is not None
    largest = sorted(rows, key=lambda row: -int(str(row["births"])))[:3]
    assert found["numerator"].tolist() == [row["births"] for row in largest]
    total = sum(int(str(row["births"])) for row in rows)
    assert found["without"].tolist()[-1] == total - sum(int(str(row["births"])) for row in largest)
    assert found["contribution"].tolist()[0] == float(int(str(largest[0]["births"])) - 10 * HALF / len(VILLAGES))


def test_village_with_a_quota_and_no_report_contributes_all_of_it(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"period": "2013", "town": "A", "village": name, "preconception_checks_done": done,
         "preconception_checks_quota": 10}
        for name, done in (("X", 9), ("Y", None))
    ]  # fmt: skip
    targets = "  - {indicator: preconception_check_completion, at_least: 100, min_coverage: 0.5}\n"
    results = judged(tmp_path, rows, targets, drivers=2)
    assert results.frame["status"].tolist() == ["fail"]
    found = results.drivers
    assert found is not None
    assert found["village_name"].tolist() == ["Y", "X"]
    assert found["contribution"].tolist() == [10, 1]
    assert found["value"].isna().tolist() == [True, False]
    assert found["denominator"].tolist() == [10, 10]


def test_only_fails_have_drivers_and_villages_none(tmp_path: Path) -> None:
    targets = "  - {indicator: births, at_least: 1}\n"
    found = judged(tmp_path, random_rows(1), targets, drivers=2).drivers
    assert found is not None
    assert (len(found), list(found.columns)) == (0, list(DRIVER_FIELDS))
    found = judged(tmp_path, random_rows(1), "  - {indicator: births, at_most: 1}\n", drivers=2, by="village").drivers
    assert found is not None
    assert len(found) == 0


SHEET = """
  - {indicator: births, at_least: 1, weight: 30}
  - {indicator: births, at_most: 4, weight: 20.5, severity: warn}
  - {indicator: deaths, at_most: 0, veto: true}
  - {indicator: policy_compliance_rate, at_least: 50, weight: 49.5}
  - {indicator: sex_ratio_at_birth, between: [103, 107]}
"""


def test_scores_add_weights_leave_out_what_was_not_judged_and_heed_vetoes(tmp_path: Path) -> None:
    towns = (("A", 4, 4, 0), ("B", 9, 9, 0), ("C", 4, 4, 1), ("D", 0, 0, 0), ("E", 9, 0, 0))
    rows: list[dict[str, object]] = [
        {"period": "2013", "town": town, "births": births, "births_in_policy": inside, "deaths": deaths,
         "births_male": 1, "births_female": 1}
        for town, births, inside, deaths in towns
    ]  # fmt: skip
    found = judged(tmp_path, rows, SHEET, scores=True).scores
    assert found is not None
    assert list(found.columns) == list(SCORE_FIELDS)
    records = found.set_index("area_name")
    assert records["score"].to_dict() == {"A": 100, "B": 79.5, "C": 0, "D": 20.5, "E": 30}
    assert records["points"].to_dict() == {"A": 100, "B": 79.5, "C": 100, "D": 20.5, "E": 30}
    assert records["reachable"].to_dict() == {"A": 100, "B": 100, "C": 100, "D": 50.5, "E": 100}
    assert records["weights"].unique().tolist() == [100]
    assert records["vetoed"].to_dict() == {"A": "", "B": "", "C": "deaths", "D": "", "E": ""}
    assert records["not_judged"].to_dict() == {"A": "", "B": "", "C": "", "D": "policy_compliance_rate", "E": ""}


def test_score_without_any_verdict_is_none(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"period": "2013", "town": "A", "births": 0, "births_in_policy": 0}]
    targets = "  - {indicator: policy_compliance_rate, at_least: 50, weight: 10}\n"
    found = judged(tmp_path, rows, targets, scores=True).scores
    assert found is not None
    assert found["score"].isna().tolist() == [True]


def test_targets_of_a_part_of_the_year_stand_on_the_same_sheet(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"month": f"2013-{month:02d}", "town": "A", "births": 1, "deaths": 1} for month in range(1, 7)
    ]
    targets = """
  - {indicator: births, at_least: 1, weight: 1}
  - {indicator: deaths, at_least: 1, weight: 2, effective: {from: 2013-03}}
"""
    found = judged(tmp_path, rows, targets, scores=True).scores
    assert found is not None
    assert found[["period", "points"]].to_numpy().tolist() == [["2013-01..2013-06", 3]]
    found = judged(tmp_path, rows, targets, scores=True, period="quarter").scores
    assert found is not None
    assert found[["period", "points"]].to_numpy().tolist() == [["2013Q1", 3], ["2013Q2", 3]]
