"""The moment at which a stock stands: the end of its row's months, or where the columns file, a header or a title says.

`stock_at: start` is the first moment of the row's months, the month-end before them; `middle` the month-end nearest
their middle, the earlier of two as near. Without it a stock that is dated on the first of a month stands at that moment
where a header or a title says so (as of, 年初, 現在), else at the end of the months that the date stands for: that is
assumed, and flagged. So is the end of months without a day under a title of their first (月初人口).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.catalogue import Count, Nature
from popcalc.errors import Notice, Place
from popcalc.intake.header.layout import MONTHS, Layout, Shape
from popcalc.intake.header.moment_words import Moment, moment_of, says_end
from popcalc.intake.header.stock_words import says_at_start, says_first_day
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows
from popcalc.language import text
from popcalc.table import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from popcalc.arrays import AnyInts, Bools

START, MIDDLE = "start", "middle"
_MIDDLE_OF_A_MONTH = 15
"""The last day that is nearer to the end of the month before."""


class Moments(Struct, frozen=True):
    """The rows of a file, each stock at its moment; that of `stocks` is assumed in the rows numbered `assumed`.

    `said` is a day beside the table that is not of all years of the rows.
    """

    rows: Rows
    stocks: frozenset[str]
    assumed: AnyInts
    said: str = ""


def at_moments(rows: Rows, dates: Set[tuple[int, int]], layout: Layout, reading: Reading) -> Moments:
    """Return rows with each stock at its moment; `dates` are the months and days of dates among them."""
    counts = reading.catalogue.counts
    stocks = frozenset(one.key for one in layout.counts if _is_of_a_moment(counts[one.key]))
    nothing = np.zeros(0, dtype=np.int64)
    if not stocks & rows.counts.keys():
        return Moments(rows, stocks, nothing)
    at = reading.columns.stock_at
    if at in (START, MIDDLE):
        moment = _middle(rows) if at == MIDDLE else _first(rows, layout)
        return Moments(_moved(rows, stocks, np.ones(len(rows), dtype=bool), moment), stocks, nothing)
    if layout.at_first and at is None:
        return Moments(_moved(rows, stocks, np.ones(len(rows), dtype=bool), _first(rows, layout)), frozenset(), nothing)
    placed, of_another_year = _placed(rows, _said(layout, stocks) if at is None else {})
    stocks = stocks - placed.keys()
    dated = _on_the_first(rows, dates, layout) if at is None else np.zeros(len(rows), dtype=bool)
    if not dated.any():
        # A line may speak of the first day of months that the rows name without a day.
        may_be_first = at is None and layout.at_first is None
        is_first = may_be_first and any(says_first_day(cell) for cells in layout.titles for cell in cells)
        unsure = is_first or of_another_year
        return Moments(_all_moved(rows, placed), stocks, rows.row if unsure else nothing, of_another_year)
    at_start = {one.key for one in layout.counts if layout.at_start or says_at_start(one.header)}
    for key in stocks & at_start & rows.counts.keys():
        placed[key] = np.where(dated, _first(rows, layout), rows.end)
    stocks = stocks - at_start
    return Moments(_all_moved(rows, placed), stocks, rows.row[dated] if stocks else nothing)


def assumed_notice(moments: Moments, layout: Layout) -> Notice | None:
    """Return the notice of stocks whose moment is assumed, if any of them is read."""
    counts = sorted(moments.stocks & moments.rows.counts.keys())
    if not len(moments.assumed) or not counts:
        return None
    sentence = text(
        "{counts}: dated on the first day of a month ({date}) and taken for the end of the months that the date stands "
        "for; `stock_at: start` in a --columns file takes the day itself, `stock_at: end` says that this is right",
        counts=tuple(counts),
        date=next(filter(None, map(str.strip, layout.first_periods)), ""),
    )
    if moments.said and layout.moment is not None and layout.moment.several:
        sentence = text(
            "{counts}: {said} stands beside the table, which does not say where these are: taken for the end of their "
            "years; `stock_at: middle` or `stock_at: end` in a --columns file says where they stand",
            counts=tuple(counts),
            said=moments.said,
        )
    elif moments.said:
        sentence = text(
            "{counts}: {said} is said beside the table, and not all rows are of that year: taken for the end of their "
            "months; `stock_at: start`, `middle` or `end` in a --columns file says where they stand",
            counts=tuple(counts),
            said=moments.said,
        )
    return Notice("DATE_ASSUMED", sentence, Place(layout.name))


def _said(layout: Layout, stocks: frozenset[str]) -> dict[str, Moment]:
    """Return the moment of each stock that its header says, or else what stands beside the table."""
    found: dict[str, Moment] = {}
    for one in layout.counts:
        own = moment_of(one.header) if one.run is None else None
        # Where the months end on the day before, their end is that moment.
        beside = None if says_end(one.header) or layout.at_first is False else layout.moment
        moment = own or beside
        if one.key in stocks and moment is not None:
            found[one.key] = moment
    return found


def _placed(rows: Rows, said: Mapping[str, Moment]) -> tuple[dict[str, AnyInts], str]:
    """Return the month-end at which each stock stands, of those whose moment is said and lies in the rows' months.

    A moment is one of whole years, or of the only months of a table. Also return a day of a year that not all of them
    are of, so that it may be said of something else.
    """
    placed: dict[str, AnyInts] = {}
    of_another_year = ""
    if not said or not len(rows):
        return placed, of_another_year
    months = rows.end - rows.start + 1
    is_one_run = bool((rows.start == rows.start[0]).all() and (rows.end == rows.end[0]).all())
    for key, moment in said.items():
        if moment.several:
            of_another_year = moment.words if (months == MONTHS).any() else of_another_year
            continue
        if moment.day is None:
            inside, at = months == MONTHS, _middle(rows)
        else:
            month, day = moment.day
            first = rows.start + (month - 1 - rows.start) % MONTHS
            inside = (first <= rows.end) & (is_one_run | (months == MONTHS))
            at = first - (day <= _MIDDLE_OF_A_MONTH)
            if moment.year is not None and (inside & (first // MONTHS != moment.year)).any():
                of_another_year = moment.words if (months == MONTHS).all() else of_another_year
                continue
        if key in rows.counts and inside.any():
            placed[key] = np.where(inside, at, rows.end)
    return placed, of_another_year


def _is_of_a_moment(count: Count) -> bool:
    """Whether a count stands at a moment that its name does not say."""
    return count.nature is Nature.STOCK and not count.opening_of and not count.average_of


def _on_the_first(rows: Rows, dates: Set[tuple[int, int]], layout: Layout) -> Bools:
    """Return which rows are dated on the first of a month; dates on one day of each year stand for their years."""
    if layout.form.day is not None:
        return np.full(len(rows), layout.form.day[1] == 1)
    if layout.source.looks.dates_are_months:
        # A spreadsheet holds a month as the date of its first day.
        return np.zeros(len(rows), dtype=bool)
    if layout.shape is Shape.PERIODS_ACROSS and (columns := _columns_of_the_first(layout)):
        found: Bools = np.isin(rows.start, columns) & (rows.start == rows.end)
        return found
    months = {month for month, day in dates if day == 1} - {month for month, day in dates if day != 1}
    return np.isin(rows.end, list(months))


def _columns_of_the_first(layout: Layout) -> list[int]:
    """Return the months of columns whose headers are, or end with, the first day of one: Population 1 July 2013."""
    months = [one for one in layout.counts if one.run is not None and one.run.months == 1]
    said = ((one.run, moment_of(one.header)) for one in months)
    return [run.start for run, moment in said if run and moment and moment.day and moment.day[1] == 1]


def _first(rows: Rows, layout: Layout) -> AnyInts:
    """Return the month-end before the day on which each row is dated, or else before its months."""
    day = layout.form.day
    # Dates on the first of one month of each year stand for years, and are that month's first day.
    dated = (day[0] - 1 - rows.start % MONTHS) % MONTHS if day is not None and day[1] == 1 else 0
    return rows.start - 1 + dated


def _middle(rows: Rows) -> AnyInts:
    """Return the month-end nearest the middle of each row's months, the earlier of two as near."""
    return rows.start - 1 + (rows.end - rows.start + 1) // 2


def _all_moved(rows: Rows, placed: Mapping[str, AnyInts]) -> Rows:
    """Return rows with each of some stocks at the month-end that is given for each row."""
    groups: dict[bytes, list[str]] = {}
    for key, at in placed.items():
        groups.setdefault(at.tobytes(), []).append(key)
    for keys in groups.values():
        at = placed[keys[0]]
        # What was moved before stands at the end of the rows, and has nothing of these stocks.
        behind = np.concatenate([at, np.zeros(len(rows) - len(at), dtype=at.dtype)])
        there = np.arange(len(rows)) < len(at)
        rows = _moved(rows, frozenset(keys), there & (behind != rows.end), behind)
    return rows


def _moved(rows: Rows, stocks: frozenset[str], moved: Bools, moment: AnyInts) -> Rows:
    """Return rows with some stocks at a moment; other figures stay where they are."""
    own = [key for key in rows.counts if key in stocks]
    stay = {key: np.where(moved, ABSENT, rows.counts[key]) if key in own else rows.counts[key] for key in rows.counts}
    go = {key: rows.counts[key] if key in own else np.full(len(rows), ABSENT) for key in rows.counts}
    there = replace(rows, start=moment.astype(rows.start.dtype), end=moment.astype(rows.end.dtype), counts=go)[moved]
    here = replace(rows, counts=stay)[~moved | bool(set(rows.counts) - stocks)]
    return Rows(
        {role: np.concatenate([here.words[role], there.words[role]]) for role in rows.words},
        np.concatenate([here.start, there.start]),
        np.concatenate([here.end, there.end]),
        {
            key: np.concatenate([here.counts[key], there.counts[key]]).astype(values.dtype)
            for key, values in rows.counts.items()
        },
        np.concatenate([here.row, there.row]),
        beside=None if here.beside is None else np.concatenate([here.beside, np.zeros(len(there), np.int8)]),
    )
