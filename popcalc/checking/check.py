"""The whole of `check`: a year's targets held against village-months, one verdict for each target, area and period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from popcalc.aggregation import Totals, make_groups, roll_up
from popcalc.areas import Areas, Registry
from popcalc.arrays import Ints
from popcalc.checking.bench import Batch, Bench, Judged
from popcalc.checking.fitting import judged_run, lacking, misfits
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue, Formula, Indicator, Kind, Moment, Term
from popcalc.definitions.targets import Rule, Targets
from popcalc.errors import Notice, RequestError, fault
from popcalc.language import text
from popcalc.left_out import left_out_notices, silent_notices
from popcalc.periods import Period, PeriodKind, Run
from popcalc.question import Question, find_areas, find_level
from popcalc.rates import Basis, rate
from popcalc.recording import record, stacked
from popcalc.records import VerdictResults
from popcalc.table import Table
from popcalc.verdicts.area_names import AreaNames
from popcalc.verdicts.bounds import find_bounds, last_month, unused_areas
from popcalc.verdicts.columns import RULE_ORDER, verdict_columns
from popcalc.verdicts.judging import judge
from popcalc.verdicts.to_go import YearEnd, find_to_go


def check(
    table: Table,
    targets: Targets,
    catalogue: Catalogue,
    available: Available,
    question: Question,
    *,
    registry: Registry | None = None,
    drivers: int = 0,
    scores: bool = False,
) -> tuple[VerdictResults, list[Notice]]:
    """Return a verdict for each target, area and period, and notices on what was left out of the figures.

    The target year is judged up to its last month in the data. `registry` is the areas file, whose names targets may
    use, too. With `drivers` so many villages are named for each fail, with `scores` each area gets a score. Raises
    RequestError when the data hold no month of the year, or a target names a level or an area that they do not have.
    """
    without = lacking(targets, available)
    if len(without) == len(targets.rules):
        raise RequestError(fault("COUNT_MISSING", sentence, rule.place) for rule, sentence in without)
    span = judged_run(table, catalogue, targets)
    periods = targets.calendar.split(span, question.period, clip=True)
    to_year_end = question.period is PeriodKind.ALL
    names = AreaNames(table.areas, registry)
    bench = Bench(table, targets, catalogue, available, question, targets.run, periods, to_year_end, names)
    default = find_level(table.areas, question.by)
    if faults := misfits(targets, table.areas, names, default):
        raise RequestError(faults)
    found = [judge_batch(bench, batch) for batch in _batches(bench, default)]
    if not any(len(one.frame) for one in found):
        raise RequestError([fault("NO_TARGET", text("no target holds for the areas and months asked for"))])
    results = verdict_results(bench, found, default)
    if drivers:
        from popcalc.checking.drivers import find_drivers

        results = replace(results, drivers=find_drivers(bench, found, drivers))
    if scores:
        from popcalc.verdicts.scores import find_scores

        results = replace(results, scores=find_scores(results.frame, targets, periods))
    lost = [one for batch in found for one in batch.left_out]
    notices = [Notice("COUNT_MISSING", sentence, rule.place) for rule, sentence in without]
    notices += [one for rule in targets.rules for one in unused_areas(rule, table.areas, names, default)]
    notices += silent_notices(table, catalogue, span)
    return results, [*notices, *left_out_notices(lost, table.areas, catalogue, keep=False)]


def needed_indicators(targets: Targets) -> list[str]:
    """Return the keys of the indicators that the targets bound."""
    return list(dict.fromkeys(rule.indicator.key for rule in targets.rules))


def _batches(bench: Bench, default: str) -> Iterable[Batch]:
    """Yield the targets together that are judged for the same level and periods, in their order."""
    keyed: dict[tuple[str, tuple[Period, ...]], list[Rule]] = {}
    for rule in bench.targets.rules:
        periods = tuple(found for period in bench.periods if (found := _in_effect(rule, period, bench)))
        if periods:
            keyed.setdefault((rule.level or default, periods), []).append(rule)
    for (level, periods), rules in keyed.items():
        yield Batch(level, periods, tuple(rules))


def _in_effect(rule: Rule, period: Period, bench: Bench) -> Period | None:
    """Return the part of a period in which a target holds."""
    start = period.start if rule.first is None else max(period.start, rule.first)
    end = min(period.end, last_month(rule, bench.year))
    if start > end:
        return None
    whole = (start, end) == (period.start, period.end)
    return period if whole else bench.targets.calendar.period_of(Run(start, end))


def judge_batch(bench: Bench, batch: Batch) -> Judged:
    """Return the verdict records of the targets of a batch."""
    areas = bench.table.areas
    chosen = _areas_of(areas, batch.level, bench.question.areas)
    groups = make_groups(areas, chosen, total=False, periods=len(batch.periods))
    stocks = {rule.indicator.key: closing_stock(rule.indicator) for rule in batch.rules if rule.indicator.has_basis}
    wanted = {rule.indicator.key: rule.indicator for rule in batch.rules}
    wanted |= {stock.key: stock for stock in stocks.values()}
    there = [one for one in wanted.values() if not bench.available.missing(one)]
    totals, left_out = roll_up(bench.table, there, groups, bench.plan(batch))
    days = np.tile(np.array([period.days for period in batch.periods], dtype=np.int64), len(groups.areas))
    expected = _expected(areas, chosen, batch.level, batch.periods)
    places = {rule.name: place for place, rule in enumerate(bench.targets.rules)}
    figures, verdicts = [], []
    for rule in batch.rules:
        sums = totals.get(rule.indicator.key, _nothing(expected))
        figure = rate(rule.indicator, sums, days, Basis(rule.basis or Basis.ANNUAL), bench.catalogue)
        bounds = find_bounds(
            rule, chosen, areas, batch.periods, bench.year, names=bench.names, to_year_end=bench.to_year_end
        )
        verdict = judge(rule, figure, bounds)
        stock = totals.get(stocks[rule.indicator.key].key) if rule.indicator.key in stocks else None
        ending = year_end(bench, rule, sums, stock, batch.periods, days)
        go = find_to_go(rule.indicator, figure, verdict, bounds, ending, bench.catalogue)
        figures.append(figure)
        verdicts.append(verdict_columns(rule, places[rule.name], bounds, verdict, go))
    frame = record(figures, groups, batch.periods, areas, [rule.basis for rule in batch.rules])
    for name in verdicts[0]:
        frame[name] = stacked([columns[name] for columns in verdicts], verdicts[0][name].dtype)
    return Judged(batch, tuple(chosen), frame, left_out)


def closing_stock(indicator: Indicator) -> Indicator:
    """Return the stock of a rate's denominator at the period's end, as a count."""
    assert indicator.denominator is not None
    terms = tuple(Term(term.coefficient, term.count, Moment.CLOSING) for term in indicator.denominator)
    key = f"closing of {indicator.denominator}"
    return Indicator(key, indicator.label, Kind.COUNT, Formula(terms))


def _areas_of(areas: Areas, level: str, named: Sequence[str]) -> list[int]:
    """Return the areas of a level, only those that are named or lie below a named one when there are names."""
    chosen, _ = find_areas(areas, level, named)
    wanted = areas.levels.index(level)
    return [position for position in chosen if areas.level_of[position] == wanted]


def _expected(areas: Areas, chosen: Sequence[int], level: str, periods: Sequence[Period]) -> Ints:
    """Return the village-months of each area (rows) and period in which its villages exist, flat."""
    above, spots = areas.above(level) + 1, np.array(chosen, dtype=np.int64) + 1
    months = np.array([period.months for period in periods], dtype=np.int64)
    if areas.lives is None:
        return np.outer(np.bincount(above, minlength=len(areas.keys) + 1)[spots], months).ravel()
    of_area = np.zeros((len(areas.keys) + 1, len(periods)), dtype=np.int64)
    starts, ends = (np.array([getattr(one, edge) for one in periods], dtype=np.int64) for edge in ("start", "end"))
    np.add.at(of_area, above, areas.lives.months(starts, ends))
    return of_area[spots].ravel()


def _nothing(expected: Ints) -> Totals:
    """Return the sums of an indicator whose counts no column holds."""
    zeros = np.zeros(len(expected), dtype=np.int64)
    return Totals(zeros, zeros, zeros, zeros, zeros, zeros, expected.astype(np.int64), {})


def year_end(
    bench: Bench, rule: Rule, totals: Totals, stock: Totals | None, periods: Sequence[Period], days: Ints
) -> YearEnd:
    """Return the person-time at the end of the target year, or of the months in which the target holds.

    The last stock is held flat to then; the average stock where no month-end is reported. All months lie in one
    statistical year, so that person-days divide by its days alone.
    """
    twice = totals.twice_365 + totals.twice_366
    left = np.zeros(len(twice), dtype=np.int64)
    if bench.to_year_end:
        last = last_month(rule, bench.year)
        left += Run(periods[-1].end + 1, last).days if periods[-1].end < last else 0
    held = stock.plus - stock.minus if stock is not None else np.zeros_like(twice)
    reported = stock.reported > 0 if stock is not None else np.zeros(len(twice), dtype=bool)
    flat = np.where(reported, 2 * held * left, twice * left // days)
    divisor = days + left if rule.basis == "period" else np.full(len(twice), bench.year.days)
    return YearEnd(twice + flat, 2 * divisor)


def verdict_results(bench: Bench, found: Sequence[Judged], default: str) -> VerdictResults:
    """Return the records of all batches, in order of level, area, period and target."""
    frames = [one.frame for one in found if len(one.frame)]
    frame = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    areas = bench.table.areas
    return VerdictResults(
        frame=_in_order(frame, areas),
        rules={rule.name: rule for rule in bench.targets.rules},
        units=bench.catalogue.units,
        by=default,
        name=bench.targets.name,
        area_names=dict(zip(areas.keys[areas.villages :], areas.names[areas.villages :], strict=True)),
        open_until={
            rule.name: Run(bench.year.start, last_month(rule, bench.year)).last_day.isoformat()
            for rule in bench.targets.rules
            if bench.to_year_end
        },
    )


def _in_order(frame: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Return verdict records in order of level, area, period and target."""
    depth = {level: place for place, level in enumerate(areas.levels)}
    frame["level_order"] = frame["level"].map(depth).astype(np.int64)
    for name in ("area", "start"):
        frame[name] = frame[name].astype(str)
    keys = ["level_order", "area", "start", RULE_ORDER]
    return frame.sort_values(keys, kind="stable", ignore_index=True).drop(columns=["level_order", RULE_ORDER])
