"""The sums that printed rates beside their counts are held against, all made at once, by area and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.aggregation import Plan, Totals, make_groups, roll_up
from popcalc.audit.sources import counts_of
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Average, Catalogue
from popcalc.periods import Calendar, Period, Run
from popcalc.village_months import ALL_AREAS, PrintedRates, VillageMonths
from popcalc.whole_area import with_whole

if TYPE_CHECKING:
    from popcalc.arrays import Ints


class PlacedSums(Struct, frozen=True, eq=False):
    """The sums of indicators and counts by area and period, and the place among them of each figure.

    `parts` are the counts of each indicator that there are sums of.
    """

    totals: Mapping[str, Totals]
    periods: Sequence[Period]
    place: Ints
    parts: Mapping[str, Sequence[str]]
    catalogue: Catalogue

    def of(self, key: str, place: int) -> Totals | None:
        """Return the sums of an indicator or count at a place."""
        found = self.totals.get(key)
        return None if found is None else found.over(lambda column: column[place : place + 1])

    def counts(self, keys: Sequence[str], place: int) -> dict[str, int]:
        """Return those of some counts that are known at a place."""
        found = {}
        for key in keys:
            totals = self.totals[key]
            if totals.reported[place] > 0:
                found[key] = int(totals.numerator[place])
        return found


def placed_sums(
    table: VillageMonths,
    rates: PrintedRates,
    spots: Ints,
    catalogue: Catalogue,
    calendar: Calendar,
    there: Available,
) -> PlacedSums:
    """Return the sums that some printed rates, `spots` of all, are held against."""
    keys = dict.fromkeys(one.indicator for one in rates.columns if one.indicator)
    indicators = [catalogue.indicators[key] for key in keys]
    counts = {one.key: [part for part in counts_of(one, catalogue) if not there.missing(part)] for one in indicators}
    wanted = {one.key: one for one in indicators if not there.missing(one)}
    wanted |= {part.key: part for parts in counts.values() for part in parts}
    runs = np.stack([rates.start[spots], rates.end[spots]], axis=1)
    different, of_run = np.unique(runs, axis=0, return_inverse=True)
    periods = tuple(calendar.period_of(Run(start, end)) for start, end in different.tolist())
    # Those with counts of their own are summed up nowhere; the place that they have here is never looked at.
    areas, of_area = np.unique(np.maximum(rates.area[spots], ALL_AREAS), return_inverse=True)
    # The grand total comes last among groups.
    has_total = int((areas == ALL_AREAS).sum())
    groups = make_groups(table.areas, areas[has_total:].tolist(), total=bool(has_total), periods=len(periods))
    of_area = np.where(areas[of_area] == ALL_AREAS, len(areas) - 1, of_area - has_total)
    totals: Mapping[str, Totals] = {}
    if periods and wanted:
        span = Run(periods[0].start, max(one.end for one in periods))
        plan = Plan(catalogue, periods, span, calendar, Average.CURVE, keep_unmatched=False)
        totals = with_whole(
            roll_up(table, list(wanted.values()), groups, plan)[0], table, groups, plan, list(wanted.values())
        )
    place = of_area * len(periods) + of_run.reshape(-1)
    return PlacedSums(
        totals, periods, place, {key: [one.key for one in parts] for key, parts in counts.items()}, catalogue
    )
