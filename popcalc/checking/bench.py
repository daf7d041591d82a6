"""What targets are judged on: the counts, the year and the periods, and what came out for each batch of targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from popcalc.aggregation import LeftOut, Plan
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.targets import Rule, Targets
from popcalc.periods import Period, Run
from popcalc.question import Question
from popcalc.table import Table
from popcalc.verdicts.area_names import AreaNames

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Bench:
    """What is the same for all targets: the counts, the year, and the periods that are judged.

    With `to_year_end` what is left to do is counted to the end of the year, else to that of each period.
    """

    table: Table
    targets: Targets
    catalogue: Catalogue
    available: Available
    question: Question
    year: Run
    periods: tuple[Period, ...]
    to_year_end: bool
    names: AreaNames

    def plan(self, batch: Batch) -> Plan:
        """Return how the counts of a batch are rolled up."""
        return Plan(
            catalogue=self.catalogue,
            periods=batch.periods,
            span=Run(batch.periods[0].start, batch.periods[-1].end),
            calendar=self.targets.calendar,
            average=self.question.average,
            keep_unmatched=self.question.keep_unmatched,
        )


@dataclass(frozen=True)
class Batch:
    """Targets that are judged for the same areas and periods."""

    level: str
    periods: tuple[Period, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, eq=False)
class Judged:
    """The verdict records of a batch, in order of area, period and target, and what was left out of their figures."""

    batch: Batch
    areas: tuple[int, ...]
    frame: pd.DataFrame
    left_out: list[LeftOut] = field(default_factory=list)
