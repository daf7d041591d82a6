"""Rows that may be totals without saying so: named like their own town, or alone without a code among rows with one.

Only their figures can tell. Where all of them are the sums of the rows beside them, such a row is a total. Where most
are, it is a total with a mistake, or a village by a rare chance: that is for the user to say. Else it is a village
that is called as its town is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.labels import code_role, combine
from popcalc.arrays import distinct_values
from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows
from popcalc.language import plural, text, word

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

SHOWN = 3
"""How many names a notice gives."""


class _Suspects(Struct, frozen=True):
    """Rows that may add up the others of their group.

    `level` is what they are named after and may be the totals of; None where only the missing code speaks for it.
    """

    rows: Bools
    group: AnyInts
    level: str | None


class ByFigures(Struct, frozen=True):
    """Which rows of a file are totals by their figures, and what is to be said of them and their likes.

    A row that is more likely a total than a village, but not for certain, is a fault.
    """

    totals: Bools
    notices: Sequence[Notice] = ()
    faults: Sequence[Fault] = ()


def has_suspects(rows: Rows, layout: Layout, reading: Reading) -> bool:
    """Whether some row is named like its own town, or stands without a code among rows with one."""
    return next(_suspects(rows, np.zeros(len(rows), dtype=np.bool_), layout, reading), None) is not None


def totals_by_figures(rows: Rows, known: Bools, layout: Layout, reading: Reading) -> ByFigures:
    """Return which rows of one file are totals by their figures, beside those that are `known` to be some."""
    totals = known.copy()
    notices: list[Notice] = []
    faults: list[Fault] = []
    # From the bottom up, so that the total of a county adds up no totals of its towns.
    for suspects in _suspects(rows, totals, layout, reading):
        equal, compared = _compared(suspects, rows, totals)
        label = combine(list(rows.words.values()))
        number_equal = np.bincount(label, weights=equal)
        number = np.bincount(label, weights=compared)
        sums = suspects.rows & ((number_equal == number) & (number > 0))[label]
        doubtful = suspects.rows & ((2 * number_equal > number) & (number_equal < number))[label]
        faults += _faults(doubtful, rows, layout, reading)
        others = suspects.rows & ~sums & ~doubtful & (number > 0)[label]
        totals |= sums
        notices += _notices(sums, others, suspects.level, rows, layout, reading)
    return ByFigures(totals & ~known, notices, faults)


def _suspects(rows: Rows, totals: Bools, layout: Layout, reading: Reading) -> Iterator[_Suspects]:
    """Yield the rows to be judged; `totals` are those that were found until then."""
    leaf, code = layout.leaf, code_role(layout.leaf)
    if leaf not in rows.words:
        return
    coded = rows.words[code] > 0 if code in rows.words else np.zeros(len(rows), dtype=np.bool_)
    totals = totals | reading.areas[leaf].kept[rows.words[leaf]]
    above = [role for role, area in reading.areas.items() if role in rows.words and role == area.level != leaf]
    for role in reversed(above):
        shared = reading.areas[leaf].pool.positions.keys() & reading.areas[role].pool.positions.keys()
        if shared == {""}:
            continue
        own = np.zeros(len(reading.areas[leaf].pool.words), dtype=np.int64)
        for name in shared:
            own[reading.areas[leaf].pool.positions[name]] = reading.areas[role].pool.positions[name]
        named = (rows.words[leaf] > 0) & (own[rows.words[leaf]] == rows.words[role]) & ~coded & ~totals
        if named.any():
            yield _Suspects(named, combine([rows.words[role], rows.start, rows.end + 1]), role)
    if code in rows.words:
        uncoded = ~coded & (rows.words[leaf] > 0) & ~totals
        if uncoded.any() and np.count_nonzero(uncoded) * 2 <= np.count_nonzero(coded | uncoded):
            yield _Suspects(uncoded, _sections(uncoded, [rows.words[role] for role in above], rows), None)


def _sections(uncoded: Bools, above: list[AnyInts], rows: Rows) -> AnyInts:
    """Return the groups of rows that a row without a code may add up.

    They are those of its months and areas above; where several such rows are in a group, those that stand between one
    and the next.
    """
    group = combine([*above, rows.start, rows.end + 1])
    if int(np.bincount(group[uncoded]).max()) == 1:
        return group
    section: AnyInts = np.cumsum(uncoded)
    # Totals that stand first open a section; all others close one.
    return combine([group, section if uncoded[0] else section - uncoded.astype(np.int64)])


def _compared(suspects: _Suspects, rows: Rows, totals: Bools) -> tuple[AnyInts, AnyInts]:
    """Return for each row how many of its figures are the sums of its group, and how many can be held against one.

    Where a part is missing only a figure below the sum of the others tells anything; 0 as the sum of zeros never does.
    """
    equal, compared = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    parts = np.flatnonzero(~suspects.rows & ~totals)
    groups = int(suspects.group.max()) + 1
    for values in rows.counts.values():
        reported = parts[values[parts] >= 0]
        summed = np.zeros(groups, dtype=np.int64)
        np.add.at(summed, suspects.group[reported], values[reported].astype(np.int64))
        known = np.bincount(suspects.group[reported], minlength=groups)
        missing = np.bincount(suspects.group[parts], minlength=groups) - known
        of_row, printed = summed[suspects.group], values.astype(np.int64)
        tells = suspects.rows & (printed >= 0) & (known > 0)[suspects.group] & ((printed > 0) | (of_row > 0))
        tells &= (missing == 0)[suspects.group] | (printed < of_row)
        equal += tells & (printed == of_row)
        compared += tells
    return equal, compared


def _faults(doubtful: Bools, rows: Rows, layout: Layout, reading: Reading) -> Iterator[Fault]:
    """Yield a fault for the first row of each name that most likely is of a total."""
    words = rows.words[layout.leaf]
    spots = np.flatnonzero(doubtful)
    for spot in spots[np.sort(np.unique(words[spots], return_index=True)[1])].tolist():
        sentence = text(
            "most figures of {area} are the sums of the rows beside it, but not all: if it is a total, call it 合计 or "
            "Total; if it is a {level}, give it a code or a name of its own",
            area=reading.areas[layout.leaf].pool.words[int(words[spot])],
            level=word(layout.leaf),
        )
        place = Place(layout.name, int(rows.row[spot]), layout.place_columns().get(layout.leaf))
        yield fault("TOTAL_OR_VILLAGE", sentence, place)


def _notices(
    sums: Bools, others: Bools, level: str | None, rows: Rows, layout: Layout, reading: Reading
) -> Iterator[Notice]:
    if names := names_of(sums, rows, layout, reading):
        yield notice_of_sums(names, layout)
    if level is not None and (names := names_of(others, rows, layout, reading)):
        sentence = plural(
            len(names),
            "{areas} is named like its {level} and its figures are no sums: read as a {leaf}, not as a total",
            "{areas} are named like their {level} and their figures are no sums: each read as a {leaf}, not as a total",
            areas=_shown(names),
            level=word(level),
            leaf=word(layout.leaf),
        )
        yield Notice("NAMED_LIKE_ABOVE", sentence, Place(layout.name))


def notice_of_sums(names: Sequence[str], layout: Layout) -> Notice:
    """Return the notice of totals that their figures betray."""
    sentence = plural(
        len(names),
        "the figures of {areas} are the sums of the rows beside it: taken for a total and left out",
        "the figures of {areas} are the sums of the rows beside them: taken for totals and left out",
        areas=_shown(names),
    )
    return Notice("TOTAL_BY_FIGURES", sentence, Place(layout.name))


def names_of(chosen: Bools, rows: Rows, layout: Layout, reading: Reading) -> list[str]:
    """Return the names, or else the codes, of some rows, in order."""
    role = layout.leaf if layout.leaf in rows.words else code_role(layout.leaf)
    words = reading.areas[role].pool.words
    return sorted(words[position] for position in distinct_values(rows.words[role][chosen]).tolist())


def _shown(names: Sequence[str]) -> tuple[str, ...]:
    return (*names[:SHOWN], *(["..."] if len(names) > SHOWN else []))
