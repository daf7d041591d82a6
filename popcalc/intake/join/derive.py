"""Counts that stand for others: births from births by sex, nothing at all from rows that a source leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from popcalc.arrays import distinct_values
from popcalc.definitions.catalogue import Catalogue, Formula, Nature
from popcalc.errors import Notice
from popcalc.language import plural
from popcalc.table import ABSENT, END, FILE, MISSING, ROW, START, VILLAGE

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

    Table = dict[str, AnyInts]


def derive(
    table: Table, catalogue: Catalogue, asked: frozenset[str], wanted: frozenset[str]
) -> tuple[Table, list[Notice]]:
    """Return the table with the counts that are asked for derived where their own column is absent.

    `wanted` are those that may be derived on the way. A derived count is missing where one of its parts is. A
    difference below zero is missing too, with a notice.
    """
    result = dict(table)
    negative: dict[str, int] = {}
    done: set[str] = set()

    def settle(key: str) -> None:
        if key in done:
            return
        done.add(key)
        for formula in catalogue.counts[key].derive:
            own = result.get(key)
            if own is not None and (own != ABSENT).all():
                return
            for part in formula.counts:
                if part in wanted or part in result:
                    settle(part)
            if all(part in result for part in formula.counts):
                own = np.full(len(table[VILLAGE]), ABSENT, dtype=np.int32) if own is None else own
                result[key], below = _stood_for(own, formula, result)
                negative[key] = negative.get(key, 0) + below

    for key in catalogue.counts:
        if key in asked:
            settle(key)
    return result, below_zero({key: negative[key] for key in catalogue.counts if negative.get(key)})


def below_zero(rows: Mapping[str, int]) -> list[Notice]:
    """Return a notice for each count, with the number of rows in which it would come out below zero."""
    return [
        Notice(
            "NEGATIVE_DERIVED",
            plural(
                number,
                "{key} would come out below zero in {count} row and is left out there",
                "{key} would come out below zero in {count} rows and is left out there",
                key=key,
            ),
        )
        for key, number in rows.items()
        if number
    ]


def _stood_for(own: AnyInts, formula: Formula, table: Table) -> tuple[AnyInts, int]:
    """Return a count with the formula's value where its own column is absent and all parts have one.

    The second value is the number of rows in which that would have come out below zero.
    """
    parts = [table[part] for part in formula.counts]
    fill = np.logical_and.reduce([own == ABSENT, *(part != ABSENT for part in parts)])
    reported = np.logical_and.reduce([part >= 0 for part in parts])
    total = np.zeros(len(own), dtype=np.int64)
    for term in formula:
        total += term.coefficient * table[term.count].astype(np.int64)
    filled: AnyInts = np.where(fill, np.where(reported & (total >= 0), total, MISSING), own)
    if int(filled.max(initial=0)) <= np.iinfo(np.int32).max:
        filled = filled.astype(np.int32)
    return filled, int((fill & reported & (total < 0)).sum())


def fill_absent(table: Table, catalogue: Catalogue, villages: int) -> Table:
    """Return the table with no events in each month in which a village has no row of events, as rows of zeros.

    For sources that leave rows without events out altogether. A month in which no village has a row stays missing, and
    so does a row that is there and says nothing.
    """
    flows = [key for key in table if key in catalogue.counts and catalogue.counts[key].nature is Nature.FLOW]
    if not flows or not len(table[VILLAGE]):
        return table
    spoken = np.logical_or.reduce([table[key] != ABSENT for key in flows])
    reported = np.logical_or.reduce([table[key] >= 0 for key in flows])
    months = distinct_values(table[START][reported])
    covered = np.zeros((villages, len(months)), dtype=bool)
    first = np.searchsorted(months, table[START])
    after = np.searchsorted(months, table[END], side="right")
    for row in np.flatnonzero(spoken).tolist():
        covered[table[VILLAGE][row], first[row] : after[row]] = True
    # A row of one month that speaks of other counts only takes the zeros; else a row is added.
    silent = np.flatnonzero(~spoken & (table[START] == table[END]) & np.isin(table[START], months))
    silent = silent[~covered[table[VILLAGE][silent], first[silent]]]
    result = dict(table)
    stocks = [key for key in table if key in catalogue.counts and key not in flows]
    for key in flows:
        result[key] = table[key].copy()
        result[key][silent] = 0
    covered[table[VILLAGE][silent], first[silent]] = True
    village, month = np.nonzero(~covered)
    added: Table = {
        name: np.full(len(village), ABSENT if name in stocks else 0, dtype=column.dtype)
        for name, column in table.items()
    }
    added[VILLAGE][:], added[FILE][:], added[ROW][:] = village, -1, 0
    added[START][:] = added[END][:] = months[month]
    joined = {name: np.concatenate([result[name], added[name]]) for name in table}
    order = np.lexsort((joined[END], joined[START], joined[VILLAGE]))
    return {name: column[order] for name, column in joined.items()}
