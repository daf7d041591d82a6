"""Scores of random towns: who stands above whom, against a small statement of what a score is."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from popcalc.language import ENGLISH
from popcalc.output.verdict_extras import extra_views
from popcalc.records import VerdictResults
from tests.unit.judging.test_drivers_and_scores import judged

INDICATORS = (
    "policy_compliance_rate, at_least: {}",
    "births, at_most: {}",
    "deaths, at_most: {}",
    "sex_ratio_at_birth, at_most: {}",
)


@dataclass
class Sheet:
    """What a town got for its targets: the weights of those that it met, and what keeps it from having them."""

    points: Fraction = Fraction(0)
    vetoed: bool = False
    unjudged: bool = False

    @property
    def scored(self) -> Fraction:
        return Fraction(0) if self.vetoed else self.points

    @property
    def has_it_all(self) -> bool:
        """Whether it was judged on everything, and no veto took its score."""
        return not (self.vetoed or self.unjudged)


@dataclass(frozen=True)
class Drawn:
    """A target of a score sheet."""

    bound: int
    weight: str
    veto: bool
    min_events: int
    indicator: str

    def written(self, number: int) -> str:
        keys = [f"name: t{number}", f"indicator: {self.indicator.format(self.bound)}", f"min_events: {self.min_events}"]
        keys += [f"weight: {self.weight}"] if self.weight else []
        keys += ["veto: true"] if self.veto else []
        return f"  - {{{', '.join(keys)}}}\n"


def draw(chance: random.Random) -> list[Drawn]:
    """Targets with and without weights and vetoes, some of which cannot be judged where there are few events."""
    targets = [
        Drawn(
            chance.choice([1, 20, 50, 90]),
            chance.choice(["", "1", "10.5", "30", "60"]),
            chance.random() < 0.25,
            chance.choice([0, 0, 3, 8]),
            indicator,
        )
        for indicator in INDICATORS
    ]
    return targets if any(one.weight or one.veto for one in targets) else draw(chance)


def towns(chance: random.Random) -> list[dict[str, object]]:
    rows = []
    for number in range(12):
        births = chance.choice([0, 1, 4, 30, 90])
        boys = chance.randint(0, births)
        rows.append(
            {
                "period": "2013", "town": f"T{number:02d}", "births": births, "births_male": boys,
                "births_female": births - boys, "births_in_policy": chance.randint(0, births),
                "deaths": chance.choice([0, 1, 9, 60]),
            }
        )  # fmt: skip
    return rows


def sheets_of(results: VerdictResults, targets: list[Drawn]) -> dict[str, Sheet]:
    found: dict[str, Sheet] = defaultdict(Sheet)
    named = {f"t{number}": one for number, one in enumerate(targets)}
    for area, name, status in results.frame[["area", "target", "status"]].astype(str).to_numpy().tolist():
        one, sheet = named[name], found[area]
        if one.weight or one.veto:
            sheet.points += Fraction(one.weight or "0") * (status == "pass")
            sheet.vetoed |= one.veto and status == "fail"
            sheet.unjudged |= status == "no_data"
    return found


def standing(results: VerdictResults) -> list[str]:
    """The towns as the table of scores lists them."""
    return list(extra_views(results, ENGLISH)[-1].stubs[0].values)


@pytest.mark.parametrize("seed", range(40))
def test_no_town_with_vetoed_or_unjudged_targets_stands_above_one_judged_on_everything_that_scored_more(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    targets = draw(chance)
    written = "".join(one.written(number) for number, one in enumerate(targets))
    results = judged(tmp_path, towns(chance), written, scores=True)
    sheets = sheets_of(results, targets)
    order = standing(results)
    assert sorted(order) == sorted(sheets)
    for above, below in combinations(order, 2):
        one, other = sheets[above], sheets[below]
        if other.has_it_all:
            assert other.scored <= one.scored, (above, one, below, other)
    assert results.scores is not None
    for record in results.scores.to_dict("records"):
        sheet = sheets[record["area"]]
        assert record["points"] == float(sheet.points)
        assert bool(record["vetoed"]) == sheet.vetoed
        assert bool(record["not_judged"]) == sheet.unjudged
        if record["reachable"] or sheet.vetoed:
            assert record["score"] == float(sheet.scored)


def test_towns_that_were_not_judged_on_everything_stand_after_all_that_were(tmp_path: Path) -> None:
    """Whoever reports nothing of what would be missed does not win by it: 10.5 of 10.5 is no better than 60 of 70.5."""
    rows: list[dict[str, object]] = [
        {"period": "2013", "town": "Silent", "births": 4, "births_in_policy": "", "deaths": 0},
        {"period": "2013", "town": "Open", "births": 9, "births_in_policy": 9, "deaths": 9},
        {"period": "2013", "town": "Vetoed", "births": 4, "births_in_policy": 4, "deaths": 90},
        {"period": "2013", "town": "Poor", "births": 9, "births_in_policy": 1, "deaths": 9},
    ]
    targets = (
        "  - {indicator: births, at_most: 4, weight: 10.5}\n"
        "  - {indicator: policy_compliance_rate, at_least: 90, weight: 60}\n"
        "  - {indicator: deaths, at_most: 10, veto: true}\n"
    )
    results = judged(tmp_path, rows, targets, scores=True)
    assert standing(results) == ["Open", "Poor", "Vetoed", "Silent"]


def test_a_failed_veto_stands_last_where_nothing_has_a_weight(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"period": "2013", "town": town, "births": 4, "deaths": deaths} for town, deaths in (("A", 90), ("B", 1))
    ]
    results = judged(tmp_path, rows, "  - {indicator: deaths, at_most: 10, veto: true}\n", scores=True)
    assert standing(results) == ["B", "A"]
