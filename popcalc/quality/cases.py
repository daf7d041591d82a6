"""What a rule of the catalogue is held against: rows of the table, or sums of rows by area and period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import numpy as np
from msgspec import Struct

from popcalc.areas import ALL
from popcalc.arrays import AnyInts, Bools, Ints, combine, packed
from popcalc.definitions.catalogue import NUMBER, Comparison, Identity, Moment, Term
from popcalc.periods import PeriodKind, Run
from popcalc.quality.findings import EVERYWHERE
from popcalc.quality.material import Material
from popcalc.table import MISSING

NOWHERE = -2
"""Stands for the area of rows that are of none of a level."""


class Cases(Struct, frozen=True, eq=False):
    """The cases that a rule is held against; each stands for one row of the table, or for several.

    `area` is a position in the tree, `start` and `end` are months, `row` is the first row of the table, None where each
    row is a case; `terms` are the figures of the terms of both sides without their coefficients, negative where nothing
    is given, in the unit that the count is kept in. `judged` are the cases in which what is missing hinders nothing.
    """

    area: AnyInts
    start: AnyInts
    end: AnyInts
    row: Ints | None
    terms: Sequence[AnyInts]
    judged: Bools

    def rows(self, cases: Ints) -> Ints:
        """Return the first row of the table of some cases."""
        return cases if self.row is None else self.row[cases]


def cases_of(material: Material, rule: Identity) -> Cases | None:
    """Return what a rule is held against, None where the data have no such level."""
    terms = (*rule.left, *rule.right)
    columns = [_column(material, term) for term in terms]
    if rule.level is None and rule.over == "month":
        judged = _judged(rule, columns)
        return Cases(material.village, material.start, material.end, None, columns, judged)
    if rule.level not in (None, ALL, *material.table.areas.levels):
        return None
    return _summed(material, rule, columns)


def _column(material: Material, term: Term) -> AnyInts:
    """Return the figures of a term in every row, without its coefficient."""
    if term.count == NUMBER:
        return np.ones(len(material.village), dtype=np.int32)
    return openings(material, term.count) if term.moment is Moment.OPENING else material.table.column(term.count)


def _judged(rule: Identity, columns: Sequence[AnyInts]) -> Bools:
    """Return in which cases nothing that is missing keeps a rule from being judged."""
    if rule.comparison in (Comparison.COMPULSORY, Comparison.EXCLUSIVE):
        return given(columns)
    judged: Bools = np.ones(len(columns[0]), dtype=bool)
    match rule.missing:
        case "skip_if_any":
            for column in columns:
                if column.min(initial=0) < 0:
                    judged &= column >= 0
        case "skip_if_all":
            on_left = len(rule.left.terms)
            judged = given(columns[:on_left]) & given(columns[on_left:])
        case "never_skip":
            pass
        case _:
            assert_never(rule.missing)
    return judged


def given(columns: Sequence[AnyInts]) -> Bools:
    """Return in which cases any term of a side is given."""
    found: Bools = np.logical_or.reduce([column >= 0 for column in columns])
    return found


def _summed(material: Material, rule: Identity, columns: Sequence[AnyInts]) -> Cases:
    """Return the sums of the rows that can be judged, by area and period."""
    area = _areas(material, rule.level)
    begins, ends = _periods(material, rule)
    rows = np.flatnonzero(_judged(rule, columns) & (area != NOWHERE) & (material.end <= ends))
    key = combine([area[rows] - EVERYWHERE, begins[rows], ends[rows]])
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    terms = []
    for column, term in zip(columns, (*rule.left, *rule.right), strict=True):
        known = column[rows] >= 0
        sums = np.zeros(len(first), dtype=np.int64)
        np.add.at(sums, group[known], column[rows][known])
        told = np.zeros(len(first), dtype=bool)
        told[group[known]] = True
        terms.append(np.ones(len(first), dtype=np.int64) if term.count == NUMBER else np.where(told, sums, MISSING))
    at = rows[first]
    judged = np.ones(len(first), dtype=bool)
    return Cases(area[at], begins[at], ends[at], at, terms, judged)


def _areas(material: Material, level: str | None) -> AnyInts:
    """Return the area of a level that each row is of, `NOWHERE` where it is of none."""
    if level is None:
        return material.village
    if level == ALL:
        return np.full(len(material.village), EVERYWHERE, dtype=np.int64)
    above = material.table.areas.above(level)
    return np.where(above < 0, NOWHERE, above)[material.village]


def _periods(material: Material, rule: Identity) -> tuple[AnyInts, AnyInts]:
    """Return the first and the last month of the period that each row begins in, that of the row itself for months."""
    if rule.over == "month":
        return material.start, material.end
    months, at = np.unique(material.start, return_inverse=True)
    kind = PeriodKind(rule.over)
    periods = [material.calendar.split(Run(month, month), kind)[0] for month in months.tolist()]
    begins = np.array([one.start for one in periods], dtype=np.int64)
    ends = np.array([one.end for one in periods], dtype=np.int64)
    return begins[at], ends[at]


def openings(material: Material, stock: str) -> Ints:
    """Return for each row the stock at the month-end before it: as reported there, else as the row's own opening."""
    column = material.table.column(stock)
    openings = _the_row_before(material, column) if material.monthly else _before(material, column)
    for key, count in material.catalogue.counts.items():
        if count.opening_of == stock and key in material.table.counts:
            openings = np.where(openings >= 0, openings, material.table.column(key))
    return openings


def _the_row_before(material: Material, column: AnyInts) -> Ints:
    """Return for each row of a single month what the month before it says, `MISSING` where there is none."""
    found = np.full(len(column), MISSING, dtype=np.int64)
    follows = material.village[1:] == material.village[:-1]
    follows &= material.start[1:] == material.start[:-1] + 1
    follows &= column[:-1] >= 0
    found[1:][follows] = column[:-1][follows]
    return found


def _before(material: Material, column: AnyInts) -> Ints:
    """Return for each row what ends with the month before it says, `MISSING` where there is none."""
    said = np.flatnonzero(column >= 0)
    keys = packed(material.village[said], material.end[said])
    order = np.argsort(keys, kind="stable")
    wanted = packed(material.village, material.start - 1)
    found = np.full(len(wanted), MISSING, dtype=np.int64)
    if len(said):
        spot = np.searchsorted(keys[order], wanted)
        there = keys[order].take(spot, mode="clip") == wanted
        found[there] = column[said[order[spot[there]]]]
    return found
