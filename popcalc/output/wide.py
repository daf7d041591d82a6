"""One row per area and period with the indicators as columns, for a spreadsheet."""

from __future__ import annotations

import numpy as np

from popcalc.arrays import Array, Ints
from popcalc.record_columns import RecordColumns, Words, places_of
from popcalc.records import Results

PLACE_FIELDS = ("area", "area_name", "level", "parent", "period", "start", "end")


def indicator_of_rows(results: Results) -> Ints:
    """Return the position of every row's indicator in `results.indicators`."""
    positions = {key: position for position, key in enumerate(results.indicators)}
    indicator = results.columns.words("indicator")
    return np.array([positions.get(key, -1) for key in indicator.words], dtype=np.int64)[indicator.number]


def widen(results: Results) -> RecordColumns:
    """Return area and period fields, then the value of each indicator under its key.

    With intervals (any row names a confidence) each key is followed by `key_lower` and `key_upper`.
    """
    records = results.columns
    places, first = places_of(records)
    indicators = indicator_of_rows(results)
    measures = {"": "value"}
    if not np.isnan(records["confidence"]).all():
        measures |= {"_lower": "lower", "_upper": "upper"}
    grids = {}
    for suffix, name in measures.items():
        grid = np.full((len(results.indicators), len(first)), np.nan)
        grid[indicators, places] = records[name]
        grids[suffix] = grid
    columns: dict[str, Array | Words] = {name: records.words(name).at(first) for name in PLACE_FIELDS}
    for position, key in enumerate(results.indicators):
        columns |= {f"{key}{suffix}": grid[position] for suffix, grid in grids.items()}
    return RecordColumns(columns)
