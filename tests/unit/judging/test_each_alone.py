"""Random files, read whole or only in the columns that are needed: a verdict never hangs on the other targets."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

import popcalc

TARGETS = (
    "births, at_most: {}",
    "births, at_least: {}",
    "deaths, at_most: {}",
    "natural_increase, at_most: {}",
    "crude_birth_rate, at_least: {}",
    "crude_death_rate, at_most: {}",
    "natural_increase_rate, at_most: {}",
    "sex_ratio_at_birth, between: [90, 1{:02}]",
    "policy_compliance_rate, at_least: {}",
    "infant_mortality_rate, at_most: {}",
    "preconception_check_completion, at_least: {}",
    "elderly_management_rate, at_least: {}",
    "fp_spending_per_capita, at_most: {}",
    "population, at_most: 5{:02}0",
    "population_growth_rate, at_least: {}",
)
AREA = ("month", "town", "village")


def random_file(path: Path, chance: random.Random) -> None:
    """Villages of two towns, some of which begin late, with empty cells, in any order."""
    last, gap = chance.choice([3, 5, 12]), chance.choice([0, 0.05, 0.3])
    rows: list[dict[str, object]] = []
    for village in range(4):
        people, due = chance.randint(50, 3_000), chance.randint(1, 40)
        for month in range(chance.choice([1, 1, 1, 3]), last + 1):
            births = chance.choice([0, 1, 2, 5, 9])
            boys, deaths = chance.randint(0, births), chance.choice([0, 1, 3])
            people += births - deaths
            row = {
                "month": f"2013-{month:02}", "town": "AB"[village % 2], "village": f"v{village}",
                "births": births, "births_male": boys, "births_female": births - boys,
                "births_in_policy": chance.randint(0, births), "deaths": deaths,
                "deaths_infant": chance.randint(0, min(births, 1)), "population": people,
                "population_65_plus": people // 7, "elderly_managed": chance.randint(0, max(1, people // 90)),
                "preconception_checks_done": chance.randint(0, 4), "preconception_checks_quota": due,
                "fp_spending_yuan": chance.randint(0, 4_000),
            }  # fmt: skip
            rows.append({name: "" if name not in AREA and chance.random() < gap else row[name] for name in row})
    chance.shuffle(rows)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("seed", range(2))
def test_each_target_alone_and_read_alone_has_the_verdicts_that_it_has_among_all(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    random_file(tmp_path / "c.csv", chance)
    targets = [f"  - {{name: n{place}, indicator: {one.format(chance.randint(1, 99))}}}\n"
               for place, one in enumerate(TARGETS)]  # fmt: skip

    def verdicts(listed: Sequence[str], *indicators: str) -> dict[tuple[str, str], dict[str, str]]:
        (tmp_path / "t.yaml").write_text(f"version: 1\nyear: 2013\ntargets:\n{''.join(listed)}", encoding="utf-8")
        counts = popcalc.read(tmp_path / "c.csv", indicators=indicators or ["all"])
        records = [
            record
            for by in ("town", "village")
            for record in popcalc.check(counts, tmp_path / "t.yaml", by=by).to_dict("records")
        ]
        return {(row["target"], row["area"]): {str(key): str(row[key]) for key in row} for row in records}

    together = verdicts(targets)
    for place, (target, one) in enumerate(zip(targets, TARGETS, strict=True)):
        own = {key: row for key, row in together.items() if key[0] == f"n{place}"}
        assert own
        assert verdicts([target]) == own
        assert verdicts([target], one.split(",")[0]) == own
