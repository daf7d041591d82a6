"""The roll-up: every indicator's sums by area and period. Sum each part of a table, add the parts, finish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial, reduce
from operator import add

from msgspec.structs import replace

from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.groups import Groups
from popcalc.aggregation.inputs import everything, matched, times_reported, totals_of
from popcalc.aggregation.matching import Match, losses, match
from popcalc.aggregation.sums import LeftOut, PartSums, Plan, Sums, Totals
from popcalc.arrays import Ints
from popcalc.definitions.catalogue import Indicator
from popcalc.table import Table, TablePart


def roll_up(
    table: Table, indicators: Sequence[Indicator], groups: Groups, plan: Plan
) -> tuple[dict[str, Totals], list[LeftOut]]:
    """Return the sums of each indicator by group, and the events that were left out of them.

    `groups` have the periods of `plan.every`. Of overlapping periods it is the events that none of their months has.
    """
    parts = table.for_months(plan.months.months).each(
        partial(sum_part, indicators=indicators, groups=groups, plan=plan)
    )
    return reduce(add, parts).finished(len(groups.areas))


def sum_part(part: TablePart, indicators: Sequence[Indicator], groups: Groups, plan: Plan) -> PartSums:
    """Return the sums of a part of a table, for the areas that it has villages of."""
    own, areas = groups.of_part(part.villages)
    passes = plan.passes()
    if not plan.compared and len(passes) == 1:
        return _sums_of(part, indicators, own, areas, plan)
    several = []
    for places in passes:
        step = _at(plan, places)
        summed = _sums_of_both if plan.compared else _sums_of
        found = summed(part, indicators, replace(own, periods=len(step.every)), areas, step)
        spots = [*places, *(len(plan.periods) + place for place in places)] if plan.compared else places
        several.append(found.at(spots, len(plan.every)))
    summed_up = reduce(add, several)
    if plan.compared:
        return summed_up
    whole = replace(plan, periods=(plan.calendar.period_of(plan.months),))
    return summed_up.with_losses(_sums_of(part, indicators, replace(own, periods=1), areas, whole))


def _at(plan: Plan, places: Sequence[int]) -> Plan:
    """Return a plan with some of its periods."""
    periods, compared = (
        tuple(several[place] for place in places if several) for several in (plan.periods, plan.compared)
    )
    return replace(plan, periods=periods, compared=compared)


def _sums_of(part: TablePart, indicators: Sequence[Indicator], own: Groups, areas: Ints, plan: Plan) -> PartSums:
    """Return sums by periods that do not overlap."""
    aggregation = Aggregation(part, own, plan, indicators)
    sums = {one.key: sum_up(aggregation, match(aggregation, one)) for one in indicators}
    return PartSums(areas, own.periods, sums)


def _sums_of_both(part: TablePart, indicators: Sequence[Indicator], own: Groups, areas: Ints, plan: Plan) -> PartSums:
    """Return sums by periods and by those that they are compared with, of what both have."""
    from popcalc.aggregation.in_both import in_both

    groups = replace(own, periods=len(plan.periods))
    sides = [
        Aggregation(part, groups, replace(plan, periods=periods, compared=()), indicators)
        for periods in (plan.periods, plan.compared)
    ]
    spots = (range(len(plan.periods)), range(len(plan.periods), len(plan.every)))

    def sums(one: Indicator) -> Iterator[PartSums]:
        for side, found, places in zip(sides, in_both(sides, one), spots, strict=True):
            of_side = Sums(totals_of(side, found, matched(found)), None, (), {}, {})
            yield PartSums(areas, groups.periods, {one.key: of_side}).at(places, len(plan.every))

    return PartSums(areas, own.periods, {one.key: reduce(add, sums(one)).sums[one.key] for one in indicators})


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
