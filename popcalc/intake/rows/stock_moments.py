"""The moment at which a stock stands: the end of its row's months, or where the columns file, a header or a title says.

`stock_at: start` is the first moment of the row's months, the month-end before them; `middle` the month-end nearest
their middle, the earlier of two as near. Without it a stock that is dated on the first of a month stands at that moment
where a header or a title says so (as of, 年初, 現在), else at the end of the months that the date stands for: that is
assumed, and flagged. So is the end of months without a day under a title of their first (月初人口).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Count, Nature
from popcalc.errors import Notice, Place
from popcalc.intake.header.layout import MONTHS, Layout
from popcalc.intake.header.stock_words import says_at_start, says_first_day
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import Rows
from popcalc.language import text
from popcalc.table import ABSENT

if TYPE_CHECKING:
    from collections.abc import Set

    from popcalc.arrays import AnyInts, Bools

START, MIDDLE = "start", "middle"


@dataclass(frozen=True)
class Moments:
    """The rows of a file, each stock at its moment; that of `stocks` is assumed in the rows numbered `assumed`."""

    rows: Rows
    stocks: frozenset[str]
    assumed: AnyInts


def at_moments(rows: Rows, dates: Set[tuple[int, int]], layout: Layout, reading: Reading) -> Moments:
    """Return rows with each stock at its moment; `dates` are the months and days of dates among them."""
    counts = reading.catalogue.counts
    stocks = frozenset(one.key for one in layout.counts if _is_of_a_moment(counts[one.key]))
    nothing = np.zeros(0, dtype=np.int64)
    if not stocks & rows.counts.keys():
        return Moments(rows, stocks, nothing)
    at = reading.columns.stock_at
    if at in (START, MIDDLE):
        return Moments(_moved(rows, stocks, np.ones(len(rows), dtype=bool), at, layout), stocks, nothing)
    if layout.at_first and at is None:
        return Moments(_moved(rows, stocks, np.ones(len(rows), dtype=bool), START, layout), frozenset(), nothing)
    dated = _on_the_first(rows, dates, layout) if at is None else np.zeros(len(rows), dtype=bool)
    if not dated.any():
        # A line may speak of the first day of months that the rows name without a day.
        is_first = (
            at is None
            and layout.at_first is None
            and any(says_first_day(cell) for cells in layout.titles for cell in cells)
        )
        return Moments(rows, stocks, rows.row if is_first else nothing)
    at_start = {one.key for one in layout.counts if layout.at_start or says_at_start(one.header)}
    said = stocks & at_start & rows.counts.keys()
    moved = _moved(rows, said, dated, START, layout) if said else rows
    assumed = stocks - at_start
    return Moments(moved, assumed, rows.row[dated] if assumed else nothing)


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
    return Notice("DATE_ASSUMED", sentence, Place(layout.name))


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
    months = {month for month, day in dates if day == 1} - {month for month, day in dates if day != 1}
    return np.isin(rows.end, list(months))


def _moved(rows: Rows, stocks: frozenset[str], moved: Bools, at: str, layout: Layout) -> Rows:
    """Return rows with some stocks at the start or the middle of their months; other figures stay where they are."""
    own = [key for key in rows.counts if key in stocks]
    months = rows.end - rows.start + 1
    # Dates on the first of one month of each year stand for years, and are that month's first day.
    day = layout.form.day
    dated = (day[0] - 1 - rows.start % MONTHS) % MONTHS if day is not None and day[1] == 1 else 0
    moment = rows.start - 1 + (months // 2 if at == MIDDLE else dated)
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
    )
