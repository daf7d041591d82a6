"""Which bound holds for which area: a target's own, or that of an area it names, which holds for all below."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from popcalc.areas import Areas
from popcalc.areas.finding import AreaNames
from popcalc.definitions.targets import AreaBound, Rule
from popcalc.errors import Fault, Notice, fault
from popcalc.judging.verdict import Applied
from popcalc.language import text, word
from popcalc.periods import Period, Run

NAMED_AT_MOST = 6


def find_bounds(
    rule: Rule,
    chosen: Sequence[int],
    areas: Areas,
    periods: Sequence[Period],
    year: Run,
    *,
    names: AreaNames,
    to_year_end: bool,
) -> Applied:
    """Return the bounds of a target for each area and period, the period running fastest.

    A paced bound is the annual one times the share of the year's days that the period takes. What is left to do is
    counted against the bound at the end: of the year, or of the months in which the target holds; with `to_year_end`
    off, of the period itself.
    """
    named = _named(rule, names)
    of_area = [_nearest(position, named, areas) for position in chosen]
    runs: list[Run] = [Run(period.start, last_month(rule, year)) for period in periods] if to_year_end else [*periods]
    shares = [_share(rule, period, year) for period in periods]
    finals = [_share(rule, run, year) for run in runs]
    bounds = [rule.bound, *(own.bound for own in rule.areas)]
    which = np.array(of_area, dtype=np.int64)[:, np.newaxis] * len(shares) + np.arange(len(shares))
    return Applied(
        which=which.ravel(),
        bounds=[bound for bound in bounds for _ in shares],
        applied=[bound.times(share) for bound in bounds for share in shares],
        goals=[bound.times(share) for bound in bounds for share in finals],
        parts=[period.days < year.days for _ in bounds for period in periods],
    )


def last_month(rule: Rule, year: Run) -> int:
    """Return the last month of the target year in which a target holds."""
    return year.end if rule.last is None else rule.last


def _share(rule: Rule, run: Run, year: Run) -> Fraction:
    return Fraction(run.days, year.days) if rule.paced else Fraction(1)


def wrong_areas(rule: Rule, areas: Areas, names: AreaNames) -> list[Fault]:
    """Return a fault for each area that a target names and that no bound can be given to.

    An area that only the areas file knows is none: nothing of it is in these data.
    """
    faults: list[Fault] = []
    first_of: dict[int, AreaBound] = {}
    for own in rule.areas:
        found = names.find(own.area)
        if not found and not names.is_known(own.area):
            hint = names.hint(own.area)
            sentence = text("no area {area} in the data or the areas file{hint}", area=own.area, hint=hint)
            faults.append(fault("UNKNOWN_AREA", sentence, own.place))
        if len(found) > 1:
            keys = tuple(areas.keys[position] for position in found[:NAMED_AT_MOST])
            sentence = text(
                "{area} is the name of several areas; give one of their keys: {keys}", area=own.area, keys=keys
            )
            faults.append(fault("AMBIGUOUS_AREA", sentence, own.place))
        if len(found) == 1:
            other = first_of.setdefault(found[0], own)
            faults += _wrong_area(rule, own, other, areas, found[0])
    return faults


def _wrong_area(rule: Rule, own: AreaBound, other: AreaBound, areas: Areas, position: int) -> list[Fault]:
    if other is not own:
        sentence = text(
            "{area} is the same area as {other} in line {line}; keep one",
            area=own.area,
            other=other.area,
            line=other.place.row,
        )
        return [fault("DUPLICATE_AREA", sentence, own.place)]
    level = areas.levels[areas.level_of[position]]
    if rule.level in areas.levels and areas.level_of[position] > areas.levels.index(rule.level):
        sentence = text(
            "{area} is a {own}, and this target is judged for each {level}",
            area=own.area,
            own=word(level),
            level=word(str(rule.level)),
        )
        return [fault("AREA_BELOW_LEVEL", sentence, own.place)]
    return []


def unused_areas(rule: Rule, areas: Areas, names: AreaNames, default: str) -> list[Notice]:
    """Return a notice for each area that lies below the level at which a target without a level is judged."""
    if rule.level is not None or default not in areas.levels:
        return []
    judged = areas.levels.index(default)
    return [
        Notice(
            "AREA_BELOW_LEVEL",
            text(
                "the bound of {area} is not used: it is a {own}, and the target is judged for each {level}",
                area=own.area,
                own=word(areas.levels[areas.level_of[position]]),
                level=word(default),
            ),
            own.place,
        )
        for own in rule.areas
        for position in names.find(own.area)
        if areas.level_of[position] > judged
    ]


def _named(rule: Rule, names: AreaNames) -> dict[int, int]:
    """Return the position of each named area, and which of the bounds is its own: 1 for the first of `rule.areas`."""
    return {position: number for number, own in enumerate(rule.areas, start=1) for position in names.find(own.area)}


def _nearest(position: int, named: dict[int, int], areas: Areas) -> int:
    """Return which bound holds for an area: its own, or that of the nearest area above that has one; else 0."""
    while named and position >= 0:
        if position in named:
            return named[position]
        position = int(areas.parent_of[position])
    return 0
