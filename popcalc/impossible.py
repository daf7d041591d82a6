"""Rates of more births or deaths than there were people: the counts cannot be right, whatever the figure says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from msgspec.structs import replace

from popcalc.aggregation import TOTAL, Groups, Plan, Totals, make_groups, roll_up
from popcalc.arrays import Bools, Ints, distinct_values
from popcalc.definitions.catalogue import Formula, Indicator, Kind, Moment, Term
from popcalc.language import named
from popcalc.periods import Period, PeriodKind
from popcalc.rates import Figures
from popcalc.table import VILLAGE, Table, TablePart

IMPOSSIBLE = "impossible"
POPULATION = "population"
ARRIVALS = {"births": ("migration_in",), "deaths": ("births", "migration_in")}
"""The events that happen to everyone there is, and those by which people come to whom they may happen, too."""
ENDS = (Moment.OPENING, Moment.CLOSING)
SUSPECT = 4
"""Figures of fewer events than this part of the average population are looked at only where a row has more of them."""


def flag_impossible(
    figures: Sequence[Figures], table: Table, groups: Groups, plan: Plan, days: Ints
) -> Sequence[Figures]:
    """Return figures with the flag `impossible` also where more die, or are born, than everyone there was.

    Everyone is the population at the start or at the end of a month, whichever is larger, and all who were born (of
    deaths) or came meanwhile, as far as the table holds these counts. A figure is impossible when this is so of its
    period or in any month of it, for its area and in whole numbers. `days` are those of each group's period.
    """
    looked_at = [one for one in figures if _events_of(one.indicator)]
    if POPULATION not in table.counts or not looked_at:
        return figures
    holders = np.repeat(_areas_with_rows_above(table, groups), groups.periods)
    suspects = {one.indicator.key: one.defined & (holders | _suspect(one, days)) for one in looked_at}
    if not any(one.any() for one in suspects.values()):
        return figures
    asked = np.logical_or.reduce(list(suspects.values())).reshape(len(groups.areas), groups.periods)
    places = np.flatnonzero(asked.any(axis=1))
    found = _above_everyone(table, [groups.areas[place] for place in places.tolist()], plan)
    return [_flagged(one, suspects, found, places, groups) for one in figures]


def arrivals_of(indicator: Indicator) -> list[str]:
    """Return the counts of those to whom the events of an indicator may happen beside the people there were.

    They are read with it, so that what is impossible does not hang on what else is asked for.
    """
    return [count for event in _events_of(indicator) for count in ARRIVALS[event]]


def _events_of(indicator: Indicator) -> list[str]:
    """Return the events of a rate over the population; nothing for other indicators."""
    if not indicator.has_basis or indicator.denominator is None or indicator.denominator.counts != (POPULATION,):
        return []
    return [count for count in indicator.numerator.counts if count in ARRIVALS]


def _suspect(figures: Figures, days: Ints) -> Bools:
    totals = figures.totals
    suspect: Bools = np.maximum(totals.plus, totals.minus) * (2 * SUSPECT * days) > totals.twice
    return suspect


def _areas_with_rows_above(table: Table, groups: Groups) -> Bools:
    """Return which areas have a village with a row of more events than its own people: no other has such a month."""
    events = tuple(event for event in ARRIVALS if event in table.counts)
    villages = np.concatenate([*table.each(partial(_villages_above, events=events))])
    found = np.zeros(len(groups.areas), dtype=bool)
    found[groups.owner[np.isin(groups.member, groups.cell_of[villages])]] = True
    return found


def _villages_above(part: TablePart, events: Sequence[str]) -> Ints:
    people = part.column(POPULATION)
    above = [(part.column(event) > people) & (people >= 0) for event in events]
    rows = np.flatnonzero(np.logical_or.reduce([np.zeros(len(people), dtype=bool), *above]))
    return distinct_values(part.column(VILLAGE)[rows]).astype(np.int64) + part.villages.start


def _flagged(
    one: Figures, suspects: Mapping[str, Bools], found: Mapping[str, Bools], places: Ints, groups: Groups
) -> Figures:
    events = [event for event in _events_of(one.indicator) if event in found]
    if not events:
        return one
    above = np.zeros((len(groups.areas), groups.periods), dtype=bool)
    above[places] = np.logical_or.reduce([found[event] for event in events])
    before = one.flags.get(IMPOSSIBLE, np.zeros(groups.size, dtype=bool))
    return replace(one, flags={**one.flags, IMPOSSIBLE: before | (suspects[one.indicator.key] & above.ravel())})


def _above_everyone(table: Table, chosen: Sequence[int], plan: Plan) -> dict[str, Bools]:
    """Return for each event and period (columns) of some areas (rows) whether there are more of it than people."""
    areas = [area for area in chosen if area != TOTAL]
    events = [event for event in ARRIVALS if event in table.counts]
    came = {count for event in events for count in ARRIVALS[event] if count in table.counts}
    indicators = [*(_count(count) for count in came), *(_of_people(event, end) for event in events for end in ENDS)]
    result = {event: np.zeros((len(chosen), len(plan.every)), dtype=bool) for event in events}
    for periods in dict.fromkeys((plan.every, _months(plan))):
        groups = make_groups(table.areas, areas, total=TOTAL in chosen, periods=len(periods))
        totals, _ = roll_up(
            table, indicators, groups, replace(plan, periods=periods, compared=(), keep_unmatched=False)
        )
        whole = [[one.start <= part.start and part.end <= one.end for one in plan.every] for part in periods]
        for event in events:
            more = sum((totals[count].numerator for count in ARRIVALS[event] if count in came), start=0)
            above = np.logical_and.reduce([_above(totals[_of_people(event, end).key], more) for end in ENDS])
            result[event] |= above.reshape(len(chosen), len(periods)).astype(np.int64) @ np.array(whole) > 0
    return result


def _months(plan: Plan) -> tuple[Period, ...]:
    """Return the months of all periods, each once."""
    return tuple(
        sorted({month for period in plan.every for month in plan.calendar.split(period, PeriodKind.MONTH, clip=True)})
    )


def _count(count: str) -> Indicator:
    return Indicator(count, named(count), Kind.COUNT, Formula((Term(1, count),)))


def _of_people(event: str, end: Moment) -> Indicator:
    """Return an event over the people at the start or the end, which rest on the same villages."""
    people = Formula((Term(1, POPULATION, end),))
    key = f"{event} of {people}"
    return Indicator(key, named(key), Kind.PROPORTION, Formula((Term(1, event),)), people)


def _above(totals: Totals, more: Ints | int) -> Bools:
    above: Bools = (totals.reported > 0) & (totals.numerator > totals.denominator + more)
    return above
