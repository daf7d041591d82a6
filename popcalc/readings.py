"""Figures in every reading of what a table leaves open, and the flags that tell how they differ.

The empty cells of a column are all read as missing or all as 0; with several columns in every combination. A flag that
intake gave to some counts is that of every figure that would be another without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from msgspec import Struct

from popcalc.aggregation import Groups, LeftOut, Plan, Totals, roll_up
from popcalc.aggregation.sums import COMPARED
from popcalc.arrays import Bools, Ints
from popcalc.definitions.catalogue import Basis, Indicator
from popcalc.doubts import EMPTY_CELLS, Doubts, Reading
from popcalc.impossible import flag_impossible
from popcalc.rates import Figures, rate
from popcalc.table import Table

MOST = 5
"""So many columns are read in all combinations; of more, each alone, all but each, and all together."""

Columns = frozenset[str]
"""Columns whose empty cells are read as 0."""
AS_MISSING: Columns = frozenset()


class Rolled(Struct, frozen=True, eq=False):
    """Sums of indicators by the columns whose empty cells are 0 (none of them first), and without figures of a flag."""

    read: Mapping[Columns, Mapping[str, Totals]]
    without: Mapping[str, Mapping[str, Totals]]
    left_out: list[LeftOut]
    table: Table
    groups: Groups
    plan: Plan

    @property
    def totals(self) -> Mapping[str, Totals]:
        """The sums as the table stands, with empty cells missing."""
        return self.read[AS_MISSING]


class ReadFigures(Struct, frozen=True, eq=False):
    """The figures of an indicator with their flags, and the same in the other readings of empty cells.

    `as_missing` are the figures with empty cells missing; `figures` are the same with flags, and undefined where empty
    cells would change them in a column that leaves its zeros out.
    """

    figures: Figures
    as_missing: Figures
    if_zero: Mapping[Columns, Figures]

    @property
    def changed(self) -> Bools:
        """Where empty cells, read otherwise, would change the figures."""
        return self.figures.flags.get(EMPTY_CELLS, np.zeros(len(self.figures.value), dtype=np.bool_))

    @property
    def all_zero(self) -> Figures | None:
        """The figures with all empty cells as 0, None where none change them."""
        return self.if_zero[max(self.if_zero, key=len)] if self.if_zero else None

    @property
    def has_every(self) -> bool:
        """Whether all combinations of columns were read."""
        return not self.if_zero or max(map(len, self.if_zero)) <= MOST


def roll_up_readings(table: Table, indicators: Sequence[Indicator], groups: Groups, plan: Plan) -> Rolled:
    """Return the sums of indicators in every reading."""
    totals, left_out = roll_up(table, indicators, groups, plan)
    wanted: dict[Columns, list[Indicator]] = {}
    for one in indicators:
        for columns in _combinations(table.doubts.columns_of(one.counts)):
            wanted.setdefault(columns, []).append(one)
    if_zero = {
        columns: roll_up(table.read_as(Reading(columns)), some, groups, plan)[0] for columns, some in wanted.items()
    }
    without = {flag: _without(table, flag, indicators, groups, plan) for flag in table.doubts.flags}
    return Rolled({AS_MISSING: totals, **if_zero}, without, left_out, table, groups, plan)


def _combinations(columns: Columns) -> Iterator[Columns]:
    """Yield all combinations of some columns but none at all."""
    every = len(columns)
    sizes = range(1, every + 1) if every <= MOST else (1, every - 1, every)
    for size in sizes:
        yield from map(frozenset, combinations(sorted(columns), size))


def _without(
    table: Table, flag: str, indicators: Sequence[Indicator], groups: Groups, plan: Plan
) -> Mapping[str, Totals]:
    """Return the sums of the indicators that figures with a flag may enter, without these."""
    entered = [one for one in indicators if table.doubts.may_have(flag, one.counts)]
    return roll_up(table.read_as(Reading(without=flag)), entered, groups, plan)[0] if entered else {}


def figures_of(rolled: Rolled, asked: Sequence[tuple[Indicator, Basis]], days: Ints) -> list[ReadFigures]:
    """Return the figures of indicators on their bases, with flags; `days` are those of each group's period."""
    read = {columns: _rated(rolled, columns, asked, days) for columns in rolled.read}
    found = []
    for place, (indicator, _) in enumerate(asked):
        if_zero = {columns: figures[place] for columns, figures in read.items() if columns and place in figures}
        without = {flag: sums[indicator.key] for flag, sums in rolled.without.items() if indicator.key in sums}
        found.append(_with_flags(read[AS_MISSING][place], if_zero, without, rolled.table.doubts))
    return found


def _rated(
    rolled: Rolled, columns: Columns, asked: Sequence[tuple[Indicator, Basis]], days: Ints
) -> dict[int, Figures]:
    """Return the figures in one reading of those of some indicators, by their place, that hang on it."""
    totals = rolled.read[columns]
    places = [place for place, (one, _) in enumerate(asked) if one.key in totals]
    figures = [
        rate(one, totals[one.key], days, basis, rolled.plan.catalogue)
        for one, basis in (asked[place] for place in places)
    ]
    table = rolled.table.read_as(Reading(columns)) if columns else rolled.table
    return dict(zip(places, flag_impossible(figures, table, rolled.groups, rolled.plan, days), strict=True))


def _with_flags(
    found: Figures, if_zero: Mapping[Columns, Figures], without: Mapping[str, Totals], doubts: Doubts
) -> ReadFigures:
    if not if_zero and not without:
        return ReadFigures(found, found, {})
    nowhere = np.zeros(len(found.value), dtype=np.bool_)
    flags = {flag: _rests_on(found.totals, totals) for flag, totals in without.items()}
    if if_zero:
        flags[EMPTY_CELLS] = _any((_differ(found, other) for other in if_zero.values()), nowhere)
    undefined = _any(_changed_by_left_out_zeros(found, if_zero, doubts), nowhere)
    return ReadFigures(found.with_flags(flags, undefined=undefined), found, if_zero)


def _any(marks: Iterable[Bools], nowhere: Bools) -> Bools:
    found: Bools = np.logical_or.reduce([nowhere, *marks])
    return found


def _differ(one: Figures, other: Figures) -> Bools:
    """Return where two readings give two values, or only one of them any."""
    differ: Bools = (one.value != other.value) & (one.defined | other.defined)
    return differ


def _changed_by_left_out_zeros(found: Figures, if_zero: Mapping[Columns, Figures], doubts: Doubts) -> Iterator[Bools]:
    """Yield where a column that leaves its zeros out changes a figure: missing cells would choose by the outcome."""
    for column, cells in doubts.empty.items():
        if cells.no_zero_written:
            for columns in (one for one in if_zero if column in one):
                without = if_zero.get(columns - {column}, found if len(columns) == 1 else None)
                if without is not None:
                    yield _differ(without, if_zero[columns])


def _rests_on(totals: Totals, without: Totals) -> Bools:
    """Return where the sums would be others without some figures."""
    differ = [getattr(totals, name) != getattr(without, name) for name in (*COMPARED, "reported", "known")]
    differ += [having != without.flags[flag] for flag, having in totals.flags.items()]
    found: Bools = np.logical_or.reduce(differ)
    return found
