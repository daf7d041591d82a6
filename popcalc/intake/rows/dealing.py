"""Columns that split the rows of a file: whether there are any, which is seldom, and what is done with other rows then.

What is done is in `divided`.
"""

from __future__ import annotations

from msgspec.structs import replace

from popcalc.definitions.headers import heads_multipliers
from popcalc.definitions.units import may_multiply, multiplier_of_cell, say_units, says_many, unit_of_cell
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.split import Dealing, Dealt, Split
from popcalc.intake.rows.values import Rows
from popcalc.intake.rows.watched import judge_columns


def deal(split: Split, layout: Layout, reading: Reading, *, monthly: bool) -> Dealt:
    """Return the rows of a file with the columns that split them dealt with; `monthly` rows are not of days.

    Columns of units, whose rows may be in others than they are read in, are held against what is left.
    """
    dealt = _dealt(split, layout, reading, monthly=monthly)
    units = [index for index in split.watched if index != layout.measure and _says_units(index, split, layout, reading)]
    if not units or dealt.faults:
        return dealt
    from popcalc.intake.rows.row_units import other_units

    kept = dealt.dealing.kept
    return replace(dealt, faults=[*other_units(split if kept is None else split[kept], units, layout, reading)])


def _says_units(index: int, split: Split, layout: Layout, reading: Reading) -> bool:
    """Whether a column says in what units its rows are, or by what they are multiplied; of remarks, one that does."""
    values, names_count = split.values[index].written, reading.headers.names_count
    if index in layout.remarks:
        return any(may_multiply(one) and says_many(unit_of_cell(one, names_count)) for one in values)
    if say_units(values, names_count):
        return True
    return heads_multipliers(layout.column(index).header) and any(map(multiplier_of_cell, values))


def _dealt(split: Split, layout: Layout, reading: Reading, *, monthly: bool) -> Dealt:
    if not len(split.rows):
        return Dealt(Dealing(split), split.rows)
    columns = judge_columns(split, layout, monthly=monthly, apart=layout.summed)
    if not layout.summed and all(one.first is None for one in columns):
        return Dealt(Dealing(split), split.rows, columns)
    from popcalc.intake.rows.divided import with_columns_dealt_with

    return with_columns_dealt_with(split, columns, layout, reading, monthly=monthly)


def of_totals(split: Split, dealt: Dealt, layout: Layout, reading: Reading) -> Rows:
    """Return printed totals of the rows of a file, dealt with as these."""
    if dealt.dealing.changes_nothing or not len(split.rows):
        return split.rows
    from popcalc.intake.rows.divided import totals_dealt_with

    return totals_dealt_with(split, dealt, layout, reading)


def as_dealt(rows: Rows, dealing: Dealing, reading: Reading) -> Rows:
    """Return the rows of a file with other figures, dealt with as they were before."""
    if dealing.kept is not None:
        rows = rows[dealing.kept]
    if not dealing.summed:
        return rows
    from popcalc.intake.rows.adding_up import as_added_up

    return as_added_up(rows, dealing.split, dealing.summed, reading)
