"""Scores: the points of an area for the targets it meets, and nothing after a failed veto."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from popcalc.definitions.targets import Rule, Targets
from popcalc.judging.verdict import FAIL, NO_DATA, PASS
from popcalc.records import SCORE_FIELDS

if TYPE_CHECKING:
    from popcalc.periods import Period


@dataclass
class _Sheet:
    """The score sheet of one area and period, while it is added up."""

    points: Fraction = Fraction(0)
    reachable: Fraction = Fraction(0)
    weights: Fraction = Fraction(0)
    vetoed: list[str] = field(default_factory=list)
    not_judged: list[str] = field(default_factory=list)

    def add(self, rule: Rule, status: str) -> None:
        """Count one verdict in."""
        weight = rule.weight or Fraction(0)
        self.weights += weight
        if status == NO_DATA:
            self.not_judged.append(rule.name)
            return
        self.reachable += weight
        if status == PASS:
            self.points += weight
        elif status == FAIL and rule.veto:
            self.vetoed.append(rule.name)

    @property
    def score(self) -> float:
        """The points, 0 after a veto, NaN where no target with a weight could be judged."""
        if self.vetoed:
            return 0.0
        return float(self.points) if self.reachable else float("nan")


def find_scores(frame: pd.DataFrame, targets: Targets, periods: Sequence[Period]) -> pd.DataFrame:
    """Return a score for each area and period, in the order of the verdicts, with the columns of `SCORE_FIELDS`.

    A pass is worth its weight, a fail nothing; a target that could not be judged is left out of the points that can be
    reached. `vetoed` and `not_judged` are names of targets, joined by `;`.
    """
    rules = {rule.name: rule for rule in targets.rules if rule.weight is not None or rule.veto}
    sheets: dict[tuple[str, str, str, str], _Sheet] = {}
    fields = ("area", "area_name", "level", "start", "target", "status")
    for area, name, level, start, target, status in zip(*(frame[one].astype(str) for one in fields), strict=True):
        if target in rules:
            key = (area, name, level, _period_of(start, periods))
            sheets.setdefault(key, _Sheet()).add(rules[target], status)
    return pd.DataFrame([_record(key, sheet) for key, sheet in sheets.items()], columns=list(SCORE_FIELDS))


def _period_of(start: str, periods: Sequence[Period]) -> str:
    """Return the period that was asked for in which a verdict's own lies: a target may hold in a part of it."""
    return next(one.label for one in periods if one.first_day.isoformat() <= start <= one.last_day.isoformat())


def _record(key: tuple[str, str, str, str], sheet: _Sheet) -> Mapping[str, object]:
    area, name, level, period = key
    return {
        "area": area,
        "area_name": name,
        "level": level,
        "period": period,
        "score": sheet.score,
        "points": float(sheet.points),
        "reachable": float(sheet.reachable),
        "weights": float(sheet.weights),
        "vetoed": ";".join(sheet.vetoed),
        "not_judged": ";".join(sheet.not_judged),
    }
