"""What targets are judged on: the counts, the year and the periods, and what came out for each batch of targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.aggregation import LeftOut, Plan
from popcalc.areas.finding import AreaNames
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.targets import Rule, Targets
from popcalc.doubts import EMPTY_CELLS
from popcalc.empty_cells import Read
from popcalc.errors import Notice
from popcalc.judging.projecting import Projection
from popcalc.judging.to_go import ToGo, YearEnd
from popcalc.judging.verdict import Applied, Verdicts
from popcalc.periods import Period, Run
from popcalc.question import Question
from popcalc.rates import Figures
from popcalc.readings import ReadFigures
from popcalc.table import Table

if TYPE_CHECKING:
    import pandas as pd


class Judging(Struct, frozen=True):
    """What is the same for all targets: the counts, the question, and the periods that are judged.

    `level` is the one at which targets are judged that name none. With `to_year_end` what is left to do is counted to
    the end of the year, else to that of each period.
    """

    table: Table
    targets: Targets
    catalogue: Catalogue
    available: Available
    question: Question
    periods: tuple[Period, ...]
    to_year_end: bool
    names: AreaNames
    level: str

    def plan(self, batch: Batch) -> Plan:
        """Return how the counts of a batch are rolled up."""
        return self.question.plan(self.catalogue, batch.periods, Run(batch.periods[0].start, batch.periods[-1].end))


class Batch(Struct, frozen=True):
    """Targets that are judged for the same areas and periods."""

    level: str
    periods: tuple[Period, ...]
    rules: tuple[Rule, ...]


class Judgement(Struct, frozen=True, eq=False):
    """One target judged, with all that it was decided by: columns by area and period, the period running fastest."""

    rule: Rule
    read: ReadFigures
    applied: Applied
    verdicts: Verdicts
    year_end: YearEnd
    to_go: ToGo
    outlook: Projection

    @property
    def figures(self) -> Figures:
        """The figures that are judged."""
        return self.read.figures


class Judged(Struct, frozen=True, eq=False):
    """The judgements of a batch, as records in order of area, period and target, what their figures leave out, and
    what was noticed when they were compared.
    """

    batch: Batch
    areas: tuple[int, ...]
    judgements: tuple[Judgement, ...]
    frame: pd.DataFrame
    left_out: list[LeftOut]
    notices: list[Notice]

    @property
    def read(self) -> list[Read]:
        """The figures in all readings of empty cells, and where a verdict hangs on these."""
        return [
            Read(
                one.rule.indicator,
                one.read,
                self.areas,
                self.batch.periods,
                np.asarray(one.verdicts.reason == EMPTY_CELLS, dtype=np.bool_),
            )
            for one in self.judgements
        ]
