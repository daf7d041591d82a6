"""Which months figures and verdicts are of, written from the design's words.

The span of the data and the periods of a question; the last complete month, and the months in which a target holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tests.unit.oracle import Row, months_of_year

Months = tuple[int, int]
"""The first and the last month of a run."""


@dataclass(frozen=True)
class Stretch:
    """The months that a verdict rests on, and those at whose end its bound is to be met."""

    judged: Months
    goal: Months


def villages_reporting(rows: Iterable[Row], month: int, flows: Collection[str]) -> set[str]:
    """The villages of which some row reports some flow for a month, whichever flow it is."""
    return {row.village for row in rows if row.start <= month <= row.end and set(row.counts) & set(flows)}


def judged_to(
    rows: Sequence[Row], villages: Collection[str], flows: Collection[str], year: Months, to: int | None = None
) -> tuple[int, list[int]]:
    """The month up to which a target year is judged, and the later ones that are there in part.

    It is the last for which at least 90 % of the villages reported a flow; where there is none the last with any.
    """
    reporting = {month: len(villages_reporting(rows, month, flows)) for month in range(year[0], year[1] + 1)}
    if to is not None:
        return min(to, year[1]), []
    some = [month for month, number in reporting.items() if number]
    complete = [month for month in some if 10 * reporting[month] >= 9 * len(villages)]
    end = max(complete or some)
    return end, [month for month in some if month > end]


def both(one: Months, other: Months) -> Months | None:
    """The months that two runs share."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start <= end else None


def parts_of(year: Months, length: int) -> list[Months]:
    return [(start, start + length - 1) for start in range(year[0], year[1] + 1, length)]


LENGTHS = {"month": 1, "quarter": 3, "half": 6, "all": 12}


def stretches(year: Months, end: int, effective: tuple[int | None, int | None], period: str) -> list[Stretch]:
    """What a target is judged on; nothing when it is not in effect.

    That is the year up to its last month, with its bound for all months in which it is in effect, or each part of the
    year by itself.
    """
    first, last = effective
    holds = (first if first is not None else year[0], last if last is not None else year[1])
    found = []
    for part in parts_of(year, LENGTHS[period]):
        goal = both(part, holds)
        judged = both(goal, (year[0], end)) if goal else None
        if goal and judged:
            found.append(Stretch(judged, goal if period == "all" else judged))
    return found


def year_months(year: int, year_start: int) -> Months:
    months = months_of_year(year, year_start)
    return months[0], months[-1]


def span(rows: Sequence[Row], flows: Collection[str]) -> Months:
    """The first to the last month with any flow, or with any stock where there are no flows."""
    told = [row for row in rows if set(row.counts) & set(flows)] or list(rows)
    return min(row.start for row in told), max(row.end for row in told)


def asked_periods(within: Months, period: str, first: int | None, last: int | None, year_start: int) -> list[Months]:
    """The periods of a question about data of a span.

    Each end that is given bounds the months by itself. Without it quarters, halves and years are whole ones; each year
    to date begins with its year.
    """
    start = first if first is not None else within[0]
    end = last if last is not None else within[1]
    if period == "all":
        return [(start, end)]
    years = [year_months(number, year_start) for number in range(start // 12, end // 12 + 2)]
    if period == "ytd":
        return [(year[0], min(year[1], end)) for year in years if both(year, (start, end))]
    length = {**LENGTHS, "year": 12}[period]
    found = []
    for year in years:
        for part in parts_of(year, length):
            if both(part, (start, end)):
                asked = (first if first is not None else part[0], last if last is not None else part[1])
                found.append((max(part[0], asked[0]), min(part[1], asked[1])))
    return found
