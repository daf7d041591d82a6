"""Person-time in pieces: between which month-ends, or by which average, so many people lived so many days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from popcalc.arrays import Bools, Ints, months_of, packed, same_village
from popcalc.calendars import Timeline
from popcalc.explaining.facts import PersonTime, Piece, StockTime
from popcalc.person_time import Average, Stock
from popcalc.person_time.curve import on_curve
from popcalc.rollup import Totals
from popcalc.rollup.frame import Rows, mask_of
from popcalc.rollup.matching import Match
from popcalc.rollup.needs import Needs
from popcalc.rollup.workbench import Workbench
from popcalc.runs import VillageRuns

MONTHS = ["start", "end", "opens", "closes", "days", "supplied"]
"""What pieces of several villages share."""


def person_time(bench: Workbench, needs: Needs, match: Match, totals: Totals) -> PersonTime | None:
    """Return the person-time of a figure, None where its denominator has none."""
    if not needs.stocks or match.rows is None:
        return None
    sources = [match.rows, bench.rest(match.rows)] if bench.plan.keep_unmatched else [match.rows]
    both = bool(totals.twice_365[0]) and bool(totals.twice_366[0])
    stocks = []
    for name, coefficient in needs.stocks.items():
        runs = _known_runs(bench, sources, name)
        stock, average = bench.stocks[name], bench.plan.average
        pieces = pieces_of(stock, runs, bench.timeline, average)
        leap = pieces_of(stock, _in_leap_years(runs, bench.timeline), bench.timeline, average) if both else ()
        stocks.append(StockTime(bench.plan.catalogue.counts[name], coefficient, pieces, leap))
    return PersonTime(tuple(stocks), int(totals.twice_365[0]), int(totals.twice_366[0]), int(bench.timeline.days[0]))


def _known_runs(bench: Workbench, sources: list[Rows], stock: str) -> VillageRuns:
    """Return the runs of months of which the person-days are summed."""
    found = []
    for rows in sources:
        mask = mask_of([rows.mask.rows, bench.person_days(rows.frame, stock).known])
        found.append(rows.frame.flows.runs[mask.rows])
    return VillageRuns(
        *(np.concatenate([getattr(runs, name) for runs in found]) for name in ("village", "start", "end"))
    )


def _in_leap_years(runs: VillageRuns, timeline: Timeline) -> VillageRuns:
    """Return what of runs of months lies in statistical years of 366 days."""
    parts = [runs[:0]]
    for year in timeline.leap_years:
        touching = (runs.start <= year.end) & (runs.end >= year.start)
        parts.append(runs[touching].clipped(year.start, year.end))
    columns = (np.concatenate([getattr(part, name) for part in parts]) for name in ("village", "start", "end"))
    return VillageRuns(*columns)


def pieces_of(stock: Stock, runs: VillageRuns, timeline: Timeline, average: Average) -> tuple[Piece, ...]:
    """Return the person-days of runs of months in one period, village by village added up where months are the same."""
    table = pd.concat([frame for frame in _segments(stock, runs, timeline, average) if len(frame)] or [_NOTHING])
    summed = table.groupby(MONTHS, sort=True).sum().reset_index()
    return _joined([_piece(dict(zip(summed.columns, row, strict=True))) for row in summed.to_numpy().tolist()])


def _piece(row: dict[str, int]) -> Piece:
    supplied = bool(row.pop("supplied"))
    return Piece(**row, supplied=supplied)


_NOTHING = pd.DataFrame({name: pd.Series(dtype=np.int64) for name in (*MONTHS, "opening", "closing", "villages")})


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return pieces that say the same of adjoining months as one."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before and before.end + 1 == piece.start and _figures(before) == _figures(piece):
            whole = {**vars(piece), "start": before.start, "days": before.days + piece.days}
            if piece.supplied:
                whole["opens"] = before.opens
            joined[-1] = Piece(**whole)
        else:
            joined.append(piece)
    return tuple(joined)


def _figures(piece: Piece) -> tuple[object, ...]:
    ends = () if piece.supplied else (piece.opens, piece.closes)
    return (piece.supplied, *ends, piece.opening, piece.closing, piece.villages, piece.bridged, piece.extrapolated)


def _segments(stock: Stock, runs: VillageRuns, timeline: Timeline, average: Average) -> list[pd.DataFrame]:
    """Return the pieces of each village: supplied averages where they are, elsewhere as the average has it."""
    if not len(runs):
        return []
    supply = stock.supply
    if not len(supply.keys):
        return [_RULES[average](stock, runs, timeline)]
    spot, whole = _supplied(stock, runs, runs.start, runs.end)
    _, later = _supplied(stock, runs, runs.end, runs.start)
    frames = []
    if whole.any():
        value = supply.value[spot[whole]].astype(np.int64)
        inside = runs[whole]
        frames.append(_frame(inside, inside.start - 1, inside.end, value, value, timeline, supplied=True))
    partly = ~whole & later
    if partly.any():
        # An average covers part of the run: its months have it, the others the rule.
        frames += _segments(stock, runs[partly].month_by_month()[0], timeline, average)
    others = runs[~whole & ~partly]
    if len(others):
        frames.append(_RULES[average](stock, others, timeline))
    return frames


def _supplied(stock: Stock, runs: VillageRuns, begun: Ints, lasts: Ints) -> tuple[Ints, Bools]:
    """Return the last average begun by a month, and whether it is the village's and lasts to another month."""
    keys = stock.supply.keys
    asked = packed(runs.village, begun)
    spot = np.searchsorted(keys, asked, side="right") - 1
    return spot, (spot >= 0) & same_village(keys[spot], asked) & (stock.supply.end[spot] >= lasts)


def _frame(
    runs: VillageRuns,
    opens: Ints,
    closes: Ints,
    opening: Ints,
    closing: Ints,
    timeline: Timeline,
    *,
    supplied: bool = False,
    bridged: Bools | bool = False,
    extrapolated: Bools | bool = False,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "start": runs.start.astype(np.int64),
            "end": runs.end.astype(np.int64),
            "opens": np.asarray(opens, dtype=np.int64),
            "closes": np.asarray(closes, dtype=np.int64),
            "days": timeline.day(runs.end) - timeline.day(runs.start - 1),
            "supplied": int(supplied),
            "opening": np.asarray(opening, dtype=np.int64),
            "closing": np.asarray(closing, dtype=np.int64),
            "villages": 1,
            "bridged": np.asarray(bridged).astype(np.int64) * np.ones(len(runs), dtype=np.int64),
            "extrapolated": np.asarray(extrapolated).astype(np.int64) * np.ones(len(runs), dtype=np.int64),
        }
    )


def _curve(stock: Stock, runs: VillageRuns, timeline: Timeline) -> pd.DataFrame:
    """Return the straight lines of the curve: between the ends of a run and the month-ends reported inside it."""
    spans = on_curve(stock, runs, timeline)
    keys = stock.points.keys
    first = np.searchsorted(keys, packed(runs.village, runs.start - 1), side="right")
    inner = np.searchsorted(keys, packed(runs.village, runs.end), side="left") - first
    inner = inner.clip(min=0)
    times = inner + 1
    row = np.repeat(np.arange(len(runs)), times)
    step = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    at_start, at_end = step == 0, step == inner[row]
    right = first[row] + step
    opens = np.where(at_start, runs.start[row] - 1, months_of(keys.take(right - 1, mode="clip")))
    closes = np.where(at_end, runs.end[row], months_of(keys.take(right, mode="clip")))
    opening = np.where(at_start, spans.opening[row], stock.leaving.take(right - 1, mode="clip"))
    closing = np.where(at_end, spans.closing[row], stock.arriving.take(right, mode="clip"))
    return _frame(
        VillageRuns(runs.village[row], opens + 1, closes),
        opens,
        closes,
        opening,
        closing,
        timeline,
        bridged=spans.bridged[row],
        extrapolated=spans.extrapolated[row],
    )


@dataclass(frozen=True, eq=False)
class _Pair:
    """The first and the last stock of each village in the period."""

    opens: Ints
    closes: Ints
    opening: Ints
    closing: Ints
    bridged: Bools
    extrapolated: Bools


def _ends(stock: Stock, runs: VillageRuns, timeline: Timeline) -> pd.DataFrame:
    """Return the first and the last stock of the period for each run; the curve's where the period has none."""
    villages, row = np.unique(runs.village, return_inverse=True)
    start, end = int(timeline.starts[0]), int(timeline.ends[0])
    whole = VillageRuns(villages, np.full(len(villages), start), np.full(len(villages), end))
    curve = on_curve(stock, whole, timeline)
    keys, begin, until = stock.points.keys, packed(villages, start - 1), packed(villages, end)
    low = np.searchsorted(keys, begin, side="left")
    high = np.searchsorted(keys, until, side="right") - 1
    inside = high >= low
    at_low, at_high = keys.take(low, mode="clip"), keys.take(high, mode="clip")
    arriving, leaving = stock.arriving, stock.leaving
    first = np.where(at_low == begin, leaving.take(low, mode="clip"), arriving.take(low, mode="clip"))
    last = np.where(at_high == until, arriving.take(high, mode="clip"), leaving.take(high, mode="clip"))
    far = (at_low > begin + 1) | (at_high < until - 1)
    pair = _Pair(
        opens=np.where(inside, months_of(at_low), start - 1),
        closes=np.where(inside, months_of(at_high), end),
        opening=np.where(inside, first, curve.opening),
        closing=np.where(inside, last, curve.closing),
        bridged=~inside & curve.bridged,
        extrapolated=np.where(inside, far, curve.extrapolated),
    )
    return _of_villages(pair, row, runs, timeline)


def _middle(stock: Stock, runs: VillageRuns, timeline: Timeline) -> pd.DataFrame:
    """Return the stock nearest the middle of the period for each run; the earlier of two that are as near."""
    villages, row = np.unique(runs.village, return_inverse=True)
    start, end = int(timeline.starts[0]), int(timeline.ends[0])
    twice_middle = int(timeline.day(np.array([start - 1]))[0] + timeline.day(np.array([end]))[0])
    keys = stock.points.keys
    spots = []
    for village in villages.tolist():
        low, high = np.searchsorted(keys, packed(np.array([village, village + 1]), 0)).tolist()
        away = np.abs(2 * timeline.day(months_of(keys[low:high])) - twice_middle)
        spots.append(low + int(np.argmin(away)))
    spot = np.array(spots, dtype=np.int64)
    moment = months_of(keys[spot])
    figure = np.where(moment <= start - 1, stock.leaving[spot], stock.arriving[spot])
    outside = (moment < start - 1) | (moment > end)
    none = np.zeros(len(villages), dtype=bool)
    return _of_villages(_Pair(moment, moment, figure, figure, none, outside), row, runs, timeline)


def _of_villages(pair: _Pair, row: Ints, runs: VillageRuns, timeline: Timeline) -> pd.DataFrame:
    return _frame(
        runs,
        pair.opens[row],
        pair.closes[row],
        pair.opening[row],
        pair.closing[row],
        timeline,
        bridged=pair.bridged[row],
        extrapolated=pair.extrapolated[row],
    )


_RULES = {Average.CURVE: _curve, Average.ENDS: _ends, Average.MID: _middle}
