"""Dates on one day of each year, which stand for their years: 2019-01-01, 2020-01-01.

Where a file's beginning shows one such date alone, the rest of the column tells: rows of a year would else be read as
those of its January.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from popcalc.intake.header.months import DATE


def day_of_years(cells: Sequence[str], rest: Iterable[str]) -> tuple[int, int] | None:
    """Return the month and day on which all filled cells are dated, where they are of several years; else None.

    `rest` are all cells of the column, which are looked at where the first ones are of one year.
    """
    days, years = _days_and_years(cells)
    if len(days) != 1 or None in days:
        return None
    for cell in rest if len(years) == 1 else ():
        # What is no date is a line below the table, or a fault of its row.
        if found := DATE.fullmatch(cell.strip()):
            if (int(found["month"]), int(found["day"])) not in days:
                return None
            years.add(found["year"])
    return next(iter(days)) if len(years) > 1 else None


def _days_and_years(cells: Sequence[str]) -> tuple[set[tuple[int, int] | None], set[str]]:
    found = [DATE.fullmatch(cell.strip()) for cell in cells if cell.strip()]
    days = {(int(one["month"]), int(one["day"])) if one else None for one in found}
    return days, {one["year"] for one in found if one}
