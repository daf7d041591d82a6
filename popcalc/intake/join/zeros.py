"""Empty cells that are read as 0, as the user says: where 0 would be a surprise, it is said how many and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.arrays import distinct_values
from popcalc.definitions.catalogue import Catalogue
from popcalc.errors import Notice
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import first_of_runs, place_in_run
from popcalc.intake.join.open_cells import SHOWN, Column, people_of
from popcalc.intake.rows.values import Zeros
from popcalc.language import plural
from popcalc.periods import Calendar
from popcalc.table import EMPTY, FILE, ROW, START

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Ints

_MONTHS = 100_000
"""More than the number of any month."""


def rows_of_zeros(read: AsRead, held: Sequence[str], zeros: Sequence[tuple[int, Zeros]]) -> Mapping[str, Ints]:
    """Return by count the rows whose 0 is an empty cell, once rows of one village and run are one.

    `zeros` are those of files by their number.
    """
    found: dict[str, list[Ints]] = {}
    first = first_of_runs(read.table) if zeros else np.zeros(0, dtype=np.int64)
    for file, of_file in zeros:
        of_this = np.flatnonzero(read.table[FILE] == file)
        own = read.table[ROW][of_this] * _MONTHS + read.table[START][of_this]
        for key in (key for key in held if key in of_file):
            cells = of_file[key].astype(np.int64)
            is_one = np.isin(own, cells[:, 0] * _MONTHS + cells[:, 1]) & (read.table[key][of_this] == 0)
            found.setdefault(key, []).append(np.searchsorted(first, of_this[is_one], side="right") - 1)
    return {key: distinct_values(np.concatenate(rows)) for key, rows in found.items()}


def surprising_zeros(
    table: Mapping[str, AnyInts],
    zeros: Mapping[str, AnyInts],
    catalogue: Catalogue,
    wanted: frozenset[str],
    read: AsRead,
    to_date: Calendar | None,
) -> list[Notice]:
    """Return the notices of such cells; `zeros` are their rows by count.

    `wanted` may be derived to know a village's people; `to_date` is the calendar of figures to date, if they are such.
    """
    notices = []
    people = people_of(table, catalogue, wanted) if zeros else np.zeros(0)
    runs = first_of_runs(read.table) if zeros else np.zeros(0, dtype=np.int64)
    for key, rows in zeros.items():
        figures = table[key].copy()
        figures[rows] = EMPTY
        surprising = np.setdiff1d(rows, np.flatnonzero(Column(table, figures, people, to_date).open_cells()))
        if not len(surprising):
            continue
        first = surprising[np.lexsort((table[ROW][surprising], table[FILE][surprising]))[:SHOWN]].tolist()
        said = [str(place_in_run(read, runs, row, catalogue.counts[key], 0)) for row in first]
        sentence = plural(
            len(surprising),
            "{count} empty cell of {key} is read as 0, as it is said to mean, where 0 would be a surprise ({places}); "
            "if it was not reported, say so in a --columns file: empty: {{{key}: missing}}",
            "{count} empty cells of {key} are read as 0, as they are said to mean, where 0 would be a surprise "
            "({places}); if they were not reported, say so in a --columns file: empty: {{{key}: missing}}",
            key=key,
            places=(*said, *(["…"] if len(surprising) > SHOWN else [])),
        )
        notices.append(Notice("EMPTY_ZERO", sentence))
    return notices
