"""One aggregation in the making: the villages, the question, and what has been worked out so far, each thing once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from popcalc.aggregation.frames import Frame, Rows, make_frame
from popcalc.aggregation.groups import Grouping, Groups, grouping
from popcalc.aggregation.month_ends import MonthEnd, MonthEndReader, MonthEnds
from popcalc.aggregation.needs import needs_of
from popcalc.aggregation.person_days import PersonDays, in_leap_years, person_days, segments
from popcalc.aggregation.quotas import Quotas, read_quotas
from popcalc.aggregation.runs import Flows, VillageRuns, aligned, flows_of
from popcalc.aggregation.segments import Segments
from popcalc.aggregation.stocks import Stocks
from popcalc.aggregation.sums import Plan
from popcalc.aggregation.timeline import Timeline
from popcalc.arrays import AnyInts, Bools, Ints, distinct_values
from popcalc.definitions.catalogue import Indicator
from popcalc.periods import Run
from popcalc.table import END, START, TablePart


class Aggregation:
    """A part of a table and what is asked of it; what is worked out for one indicator is at hand for the next.

    Sums are by area and period. A *place* is a village and a period: village times periods plus period.
    """

    def __init__(self, part: TablePart, groups: Groups, plan: Plan, indicators: Iterable[Indicator]) -> None:
        self.part = part
        self.groups = groups
        self.plan = plan
        self.timeline = Timeline(_months(part, plan), plan.periods, plan.calendar)
        self.stocks = Stocks(part, plan.catalogue)
        flows = {flow for indicator in indicators for flow in needs_of(indicator, plan.catalogue).flows}
        self._flows = flows_of(part, sorted(flows))
        self._frames: dict[tuple[str, ...], Frame] = {}
        self._quotas: dict[tuple[str, ...], Quotas] = {}

    def frame(self, flows: tuple[str, ...] = ()) -> Frame:
        """Return the rows in the periods and areas asked for, aligned for a figure over some flows."""
        if flows not in self._frames:
            rows = aligned(self._flows, flows) if flows else self._flows
            same = flows and rows is self._flows
            self._frames[flows] = self.frame() if same else make_frame(rows, self.groups, self.timeline)
        return self._frames[flows]

    def person_days(self, frame: Frame, stock: str) -> PersonDays:
        """Return the person-days of a stock for each row of a frame."""
        if stock not in frame.days:
            frame.days[stock] = person_days(self.stocks[stock], frame.flows.runs, self.timeline, self.plan.average)
        return frame.days[stock]

    def segments(self, stock: str, rows: Sequence[Rows], *, of_leap_years: bool = False) -> Segments:
        """Return the straight lines that the person-days of some rows are the sums of."""
        runs = VillageRuns.joined([some.frame.flows.runs[some.mask.rows] for some in rows])
        runs = in_leap_years(runs, self.timeline)[0] if of_leap_years else runs
        return segments(self.stocks[stock], runs, self.timeline, self.plan.average)

    def rest(self, rows: Rows) -> Frame:
        """Return the months of the periods of every village that some rows do not cover, one by one."""
        frame, mask = rows.frame, rows.mask
        if mask.key not in frame.rests:
            uncovered = self._not_covered(frame.flows.runs[mask.rows])
            frame.rests[mask.key] = make_frame(uncovered, self.groups, self.timeline)
        return frame.rests[mask.key]

    def _not_covered(self, runs: VillageRuns) -> Flows:
        span = self.plan.months
        covered = np.zeros((len(self.part.villages), span.months), dtype=bool)
        if not runs.monthly:
            runs, _ = runs.month_by_month()
        runs = runs[(runs.start >= span.start) & (runs.start <= span.end)]
        covered[runs.village, runs.start - span.start] = True
        if self.part.lives is not None:
            months = np.arange(span.start, span.end + 1)
            covered |= self.part.lives.months(months, months) == 0
        village, month = np.nonzero(~covered)
        return Flows(VillageRuns(village, month + span.start, month + span.start), {}, {})

    def month_ends(self, *month_ends: MonthEnd) -> MonthEnds:
        """Return month-ends of some stocks at every place."""
        return self._month_ends.read({(moment, count): self.stocks[count] for moment, count in month_ends})

    def quotas(self, counts: tuple[str, ...]) -> Quotas:
        """Return the quotas of the villages asked for that have all of some."""
        if counts not in self._quotas:
            quotas = read_quotas(self.part, counts, self.timeline)
            self._quotas[counts] = quotas[self.groups.cell_of[quotas.village] >= 0]
        return self._quotas[counts]

    @cached_property
    def expected(self) -> Ints:
        """The village-months of all villages of the data, for every month of each period in which they exist."""
        if self.part.lives is None:
            return self.groups.by_area(np.outer(self.groups.villages, self.timeline.lengths).ravel())
        return self.sum_places(self.months_of_places, self.inside)

    @cached_property
    def months_of_places(self) -> Ints:
        """How many months of its period the village of each place exists."""
        if self.part.lives is None:
            return np.tile(self.timeline.lengths, len(self.part.villages))
        return self.part.lives.months(self.timeline.starts, self.timeline.ends).ravel()

    def places(self, village: AnyInts, period: AnyInts) -> Ints:
        """Return the place of each village and period."""
        return village.astype(np.int64) * self.groups.periods + period

    @cached_property
    def inside(self) -> Bools:
        """The places whose village lies in an area asked for."""
        return np.repeat(self.groups.cell_of >= 0, self.groups.periods)

    def sum_places(self, values: Ints | Bools, chosen: Bools) -> Ints:
        """Return the sum of the values of some places, all inside."""
        return self.groups.by_area(self._by_place.sums(np.where(chosen, values, 0)))

    def sum_years(self, quotas: Quotas, values: Ints | int, over: Ints, places: Bools | None = None) -> Ints:
        """Return sums of the values of villages and years; `over` says how often a year (row) counts in a period.

        With `places` only those of villages in the periods of these enter.
        """
        if places is not None:
            of_villages = np.zeros((len(self.part.villages), len(self.timeline.years)), dtype=np.int64)
            np.add.at(of_villages, (quotas.village, quotas.year - self.timeline.years[0]), values)
            return self.sum_places((of_villages @ over).ravel(), places & self.inside)
        years = np.zeros((self.groups.cells, len(self.timeline.years)), dtype=np.int64)
        np.add.at(years, (self.groups.cell_of[quotas.village], quotas.year - self.timeline.years[0]), values)
        return self.groups.by_area((years @ over).ravel())

    def villages_above(self, villages: AnyInts) -> Counter[int]:
        """Return how many different villages there are among some, by the area above them."""
        areas, numbers = np.unique(self.part.above[distinct_values(villages)], return_counts=True)
        return Counter(dict(zip(areas.tolist(), numbers.tolist(), strict=True)))

    @cached_property
    def _month_ends(self) -> MonthEndReader:
        return MonthEndReader(len(self.part.villages), self.timeline, self.part.lives)

    @cached_property
    def _by_place(self) -> Grouping:
        cell = np.repeat(self.groups.cell_of.clip(min=0), self.groups.periods)
        return grouping(self.groups, cell, np.tile(np.arange(self.groups.periods), len(self.part.villages)))


def _months(part: TablePart, plan: Plan) -> Run:
    """Return the months of some rows, of the span and of the periods together."""
    span = Run(min(plan.span.start, plan.months.start), max(plan.span.end, plan.months.end))
    if not len(part):
        return span
    return Run(min(span.start, int(part.column(START).min())), max(span.end, int(part.column(END).max())))
