"""Rows that are kept for what stands in a column (`--where`), and values that no row has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import numpy as np

from popcalc.arrays import distinct_values
from popcalc.errors import Fault, Place, did_you_mean, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.values import FileRows, RowClass
from popcalc.intake.text.bytestrings import distinct
from popcalc.language import text
from popcalc.vocabulary.characters import folded

if TYPE_CHECKING:
    from popcalc.intake.rows.values import Classes
    from popcalc.intake.text.bytestrings import Texts

CHOSEN_AMONG = (RowClass.DATA, RowClass.NO_COUNT, RowClass.TOTAL_BY_WORD, RowClass.TOTAL_AS_SAID)
"""Rows of figures: headers, blank rows and lines below the table have no value."""
SHOWN = 12
KEPT = 10_000
"""How many values of a column are remembered."""

Seen = Mapping[int, AbstractSet[str]]


def choose(classes: Classes, asked: Mapping[int, Texts], layout: Layout) -> tuple[Classes, Seen]:
    """Return the classes of rows, those with other values than are chosen being left out, and the values there are.

    A row is kept when it has a chosen value in each column that is chosen from.
    """
    if not layout.filters:
        return classes, {}
    kept = np.ones(len(classes), dtype=np.bool_)
    figures = np.isin(classes, CHOSEN_AMONG)
    seen: dict[int, AbstractSet[str]] = {}
    for one in layout.filters:
        if one.index not in asked:
            # Columns were chosen, which their headers tell.
            seen[one.index] = frozenset(layout.values_of(one.index))
            continue
        numbers, written = distinct(asked[one.index])
        kept &= np.array([folded(value) in one.values for value in written], dtype=np.bool_)[numbers]
        there = distinct_values(numbers[figures]).tolist()
        seen[one.index] = frozenset(written[number].strip() for number in there)
    return np.where(figures & ~kept, np.int8(RowClass.NOT_CHOSEN), classes), seen


def together(seen: Iterable[Seen]) -> Seen:
    """Return the values of several blocks."""
    found: dict[int, set[str]] = {}
    for of_block in seen:
        for index, values in of_block.items():
            known = found.setdefault(index, set())
            if len(known) < KEPT:
                known |= values
    return found


def unknown_values(layouts: Sequence[Layout], files: Sequence[FileRows]) -> list[Fault]:
    """Return a fault for each value that is chosen and stands in no file that has its column."""
    there: dict[str, set[str]] = {}
    asked: dict[str, dict[str, str]] = {}
    place: dict[str, Place] = {}
    for layout, file in zip(layouts, files, strict=False):
        for one in layout.filters:
            there.setdefault(one.column, set()).update(file.seen.get(one.index, ()))
            asked.setdefault(one.column, {}).update(one.values)
            place.setdefault(one.column, layout.place_of_column(one.index))
    faults = []
    for column, values in asked.items():
        known = set(map(folded, there[column]))
        faults += [
            _unknown_value(column, written, there[column], place[column])
            for value, written in values.items()
            if known and value not in known
        ]
    return faults


def _unknown_value(column: str, value: str, there: AbstractSet[str], place: Place) -> Fault:
    known = sorted(one or "“”" for one in there)
    sentence = text(
        "no row has {value} in the column {column}{hint}; there are {values}",
        value=f"“{value}”",
        column=column,
        hint=did_you_mean(value, known),
        values=(*known[:SHOWN], *(["…"] if len(known) > SHOWN else [])),
    )
    return fault("UNKNOWN_VALUE", sentence, place)
