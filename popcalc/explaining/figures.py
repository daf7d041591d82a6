"""One figure taken apart: the counts, the person-time, the value and its interval."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.aggregation import Groups, Plan, Totals, make_groups
from popcalc.aggregation.aggregation import Aggregation
from popcalc.aggregation.inputs import inputs_of
from popcalc.aggregation.matching import match
from popcalc.aggregation.roll_up import sum_up
from popcalc.answerable import find_areas, find_periods
from popcalc.areas import ALL, Registry
from popcalc.areas.finding import AreaNames
from popcalc.definitions.catalogue import Basis, Catalogue, CiMethod, Indicator
from popcalc.doubts import WHOLE_AREA
from popcalc.explaining.facts import AreaFacts, FigureFacts, Limits
from popcalc.explaining.gaps import find_coverage, name_above
from popcalc.explaining.pieces import person_time
from popcalc.explaining.terms import term_facts
from popcalc.left_out import left_out_notices
from popcalc.periods import Period
from popcalc.question import Question
from popcalc.rates import Figures, interval, is_of_events
from popcalc.readings import figures_of, roll_up_readings
from popcalc.records import FLAGS
from popcalc.village_months import VillageMonths

SHOWN_LEVEL = 0.95
"""The level of the interval that stands beside a value."""


class Ask(Struct, frozen=True):
    """What is the same for all periods; `area` is the position in the tree, None for the grand total."""

    table: VillageMonths
    indicator: Indicator
    catalogue: Catalogue
    question: Question
    area: int | None

    @property
    def groups(self) -> Groups:
        """The one group of villages that is summed."""
        chosen = [] if self.area is None else [self.area]
        return make_groups(self.table.areas, chosen, total=self.area is None, periods=1)

    def plan(self, period: Period) -> Plan:
        """Return what is asked of the roll-up."""
        return self.question.plan(self.catalogue, (period,), period)


def explain(
    table: VillageMonths,
    indicator: Indicator,
    catalogue: Catalogue,
    question: Question,
    *,
    registry: Registry | None = None,
) -> tuple[FigureFacts, ...]:
    """Return the facts of an indicator for the area of a question (the grand total without) and each of its periods.

    Raises RequestError for an area that is not in the data, or when the data hold no month that was asked for.
    """
    _, periods = find_periods(table, catalogue, question)
    ask = Ask(table, indicator, catalogue, question, find_area(table, question, registry))
    return tuple(figure_facts(ask, period, question.basis) for period in periods)


def find_area(table: VillageMonths, question: Question, registry: Registry | None = None) -> int | None:
    """Return the position of the area that a question names, None for the grand total."""
    chosen, total = find_areas(table.areas, ALL, question.areas, AreaNames(table.areas, registry))
    return None if total else chosen[0]


def figure_facts(ask: Ask, period: Period, basis: Basis) -> FigureFacts:
    """Return the facts of one period."""
    indicator, plan = ask.indicator, ask.plan(period)
    days = np.array([period.days], dtype=np.int64)
    rolled = roll_up_readings(ask.table, [indicator], ask.groups, plan)
    (read,) = figures_of(rolled, [(indicator, basis)], days)
    figure, about = read.figures, _area_facts(ask)
    if ask.table.of_all is not None and WHOLE_AREA in figure.flags and figure.flags[WHOLE_AREA][0]:
        # The rows of the whole area alone give the figure.
        ask = replace(ask, table=ask.table.of_all, area=None)
    areas = ask.table.areas
    aggregation = Aggregation(ask.table.whole, ask.groups, plan, [indicator])
    found = match(aggregation, indicator)
    inputs, sums = inputs_of(aggregation, found), sum_up(aggregation, found)
    totals, left_out = sums.totals(), sums.left_out(indicator.key)
    notices = left_out_notices(left_out, areas, ask.catalogue, keep=plan.keep_unmatched)
    return FigureFacts(
        indicator=indicator,
        area=about,
        period=period,
        basis=basis.value if indicator.has_basis else "",
        average=plan.average.value,
        keeps_unmatched=plan.keep_unmatched,
        numerator=term_facts(aggregation, inputs, indicator.numerator),
        denominator=term_facts(aggregation, inputs, indicator.denominator or ()),
        person_time=person_time(aggregation, found, inputs, totals, ask.table.areas),
        coverage=find_coverage(aggregation, found, totals, areas),
        left_out=tuple(notice.text for notice in notices),
        value=_exact_value(figure, totals),
        as_missing=_exact_value(read.as_missing, totals),
        if_zero=_exact_value(read.all_zero, read.all_zero.totals) if read.all_zero and bool(read.changed[0]) else None,
        limits=limits_of(figure, SHOWN_LEVEL),
        flags=tuple(flag for flag in FLAGS if flag in figure.flags and bool(figure.flags[flag][0])),
    )


def limits_of(figure: Figures, confidence: float, row: int = 0) -> Limits | None:
    """Return the exact interval of one figure, None where it has none."""
    lower, upper, method = (limit[row] for limit in interval(figure, confidence, CiMethod.EXACT))
    if not method:
        return None
    per_event = float(figure.per_event[row])
    in_events = is_of_events(figure.indicator.interval) and per_event > 0 and figure.indicator.denominator is not None
    events = (float(lower) / per_event, float(upper) / per_event) if in_events else None
    return Limits(confidence, float(lower), float(upper), str(method), events)


def _exact_value(figure: Figures, totals: Totals) -> Fraction | None:
    top, bottom = int(figure.exact_numerator[0]), int(figure.exact_denominator[0])
    return Fraction(top, bottom) if bottom and bool(totals.known[0]) else None


def _area_facts(ask: Ask) -> AreaFacts:
    if ask.area is None:
        return AreaFacts()
    areas = ask.table.areas
    return AreaFacts(areas.names[ask.area], areas.levels[areas.level_of[ask.area]], name_above(areas, ask.area))
