"""What the checks look at: the table, and the same counts as grids of villages by months."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.arrays import AnyInts, Bools, Ints
from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.errors import Place
from popcalc.periods import Calendar, Run
from popcalc.quality.changes import Changes, find_changes
from popcalc.quality.members import Members, first_rows
from popcalc.table import ABSENT, END, START, VILLAGE
from popcalc.village_months import VillageMonths

Made = TypeVar("Made")
POPULATIONS = ("population", "population_resident")
"""The people of a village: counts of which the first is taken that is there."""


class Material(Struct, frozen=True, eq=False, dict=True):
    """The village-months to look at, and the months from the first to the last that reports an event.

    A grid has a row for each village and a column for each month of the span; of `in_steps` for each run of as many
    months as `step` says, as rows of the table have them.
    """

    table: VillageMonths
    catalogue: Catalogue
    span: Run
    calendar: Calendar
    step: int = 1

    @cached_property
    def _made(self) -> dict[Callable[[Material], object], object]:
        return {}

    def once(self, make: Callable[[Material], Made]) -> Made:
        """Return what a function makes of the material; made once, however many checks ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])

    @cached_property
    def village(self) -> Ints:
        """The village of each row."""
        return self.table.column(VILLAGE)

    @cached_property
    def start(self) -> Ints:
        """The first month of each row."""
        return self.table.column(START)

    @cached_property
    def end(self) -> Ints:
        """The last month of each row."""
        return self.table.column(END)

    @cached_property
    def monthly(self) -> bool:
        """Whether every row is of a single month."""
        return bool((self.start == self.end).all())

    @property
    def shape(self) -> tuple[int, int]:
        """Villages and columns of a grid."""
        return self.table.areas.villages, self.span.months // self.step

    def in_steps(self, step: int) -> Material | None:
        """Return the same with the rows of so many months, None where these do not follow each other."""
        rows = np.flatnonzero(self.end - self.start + 1 == step)
        first, last = (int(self.start[rows].min()), int(self.end[rows].max())) if len(rows) else (0, -1)
        if not len(rows) or bool(((self.start[rows] - first) % step).any()):
            return None
        return replace(self, span=Run(first, last), step=step)

    def run(self, first: int, last: int) -> Run:
        """Return the months of some columns of a grid."""
        return Run(self.span.start + first * self.step, self.span.start + (last + 1) * self.step - 1)

    def columns(self, run: Run) -> slice:
        """Return the columns of a grid that a run of months touches."""
        first, last = (max(month - self.span.start, -1) // self.step for month in (run.start, run.end))
        return slice(max(first, 0), last + 1)

    def counts(self, nature: Nature) -> list[str]:
        """Return the counts of a nature that files have a column for, without opening and average figures of stocks.

        What is wrong with a derived count is a finding on those that it was derived from.
        """
        known = self.catalogue.counts
        given = frozenset[str]().union(*self.table.held) or self.table.counts
        return [
            key
            for key in self.table.counts
            if key in given and known[key].nature is nature and not known[key].opening_of and not known[key].average_of
        ]

    def decimals(self, counts: Iterable[str]) -> int:
        """Return the most decimals that any of some counts has."""
        return max((self.catalogue.counts[count].decimals for count in counts), default=0)

    def places(self, rows: Ints, *counts: str) -> list[Place | None]:
        """Return where rows of the table were read; where several files speak of a row, the one with these counts."""
        return self.table.places_of(rows, counts)

    @cached_property
    def single(self) -> Ints:
        """The rows of one month, or step, within the span."""
        fits = self.start == self.end if self.step == 1 else self.end - self.start + 1 == self.step
        return np.flatnonzero(fits & (self.start >= self.span.start) & (self.end <= self.span.end))

    @cached_property
    def _cell(self) -> tuple[AnyInts, AnyInts]:
        """The row and the column of a grid for each row of `single`."""
        return self.village[self.single], (self.start[self.single] - self.span.start) // self.step

    @cached_property
    def row_of(self) -> Ints:
        """The grid of rows of one month, -1 for none."""
        grid = np.full(self.shape, -1, dtype=np.int64)
        grid[self._cell] = self.single
        return grid

    def figures(self, count: str) -> Ints:
        """Return the grid of a count as rows of one month give it, negative where none does."""
        grid = np.full(self.shape, ABSENT, dtype=np.int64)
        column = self.table.column(count)
        grid[self._cell] = column[self.single]
        return grid

    def month_ends(self, stock: str) -> Ints:
        """Return the grid of a stock, the last figure in each column; negative where there is none."""
        if self.step == 1:
            return self.figures(stock)
        grid = np.full(self.shape, ABSENT, dtype=np.int64)
        column = self.table.column(stock)
        rows = np.flatnonzero((column >= 0) & (self.end >= self.span.start) & (self.end <= self.span.end))
        rows = rows[np.argsort(self.end[rows], kind="stable")]
        grid[self.village[rows], (self.end[rows] - self.span.start) // self.step] = column[rows]
        return grid

    @cached_property
    def members(self) -> Members:
        """The villages of each area."""
        return Members(self.table.areas)

    def rows_of(self, area: int) -> Ints:
        """Return the rows of the table of the villages of an area, in order of village and month."""
        return self.members.rows_of(area, self.first_row)

    @cached_property
    def first_row(self) -> Ints:
        """The first row of each village, and the number of rows."""
        return first_rows(self.village, self.table.areas.villages)

    def covered(self, rows: Bools) -> Bools:
        """Return the grid of months that some rows cover."""
        chosen = np.flatnonzero(rows & (self.end >= self.span.start) & (self.start <= self.span.end))
        first = np.maximum(self.start[chosen], self.span.start) - self.span.start
        if self.monthly:
            grid = np.zeros((self.shape[0], self.span.months), dtype=bool)
            grid[self.village[chosen], first] = True
            return grid
        after = np.minimum(self.end[chosen], self.span.end) - self.span.start + 1
        steps = np.zeros((self.shape[0], self.span.months + 1), dtype=np.int64)
        np.add.at(steps, (self.village[chosen], first), 1)
        np.add.at(steps, (self.village[chosen], after), -1)
        return np.cumsum(steps, axis=1)[:, :-1] > 0

    @cached_property
    def exists(self) -> Bools:
        """The grid of months in which each village exists, as far as the areas file says."""
        lives = self.table.areas.lives
        months = np.arange(self.span.start, self.span.end + 1)
        return (
            np.ones((self.shape[0], self.span.months), dtype=bool)
            if lives is None
            else lives.months(months, months) > 0
        )

    def speaking(self, nature: Nature) -> Bools:
        """Return the rows that report any count of a nature."""
        speaks = np.zeros(len(self.village), dtype=bool)
        for count in self.counts(nature):
            if speaks.all():
                break
            speaks |= self.table.column(count) >= 0
        return speaks

    @cached_property
    def spoken(self) -> dict[Nature, Bools]:
        """For flows and stocks the grid of months that a village speaks of any of them."""
        return {nature: self.covered(self.speaking(nature)) for nature in (Nature.FLOW, Nature.STOCK)}

    @cached_property
    def changes(self) -> Changes:
        """The villages that come and go, and what that does to the people of others."""
        people = np.full(self.shape, np.nan)
        for name in (name for name in reversed(POPULATIONS) if name in self.table.counts):
            figures = self.figures(name)
            people = np.where(figures >= 0, figures, people)
        return find_changes(self.table.areas, np.logical_or(*self.spoken.values()), people)


def by_month(grid: Bools) -> Bools:
    """Return for each month whether any village is marked."""
    marked: Bools = np.logical_or.reduce(grid, axis=0)
    return marked


def by_village(grid: Bools) -> Bools:
    """Return for each village whether any month is marked."""
    marked: Bools = np.logical_or.reduce(grid, axis=1)
    return marked


def stretches(marked: Bools) -> tuple[Ints, Ints, Ints]:
    """Return each stretch of marks in the rows of a grid: its row, its first and its last column."""
    edge = np.zeros((len(marked), 1), dtype=np.int8)
    steps = np.diff(marked.astype(np.int8), axis=1, prepend=edge, append=edge)
    row, first = np.nonzero(steps == 1)
    return row, first, np.nonzero(steps == -1)[1] - 1
