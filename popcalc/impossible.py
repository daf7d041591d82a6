"""Rates of more births or deaths than there were people: the counts cannot be right, whatever the figure says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from msgspec.structs import replace

from popcalc.aggregation import TOTAL, Groups, Plan, Totals, make_groups, roll_up
from popcalc.arrays import Bools, Ints, distinct_values
from popcalc.definitions.catalogue import Formula, Indicator, Kind, Moment, Term
from popcalc.language import named
from popcalc.periods import Period, PeriodKind
from popcalc.rates import Figures
from popcalc.table import END, START, VILLAGE, Table, TablePart, reporting
from popcalc.village_months import pieces_of

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
    events = [event for event in ARRIVALS if event in table.counts]
    result = {event: np.zeros((len(chosen), len(plan.every)), dtype=bool) for event in events}
    for periods in filter(None, dict.fromkeys((plan.every, _months(plan, table, events)))):
        whole = [[one.start <= part.start and part.end <= one.end for one in plan.every] for part in periods]
        own = replace(plan, periods=periods, compared=(), keep_unmatched=False)
        done = 0
        for areas, villages in _in_blocks(table, chosen, own):
            rows = slice(done, done := done + len(areas))
            for event, above in _above_in(villages, areas, events, own).items():
                result[event][rows] |= above.astype(np.int64) @ np.array(whole) > 0
    return result


def _in_blocks(table: Table, chosen: Sequence[int], plan: Plan) -> Iterator[tuple[Sequence[int], Table]]:
    """Yield some of the chosen areas (all together come last) after others, with a table that has their villages.

    There may be many areas, and many months that nobody asked for.
    """
    from popcalc.blocks import RECORDS, blocks_of

    each = max(RECORDS // len(plan.periods), 1)
    if len(chosen) <= each:
        yield chosen, table
        return
    blocks = blocks_of(table.areas, [area for area in chosen if area != TOTAL], each)
    groups = [(block.areas, block.villages) for block in blocks]
    groups += [((TOTAL,), range(table.areas.villages))] if TOTAL in chosen else []
    pieces = [pieces_of(villages, plan.months.months) for _, villages in groups]
    yield from zip((areas for areas, _ in groups), table.in_pieces(pieces), strict=True)


def _above_in(table: Table, chosen: Sequence[int], events: Sequence[str], plan: Plan) -> dict[str, Bools]:
    """Return the same for all periods of a plan."""
    areas = [area for area in chosen if area != TOTAL]
    came = {count for event in events for count in ARRIVALS[event] if count in table.counts}
    indicators = [*(_count(count) for count in came), *(_of_people(event, end) for event in events for end in ENDS)]
    groups = make_groups(table.areas, areas, total=TOTAL in chosen, periods=len(plan.periods))
    totals, _ = roll_up(table, indicators, groups, plan)
    above: dict[str, Bools] = {}
    for event in events:
        more = sum((totals[count].numerator for count in ARRIVALS[event] if count in came), start=0)
        at_ends = [_above(totals[_of_people(event, end).key], more) for end in ENDS]
        above[event] = np.logical_and.reduce(at_ends).reshape(len(chosen), len(plan.periods))
    return above


def _months(plan: Plan, table: Table, events: Sequence[str]) -> tuple[Period, ...]:
    """Return those months of all periods, each once, in which something may have happened."""
    reported = list(table.each(partial(_months_with, events=events)))
    there = set(np.concatenate(reported).tolist())
    months = {month for period in plan.every for month in plan.calendar.split(period, PeriodKind.MONTH, clip=True)}
    return tuple(sorted(month for month in months if month.start in there))


def _months_with(part: TablePart, events: Sequence[str]) -> Ints:
    """Return the months of rows that report any of some events, in order."""
    found = reporting(part, events, beside=False)
    if not len(found[START]):
        return np.zeros(0, dtype=np.int64)
    first = int(found[START].min())
    begun = np.bincount(found[START] - first, minlength=int(found[END].max()) - first + 2)
    ended = np.bincount(found[END] - first + 1, minlength=len(begun))
    return np.flatnonzero(np.cumsum(begun - ended)) + first


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
