"""Which areas, of all levels, have months whose events depart from what is usual; each cause is told once."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas import Areas
from popcalc.arrays import Bools
from popcalc.quality.causes import lineage
from popcalc.quality.findings import CHANCE, EVERYWHERE
from popcalc.quality.lone import beside_clean, lone_cells
from popcalc.quality.scan import Spread, Spreads, Windows, likelihood_ratio, spreads, stretch, stretches_like, windows
from popcalc.quality.tiers import Tier, sums_of, tiers
from popcalc.quality.usual import VITAL, Series, Usual, has_season, with_season

SHARE = 0.5
"""The part of the chance of a false finding that these have."""
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
MOST = 0.8
"""The part of the evidence, as the logarithm of a chance, that a flow must have to stand for its sum with others."""
SMALLEST = 1e-300
"""Stands for a chance of 0."""
SURE = 0.01
"""So unlikely must the rest of an area be without the villages that are told anyway, if it is to be told itself."""


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


def departures(
    areas: Areas, usual: Iterable[tuple[tuple[str, ...], Usual]], number: int, year: int
) -> Iterator[Departure]:
    """Yield the departures of each flow, or of several together (`number` in all), in areas from villages up.

    A year has `year` columns.

    Cells that stand alone above all others are told of their villages and left out of all else, so that a slip accuses
    no sound month and no other area. An area is told instead of its villages when the others of them depart with those
    that are found alone; else its villages are told.
    """
    levels = tiers(areas)
    found = _Found(areas)
    for flows, reported in usual:
        lone = lone_cells(reported, areas)
        one = reported.without(lone)
        of_villages: Spreads | None = None
        for tier, sums in zip(levels, sums_of(one, levels), strict=True):
            bar = CHANCE * SHARE / (number * len(levels) * len(tier.areas))
            series = sums.series if len(tier.areas) > 1 else with_season(sums.series, year)
            spread = _spreads(series, of_villages)
            if of_villages is None and lone.any():
                for new in _slips(flows, beside_clean(reported, one, series, lone, spread), bar):
                    found.take(new, one)
            of_villages = of_villages or spread
            for new in _departures(flows, series, spread, tier, bar, year):
                wrong = found.others_inside(new)
                if not wrong or _stands_without(areas, one, new, wrong, spread, bar, year):
                    found.take(new, one)
    yield from _together(found.departures())


def _slips(flows: tuple[str, ...], cells: Windows, bar: float) -> Iterator[Departure]:
    """Yield the lone cells that chance does not explain."""
    for spot in np.flatnonzero(cells.chance < bar).tolist():
        month = int(cells.first[spot])
        found, due, chance = (float(field[spot]) for field in (cells.found, cells.due, cells.chance))
        yield Departure(int(cells.rows[spot]), flows, month, month, found, due, chance, whole=False)


class _Found:
    """The departures that are told, by the areas that they are of, and by those that they lie in."""

    def __init__(self, areas: Areas) -> None:
        self._areas = areas
        self._of: dict[int, list[Departure]] = defaultdict(list)
        self._inside: dict[int, list[Departure]] = defaultdict(list)

    def departures(self) -> list[Departure]:
        """Return all of them."""
        return [one for several in self._of.values() for one in several]

    def others_inside(self, new: Departure) -> list[Departure]:
        """Return the departures of areas inside that of a new one which have another cause."""
        return [old for old in self._inside[new.area] if set(old.flows) & set(new.flows) and not old.touches(new)]

    def take(self, new: Departure, usual: Usual) -> None:
        """Take a departure, unless one that is there explains it; give up those that it explains."""
        lines = lineage(self._areas, new.area)
        same, *above = ([old for old in self._of[area] if old.touches(new)] for area in lines)
        if any(above) or any(_says_more(old, new) for old in same):
            return
        below = [old for old in self._inside[new.area] if old.touches(new)]
        if below and not _departs_without(self._areas, usual, new, below):
            return
        for old in (*same, *below):
            self._change(old, list.remove)
        self._change(new, list.append)

    def _change(self, one: Departure, how: Callable[[list[Departure], Departure], None]) -> None:
        how(self._of[one.area], one)
        for area in itertools.islice(lineage(self._areas, one.area), 1, None):
            how(self._inside[area], one)


def _together(found: Sequence[Departure]) -> Iterator[Departure]:
    """Yield departures, as one those of an area, and of several flows, in the same months to the same side."""
    alike: dict[tuple[int, int, int, bool, bool], list[Departure]] = {}
    for one in found:
        key = (one.area, one.first, one.last, one.is_high, bool(one.found))
        alike.setdefault(key, []).append(one)
    for several in alike.values():
        flows = tuple(dict.fromkeys(flow for one in several for flow in one.flows))
        total, due = (sum(getattr(one, name) for one in several) for name in ("found", "due"))
        yield replace(several[0], flows=flows, found=total, due=due, chance=min(one.chance for one in several))


def _says_more(old: Departure, new: Departure) -> bool:
    """Whether a departure says more than another of the same area; a flow alone says more than its sum with others.

    That is so where it has most of the evidence, and some events; where there are none of either, the sum says it.
    """
    if set(new.flows) < set(old.flows) and old.found:
        return bool(np.log(max(new.chance, SMALLEST)) > MOST * np.log(max(old.chance, SMALLEST)))
    return old.chance <= new.chance


def _spreads(series: Series, of_villages: Spreads | None) -> Spreads:
    """Return how rates of areas vary: no more than those of villages, which share what their areas have in common."""
    if of_villages is None:
        return spreads(series, ALL_IN_TIME if len(series.events) == 1 else IN_TIME, BESIDE)
    if len(series.events) > 1:
        return spreads(series, IN_TIME, BESIDE).at_most(of_villages)
    return spreads(series, ALL_IN_TIME, BESIDE)


def _departures(
    flows: tuple[str, ...], series: Series, spread: Spreads, tier: Tier, bar: float, year: int
) -> Iterator[Departure]:
    """Yield the departures of the areas of a tier."""
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


def _stands_without(
    areas: Areas, usual: Usual, new: Departure, wrong: Sequence[Departure], spread: Spreads, bar: float, year: int
) -> bool:
    """Whether an area departs also where figures inside it that are told as wrong anyway are left out.

    These would else make what is usual in its other months, so that one slip accuses all months but its own.
    """
    marked = np.zeros(usual.events.shape, dtype=bool)
    for one in wrong:
        marked[_villages(areas, one.area), one.first : one.last + 1] = True
    inside = np.flatnonzero(_villages(areas, new.area))
    series = usual.sums.without(marked).of(inside).series
    if new.area == EVERYWHERE:
        series = with_season(series, year)
    place = np.zeros(1, dtype=np.int64)
    found = stretch(series, spread, place, place + new.first, place + new.last)
    return float(found.chance[0]) < bar and bool(found.found[0] > found.due[0]) == new.is_high


def _departs_without(areas: Areas, usual: Usual, new: Departure, below: Sequence[Departure]) -> bool:
    """Whether an area departs also without those of its villages that are told, or all of them are told."""
    rest = _villages(areas, new.area) & ~np.logical_or.reduce([_villages(areas, one.area) for one in below])
    if not rest.any():
        return True
    series = usual.sums.of(np.flatnonzero(rest)).series
    number = np.zeros(1, dtype=np.int64)
    in_time = Spread(IN_TIME**2, IN_TIME**2)
    spread = Spreads(in_time, in_time, Spread(IN_TIME**2, BESIDE**2))
    found = stretch(series, spread, number, number + new.first, number + new.last)
    chance = float(found.chance[0] / stretches_like(found.first, found.last, usual.events.shape[1])[0])
    return chance < SURE and bool(found.found[0] > found.due[0]) == new.is_high


def _villages(areas: Areas, area: int) -> Bools:
    """Return which villages are of an area."""
    if area == EVERYWHERE:
        return np.ones(areas.villages, dtype=bool)
    if area < areas.villages:
        own: Bools = np.arange(areas.villages) == area
        return own
    inside: Bools = areas.above(areas.levels[areas.level_of[area]]) == area
    return inside
