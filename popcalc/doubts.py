"""What a table leaves open: empty cells that may mean 0, and figures that carry a flag from where they were read.

Neither changes a sum by itself. Whoever sums asks for the table in another reading, and tells by the difference which
figures rest on what is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from popcalc.errors import Place

EMPTY_CELLS = "empty_cells"
"""The flag of figures, and why there is no verdict, where the other reading of empty cells makes a difference."""
DATE_ASSUMED, HIDDEN = "date_assumed", "hidden"
INTAKE_FLAGS = (DATE_ASSUMED, HIDDEN)
"""Flags that intake decides, in the order of records: a stock dated on the first of a month, a hidden row or column."""


class EmptyCells(Struct, frozen=True):
    """The empty cells of one count that may mean 0 or not reported: how many, and the places of the first.

    `no_zero_written` says that by chance some figure of the count would be 0, and not one is.
    """

    number: int
    places: tuple[Place, ...]
    no_zero_written: bool


class Doubts(Struct, frozen=True):
    """What is open in a table.

    `empty` are the empty cells by the count in whose column they stand, `flags` the columns that have figures with a
    flag, by flag; `rests_on` says of a count which of these columns would change it: its own, those that it is derived
    from, the opening or the average figures of a stock.
    """

    empty: Mapping[str, EmptyCells] = field(default_factory=dict)
    flags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rests_on: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def columns_of(self, counts: Iterable[str]) -> frozenset[str]:
        """Return the columns whose empty cells would change some counts."""
        return self._behind(counts) & self.empty.keys()

    def may_have(self, flag: str, counts: Iterable[str]) -> bool:
        """Whether figures with a flag would change some counts."""
        return bool(self._behind(counts) & self.flags[flag])

    def _behind(self, counts: Iterable[str]) -> frozenset[str]:
        return frozenset(column for count in counts for column in self.rests_on.get(count, ()))


NO_DOUBTS = Doubts()


class Reading(Struct, frozen=True):
    """How a table is to be read: the columns whose open empty cells are `zeros`, and a flag `without` whose figures."""

    zeros: frozenset[str] = frozenset()
    without: str | None = None


AS_IT_IS = Reading()
"""Empty cells are missing, and every figure counts."""
