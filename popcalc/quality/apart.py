"""What departs in the areas of one level: the stretches of months whose events are not what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from popcalc.quality.scan import Spreads, Windows, likelihood_ratio, spreads, stretch, windows
from popcalc.quality.tiers import Tier
from popcalc.quality.usual import VITAL, Series, has_season

ROUNDS = 3
"""So many stretches of one area are looked for."""
APART = 2
"""Stretches with no more months than this between them are one."""
IN_TIME, BESIDE = 0.1, 0.2
"""What areas vary by anyway, in time and beside each other, as little data cannot say (coefficients of variation)."""
ALL_IN_TIME = 0.2
"""The same of all areas together, whose season nothing else tells."""
LEAST, LEAST_OF_ALL, LEAST_OF_LEVELS = 1.1, 1.5, 2.0
"""A smaller factor than this is no finding, however sure it is; of all areas together a season may make much in less
than two years.

Areas may differ much from each other all the time, too; in other events than births and deaths as much as they like.
"""
CLEARLY = 2.0
"""So much farther (as the logarithm of a likelihood ratio) must other months be from other areas, to be to blame."""


class Departure(Struct, frozen=True):
    """A stretch of months (from the first of the span) of an area in which `flows` are not what is usual.

    `area` is a position in the tree or `EVERYWHERE`. `whole` says that these are all months there are.
    """

    area: int
    flows: tuple[str, ...]
    first: int
    last: int
    found: float
    due: float
    chance: float
    whole: bool

    @property
    def is_high(self) -> bool:
        """Whether there are too many."""
        return self.found > self.due

    def touches(self, other: Departure) -> bool:
        """Whether another may have the same cause: of a flow that is also its own, in its months, to the same side."""
        return (
            self.is_high == other.is_high
            and self.first <= other.last
            and other.first <= self.last
            and bool(set(self.flows) & set(other.flows))
        )


def slips(flows: tuple[str, ...], cells: Windows, bar: float) -> Iterator[Departure]:
    """Yield the months of villages that chance does not explain."""
    for spot in np.flatnonzero(cells.chance < bar).tolist():
        first, last = int(cells.first[spot]), int(cells.last[spot])
        found, due, chance = (float(field[spot]) for field in (cells.found, cells.due, cells.chance))
        yield Departure(int(cells.rows[spot]), flows, first, last, found, due, chance, whole=False)


def spreads_of(series: Series, of_villages: Spreads | None) -> Spreads:
    """Return how rates of areas vary: no more than those of villages, which share what their areas have in common."""
    if of_villages is None:
        return spreads(series, ALL_IN_TIME if len(series.events) == 1 else IN_TIME, BESIDE)
    if len(series.events) > 1:
        return spreads(series, IN_TIME, BESIDE).at_most(of_villages)
    return spreads(series, ALL_IN_TIME, BESIDE)


def of_tier(
    flows: tuple[str, ...],
    series: Series,
    spread: Spreads,
    tier: Tier,
    bar: float,
    year: int,
    others: Windows | None = None,
) -> Iterator[Departure]:
    """Yield the departures of the areas of a tier, those that the scan finds and, where it finds none, `others`."""
    pieces: dict[int, list[tuple[int, int]]] = {}
    rows, rest = np.arange(len(tier.areas)), series
    for _ in range(ROUNDS):
        found = windows(rest, spread, bar)
        if not len(found.rows):
            break
        for row, first, last in zip(rows[found.rows].tolist(), found.first.tolist(), found.last.tolist(), strict=True):
            pieces.setdefault(row, []).append((first, last))
        rest = _without_months(rest.of(found.rows), found)
        rows = rows[found.rows]
    if others is not None:
        for row, first, last in zip(*(part.tolist() for part in (others.rows, others.first, others.last)), strict=True):
            pieces.setdefault(row, [(first, last)])
    for row, of_row in pieces.items():
        own = series.of(np.array([row]))
        joined = _joined([_blamed(own, spread, *piece) for piece in of_row], own)
        for first, last in (_or_silence(own, *piece) for piece in joined):
            one = stretch(own, spread, *(np.array([place]) for place in (0, first, last)))
            whole = not own.own.sum() > own.own[0, first : last + 1].sum()
            figures = [float(field[0]) for field in (one.found, one.due, one.chance)]
            new = Departure(tier.areas[row], flows, first, last, figures[0], figures[1], figures[2], whole)
            if _is_large(new, alone=len(tier.areas) == 1 and not has_season(own.events.shape[1], year)):
                yield new


def _blamed(own: Series, spread: Spreads, first: int, last: int) -> tuple[int, int]:
    """Return the months that are wrong: some, or those before or after them, if these are farther from other areas.

    Where there are no other areas, that is the smaller part of all months.
    """
    months = own.events.shape[1]
    around = [(start, end) for start, end in ((0, first - 1), (last + 1, months - 1)) if start <= end]
    if not around:
        return first, last
    if not own.level.any():
        return (first, last) if last - first + 1 <= months / 2 or len(around) > 1 else around[0]
    inside, outside = (_distance(own, spread, part) for part in ([(first, last)], around))
    if outside - inside < CLEARLY:
        return first, last
    return max(around, key=lambda part: _distance(own, spread, [part]))


def _or_silence(own: Series, first: int, last: int) -> tuple[int, int]:
    """Return months, or all that are before or after them if these have no event at all and nothing else tells."""
    months = own.events.shape[1]
    silent = own.events.sum() == own.events[0, first : last + 1].sum() and not own.level.any()
    if not silent or first == last or (first, last) == (0, months - 1) or (first > 0 and last < months - 1):
        return first, last
    return (last + 1, months - 1) if first == 0 else (0, first - 1)


def _distance(own: Series, spread: Spreads, parts: Sequence[tuple[int, int]]) -> float:
    """Return how far the events of some months are from those of other areas: the logarithm of a likelihood ratio."""
    months = np.array([last - first + 1 for first, last in parts])
    found, due = (
        np.array([grid[0, first : last + 1].sum() for first, last in parts]) for grid in (own.events, own.level)
    )
    return float((likelihood_ratio(found, due) / (1 + spread.level.of(months) * due)).sum())


def _joined(pieces: Sequence[tuple[int, int]], own: Series) -> Iterator[tuple[int, int]]:
    """Yield stretches, as one those that are near each other and depart to the same side."""
    joined: list[tuple[int, int, bool]] = []
    for first, last in sorted(pieces):
        high = _is_high(own, first, last)
        if joined and joined[-1][2] == high and first - joined[-1][1] <= APART:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]), high)
        else:
            joined.append((first, last, high))
    yield from ((first, last) for first, last, _ in joined)


def _is_high(own: Series, first: int, last: int) -> bool:
    inside = slice(first, last + 1)
    due = own.level if own.level.any() else own.own
    return bool(own.events[0, inside].sum() > due[0, inside].sum())


def _is_large(one: Departure, *, alone: bool) -> bool:
    if (one.whole or (not one.due and one.first < one.last)) and not set(one.flows) <= set(VITAL):
        # Months without any events do not say what is usual in the others.
        return False
    least = LEAST_OF_LEVELS if one.whole else LEAST_OF_ALL if alone else LEAST
    return one.found >= least * one.due or one.due >= least * one.found


def _without_months(series: Series, found: Windows) -> Series:
    """Return series without the months of a stretch of each row."""
    months = np.arange(series.events.shape[1])
    outside = (months < found.first[:, None]) | (months > found.last[:, None])
    return Series(series.events * outside, series.others * outside, series.own * outside, series.level * outside)
