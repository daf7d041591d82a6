"""What an indicator comes to on given counts: by `popcalc.rates` and the catalogue's formulas, as every figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

import numpy as np
from msgspec import Struct

from popcalc.aggregation import Totals
from popcalc.aggregation.inputs import signed_sums
from popcalc.arrays import Ints
from popcalc.definitions.catalogue import Basis, Catalogue, Formula, Indicator, Moment, Term
from popcalc.periods import Calendar, Run, days_in_month
from popcalc.rates import Figures, rate

LEAP, COMMON = 366, 365

Counts = Mapping[str, int]
"""Counts by key, each in its smallest unit."""


class People(StrEnum):
    """Which population a rate is per."""

    AVERAGE = "average"
    ENDS = "ends"
    OPENING = "opening"
    CLOSING = "closing"


class Way(Struct, frozen=True):
    """On which basis and population a figure is computed; `by_months` is annualised by months instead of days."""

    basis: Basis | None = None
    people: People | None = None
    by_months: bool = False


class Computed(Struct, frozen=True):
    """A figure computed in one way: the exact value and what it was divided from, in their own units.

    The denominator of a rate is its person-years, on the period basis its `people`: persons on average.
    """

    way: Way
    value: Fraction
    numerator: Fraction
    denominator: Fraction | None = None
    people: Fraction | None = None
    impossible: bool = False


class Time(Struct, frozen=True):
    """The days of a period, by the length of the statistical year that they lie in, and its months."""

    common: int
    leap: int
    months: int

    @property
    def days(self) -> int:
        """All its days."""
        return self.common + self.leap


YEAR = Time(COMMON, 0, 12)
"""A figure without a period is taken for that of a year."""


def time_of(run: Run | None, calendar: Calendar) -> Time:
    """Return the days of some months."""
    if run is None:
        return YEAR
    months = range(run.start, run.end + 1)
    leap = sum(days_in_month(month) for month in months if calendar.year_around(month).days == LEAP)
    return Time(run.days - leap, leap, run.months)


Steps = Sequence[tuple[str, Formula]]
"""Counts that can be derived from others, with the formula, in an order in which they can be."""


def derivations(given: Iterable[str], catalogue: Catalogue) -> Steps:
    """Return how the catalogue derives counts from some, those of a single report as those of a file."""
    known = set(given)
    steps: list[tuple[str, Formula]] = []
    grown = True
    while grown:
        found = [
            (key, formula)
            for key, count in catalogue.counts.items()
            if key not in known
            for formula in count.derive
            if known.issuperset(formula.counts)
        ]
        steps += found
        known.update(key for key, _ in found)
        grown = bool(found)
    return steps


def completed(counts: Counts, steps: Steps) -> dict[str, int]:
    """Return the counts with those that are derived from them; one that would be below zero is left out."""
    found = dict(counts)
    for key, formula in steps:
        if key not in found and all(term.count in found for term in formula):
            total = sum(term.coefficient * found[term.count] for term in formula)
            if total >= 0:
                found[key] = total
    return found


def key_of(term: Term, catalogue: Catalogue) -> str:
    """Return the count that holds a term of a report: that of the opening stock has a key of its own."""
    match term.moment:
        case Moment.PERIOD | Moment.CLOSING:
            return term.count
        case Moment.OPENING:
            return _companion(term.count, "opening_of", catalogue) or f"{term.moment}({term.count})"
        case _:
            assert_never(term.moment)


def _companion(stock: str, role: str, catalogue: Catalogue) -> str | None:
    return next((key for key, count in catalogue.counts.items() if getattr(count, role) == stock), None)


def missing(indicator: Indicator, counts: Counts, catalogue: Catalogue) -> list[str]:
    """Return the keys that an indicator needs and that are not among the counts; any population does for a rate."""
    keys = [key_of(term, catalogue) for term in _plain_terms(indicator)]
    lacking = [key for key in dict.fromkeys(keys) if key not in counts]
    if indicator.has_basis and not twice_people(indicator, counts, catalogue):
        lacking += [
            _companion(term.count, "average_of", catalogue) or term.count for term in indicator.denominator or ()
        ]
    return lacking


def _plain_terms(indicator: Indicator) -> list[Term]:
    """Return the terms that are no person-time."""
    return [*indicator.numerator, *(() if indicator.has_basis else indicator.denominator or ())]


def twice_people(indicator: Indicator, counts: Counts, catalogue: Catalogue) -> dict[People, int]:
    """Return twice the persons of a rate's denominator, by which of its populations they are; first the one to use.

    The average is the one supplied, else (opening + closing) / 2 (National Bureau of Statistics); where only one stock
    is known it stands alone.
    """
    return twice_of(stocks_of(indicator, catalogue), counts)


class StockKeys(Struct, frozen=True):
    """How often a stock is in a sum, and the keys of its opening, closing and average, empty for none."""

    coefficient: int
    opening: str
    closing: str
    average: str


def stocks_of(indicator: Indicator, catalogue: Catalogue) -> Sequence[StockKeys]:
    """Return the stocks of a rate's denominator."""
    return [
        StockKeys(
            term.coefficient,
            _companion(term.count, "opening_of", catalogue) or "",
            term.count,
            _companion(term.count, "average_of", catalogue) or "",
        )
        for term in indicator.denominator or ()
    ]


def twice_of(stocks: Sequence[StockKeys], counts: Counts) -> dict[People, int]:
    """Return twice the persons of some stocks, as `twice_people` does."""
    found: dict[People, int] = {}
    for people in People:
        parts = [_twice(one, people, counts) for one in stocks]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            found[people] = sum(one.coefficient * part for one, part in zip(stocks, known, strict=True))
    return found


def _twice(stock: StockKeys, people: People, counts: Counts) -> int | None:
    opening, closing = counts.get(stock.opening), counts.get(stock.closing)
    match people:
        case People.AVERAGE:
            supplied = counts.get(stock.average)
            return 2 * supplied if supplied is not None else _twice(stock, People.ENDS, counts)
        case People.ENDS:
            return None if opening is None or closing is None else opening + closing
        case People.OPENING:
            return None if opening is None else 2 * opening
        case People.CLOSING:
            return None if closing is None else 2 * closing
        case _:
            assert_never(people)


def written(number: int, key: str, catalogue: Catalogue) -> str:
    """Return a count as people write it: money has its decimals."""
    return f"{Decimal(number).scaleb(-catalogue.counts[key].decimals):,f}"


def figures_of(
    indicator: Indicator,
    rows: Sequence[Counts],
    twice: Sequence[int],
    time: Time,
    basis: Basis,
    catalogue: Catalogue,
) -> Figures:
    """Return the figures of an indicator on rows of counts, each with twice the persons of its denominator."""
    people = np.array(twice, dtype=np.int64)
    terms = {(term.moment, term.count): _column(rows, key_of(term, catalogue)) for term in _plain_terms(indicator)}
    plus, minus = signed_sums(indicator.numerator, terms, catalogue, people)
    above, below = signed_sums(indicator.denominator if not indicator.has_basis else None, terms, catalogue, people)
    ones = np.ones_like(people)
    totals = Totals(
        plus=plus,
        minus=minus,
        denominator=above - below,
        twice_365=people * time.common,
        twice_366=people * time.leap,
        reported=ones,
        expected=ones,
        flags={},
    )
    return rate(indicator, totals, ones * time.days, basis, catalogue)


def _column(rows: Sequence[Counts], key: str) -> Ints:
    return np.array([row[key] for row in rows], dtype=np.int64)


def computed_of(figures: Figures, way: Way, time: Time, catalogue: Catalogue, spot: int = 0) -> Computed | None:
    """Return one of some figures, the only one by default; None where it has no value."""
    below = int(figures.exact_denominator[spot])
    if below == 0:
        return None
    indicator, totals = figures.indicator, figures.totals
    common, leap = int(totals.twice_365[spot]), int(totals.twice_366[spot])
    people = Fraction(common + leap, 2 * time.days) if indicator.has_basis else None
    denominator = people
    if people is not None and way.basis is Basis.ANNUAL:
        denominator = Fraction(common, 2 * COMMON) + Fraction(leap, 2 * LEAP)
    elif people is None and indicator.denominator is not None:
        denominator = Fraction(int(totals.denominator[spot]), catalogue.scale_of(indicator.denominator))
    return Computed(
        way=way,
        value=Fraction(int(figures.exact_numerator[spot]), below),
        numerator=Fraction(int(totals.plus[spot] - totals.minus[spot]), catalogue.scale_of(indicator.numerator)),
        denominator=denominator,
        people=people,
        impossible="impossible" in figures.flags and bool(figures.flags["impossible"][spot]),
    )


def compute(
    indicator: Indicator, counts: Counts, time: Time, catalogue: Catalogue, basis: Basis, people: People | None = None
) -> Computed | None:
    """Return an indicator on counts that lack none of its own, per the population that is chosen."""
    twice = twice_people(indicator, counts, catalogue) if indicator.has_basis else {}
    chosen = people or next(iter(twice), None)
    persons = twice[chosen] if chosen else 0
    figures = figures_of(indicator, [counts], [persons], time, basis, catalogue)
    return computed_of(figures, Way(basis, chosen) if indicator.has_basis else Way(), time, catalogue)
