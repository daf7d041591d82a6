"""Stocks that stand apart from their neighbours: a slipped column, another unit, an extra digit, nobody."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from popcalc.arrays import Bools, Floats, Ints, distinct_values, packed
from popcalc.definitions.catalogue import Nature
from popcalc.language import Text, text
from popcalc.periods import Run
from popcalc.quality.findings import WARNING, Finding
from popcalc.quality.levels import Stretch, excursions, right_level, stretches
from popcalc.quality.material import POPULATIONS, Material

JUMP = 0.05
"""A population that moves by more than this share in a month is a finding."""
JUMP_PEOPLE = 20
"""In a hamlet a family is more than 5 %: a smaller move than this is no finding."""
TENFOLD = (1, 2, 3, 4)
"""Powers of ten by which a figure is taken for a slip: an extra digit, a unit of a hundred, of ten thousand."""
NEAR = 0.1
"""How near to a power of ten a factor must be: an extra digit adds at most a tenth of the figure to ten times it."""
LEAST = 10
"""Stocks below this may grow tenfold."""
VITAL = ("births", "deaths")


class Village(Struct, frozen=True, eq=False):
    """The figures of a village in order of time: rows of the table, and the events of their months (NaN: not known)."""

    stock: str
    village: int
    rows: Ints
    figures: Floats
    ends: Ints
    events: Floats


def wrong_people(material: Material, stock: str) -> Iterator[tuple[int, Run, float]]:
    """Yield the villages, months and usual figures of a population where it is wrong, so far as that is known."""
    for one, cut, right, sure in _cut(material, stock):
        usual = _median(one, cut, right)
        for first, last, returns in excursions(cut, right):
            if returns or sure or _is_tenfold(one.figures[first : last + 1], usual):
                run = Run(int(material.start[one.rows[first]]), int(material.end[one.rows[last]]))
                yield one.village, run, usual


def _cut(material: Material, stock: str) -> Iterator[tuple[Village, list[Stretch], int, bool]]:
    """Yield the villages in which a population moves, cut into stretches, and which level of them is right."""
    rate: float | None = None
    for one in _suspects(material, stock):
        rate = _rate(material, stock) if rate is None else rate
        cut = stretches(one.figures.tolist(), one.ends.tolist(), _follows)
        yield one, cut, *right_level(cut, one.figures, one.events, rate)


def _follows(before: float, after: float, months: int) -> bool:
    return not bool(_moved(np.asarray(before), np.asarray(after), np.asarray(months)))


def check_stocks(material: Material) -> Iterator[Finding]:
    """Yield month-ends of a stock that are ten times their village's others, or a tenth, and jumps of a population."""
    populations = [stock for stock in POPULATIONS if stock in material.table.counts]
    for stock in dict.fromkeys([*populations, *material.counts(Nature.STOCK)]):
        if stock in POPULATIONS:
            for one, cut, right, sure in _cut(material, stock):
                yield from _of_population(material, one, cut, right, sure=sure)
        else:
            for one in _suspects(material, stock):
                yield from _of_stock(material, one)


def _suspects(material: Material, stock: str) -> Iterator[Village]:
    """Yield the villages in which two neighbours do not fit each other."""
    column = material.table.column(stock)
    rows = np.flatnonzero(column >= 0 if stock in POPULATIONS else column > 0)
    if not material.monthly:
        rows = rows[np.argsort(packed(material.village[rows], material.end[rows]), kind="stable")]
    value, village, end = column[rows].astype(np.float64), material.village[rows], material.end[rows]
    same = village[1:] == village[:-1]
    apart = _moved(value[:-1], value[1:], end[1:] - end[:-1]) if stock in POPULATIONS else None
    unfit = same & (_tenfold(value[1:], value[:-1]) if apart is None else apart)
    unfit[unfit] = ~_people_moved(material, rows[1:][unfit])
    for one in distinct_values(village[1:][unfit]).tolist():
        own = slice(*np.searchsorted(village, [one, one + 1]).tolist())
        yield Village(stock, one, rows[own], value[own], end[own], _events(material, rows[own]))


def _people_moved(material: Material, rows: Ints) -> Bools:
    """Return in which rows people come with a village that closes, or go with a new one."""
    month = material.start[rows] - material.span.start
    inside = (month >= 0) & (month < material.span.months)
    moved: Bools = inside & material.changes.moved[material.village[rows], np.where(inside, month, 0)]
    return moved


def _events(material: Material, rows: Ints) -> Floats:
    """Return births and deaths in some rows for each of their months, NaN where one of these is not known."""
    columns = [material.table.column(count)[rows] for count in VITAL if count in material.table.counts]
    if not columns:
        return np.full(len(rows), np.nan)
    known = np.logical_and.reduce([column >= 0 for column in columns])
    months = material.end[rows] - material.start[rows] + 1
    found: Floats = np.where(known & (months == 1), np.sum(columns, axis=0), np.nan)
    return found


def _rate(material: Material, stock: str) -> float:
    """Return the events for each person and month, as the villages have them in the middle (median)."""
    rows = np.flatnonzero(material.table.column(stock) > 0)
    events = _events(material, rows)
    rows, events = rows[~np.isnan(events)], events[~np.isnan(events)]
    village = material.village[rows]
    people = np.bincount(village, material.table.column(stock)[rows])
    rates = np.bincount(village, events)[people > 0] / people[people > 0]
    return float(np.median(rates)) if len(rates) else 0.0


def _of_stock(material: Material, one: Village) -> Iterator[Finding]:
    """Yield the figures that are about a power of ten away from the median of the village."""
    median = float(np.median(one.figures))
    for spot in np.flatnonzero(_tenfold(one.figures, np.full(len(one.figures), median))).tolist():
        yield _ten_times(material, one, spot, spot, median, by_events=False)


def _of_population(
    material: Material, one: Village, cut: list[Stretch], right: int, *, sure: bool
) -> Iterator[Finding]:
    """Yield what does not fit: figures that are left again, another magnitude, and moves that last."""
    usual = _median(one, cut, right)
    for first, last, returns in excursions(cut, right):
        wrong = one.figures[first : last + 1]
        if not wrong.any():
            if returns or np.nansum(one.events[first : last + 1]):
                yield _nobody(material, one, first, last, usual)
        elif _is_tenfold(wrong, usual):
            yield _ten_times(material, one, first, last, usual, by_events=sure)
        elif returns:
            yield _leap(material, one, first, last)
        else:
            inside = [part for part in cut if first <= part.first and part.last <= last]
            yield from _steps(material, one, inside, sure=sure)


def _median(one: Village, cut: list[Stretch], level: int) -> float:
    return float(
        np.median(np.concatenate([one.figures[part.first : part.last + 1] for part in cut if part.level == level]))
    )


def _steps(material: Material, one: Village, cut: list[Stretch], *, sure: bool) -> Iterator[Finding]:
    """Yield each move from one stretch to the next, of stretches before or after those of the right level.

    It is told of the month from which it holds; where figures before are surely wrong, of these.
    """
    later = cut[0].first > 0
    for part in cut:
        spot = part.first if later else part.last + 1
        if _people_moved(material, one.rows[spot : spot + 1]).all():
            continue
        before, after = one.figures[spot - 1 : spot + 1].tolist()
        message = text(
            "{stock} goes from {before} to {after} ({change}): {why}",
            stock=one.stock,
            before=f"{before:,.0f}",
            after=f"{after:,.0f}",
            change=_change(before, after),
            why=_why(sure, later=later),
        )
        run = (part.first, part.last) if sure and not later else (spot, spot)
        yield _finding(material, one, *run, "POPULATION_JUMP", message, before, after)


def _why(sure: bool, *, later: bool) -> Text:
    if not sure:
        return text("a slip, or have boundaries or registers changed?")
    if later:
        return text("births and deaths are still those of the people before")
    return text("births and deaths were those of the people after that already before")


def _leap(material: Material, one: Village, first: int, last: int) -> Finding:
    before, after = float(one.figures[first - 1]), float(one.figures[first])
    message = text(
        "{stock} leaps from {before} to {after} ({change}) and back: a slip?",
        stock=one.stock,
        before=f"{before:,.0f}",
        after=f"{after:,.0f}",
        change=_change(before, after),
    )
    return _finding(material, one, first, last, "POPULATION_JUMP", message, before, after)


def _nobody(material: Material, one: Village, first: int, last: int, usual: float) -> Finding:
    message = text("{stock} is 0, and {median} is usual in this village", stock=one.stock, median=f"{usual:,.15g}")
    return _finding(material, one, first, last, "POPULATION_JUMP", message, usual, 0.0)


def _ten_times(material: Material, one: Village, first: int, last: int, usual: float, *, by_events: bool) -> Finding:
    found = float(one.figures[first])
    sentence = (
        text(
            "{stock} is {found}, and births and deaths are those of {median} people: a digit too many or too few, or "
            "another unit?"
        )
        if by_events
        else text(
            "{stock} is {found}, and {median} is usual in this village: a digit too many or too few, or another unit?"
        )
    )
    message = text(sentence.template, stock=one.stock, found=f"{found:,.0f}", median=f"{usual:,.15g}")
    return _finding(material, one, first, last, "TEN_TIMES", message, usual, found)


def _finding(
    material: Material, one: Village, first: int, last: int, code: str, message: Text, expected: float, found: float
) -> Finding:
    row = int(one.rows[first])
    (place,) = material.places(one.rows[first : first + 1], one.stock)
    end = int(material.end[one.rows[last]])
    return Finding(
        code=code,
        severity=WARNING,
        area=one.village,
        start=int(material.start[row]),
        end=end,
        count=one.stock,
        message=message,
        place=place,
        expected=expected,
        found=found,
    )


def _change(before: float, after: float) -> str:
    return f"{100 * (after - before) / before:+.1f} %" if before else "+"


def _is_tenfold(figures: Floats, usual: float) -> bool:
    return bool(_tenfold(np.array([np.median(figures)]), np.array([usual])).all())


def _tenfold(one: Floats, other: Floats) -> Bools:
    """Return where two figures differ by about a power of ten."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    factor = high / np.maximum(low, 1)
    near = [np.abs(factor / 10**power - 1) <= NEAR for power in TENFOLD]
    tenfold: Bools = (low >= LEAST) & np.logical_or.reduce(near)
    return tenfold


def _moved(before: Floats, after: Floats, months: Ints) -> Bools:
    """Return where a population moves by more than it does in so many months."""
    change = np.abs(after - before)
    moved: Bools = (change > JUMP * before * np.maximum(months, 1)) & (change >= JUMP_PEOPLE)
    return moved
