"""Figures that a corrected file leaves out: they are kept from the file that it replaces, and said.

It leaves out a figure where its cell says nothing, and where it has the count and the months and not the area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, permutations
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Catalogue, Count
from popcalc.errors import SHOWN, Notice
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import same_run
from popcalc.language import Text, plural, text
from popcalc.table import ABSENT, END, FILE, START

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

Wins = Callable[[int, int], bool]
"""Whether the figures of one file, by its number, replace those of another."""


def kept_figures(read: AsRead, held: Sequence[str], catalogue: Catalogue, wins: Wins, prefer: str) -> list[Notice]:
    """Return the notices of figures that stay though a file that replaces theirs leaves them out.

    The table is sorted by village, start and end, and holds no figure any more that another file replaces.
    """
    kept: list[tuple[int, int, str]] = []
    runs = _runs(read)
    for key in held:
        kept += sorted(_kept(read, read.table[key], runs, wins, key))
    if not kept:
        return []
    sentence: Text = plural(
        len(kept),
        "--prefer {prefer} keeps {count} figure that the file that is preferred does not hold",
        "--prefer {prefer} keeps {count} figures that the files that are preferred do not hold",
        prefer=prefer,
    )
    if len(kept) > SHOWN:
        sentence = text("{what}; the first {shown} are", what=sentence, shown=SHOWN)
    told = [_told(read, old, new, catalogue.counts[key]) for old, new, key in kept[:SHOWN]]
    return [Notice("KEPT", sentence), *told]


def _runs(read: AsRead) -> AnyInts:
    """Return the number of the village and months of each row; rows of the same follow each other."""
    rows = np.arange(len(read.table[FILE]))
    return np.concatenate([[0], np.cumsum(~same_run(read.table, rows[1:], rows[:-1]))]) if len(rows) else rows


def _kept(read: AsRead, values: AnyInts, runs: AnyInts, wins: Wins, key: str) -> Iterator[tuple[int, int, str]]:
    """Yield each row whose figure of a count stays, and a row of the file that leaves it out."""
    file = read.table[FILE]
    there = np.flatnonzero(values != ABSENT)
    several = there[np.bincount(runs[there], minlength=len(runs))[runs[there]] > 1]
    pairs: dict[tuple[int, int], bool] = {}
    for _, same in groupby(several.tolist(), key=lambda row: int(runs[row])):
        rows = list(same)
        reporting = {int(file[row]) for row in rows if values[row] >= 0}
        for new, old in permutations(rows, 2):
            pair = int(file[new]), int(file[old])
            if pair[0] != pair[1] and pair not in pairs:
                pairs[pair] = wins(*pair)
            if pairs.get(pair) and pair[0] not in reporting and values[old] >= 0:
                yield old, new, key
    months = np.unique(np.stack([read.table[START], read.table[END]]), axis=1, return_inverse=True)[1].reshape(-1)
    for one, other in (pair for pair, won in pairs.items() if won):
        own = there[file[there] == one]
        is_left_out = (file[there] == other) & (values[there] >= 0) & ~np.isin(runs[there], runs[own])
        for row in there[is_left_out & np.isin(months[there], months[own])].tolist():
            yield row, int(own[months[own] == months[row]][0]), key


def _told(read: AsRead, old: int, new: int, count: Count) -> Notice:
    sentence = text(
        "{count} of {area} in {month}: {figure} is kept, as {file} does not hold it",
        count=count.key,
        area=read.area(old),
        month=read.months(old),
        figure=read.figure(old, count),
        file=read.places.layouts[int(read.table[FILE][new])].name,
    )
    return Notice("KEPT", sentence, read.place(old, count))
