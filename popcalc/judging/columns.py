"""What a verdict adds to a record: one column for each field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from popcalc.definitions.targets import Rule
from popcalc.judging.projecting import Projection
from popcalc.judging.to_go import ToGo
from popcalc.judging.verdict import Applied, Verdicts
from popcalc.records import EXACT_GOAL_HIGH, EXACT_GOAL_LOW, EXACT_HIGH, EXACT_LOW

if TYPE_CHECKING:
    import numpy.typing as npt

RULE_ORDER = "rule_order"


def verdict_columns(
    rule: Rule, place: int, bounds: Applied, verdict: Verdicts, go: ToGo, outlook: Projection
) -> dict[str, npt.NDArray[Any]]:
    """Return the columns that a verdict adds to a record; `place` is that of the target in its file."""
    count = len(bounds.which)
    operators = np.array([bound.operator.value for bound in bounds.bounds], dtype=object)
    return {
        "target": np.full(count, rule.name, dtype=object),
        "operator": operators[bounds.which],
        "bound_low": bounds.column(bounds.bounds, "low"),
        "bound_high": bounds.column(bounds.bounds, "high"),
        "applied_low": bounds.column(bounds.applied, "low"),
        "applied_high": bounds.column(bounds.applied, "high"),
        "status": verdict.status,
        "reason": verdict.reason,
        "evidence": verdict.evidence,
        "margin": verdict.margin,
        "to_go": go.number,
        "to_go_kind": go.kind,
        "behind": go.behind,
        "projected": outlook.value,
        "projected_lower": outlook.lower,
        "projected_upper": outlook.upper,
        "likely": outlook.likely,
        EXACT_LOW: bounds.exact(bounds.applied, "low"),
        EXACT_HIGH: bounds.exact(bounds.applied, "high"),
        EXACT_GOAL_LOW: bounds.exact(bounds.goals, "low"),
        EXACT_GOAL_HIGH: bounds.exact(bounds.goals, "high"),
        RULE_ORDER: np.full(count, place, dtype=np.int64),
    }
