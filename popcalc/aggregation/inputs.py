"""What enters a figure, term by term, and its sums: of the village-months that match, or of everything reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.frames import Rows, mask_of
from popcalc.aggregation.matching import Match
from popcalc.aggregation.month_ends import MonthEnd
from popcalc.aggregation.quotas import Quotas
from popcalc.aggregation.sums import Totals
from popcalc.arrays import Bools, Ints
from popcalc.definitions.catalogue import Catalogue, Formula, Moment

WEAKNESSES = ("supplied", "extrapolated", "bridged")
"""What person-days may rest on: columns of `PersonDays`, and flags."""


class AtPlaces(Struct, frozen=True, eq=False):
    """Month-ends of one stock by place: those that enter, their figures, the village and month that each is of."""

    places: Bools
    figures: Ints
    keys: Ints
    stale: Bools


class Inputs(Struct, frozen=True, eq=False):
    """What enters a figure: rows of each flow and of each stock's person-days, month-ends, quotas (of some places)."""

    flows: Mapping[str, Rows]
    stocks: Mapping[str, Sequence[Rows]]
    month_ends: Mapping[MonthEnd, AtPlaces]
    quotas: Mapping[str, Quotas]
    quota_places: Bools | None = None


def inputs_of(aggregation: Aggregation, found: Match) -> Inputs:
    """Return what enters a figure: what matches, or everything where unmatched sums are kept."""
    return everything(aggregation, found) if aggregation.plan.keep_unmatched else matched(found)


def matched(found: Match) -> Inputs:
    """Return what enters of the village-months that match."""
    rows, ends, places, quotas = found.rows, found.month_ends, found.places, found.quotas
    month_ends = {}
    if ends and places is not None:
        month_ends = {end: AtPlaces(places, ends.figures[end], ends.keys[end], ends.stale) for end in ends.figures}
    return Inputs(
        flows=dict.fromkeys(found.needs.flows, rows) if rows else {},
        stocks=dict.fromkeys(found.needs.stocks, (rows,)) if rows else {},
        month_ends=month_ends,
        quotas=dict.fromkeys(found.needs.quotas, quotas) if quotas else {},
        quota_places=found.quota_places,
    )


def everything(aggregation: Aggregation, found: Match) -> Inputs:
    """Return what enters where unmatched sums are kept: all that is reported, each count by itself.

    Person-days are those of all months asked for, of every village that has the stock; month-ends are those that all
    stocks share, or else a stock's own.
    """
    frame, needs = aggregation.frame(), found.needs
    return Inputs(
        flows={flow: Rows(frame, mask_of([frame.known(flow)])) for flow in needs.flows},
        stocks={stock: tuple(_all_months(aggregation, found, stock)) for stock in needs.stocks},
        month_ends={end: _own_or_shared(aggregation, found, end) for end in needs.month_ends},
        quotas={count: aggregation.quotas((count,)) for count in needs.quotas},
    )


def _all_months(aggregation: Aggregation, found: Match, stock: str) -> Iterator[Rows]:
    """Yield the rows that match, and all other months of villages that have a stock."""
    if found.rows:
        yield found.rows
        rest = aggregation.rest(found.rows)
        yield Rows(rest, mask_of([aggregation.person_days(rest, stock).known]))


def _own_or_shared(aggregation: Aggregation, found: Match, end: MonthEnd) -> AtPlaces:
    """Return the month-ends of one stock that all stocks of a figure share, or else its own."""
    shared, own = found.month_ends, aggregation.month_ends(end)
    assert shared
    return AtPlaces(
        places=(shared.known | own.known) & aggregation.inside,
        figures=np.where(shared.known, shared.figures[end], own.figures[end]),
        keys=np.where(shared.known, shared.keys[end], own.keys[end]),
        stale=np.where(shared.known, shared.stale, own.stale),
    )


def totals_of(aggregation: Aggregation, found: Match, inputs: Inputs) -> Totals:
    """Return the sums of what enters a figure; coverage is that of what matches."""
    catalogue, terms = aggregation.plan.catalogue, _term_sums(aggregation, inputs)
    twice = np.zeros(aggregation.groups.size, dtype=np.int64)
    leap = np.zeros_like(twice)
    flags = {flag: np.zeros_like(twice) for flag in (WEAKNESSES if inputs.stocks else ())}
    for stock, several in inputs.stocks.items():
        weight = found.needs.stocks[stock]
        for rows in several:
            aggregation.person_days(rows.frame, stock)
            twice += weight * rows.frame.sum_days(stock, "twice", rows.mask)
            leap += weight * rows.frame.sum_days(stock, "twice_leap", rows.mask)
            for flag in WEAKNESSES:
                flags[flag] += rows.frame.sum_days(stock, flag, rows.mask)
    if inputs.month_ends:
        stale = (aggregation.sum_places(at.stale, at.places) for at in inputs.month_ends.values())
        flags["stale"] = np.sum(list(stale), axis=0)
    plus, minus = signed_sums(found.indicator.numerator, terms, catalogue, twice)
    above, below = signed_sums(found.indicator.denominator, terms, catalogue, twice)
    return Totals(
        plus=plus,
        minus=minus,
        denominator=above - below,
        twice_365=twice - leap,
        twice_366=leap,
        reported=coverage(aggregation, found),
        expected=aggregation.expected,
        flags=flags,
    )


def _term_sums(aggregation: Aggregation, inputs: Inputs) -> dict[tuple[Moment, str], Ints]:
    """Return the sums of flows, of month-ends, and of the quotas of the years that each period touches."""
    touched = (aggregation.timeline.months_by_year > 0).astype(np.int64)
    return {
        **{(Moment.PERIOD, flow): rows.frame.sum_flow(flow, rows.mask) for flow, rows in inputs.flows.items()},
        **{end: aggregation.sum_places(at.figures, at.places) for end, at in inputs.month_ends.items()},
        **{
            (Moment.PERIOD, count): aggregation.sum_years(quotas, quotas.values[count], touched, inputs.quota_places)
            for count, quotas in inputs.quotas.items()
        },
    }


def signed_sums(
    formula: Formula | None, terms: Mapping[tuple[Moment, str], Ints], catalogue: Catalogue, like: Ints
) -> tuple[Ints, Ints]:
    """Return the sums of a formula's terms with a plus and with a minus, in its smallest unit; not of person-time."""
    plus, minus = np.zeros_like(like), np.zeros_like(like)
    for term in formula or ():
        if (term.moment, term.count) in terms:
            factor = abs(term.coefficient) * catalogue.scale_of(formula) // 10 ** catalogue.counts[term.count].decimals
            side = plus if term.coefficient > 0 else minus
            side += factor * terms[term.moment, term.count]
    return plus, minus


def times_reported(aggregation: Aggregation, inputs: Inputs) -> tuple[Ints, ...]:
    """Return for each term how often it is reported: village-months, places, years."""
    months = aggregation.timeline.months_by_year
    return (
        *(rows.frame.sum_months(rows.mask) for rows in inputs.flows.values()),
        *(np.sum([rows.frame.sum_months(rows.mask) for rows in several], axis=0) for several in inputs.stocks.values()),
        *(aggregation.sum_places(at.places, at.places) for at in inputs.month_ends.values()),
        *(aggregation.sum_years(quotas, 1, months) for quotas in inputs.quotas.values()),
    )


def coverage(aggregation: Aggregation, found: Match) -> Ints:
    """Return the village-months that match; a month-end speaks for all months of its period, a quota for its year's."""
    if found.rows:
        return found.rows.frame.sum_months(found.rows.mask)
    if found.places is not None:
        return aggregation.sum_places(aggregation.months_of_places, found.places)
    assert found.quotas
    return aggregation.sum_years(found.quotas, 1, aggregation.timeline.months_by_year, found.quota_places)
