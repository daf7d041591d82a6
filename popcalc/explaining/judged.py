"""A figure held against its targets: what `popcalc check` says of it, with the numbers that it was decided by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from popcalc.aggregation import roll_up
from popcalc.areas import Registry
from popcalc.checking.bench import Bench
from popcalc.checking.check import check, closing_stock, year_end
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.definitions.targets import Bound, Rule, Targets
from popcalc.errors import Fault, Place, RequestError, fault
from popcalc.explaining.facts import Ahead, FigureFacts, VerdictFacts
from popcalc.explaining.figures import Ask, figure_facts, find_area, limits_of
from popcalc.language import text
from popcalc.periods import Period, PeriodKind, Run, month_ordinal
from popcalc.question import Question, find_level
from popcalc.rates import Basis, Figures
from popcalc.table import VillageMonths
from popcalc.verdicts.area_names import AreaNames
from popcalc.verdicts.bounds import find_bounds, last_month
from popcalc.verdicts.judging import CLEAR_LEVEL, STRONG_LEVEL


def explain_verdicts(
    table: VillageMonths,
    indicator: Indicator,
    targets: Targets,
    catalogue: Catalogue,
    available: Available,
    question: Question,
    *,
    registry: Registry | None = None,
) -> tuple[FigureFacts, ...]:
    """Return the figures of an area that the targets on an indicator judge, each with its verdicts.

    A target that names no level is judged at that of the area; `registry` is the areas file, whose names targets may
    use. Raises RequestError when no target judges the area.
    """
    rules = tuple(rule for rule in targets.rules if rule.indicator.key == indicator.key)
    area = find_area(table, question)
    if not rules or area is None:
        raise RequestError([_no_target(indicator, targets, bool(rules))])
    level = table.areas.levels[table.areas.level_of[area]]
    rules = tuple(rule for rule in rules if rule.level in (None, level))
    if not rules:
        raise RequestError([_other_level(indicator, targets, table.areas.names[area])])
    aims = replace(targets, rules=rules)
    asked = replace(question, by=level)
    results, _ = check(table, aims, catalogue, available, asked, registry=registry)
    frame = results.frame[results.frame["area"] == table.areas.keys[area]]
    records = [dict(zip(map(str, frame.columns), row, strict=True)) for row in frame.itertuples(index=False, name=None)]
    ask = Ask(table, indicator, catalogue, asked, area)
    bench = Bench(
        table=table,
        targets=aims,
        catalogue=catalogue,
        available=available,
        question=asked,
        year=targets.run,
        periods=(),
        to_year_end=question.period is PeriodKind.ALL,
        names=AreaNames(table.areas, registry),
    )
    found: dict[tuple[Period, str], FigureFacts] = {}
    for record in records:
        rule = results.rules[str(record["target"])]
        period, basis = _period(record), Basis(rule.basis or Basis.ANNUAL)
        facts, figure = figure_facts(ask, period, basis)
        before = found.get((period, facts.basis), facts)
        verdict = _verdict(ask, bench, rule, period, figure, record, level)
        found[period, facts.basis] = replace(before, verdicts=(*before.verdicts, verdict))
    return tuple(found.values())


def _no_target(indicator: Indicator, targets: Targets, has_rule: bool) -> Fault:
    if has_rule:
        return fault("NO_AREA", text("targets are judged for areas, not for the total: name one with --area"))
    known = dict.fromkeys(rule.indicator.key for rule in targets.rules)
    sentence = text("no target on {key}; there are targets on {known}", key=indicator.key, known=", ".join(known))
    return fault("NO_TARGET", sentence)


def _other_level(indicator: Indicator, targets: Targets, area: str) -> Fault:
    rules = [rule for rule in targets.rules if rule.indicator.key == indicator.key]
    levels = tuple(text(level) for level in dict.fromkeys(str(rule.level) for rule in rules))
    sentence = text(
        "the target on {key} is judged by {levels}, and {area} is none", key=indicator.key, levels=levels, area=area
    )
    return fault("NO_TARGET", sentence, Place(rules[0].place.file, rules[0].place.row))


def _period(record: Mapping[str, object]) -> Period:
    start, end = (_month(str(record[name])) for name in ("start", "end"))
    return Period(start, end, str(record["period"]))


def _month(day: str) -> int:
    year, month, _ = day.split("-")
    return month_ordinal(int(year), int(month))


def _verdict(
    ask: Ask, bench: Bench, rule: Rule, period: Period, figure: Figures, record: Mapping[str, object], level: str
) -> VerdictFacts:
    assert ask.area is not None
    areas = ask.table.areas
    bounds = find_bounds(
        rule, [ask.area], areas, [period], bench.year, names=bench.names, to_year_end=bench.to_year_end
    )
    which = int(bounds.which[0])
    to_then = Run(period.start, last_month(rule, bench.year)) if bench.to_year_end else period
    limits = (limits_of(figure, confidence) for confidence in (CLEAR_LEVEL, STRONG_LEVEL))
    return VerdictFacts(
        rule=rule,
        own=_own_area(rule, bounds.bounds[which]),
        written=bounds.bounds[which],
        applied=bounds.applied[which],
        goal=bounds.goals[which],
        until=to_then.last_day,
        paced=(period.days, to_then.days, bench.year.days) if rule.paced else None,
        by="" if rule.level or level == find_level(areas, None) else level,
        status=str(record["status"]),
        reason=str(record["reason"]),
        evidence=str(record["evidence"]),
        limits=tuple(one for one in limits if one is not None),
        events=int(figure.events[0]),
        to_go=_number(record["to_go"]),
        to_go_kind=str(record["to_go_kind"]),
        ahead=_ahead(ask, bench, rule, period, figure),
    )


def _own_area(rule: Rule, bound: Bound) -> str:
    """Return the area whose own bound this is, empty for the target's."""
    return next((own.area for own in rule.areas if own.bound is bound), "")


def _number(value: object) -> Fraction | None:
    return Fraction(repr(value)) if isinstance(value, float) and value == value else None


def _ahead(ask: Ask, bench: Bench, rule: Rule, period: Period, figure: Figures) -> Ahead | None:
    """Return the person-time at the year's end of a rate."""
    if not rule.indicator.has_basis or not bool(figure.defined[0]):
        return None
    closing = closing_stock(rule.indicator)
    stock = (
        roll_up(ask.table, [closing], ask.groups, ask.plan(period))[0][closing.key]
        if _has_month_ends(bench, closing)
        else None
    )
    days = np.array([period.days], dtype=np.int64)
    ending = year_end(bench, rule, figure.totals, stock, [period], days)
    last = last_month(rule, bench.year)
    left = Run(period.end + 1, last).days if bench.to_year_end and period.end < last else 0
    reported = stock is not None and bool(stock.reported[0] > 0)
    return Ahead(
        twice=int(ending.top[0]),
        twice_so_far=int(figure.totals.twice_365[0] + figure.totals.twice_366[0]),
        days=int(np.broadcast_to(ending.bottom, (1,))[0]) // 2,
        days_left=left,
        held=int(stock.numerator[0]) if stock is not None and reported else None,
    )


def _has_month_ends(bench: Bench, closing: Indicator) -> bool:
    return not bench.available.missing(closing)
