"""What is asked about rows that are nearly the sums of those beside them, or are named as the whole is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popcalc.errors import Fault, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.cells import as_written
from popcalc.intake.rows.judging import name_of, place_of
from popcalc.intake.rows.near_sums import NearSum, near_sums, wholes_by_name
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.unnamed_totals import near_sums_of
from popcalc.intake.rows.values import Rows
from popcalc.language import text

if TYPE_CHECKING:
    from popcalc.arrays import Bools


def near_faults(rows: Rows, left: Bools, parts: Bools, layout: Layout, reading: Reading) -> list[Fault]:
    """Return the faults of the areas that may be the totals of the rows beside them; `parts` are rows that are none."""
    for sums in near_sums_of(rows, left, layout, reading):
        if found := [_nearly(near, rows, layout, reading) for near in near_sums(sums, rows, left, parts, reading)]:
            return found
    return [_named_whole(one, rows, layout, reading) for one in wholes_by_name(rows, left, parts, layout, reading)]


def _named_whole(near: NearSum, rows: Rows, layout: Layout, reading: Reading) -> Fault:
    """Return the fault of an area that is named as the whole is."""
    sentence = text(
        "{area} may be all rows beside it together (its {count} is {printed}, theirs give {summed}): if it is their "
        "total, list it under totals in a --columns file (totals: ['{area}']); if it is one area more, under "
        "not_totals",
        **_said_of(near, rows, layout, reading),
    )
    return fault("TOTAL_OR_AREA", sentence, place_of(near.spot, layout, rows))


def _said_of(near: NearSum, rows: Rows, layout: Layout, reading: Reading) -> dict[str, str]:
    count = reading.catalogue.counts[near.count]
    return {
        "area": name_of(near.spot, rows, layout, reading),
        "count": near.count,
        "printed": as_written(int(rows.counts[near.count][near.spot]), count),
        "summed": as_written(near.summed, count),
    }


def _nearly(near: NearSum, rows: Rows, layout: Layout, reading: Reading) -> Fault:
    """Return the fault of an area whose figures are nearly sums."""
    sentence = text(
        "{area} is nearly the sum of the rows beside it wherever it stands (its {count} is {printed}, theirs give "
        "{summed}): if it is their total, list it under totals in a --columns file (totals: ['{area}']); if it is one "
        "area more, under not_totals",
        **_said_of(near, rows, layout, reading),
    )
    return fault("TOTAL_OR_AREA", sentence, place_of(near.spot, layout, rows))
