"""Runs of months: where rows stand, and how runs that overlap are made comparable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Self

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Chosen, Ints, offsets, packed
from popcalc.table import END, MISSING, START, VILLAGE, TablePart


class VillageRuns(Struct, frozen=True, eq=False, dict=True):
    """Runs of whole months of villages, from `start` to `end`, both included; arrays of the same length."""

    village: AnyInts
    start: AnyInts
    end: AnyInts

    def __len__(self) -> int:
        return len(self.village)

    def __getitem__(self, chosen: Chosen) -> Self:
        start = self.start[chosen]
        return type(self)(self.village[chosen], start, start if self.monthly else self.end[chosen])

    @cached_property
    def monthly(self) -> bool:
        """Whether every run is a single month."""
        return self.start is self.end or bool((self.start == self.end).all())

    @property
    def months(self) -> Ints:
        """Number of months of each run."""
        return (self.end - self.start + 1).astype(np.int64)

    @staticmethod
    def joined(several: Sequence[VillageRuns]) -> VillageRuns:
        """Return several lists of runs as one, in their order."""
        return VillageRuns(
            np.concatenate([runs.village for runs in several]),
            np.concatenate([runs.start for runs in several]),
            np.concatenate([runs.end for runs in several]),
        )

    def clipped(self, start: int, end: int) -> VillageRuns:
        """Return what of each run lies within some months; every run must touch them."""
        return VillageRuns(self.village, np.maximum(self.start, start), np.minimum(self.end, end))

    def month_by_month(self) -> tuple[VillageRuns, Ints]:
        """Return the single months of all runs, and where those of each run begin."""
        lengths = self.months
        first = offsets(lengths)
        month = np.repeat(self.start - first, lengths) + np.arange(lengths.sum())
        return VillageRuns(np.repeat(self.village, lengths), month, month), first


class Flows(Struct, frozen=True, eq=False):
    """Flows by run of months of a village.

    `values` holds each flow, `MISSING` where it is not reported for the whole run; `events` what was reported of it in
    any part of the run, nothing being 0 or negative.
    """

    runs: VillageRuns
    values: Mapping[str, AnyInts]
    events: Mapping[str, AnyInts]

    def __getitem__(self, chosen: Chosen) -> Flows:
        values = {count: column[chosen] for count, column in self.values.items()}
        same = self.events is self.values
        events = values if same else {count: column[chosen] for count, column in self.events.items()}
        return Flows(self.runs[chosen], values, events)


def flows_of(part: TablePart, counts: Sequence[str]) -> Flows:
    """Return the rows of a part of the table with the flows among `counts`, as they were given."""
    values = {count: part.column(count) for count in counts}
    return Flows(VillageRuns(part.column(VILLAGE), part.column(START), part.column(END)), values, values)


def aligned(flows: Flows, counts: Sequence[str]) -> Flows:
    """Return the rows on which a figure over `counts` can rest: runs that overlap become one, from first to last.

    Births by month and deaths by quarter meet in the quarter: its births are reported when all its months are. No two
    runs of one count overlap. Where no runs of these counts overlap, the rows are returned as they are.
    """
    if flows.runs.monthly:
        return flows
    said = np.flatnonzero(np.logical_or.reduce([flows.values[count] >= 0 for count in counts]))
    runs = flows.runs[said]
    reach = np.maximum.accumulate(packed(runs.village, runs.end))
    joined = packed(runs.village, runs.start)[1:] <= reach[:-1]
    if not joined.any():
        return flows
    first = np.flatnonzero(np.concatenate([[True], ~joined]))
    whole = VillageRuns(runs.village[first], runs.start[first], np.maximum.reduceat(runs.end, first))
    values, events = {}, {}
    for count in counts:
        column = flows.values[count][said].astype(np.int64)
        covered = np.add.reduceat(np.where(column >= 0, runs.months, 0), first)
        events[count] = np.add.reduceat(column.clip(min=0), first)
        values[count] = np.where(covered == whole.months, events[count], MISSING)
    return Flows(whole, values, events)
