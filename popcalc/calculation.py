"""The whole calculation: from a question over village-months to records.

What is asked is decided first (`decide`), then areas are summed, rated and made records: all at once, or in blocks of
areas, each of which may be written before the next is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.aggregation import Groups, LeftOut, Plan, make_groups, roll_up
from popcalc.answerable import (
    beyond_data,
    check_held,
    check_ranked,
    find_areas,
    find_level,
    find_periods,
    reported_span,
)
from popcalc.areas.finding import AreaNames
from popcalc.arrays import Array
from popcalc.definitions.catalogue import Catalogue, Indicator, IntervalModel
from popcalc.empty_cells import Hanging, Read, empty_cells_notices, hanging_of
from popcalc.errors import Notice
from popcalc.left_out import left_out_notices, silent_notices
from popcalc.question import Compare, Question
from popcalc.readings import figures_of, roll_up_readings
from popcalc.record_columns import RecordColumns, Words
from popcalc.recording import record
from popcalc.records import Results
from popcalc.table import Table
from popcalc.village_months import pieces_of

if TYPE_CHECKING:
    from popcalc.areas import Registry
    from popcalc.definitions.targets import Rule
    from popcalc.periods import Period, Run

LARGE = 500_000
"""More records than these are better made in blocks."""


def calculate(
    table: Table,
    indicators: Sequence[Indicator],
    catalogue: Catalogue,
    question: Question,
    rules: Sequence[Rule] = (),
    *,
    registry: Registry | None = None,
) -> tuple[Results, list[Notice]]:
    """Return the records of a question, and notices on what was left out of them.

    With `rules`, the targets that the figures are held against, values stay those that are judged where a comparison
    rests on less, and ranks have the direction of the targets. `registry` is the areas file, whose names lead to areas.
    Raises RequestError when an area or level is not in the data, or the data hold no month that was asked for.
    """
    return decide(table, indicators, catalogue, question, rules, registry=registry).at_once()


class Found(Struct, frozen=True, eq=False):
    """What was found of some areas: records, and what notices are made of."""

    columns: RecordColumns
    left_out: list[LeftOut]
    hanging: list[Hanging]


class Calculation(Struct, frozen=True, eq=False):
    """A question whose every word is decided, and the table that answers it.

    `chosen` are the areas that get records as positions in the tree, in order of output; the grand total comes last.
    `others` are the periods that each of the plan's is compared with, `lacking` says for which there are none.
    """

    table: Table
    indicators: Sequence[Indicator]
    question: Question
    rules: Sequence[Rule]
    plan: Plan
    span: Run
    level: str
    chosen: list[int]
    has_total: bool
    others: tuple[Period, ...] = ()
    lacking: Sequence[Notice] = ()

    def check_size(self) -> None:
        """Raise RequestError where all records at once would be too many, or their ranks would take too long."""
        check_held(self.records, may_be_written=not self.needs_all and not self.rules)
        if self.question.rank:
            check_ranked(len(self.chosen), self.records_of_area)

    @property
    def records_of_area(self) -> int:
        """How many records each area has."""
        return max(len(self.plan.periods) * len(self.indicators), 1)

    @property
    def records(self) -> int:
        """How many records the answer has."""
        return (len(self.chosen) + self.has_total) * self.records_of_area

    @property
    def is_large(self) -> bool:
        """Whether the records are more than should be held at once."""
        return self.records > LARGE

    @property
    def needs_all(self) -> bool:
        """Whether the figures of an area hang on those of others: ranks, and a comparison with the area above."""
        return bool(self.question.rank) or self.question.compare is Compare.ABOVE

    def at_once(self) -> tuple[Results, list[Notice]]:
        """Return all records, and notices on what was left out of them."""
        found = self.found_in(self.table, self.groups(self.chosen, total=self.has_total))
        return self.results_of(found.columns), self.notices_of(found.left_out, found.hanging)

    def in_blocks(self, size: int | None = None) -> Blocks:
        """Return the same records in blocks of areas, of at most `size` areas or as many as memory should hold."""
        assert not self.needs_all
        return Blocks(self, size)

    def groups(self, areas: Sequence[int], *, total: bool) -> Groups:
        """Return the groups of some areas, and of all together."""
        return make_groups(self.table.areas, areas, total=total, periods=len(self.plan.periods))

    def found_in(self, table: Table, groups: Groups) -> Found:
        """Sum, rate and compare the areas of some groups, whose villages a table has, and make their records."""
        periods, question = self.plan.periods, self.question
        rolled = roll_up_readings(table, self.indicators, groups, self.plan)
        days = np.tile(np.array([period.days for period in periods], dtype=np.int64), len(groups.areas))
        asked = [(one, question.computed_basis) for one in self.indicators]
        read = figures_of(rolled, asked, days)
        figures, more = [one.figures for one in read], [dict[str, Array]() for _ in read]
        if question.compare:
            from popcalc.comparing import compare

            compared = compare(table, groups, self.plan, question, asked, figures, self.others)
            figures = [one.plain if self.rules else one.figures for one in compared]
            more = [one.columns for one in compared]
        if question.rank:
            from popcalc.comparing import best_of, rank

            best = best_of(question.rank, self.rules)
            for one, columns in zip(figures, more, strict=True):
                order = best.get(one.indicator.key, question.rank)
                columns |= rank(one, groups.areas, table.areas, len(periods), order)
        bases = [question.basis.value if one.has_basis else "" for one in self.indicators]
        records = record(figures, groups, periods, table.areas, bases, question.confidence, question.ci_method)
        hanging = [Read(one, own, groups.areas, periods) for one, own in zip(self.indicators, read, strict=True)]
        return Found(records.with_columns(_added(more)), rolled.left_out, hanging_of(hanging, table.areas))

    def results_of(self, columns: RecordColumns) -> Results:
        """Return records with what a heading needs to say about them."""
        areas, question = self.table.areas, self.question
        return Results(
            columns=columns,
            indicators={one.key: one for one in self.indicators},
            units=self.plan.catalogue.units,
            by=self.level,
            average=question.average.value,
            basis=question.basis.value,
            levels=tuple(reversed(areas.levels)),
            area_names=dict(zip(areas.keys[areas.villages :], areas.names[areas.villages :], strict=True)),
            area_order=areas.as_in_files(self.chosen),
            added=question.added,
            compare=question.compare or "",
            has_limits=question.confidence is not None
            and any(one.interval is not IntervalModel.NONE for one in self.indicators),
        )

    def notices_of(self, left_out: Sequence[LeftOut], hanging: Sequence[Hanging]) -> list[Notice]:
        """Return what is said of all areas together."""
        table, catalogue = self.table, self.plan.catalogue
        return [
            *beyond_data(table, catalogue, self.question),
            *left_out_notices(left_out, table.areas, catalogue, keep=self.question.keep_unmatched),
            *empty_cells_notices(hanging, table.doubts),
            *self.lacking,
            *silent_notices(table, catalogue, self.span),
        ]


def decide(
    table: Table,
    indicators: Sequence[Indicator],
    catalogue: Catalogue,
    question: Question,
    rules: Sequence[Rule] = (),
    *,
    registry: Registry | None = None,
) -> Calculation:
    """Return what is to be calculated for a question; as `calculate`, with all that it raises."""
    span, periods = find_periods(table, catalogue, question)
    level = find_level(table.areas, question.by)
    chosen, total = find_areas(table.areas, level, question.areas, AreaNames(table.areas, registry))
    plan = question.plan(catalogue, periods, span)
    decided = Calculation(table, indicators, question, rules, plan, span, level, chosen, total)
    if not question.compare:
        return decided
    from popcalc.comparing import compared_with

    others, lacking = compared_with(table, plan, question)
    return replace(decided, others=others, lacking=lacking)


class Blocks:
    """The records of a calculation in blocks of areas, in order of output, the grand total last.

    When all have been taken, `notices` are those of the whole.
    """

    def __init__(self, calculation: Calculation, size: int | None = None) -> None:
        self.calculation = calculation
        self.size = size
        self.results = calculation.results_of(RecordColumns({}))
        self.notices: list[Notice] = []

    def __iter__(self) -> Iterator[Results]:
        """Yield the records of some areas after others, once."""
        from popcalc.blocks import RECORDS, blocks_of

        whole = self.calculation
        table, areas = whole.table, whole.table.areas
        months = max(reported_span(table, whole.plan.catalogue).months, whole.plan.months.months)
        blocks = blocks_of(areas, whole.chosen, self.size or max(RECORDS // whole.records_of_area, 1))
        everything = range(areas.villages)
        cut = [pieces_of(villages, months) for villages in (*(block.villages for block in blocks), everything)]
        *tables, of_all = table.in_pieces(cut)
        hanging = [Hanging(one, 0, None) for one in whole.indicators]

        def told(found: Found) -> Results:
            hanging[:] = [one + other for one, other in zip(hanging, found.hanging, strict=True)]
            return replace(self.results, columns=found.columns)

        for block, own in zip(blocks, tables, strict=True):
            yield told(whole.found_in(own, whole.groups(block.areas, total=False)))
        if whole.has_total:
            found = whole.found_in(of_all, whole.groups((), total=True))
            left_out = found.left_out
            yield told(found)
        else:
            together = whole.groups(whole.chosen, total=False).together()
            left_out = roll_up(of_all, whole.indicators, together, whole.plan)[1]
        self.notices = whole.notices_of(left_out, hanging)


def _added(more: Sequence[dict[str, Array]]) -> Mapping[str, Array | Words]:
    if not any(more):
        return {}
    from popcalc.comparing import added_columns

    return added_columns(more)
