"""A figure held against its targets: what `popcalc check` says of it, with the numbers that it was decided by."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import replace

from popcalc.answerable import find_level
from popcalc.areas import Registry
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Basis, Catalogue, Indicator
from popcalc.definitions.targets import Targets, effect_of
from popcalc.errors import Fault, Place, RequestError, fault
from popcalc.evidence import CLEAR_LEVEL, STRONG_LEVEL
from popcalc.explaining.facts import Ahead, FigureFacts, VerdictFacts
from popcalc.explaining.figures import Ask, figure_facts, find_area, limits_of
from popcalc.judging.batches import Judgement, Judging
from popcalc.judging.bounds import last_month
from popcalc.judging.check import judge_all, set_up
from popcalc.language import text, word
from popcalc.periods import Period, Run
from popcalc.question import Question
from popcalc.village_months import VillageMonths


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
    area = find_area(table, question, registry)
    if not rules or area is None:
        raise RequestError([_no_target(indicator, targets, bool(rules))])
    level = table.areas.levels[table.areas.level_of[area]]
    rules = tuple(rule for rule in rules if rule.level in (None, level))
    if not rules:
        raise RequestError([_other_level(indicator, targets, table.areas.names[area])])
    judging = set_up(
        table,
        replace(targets, rules=rules),
        catalogue,
        available,
        replace(question, by=level),
        registry=registry,
    )
    ask = Ask(table, indicator, catalogue, judging.question, area)
    found: dict[tuple[Period, str], FigureFacts] = {}
    order = [rule.name for rule in rules]
    judged = sorted(_judgements(judging), key=lambda one: (one[0].start, order.index(one[2].rule.name)))
    for period, row, one in judged:
        basis = one.rule.basis or Basis.ANNUAL
        key = (period, basis.value)
        if key not in found:
            found[key] = figure_facts(ask, period, basis)
        verdicts = (*found[key].verdicts, _verdict(judging, one, period, row))
        found[key] = replace(found[key], verdicts=verdicts)
    return tuple(found.values())


def _judgements(judging: Judging) -> Iterator[tuple[Period, int, Judgement]]:
    """Yield each judgement of the one area, by period, with its row."""
    for judged in judge_all(judging):
        for row, period in enumerate(judged.batch.periods):
            yield from ((period, row, one) for one in judged.judgements)


def _no_target(indicator: Indicator, targets: Targets, has_rule: bool) -> Fault:
    if has_rule:
        return fault("NO_AREA", text("targets are judged for areas, not for the total: name one with --area"))
    known = dict.fromkeys(rule.indicator.key for rule in targets.rules)
    sentence = text("no target on {key}; there are targets on {known}", key=indicator.key, known=tuple(known))
    return fault("NO_TARGET", sentence)


def _other_level(indicator: Indicator, targets: Targets, area: str) -> Fault:
    rules = [rule for rule in targets.rules if rule.indicator.key == indicator.key]
    levels = tuple(word(level) for level in dict.fromkeys(str(rule.level) for rule in rules))
    sentence = text(
        "the target on {key} is judged by {levels}, and {area} is none", key=indicator.key, levels=levels, area=area
    )
    return fault("NO_TARGET", sentence, Place(rules[0].place.file, rules[0].place.row))


def _verdict(judging: Judging, one: Judgement, period: Period, row: int) -> VerdictFacts:
    rule, applied, year = one.rule, one.applied, judging.targets.run
    which = int(applied.which[row])
    to_then = Run(period.start, last_month(rule, year)) if judging.to_year_end else period
    limits = (limits_of(one.figures, confidence, row) for confidence in (CLEAR_LEVEL, STRONG_LEVEL))
    return VerdictFacts(
        rule=rule,
        effect=effect_of(rule.indicator, judging.catalogue),
        own=next((own.area for own in rule.areas if own.bound is applied.bounds[which]), ""),
        written=applied.bounds[which],
        applied=applied.applied[which],
        goal=applied.goals[which],
        until=to_then.last_day,
        paced=(period.days, to_then.days, year.days) if rule.paced else None,
        by="" if rule.level or judging.level == find_level(judging.table.areas, None) else judging.level,
        status=str(one.verdicts.status[row]),
        reason=str(one.verdicts.reason[row]),
        evidence=str(one.verdicts.evidence[row]),
        limits=tuple(one for one in limits if one is not None),
        events=int(one.figures.events[row]),
        to_go=_number(float(one.to_go.number[row])),
        to_go_kind=str(one.to_go.kind[row]),
        of_part=bool(applied.parts[which]),
        behind=_number(float(one.to_go.behind[row])),
        likely=str(one.outlook.likely[row]),
        projected=tuple(float(limit[row]) for limit in (one.outlook.value, one.outlook.lower, one.outlook.upper)),
        ahead=_ahead(one, row),
    )


def _number(number: float) -> Fraction | None:
    return Fraction(repr(number)) if number == number else None


def _ahead(one: Judgement, row: int) -> Ahead | None:
    """Return the person-time at the year's end of a rate."""
    if not one.rule.indicator.has_basis or not bool(one.figures.defined[row]):
        return None
    end = one.year_end
    return Ahead(
        twice=int(end.end.below[row]),
        twice_so_far=int(end.today.below[row]),
        days=int(end.end.days[row]) // 2,
        held=int(end.held[row]),
    )
