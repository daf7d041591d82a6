"""Targets held against the figures of `compute`: verdicts on what is shown, and only on that."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from popcalc.answerable import find_level, find_periods
from popcalc.areas import Registry
from popcalc.areas.finding import AreaNames
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.targets import Rule, Targets
from popcalc.doubts import EMPTY_CELLS
from popcalc.empty_cells import empty_cells_notices, hanging_of
from popcalc.errors import Notice, RequestError
from popcalc.judging.batches import Batch, Judging
from popcalc.judging.bounds import last_month, unused_areas
from popcalc.judging.check import judge_batch, verdict_results
from popcalc.judging.fitting import lacking, misfits
from popcalc.judging.fractions import written_as_fraction
from popcalc.language import Text, text
from popcalc.periods import Period, PeriodKind, Run, month_label
from popcalc.question import Question
from popcalc.records import Results
from popcalc.table import Table

TO_YEAR_END = (PeriodKind.ALL, PeriodKind.YTD, PeriodKind.YEAR)
"""Periods of which one that begins with the target year is the year so far; months, quarters, halves stand alone."""


def hold(
    results: Results,
    table: Table,
    targets: Targets,
    catalogue: Catalogue,
    available: Available,
    question: Question,
    *,
    registry: Registry | None = None,
) -> tuple[Results, list[Notice]]:
    """Return the results with verdicts on the figures shown, and notices on targets that judge none of them.

    A figure is judged when its indicator, level and basis are those of a target that holds through the whole of its
    period. Raises RequestError when a target names an area or level that the data do not have.
    """
    year, names, level = targets.run, AreaNames(table.areas, registry), find_level(table.areas, question.by)
    shown = tuple(rule for rule in targets.rules if rule.indicator.key in results.indicators)
    aims = replace(targets, rules=tuple(rule for rule in shown if not rule.basis or rule.basis == question.basis))
    if faults := [one for one in misfits(targets, table.areas, names, level) if one.code != "NO_LEVEL"]:
        raise RequestError(faults)
    _, periods = find_periods(table, catalogue, question)
    inside = tuple(period for period in periods if year.holds(period))
    of_year = question.period in TO_YEAR_END and len(periods) == 1
    to_year_end = of_year and bool(inside) and inside[0].start == year.start
    asked = replace(question, compare=None, rank=None)
    judging = Judging(table, aims, catalogue, available, asked, inside, to_year_end, names, level)
    found = [judge_batch(judging, batch) for batch in _batches(judging)]
    # Of indicators that were not asked for, the counts were not read.
    without = lacking(targets, available) if not question.indicators else []
    notices = [Notice("COUNT_MISSING", sentence, rule.place) for rule, sentence in without]
    if not inside:
        return results, [*notices, Notice("OTHER_YEAR", _no_period(targets, periods[0], year))]
    notices += [one for rule in aims.rules for one in unused_areas(rule, table.areas, names, level)]
    notices += [_other_basis(rule) for rule in shown if rule.basis and rule.basis != question.basis]
    notices += [_other_level(rule) for rule in aims.rules if rule.level not in (None, level)]
    notices += [notice for batch in found for one in batch.judgements for notice in written_as_fraction(one)]
    if not any(len(one.frame) for one in found):
        return results, notices
    if not any(EMPTY_CELLS in flags.split(";") for flags in results.columns.words("flags").words):
        # Else the figures themselves hang on empty cells, which has been said.
        notices += empty_cells_notices(
            hanging_of((one for batch in found for one in batch.read), table.areas), table.doubts
        )
    return replace(results, verdicts=verdict_results(judging, found)), notices


def _batches(judging: Judging) -> Iterable[Batch]:
    """Yield the targets together that hold through the same periods, at the level of the figures."""
    year, keyed = judging.targets.run, dict[tuple[Period, ...], list[Rule]]()
    for rule in judging.targets.rules:
        holds = Run(year.start if rule.first is None else rule.first, last_month(rule, year))
        periods = tuple(period for period in judging.periods if holds.holds(period))
        if periods and rule.level in (None, judging.level) and judging.level in judging.table.areas.levels:
            keyed.setdefault(periods, []).append(rule)
    for periods, rules in keyed.items():
        yield Batch(judging.level, periods, tuple(rules))


def _no_period(targets: Targets, period: Period, year: Run) -> Text:
    return text(
        "no verdicts: {period} does not lie within the target year, {first} to {last}; "
        "--from and --to choose months, `popcalc check` judges the year to date",
        period=period.label,
        first=month_label(year.start),
        last=month_label(year.end),
    )


def _other_basis(rule: Rule) -> Notice:
    sentence = text(
        "{key} is shown on another basis than its target is judged on: `--basis {basis}` shows that verdict",
        key=rule.indicator.key,
        basis=rule.basis,
    )
    return Notice("OTHER_BASIS", sentence, rule.place)


def _other_level(rule: Rule) -> Notice:
    sentence = text(
        "the target on {key} is judged for each {level}: `--by {level}` shows that verdict",
        key=rule.indicator.key,
        level=rule.level,
    )
    return Notice("OTHER_LEVEL", sentence, rule.place)
