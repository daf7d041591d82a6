"""The words of a calculation: counts, indicators and identities.

Each is declared here once: what a catalogue file may write, what editors say of it, and what popcalc computes with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from popcalc.definitions.written import Key, NotInFile, Prose, Words, form, says
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


NUMBER = ""
"""Stands for a count in a term of a rule that is a whole number alone."""


class Term(Struct, frozen=True, array_like=True):
    """A whole multiple of a count, read at a moment; in a rule also a whole number alone, of the count `NUMBER`."""

    coefficient: int
    count: str
    moment: Moment = Moment.PERIOD


class Formula(Struct, frozen=True, array_like=True):
    """A linear combination of counts, e.g. `births - deaths`."""

    terms: tuple[Term, ...]

    @property
    def counts(self) -> tuple[str, ...]:
        """The counts it rests on, in the order written, each once."""
        return tuple(dict.fromkeys(term.count for term in self.terms if term.count != NUMBER))

    @property
    def is_sum(self) -> bool:
        """Whether it adds up counts, each once."""
        return all(term.coefficient == 1 and term.count != NUMBER for term in self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __str__(self) -> str:
        return " ".join(_written(term, first=index == 0) for index, term in enumerate(self.terms))


def _written(term: Term, *, first: bool) -> str:
    sign = ("-" if term.coefficient < 0 else "") if first else ("- " if term.coefficient < 0 else "+ ")
    if term.count == NUMBER:
        return f"{sign}{abs(term.coefficient)}"
    factor = "" if abs(term.coefficient) == 1 else f"{abs(term.coefficient)} * "
    name = term.count if term.moment is Moment.PERIOD else f"{term.moment}({term.count})"
    return f"{sign}{factor}{name}"


class Comparison(StrEnum):
    """How the two sides of a rule stand to each other.

    Sides that agree differ by no more than some per cent of the right one. Of a compulsory pair both are given or
    none, of an exclusive pair not both.
    """

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    AGREE = "agree"
    COMPULSORY = "compulsory"
    EXCLUSIVE = "exclusive"

    @property
    def is_pair(self) -> bool:
        """Whether it is written as two formulas, not as a sign between them."""
        return self in (Comparison.AGREE, Comparison.COMPULSORY, Comparison.EXCLUSIVE)


class Rule(Struct, frozen=True, array_like=True):
    """Two formulas held against each other; those that agree are `within` so many per cent."""

    left: Formula
    comparison: Comparison
    right: Formula
    within: Decimal = Decimal(0)

    @property
    def counts(self) -> tuple[str, ...]:
        """The counts of both sides, each once."""
        return tuple(dict.fromkeys((*self.left.counts, *self.right.counts)))


Written = Annotated[Formula, form("formula")]
Name = Annotated[Label, form("label")]
Percent = Annotated[Decimal, form("percent")]
A_NAME = "Its name: text, the same in every language, or {en: ..., zh: ...}."


class Count(Struct, frozen=True, omit_defaults=True):
    """A count that villages report.

    `decimals` is 2 for an amount of money, which is kept in whole hundredths. `derive` lists formulas that stand in
    for the count where its own column is absent, the first that fits. `opening_of` names the stock of which this is
    the figure at the first moment of a row's run, `average_of` the stock of which it is the supplied average.
    `headline` counts are shown unless others are asked for.
    """

    key: Annotated[str, NotInFile]
    nature: Annotated[
        Nature,
        says(
            "How it adds up. flow: happens during the month, adds over months and areas. stock: stands at a moment, "
            "adds over areas only. quota: a task set for a year, adds over areas only."
        ),
    ]
    label: Annotated[Name, says(A_NAME)]
    unit: Annotated[Words, says("What is counted: a key of `units` or free text.")] = "persons"
    headers: Annotated[
        tuple[Words, ...],
        says(
            "Column headers that mean this count, beside its labels and its key. Case, white space, width, units in "
            "brackets and traditional or simplified characters make no difference.",
            [["出生数", "Live births"]],
        ),
    ] = ()
    decimals: Annotated[Literal[0, 2], says("2 for an amount of money; every other count is a whole number.")] = 0
    derive: Annotated[
        tuple[Written, ...],
        form("one_or_many"),
        says(
            "Formulas that stand in for the count where its own column is absent, the first that fits; counts of the "
            "same nature.",
            ["births_male + births_female"],
        ),
    ] = ()
    opening_of: Annotated[
        Key | None, says("The stock of which this is the figure at the first moment of a row's months.")
    ] = None
    average_of: Annotated[Key | None, says("The stock of which this is the average, supplied ready-made.")] = None
    group: Annotated[Words, says("The heading it is listed under: a key of `groups` or free text.")] = ""
    note: Annotated[Prose, says("What a reader should know about it.")] = ""
    headline: Annotated[bool, says("Shown unless other indicators are asked for.")] = False


class Indicator(Struct, frozen=True, omit_defaults=True):
    """A named formula over counts: `per` times numerator over denominator."""

    key: Annotated[str, NotInFile]
    label: Annotated[Name, says(A_NAME)]
    kind: Annotated[
        Kind,
        says(
            "What it is. rate and rate_difference: events over person-time; proportion: a part of a whole; ratio: one "
            "number over another; change: over the opening stock; quota: done over a task; count: no denominator; "
            "mean: an amount per head. It decides the basis, the pacing of annual bounds and the default interval."
        ),
    ]
    numerator: Annotated[
        Written,
        says(
            "Sum or difference of counts; a stock is read as opening(x) (the month-end before the period) or "
            "closing(x) (the last month-end in it). Factors are whole: 2 * x.",
            ["births - deaths"],
        ),
    ]
    denominator: Annotated[
        Written | None,
        says(
            "As the numerator; every kind but count needs one. In a rate the plain name of a stock stands for its "
            "person-time.",
            ["population"],
        ),
    ] = None
    per: Annotated[
        int,
        Meta(ge=1, le=1_000_000_000),
        form("may_be_empty"),
        says("Per how many: 100, 1000 ...; rates need it, every other kind has 1 without it."),
    ] = 1
    unit: Annotated[Words, says("What the value is shown in: a key of `units` or free text.")] = ""
    interval: Annotated[
        IntervalModel,
        form("may_be_empty"),
        says("The chance model behind its interval and evidence; by default the one of its kind."),
    ] = IntervalModel.NONE
    headline: Annotated[bool, says("Shown unless other indicators are asked for.")] = False
    aliases: Annotated[tuple[Words, ...], says("Other names that it is asked for by.")] = ()
    group: Annotated[Words, says("The heading it is listed under: a key of `groups` or free text.")] = ""
    source: Annotated[Prose, says("Where the definition is from.")] = ""
    note: Annotated[Prose, says("What a reader should know about it.")] = ""

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


class Agreement(Struct, frozen=True):
    """Two sums of counts that are about the same."""

    a: Annotated[Written, says("A sum or difference of counts.", ["vaccine_doses_first"])]
    b: Annotated[Written, says("The other one, of which the difference is so many per cent at most.")]
    within: Annotated[Percent, says("How many per cent of b they may differ by, 0 to 100.", [10])]


class Identity(Struct, frozen=True, omit_defaults=True):
    """A rule that honest counts obey: one of rule, agree, compulsory and exclusive.

    It is held against every row, or against the sums of the areas of a `level` and of the periods `over`.
    """

    key: Annotated[str, NotInFile]
    rule: Annotated[Rule, form("rule")] = field(name="obeys")
    severity: Annotated[Literal["error", "warning"], says("How bad it is when the rule does not hold.")] = "error"
    label: Annotated[Name | None, says(A_NAME)] = None
    missing: Annotated[
        Literal["skip_if_any", "skip_if_all", "never_skip"],
        says(
            "What a term means that is not given. skip_if_any: nothing is judged where any is missing. skip_if_all: it "
            "is 0, but nothing is judged where a side has none. never_skip: it is 0."
        ),
    ] = "skip_if_any"
    level: Annotated[Words | None, says("The level of the areas whose sums are held against each other.")] = None
    over: Annotated[
        Literal["month", "quarter", "half", "year"], says("The periods over which flows are added up before.")
    ] = "month"

    @property
    def left(self) -> Formula:
        """The side on the left."""
        return self.rule.left

    @property
    def comparison(self) -> Comparison:
        """How both sides stand to each other."""
        return self.rule.comparison

    @property
    def right(self) -> Formula:
        """The side on the right."""
        return self.rule.right


class Catalogue(Struct, frozen=True):
    """popcalc catalogue: counts, indicators and identities; adds to the built-in one or replaces an entry by key.

    Put together it has every count among its indicators, as kind `count`, and `headers`, which lead from the normal
    form of every known header to the count it means.
    """

    counts: Annotated[Mapping[Key, Count], says("Counts that villages report, by key.")] = field(default_factory=dict)
    indicators: Annotated[Mapping[Key, Indicator], says("Named formulas over counts, by key.")] = field(
        default_factory=dict
    )
    identities: Annotated[Mapping[Key, Identity], says("Rules that honest counts obey, by key.")] = field(
        default_factory=dict
    )
    units: Annotated[Mapping[Key, Name], says("Names of units, by key.")] = field(default_factory=dict)
    groups: Annotated[Mapping[Key, Name], says("Headings of lists, by key.")] = field(default_factory=dict)
    headers: Annotated[Mapping[str, str], NotInFile] = field(default_factory=dict)

    def scale_of(self, formula: Formula | None) -> int:
        """Return how many of a formula's smallest units make one of its unit: 100 where money is in it."""
        return 10 ** max((self.counts[count].decimals for count in formula.counts), default=0) if formula else 1
