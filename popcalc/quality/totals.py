"""Printed totals held against the sum of their parts."""

from __future__ import annotations

from collections.abc import Iterator

from popcalc.errors import Place
from popcalc.language import text
from popcalc.quality.findings import ERROR, EVERYWHERE, Finding
from popcalc.quality.material import Material


def check_totals(material: Material) -> Iterator[Finding]:
    """Yield the printed totals that are not the sum of their parts; the rows themselves were left out when read."""
    for total in material.table.totals:
        scale = 10 ** material.catalogue.counts[total.count].decimals
        printed, summed = total.printed / scale, total.summed / scale
        message = text(
            "{area}: {count} is printed as {printed}, its parts add up to {summed}",
            area=total.area,
            count=total.count,
            printed=f"{printed:,.15g}",
            summed=f"{summed:,.15g}",
        )
        place = Place(total.file, total.row, total.column)
        run = total.run
        yield Finding(
            "TOTAL_DIFFERS", ERROR, EVERYWHERE, run.start, run.end, total.count, message, place, summed, printed
        )
