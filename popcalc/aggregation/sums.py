"""What is asked of a roll-up, and what it gives: sums that can be added up, part by part, and then finished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from popcalc.arrays import Bools, Ints
from popcalc.definitions.catalogue import Average, Catalogue
from popcalc.periods import Calendar, Period, Run


class Plan(Struct, frozen=True):
    """What is the same for every indicator of one roll-up.

    `periods` are in order of time and may overlap, as rolling years do; `span` is the run of months that was asked for;
    `keep_unmatched` sums everything reported, matched or not. With `compared`, a period for each of `periods`, the sums
    are of both, and only of what both have; those of `compared` come after the others.
    """

    catalogue: Catalogue
    periods: tuple[Period, ...]
    span: Run
    calendar: Calendar
    average: Average
    keep_unmatched: bool
    compared: tuple[Period, ...] = ()

    @property
    def every(self) -> tuple[Period, ...]:
        """The periods that there are sums of."""
        return (*self.periods, *self.compared)

    @property
    def months(self) -> Run:
        """The months of all periods."""
        return Run(min(period.start for period in self.periods), max(period.end for period in self.periods))

    def passes(self) -> list[list[int]]:
        """Return the places of the periods that can be summed together, as they do not overlap, nor do their compared.

        One list for ordinary periods, twelve for rolling years.
        """
        found: list[list[int]] = []
        for place in range(len(self.periods)):
            fitting = (several for several in found if not self._overlaps(several[-1], place))
            several = next(fitting, None)
            if several is None:
                found.append([place])
            else:
                several.append(place)
        return found

    def _overlaps(self, earlier: int, place: int) -> bool:
        lists = (self.periods, self.compared) if self.compared else (self.periods,)
        return any(periods[place].start <= periods[earlier].end for periods in lists)


class Totals(Struct, frozen=True, eq=False):
    """The sums of one indicator by group (area and period, the period running fastest); arrays of the same length.

    | field | meaning |
    |---|---|
    | `plus`, `minus` | the numerator's terms by sign, in its smallest unit (see `Catalogue.scale_of`) |
    | `denominator` | likewise; 0 where it is person-time |
    | `twice_365`, `twice_366` | twice the person-days in statistical years of 365 and of 366 days |
    | `reported`, `expected` | village-months for which everything is known, and all there are |
    | `flags` | by flag, how many village-months (or villages) have it |
    | `seen` | where unmatched sums are kept: whether every count of the figure is reported at all; else None |
    """

    plus: Ints
    minus: Ints
    denominator: Ints
    twice_365: Ints
    twice_366: Ints
    reported: Ints
    expected: Ints
    flags: Mapping[str, Ints]
    seen: Bools | None = None

    @property
    def numerator(self) -> Ints:
        """The numerator in its counts' smallest unit."""
        return self.plus - self.minus

    @property
    def twice(self) -> Ints:
        """Twice the person-days."""
        return self.twice_365 + self.twice_366

    @property
    def known(self) -> Bools:
        """Where there is something to make a figure of."""
        return self.reported > 0 if self.seen is None else self.seen

    def over(self, change: Callable[..., Ints], *others: Totals) -> Totals:
        """Return what a function makes of each column, and of the same column of others, such as their sum."""
        columns: dict[str, Any] = {name: change(*(getattr(one, name) for one in (self, *others))) for name in SUMMED}
        flags = {flag: change(*(one.flags[flag] for one in (self, *others))) for flag in self.flags}
        return Totals(**columns, flags=flags)


COMPARED = ("plus", "minus", "denominator", "twice_365", "twice_366")
SUMMED = (*COMPARED, "reported", "expected")
"""The fields of `Totals` that are sums over villages."""


class LeftOut(Struct, frozen=True):
    """Events that were reported and do not enter a figure.

    `events` of the `of` that are reported of `count`; `cause` is what is missing for their village-months, the key of
    a stock, a flow or a quota, or None where a run of months lies across the edge of a period. `villages` says how
    many villages they are of, by the area above these; a village without one stands for itself.
    """

    indicator: str
    count: str
    cause: str | None
    events: int
    of: int
    villages: Mapping[int, int]


class Loss(Struct, frozen=True, eq=False):
    """Events that are left out for one cause, and how many villages they are of, as in `LeftOut`."""

    events: int = 0
    villages: Counter[int] = field(default_factory=Counter)

    def __add__(self, other: Loss) -> Loss:
        return Loss(self.events + other.events, self.villages + other.villages)


class Sums(Struct, frozen=True, eq=False):
    """The sums of one indicator over some villages; those of other villages can be added, in any order.

    `matched` are the sums over the village-months that match; where unmatched sums are kept, `kept` are those over
    everything reported, and `counted` says how often each term is reported. `losses` has every count of the numerator
    with every cause there can be, `events` what is reported of each. What holds only of the whole, such as whether
    every term is reported at all, is found in the end: `totals`, `left_out`.
    """

    matched: Totals
    kept: Totals | None
    counted: tuple[Ints, ...]
    losses: Mapping[tuple[str, str | None], Loss]
    events: Mapping[str, int]

    def over(self, change: Callable[..., Ints], *others: Sums) -> Sums:
        """Return what a function makes of each column, and of the same column of others."""
        kept = [one.kept for one in others if one.kept]
        return replace(
            self,
            matched=self.matched.over(change, *(one.matched for one in others)),
            kept=self.kept.over(change, *kept) if self.kept else None,
            counted=tuple(map(change, self.counted, *(one.counted for one in others))),
        )

    def __add__(self, other: Sums) -> Sums:
        return replace(
            self.over(np.add, other),
            losses={key: loss + other.losses[key] for key, loss in self.losses.items()},
            events={count: events + other.events[count] for count, events in self.events.items()},
        )

    def totals(self) -> Totals:
        """Return the totals, now that all villages are in."""
        if self.kept is None:
            return self.matched
        differ = [getattr(self.kept, name) != getattr(self.matched, name) for name in COMPARED]
        flags = {**self.kept.flags, "unmatched": np.logical_or.reduce(differ).astype(np.int64)}
        return replace(self.kept, flags=flags, seen=np.logical_and.reduce([times > 0 for times in self.counted]))

    def left_out(self, indicator: str) -> list[LeftOut]:
        """Return the events that are left out, by count and by the first thing that is missing for them."""
        return [
            LeftOut(indicator, count, cause, loss.events, self.events[count], dict(loss.villages))
            for (count, cause), loss in self.losses.items()
            if loss.events
        ]


class PartSums(Struct, frozen=True, eq=False):
    """The sums of a part of a table: by indicator, for the areas that its villages lie in.

    `areas` are the places of these areas among all that are asked for, `periods` how many groups each has.
    """

    areas: Ints
    periods: int
    sums: Mapping[str, Sums]

    def __add__(self, other: PartSums) -> PartSums:
        areas = np.union1d(self.areas, other.areas)
        one, two = self._for(areas), other._for(areas)
        return PartSums(areas, self.periods, {key: sums + two[key] for key, sums in one.items()})

    def at(self, places: Sequence[int], periods: int) -> PartSums:
        """Return them as sums of more periods, in which these stand at some places; the others have none."""
        spots = np.array(places, dtype=np.int64)

        def laid_out(column: Ints) -> Ints:
            wide = np.zeros((len(self.areas), periods), dtype=np.int64)
            wide[:, spots] = column.reshape(-1, self.periods)
            return wide.ravel()

        return PartSums(self.areas, periods, {key: sums.over(laid_out) for key, sums in self.sums.items()})

    def with_losses(self, other: PartSums) -> PartSums:
        """Return them with the events that others leave out, in place of their own."""
        sums = {
            key: replace(one, losses=other.sums[key].losses, events=other.sums[key].events)
            for key, one in self.sums.items()
        }
        return replace(self, sums=sums)

    def finished(self, areas: int) -> tuple[dict[str, Totals], list[LeftOut]]:
        """Return the totals of each indicator for all areas, and what is left out, now that all parts are in."""
        sums = self._for(np.arange(areas))
        left_out = [lost for key, one in sums.items() for lost in one.left_out(key)]
        return {key: one.totals() for key, one in sums.items()}, left_out

    def _for(self, areas: Ints) -> Mapping[str, Sums]:
        """Return the sums for more areas, which are nothing in those that are new."""
        if len(areas) == len(self.areas):
            return self.sums
        places = np.searchsorted(areas, self.areas)

        def laid_out(column: Ints) -> Ints:
            wide = np.zeros((len(areas), self.periods), dtype=np.int64)
            wide[places] = column.reshape(-1, self.periods)
            return wide.ravel()

        return {key: sums.over(laid_out) for key, sums in self.sums.items()}
