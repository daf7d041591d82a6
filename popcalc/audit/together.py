"""Many figures computed together, in every way in which one may have been meant: whole columns at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from popcalc.aggregation import Totals
from popcalc.audit.material import Material, Ready
from popcalc.audit.values import People, figures_of, missing, stocks_of, twice_of
from popcalc.definitions.catalogue import Basis
from popcalc.rates import Figures, rate

OTHERS = (People.ENDS, People.OPENING, People.CLOSING)


def with_values(materials: Sequence[Material], totals: Totals) -> list[Material]:
    """Return materials of one indicator and length of time with their values; `totals` are their sums, in order.

    Whose counts lack one that the indicator needs stays as it is.
    """
    first = materials[0]
    indicator, time, catalogue = first.figure.indicator, first.time, first.catalogue
    good = [spot for spot, one in enumerate(materials) if not missing(indicator, one.counts, catalogue)]
    if not good:
        return list(materials)
    counts = [materials[spot].counts for spot in good]
    own = totals.over(lambda column: column[good])
    days = np.full(len(good), time.days, dtype=np.int64)
    people: list[dict[People, int]] = [{} for _ in good]
    figures: dict[tuple[Basis, People | None], Figures] = {}
    for basis in Basis:
        figures[basis, None] = figures[basis, People.AVERAGE] = rate(indicator, own, days, basis, catalogue)
    if indicator.has_basis:
        stocks = stocks_of(indicator, catalogue)
        people = [twice_of(stocks, one) for one in counts]
        for each in OTHERS:
            # Where a population is not known, nobody asks for the figure that it would give.
            twice = [one.get(each, 1) for one in people]
            for basis in Basis:
                figures[basis, each] = figures_of(indicator, counts, twice, time, basis, catalogue)
    found = list(materials)
    for number, spot in enumerate(good):
        found[spot] = replace(found[spot], ready=Ready(figures, number, tuple(people[number])))
    return found
