"""What is asked of a roll-up, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popcalc.definitions.catalogue import Catalogue
from popcalc.periods import CALENDAR_YEAR, Calendar, Period, Run
from popcalc.person_time import Average

if TYPE_CHECKING:
    from popcalc.arrays import Bools, Ints


@dataclass(frozen=True)
class Plan:
    """What is the same for every indicator of one roll-up.

    `periods` do not overlap and are in order of time; `span` is the run of months that was asked for; `keep_unmatched`
    sums everything reported, matched or not.
    """

    catalogue: Catalogue
    periods: tuple[Period, ...]
    span: Run
    calendar: Calendar = CALENDAR_YEAR
    average: Average = Average.CURVE
    keep_unmatched: bool = False


@dataclass(frozen=True, eq=False)
class Totals:
    """The sums of one indicator by group (area and period, the period running fastest); arrays of the same length.

    | field | meaning |
    |---|---|
    | `plus`, `minus` | the numerator's terms by sign, in its smallest unit (see `scale_of`) |
    | `denominator` | likewise; 0 where it is person-time |
    | `twice_365`, `twice_366` | twice the person-days in statistical years of 365 and of 366 days |
    | `reported`, `expected` | village-months for which everything is known, and all there are |
    | `flags` | by flag, how many village-months (or villages) have it |
    | `seen` | where unmatched sums are kept: whether every count of the figure is reported at all; else None |
    """

    plus: Ints
    minus: Ints
    denominator: Ints
    twice_365: Ints
    twice_366: Ints
    reported: Ints
    expected: Ints
    flags: Mapping[str, Ints]
    seen: Bools | None = None

    @property
    def numerator(self) -> Ints:
        """The numerator in its counts' smallest unit."""
        return self.plus - self.minus

    @property
    def known(self) -> Bools:
        """Where there is something to make a figure of."""
        return self.reported > 0 if self.seen is None else self.seen


@dataclass(frozen=True)
class LeftOut:
    """Events that were reported and do not enter a figure.

    `events` of the `of` that are reported of `count`; `cause` is what is missing for their village-months, the key of
    a stock, a flow or a quota, or None where a run of months lies across the edge of a period. `villages` are
    positions in the tree.
    """

    indicator: str
    count: str
    cause: str | None
    events: int
    of: int
    villages: tuple[int, ...]
