"""Rows with what they say in the columns that are judged: what the steps that choose rows and add them up share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from popcalc.arrays import combine
from popcalc.errors import Fault, Notice
from popcalc.intake.rows.dimension_values import are_letters_of_whole, is_whole
from popcalc.intake.rows.values import JudgedColumn, Rows, Tallies
from popcalc.vocabulary.characters import folded

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints


class Values(Struct, frozen=True, dict=True):
    """The distinct cells of a column by number, 0 being a blank one; `same` has for each the first that reads alike."""

    written: Sequence[str]

    @cached_property
    def same(self) -> AnyInts:
        """For each cell the number of the first one that says the same in another case or width."""
        first: dict[str, int] = {}
        return np.array([first.setdefault(folded(one), spot) for spot, one in enumerate(self.written)], dtype=np.int64)

    @cached_property
    def whole(self) -> Bools:
        """Whether each cell is of everybody; a blank one says nothing."""
        return np.array([is_whole(one) for one in self.written], dtype=np.bool_) | are_letters_of_whole(self.written)


class Split(Struct, frozen=True):
    """Some rows, by column the numbers of their cells, and what the numbers mean; `measure` is the column of counts'
    names of a long table."""

    rows: Rows
    watched: Mapping[int, AnyInts]
    values: Mapping[int, Values]
    measure: int | None = None

    def __getitem__(self, chosen: Bools | AnyInts) -> Split:
        watched = {index: positions[chosen] for index, positions in self.watched.items()}
        return Split(self.rows[chosen], watched, self.values, self.measure)

    def cells(self, index: int) -> AnyInts:
        """Return the number of each row's cell, cells that read alike having one."""
        found: AnyInts = self.values[index].same[self.watched[index]]
        return found

    def figures(self, apart: Sequence[int] = ()) -> Ints:
        """Return a number for the area, the months and the figure of each row, also told apart by some columns."""
        rows = self.rows
        days = [rows.day] if rows.day is not None else []
        columns = [*apart, *([self.measure] if self.measure is not None else [])]
        return combine([*rows.words.values(), rows.start, rows.end + 1, *days, *map(self.cells, columns)], len(rows))


class Dealing(Struct, frozen=True):
    """What is done with the rows of a file: which are kept (None: all), and over which columns they are added up."""

    split: Split
    kept: Bools | None = None
    summed: Sequence[int] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the rows stay as they are."""
        return self.kept is None and not self.summed


class Dealt(Struct, frozen=True):
    """The rows of a file that has been dealt with, its columns as what stands in them, and what was found.

    `tallies` are those of the rows that were left out and of the others, None where none was; `parts` what was added
    up, by column and count.
    """

    dealing: Dealing
    rows: Rows
    columns: Sequence[JudgedColumn] = ()
    faults: Sequence[Fault] = ()
    notices: Sequence[Notice] = ()
    tallies: Tallies | None = None
    parts: Mapping[tuple[int, str], AbstractSet[str]] = field(default_factory=dict)
