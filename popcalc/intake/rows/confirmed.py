"""Rows that a printed total confirms: what it adds up are parts, and so no totals themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.printed_totals import Scope, scopes
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows

if TYPE_CHECKING:
    from popcalc.arrays import Bools


def confirmed_parts(rows: Rows, totals: Rows, layout: Layout, reading: Reading) -> Bools:
    """Return which rows are parts of a total that says so by a word and whose figures all are their sums."""
    confirmed = np.zeros(len(rows), dtype=np.bool_)
    if len(rows) and len(totals):
        for scope in scopes(rows, totals, layout, reading):
            confirmed |= _of_scope(scope, rows, totals)
    return confirmed


def _of_scope(scope: Scope, rows: Rows, totals: Rows) -> Bools:
    groups = int(max(scope.of_row.max(initial=-1), scope.group.max(initial=-1))) + 1
    parts = np.flatnonzero(scope.of_row >= 0)
    group = scope.of_row[parts]
    agrees, differs = np.zeros(groups, dtype=np.bool_), np.zeros(groups, dtype=np.bool_)
    for key, values in rows.counts.items():
        of_parts = np.maximum(values[parts], 0).astype(np.int64)
        summed = np.zeros(groups, dtype=np.int64)
        np.add.at(summed, group, of_parts)
        printed, total = totals.counts[key][scope.totals].astype(np.int64), summed[scope.group]
        agrees[scope.group[(printed > 0) & (printed == total)]] = True
        differs[scope.group[(printed >= 0) & (printed != total)]] = True
    of_row: Bools = (agrees & ~differs)[scope.of_row] & (scope.of_row >= 0) if groups else scope.of_row < -1
    return of_row
