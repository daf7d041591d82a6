"""Which bound holds for which area: a target's own, or that of an area it names, which holds for all below."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas import Areas
from popcalc.definitions.targets import Rule
from popcalc.errors import Fault, did_you_mean, fault
from popcalc.language import text
from popcalc.periods import Period, Run
from popcalc.verdicts.judging import Applied

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]


def find_bounds(rule: Rule, chosen: Sequence[int], areas: Areas, periods: Sequence[Period], year: Run) -> Applied:
    """Return the bounds of a target for each area and period, the period running fastest.

    A paced bound is the annual one times the share of the year's days that the period takes.
    """
    named = _named(rule, areas)
    of_area = [_nearest(position, named, areas) for position in chosen]
    shares = [Fraction(period.days, year.days) if rule.paced else Fraction(1) for period in periods]
    bounds = [rule.bound, *(own.bound for own in rule.areas)]
    which = [bound * len(shares) + share for bound in of_area for share in range(len(shares))]
    return Applied(
        which=np.array(which, dtype=np.int64),
        bounds=[bound for bound in bounds for _ in shares],
        applied=[bound.times(share) for bound in bounds for share in shares],
    )


def wrong_areas(rule: Rule, areas: Areas, known: Sequence[str]) -> list[Fault]:
    """Return a fault for each area that a target names and the data lack; `known` are names of the areas file."""
    faults = []
    for own in rule.areas:
        found = areas.named(own.area)
        if not found and own.area not in known:
            hint = did_you_mean(own.area, [*areas.names, *areas.keys])
            sentence = text("no area {area} in the data or the areas file{hint}", area=own.area, hint=hint)
            faults.append(fault("UNKNOWN_AREA", sentence, own.place))
        if len(found) > 1:
            keys = ", ".join(areas.keys[position] for position in found[:6])
            sentence = text(
                "{area} is the name of several areas; give one of their keys: {keys}", area=own.area, keys=keys
            )
            faults.append(fault("AMBIGUOUS_AREA", sentence, own.place))
    return faults


def _named(rule: Rule, areas: Areas) -> dict[int, int]:
    """Return the position of each named area, and which of the bounds is its own: 1 for the first of `rule.areas`."""
    return {position: number for number, own in enumerate(rule.areas, start=1) for position in areas.named(own.area)}


def _nearest(position: int, named: dict[int, int], areas: Areas) -> int:
    """Return which bound holds for an area: its own, or that of the nearest area above that has one; else 0."""
    while named and position >= 0:
        if position in named:
            return named[position]
        position = int(areas.parent_of[position])
    return 0
