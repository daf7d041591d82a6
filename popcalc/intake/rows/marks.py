"""Which figures of a file carry a flag from where or how they were read.

A further flag is one more line of `FINDERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.doubts import DATE_ASSUMED, HIDDEN
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.stock_moments import Moments
from popcalc.intake.rows.values import Marked

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


class Read(Struct, frozen=True):
    """A file as it was read, for those who look for flags."""

    layout: Layout
    moments: Moments


def _hidden(read: Read) -> Iterator[tuple[frozenset[str], AnyInts | None]]:
    """Yield what a filter or a person has hidden: rows with all their figures, and columns of counts."""
    layout, looks = read.layout, read.layout.source.looks
    rows = [row + 1 for row in looks.hidden_rows if row >= layout.skipped]
    yield frozenset(column.key for column in layout.counts), np.array(rows, dtype=np.int64)
    yield frozenset(column.key for column in layout.counts if column.index in looks.hidden_columns), None


def _date_assumed(read: Read) -> Iterator[tuple[frozenset[str], AnyInts | None]]:
    """Yield the stocks that are dated on the first of a month and taken for its end."""
    yield read.moments.stocks, read.moments.assumed


FINDERS: Mapping[str, Callable[[Read], Iterator[tuple[frozenset[str], AnyInts | None]]]] = {
    DATE_ASSUMED: _date_assumed,
    HIDDEN: _hidden,
}
"""How the figures with each flag are found."""


def find_marks(read: Read) -> tuple[Marked, ...]:
    """Return the figures of a file that have a flag."""
    found = (Marked(flag, counts, rows) for flag, finder in FINDERS.items() for counts, rows in finder(read))
    return tuple(one for one in found if one.counts and (one.rows is None or len(one.rows)))
