"""Counts that stand for others: births from births by sex, nothing at all from rows that a source leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Catalogue, Formula, Nature
from popcalc.errors import Notice
from popcalc.language import plural
from popcalc.table import ABSENT, END, FILE, MISSING, ROW, START, VILLAGE

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Table = dict[str, Ints]


def derive(table: Table, catalogue: Catalogue, wanted: frozenset[str]) -> tuple[Table, list[Notice]]:
    """Return the table with the wanted counts derived where their own column is absent.

    A derived count is missing where one of its parts is. A difference below zero is missing too, with a notice.
    """
    result = dict(table)
    negative: dict[str, int] = {}
    done: set[str] = set()

    def settle(key: str) -> None:
        if key in done:
            return
        done.add(key)
        own = result.get(key)
        if own is not None and (own != ABSENT).all():
            return
        for formula in catalogue.counts[key].derive:
            for part in formula.counts:
                if part in wanted or part in result:
                    settle(part)
            if not all(part in result for part in formula.counts):
                continue
            own = result.get(key, np.full(len(table[VILLAGE]), ABSENT, dtype=np.int32))
            result[key] = _stood_for(own, formula, result, key, negative)

    for key in catalogue.counts:
        if key in wanted:
            settle(key)
    return result, [
        Notice(
            "NEGATIVE_DERIVED",
            plural(
                number,
                "{key} would come out below zero in {count} row and is left out there",
                "{key} would come out below zero in {count} rows and is left out there",
                key=key,
            ),
        )
        for key, number in negative.items()
    ]


def _stood_for(own: Ints, formula: Formula, table: Table, key: str, negative: dict[str, int]) -> Ints:
    """Return a count with the formula's value where its own column is absent and all parts have one."""
    parts = [table[part] for part in formula.counts]
    present = np.logical_and.reduce([part != ABSENT for part in parts])
    reported = np.logical_and.reduce([part >= 0 for part in parts])
    total = np.zeros(len(own), dtype=np.int64)
    for term in formula:
        total += term.coefficient * table[term.count].astype(np.int64)
    fill = (own == ABSENT) & present
    below = fill & reported & (total < 0)
    if below.any():
        negative[key] = negative.get(key, 0) + int(below.sum())
    value = np.where(reported & (total >= 0), total, MISSING)
    filled = np.where(fill, value, own)
    return filled.astype(np.int32) if filled.max(initial=0) < np.iinfo(np.int32).max else filled  # type: ignore[return-value]


def fill_absent(table: Table, catalogue: Catalogue, villages: int) -> Table:
    """Return the table with a row of zeros for each village and month without one, in the months that have flows.

    For sources that leave rows without events out altogether; a month in which no village has a row stays missing.
    """
    flows = [key for key in table if key in catalogue.counts and catalogue.counts[key].nature is Nature.FLOW]
    reported = np.logical_or.reduce([table[key] >= 0 for key in flows]) if flows else np.zeros(0, dtype=bool)
    months = np.unique(table[START][reported])
    if not len(months):
        return table
    result = {name: column.copy() for name, column in table.items()}
    covered = np.zeros((villages, len(months)), dtype=bool)
    single = reported & (table[START] == table[END])
    covered[table[VILLAGE][single], np.searchsorted(months, table[START][single])] = True
    for row in np.flatnonzero(reported & (table[START] < table[END])):
        covered[table[VILLAGE][row], (months >= table[START][row]) & (months <= table[END][row])] = True
    village, position = np.nonzero(~covered)
    spots = {
        (int(v), int(m)): row
        for row, (v, m) in enumerate(zip(table[VILLAGE], table[START], strict=True))
        if not reported[row]
    }
    at = np.array(
        [spots.get((int(v), int(months[p])), -1) for v, p in zip(village, position, strict=True)], dtype=np.int64
    )
    for key in flows:
        result[key][at[at >= 0]] = 0
    new = at < 0
    added: Table = {
        name: np.full(int(new.sum()), 0 if name in flows else ABSENT, dtype=column.dtype)
        for name, column in table.items()
    }
    added[VILLAGE] = village[new].astype(table[VILLAGE].dtype)
    added[START] = added[END] = months[position[new]].astype(table[START].dtype)
    added[FILE], added[ROW] = np.full(int(new.sum()), -1, dtype=np.int16), np.zeros(int(new.sum()), dtype=np.int32)  # type: ignore[assignment]
    joined = {name: np.concatenate([result[name], added[name]]) for name in table}
    order = np.lexsort((joined[END], joined[START], joined[VILLAGE]))
    return {name: column[order] for name, column in joined.items()}
