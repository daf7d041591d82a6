"""From village-months to sums by area and period: everything a figure needs, added up once, in whole numbers.

Numerator and denominator of a figure rest on the same village-months. What is added is a handful of columns over one
table, grouped by area and period; nothing is divided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Catalogue, Formula, Indicator, Moment, Nature
from popcalc.moments import Moments, last_moments
from popcalc.periods import Period, Run
from popcalc.person_time import Average, PersonDays, Stock, person_days, read_stock
from popcalc.quotas import Quotas, read_quotas, years_of, years_touched
from popcalc.runs import Flows, aligned, flows_of
from popcalc.sums import Groups, exact_sums
from popcalc.table import VillageMonths

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Needs:
    """The counts of an indicator by how they enter it."""

    flows: tuple[str, ...]
    stocks: tuple[str, ...]
    closing: tuple[str, ...]
    opening: tuple[str, ...]
    quotas: tuple[str, ...]

    @property
    def moments(self) -> bool:
        """Whether a month-end of a stock enters."""
        return bool(self.closing or self.opening)


def needs_of(indicator: Indicator, catalogue: Catalogue) -> Needs:
    """Return what an indicator needs of each village."""
    terms = [*indicator.numerator, *(indicator.denominator or ())]

    def counts(moment: Moment, nature: Nature) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                term.count for term in terms if term.moment is moment and catalogue.counts[term.count].nature is nature
            )
        )

    return Needs(
        flows=counts(Moment.PERIOD, Nature.FLOW),
        stocks=counts(Moment.PERIOD, Nature.STOCK),
        closing=counts(Moment.CLOSING, Nature.STOCK),
        opening=counts(Moment.OPENING, Nature.STOCK),
        quotas=counts(Moment.PERIOD, Nature.QUOTA),
    )


@dataclass(frozen=True, eq=False)
class Totals:
    """The sums of one indicator by group (area and period); all arrays are int64 of the same length.

    `plus` and `minus` are the numerator's terms by sign, in the counts' smallest units, `denominator` likewise. Where
    the denominator is person-time it stands in `twice_365` and `twice_366` instead: twice the person-days in
    statistical years of 365 and of 366 days. `reported` and `expected` are village-months. `flags` holds, by flag, how
    many village-months (or villages) have it.
    """

    plus: Ints
    minus: Ints
    denominator: Ints
    twice_365: Ints
    twice_366: Ints
    reported: Ints
    expected: Ints
    flags: Mapping[str, Ints]

    @property
    def numerator(self) -> Ints:
        """The numerator in its counts' smallest unit."""
        return self.plus - self.minus


@dataclass(frozen=True)
class LeftOut:
    """Events that were reported and do not enter a figure, since something else is missing for their village-months.

    `events` of the `of` that are reported of `count`; `cause` is what is missing, the key of a stock, a flow or a quota. `villages` are positions in the tree.
    """

    indicator: str
    count: str
    cause: str
    events: int
    of: int
    villages: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """What is the same for every indicator of one roll-up.

    `span` is the run of months that was asked for; `keep_unmatched` sums everything reported, matched or not.
    """

    catalogue: Catalogue
    periods: tuple[Period, ...]
    span: Run
    year_start: int = 1
    average: Average = Average.CURVE
    keep_unmatched: bool = False


@dataclass(eq=False)
class Frame:
    """The rows that lie in a period and a group, and what was worked out over them."""

    flows: Flows
    period: Ints
    group: Ints
    days: dict[str, PersonDays] = field(default_factory=dict)
    sums: dict[tuple[bytes, str], Ints] = field(default_factory=dict)
    """Sums already made, by the digest of the mask and the name of the column."""

    @property
    def months(self) -> Ints:
        """Number of months of each row."""
        return (self.flows.end - self.flows.start + 1).astype(np.int64)


@dataclass(eq=False)
class Workbench:
    """The table, the question, and what has been worked out so far; each thing is worked out once."""

    table: VillageMonths
    plan: Plan
    groups: Groups
    first_month: int
    period_of: Ints
    flows: Flows
    stocks: dict[str, Stock] = field(default_factory=dict)
    frames: dict[tuple[str, ...], Frame] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """Number of sums by cell and period."""
        return self.groups.cells * self.groups.periods

    def group_of(self, village: Ints, period: Ints) -> Ints:
        """Return the number of the cell and period of each row; negative for a village outside."""
        return self.groups.cell_of[village] * self.groups.periods + period

    def stock(self, name: str) -> Stock:
        """Return the reported points of a stock."""
        if name not in self.stocks:
            self.stocks[name] = read_stock(self.table, name, self.plan.catalogue)
        return self.stocks[name]


def roll_up(
    table: VillageMonths, indicators: Sequence[Indicator], groups: Groups, plan: Plan
) -> tuple[dict[str, Totals], list[LeftOut]]:
    """Return the sums of each indicator by group, and the events that were left out of them."""
    first, last = plan.periods[0].start, max(period.end for period in plan.periods)
    period_of = np.full(last - first + 1, -1, dtype=np.int64)
    for position, period in enumerate(plan.periods):
        period_of[period.start - first : period.end - first + 1] = position
    needs = {indicator.key: needs_of(indicator, plan.catalogue) for indicator in indicators}
    flows = flows_of(table, sorted({flow for need in needs.values() for flow in need.flows}))
    bench = Workbench(table, plan, groups, first, period_of, flows)
    totals = {indicator.key: _total(bench, indicator, needs[indicator.key]) for indicator in indicators}
    return totals, bench.left_out


@dataclass(eq=False)
class Sums:
    """What one indicator rests on, summed by cell and period: each of its terms, coverage and flags."""

    terms: dict[tuple[Moment, str], Ints] = field(default_factory=dict)
    days: dict[str, Ints] = field(default_factory=dict)
    reported: Ints | None = None
    flags: dict[str, Ints] = field(default_factory=dict)


def _total(bench: Workbench, indicator: Indicator, needs: Needs) -> Totals:
    matched_sums = _matched(bench, indicator, needs)
    matched = _gathered(bench, indicator, needs, matched_sums)
    if not bench.plan.keep_unmatched:
        return matched
    kept = _gathered(bench, indicator, needs, _kept(bench, needs, matched_sums))
    compared = ("plus", "minus", "denominator", "twice_365", "twice_366")
    differs = np.logical_or.reduce([getattr(kept, name) != getattr(matched, name) for name in compared])
    return replace(kept, flags={**kept.flags, "unmatched": differs.astype(np.int64)})


def _matched(bench: Workbench, indicator: Indicator, needs: Needs) -> Sums:
    """Sum over the village-months for which everything that the indicator needs is known."""
    sums = Sums()
    moments = _moments(bench, needs)
    quotas = read_quotas(bench.table, needs.quotas, bench.plan.year_start) if needs.quotas else None
    if needs.flows:
        frame = _frame(bench, needs.flows)
        conditions = _conditions(bench, frame, needs, moments, quotas)
        mask = np.logical_and.reduce(list(conditions.values()))
        bench.left_out += _left_out(bench, indicator, frame, conditions, mask)
        _sum_rows(bench, frame, mask, needs, sums)
        if moments is not None:
            moments = _with_rows(bench, moments, frame, mask)
    if moments is not None:
        _sum_moments(bench, moments, sums)
    if quotas is not None:
        _sum_quotas(bench, quotas, sums)
    if sums.reported is None:
        sums.reported = _villages_with(bench, moments, quotas)
    return sums


def _kept(bench: Workbench, needs: Needs, matched: Sums) -> Sums:
    """Sum everything that is reported, each count by itself; coverage stays that of the matched village-months."""
    sums = Sums(reported=matched.reported, flags=dict(matched.flags))
    frame = _frame(bench, ())
    for flow in needs.flows:
        values = frame.flows.values[flow]
        said = values >= 0
        sums.terms[Moment.PERIOD, flow] = _summed(bench, frame, flow, values, said, _digest(said))
    for stock in needs.stocks:
        _sum_whole_span(bench, stock, sums)
    moments = _moments(bench, needs)
    if moments is not None:
        _sum_moments(bench, moments, sums)
    if needs.quotas:
        _sum_quotas(bench, read_quotas(bench.table, needs.quotas, bench.plan.year_start), sums)
    return sums


def _frame(bench: Workbench, flows: tuple[str, ...]) -> Frame:
    """Return the rows that lie in one period and one of the areas asked for, aligned for a figure over some flows."""
    rows = aligned(bench.flows, flows) if flows else bench.flows
    key = flows if rows is not bench.flows else ()
    if key not in bench.frames:
        last = len(bench.period_of) - 1
        start, end = (np.clip(month - bench.first_month, -1, last + 1) for month in (rows.start, rows.end))
        padded = np.concatenate([bench.period_of, [-1, -1]])
        period = padded[start]
        inside = (period >= 0) & (period == padded[end]) & (bench.groups.cell_of[rows.village] >= 0)
        if not inside.all():
            rows = Flows(
                rows.village[inside], rows.start[inside], rows.end[inside],
                {flow: values[inside] for flow, values in rows.values.items()},
            )  # fmt: skip
            period = period[inside]
        bench.frames[key] = Frame(rows, period, bench.group_of(rows.village, period))
    return bench.frames[key]


def _days(bench: Workbench, frame: Frame, stock: str) -> PersonDays:
    """Return the person-days of a stock for each row of a frame."""
    if stock not in frame.days:
        starts, ends = _bounds(bench)
        frame.days[stock] = person_days(
            bench.stock(stock), frame.flows.village, frame.flows.start, frame.flows.end,
            year_start=bench.plan.year_start, average=bench.plan.average,
            period_start=starts[frame.period], period_end=ends[frame.period],
        )  # fmt: skip
    return frame.days[stock]


def _bounds(bench: Workbench) -> tuple[Ints, Ints]:
    """Return the first and the last month of each period."""
    periods = bench.plan.periods
    return np.array([one.start for one in periods], dtype=np.int64), np.array(
        [one.end for one in periods], dtype=np.int64
    )


def _moments(bench: Workbench, needs: Needs) -> Moments | None:
    """Return the month-ends that an indicator needs, of the villages in the areas asked for."""
    if not (needs.closing or needs.opening):
        return None
    closing = {count: bench.stock(count) for count in needs.closing}
    opening = {count: bench.stock(count) for count in needs.opening}
    found = last_moments(closing, opening, bench.plan.periods, bench.period_of, bench.first_month)
    return found.only(bench.groups.cell_of[found.village] >= 0)


def _conditions(
    bench: Workbench, frame: Frame, needs: Needs, moments: Moments | None, quotas: Quotas | None
) -> dict[str, Bools]:
    """Return, by the count in question, the rows of a frame for which it is known."""
    rows = frame.flows
    known = {flow: rows.values[flow] >= 0 for flow in needs.flows}
    for stock in needs.stocks:
        known[stock] = _days(bench, frame, stock).known
    if moments is not None:
        there = np.zeros(len(bench.groups.cell_of) * bench.groups.periods, dtype=bool)
        there[moments.village * bench.groups.periods + moments.period] = True
        known[(*needs.closing, *needs.opening)[0]] = there[
            rows.village.astype(np.int64) * bench.groups.periods + frame.period
        ]
    if quotas is not None:
        known[needs.quotas[0]] = quotas.has(rows.village, years_of(rows.end, bench.plan.year_start))
    return known


def _sum_rows(bench: Workbench, frame: Frame, mask: Bools, needs: Needs, sums: Sums) -> None:
    """Add the flows, the person-days and the coverage of the rows under a mask."""
    of_mask = _digest(mask)
    sums.reported = _summed(bench, frame, "months", frame.months, mask, of_mask)
    for flow in needs.flows:
        sums.terms[Moment.PERIOD, flow] = _summed(bench, frame, flow, frame.flows.values[flow], mask, of_mask)
    for stock in needs.stocks:
        days = _days(bench, frame, stock)
        for name in ("twice_365", "twice_366"):
            of_days = _summed(bench, frame, f"{stock} {name}", getattr(days, name), mask, of_mask)
            sums.days[name] = sums.days.get(name, 0) + of_days
        for flag in ("supplied", "extrapolated", "bridged"):
            of_flag = _summed(bench, frame, f"{stock} {flag}", getattr(days, flag), mask, of_mask)
            sums.flags[flag] = sums.flags.get(flag, 0) + of_flag


def _digest(mask: Bools) -> bytes:
    """Return what tells a mask from others; nothing for the mask of all rows."""
    return b"" if mask.all() else blake2b(np.packbits(mask).tobytes(), digest_size=16).digest()


def _summed(bench: Workbench, frame: Frame, name: str, values: Ints | Bools, mask: Bools, of_mask: bytes) -> Ints:
    """Return the sum of a column over the rows under a mask, made once for each column and mask."""
    key = (of_mask, name)
    if key not in frame.sums:
        if values.dtype == bool and not values.any():
            frame.sums[key] = np.zeros(bench.cells, dtype=np.int64)
        else:
            group, chosen = (frame.group[mask], values[mask]) if of_mask else (frame.group, values)
            frame.sums[key] = exact_sums(group, chosen.astype(np.int64), bench.cells)
    return frame.sums[key]


def _sum_whole_span(bench: Workbench, stock: str, sums: Sums) -> None:
    """Add the person-days of every village that has the stock, for all months of the periods in the span."""
    starts, ends = _bounds(bench)
    points = bench.stock(stock)
    villages = np.union1d(points.village, points.supply_village)
    villages = villages[bench.groups.cell_of[villages] >= 0]
    months = np.array(
        [month for month in range(bench.plan.span.start, bench.plan.span.end + 1) if _inside(bench, month)]
    )
    for month in months:
        period = np.full(len(villages), bench.period_of[month - bench.first_month])
        run = np.full(len(villages), month)
        days = person_days(
            points, villages, run, run, year_start=bench.plan.year_start, average=bench.plan.average,
            period_start=starts[period], period_end=ends[period],
        )  # fmt: skip
        group = bench.group_of(villages, period)
        for name in ("twice_365", "twice_366"):
            sums.days[name] = sums.days.get(name, 0) + exact_sums(group, getattr(days, name), bench.cells)
        for flag in ("supplied", "extrapolated", "bridged"):
            of_flag = exact_sums(group, getattr(days, flag).astype(np.int64), bench.cells)
            sums.flags[flag] = sums.flags.get(flag, 0) + of_flag


def _inside(bench: Workbench, month: int) -> bool:
    place = month - bench.first_month
    return 0 <= place < len(bench.period_of) and bench.period_of[place] >= 0


def _with_rows(bench: Workbench, moments: Moments, frame: Frame, mask: Bools) -> Moments:
    """Return the month-ends of the villages and periods that have a row under a mask."""
    there = np.zeros(len(bench.groups.cell_of) * bench.groups.periods, dtype=bool)
    there[frame.flows.village[mask].astype(np.int64) * bench.groups.periods + frame.period[mask]] = True
    return moments.only(there[moments.village * bench.groups.periods + moments.period])


def _sum_moments(bench: Workbench, moments: Moments, sums: Sums) -> None:
    group = bench.group_of(moments.village, moments.period)
    for moment, figures in ((Moment.CLOSING, moments.closing), (Moment.OPENING, moments.opening)):
        for count, values in figures.items():
            sums.terms[moment, count] = exact_sums(group, values, bench.cells)
    sums.flags["stale"] = exact_sums(group, moments.stale.astype(np.int64), bench.cells)


def _sum_quotas(bench: Workbench, quotas: Quotas, sums: Sums) -> None:
    """Add each village's quotas of the years that a period touches, whether or not anything was done."""
    for count in quotas.values:
        sums.terms[Moment.PERIOD, count] = np.zeros(bench.cells, dtype=np.int64)
    for position, period in enumerate(bench.plan.periods):
        first, last = years_touched(period, bench.plan.year_start)
        chosen = (quotas.year >= first) & (quotas.year <= last) & (bench.groups.cell_of[quotas.village] >= 0)
        village = quotas.village[chosen]
        group = bench.group_of(village, np.full(len(village), position))
        for count, values in quotas.values.items():
            sums.terms[Moment.PERIOD, count] += exact_sums(group, values[chosen], bench.cells)


def _villages_with(bench: Workbench, moments: Moments | None, quotas: Quotas | None) -> Ints:
    """Return the village-months of villages that have what a figure without flows rests on, whole periods of them."""
    months = np.array([period.months for period in bench.plan.periods], dtype=np.int64)
    if moments is not None:
        return exact_sums(bench.group_of(moments.village, moments.period), months[moments.period], bench.cells)
    assert quotas is not None
    found = np.zeros(bench.cells, dtype=np.int64)
    for position, period in enumerate(bench.plan.periods):
        first, last = years_touched(period, bench.plan.year_start)
        village = np.unique(quotas.village[(quotas.year >= first) & (quotas.year <= last)])
        village = village[bench.groups.cell_of[village] >= 0]
        group = bench.group_of(village, np.full(len(village), position))
        found += exact_sums(group, np.full(len(village), months[position]), bench.cells)
    return found


def _gathered(bench: Workbench, indicator: Indicator, needs: Needs, sums: Sums) -> Totals:
    """Return an indicator's sums by area and period from those of its terms by cell and period."""
    groups = bench.groups

    def of_formula(formula: Formula | None, *, sign: int | None) -> Ints:
        total = np.zeros(groups.size, dtype=np.int64)
        for term in formula or ():
            if (term.moment, term.count) in sums.terms and (sign is None or term.coefficient * sign > 0):
                factor = term.coefficient if sign is None else abs(term.coefficient)
                total += factor * groups.by_area(sums.terms[term.moment, term.count])
        return total

    nothing = np.zeros(bench.cells, dtype=np.int64)
    villages = np.bincount(groups.cell_of[groups.cell_of >= 0], minlength=groups.cells)
    months = np.array([period.months for period in bench.plan.periods], dtype=np.int64)
    assert sums.reported is not None
    return Totals(
        plus=of_formula(indicator.numerator, sign=1),
        minus=of_formula(indicator.numerator, sign=-1),
        denominator=of_formula(indicator.denominator, sign=None),
        twice_365=groups.by_area(sums.days.get("twice_365", nothing)),
        twice_366=groups.by_area(sums.days.get("twice_366", nothing)),
        reported=groups.by_area(sums.reported),
        expected=groups.by_area(np.outer(villages, months).ravel()),
        flags={flag: groups.by_area(values) for flag, values in sums.flags.items()},
    )


def _left_out(
    bench: Workbench, indicator: Indicator, frame: Frame, conditions: Mapping[str, Bools], mask: Bools
) -> list[LeftOut]:
    """Return, by what is missing, the events of the numerator that were reported and do not enter the figure."""
    found = []
    flows = [term.count for term in indicator.numerator if term.count in frame.flows.values]
    for flow in dict.fromkeys(flows):
        values = frame.flows.values[flow]
        lost = ~mask & (values > 0)
        if not lost.any():
            continue
        whole = int(values[values > 0].sum())
        for cause, known in conditions.items():
            because = lost & ~known
            if because.any():
                villages = np.unique(frame.flows.village[because]).tolist()
                found.append(LeftOut(indicator.key, flow, cause, int(values[because].sum()), whole, tuple(villages)))
                lost &= known
    return found
