"""Columns whose headers are not known, judged by what stands in them: does it narrow or split the rows?

| the cells of a column | it is |
|---|---|
| one sex, an age, a plan or another value that narrows its row | a dimension |
| tell rows of one area and month apart | a dimension |
| the same for an area in all its rows | a description |
| anything else | not known |
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.areas.labels import code_role
from popcalc.arrays import combine
from popcalc.intake.header.layout import Column, ColumnClass, Layout, Why
from popcalc.intake.header.narrowing import is_residence
from popcalc.intake.rows.dimension_values import narrows
from popcalc.intake.rows.growing import Name
from popcalc.intake.rows.split import Split, Values
from popcalc.intake.rows.values import JudgedColumn, Rows
from popcalc.intake.text.bytestrings import Lexicon

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts
    from popcalc.intake.text.bytestrings import Texts

WATCHED = "watched"
ROOM = 8
"""Cells for each row that a grid of areas and months may have to be looked at as one."""
AT_ONCE = 1 << 20
"""So many rows are looked at together where more would take memory."""


class Watching:
    """Gives each distinct cell of the watched columns of a file a number; 0 is a blank one."""

    def __init__(self) -> None:
        self._values: dict[int, list[str]] = {}
        self._words: dict[int, Lexicon] = {}

    def positions(self, texts: Mapping[int, Texts]) -> dict[Name, AnyInts]:
        """Return the numbers of the cells of some rows, as columns."""
        return {(WATCHED, str(index)): self._lexicon(index).of(cells) for index, cells in texts.items()}

    def split(self, rows: Rows, watched: Mapping[int, AnyInts], measure: int | None) -> Split:
        """Return rows with the numbers of their cells and what these mean."""
        return Split(rows, watched, {index: Values(self._values.get(index, [""])) for index in watched}, measure)

    def _lexicon(self, index: int) -> Lexicon:
        if index not in self._words:
            values = self._values[index] = [""]

            def admit(written: str) -> int:
                if not written.strip():
                    return 0
                values.append(written.strip())
                return len(values) - 1

            self._words[index] = Lexicon(lambda texts: [admit(written) for written in texts])
        return self._words[index]


def judge_columns(
    split: Split, layout: Layout, *, monthly: bool, apart: Sequence[int] = (), chosen: Container[int] = ()
) -> list[JudgedColumn]:
    """Return the watched columns of a file as what stands in them.

    Only where rows are `monthly` do those of one area and month need something that tells them apart; columns that are
    read or added up over tell them `apart` already. What was `chosen` of a column may narrow its rows.
    """
    rows = split.rows
    found = []
    numbering: list[Column] = []
    area = _areas(rows, layout)
    # Figures of different counts are no repeats.
    others = [split.watched[layout.measure]] if layout.measure is not None else []

    @cache
    def repeated() -> tuple[AnyInts, AnyInts]:
        more = [*others, *map(split.cells, apart)]
        return _repeated(combine([area, *more]) if more else area, rows)

    for index, positions in split.watched.items():
        if index == layout.measure or index in layout.remarks:
            continue
        values = split.values[index].written
        column = layout.column(index)
        if index in apart:
            found.append(JudgedColumn(column, values[1:]))
            continue
        is_chosen = index in chosen or column.why is Why.CHOSEN
        is_one_for_each = _one_for_each(area, positions)
        narrowing = [] if is_chosen else _narrowing(split.values[index], column, is_of_areas=is_one_for_each)
        splits = _splits(positions, values, repeated()) if monthly and not is_one_for_each else None
        of_some = np.flatnonzero(np.isin(positions, narrowing)).tolist() if narrowing else []
        if of_some or splits is not None:
            if not of_some and _numbers_rows(positions, values):
                numbering.append(column)
            first = of_some[0] if of_some else splits
            dimension = _as(column, ColumnClass.DIMENSION)
            found.append(JudgedColumn(dimension, values[1:], first, narrows=bool(of_some)))
        elif is_one_for_each and not is_chosen:
            found.append(JudgedColumn(_as(column, ColumnClass.DESCRIPTION), values[1:]))
        else:
            found.append(JudgedColumn(column, values[1:]))
    return _without_numbering(found, numbering)


def _numbers_rows(positions: AnyInts, values: Sequence[str]) -> bool:
    """Whether a column gives every row a number of its own."""
    return len(values) - 1 == np.count_nonzero(positions) and all(map(str.isdigit, values[1:]))


def _without_numbering(found: list[JudgedColumn], numbering: Sequence[Column]) -> list[JudgedColumn]:
    """Return judged columns in which those that number the rows split none, where another one tells them apart."""
    plain = {one.index: one for one in numbering}
    if not any(one.first is not None and one.column.index not in plain for one in found):
        return found
    return [
        replace(one, column=plain[one.column.index], first=None) if one.column.index in plain else one for one in found
    ]


def _narrowing(values: Values, column: Column, *, is_of_areas: bool) -> list[int]:
    """Return the numbers of the values that narrow their rows; of what is said to be a dimension all but the whole.

    Where each area has one value (`is_of_areas`), a residence is that of the area: rural.
    """
    numbered = [(spot, value) for spot, value in enumerate(values.written) if spot]
    if column.column_class is ColumnClass.DIMENSION:
        return [spot for spot, _ in numbered if not values.whole[spot]]
    if "".join(values.written).isdigit():
        return []
    return [spot for spot, value in numbered if narrows(value) or (not is_of_areas and is_residence(value))]


def _areas(rows: Rows, layout: Layout) -> AnyInts:
    """Return a number for the area of each row: by its code alone where every row has one."""
    codes = rows.words.get(code_role(layout.leaf))
    if codes is not None and (codes > 0).all():
        return codes
    return combine(list(rows.words.values()), len(rows))


def _as(column: Column, column_class: ColumnClass) -> Column:
    return Column(column.index, column.header, column_class, Why.VALUES)


def _repeated(area: AnyInts, rows: Rows) -> tuple[AnyInts, AnyInts]:
    """Return neighbours, the earlier and the later, among rows of the same area and months."""
    first = rows.start - rows.start.min()
    months = int(first.max()) + 1
    if (int(area.max()) + 1) * months <= ROOM * len(area) and _are_different(area, months, first):
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    key = combine([area, first, rows.end - rows.start])
    order = np.argsort(key, kind="stable")
    same = key[order[1:]] == key[order[:-1]]
    return order[:-1][same], order[1:][same]


def _are_different(area: AnyInts, months: int, first: AnyInts) -> bool:
    """Whether no two rows are of one area and month, of so many months; some rows after others, for memory's sake."""
    there = np.zeros((int(area.max()) + 1) * months, dtype=np.bool_)
    for begin in range(0, len(area), AT_ONCE):
        rows = slice(begin, begin + AT_ONCE)
        there[area[rows].astype(np.int64) * months + first[rows]] = True
    return int(np.count_nonzero(there)) == len(area)


def _splits(positions: AnyInts, values: Sequence[str], repeated: tuple[AnyInts, AnyInts]) -> int | None:
    """Return a row that a column tells apart from another of the same area and months, None when there is none.

    A column of numbers tells rows apart only where most rows are repeated: else it may well be another figure.
    """
    before, after = repeated
    differ = (positions[before] != positions[after]) & (positions[before] > 0) & (positions[after] > 0)
    if not differ.any():
        return None
    numbers = all(value.replace(",", "").replace(".", "").isdigit() for value in values[1:])
    if numbers and 2 * len(after) < len(positions):
        return None
    return int(after[differ][0])


def _one_for_each(area: AnyInts, positions: AnyInts) -> bool:
    """Whether a column has no more than one value for each area."""
    some = np.zeros(int(area.max(initial=0)) + 1, dtype=positions.dtype)
    some[area] = positions
    rows = (slice(begin, begin + AT_ONCE) for begin in range(0, len(area), AT_ONCE))
    return all(bool((some[area[own]] == positions[own]).all()) for own in rows)
