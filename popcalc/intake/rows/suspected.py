"""Whether some row of a file may be a total that no word calls so, and what was found of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from popcalc.errors import Fault, Notice
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.fronts import has_fronts
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.totals_by_figures import has_suspects
from popcalc.intake.rows.unnamed_totals import may_have_sums
from popcalc.intake.rows.values import RowClass, Rows

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
        has_suspects(rows, layout, reading) or may_have_sums(rows, layout, reading) or has_fronts(rows, layout, reading)
    )
