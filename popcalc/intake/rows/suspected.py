"""Whether some row of a file may be a total that no word calls so, and what was found of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from popcalc.areas.tree import name_key
from popcalc.errors import Fault, Notice
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.fronts import has_fronts
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.totals_by_figures import has_suspects
from popcalc.intake.rows.unnamed_totals import may_have_sums, near_sums_of
from popcalc.intake.rows.values import RowClass, Rows
from popcalc.vocabulary import vocabulary

if TYPE_CHECKING:
    from popcalc.arrays import Bools


class Judged(Struct):
    """Which rows are totals, by class, and what is to be said of them.

    `parts` are rows that a total adds up, so that they are none. `perhaps` are rows of areas whose figures are sums, as
    chance may well have it, with that chance.
    """

    totals: Bools
    parts: Bools
    classes: dict[RowClass, Bools] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    perhaps: list[tuple[int, float]] = field(default_factory=list)

    def add(self, row_class: RowClass, rows: Bools) -> None:
        """Take some rows for totals."""
        if rows.any():
            self.totals |= rows
            before = self.classes.get(row_class)
            self.classes[row_class] = rows.copy() if before is None else before | rows


def may_have_totals(rows: Rows, layout: Layout, reading: Reading) -> bool:
    """Whether some row may be a total, as far as the counts that were read tell."""
    return (
        has_suspects(rows, layout, reading)
        or may_have_sums(rows, layout, reading)
        or has_fronts(rows, layout, reading)
        or bool(names_of_wholes(layout, reading))
    )


def may_be_near(rows: Rows, left: Bools, layout: Layout, reading: Reading) -> bool:
    """Whether some row may be nearly the sum of others, or is named as the whole is."""
    return next(near_sums_of(rows, left, layout, reading), None) is not None or bool(names_of_wholes(layout, reading))


def names_of_wholes(layout: Layout, reading: Reading) -> list[int]:
    """Return the positions of the names that are those of the whole country, or of an area: National."""
    if layout.leaf not in reading.areas:
        return []
    positions = reading.areas[layout.leaf].pool.positions
    return sorted({positions[key] for key in _keys_of_wholes() if key in positions})


@cache
def _keys_of_wholes() -> frozenset[str]:
    words = vocabulary().words(lambda one: one.totals.perhaps)
    forms = (form for word in words for form in (word, word.capitalize(), word.title(), word.upper()))
    return frozenset(map(name_key, forms))
