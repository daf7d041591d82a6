"""The words of a calculation: counts, indicators and identities, resolved and ready to use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct, field

from popcalc.language import Label


class Nature(StrEnum):
    """How a count adds up: a flow over months and areas, a stock and a quota over areas only."""

    FLOW = "flow"
    STOCK = "stock"
    QUOTA = "quota"


class Kind(StrEnum):
    """What an indicator is; it decides the basis, the pacing of a bound and the default interval."""

    RATE = "rate"
    RATE_DIFFERENCE = "rate_difference"
    PROPORTION = "proportion"
    RATIO = "ratio"
    CHANGE = "change"
    QUOTA = "quota"
    COUNT = "count"
    MEAN = "mean"


class Traits(Struct, frozen=True):
    """What all indicators of a kind have in common.

    With `person_time` it is in the denominator, so that the value depends on the basis; `any_sign` may lie below zero,
    elsewhere that is a data error; `annual_flows` are sums through the year, so that an annual bound on flows is taken
    in proportion to the time that has passed; in `sums` a month that is missing can only add to the figure.
    """

    person_time: bool = False
    any_sign: bool = False
    annual_flows: bool = False
    sums: bool = False


TRAITS: Mapping[Kind, Traits] = {
    Kind.RATE: Traits(person_time=True),
    Kind.RATE_DIFFERENCE: Traits(person_time=True, any_sign=True),
    Kind.PROPORTION: Traits(),
    Kind.RATIO: Traits(),
    Kind.CHANGE: Traits(any_sign=True),
    Kind.QUOTA: Traits(annual_flows=True, sums=True),
    Kind.COUNT: Traits(any_sign=True, annual_flows=True, sums=True),
    Kind.MEAN: Traits(annual_flows=True),
}


class IntervalModel(StrEnum):
    """The chance model behind an indicator's interval."""

    POISSON = "poisson"
    BINOMIAL = "binomial"
    ODDS = "odds"
    MOVER = "mover"
    NONE = "none"


class Basis(StrEnum):
    """What a rate is per: a person-year, or the average person of the period as local reports print it."""

    ANNUAL = "annual"
    PERIOD = "period"


class Average(StrEnum):
    """Which of a village's stocks make the average population: all, the period's first and last, the middle one."""

    CURVE = "curve"
    ENDS = "ends"
    MID = "mid"


class CiMethod(StrEnum):
    """Exact limits, or those that English public-health statistics are published with (Byar, Wilson)."""

    EXACT = "exact"
    PUBLIC_HEALTH = "public-health"


class Moment(StrEnum):
    """How a term of a formula reads its count.

    `period` is the sum of a flow, the quota of a year, or (a stock in a rate's denominator) its person-time; `opening`
    and `closing` are a stock's month-ends.
    """

    PERIOD = "period"
    OPENING = "opening"
    CLOSING = "closing"


class Term(Struct, frozen=True):
    """A whole multiple of a count, read at a moment."""

    coefficient: int
    count: str
    moment: Moment = Moment.PERIOD


class Formula(Struct, frozen=True):
    """A linear combination of counts, e.g. `births - deaths`."""

    terms: tuple[Term, ...]

    @property
    def counts(self) -> tuple[str, ...]:
        """The counts it rests on, in the order written, each once."""
        return tuple(dict.fromkeys(term.count for term in self.terms))

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __str__(self) -> str:
        return " ".join(_written(term, first=index == 0) for index, term in enumerate(self.terms))


def _written(term: Term, *, first: bool) -> str:
    sign = ("-" if term.coefficient < 0 else "") if first else ("- " if term.coefficient < 0 else "+ ")
    factor = "" if abs(term.coefficient) == 1 else f"{abs(term.coefficient)} * "
    name = term.count if term.moment is Moment.PERIOD else f"{term.moment}({term.count})"
    return f"{sign}{factor}{name}"


class Count(Struct, frozen=True):
    """A count that villages report.

    `decimals` is 2 for an amount of money, which is kept in whole hundredths. `derive` lists formulas that stand in
    for the count where its own column is absent, the first that fits. `opening_of` names the stock of which this is
    the figure at the first moment of a row's run, `average_of` the stock of which it is the supplied average.
    `headline` counts are shown unless others are asked for.
    """

    key: str
    nature: Nature
    label: Label
    unit: str = "persons"
    headers: tuple[str, ...] = ()
    decimals: int = 0
    derive: tuple[Formula, ...] = ()
    opening_of: str | None = None
    average_of: str | None = None
    group: str = ""
    note: str = ""
    headline: bool = False


class Indicator(Struct, frozen=True):
    """A named formula over counts; `per` times numerator over denominator."""

    key: str
    label: Label
    kind: Kind
    numerator: Formula
    denominator: Formula | None = None
    per: int = 1
    unit: str = ""
    interval: IntervalModel = IntervalModel.NONE
    headline: bool = False
    aliases: tuple[str, ...] = ()
    group: str = ""
    source: str = ""
    note: str = ""

    @property
    def has_basis(self) -> bool:
        """Whether its denominator is person-time, so that its value depends on the basis."""
        return self.traits.person_time

    @property
    def traits(self) -> Traits:
        """What it has in common with all of its kind."""
        return TRAITS[self.kind]

    @property
    def counts(self) -> tuple[str, ...]:
        """Every count it rests on, each once."""
        below = self.denominator.counts if self.denominator else ()
        return tuple(dict.fromkeys((*self.numerator.counts, *below)))


class Identity(Struct, frozen=True):
    """A rule that honest counts obey, `births = births_male + births_female`; `comparison` is `=` or `<=`."""

    key: str
    left: Formula
    comparison: str
    right: Formula
    severity: str
    label: Label | None = None


class Catalogue(Struct, frozen=True):
    """Counts, indicators (every count among them, as kind `count`) and identities by key; units and groups by name.

    `headers` leads from the normal form of every known header to the count it means.
    """

    counts: Mapping[str, Count]
    indicators: Mapping[str, Indicator]
    identities: Mapping[str, Identity] = field(default_factory=dict)
    units: Mapping[str, Label] = field(default_factory=dict)
    groups: Mapping[str, Label] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def scale_of(self, formula: Formula | None) -> int:
        """Return how many of a formula's smallest units make one of its unit: 100 where money is in it."""
        return 10 ** max((self.counts[count].decimals for count in formula.counts), default=0) if formula else 1
