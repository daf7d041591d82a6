"""Who has reported: villages by area and month, of all that the data know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from popcalc.aggregation import TOTAL, make_groups
from popcalc.answerable import find_level
from popcalc.areas import ALL
from popcalc.arrays import Array
from popcalc.definitions.catalogue import Nature
from popcalc.periods import month_label
from popcalc.quality.material import Material
from popcalc.record_columns import RecordColumns, Words
from popcalc.records import COMPLETENESS_FIELDS, LEVEL_ALL

if TYPE_CHECKING:
    import numpy.typing as npt


def completeness(material: Material, by: str | None) -> RecordColumns:
    """Return how many villages of each area of a level, and of all, report each month of the span.

    Columns: `records.COMPLETENESS_FIELDS`; `events` and `stocks` are the villages that report any flow and any stock.
    """
    areas = material.table.areas
    level = find_level(areas, by)
    chosen = areas.at(level).tolist() if level != ALL else []
    months = material.span.months
    groups = make_groups(areas, chosen, total=True, periods=months)

    def counted(villages: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        by_cell = np.zeros((groups.cells, months), dtype=np.int64)
        inside = groups.cell_of >= 0
        np.add.at(by_cell, groups.cell_of[inside], villages[inside].astype(np.int64))
        return groups.by_area(by_cell.ravel())

    spots = [spot for spot in groups.areas if spot != TOTAL]
    labels = [month_label(month) for month in range(material.span.start, material.span.end + 1)]
    area = np.repeat(np.arange(len(groups.areas)), months)
    columns: dict[str, Array | Words] = {
        "area": Words.of([*(areas.keys[spot] for spot in spots), ALL], area),
        "area_name": Words.of([*(areas.names[spot] for spot in spots), ""], area),
        "level": Words.of([*(areas.levels[areas.level_of[spot]] for spot in spots), LEVEL_ALL], area),
        "period": Words.of(labels, np.tile(np.arange(months), len(groups.areas))),
        "events": counted(material.spoken[Nature.FLOW]),
        "stocks": counted(material.spoken[Nature.STOCK]),
        "expected": counted(material.exists),
    }
    return RecordColumns({name: columns[name] for name in COMPLETENESS_FIELDS})
