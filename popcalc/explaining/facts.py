"""The facts of one figure. Sums are whole numbers in their count's smallest unit; values are exact fractions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from msgspec import Struct

from popcalc.definitions.catalogue import Count, Indicator, Term
from popcalc.definitions.targets import Bound, Effect, Rule
from popcalc.language import Text
from popcalc.periods import Period


class AreaFacts(Struct, frozen=True):
    """An area: its name, level and the name of the area above; all empty for the grand total."""

    name: str = ""
    level: str = ""
    above: str = ""


class Part(Struct, frozen=True):
    """What a run of months, a month-end or a year adds to a term, over so many villages."""

    label: str
    total: int
    villages: int


class TermFacts(Struct, frozen=True):
    """One term of a formula, summed. `total` and its parts are without the term's coefficient."""

    term: Term
    count: Count
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """The sum of its parts, in the count's smallest unit."""
        return sum(part.total for part in self.parts)

    @property
    def amount(self) -> Fraction:
        """The sum in the count's unit: money is kept in hundredths."""
        return Fraction(self.total, 10**self.count.decimals)


class Piece(Struct, frozen=True):
    """Person-days of some villages over some months: (first + last) / 2 x days.

    `opening` and `closing` are sums over the villages: of the month-ends `opens` and `closes` (ordinals of months), or
    both the same supplied average. `bridged` and `extrapolated` say for how many villages one was not reported.
    """

    start: int
    end: int
    opens: int
    closes: int
    opening: int
    closing: int
    days: int
    villages: int
    supplied: bool = False
    bridged: int = 0
    extrapolated: int = 0

    @property
    def twice(self) -> int:
        """Twice the person-days, a whole number."""
        return (self.opening + self.closing) * self.days


class StockTime(Struct, frozen=True):
    """The person-time of one stock of a denominator, with the coefficient that it has there.

    `leap_pieces` are those of its person-days that lie in statistical years of 366 days, where there are others, too.
    """

    count: Count
    coefficient: int
    pieces: tuple[Piece, ...]
    leap_pieces: tuple[Piece, ...] = ()

    @property
    def twice(self) -> int:
        """Twice the person-days, without the coefficient."""
        return sum(piece.twice for piece in self.pieces)


class PersonTime(Struct, frozen=True):
    """The person-time of a denominator: twice its person-days, by the days of the statistical year they lie in."""

    stocks: tuple[StockTime, ...]
    twice_365: int
    twice_366: int
    period_days: int

    @property
    def twice(self) -> int:
        """Twice all person-days."""
        return self.twice_365 + self.twice_366


class Gap(Struct, frozen=True):
    """Months that a village does not add to a figure; `lacking` is the term that is missing, empty for a run of months
    that lies across the edge of the period.
    """

    village: str
    above: str
    months: tuple[str, ...]
    lacking: str


class Coverage(Struct, frozen=True):
    """The village-months that a figure rests on, of those there are; `gaps` are the first of `villages_with_gaps`."""

    villages: int
    months: int
    reported: int
    expected: int
    villages_with_gaps: int = 0
    gaps: tuple[Gap, ...] = ()


class Limits(Struct, frozen=True):
    """An interval in the unit of the value, and in events where these are what varies; infinite for no end."""

    confidence: float
    lower: float
    upper: float
    method: str
    events: tuple[float, float] | None = None


class Ahead(Struct, frozen=True):
    """Person-time at the end of the target year: `days_left` days more, with the last stock `held` flat.

    Where no month-end is reported `held` is None and the average so far goes on. `twice` is twice the person-days until
    then; `days` what they are divided by.
    """

    twice: int
    twice_so_far: int
    days: int
    days_left: int
    held: int | None


class VerdictFacts(Struct, frozen=True):
    """One target held against a figure.

    `own` is the area whose bound it is, empty for the target's; `goal` is the bound on the day `until`, which what
    is left to do is counted against. `paced` are, where the bound is taken in proportion, the days that have
    passed, those until then, and those of the target year; `by` is the level at which a target is judged that
    names none, empty for the usual one.
    `to_go` is None where it is out of reach or nothing can be said.
    """

    rule: Rule
    effect: Effect
    own: str
    written: Bound
    applied: Bound
    goal: Bound
    until: date
    paced: tuple[int, int, int] | None
    by: str
    status: str
    reason: str
    evidence: str
    limits: tuple[Limits, ...]
    events: int
    to_go: Fraction | None
    to_go_kind: str
    ahead: Ahead | None


class FigureFacts(Struct, frozen=True):
    """One indicator for one area and period, with all that it was made of.

    `average` is the way in which populations are averaged; `keeps_unmatched` says that each count is summed by itself.
    `value` is None where it is undefined; `as_missing` is the value with empty cells missing, `if_zero` that with empty
    cells as 0, None where that changes nothing.
    """

    indicator: Indicator
    area: AreaFacts
    period: Period
    basis: str
    average: str
    keeps_unmatched: bool
    numerator: tuple[TermFacts, ...]
    denominator: tuple[TermFacts, ...]
    person_time: PersonTime | None
    coverage: Coverage
    left_out: tuple[Text, ...]
    value: Fraction | None
    as_missing: Fraction | None
    if_zero: Fraction | None
    limits: Limits | None
    flags: tuple[str, ...]
    verdicts: tuple[VerdictFacts, ...] = ()
