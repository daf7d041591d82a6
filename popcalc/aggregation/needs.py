"""What an indicator needs of each village."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from msgspec import Struct

from popcalc.aggregation.month_ends import MonthEnd
from popcalc.definitions.catalogue import Catalogue, Indicator, Moment, Nature


class Needs(Struct, frozen=True):
    """The counts of an indicator by how they enter it.

    `stocks` enter as person-days, with the coefficients they have in the denominator; `month_ends` are the closing and
    opening figures of stocks.
    """

    flows: tuple[str, ...]
    stocks: Mapping[str, int]
    month_ends: tuple[MonthEnd, ...]
    quotas: tuple[str, ...]


def needs_of(indicator: Indicator, catalogue: Catalogue) -> Needs:
    """Return what an indicator needs of each village."""
    flows, stocks, month_ends, quotas = dict[str, None](), dict[str, int](), dict[MonthEnd, None](), dict[str, None]()
    for term in (*indicator.numerator, *(indicator.denominator or ())):
        if term.moment is not Moment.PERIOD:
            month_ends[term.moment, term.count] = None
            continue
        nature = catalogue.counts[term.count].nature
        match nature:
            case Nature.FLOW:
                flows[term.count] = None
            case Nature.STOCK:
                stocks[term.count] = stocks.get(term.count, 0) + term.coefficient
            case Nature.QUOTA:
                quotas[term.count] = None
            case _:
                assert_never(nature)
    return Needs(tuple(flows), stocks, tuple(month_ends), tuple(quotas))
