"""Ditto marks: a cell of an area or a month that repeats the one above it (〃, 同上, do.)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.words import PeriodWords

if TYPE_CHECKING:
    from popcalc.arrays import Bools
    from popcalc.intake.text.bytestrings import Positions

FARTHEST = 1_000
"""Rows of a block that are searched for what a mark in the next one points to."""

Above = Mapping[str, int]
"""By role the number of the word that the last row says."""


def with_repeats(
    words: Mapping[str, Positions], period: Positions | None, above: Above, reading: Reading, periods: PeriodWords
) -> tuple[dict[str, Positions], Positions | None, Above]:
    """Return the words and periods of rows with what their ditto marks point to, and those of the last row.

    A mark points to the nearest cell above it that says something and is no total.
    """
    filled: dict[str, Positions] = {}
    last: dict[str, int] = {}
    for role, positions in words.items():
        area, before = reading.areas[role], above.get(role, 0)
        others = area.totals | area.compares
        filled[role] = _filled(positions, area.ditto, others, 0, before)
        last[role] = _last(filled[role], others, 0, before)
    if period is not None:
        others = np.array(periods.totals) | np.array(periods.compares)
        before = above.get(PERIOD, periods.blank)
        period = _filled(period, np.array(periods.ditto), others, periods.blank, before)
        last[PERIOD] = _last(period, others, periods.blank, before)
    return filled, period, last


def _last(positions: Positions, others: Bools, blank: int, above: int) -> int:
    """Return the last word that says something and is no total, of the rows that a mark may be expected behind."""
    near = positions[-FARTHEST:]
    says = near[~others[near] & (near != blank)]
    return int(says[-1]) if len(says) else above


def _filled(positions: Positions, ditto: Bools, others: Bools, blank: int, above: int) -> Positions:
    if not ditto.any() or not (marked := ditto[positions]).any():
        return positions
    says = ~marked & ~others[positions] & (positions != blank)
    nearest = np.maximum.accumulate(np.where(says, np.arange(len(positions)), -1))
    repeated = np.where(nearest >= 0, positions[nearest], above)
    filled: Positions = np.where(marked, repeated, positions).astype(positions.dtype)
    return filled
