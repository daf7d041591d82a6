"""Printed rates beside counts: which columns of a table hold them, of which indicator, months, area and part.

The header is looked at once more, with the names of indicators as those of counts, so that rates may stand wherever
counts may: below months or areas, among the names of a long table. What that look does not understand, or understands
as another table than the counts are read from, are columns that can be named and not be checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec.structs import replace

from popcalc.intake.header.layout import Column, ColumnClass, Layout, Refused, Shape, Why
from popcalc.intake.header.lexicon import RATE, HeaderLexicon
from popcalc.intake.header.narrowing_words import rates_in
from popcalc.intake.sources.source import Source

OF_UNUSED = ("UNUSED_COLUMNS", "UNUSED_MEASURES")
"""Notices of columns and names that nothing is done with."""


class LayOut(Protocol):
    """Returns how each table of a file is laid out by the words of a lexicon."""

    def __call__(self, source: Source, lexicon: HeaderLexicon, /) -> Sequence[Layout | Refused]:
        """Return the tables of a file."""


def with_rates(layouts: Sequence[Layout], lexicon: HeaderLexicon, lay_out: LayOut) -> tuple[Layout, ...]:
    """Return the tables with their columns of printed rates, those of no known indicator apart."""
    knowing = lexicon.knowing_rates()
    looked_at: dict[int, Sequence[Layout | Refused]] = {}
    found = []
    for layout in layouts:
        again = looked_at.setdefault(id(layout.source), ()) or lay_out(layout.source, knowing)
        looked_at[id(layout.source)] = again
        found.append(_with_rates(layout, again, lexicon))
    return tuple(found)


def _with_rates(layout: Layout, again: Sequence[Layout | Refused], lexicon: HeaderLexicon) -> Layout:
    same = (one for one in again if isinstance(one, Layout) and one.header == layout.header)
    table = next((one for one in same if one.skipped == layout.skipped and one.measure == layout.measure), None)
    notices = layout.notices
    if table is not None:
        columns = [_as_rate(one) for one in table.counts if one.key.startswith(RATE)]
        unused = [one for one in table.notices if one.code in OF_UNUSED]
        notices = (*(one for one in notices if one.code not in OF_UNUSED), *unused)
    elif layout.shape is Shape.COUNTS_ACROSS:
        columns = [
            Column(one.index, one.header, ColumnClass.RATE, Why.HEADER, indicator.key, 0)
            for one in layout.columns
            if one.column_class is ColumnClass.RATE and (indicator := lexicon.indicator_of(one.header)) is not None
        ]
    else:
        columns = []
    known = {one.index for one in columns}
    unknown = tuple(one for one in layout.columns if one.index not in known and _is_unknown_rate(one))
    return replace(layout, rates=tuple(columns), unknown_rates=unknown, notices=notices)


def _as_rate(column: Column) -> Column:
    return replace(column, column_class=ColumnClass.RATE, key=column.key.removeprefix(RATE))


def _is_unknown_rate(column: Column) -> bool:
    if column.column_class is ColumnClass.UNKNOWN and column.why is Why.NOT_KNOWN:
        return rates_in(column.header) is not None
    return column.column_class is ColumnClass.RATE
