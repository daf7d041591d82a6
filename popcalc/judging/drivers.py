"""Drivers: the villages that contribute most to a fail, and what the area would be without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd
from msgspec import Struct

from popcalc.aggregation import Totals, make_groups, roll_up
from popcalc.areas import Areas
from popcalc.definitions.catalogue import Basis
from popcalc.definitions.targets import Rule
from popcalc.judging.batches import Judged, Judging
from popcalc.judging.verdict import FAIL, PASS
from popcalc.periods import Period
from popcalc.rates import person_time_days
from popcalc.records import DRIVER_FIELDS, EXACT_HIGH, EXACT_LOW


class Fail(Struct, frozen=True):
    """A fail: the area's position in the tree, the period, the target, and the exact bound that was applied."""

    area: int
    period: int
    rule: Rule
    low: Fraction | None
    high: Fraction | None


class Part(Struct, frozen=True):
    """A village's part in a figure: `scale` times x / y is its value, x alone that of a count (y is None).

    x and y add up to those of the area, exactly. `unit` is how many of x make one event.
    """

    x: int
    y: int | None
    scale: Fraction
    unit: int

    def __sub__(self, other: Part) -> Part:
        y = None if self.y is None or other.y is None else self.y - other.y
        return Part(self.x - other.x, y, self.scale, self.unit)

    @property
    def value(self) -> Fraction | None:
        """The figure, None where it is undefined."""
        if self.y is None:
            return self.scale * self.x
        return self.scale * self.x / self.y if self.y else None

    def beyond(self, bound: Fraction, share: Fraction) -> Fraction:
        """Return by how many events it lies above a bound; of a count, above its share of it."""
        goal = bound / self.scale * (self.y if self.y is not None else share)
        return (self.x - goal) / self.unit


def find_drivers(judging: Judging, judged: Sequence[Judged], most: int) -> pd.DataFrame:
    """Return, for each fail, the `most` villages that contribute most to it, with the columns of `DRIVER_FIELDS`.

    The shortfall of an area, in events, is the sum of those of its villages: the bound times the village's own
    denominator, less its numerator (turned about for a cap). A count has no denominator, so that each village is held
    against an equal share of the bound. Villages that contribute nothing are not named; a village has no drivers.
    """
    above = (one for one in judged if one.batch.level != judging.table.areas.leaf)
    rows = [row for one in above for row in _of_batch(judging, one, most)]
    return pd.DataFrame(rows, columns=list(DRIVER_FIELDS))


def _of_batch(judging: Judging, judged: Judged, most: int) -> Iterator[Mapping[str, object]]:
    areas, batch = judging.table.areas, judged.batch
    fails = _fails(judged)
    if not fails:
        return
    above = areas.above(batch.level)
    villages = np.flatnonzero(np.isin(above, [fail.area for fail in fails]))
    groups = make_groups(areas, villages.tolist(), total=False, periods=len(batch.periods))
    failed = {fail.rule.indicator.key: fail.rule.indicator for fail in fails}
    totals, _ = roll_up(judging.table, list(failed.values()), groups, judging.plan(batch))
    place = {int(village): spot for spot, village in enumerate(villages)}
    members: dict[int, list[int]] = {}
    for village in villages.tolist():
        members.setdefault(int(above[village]), []).append(village)
    for fail in fails:
        period = batch.periods[fail.period]
        spots = {village: place[village] * len(batch.periods) + fail.period for village in members[fail.area]}
        sums = totals[fail.rule.indicator.key]
        parts = {village: _part(judging, fail.rule, sums, spot, period) for village, spot in spots.items()}
        said = {village: bool(sums.known[spot]) for village, spot in spots.items()}
        yield from _ranked(areas, fail, parts, said, period, most)


def _fails(judged: Judged) -> list[Fail]:
    """Return the fails of a batch, whose records run by area, period and target."""
    batch, frame = judged.batch, judged.frame
    rows = np.flatnonzero((frame["status"] == FAIL).to_numpy())
    found = []
    for row, low, high in zip(rows.tolist(), frame[EXACT_LOW].iloc[rows], frame[EXACT_HIGH].iloc[rows], strict=True):
        rest, rule = divmod(row, len(batch.rules))
        area, period = divmod(rest, len(batch.periods))
        found.append(Fail(judged.areas[area], period, batch.rules[rule], low, high))
    return found


def _part(judging: Judging, rule: Rule, sums: Totals, spot: int, period: Period) -> Part:
    """Return a village's part; all months lie in one statistical year, so that its days alone divide person-days."""
    indicator = rule.indicator
    above, below = (judging.catalogue.scale_of(formula) for formula in (indicator.numerator, indicator.denominator))
    x = int(sums.plus[spot] - sums.minus[spot])
    if indicator.has_basis:
        days = person_time_days(rule.basis or Basis.ANNUAL, period.days, judging.targets.run.days)
        return Part(
            x, int(sums.twice_365[spot] + sums.twice_366[spot]), Fraction(indicator.per * 2 * days, above), above
        )
    if indicator.denominator is None:
        return Part(x, None, Fraction(1, above), above)
    return Part(x, int(sums.denominator[spot]), Fraction(indicator.per * below, above), above)


def _ranked(
    areas: Areas, fail: Fail, parts: Mapping[int, Part], said: Mapping[int, bool], period: Period, most: int
) -> Iterator[Mapping[str, object]]:
    """Yield the records of one fail, the village that contributes most first."""
    first = next(iter(parts.values()))
    rest = Part(
        sum(part.x for part in parts.values()),
        None if first.y is None else sum(part.y or 0 for part in parts.values()),
        first.scale,
        first.unit,
    )
    too_low = fail.low is not None and rest.value is not None and rest.value < fail.low
    bound = fail.low if too_low else fail.high
    assert bound is not None
    share = Fraction(1, len(parts))
    beyond = {village: part.beyond(bound, share) * (-1 if too_low else 1) for village, part in parts.items()}
    order = sorted(
        (village for village in parts if beyond[village] > 0), key=lambda one: (-beyond[one], areas.keys[one])
    )
    for rank, village in enumerate(order[:most], start=1):
        part = parts[village]
        rest = rest - part
        yield {
            "area": areas.keys[fail.area],
            "area_name": areas.names[fail.area],
            "period": period.label,
            "target": fail.rule.name,
            "indicator": fail.rule.indicator.key,
            "rank": rank,
            "village": areas.keys[village],
            "village_name": areas.names[village],
            "value": _float(part.value if said[village] else None),
            "numerator": _float(Fraction(part.x, part.unit) if said[village] else None),
            "denominator": _float(_denominator(part, fail.rule)),
            "contribution": float(beyond[village]),
            "without": _float(rest.value),
            "without_status": _status(rest.value, fail),
        }


def _denominator(part: Part, rule: Rule) -> Fraction | None:
    """Return the denominator as records have it: person-years, or people, for a rate."""
    return None if part.y is None else Fraction(part.y * rule.indicator.per) / (part.scale * part.unit)


def _status(value: Fraction | None, fail: Fail) -> str:
    if value is None:
        return ""
    outside = (fail.low is not None and value < fail.low) or (fail.high is not None and value > fail.high)
    return FAIL if outside else PASS


def _float(value: Fraction | None) -> float:
    return float("nan") if value is None else float(value)
