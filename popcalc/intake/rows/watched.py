"""Columns whose headers are not known, judged by what stands in them: does it narrow or split the rows?

| the cells of a column | it is |
|---|---|
| one sex, an age, a plan or another value that narrows its row | a dimension: a fault |
| tell rows of one area and month apart | a dimension: a fault |
| the same for an area in all its rows | a description |
| anything else | not known |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import code_role
from popcalc.arrays import combine
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.layout import Column, ColumnClass, Layout, Why
from popcalc.intake.header.narrowing import narrows
from popcalc.intake.rows.growing import Name
from popcalc.intake.rows.values import JudgedColumn, Rows
from popcalc.intake.text.bytestrings import Lexicon
from popcalc.language import text

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts
    from popcalc.intake.text.bytestrings import Texts

WATCHED = "watched"
ROOM = 8
"""Cells for each row that a grid of areas and months may have to be looked at as one."""
SHOWN = 6
"""How many values of a column are shown."""


class Watching:
    """Gives each distinct cell of the watched columns of a file a number; 0 is a blank one."""

    def __init__(self) -> None:
        self._values: dict[int, list[str]] = {}
        self._words: dict[int, Lexicon] = {}

    def positions(self, texts: Mapping[int, Texts]) -> dict[Name, AnyInts]:
        """Return the numbers of the cells of some rows, as columns."""
        return {(WATCHED, str(index)): self._lexicon(index).of(cells) for index, cells in texts.items()}

    def values(self, index: int) -> Sequence[str]:
        """Return the distinct cells of a column, by number."""
        return self._values.get(index, [""])

    def _lexicon(self, index: int) -> Lexicon:
        if index not in self._words:
            values = self._values[index] = [""]

            def admit(written: str) -> int:
                if not written.strip():
                    return 0
                values.append(written.strip())
                return len(values) - 1

            self._words[index] = Lexicon(admit)
        return self._words[index]


def judge_columns(
    rows: Rows, watched: Mapping[int, AnyInts], watching: Watching, layout: Layout, *, monthly: bool
) -> list[JudgedColumn]:
    """Return the watched columns of a file as what stands in them; `watched` has the numbers of its cells by column.

    Only where rows are `monthly` do those of one area and month need something that tells them apart.
    """
    found = []
    area = _areas(rows, layout)
    # Figures of different counts are no repeats.
    measure = [watched[layout.measure]] if layout.measure is not None else []

    @cache
    def repeated() -> tuple[AnyInts, AnyInts]:
        return _repeated(combine([area, *measure]), rows)

    for index, positions in watched.items():
        if index == layout.measure:
            continue
        values = watching.values(index)
        column = layout.columns[index]
        narrowing = [spot for spot, value in enumerate(values) if spot and narrows(value)]
        is_one_for_each = _one_for_each(area, positions)
        splits = _splits(positions, values, repeated()) if monthly and not is_one_for_each else None
        if narrowing or splits is not None:
            first = int(np.flatnonzero(np.isin(positions, narrowing))[0]) if narrowing else int(splits or 0)
            place = Place(layout.name, int(rows.row[first]), index + 1)
            sentence = _narrowed if narrowing else _split
            shown = (*values[1 : SHOWN + 1], *(["…"] if len(values) > SHOWN + 1 else []))
            found.append(JudgedColumn(_as(column, ColumnClass.DIMENSION), values[1:], sentence(place, column, shown)))
        elif is_one_for_each:
            found.append(JudgedColumn(_as(column, ColumnClass.DESCRIPTION), values[1:]))
        else:
            found.append(JudgedColumn(column, values[1:]))
    return found


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
    if (int(area.max()) + 1) * months <= ROOM * len(area) and int(np.bincount(area * months + first).max()) == 1:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    key = combine([area, first, rows.end - rows.start])
    order = np.argsort(key, kind="stable")
    same = key[order[1:]] == key[order[:-1]]
    return order[:-1][same], order[1:][same]


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
    return bool((some[area] == positions).all())


def _narrowed(place: Place, column: Column, values: Sequence[str]) -> Fault:
    sentence = text(
        "the column {column} narrows its rows ({values}), so that their figures are not those of everybody: keep the "
        "rows that are meant, with a column for each count that they give; where it changes nothing, say so in a "
        "--columns file (columns: {{{header}: ignore}})",
        column=_called(column),
        values=tuple(values),
        header=_called(column),
    )
    return fault("DIMENSION", sentence, place)


def _split(place: Place, column: Column, values: Sequence[str]) -> Fault:
    sentence = text(
        "the column {column} tells rows of one area and month apart ({values}): if it names areas, say of which level "
        "in a --columns file (such as columns: {{{header}: town}}); if it splits the figures, keep the rows of the "
        "whole",
        column=_called(column),
        values=tuple(values),
        header=_called(column),
    )
    return fault("DIMENSION", sentence, place)


def _called(column: Column) -> str:
    return column.header or str(column.index + 1)
