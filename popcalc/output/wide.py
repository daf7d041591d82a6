"""One row per area and period with the indicators as columns, for a spreadsheet."""

from __future__ import annotations

import numpy as np

from popcalc.arrays import Array, Bools, Ints
from popcalc.record_columns import RecordColumns, Words, places_of
from popcalc.records import Results

PLACE_FIELDS = ("area", "area_name", "level", "parent", "period", "start", "end")


def indicator_of_rows(results: Results) -> Ints:
    """Return the position of every row's indicator in `results.indicators`."""
    positions = {key: position for position, key in enumerate(results.indicators)}
    indicator = results.columns.words("indicator")
    return np.array([positions.get(key, -1) for key in indicator.words], dtype=np.int64)[indicator.number]


def measures_of(results: Results) -> dict[str, str]:
    """Return the numbers of a figure that stand in columns of their own, by what follows the name of the column."""
    if not results.has_limits:
        return {"": "value"}
    return {"": "value", "_lower": "lower", "_upper": "upper"}


def widen(results: Results) -> RecordColumns:
    """Return area and period fields, then the value of each indicator under its key.

    Where limits were asked for and any indicator has them, each key is followed by `key_lower` and `key_upper`; then by
    what a comparison and ranks add, likewise named.
    """
    records = results.columns
    places, first = places_of(records)
    indicators = indicator_of_rows(results)
    grids = {}
    for suffix, name in measures_of(results).items():
        grid = np.full((len(results.indicators), len(first)), np.nan)
        grid[indicators, places] = records[name]
        grids[suffix] = grid
    columns: dict[str, Array | Words] = {name: records.words(name).at(first) for name in PLACE_FIELDS}
    for position, key in enumerate(results.indicators):
        columns |= {f"{key}{suffix}": grid[position] for suffix, grid in grids.items()}
        columns |= {f"{key}_{name}": _of_one(records, name, places, indicators == position) for name in results.added}
    return RecordColumns(columns)


def _of_one(records: RecordColumns, name: str, places: Ints, chosen: Bools) -> Array | Words:
    """Return a column of one indicator by area and period."""
    column = records.columns[name]
    rows = np.flatnonzero(chosen)
    first = np.full(int(places.max(initial=-1)) + 1, -1, dtype=np.int64)
    first[places[rows]] = rows
    if isinstance(column, Words):
        return Words.of([word if row >= 0 else "" for row, word in zip(first, column.at(first).texts(), strict=True)])
    return np.where(first >= 0, column[first], np.nan) if column.dtype.kind == "f" else column[first]
