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
from popcalc.explaining.facts import PersonTime, Piece, StockTime

SHARED = ["start", "end", "opens", "closes", "days", "supplied"]
"""What pieces of several villages share."""


def person_time(aggregation: Aggregation, found: Match, inputs: Inputs, totals: Totals) -> PersonTime | None:
    """Return the person-time of a figure, None where its denominator has none."""
    if not inputs.stocks:
        return None
    both = bool(totals.twice_365[0]) and bool(totals.twice_366[0])
    stocks = []
    for name, rows in inputs.stocks.items():
        pieces = _pieces(aggregation.segments(name, rows))
        of_leap_years = _pieces(aggregation.segments(name, rows, of_leap_years=True)) if both else ()
        stocks.append(
            StockTime(aggregation.plan.catalogue.counts[name], found.needs.stocks[name], pieces, of_leap_years)
        )
    days = int(aggregation.timeline.days[0])
    return PersonTime(tuple(stocks), int(totals.twice_365[0]), int(totals.twice_366[0]), days)


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
