"""What goes beside a count while files are joined: the figure were empty cells 0, and flags of where it was read.

Each is a column of the table like any other, under a name that no count has, and is there only where it says anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Formula
from popcalc.doubts import INTAKE_FLAGS, OtherFigures

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints

    Table = dict[str, AnyInts]

IF_ZERO, COLUMNS, FLAGS = "if zero", "columns", "flags"


def beside(count: str, what: str) -> str:
    """Return the name of a column beside a count: its other figure, the columns that asks for, its flags (as bits)."""
    return f"{count} {what}"


def derived_beside(table: Mapping[str, AnyInts], key: str, formula: Formula, filled: Bools, total: AnyInts) -> Table:
    """Return what goes beside a count in rows that a formula filled; `total` is the count there, or missing."""
    found: Table = {}
    nothing = np.zeros(len(filled), dtype=np.int64)
    parts = formula.counts
    if any(beside(part, FLAGS) in table for part in parts):
        flags = np.bitwise_or.reduce([table.get(beside(part, FLAGS), nothing) for part in parts])
        found[beside(key, FLAGS)] = np.where(filled, flags, table.get(beside(key, FLAGS), nothing))
    if any(beside(part, IF_ZERO) in table for part in parts):
        figures = {part: table.get(beside(part, IF_ZERO), table[part]).astype(np.int64) for part in parts}
        other = np.sum([term.coefficient * figures[term.count] for term in formula], axis=0)
        columns = np.bitwise_or.reduce([table.get(beside(part, COLUMNS), nothing) for part in parts])
        whole = np.logical_and.reduce([figures[part] >= 0 for part in parts])
        open_ = filled & (columns > 0) & whole & (other >= 0)
        found[beside(key, IF_ZERO)] = np.where(open_, other, table.get(beside(key, IF_ZERO), total))
        found[beside(key, COLUMNS)] = np.where(open_, columns, table.get(beside(key, COLUMNS), nothing))
    return found


def other_figures(table: Mapping[str, AnyInts], counts: Sequence[str]) -> dict[str, OtherFigures]:
    """Return the figures of counts were empty cells 0."""
    found = {}
    for key in counts:
        if beside(key, COLUMNS) in table:
            columns = table[beside(key, COLUMNS)]
            rows = np.flatnonzero(columns > 0)
            found[key] = OtherFigures(rows, table[beside(key, IF_ZERO)][rows], columns[rows].astype(np.int64))
    return {key: other for key, other in found.items() if len(other.rows)}


def flagged_rows(table: Mapping[str, AnyInts], counts: Sequence[str]) -> dict[str, dict[str, Ints]]:
    """Return by flag and count the rows whose figures have it."""
    found: dict[str, dict[str, Ints]] = {}
    for key in (key for key in counts if beside(key, FLAGS) in table):
        bits = np.where(table[key] >= 0, table[beside(key, FLAGS)].clip(min=0), 0)
        for bit, flag in enumerate(INTAKE_FLAGS):
            rows = np.flatnonzero(bits >> bit & 1)
            if len(rows):
                found.setdefault(flag, {})[key] = rows
    return {flag: found[flag] for flag in INTAKE_FLAGS if flag in found}
