"""One figure taken apart: the counts, the person-time, the value and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from popcalc.areas import ALL
from popcalc.definitions.catalogue import Catalogue, Indicator, IntervalModel
from popcalc.explaining.facts import AreaFacts, FigureFacts, Limits
from popcalc.explaining.gaps import find_coverage, name_above
from popcalc.explaining.lived import person_time
from popcalc.explaining.terms import term_facts
from popcalc.left_out import left_out_notices
from popcalc.periods import Calendar, Period
from popcalc.person_time import Average
from popcalc.question import Question, find_areas, find_span
from popcalc.rates import Basis, Figures, interval, rate
from popcalc.records import FLAGS
from popcalc.rollup import Plan, Totals, roll_up
from popcalc.rollup.matching import match
from popcalc.rollup.needs import needs_of
from popcalc.rollup.workbench import Workbench
from popcalc.sums import Groups, make_groups
from popcalc.table import VillageMonths

SHOWN_LEVEL = 0.95
"""The level of the interval that stands beside a value."""


@dataclass(frozen=True)
class Ask:
    """What is the same for all periods: the counts, the indicator, the area (None for the grand total), the manner."""

    table: VillageMonths
    indicator: Indicator
    catalogue: Catalogue
    area: int | None
    calendar: Calendar
    average: Average = Average.CURVE
    keep_unmatched: bool = False

    @property
    def groups(self) -> Groups:
        """The one group of villages that is summed."""
        chosen = [] if self.area is None else [self.area]
        return make_groups(self.table.areas, chosen, total=self.area is None, periods=1)

    def plan(self, period: Period) -> Plan:
        """Return what is asked of the roll-up."""
        return Plan(self.catalogue, (period,), period, self.calendar, self.average, self.keep_unmatched)


def explain(
    table: VillageMonths, indicator: Indicator, catalogue: Catalogue, question: Question
) -> tuple[FigureFacts, ...]:
    """Return the facts of an indicator for the area of a question (the grand total without) and each of its periods.

    Raises RequestError for an area that is not in the data, or when the data hold no month that was asked for.
    """
    span = find_span(table, catalogue, question)
    bounded = question.first is not None or question.last is not None
    periods = question.calendar.split(span, question.period, clip=bounded)
    ask = Ask(
        table,
        indicator,
        catalogue,
        find_area(table, question),
        question.calendar,
        question.average,
        question.keep_unmatched,
    )
    return tuple(figure_facts(ask, period, question.basis)[0] for period in periods)


def find_area(table: VillageMonths, question: Question) -> int | None:
    """Return the position of the area that a question names, None for the grand total."""
    chosen, total = find_areas(table.areas, ALL, question.areas)
    return None if total else chosen[0]


def figure_facts(ask: Ask, period: Period, basis: Basis) -> tuple[FigureFacts, Figures]:
    """Return the facts of one period, and the figure that the calculation gives for it."""
    indicator, groups, plan = ask.indicator, ask.groups, ask.plan(period)
    totals, left_out = roll_up(ask.table, [indicator], groups, plan)
    sums = totals[indicator.key]
    figure = rate(indicator, sums, np.array([period.days], dtype=np.int64), basis, ask.catalogue)
    needs = needs_of(indicator, ask.catalogue)
    bench = Workbench(ask.table, groups, plan, needs.flows)
    found = match(bench, indicator, needs)
    facts = FigureFacts(
        indicator=indicator,
        area=_area_facts(ask),
        period=period,
        basis=basis.value if indicator.has_basis else "",
        average=ask.average.value,
        keeps_unmatched=ask.keep_unmatched,
        numerator=term_facts(bench, needs, found, indicator.numerator),
        denominator=term_facts(bench, needs, found, indicator.denominator or ()),
        person_time=person_time(bench, needs, found, sums),
        coverage=find_coverage(bench, needs, found, sums),
        left_out=tuple(
            notice.text
            for notice in left_out_notices(left_out, ask.table.areas, ask.catalogue, keep=ask.keep_unmatched)
        ),
        value=_exact_value(figure, sums),
        limits=limits_of(figure, SHOWN_LEVEL),
        flags=tuple(flag for flag in FLAGS if flag in figure.flags and bool(figure.flags[flag][0])),
    )
    return facts, figure


def limits_of(figure: Figures, confidence: float) -> Limits | None:
    """Return the exact interval of a single figure, None where it has none."""
    if figure.indicator.interval is IntervalModel.NONE:
        return None
    from popcalc.intervals import CiMethod

    lower, upper, method = (limit[0] for limit in interval(figure, confidence, CiMethod.EXACT))
    if not method:
        return None
    per_event = float(figure.per_event[0])
    in_events = figure.indicator.interval in (IntervalModel.POISSON, IntervalModel.MOVER) and per_event > 0
    events = (float(lower) / per_event, float(upper) / per_event) if in_events else None
    return Limits(confidence, float(lower), float(upper), str(method), events)


def _exact_value(figure: Figures, sums: Totals) -> Fraction | None:
    top, bottom = int(figure.exact_numerator[0]), int(figure.exact_denominator[0])
    return Fraction(top, bottom) if bottom and bool(sums.known[0]) else None


def _area_facts(ask: Ask) -> AreaFacts:
    if ask.area is None:
        return AreaFacts()
    areas = ask.table.areas
    return AreaFacts(areas.names[ask.area], areas.levels[areas.level_of[ask.area]], name_above(areas, ask.area))
