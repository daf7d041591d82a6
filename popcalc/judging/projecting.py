"""Will it be met: the figure at the year's end, its 95 % prediction interval, and what that says of the bound.

Events come by chance. Of all events of a year those so far are a part that has, given their number, a binomial
distribution on the share of the year that has elapsed (Nelson 1982, Applied Life Data Analysis), or on last year's
share by the same month where that is known. Differences and ratios of two such numbers are put together by MOVER
(Donner and Zou 2012), and so is the uncertainty of last year's share.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from popcalc.arrays import Bools, Floats, Ints, Objects
from popcalc.definitions.catalogue import Catalogue, Indicator, Nature
from popcalc.definitions.targets import Effect, Rule, effect_of
from popcalc.judging.to_go import YearEnd
from popcalc.judging.verdict import FAIL, PASS, Applied, Verdicts
from popcalc.rates import Figures

MET, MISSED, OPEN = "met", "missed", "open"
LEVEL = 0.95
FEWEST = 20
"""Last year's share is taken of at least so many events."""
NORMAL = 100
"""From so many events on, both above and below, MOVER holds of a ratio what it promises."""


class Projection(Struct, frozen=True, eq=False):
    """The figure at the year's end with its limits, NaN for nothing, and `met`, `missed`, `open` or nothing."""

    value: Floats
    lower: Floats
    upper: Floats
    likely: Objects


class LastYear(Struct, frozen=True, eq=False):
    """Last year's events by the same month and in all, by row; `known` where every village has reported all of it."""

    so_far: Ints
    all: Ints
    known: Bools

    def taken(self, figures: Figures) -> Bools:
        """Return where its share is that of this year: enough events, some later than this month, and no gaps now."""
        apart = (self.all >= FEWEST) & (self.so_far > 0) & (self.so_far < self.all)
        found: Bools = self.known & apart & (figures.reported == figures.expected)
        return found


class LastYears(Struct, frozen=True, eq=False):
    """Last year's events of the terms of a numerator with a plus and with a minus, or of a denominator."""

    plus: LastYear
    minus: LastYear


class Expected(Struct, frozen=True, eq=False):
    """Events by the year's end, with their limits, and those so far."""

    value: Floats
    lower: Floats
    upper: Floats
    so_far: Floats


def can_be_projected(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether a figure is of events that come through the year: not of people at a moment, nor of money."""
    counts = [catalogue.counts[count] for count in indicator.numerator.counts]
    return all(count.nature is Nature.FLOW and not count.decimals for count in counts)


def shared_count(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether the share of the year is that of the events below the line, of which those above are some."""
    return effect_of(indicator, catalogue) is not Effect.ABOVE


def project(
    rule: Rule,
    figures: Figures,
    verdicts: Verdicts,
    applied: Applied,
    year_end: YearEnd,
    last_year: LastYears | None,
    catalogue: Catalogue,
) -> Projection:
    """Return what figures will come to, were the rest of the year like the part of it so far."""
    indicator, totals = rule.indicator, figures.totals
    nothing = np.full(len(figures.value), np.nan)
    none = Projection(nothing, nothing, nothing, np.full(len(nothing), "", dtype=object))
    judged = np.isin(verdicts.status, (PASS, FAIL)) & (year_end.end.below > 0) & (year_end.share > 0)
    if not can_be_projected(indicator, catalogue) or not judged.any():
        return none
    plus, less = (None, None) if last_year is None else (last_year.plus, last_year.minus)
    share = year_end.share
    above, minus, below = (
        np.where(judged, column, 0) for column in (totals.plus, totals.minus, totals.denominator)
    )  # fmt: skip
    if shared_count(indicator, catalogue):
        part = effect_of(indicator, catalogue) is Effect.PART
        rest = below - (above - minus) if part else below
        # How much of a year has passed says how much a ratio may still move; its own size hangs on that little.
        common = _share(share, figures, plus)
        found = _ratio(_events(above - minus, common), _events(rest, common), part=part)
        scale = np.full(len(nothing), float(indicator.per))
    else:
        found = _of_terms(above, share, figures, plus)
        if any(term.coefficient < 0 for term in indicator.numerator):
            found = _difference(found, _of_terms(minus, share, figures, less))
        per = 1 if indicator.denominator is None else indicator.per * catalogue.scale_of(indicator.denominator)
        scale = per * year_end.end.days.astype(float) / np.where(judged, year_end.end.below, 1).astype(float)
    over = judged & (share >= 1)
    with np.errstate(invalid="ignore"):
        columns = [np.where(over, figures.value, getattr(found, name) * scale) for name in ("value", "lower", "upper")]
    value, lower, upper = (np.where(judged, column, np.nan) for column in columns)
    likely = np.where(judged, _likely(lower, upper, applied), "").astype(object)
    likely[over] = np.where(verdicts.status[over] == PASS, MET, MISSED)
    return Projection(value, lower, upper, likely)


def _share(share: Floats, figures: Figures, last_year: LastYear | None) -> Floats:
    """Return the share of the year's events that have come: of its time, or last year's by the same month."""
    if last_year is None:
        return share
    taken = last_year.taken(figures) & (share < 1)
    return np.where(taken, last_year.so_far / np.maximum(last_year.all, 1), share)


def _of_terms(x: Ints, share: Floats, figures: Figures, last_year: LastYear | None) -> Expected:
    if last_year is None:
        return _events(x, share)
    return _events(x, _share(share, figures, last_year), last_year.taken(figures) & (share < 1), last_year)


def _events(x: Ints, share: Floats, taken: Bools | None = None, last_year: LastYear | None = None) -> Expected:
    """Return how many events there will be by the year's end, of which x are a share, or last year's share."""
    so_far: Floats = np.asarray(x, dtype=np.float64)
    part = np.clip(share, 1e-12, 1)
    value = so_far / part
    lower, upper = so_far + _fewest(so_far, part), so_far + _most(so_far, part)
    if last_year is not None and taken is not None and taken.any():
        from popcalc.intervals import binomial

        limits = binomial(np.where(taken, last_year.so_far, 0), np.where(taken, last_year.all, 1), LEVEL)
        more = so_far / np.clip(limits.lower, 1e-12, 1) - value
        less = value - so_far / np.clip(limits.upper, 1e-12, 1)
        upper = np.where(taken, np.ceil(value + np.hypot(upper - value, more)), upper)
        lower = np.where(taken, np.floor(value - np.hypot(value - lower, less)), lower)
    done = share >= 1
    return Expected(value, np.where(done, so_far, np.maximum(lower, so_far)), np.where(done, so_far, upper), so_far)


def _most(x: Floats, share: Floats) -> Floats:
    """Return the most events that may still come: the last y for which x or fewer of x + y are no surprise."""
    from scipy.special import betainc

    def is_no_surprise(y: Floats) -> Bools:
        chance: Bools = (y <= 0) | (betainc(np.maximum(y, 1), x + 1, 1 - share) > (1 - LEVEL) / 2)
        return chance

    return _last(is_no_surprise, x)


def _fewest(x: Floats, share: Floats) -> Floats:
    """Return the fewest events that may still come: the first y for which x or more of x + y are no surprise."""
    from scipy.special import betainc

    def is_a_surprise(y: Floats) -> Bools:
        chance: Bools = (x > 0) & (betainc(np.maximum(x, 1), y + 1, share) <= (1 - LEVEL) / 2)
        return chance

    return np.where(is_a_surprise(np.zeros_like(x)), _last(is_a_surprise, x) + 1, 0)


def _last(holds: Callable[[Floats], Bools], like: Floats) -> Floats:
    """Return the last whole number for which something holds that holds for 0 and from some number on no more."""
    low, high = np.zeros_like(like), np.ones_like(like)
    for _ in range(60):
        beyond = holds(high)
        if not beyond.any():
            break
        low, high = np.where(beyond, high, low), np.where(beyond, high * 2, high)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        inside = holds(middle)
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return low


def _difference(one: Expected, other: Expected) -> Expected:
    value = one.value - other.value
    lower = value - np.hypot(one.value - one.lower, other.upper - other.value)
    upper = value + np.hypot(one.upper - one.value, other.value - other.lower)
    return Expected(value, lower, upper, one.so_far)


def _ratio(one: Expected, other: Expected, *, part: bool) -> Expected:
    """Return one over the other, or with `part` one over both."""
    with np.errstate(divide="ignore", invalid="ignore"):
        product = one.value * other.value
        low_one, high_other = (one.lower * (2 * one.value - one.lower), other.upper * (2 * other.value - other.upper))
        high_one, low_other = (one.upper * (2 * one.value - one.upper), other.lower * (2 * other.value - other.lower))
        lower = low_one / (product + np.sqrt(np.maximum(product**2 - low_one * high_other, 0)))
        upper = (product + np.sqrt(np.maximum(product**2 - high_one * low_other, 0))) / low_other
        # MOVER rests on nearly normal numbers: of few events the limits of both are taken at once.
        few = np.minimum(one.so_far, other.so_far) < NORMAL
        lower = np.where(few, one.lower / other.upper, lower)
        upper = np.where(few, one.upper / other.lower, upper)
        lower = np.where(one.lower > 0, np.where(np.isnan(lower), 0, lower), 0)
        upper = np.where(other.lower > 0, upper, np.inf)
        value = one.value / other.value
        if not part:
            return Expected(value, lower, upper, one.so_far)
        parts = [np.where(np.isinf(ratio), 1, ratio / (1 + ratio)) for ratio in (value, lower, upper)]
    return Expected(parts[0], parts[1], parts[2], one.so_far)


def _likely(lower: Floats, upper: Floats, applied: Applied) -> Objects:
    """Return on which side of the bound at the end of the target's time the limits lie."""
    low, high = applied.column(applied.goals, "low"), applied.column(applied.goals, "high")
    inside = (np.isnan(low) | (lower >= low)) & (np.isnan(high) | (upper <= high))
    outside = (upper < low) | (lower > high)
    return np.where(inside, MET, np.where(outside, MISSED, OPEN)).astype(object)
