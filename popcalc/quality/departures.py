"""Which areas, of all levels, have months whose events depart from what is usual; each cause is told once."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from msgspec.structs import replace

from popcalc.areas import Areas
from popcalc.arrays import Floats, Ints
from popcalc.quality.apart import BESIDE, IN_TIME, Departure, of_tier, slips, spreads_of
from popcalc.quality.findings import CHANCE, EVERYWHERE
from popcalc.quality.lone import beside_clean, lone_cells
from popcalc.quality.members import Members, lineage
from popcalc.quality.mistakes import digits, halves, silences
from popcalc.quality.scan import Spread, Spreads, stretch, stretches_like
from popcalc.quality.tiers import sums_of, tiers
from popcalc.quality.usual import VITAL, Series, Usual, with_season

SHARE = 0.4
"""The part of the chance of a false finding that these have."""
OF_SILENCES, OF_DIGITS, OF_HALVES = 0.25, 0.1, 0.1
"""The parts that mistakes have which are often made."""
MOST = 0.8
"""The part of the evidence, as the logarithm of a chance, that a flow must have to stand for its sum with others."""
SMALLEST = 1e-300
"""Stands for a chance of 0."""
WeighFlow = Callable[[str, Ints, Ints, Floats], Floats]
"""What `mistakes.Weigh` says, of a flow."""
SURE = 0.01
"""So unlikely must the rest of an area be without the villages that are told anyway, if it is to be told itself."""


def departures(
    areas: Areas, usual: Iterable[tuple[tuple[str, ...], Usual]], number: int, year: int, weigh: WeighFlow
) -> Iterator[Departure]:
    """Yield the departures of each flow, or of several together (`number` in all), in areas from villages up.

    A year has `year` columns. `weigh` says how much likelier people moved as they did, were figures of a flow smaller.

    Cells that stand alone above all others are told of their villages and left out of all else, so that a slip accuses
    no sound month and no other area. An area is told instead of its villages when the others of them depart with those
    that are found alone; else its villages are told.
    """
    levels, members = tiers(areas), Members(areas)
    found = _Found(areas, members)
    for flows, reported in usual:
        lone = lone_cells(reported, areas)
        one = reported.without(lone)
        of_villages: Spreads | None = None
        for tier, sums in zip(levels, sums_of(one, levels), strict=True):
            bar = CHANCE * SHARE / (number * len(levels) * len(tier.areas))
            series = sums.series if len(tier.areas) > 1 else with_season(sums.series, year)
            spread = spreads_of(series, of_villages)
            halved = None
            if of_villages is None:
                if lone.any():
                    for new in slips(flows, beside_clean(reported, one, series, lone, spread), bar):
                        found.take(new, one)
                for new in _of_villages(flows, series, spread, weigh):
                    found.take(new, one)
            elif set(flows) < set(VITAL) and len(tier.areas) > 1:
                halved = halves(series, spread, CHANCE * OF_HALVES / (len(VITAL) * (len(levels) - 2) * len(tier.areas)))
            of_villages = of_villages or spread
            for new in of_tier(flows, series, spread, tier, bar, year, halved):
                wrong = found.others_inside(new)
                if not wrong or _stands_without(members, one, new, wrong, spread, bar, year):
                    found.take(new, one)
    yield from _together(found.departures())


def _of_villages(flows: tuple[str, ...], series: Series, spread: Spreads, weigh: WeighFlow) -> Iterator[Departure]:
    """Yield months without births and deaths, and single figures of these with a digit too many."""
    number = len(series.events)
    if flows == VITAL:
        yield from slips(flows, silences(series, spread, CHANCE * OF_SILENCES / number), np.inf)
    elif set(flows) < set(VITAL):
        bar = CHANCE * OF_DIGITS / (len(VITAL) * number)
        yield from slips(flows, digits(series, spread, bar, partial(weigh, flows[0])), np.inf)


class _Found:
    """The departures that are told, by the areas that they are of, and by those that they lie in."""

    def __init__(self, areas: Areas, members: Members) -> None:
        self._areas, self._members = areas, members
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
        if below and not _departs_without(self._members, usual, new, below):
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


def _stands_without(
    members: Members, usual: Usual, new: Departure, wrong: Sequence[Departure], spread: Spreads, bar: float, year: int
) -> bool:
    """Whether an area departs also where figures inside it that are told as wrong anyway are left out.

    These would else make what is usual in its other months, so that one slip accuses all months but its own.
    """
    marked = np.zeros(usual.events.shape, dtype=bool)
    for one in wrong:
        marked[members.of(one.area), one.first : one.last + 1] = True
    series = usual.sums.without(marked).of(members.of(new.area)).series
    if new.area == EVERYWHERE:
        series = with_season(series, year)
    place = np.zeros(1, dtype=np.int64)
    found = stretch(series, spread, place, place + new.first, place + new.last)
    return float(found.chance[0]) < bar and bool(found.found[0] > found.due[0]) == new.is_high


def _departs_without(members: Members, usual: Usual, new: Departure, below: Sequence[Departure]) -> bool:
    """Whether an area departs also without those of its villages that are told, or all of them are told."""
    told = np.concatenate([members.of(one.area) for one in below])
    rest = np.setdiff1d(members.of(new.area), told)
    if not len(rest):
        return True
    series = usual.sums.of(rest).series
    number = np.zeros(1, dtype=np.int64)
    in_time = Spread(IN_TIME**2, IN_TIME**2)
    spread = Spreads(in_time, in_time, Spread(IN_TIME**2, BESIDE**2))
    found = stretch(series, spread, number, number + new.first, number + new.last)
    chance = float(found.chance[0] / stretches_like(found.first, found.last, usual.events.shape[1])[0])
    return chance < SURE and bool(found.found[0] > found.due[0]) == new.is_high
