"""The rows that figures rest on, and sums over them, each made once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec import Struct, field

from popcalc.aggregation.groups import Grouping, Groups, grouping
from popcalc.aggregation.person_days import PersonDays
from popcalc.aggregation.runs import Flows
from popcalc.aggregation.timeline import Timeline
from popcalc.arrays import AnyInts, Bools, Ints


class Mask(Struct, frozen=True, eq=False):
    """Some rows of a frame; masks of the same rows have the same key."""

    rows: Bools
    every: bool
    key: bytes


def mask_of(conditions: Iterable[Bools]) -> Mask:
    """Return the rows that fulfil all of the conditions."""
    rows = np.logical_and.reduce(list(conditions))
    every = bool(rows.all())
    return Mask(rows, every, b"" if every else np.packbits(rows).tobytes())


class Frame(Struct, eq=False):
    """The rows that lie each in one period and one of the areas asked for.

    `period` is the position of each row's period. `straddling` are the rows of these areas that lie across the edge of
    a period.
    """

    flows: Flows
    period: Ints
    straddling: Flows
    groups: Groups
    _grouping: Grouping
    days: dict[str, PersonDays] = field(default_factory=dict)
    """Person-days of the rows, by stock."""
    rests: dict[bytes, Frame] = field(default_factory=dict)
    """The months that the rows under a mask do not cover, by its key."""
    _known: dict[str, Bools] = field(default_factory=dict)
    _events: dict[str, int] = field(default_factory=dict)
    _sums: dict[tuple[bytes, str], Ints] = field(default_factory=dict)

    def known(self, flow: str) -> Bools:
        """Return the rows for which a flow is reported."""
        if flow not in self._known:
            self._known[flow] = self.flows.values[flow] >= 0
        return self._known[flow]

    def events(self, flow: str) -> int:
        """Return how many events of a flow are reported in these rows and across the edges of periods."""
        if flow not in self._events:
            columns = (self.flows.events[flow], self.straddling.events[flow])
            self._events[flow] = sum(int(column.sum(where=column > 0, dtype=np.int64)) for column in columns)
        return self._events[flow]

    def sum_flow(self, flow: str, mask: Mask) -> Ints:
        """Return the sum of a flow by area and period."""
        return self._sum(flow, self.flows.values[flow], mask)

    def sum_months(self, mask: Mask) -> Ints:
        """Return the number of village-months by area and period."""
        runs = self.flows.runs
        return self._sum("", mask.rows if runs.monthly else runs.months, mask)

    def sum_days(self, stock: str, name: str, mask: Mask) -> Ints:
        """Return the sum of a column of `PersonDays` by area and period."""
        return self._sum(f"{stock} {name}", getattr(self.days[stock], name), mask)

    def _sum(self, name: str, values: AnyInts | Bools, mask: Mask) -> Ints:
        if (mask.key, name) not in self._sums:
            none = values.dtype == bool and not values.any()
            chosen = values if mask.every or none else np.where(mask.rows, values, 0)
            of_cells = np.zeros(self._grouping.size, dtype=np.int64) if none else self._grouping.sums(chosen)
            self._sums[mask.key, name] = self.groups.by_area(of_cells)
        return self._sums[mask.key, name]


class Rows(Struct, frozen=True, eq=False):
    """Rows of a frame under a mask."""

    frame: Frame
    mask: Mask


def make_frame(flows: Flows, groups: Groups, timeline: Timeline) -> Frame:
    """Return the rows that lie in the periods and areas asked for."""
    cell = groups.cell_of[flows.runs.village]
    first, last = timeline.period(flows.runs.start), timeline.period(flows.runs.end)
    inside = (first >= 0) & (first == last) & (cell >= 0)
    if inside.all():
        return Frame(flows, first, flows[:0], groups, grouping(groups, cell, first))
    straddling = ~inside & (cell >= 0) & timeline.touches_period(flows.runs.start, flows.runs.end)
    return Frame(flows[inside], first[inside], flows[straddling], groups, grouping(groups, cell[inside], first[inside]))
