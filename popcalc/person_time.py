"""How long people lived where: from the stocks that villages report to person-days of each village-month.

A village's stock is a piecewise-linear curve through its reported month-ends, flat before the first and after the
last. Twice the person-days of a month is a whole number, `(opening + closing) x days`, so that every sum of them is
exact (United Nations, Principles and Recommendations for a Vital Statistics System, Rev. 3: rates are events over
person-years lived).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Catalogue
from popcalc.periods import days_in_month, days_in_statistical_year
from popcalc.table import END, START, VILLAGE, VillageMonths

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

MONTH_BITS = 20
EPOCH = 1800 * 12
"""A month before all months that data may speak of; the day count starts here."""


class Average(StrEnum):
    """Which points of the curve make the average population."""

    CURVE = "curve"
    ENDS = "ends"
    MID = "mid"


@dataclass(frozen=True)
class Stock:
    """The reported month-ends of one stock, sorted by village and moment, and the averages that were supplied.

    A moment is the month at whose end the figure stands. `arriving` is the figure that closes the month, `leaving` the
    one that opens the next: they differ only where a `population_start` column says so. `supply_*` are the runs of
    months whose average a column gives.
    """

    village: Ints
    moment: Ints
    arriving: Ints
    leaving: Ints
    supply_village: Ints
    supply_start: Ints
    supply_end: Ints
    supply_value: Ints

    @cached_property
    def keys(self) -> Ints:
        """One number for each point that sorts by village and moment."""
        return packed(self.village, self.moment)

    @cached_property
    def supply_keys(self) -> Ints:
        """One number for each supplied average that sorts by village and first month."""
        return packed(self.supply_village, self.supply_start)


@dataclass(frozen=True)
class PersonDays:
    """Twice the person-days of each asked run of months, split by the days of the statistical year they lie in.

    `known` says where the village has any stock at all; elsewhere the person-days are 0.
    """

    twice_365: Ints
    twice_366: Ints
    known: Bools
    supplied: Bools
    extrapolated: Bools
    bridged: Bools


def packed(village: Ints, month: Ints) -> Ints:
    """Return one number that sorts by village, then month."""
    return (village.astype(np.int64) << MONTH_BITS) | month.astype(np.int64)


def read_stock(table: VillageMonths, stock: str, catalogue: Catalogue) -> Stock:
    """Return what the table reports of a stock, also through the counts that are its opening or its average."""
    openings = [key for key in table.counts if catalogue.counts[key].opening_of == stock]
    averages = [key for key in table.counts if catalogue.counts[key].average_of == stock]
    village = table.rows[VILLAGE].to_numpy()
    start, end = table.rows[START].to_numpy(), table.rows[END].to_numpy()
    closing = _reported(table, [stock] if stock in table.counts else [], village, end)
    opening = _reported(table, openings, village, start - 1)
    keys = np.union1d(closing[0], opening[0]) if len(opening[0]) else closing[0]
    arriving, leaving = _laid(keys, closing, opening), _laid(keys, opening, closing)
    supply = _reported(table, averages, village, start, end)
    return Stock(
        village=keys >> MONTH_BITS,
        moment=keys & ((1 << MONTH_BITS) - 1),
        arriving=arriving,
        leaving=leaving,
        supply_village=supply[0] >> MONTH_BITS,
        supply_start=supply[0] & ((1 << MONTH_BITS) - 1),
        supply_end=supply[2],
        supply_value=supply[1],
    )


def _reported(
    table: VillageMonths, counts: list[str], village: Ints, moment: Ints, until: Ints | None = None
) -> tuple[Ints, Ints, Ints]:
    """Return the sorted keys (village, moment) of the reported figures, the figures, and `until` of their rows."""
    keys, values, ends = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for count in counts:
        column = table.column(count)
        said = column >= 0
        if said.all():
            said = slice(None)  # type: ignore[assignment]
        keys.append(packed(village[said], moment[said]))
        values.append(column[said])
        ends.append((moment if until is None else until)[said])
    key, value, end = np.concatenate(keys), np.concatenate(values), np.concatenate(ends)
    rising = key[1:] > key[:-1]
    if rising.all():
        return key, value, end
    unique, first = np.unique(key, return_index=True)
    return unique, value[first], end[first]


def _laid(keys: Ints, first: tuple[Ints, Ints, Ints], second: tuple[Ints, Ints, Ints]) -> Ints:
    """Return for each key the first source's figure, or the second's where the first has none."""
    if keys is first[0]:
        return first[1]
    if not len(first[0]) and keys is second[0]:
        return second[1]
    laid = np.zeros(len(keys), dtype=np.int64)
    for own, value, _ in (second, first):
        laid[np.searchsorted(keys, own)] = value
    return laid


class Calendar:
    """Days by month, for arrays of months."""

    def __init__(self, first: int, last: int, year_start: int) -> None:
        self.first = first
        self.days = np.array([days_in_month(month) for month in range(first, last + 1)], dtype=np.int64)
        self.leap = np.array(
            [days_in_statistical_year(month, year_start) == 366 for month in range(first, last + 1)], dtype=bool
        )
        self.passed = np.concatenate([[0], np.cumsum(self.days)])

    def days_of(self, month: Ints) -> Ints:
        """Return the days of each month."""
        found: Ints = self.days[month - self.first]
        return found

    def in_leap_year(self, month: Ints) -> Bools:
        """Return whether each month lies in a statistical year of 366 days."""
        found: Bools = self.leap[month - self.first]
        return found

    def day(self, moment: Ints) -> Ints:
        """Return the number of days that have passed at the end of each month."""
        found: Ints = self.passed[moment - self.first + 1]
        return found


def make_calendar(stock_moments: Ints, months: Ints, year_start: int) -> Calendar:
    """Return a calendar that covers all the months, with one to spare on either side."""
    low = min(int(part.min()) for part in (stock_moments, months) if len(part)) - 1
    high = max(int(part.max()) for part in (stock_moments, months) if len(part)) + 1
    return Calendar(low, high, year_start)


def person_days(
    stock: Stock,
    village: Ints,
    start: Ints,
    end: Ints,
    *,
    year_start: int,
    average: Average = Average.CURVE,
    period_start: Ints | None = None,
    period_end: Ints | None = None,
) -> PersonDays:
    """Return twice the person-days of each run of months of a village; the runs are sorted by village and start.

    With `average` `ends` or `mid` the figure depends on the period that each run lies in, `period_start` and
    `period_end`.
    """
    if (start == end).all():
        return _of_months(stock, village, start, year_start, average, period_start, period_end)
    length = (end - start + 1).astype(np.int64)
    run = np.repeat(np.arange(len(start)), length)
    first = np.cumsum(length) - length
    month = start[run] + (np.arange(len(run)) - first[run])
    bounds = [bound[run] if bound is not None else None for bound in (period_start, period_end)]
    months = _of_months(stock, village[run], month, year_start, average, *bounds)
    return PersonDays(
        np.add.reduceat(months.twice_365, first),
        np.add.reduceat(months.twice_366, first),
        np.logical_and.reduceat(months.known, first),
        *(np.logical_or.reduceat(flag, first) for flag in (months.supplied, months.extrapolated, months.bridged)),
    )


def _of_months(
    stock: Stock,
    village: Ints,
    month: Ints,
    year_start: int,
    average: Average,
    period_start: Ints | None,
    period_end: Ints | None,
) -> PersonDays:
    nothing = np.zeros(0, dtype=np.int64)
    bounds = [bound for bound in (period_start, period_end) if bound is not None]
    calendar = make_calendar(
        stock.moment,
        np.concatenate([month[:1], month[-1:], _extent(month), *map(_extent, bounds)])
        if len(month)
        else nothing + 24000,
        year_start,
    )
    if average is Average.CURVE:
        twice, known, extrapolated, bridged = _curve(stock, village, month, calendar)
    else:
        assert period_start is not None
        assert period_end is not None
        rule = _ends if average is Average.ENDS else _middle
        twice, known, extrapolated, bridged = rule(stock, village, period_start, period_end, calendar)
    supplied = np.zeros(len(month), dtype=bool)
    if len(stock.supply_keys):
        supplied, value = _supplied(stock, village, month)
        twice = np.where(supplied, 2 * value, twice)
        known, extrapolated, bridged = known | supplied, extrapolated & ~supplied, bridged & ~supplied
    days = twice * calendar.days_of(month)
    leap = calendar.in_leap_year(month)
    return PersonDays(np.where(leap, 0, days), np.where(leap, days, 0), known, supplied, extrapolated, bridged)


def _extent(months: Ints) -> Ints:
    return np.array([months.min(), months.max()]) if len(months) else months


def _supplied(stock: Stock, village: Ints, month: Ints) -> tuple[Bools, Ints]:
    """Return where a supplied average covers the month, and the average."""
    position = np.searchsorted(stock.supply_keys, packed(village, month), side="right") - 1
    at = position.clip(min=0)
    covers = (position >= 0) & (stock.supply_village[at] == village) & (stock.supply_end[at] >= month)
    return covers, stock.supply_value[at]


def _curve(stock: Stock, village: Ints, month: Ints, calendar: Calendar) -> tuple[Ints, Bools, Bools, Bools]:
    """Return opening + closing of each month on the curve, and where it is known, extrapolated and bridged."""
    if not len(stock.keys):
        none = np.zeros(len(month), dtype=bool)
        return np.zeros(len(month), dtype=np.int64), none, none, none
    asked = packed(village, month)
    own = len(asked) == len(stock.keys) and bool((asked == stock.keys).all())
    upto = np.arange(1, len(asked) + 1) if own else np.searchsorted(stock.keys, asked, side="right")
    exact = np.ones(len(asked), dtype=bool) if own else (upto > 0) & (stock.keys[(upto - 1).clip(min=0)] == asked)
    closing = _read_curve(stock, village, month, upto, stock.arriving, calendar)
    opening = _read_curve(stock, village, month - 1, upto - exact, stock.leaving, calendar)
    known = closing.known
    return (
        opening.value + closing.value,
        known,
        known & (closing.before | opening.after),
        known & (closing.between | opening.between),
    )


@dataclass(frozen=True)
class _Read:
    value: Ints
    known: Bools
    before: Bools
    after: Bools
    between: Bools


def _read_curve(stock: Stock, village: Ints, moment: Ints, upto: Ints, exact_values: Ints, calendar: Calendar) -> _Read:
    """Return the curve at moments; `upto` is the number of points at or before each."""
    count = len(stock.keys)
    left, right = (upto - 1).clip(min=0), upto.clip(max=count - 1)
    has_left = (upto > 0) & (stock.village[left] == village)
    exact = has_left & (stock.moment[left] == moment)
    if exact.all():
        none = ~exact
        return _Read(exact_values[left].astype(np.int64), exact, none, none, none)
    has_right = (upto < count) & (stock.village[right] == village)
    value = np.where(
        exact,
        exact_values[left],
        np.where(has_left, stock.leaving[left], np.where(has_right, stock.arriving[right], 0)),
    )
    value = value.astype(np.int64)
    between = has_left & has_right & ~exact
    if between.any():
        value[between] = _interpolated(stock, left[between], right[between], moment[between], calendar)
    return _Read(value, has_left | has_right, has_right & ~has_left, has_left & ~has_right & ~exact, between)


def _interpolated(stock: Stock, left: Ints, right: Ints, moment: Ints, calendar: Calendar) -> Ints:
    """Return month-ends between two reported ones, by days, rounded half up to a person."""
    begin = calendar.day(stock.moment[left])
    whole = calendar.day(stock.moment[right]) - begin
    part = calendar.day(moment) - begin
    low, high = stock.leaving[left].astype(np.int64), stock.arriving[right].astype(np.int64)
    found: Ints = (2 * (low * (whole - part) + high * part) + whole) // (2 * whole)
    return found


def _ends(
    stock: Stock, village: Ints, period_start: Ints, period_end: Ints, calendar: Calendar
) -> tuple[Ints, Bools, Bools, Bools]:
    """Return first + last stock of the period, as yearbooks average; by the curve where the period has none."""
    first = np.searchsorted(stock.keys, packed(village, period_start - 1), side="left")
    last = np.searchsorted(stock.keys, packed(village, period_end), side="right")
    inside = last > first
    fallback = _curve_ends(stock, village, period_start, period_end, calendar)
    if not len(stock.keys):
        return fallback
    low, high = first.clip(max=len(stock.keys) - 1), (last - 1).clip(min=0)
    twice = np.where(inside, stock.leaving[low].astype(np.int64) + stock.arriving[high], fallback[0])
    short = (stock.moment[low] - (period_start - 1) > 1) | (period_end - stock.moment[high] > 1)
    return twice, fallback[1], np.where(inside, short, fallback[2]), np.where(inside, False, fallback[3])


def _curve_ends(
    stock: Stock, village: Ints, period_start: Ints, period_end: Ints, calendar: Calendar
) -> tuple[Ints, Bools, Bools, Bools]:
    opening, closing = (
        _read_curve(
            stock, village, moment, np.searchsorted(stock.keys, packed(village, moment), side="right"), values, calendar
        )
        if len(stock.keys)
        else _Read(np.zeros(len(village), dtype=np.int64), *[np.zeros(len(village), dtype=bool)] * 4)
        for moment, values in ((period_start - 1, stock.leaving), (period_end, stock.arriving))
    )
    outside = opening.before | opening.after | closing.before | closing.after
    return opening.value + closing.value, opening.known, outside, opening.between | closing.between


def _middle(
    stock: Stock, village: Ints, period_start: Ints, period_end: Ints, calendar: Calendar
) -> tuple[Ints, Bools, Bools, Bools]:
    """Return twice the stock nearest the period's middle, the earlier of two that are as near."""
    none = np.zeros(len(village), dtype=bool)
    if not len(stock.keys):
        return np.zeros(len(village), dtype=np.int64), none, none, none
    twice_middle = calendar.day(period_start - 1) + calendar.day(period_end)
    after = np.searchsorted(stock.keys, packed(village, _middle_month(period_start, period_end)), side="left")
    best = np.full(len(village), -1, dtype=np.int64)
    nearest = np.full(len(village), np.iinfo(np.int64).max)
    for offset in (-2, -1, 0, 1):
        spot = after + offset
        at = spot.clip(0, len(stock.keys) - 1)
        there = (spot >= 0) & (spot < len(stock.keys)) & (stock.village[at] == village)
        distance = np.where(there, np.abs(2 * calendar.day(stock.moment[at]) - twice_middle), np.iinfo(np.int64).max)
        better = distance < nearest
        best, nearest = np.where(better, at, best), np.where(better, distance, nearest)
    known = best >= 0
    at = best.clip(min=0)
    outside = known & ((stock.moment[at] < period_start - 1) | (stock.moment[at] > period_end))
    return np.where(known, 2 * stock.arriving[at].astype(np.int64), 0), known, outside, none


def _middle_month(period_start: Ints, period_end: Ints) -> Ints:
    found: Ints = (period_start + period_end) // 2
    return found
