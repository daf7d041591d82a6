"""What an indicator needs of each village."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from popcalc.definitions.catalogue import Catalogue, Formula, Indicator, Moment, Nature
from popcalc.moments import MonthEnd


@dataclass(frozen=True)
class Needs:
    """The counts of an indicator by how they enter it.

    `stocks` enter as person-time, with the coefficients they have in the denominator; `month_ends` are the closing and
    opening figures of stocks.
    """

    flows: tuple[str, ...]
    stocks: Mapping[str, int]
    month_ends: tuple[MonthEnd, ...]
    quotas: tuple[str, ...]


def needs_of(indicator: Indicator, catalogue: Catalogue) -> Needs:
    """Return what an indicator needs of each village."""
    terms = (*indicator.numerator, *(indicator.denominator or ()))
    natures = {term.count: catalogue.counts[term.count].nature for term in terms}
    of_period = dict.fromkeys(term.count for term in terms if term.moment is Moment.PERIOD)
    stocks = {count: 0 for count in of_period if natures[count] is Nature.STOCK}
    for term in terms:
        if term.moment is Moment.PERIOD and term.count in stocks:
            stocks[term.count] += term.coefficient
    return Needs(
        flows=tuple(count for count in of_period if natures[count] is Nature.FLOW),
        stocks=stocks,
        month_ends=tuple(
            dict.fromkeys((term.moment, term.count) for term in terms if term.moment is not Moment.PERIOD)
        ),
        quotas=tuple(count for count in of_period if natures[count] is Nature.QUOTA),
    )


def scale_of(formula: Formula | None, catalogue: Catalogue) -> int:
    """Return how many of a formula's smallest units make one of its unit: 100 where money is in it."""
    return 10 ** max((catalogue.counts[count].decimals for count in formula.counts), default=0) if formula else 1
