"""What a table leaves open: empty cells that may mean 0, and figures that carry a flag from where they were read.

Neither changes a sum by itself. Whoever sums asks for the table in another reading, and tells by the difference which
figures rest on what is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from popcalc.errors import Place

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Ints

EMPTY_CELLS = "empty_cells"
"""The flag of figures, and why there is no verdict, where the other reading of empty cells makes a difference."""
DATE_ASSUMED, HIDDEN = "date_assumed", "hidden"
INTAKE_FLAGS = (DATE_ASSUMED, HIDDEN)
"""Flags that intake decides, in the order of records: a stock dated on the first of a month, a hidden row or column."""


@dataclass(frozen=True)
class EmptyCells:
    """The empty cells of one count that may mean 0 or not reported: how many, and the places of the first.

    `no_zero_written` says that by chance some figure of the count would be 0, and not one is.
    """

    number: int
    places: tuple[Place, ...]
    no_zero_written: bool


@dataclass(frozen=True)
class Doubts:
    """What is open in a table.

    `empty` are the empty cells by the count in whose column they stand; `rests_on` says of a count of the table which
    of these columns would change it, its own or those that it is derived from; `flags` are the counts that have
    figures with a flag, by flag.
    """

    empty: Mapping[str, EmptyCells] = field(default_factory=dict)
    rests_on: Mapping[str, frozenset[str]] = field(default_factory=dict)
    flags: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def columns_of(self, counts: Iterable[str]) -> frozenset[str]:
        """Return the columns whose empty cells would change some counts."""
        return frozenset(column for count in counts for column in self.rests_on.get(count, ()))


NO_DOUBTS = Doubts()


@dataclass(frozen=True, eq=False)
class OtherFigures:
    """The figures of a count at some rows of a table, were empty cells 0.

    `columns` holds for each row the columns whose cells must be read so, as bits in the order of `Doubts.empty`.
    """

    rows: Ints
    values: AnyInts
    columns: Ints


@dataclass(frozen=True)
class Reading:
    """How a table is to be read: the columns whose open empty cells are `zeros`, and a flag `without` whose figures."""

    zeros: frozenset[str] = frozenset()
    without: str | None = None
