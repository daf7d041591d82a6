"""The whole calculation: from a question over village-months to records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.aggregation import make_groups
from popcalc.areas.finding import AreaNames
from popcalc.arrays import Array
from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.empty_cells import Read, empty_cells_notices
from popcalc.errors import Notice
from popcalc.left_out import left_out_notices, silent_notices
from popcalc.question import Question, beyond_data, find_areas, find_level, find_periods
from popcalc.readings import figures_of, roll_up_readings
from popcalc.record_columns import Words
from popcalc.recording import record
from popcalc.records import Results
from popcalc.table import Table

if TYPE_CHECKING:
    from popcalc.areas import Registry
    from popcalc.definitions.targets import Rule


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
    span, periods = find_periods(table, catalogue, question)
    level = find_level(table.areas, question.by)
    chosen, total = find_areas(table.areas, level, question.areas, AreaNames(table.areas, registry))
    groups = make_groups(table.areas, chosen, total=total, periods=len(periods))
    plan = question.plan(catalogue, periods, span)
    rolled = roll_up_readings(table, indicators, groups, plan)
    days = np.tile(np.array([period.days for period in periods], dtype=np.int64), len(groups.areas))
    asked = [(one, question.computed_basis) for one in indicators]
    read = figures_of(rolled, asked, days)
    figures, more, lacking = [one.figures for one in read], [dict[str, Array]() for _ in read], list[Notice]()
    if question.compare:
        from popcalc.comparing import compare

        compared, lacking = compare(table, groups, plan, question, asked, figures)
        figures = [one.plain if rules else one.figures for one in compared]
        more = [one.columns for one in compared]
    if question.rank:
        from popcalc.comparing import best_of, rank

        best = best_of(question.rank, rules)
        for one, columns in zip(figures, more, strict=True):
            order = best.get(one.indicator.key, question.rank)
            columns |= rank(one, groups.areas, table.areas, len(periods), order)
    bases = [question.basis.value if one.has_basis else "" for one in indicators]
    results = Results(
        columns=record(
            figures, groups, periods, table.areas, bases, question.confidence, question.ci_method
        ).with_columns(_added(more)),
        indicators={one.key: one for one in indicators},
        units=catalogue.units,
        by=level,
        average=question.average.value,
        basis=question.basis.value,
        levels=tuple(reversed(table.areas.levels)),
        area_names=dict(
            zip(table.areas.keys[table.areas.villages :], table.areas.names[table.areas.villages :], strict=True)
        ),
        area_order=table.areas.as_in_files(chosen),
        added=question.added,
        compare=question.compare or "",
    )
    hanging = [Read(one, found, groups.areas, periods) for one, found in zip(indicators, read, strict=True)]
    notices = left_out_notices(rolled.left_out, table.areas, catalogue, keep=question.keep_unmatched)
    notices += empty_cells_notices(hanging, table.doubts, table.areas)
    beyond = beyond_data(table, catalogue, question)
    return results, [*beyond, *notices, *lacking, *silent_notices(table, catalogue, span)]


def _added(more: Sequence[dict[str, Array]]) -> Mapping[str, Array | Words]:
    if not any(more):
        return {}
    from popcalc.comparing import added_columns

    return added_columns(more)
