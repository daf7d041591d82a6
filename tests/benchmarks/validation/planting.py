"""What a planted error is, where it may stand, and the table of all kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from popcalc.periods.months import year_month
from tests.benchmarks.validation.county import LEAN, Bools, County, Wanted
from tests.benchmarks.validation.evidence import Evidence, needed


class Scope(StrEnum):
    """Whose figures are wrong."""

    VILLAGE = "village"
    TOWN = "town"
    ALL = "all"


@dataclass(frozen=True)
class Truth:
    """Where a planted error is.

    `first` and `last` are the months that it touches. A finding is at its place when its months hold one of `right`.
    `counts` are the counts concerned. `evidence` is the logarithm of the likelihood ratio that the best informed would
    see, knowing all rates or learning them, `needed` what it takes among all the places where such an error could
    stand. `people` is how many there were.
    """

    scope: Scope
    villages: frozenset[int]
    towns: frozenset[int]
    first: int
    last: int
    right: frozenset[int]
    counts: frozenset[str]
    evidence: Evidence
    needed: float
    people: float

    @property
    def knowable(self) -> bool:
        """Whether the file says it at all."""
        return self.evidence.known >= self.needed

    @property
    def learnable(self) -> bool:
        """Whether the file says it to who must learn the rates of villages from it."""
        return self.evidence.learned >= self.needed


@dataclass(frozen=True)
class Where:
    """The villages and months in which an error is to be planted."""

    scope: Scope
    villages: tuple[int, ...]
    first: int
    last: int

    @property
    def months(self) -> range:
        """The months, by index."""
        return range(self.first, self.last + 1)

    def marked(self, county: County) -> Bools:
        """Return the village-months."""
        found = np.zeros(county.there.shape, dtype=np.bool_)
        found[self.first : self.last + 1, list(self.villages)] = True
        return found & county.there

    def truth(
        self, county: County, counts: Iterable[str], evidence: Evidence, right: Iterable[int] | None = None
    ) -> Truth:
        """Return what is to be found; without `right`, the first of the months."""
        towns = frozenset(int(town) for village in self.villages for town in np.unique(county.town[:, village]))
        months, villages = county.there.shape
        places = {Scope.VILLAGE: villages, Scope.TOWN: len(county.towns), Scope.ALL: 1}[self.scope] * months * len(LEAN)
        # No kind spoils the population of the first month.
        people = float(county.figures["population"][0, list(self.villages)].sum())
        onsets = frozenset([self.first] if right is None else right)
        return Truth(
            self.scope, frozenset(self.villages), towns, self.first, self.last, onsets, frozenset(counts), evidence,
            needed(places), people,
        )  # fmt: skip


Plant = Callable[[County, np.random.Generator], Truth]


@dataclass(frozen=True)
class Kind:
    """A kind of error: what it needs of the data set, and what plants it."""

    name: str
    what: str
    plant: Plant
    least_months: int = 12
    first_month: int | None = None
    year_start: int | None = None

    def needs(self, *, full: bool) -> Wanted:
        """Return what a data set must be for it."""
        return Wanted(full, self.least_months, self.first_month)


KINDS: dict[str, Kind] = {}


def kind(
    what: str, *, least_months: int = 12, first_month: int | None = None, year_start: int | None = None
) -> Callable[[Plant], Plant]:
    """Enter what plants an error among the kinds, by its name."""

    def enter(plant: Plant) -> Plant:
        name = plant.__name__
        KINDS[name] = Kind(name, what, plant, least_months, first_month, year_start)
        return plant

    return enter


def in_village(county: County, chance: np.random.Generator, first: int = 1, months: int = 1, rest: int = 1) -> Where:
    """Return a village that exists throughout, and a run of months: none before `first`, `rest` months left behind."""
    villages = (int(chance.choice(np.flatnonzero(county.steady))),)
    return Where(Scope.VILLAGE, villages, *_run(county, chance, first, months, rest))


def in_town(county: County, chance: np.random.Generator, first: int = 1, months: int = 1, rest: int = 1) -> Where:
    """Return a town that merges with none, and a run of months."""
    merging = set(np.unique(county.town[:, (county.town != county.town[0]).any(axis=0)]).tolist())
    town = int(chance.choice([one for one in range(len(county.towns)) if one not in merging]))
    villages = tuple(np.flatnonzero(county.town[0] == town).tolist())
    return Where(Scope.TOWN, villages, *_run(county, chance, first, months, rest))


def everywhere(county: County, chance: np.random.Generator, first: int = 1, months: int = 1, rest: int = 1) -> Where:
    """Return all villages, and a run of months."""
    villages = tuple(range(len(county.villages)))
    return Where(Scope.ALL, villages, *_run(county, chance, first, months, rest))


def from_then_on(county: County, where: Where) -> Where:
    """Return the same place from its first month until the end."""
    return Where(where.scope, where.villages, where.first, county.months - 1)


def calendar_years(county: County) -> Sequence[tuple[int, int]]:
    """Return the first and the last month of each whole calendar year."""
    januaries = [index for index in range(county.months) if year_month(county.start + index)[1] == 1]
    return [(first, first + 11) for first in januaries if first + 11 < county.months]


def _run(county: County, chance: np.random.Generator, first: int, months: int, rest: int) -> tuple[int, int]:
    begins = int(chance.integers(first, county.months - rest - months + 1))
    return begins, begins + months - 1
