"""Columns that narrow or split the rows of a file are dealt with: rows of totals are chosen, parts are added up.

| a column | its rows |
|---|---|
| is to be added up (`--sum-over`) | are added up |
| has a total for every figure, jointly with the others that have totals | those of the total are read |
| else | a fault that says which option would do |

Rows that `--where` leaves out are gone before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.arrays import distinct_values
from popcalc.errors import Fault, Notice
from popcalc.intake.header.layout import ColumnClass, Layout, Why
from popcalc.intake.rows import dimension_faults as said
from popcalc.intake.rows.adding_up import added_up, as_added_up
from popcalc.intake.rows.dated import rows_of_days, says_days
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.remedies import way_out
from popcalc.intake.rows.split import Dealing, Dealt, Split
from popcalc.intake.rows.values import JudgedColumn, RowClass, Rows, Tallies, tallies_of
from popcalc.intake.rows.watched import judge_columns
from popcalc.intake.rows.whole_rows import WholeRows, have_totals, whole_rows

if TYPE_CHECKING:
    from popcalc.arrays import Bools


def with_columns_dealt_with(
    split: Split, columns: Sequence[JudgedColumn], layout: Layout, reading: Reading, *, monthly: bool
) -> Dealt:
    """Return the rows of a file with `columns`, as they were judged, dealt with; `monthly` rows are not of days."""
    dimensions = [one for one in columns if one.first is not None]
    totals = have_totals(split, [one.column.index for one in dimensions]) if monthly else []
    whole = whole_rows(split, totals, layout.summed) if totals else None
    if whole is not None and whole.lacking is not None:
        return _refused(split, columns, _lacking(whole, totals, dimensions, split, layout, reading))
    kept = split
    notices: list[Notice] = []
    if whole is not None:
        kept = split[whole.rows]
        notices.append(_chosen(split, whole.rows, totals, layout))
        columns = _with_chosen(judge_columns(kept, layout, monthly=monthly, apart=layout.summed), columns, totals)
        dimensions = [one for one in columns if one.first is not None]
    if dimensions:
        if faults := rows_of_days(kept, dimensions, layout, reading, monthly=monthly):
            return _refused(split, columns, faults)
        way = way_out(kept, dimensions, layout, reading, monthly=monthly)
        faults = [said.narrowed_or_split(one, way, kept, layout) for one in dimensions]
        return _refused(split, columns, [*faults, *_same_stocks(kept, dimensions, layout, reading)])
    dealing = Dealing(kept, whole.rows if whole is not None else None, layout.summed)
    added = added_up(kept, layout.summed, layout, reading)
    return Dealt(
        dealing,
        added.split.rows,
        columns,
        added.faults,
        [*notices, *added.notices],
        _tallies(split.rows, dealing.kept, added.totals),
        added.parts,
    )


def totals_dealt_with(split: Split, dealt: Dealt, layout: Layout, reading: Reading) -> Rows:
    """Return printed totals of the rows of a file whose own rows are not as they were, dealt with as these."""
    chosen = [one.column.index for one in dealt.columns if one.column.why is Why.CHOSEN]
    chosen = [index for index in chosen if not any(index == one.index for one in layout.filters)]
    summed = dealt.dealing.summed
    kept = split[whole_rows(split, chosen, summed).rows] if chosen else split
    return as_added_up(kept.rows, kept, summed, reading)


def _refused(split: Split, columns: Sequence[JudgedColumn], faults: Sequence[Fault]) -> Dealt:
    return Dealt(Dealing(split), split.rows, columns, faults)


def _same_stocks(split: Split, dimensions: Sequence[JudgedColumn], layout: Layout, reading: Reading) -> Iterator[Fault]:
    """Yield the faults of stocks that keep some columns from being added up, so that no option does."""
    if any(says_days(one.column, split.values[one.column.index]) for one in dimensions):
        return
    summed = [*layout.summed, *(one.column.index for one in dimensions)]
    yield from (one for one in added_up(split, summed, layout, reading).faults if one.code == "SAME_STOCK")


def _lacking(
    whole: WholeRows,
    totals: Sequence[int],
    dimensions: Sequence[JudgedColumn],
    split: Split,
    layout: Layout,
    reading: Reading,
) -> list[Fault]:
    """Return the faults of columns with totals that some figure lacks."""
    assert whole.lacking is not None
    way = way_out(split, dimensions, layout, reading, monthly=True)
    faults = []
    for one in dimensions:
        values = split.values[one.column.index]
        if one.column.index in totals:
            word = next(value for value, is_whole in zip(values.written, values.whole, strict=True) if is_whole)
            faults.append(said.total_missing(one, word, whole.lacking, way, split, layout, reading))
    return faults


def _chosen(split: Split, rows: Bools, totals: Sequence[int], layout: Layout) -> Notice:
    words = [
        split.values[index].written[number]
        for index in totals
        for number in distinct_values(split.watched[index][rows]).tolist()
    ]
    columns = [layout.column(index) for index in totals]
    return said.chosen_notice(int((~rows).sum()), columns, list(filter(None, words)), layout)


def _with_chosen(
    columns: Sequence[JudgedColumn], before: Sequence[JudgedColumn], totals: Sequence[int]
) -> list[JudgedColumn]:
    """Return columns of which some have had their totals chosen, with all the values that they had before."""
    values = {one.column.index: one.values for one in before}
    return [
        replace(one, column=replace(one.column, column_class=ColumnClass.DIMENSION, why=Why.CHOSEN), values=had)
        if one.column.index in totals
        else one
        for one in columns
        for had in [values[one.column.index]]
    ]


def _tallies(rows: Rows, kept: Bools | None, totals: Bools) -> Tallies:
    """Return how many rows are read, left out for those of their totals, and totals of what is added up."""
    classes = np.zeros(len(rows), dtype=np.int8)
    spots = np.flatnonzero(kept) if kept is not None else np.arange(len(rows))
    if kept is not None:
        classes[~kept] = RowClass.NOT_CHOSEN
    classes[spots[totals]] = RowClass.TOTAL_BY_WORD
    return tallies_of(classes, rows.row)
