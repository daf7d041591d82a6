"""The order in which files name their areas: down the rows, and across the columns of one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import Labels
from popcalc.areas.tree import name_key
from popcalc.intake.header.layout import Layout

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


def in_order_of_files(
    row: AnyInts, file: AnyInts, label: AnyInts, labels: Labels, layouts: Sequence[Layout]
) -> AnyInts:
    """Return the place of each row among those of its file; where columns are areas, those of one row by column."""
    across = [number for number, layout in enumerate(layouts) if layout.areas]
    if not across:
        return row
    names, words = labels.names(labels.leaf), labels.spelled(labels.leaf)
    width = max(layout.width for layout in layouts) + 1
    places = row.astype(np.int64) * width
    for number in across:
        columns: dict[str, int] = {}
        for column in layouts[number].counts:
            columns.setdefault(name_key(column.area), column.index)
        of_label = np.array([columns.get(name_key(words[int(name)]), 0) for name in names], dtype=np.int64)
        own = file == number
        places[own] += of_label[label[own]]
    return places
