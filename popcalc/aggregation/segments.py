"""Person-days as straight lines: from one figure of a stock to the next, over so many days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from msgspec import Struct

from popcalc.aggregation.runs import VillageRuns
from popcalc.aggregation.timeline import Timeline
from popcalc.arrays import AnyInts, Bools, Chosen, Ints


class Segments(Struct, frozen=True, eq=False):
    """Straight lines of a stock over months of villages: (opening + closing) / 2 people for so many days.

    They stand in the order of the runs of months that they are parts of; `first` is where those of each run begin,
    None where each has one. `opens` and `closes` are the month-ends that the figures are of; a supplied average is
    both figures. `known` says whether the village has any figure of the stock; elsewhere there are 0 people.
    `extrapolated`: a flat end longer than a month was needed; `bridged`: a month-end was missing between two.
    """

    months: VillageRuns
    days: Ints
    opens: AnyInts
    closes: AnyInts
    opening: Ints
    closing: Ints
    known: Bools
    supplied: Bools
    extrapolated: Bools
    bridged: Bools
    first: Ints | None = None

    @property
    def twice(self) -> Ints:
        """Twice the person-days of each, a whole number."""
        return (self.opening + self.closing) * self.days

    @property
    def run(self) -> Ints:
        """The run of months that each is a part of."""
        if self.first is None:
            return np.arange(len(self.days))
        return np.repeat(np.arange(len(self.first)), np.diff(self.first, append=len(self.days)))

    def sum_by_run(self, values: Ints) -> Ints:
        """Return the sum of values by run of months."""
        return values if self.first is None else np.add.reduceat(values, self.first)

    def any_by_run(self, marks: Bools) -> Bools:
        """Return the runs of months of which any segment is marked."""
        if self.first is None:
            return marks
        return np.logical_or.reduceat(marks, self.first) if marks.any() else np.zeros(len(self.first), dtype=bool)

    def __getitem__(self, chosen: Chosen) -> Self:
        return type(self)(*(getattr(self, name)[chosen] for name in self.__struct_fields__ if name != "first"))


def flat(runs: VillageRuns, figures: Ints, timeline: Timeline, *, known: bool, supplied: bool = False) -> Segments:
    """Return one figure for each run of months."""
    none = np.zeros(len(runs), dtype=bool)
    return Segments(
        months=runs,
        days=timeline.days_of(runs.start, runs.end),
        opens=runs.start - 1,
        closes=runs.end,
        opening=figures,
        closing=figures,
        known=~none if known else none,
        supplied=~none if supplied else none,
        extrapolated=none,
        bridged=none,
    )


def in_order(several: Sequence[Segments], runs: Sequence[Ints]) -> Segments:
    """Return the segments of all runs of months as one, by the number of the run that each is a part of."""
    number = np.concatenate(runs)
    order = np.argsort(number, kind="stable")
    columns = {
        name: np.concatenate([getattr(segments, name) for segments in several])[order]
        for name in Segments.__struct_fields__
        if name not in ("months", "first")
    }
    months = VillageRuns.joined([segments.months for segments in several])[order]
    return Segments(months, **columns, first=np.searchsorted(number[order], np.arange(int(number.max(initial=-1)) + 1)))
