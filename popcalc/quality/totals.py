"""Printed totals held against the sum of their parts."""

from __future__ import annotations

from collections.abc import Iterator

from popcalc.errors import Place
from popcalc.language import Text, text
from popcalc.periods import Run
from popcalc.quality.findings import ERROR, EVERYWHERE, Finding
from popcalc.quality.material import Material
from popcalc.village_months import PrintedTotal


def check_totals(material: Material) -> Iterator[Finding]:
    """Yield the rows of printed totals that are not the sums of their parts; these rows were left out when read.

    A row in which several counts differ has one cause, most often a part that is not there, and is one finding.
    """
    rows: dict[tuple[str, int, str, Run], list[PrintedTotal]] = {}
    for total in material.table.totals:
        rows.setdefault((total.file, total.row, total.area, total.run), []).append(total)
    for several in rows.values():
        first, *others = several
        place, run = Place(first.file, first.row, first.column), first.run
        if others:
            message = text(
                "{area}: {differ}", area=first.area, differ=tuple(_differs(material, one) for one in several)
            )
            yield Finding("TOTAL_DIFFERS", ERROR, EVERYWHERE, run.start, run.end, "", message, place)
            continue
        printed, summed = _figures(material, first)
        message = text(
            "{area}: {count} is printed as {printed}, its parts add up to {summed}",
            area=first.area,
            count=first.count,
            printed=f"{printed:,.15g}",
            summed=f"{summed:,.15g}",
        )
        yield Finding(
            "TOTAL_DIFFERS", ERROR, EVERYWHERE, run.start, run.end, first.count, message, place, summed, printed
        )


def _differs(material: Material, total: PrintedTotal) -> Text:
    printed, summed = _figures(material, total)
    return text(
        "{count} is printed as {printed}, its parts add up to {summed}",
        count=total.count,
        printed=f"{printed:,.15g}",
        summed=f"{summed:,.15g}",
    )


def _figures(material: Material, total: PrintedTotal) -> tuple[float, float]:
    scale = 10 ** material.catalogue.counts[total.count].decimals
    return total.printed / scale, total.summed / scale
