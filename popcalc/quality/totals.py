"""Printed totals held against the sum of their parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from popcalc.errors import Place
from popcalc.language import text
from popcalc.quality.findings import ERROR, Finding


@dataclass(frozen=True)
class PrintedTotal:
    """What a row of totals prints for a count, and what its parts add up to; money in hundredths.

    `area` is the position of the area in the tree, or `findings.EVERYWHERE`; `start` and `end` are its months.
    """

    area: int
    start: int
    end: int
    count: str
    printed: int
    summed: int
    place: Place
    decimals: int = 0


def check_totals(totals: Iterable[PrintedTotal]) -> Iterator[Finding]:
    """Yield the printed totals that are not the sum of their parts."""
    for one in totals:
        if one.printed != one.summed:
            printed, summed = (value / 10**one.decimals for value in (one.printed, one.summed))
            message = text(
                "the total of {count} is printed as {printed}, its parts add up to {summed}",
                count=one.count,
                printed=f"{printed:,.15g}",
                summed=f"{summed:,.15g}",
            )
            yield Finding(
                "TOTAL_DIFFERS", ERROR, one.area, one.start, one.end, one.count, message, one.place, summed, printed
            )
