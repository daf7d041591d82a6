"""What a printed figure is held against: counts printed beside it, or sums of sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.aggregation import Totals
from popcalc.audit.values import (
    Computed,
    Counts,
    People,
    Steps,
    Time,
    Way,
    completed,
    compute,
    computed_of,
    derivations,
    missing,
    twice_people,
)
from popcalc.definitions.catalogue import Basis, Catalogue
from popcalc.definitions.printed import PrintedFigure
from popcalc.periods import Run
from popcalc.rates import Figures, rate

_NONE = np.zeros(1, dtype=np.int64)


class Ready(Struct, frozen=True, eq=False):
    """The figures of several materials by basis and population, which of them one is, and its populations."""

    figures: Mapping[tuple[Basis, People | None], Figures]
    spot: int
    people: tuple[People, ...]


class Material(Struct, frozen=True, eq=False):
    """The counts of one printed figure, those it can be derived from included, and the days of its period.

    `given` are the counts as they stand in the file. `totals` are the sums of SOURCES, whose person-time is that of
    every village; without them the average population is that of the counts. `ready` are values that were computed
    together with those of other figures.
    """

    figure: PrintedFigure
    catalogue: Catalogue
    time: Time
    given: Counts
    counts: Counts
    totals: Totals | None = None
    ready: Ready | None = None

    @property
    def place(self) -> tuple[str, Run | None]:
        """The area and the months that the figure is of."""
        return self.figure.area, self.figure.run

    @property
    def lacking(self) -> list[str]:
        """The keys of counts that are needed and missing."""
        if self.totals is not None and bool(self.totals.known[0]):
            return []
        return missing(self.figure.indicator, self.counts, self.catalogue)

    @property
    def said(self) -> tuple[Basis, ...]:
        """The bases that the file allows: the one it names, else both, as local reports print figures of the period."""
        if self.figure.basis is not None:
            return (self.figure.basis,)
        return (Basis.PERIOD, Basis.ANNUAL) if self.figure.indicator.has_basis else (Basis.PERIOD,)

    def with_counts(self, counts: Counts) -> Material:
        """Return the same with other counts."""
        steps = derivations(counts, self.catalogue)
        return replace(self, counts=completed(counts, steps), given=counts, totals=None, ready=None)

    def computed(self, basis: Basis, people: People | None = None) -> Computed | None:
        """Return the figure on a basis, per the population that is chosen, else the average one."""
        if self.ready is not None and (ready := self.ready.figures.get((basis, people))) is not None:
            way = Way(basis, people or People.AVERAGE) if self.figure.indicator.has_basis else Way()
            return computed_of(ready, way, self.time, self.catalogue, self.ready.spot)
        if self.totals is not None and people in (None, People.AVERAGE):
            days = np.array([self.time.days], dtype=np.int64)
            figures = rate(self.figure.indicator, self.totals, days, basis, self.catalogue)
            way = Way(basis, People.AVERAGE) if self.figure.indicator.has_basis else Way()
            return computed_of(figures, way, self.time, self.catalogue)
        return compute(self.figure.indicator, self.counts, self.time, self.catalogue, basis, people)

    @property
    def populations(self) -> tuple[People, ...]:
        """The populations of a rate that are known, the one to use first."""
        if not self.figure.indicator.has_basis:
            return ()
        return (
            tuple(dict.fromkeys((People.AVERAGE, *self.known_people))) if self.totals is not None else self.known_people
        )

    @property
    def known_people(self) -> tuple[People, ...]:
        """The populations of a rate that the counts say."""
        if self.ready is not None:
            return self.ready.people
        return tuple(twice_people(self.figure.indicator, self.counts, self.catalogue))

    @property
    def has_one_stock(self) -> bool:
        """Whether the average population is nothing but one stock that is known, of the opening or the closing."""
        if not self.figure.indicator.has_basis:
            return False
        if len(self.known_people) != 1 or self.known_people[0] is People.AVERAGE:
            return False
        return self.totals is None or self.time.months == 1 or bool(self.totals.flags.get("extrapolated", _NONE)[0])

    def ways(self) -> Iterator[Computed]:
        """Yield the figure as the file says it is meant, the likeliest first."""
        seen: set[Fraction] = set()
        for basis in self.said:
            found = self.computed(basis)
            if found is not None and found.value not in seen:
                seen.add(found.value)
                yield found

    def other_bases(self) -> Iterator[Computed]:
        """Yield the figure on a basis that the file does not say, and annualised by months instead of days."""
        if not self.figure.indicator.has_basis or self.time.months % 12 == 0:
            # Of whole years all bases are the same.
            return
        for basis in Basis:
            if basis not in self.said and (found := self.computed(basis)) is not None:
                yield found
        of_period = self.computed(Basis.PERIOD)
        if of_period is not None and of_period.denominator:
            value = of_period.value * Fraction(12, self.time.months)
            way = replace(of_period.way, basis=Basis.ANNUAL, by_months=True)
            yield replace(
                of_period, way=way, value=value, denominator=of_period.denominator * Fraction(self.time.months, 12)
            )

    def other_people(self) -> Iterator[Computed]:
        """Yield the figure per the opening, closing or average population, where that is not the one to use."""
        for basis in self.said:
            usual = self.computed(basis)
            for people in self.populations[1:]:
                found = self.computed(basis, people)
                if found is not None and usual is not None and found.value != usual.value:
                    yield found

    @property
    def gaps(self) -> tuple[int, int] | None:
        """How many village-months the sources report and should, None where they lack none."""
        if self.totals is None or int(self.totals.reported[0]) >= int(self.totals.expected[0]):
            return None
        return int(self.totals.reported[0]), int(self.totals.expected[0])


def material_of(
    figure: PrintedFigure,
    catalogue: Catalogue,
    time: Time,
    counts: Counts,
    totals: Totals | None = None,
    steps: Steps | None = None,
) -> Material:
    """Return what a figure is held against; `steps` are those that derive other counts from its own, if known."""
    known = derivations(counts, catalogue) if steps is None else steps
    return Material(figure, catalogue, time, counts, completed(counts, known), totals)
