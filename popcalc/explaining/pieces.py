"""Person-time in pieces: between which month-ends, or by which average, there were so many people for so many days."""

from __future__ import annotations

import numpy as np
import pandas as pd
from msgspec.structs import asdict

from popcalc.aggregation import Totals
from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.inputs import Inputs
from popcalc.aggregation.matching import Match
from popcalc.aggregation.segments import Segments
from popcalc.aggregation.stocks import Stock
from popcalc.areas import Areas
from popcalc.arrays import months_of, packed, same_village, villages_of
from popcalc.explaining.facts import Bridge, PersonTime, Piece, StockTime
from popcalc.explaining.gaps import name_above

NAMED = 12
"""So many interpolated month-ends are shown one by one."""
SHARED = ["start", "end", "opens", "closes", "days", "supplied"]
"""What pieces of several villages share."""


def person_time(
    aggregation: Aggregation, found: Match, inputs: Inputs, totals: Totals, areas: Areas
) -> PersonTime | None:
    """Return the person-time of a figure, None where its denominator has none."""
    if not inputs.stocks:
        return None
    both = bool(totals.twice_365[0]) and bool(totals.twice_366[0])
    stocks = []
    for name, rows in inputs.stocks.items():
        lines = aggregation.segments(name, rows)
        pieces = _pieces(lines)
        of_leap_years = _pieces(aggregation.segments(name, rows, of_leap_years=True)) if both else ()
        count, coefficient = aggregation.plan.catalogue.counts[name], found.needs.stocks[name]
        bridges = _bridges(lines, aggregation.stocks[name], areas)
        stocks.append(StockTime(count, coefficient, pieces, of_leap_years, tuple(bridges[:NAMED]), len(bridges)))
    days = int(aggregation.timeline.days[0])
    return PersonTime(tuple(stocks), int(totals.twice_365[0]), int(totals.twice_366[0]), days)


def _bridges(lines: Segments, stock: Stock, areas: Areas) -> list[Bridge]:
    """Return the month-ends that lines rest on and that lie between two reported ones, by village and time."""
    keys, rows = stock.points.keys, np.flatnonzero(lines.bridged)
    ends = (packed(lines.months.village[rows], moments[rows]) for moments in (lines.opens, lines.closes))
    asked, spot = np.unique(np.concatenate(list(ends)), return_index=True)
    figures = np.concatenate([lines.opening[rows], lines.closing[rows]])[spot]
    after = np.searchsorted(keys, asked)
    found = []
    for key, figure, right in zip(asked.tolist(), figures.tolist(), after.tolist(), strict=True):
        near = keys[max(right - 1, 0) : right + 1]
        if key in near or len(near) < 2 or not same_village(near, np.array([key])).all():
            continue
        village = int(villages_of(np.array([key]))[0])
        moments = months_of(np.append(near, key)).tolist()
        found.append(
            Bridge(
                areas.names[village],
                name_above(areas, village),
                at=(moments[2], figure),
                before=(moments[0], int(stock.leaving[right - 1])),
                after=(moments[1], int(stock.arriving[right])),
            )
        )
    return found


def _pieces(lines: Segments) -> tuple[Piece, ...]:
    """Return straight lines, those of villages added up where their months are the same."""
    table = pd.DataFrame(
        {
            "start": lines.months.start,
            "end": lines.months.end,
            **{name: getattr(lines, name) for name in (*SHARED[2:], "opening", "closing")},
            "villages": np.ones(len(lines.days), dtype=np.int64),
            "bridged": lines.bridged.astype(np.int64),
            "extrapolated": lines.extrapolated.astype(np.int64),
        }
    )
    summed = table.groupby(SHARED, sort=True).sum().reset_index()
    names = [str(name) for name in summed.columns]
    return _joined([Piece(**dict(zip(names, row, strict=True))) for row in summed.itertuples(index=False, name=None)])


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return pieces that say the same of adjoining months as one."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before and before.end + 1 == piece.start and _figures(before) == _figures(piece):
            whole = {**asdict(piece), "start": before.start, "days": before.days + piece.days}
            if piece.supplied:
                whole["opens"] = before.opens
            joined[-1] = Piece(**whole)
        else:
            joined.append(piece)
    return tuple(joined)


def _figures(piece: Piece) -> tuple[object, ...]:
    ends = () if piece.supplied else (piece.opens, piece.closes)
    return (piece.supplied, *ends, piece.opening, piece.closing, piece.villages, piece.bridged, piece.extrapolated)
