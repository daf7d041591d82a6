"""One roll-up in the making: the table, the question, and what has been worked out so far, each thing once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from popcalc.arrays import Bools, Ints
from popcalc.calendars import Timeline
from popcalc.moments import Moments, MonthEnd, MonthEnds
from popcalc.periods import Run
from popcalc.person_time import PersonDays, Stocks, person_days
from popcalc.quotas import Quotas, read_quotas
from popcalc.rollup.frame import Frame, Rows, make_frame, mask_of
from popcalc.rollup.plan import LeftOut, Plan
from popcalc.runs import Flows, VillageRuns, aligned, flows_of
from popcalc.sums import Grouping, Groups, grouping
from popcalc.table import END, START, VillageMonths


class Workbench:
    """The table and the question; what is worked out for one indicator is at hand for the next.

    Sums are by area and period. A *place* is a village and a period: village times periods plus period.
    """

    def __init__(self, table: VillageMonths, groups: Groups, plan: Plan, flows: Iterable[str]) -> None:
        self.table = table
        self.groups = groups
        self.plan = plan
        self.left_out: list[LeftOut] = []
        self.timeline = Timeline(_months(table, plan.span), plan.periods, plan.calendar)
        self.stocks = Stocks(table, plan.catalogue)
        self._flows = flows_of(table, sorted(flows))
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
            points = self.stocks[stock]
            frame.days[stock] = person_days(points, frame.flows.runs, self.timeline, self.plan.average)
        return frame.days[stock]

    def rest(self, rows: Rows) -> Rows:
        """Return the months asked for of every village that some rows do not cover, one by one."""
        frame, mask = rows.frame, rows.mask
        if mask.key not in frame.rests:
            uncovered = self._not_covered(frame.flows.runs[mask.rows])
            frame.rests[mask.key] = make_frame(uncovered, self.groups, self.timeline)
        rest = frame.rests[mask.key]
        return Rows(rest, mask_of([np.ones(len(rest.flows.runs), dtype=bool)]))

    def _not_covered(self, runs: VillageRuns) -> Flows:
        span = self.plan.span
        covered = np.zeros((self.table.areas.villages, span.months), dtype=bool)
        if not runs.monthly:
            runs, _ = runs.month_by_month()
        runs = runs[(runs.start >= span.start) & (runs.start <= span.end)]
        covered[runs.village, runs.start - span.start] = True
        village, month = np.nonzero(~covered)
        return Flows(VillageRuns(village, month + span.start, month + span.start), {}, {})

    def moments(self, *month_ends: MonthEnd) -> Moments:
        """Return month-ends of some stocks at every place."""
        return self._month_ends.read({(moment, count): self.stocks[count] for moment, count in month_ends})

    def quotas(self, counts: tuple[str, ...]) -> Quotas:
        """Return the quotas of villages that have all of some."""
        if counts not in self._quotas:
            self._quotas[counts] = read_quotas(self.table, counts, self.timeline)
        return self._quotas[counts]

    @cached_property
    def expected(self) -> Ints:
        """The village-months of all villages of the data, for every month of each period."""
        return self.groups.by_area(np.outer(self.groups.villages, self.timeline.lengths).ravel())

    def places(self, village: Ints, period: Ints) -> Ints:
        """Return the place of each village and period."""
        return village.astype(np.int64) * self.groups.periods + period

    def sum_places(self, values: Ints | Bools, chosen: Bools) -> Ints:
        """Return the sum of the values of some places."""
        return self.groups.by_area(self._by_place.sums(np.where(chosen & self._places_inside, values, 0)))

    def spread_years(self, quotas: Quotas, values: Ints | int, over: Ints) -> Ints:
        """Return sums of the values of villages and years; `over` says how often a year (row) counts in a period."""
        cell = self.groups.cell_of[quotas.village]
        inside = cell >= 0
        years = np.zeros((self.groups.cells, len(self.timeline.years)), dtype=np.int64)
        spot = (cell[inside], quotas.year[inside] - self.timeline.years[0])
        np.add.at(years, spot, values if isinstance(values, int) else values[inside])
        return self.groups.by_area((years @ over).ravel())

    @cached_property
    def _month_ends(self) -> MonthEnds:
        return MonthEnds(self.table.areas.villages, self.timeline)

    @cached_property
    def _places_inside(self) -> Bools:
        return np.repeat(self.groups.cell_of >= 0, self.groups.periods)

    @cached_property
    def _by_place(self) -> Grouping:
        cell = np.repeat(self.groups.cell_of.clip(min=0), self.groups.periods)
        return grouping(self.groups, cell, np.tile(np.arange(self.groups.periods), self.table.areas.villages))


def _months(table: VillageMonths, span: Run) -> Run:
    """Return the months of the table and of the span together."""
    if not len(table.rows):
        return span
    return Run(min(span.start, int(table.column(START).min())), max(span.end, int(table.column(END).max())))
