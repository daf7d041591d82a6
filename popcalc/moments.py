"""Month-ends of stocks: the closing figure of a village in a period, and the opening figure before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from popcalc.periods import Period
from popcalc.person_time import Stock, packed

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Moments:
    """The villages and periods in which all asked month-ends are reported, and the figures there.

    `closing` and `opening` hold a figure by count; `stale` says where the closing month-end is not the period's last.
    """

    village: Ints
    period: Ints
    closing: Mapping[str, Ints]
    opening: Mapping[str, Ints]
    stale: Bools

    def only(self, chosen: Bools) -> Moments:
        """Return some of the villages and periods."""
        return Moments(
            self.village[chosen],
            self.period[chosen],
            {count: values[chosen] for count, values in self.closing.items()},
            {count: values[chosen] for count, values in self.opening.items()},
            self.stale[chosen],
        )


def last_moments(
    closing: Mapping[str, Stock],
    opening: Mapping[str, Stock],
    periods: Sequence[Period],
    period_of: Ints,
    first_month: int,
) -> Moments:
    """Return for each village and period the last month-end at which all closing stocks are reported.

    All closing figures are of the same month-end; an opening figure is of the month-end before the period. A village
    without one of them is left out. `period_of[month - first_month]` is the position of a month's period, -1 for none.
    """
    keys = _common_keys(closing) if closing else _villages_by_period(opening, periods)
    village, moment = keys >> 20, keys & ((1 << 20) - 1)
    if closing:
        month = moment - first_month
        inside = (month >= 0) & (month < len(period_of))
        period = np.where(inside, period_of[month.clip(0, len(period_of) - 1)], -1)
        kept = period >= 0
        keys, village, moment, period = keys[kept], village[kept], moment[kept], period[kept]
        last = np.ones(len(keys), dtype=bool)
        last[:-1] = (village[1:] != village[:-1]) | (period[1:] != period[:-1])
        keys, village, moment, period = keys[last], village[last], moment[last], period[last]
    else:
        period = moment
        moment = np.array([one.end for one in periods], dtype=np.int64)[period]
    starts = np.array([one.start for one in periods], dtype=np.int64)
    ends = np.array([one.end for one in periods], dtype=np.int64)
    before = packed(village, starts[period] - 1)
    complete = np.ones(len(village), dtype=bool)
    opened = {}
    for count, stock in opening.items():
        spot = np.searchsorted(stock.keys, before).clip(max=max(len(stock.keys) - 1, 0))
        complete &= stock.keys[spot] == before if len(stock.keys) else False
        opened[count] = stock.leaving[spot] if len(stock.keys) else np.zeros(len(village), dtype=np.int64)
    closed = {count: stock.arriving[np.searchsorted(stock.keys, keys)] for count, stock in closing.items()}
    return Moments(
        village[complete],
        period[complete],
        {count: values[complete].astype(np.int64) for count, values in closed.items()},
        {count: values[complete].astype(np.int64) for count, values in opened.items()},
        (moment < ends[period])[complete] if closing else np.zeros(int(complete.sum()), dtype=bool),
    )


def _common_keys(stocks: Mapping[str, Stock]) -> Ints:
    """Return the month-ends of villages at which every stock is reported."""
    first, *others = (stock.keys for stock in stocks.values())
    for other in others:
        if other is not first:
            first = np.intersect1d(first, other, assume_unique=True)
    return first


def _villages_by_period(stocks: Mapping[str, Stock], periods: Sequence[Period]) -> Ints:
    """Return every village that reports a stock, with every period's position in place of a moment."""
    villages = np.unique(np.concatenate([stock.village for stock in stocks.values()]))
    return packed(np.repeat(villages, len(periods)), np.tile(np.arange(len(periods)), len(villages)))
