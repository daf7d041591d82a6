"""The roll-up: every indicator's sums by area and period. Sum each part of a table, add the parts, finish."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial, reduce
from operator import add

from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.groups import Groups
from popcalc.aggregation.inputs import everything, matched, times_reported, totals_of
from popcalc.aggregation.matching import Match, losses, match
from popcalc.aggregation.sums import LeftOut, PartSums, Plan, Sums, Totals
from popcalc.definitions.catalogue import Indicator
from popcalc.table import Table, TablePart


def roll_up(
    table: Table, indicators: Sequence[Indicator], groups: Groups, plan: Plan
) -> tuple[dict[str, Totals], list[LeftOut]]:
    """Return the sums of each indicator by group, and the events that were left out of them."""
    parts = table.each(partial(sum_part, indicators=indicators, groups=groups, plan=plan))
    return reduce(add, parts).finished(len(groups.areas))


def sum_part(part: TablePart, indicators: Sequence[Indicator], groups: Groups, plan: Plan) -> PartSums:
    """Return the sums of a part of a table, for the areas that it has villages of."""
    own, areas = groups.of_part(part.villages)
    aggregation = Aggregation(part, own, plan, indicators)
    sums = {one.key: sum_up(aggregation, match(aggregation, one)) for one in indicators}
    return PartSums(areas, groups.periods, sums)


def sum_up(aggregation: Aggregation, found: Match) -> Sums:
    """Return the sums of one indicator over what it rests on."""
    kept = everything(aggregation, found) if aggregation.plan.keep_unmatched else None
    lost = losses(aggregation, found)
    return Sums(
        matched=totals_of(aggregation, found, matched(found)),
        kept=totals_of(aggregation, found, kept) if kept else None,
        counted=times_reported(aggregation, kept) if kept else (),
        losses=lost,
        events={flow: found.rows.frame.events(flow) for flow, _ in lost} if found.rows else {},
    )
