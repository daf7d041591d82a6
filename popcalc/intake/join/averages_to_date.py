"""Averages of a stock from the start of the statistical year to date, turned into averages of months.

An average of January to June is the stock under its curve over these six months. Less what January to May had, it gives
June's: averages times days are person-days, which add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Catalogue
from popcalc.intake.join.steps_to_date import StepsToDate, year_begins
from popcalc.periods import Calendar
from popcalc.table import END, START

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints

EPOCH = 1970 * 12


def averages_to_date(
    table: Mapping[str, AnyInts], counts: Sequence[str], catalogue: Catalogue, calendar: Calendar
) -> list[str]:
    """Return the averages of stocks that are given for runs of months which all begin with their year.

    Those of single months are averages of these months, unless all of them are the first of their year.
    """
    if not (table[START] < table[END]).any():
        return []
    begins = table[START] == year_begins(table[END], calendar)
    return [key for key in counts if catalogue.counts[key].average_of and _is_to_date(table, table[key] >= 0, begins)]


def _is_to_date(table: Mapping[str, AnyInts], given: Bools, begins: Bools) -> bool:
    return bool((given & (table[START] < table[END])).any()) and bool(begins[given].all())


def averages_of_months(steps: StepsToDate) -> Ints:
    """Return the average of the months of each step, to whole persons.

    What is lost by that in one step is made up for in the next, so that the averages of a year's steps have its average
    to date again.
    """
    to_date = steps.figures * (_days(steps.ends + 1) - _days(steps.year))
    days = _days(steps.ends + 1) - _days(steps.begins)
    place = np.arange(len(steps.rows))
    in_year = place - np.maximum.accumulate(np.where(steps.follows, 0, place))
    found = np.zeros(len(place), dtype=np.int64)
    so_far = np.zeros(len(place), dtype=np.int64)
    for number in range(int(in_year.max(initial=-1)) + 1):
        spots = np.flatnonzero(in_year == number)
        passed = so_far[spots - 1] if number else 0
        found[spots] = (2 * (to_date[spots] - passed) + days[spots]) // (2 * days[spots])
        so_far[spots] = passed + found[spots] * days[spots]
    return found


def _days(months: AnyInts) -> Ints:
    """Return the number of the first day of each month."""
    found: Ints = (months.astype(np.int64) - EPOCH).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return found
